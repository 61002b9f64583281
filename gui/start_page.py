"""What the window shows before a film is open: what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_MOST_RECENT = 5


class StartPage(QWidget):
    """A headline, buttons, what was open last, three lines.

    Signals:
        recent_wanted: Path.
    """

    recent_wanted = Signal(object)

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = QLabel(self.tr("Colour a black-and-white film"))
        font = self.headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        self.headline.setFont(font)
        self.lead = QLabel()
        self.tell(self.tr("Open a film, or drop one here."))
        self.quiet = QLabel(
            self.tr(
                "You see each frame as the film holds it and in colour, with a divider between.\n"
                "Correct what is wrong, then export: light and shade of the film stay as they are."
                "\nFilms of every common kind, single pictures, folders of numbered frames."
            )
        )
        self.quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.quiet.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QHBoxLayout()
        buttons.addStretch()
        self.buttons = [_button(action) for action in actions]
        for button in self.buttons:
            buttons.addWidget(button)
        buttons.addStretch()
        self.buttons[0].setDefault(True)
        self.recent_title = QLabel(self.tr("Opened last"))
        self.recent_title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout(self)
        column.setSpacing(18)
        column.addStretch(2)
        for label in (self.headline, self.lead):
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addLayout(buttons)
        column.addWidget(self.quiet, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.recent_title, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addLayout(self._recent)
        column.addStretch(3)
        self.show_recent([])

    def tell(self, text: str) -> None:
        """Change the line under the headline, for instance while a film opens."""
        self.lead.setText(text)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Offer what was open last, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.recent_title.setVisible(bool(paths))
        for path in paths[:_MOST_RECENT]:
            button = QPushButton(path.name)
            button.setFlat(True)
            button.setToolTip(str(path))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, path=path: self.recent_wanted.emit(path))
            self._recent.addWidget(button, alignment=Qt.AlignmentFlag.AlignCenter)


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.text().replace("&", ""))
    button.setToolTip(action.toolTip())
    button.setMinimumSize(180, 38)
    button.clicked.connect(action.trigger)
    return button
