"""What the window shows before a film is open: what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.palette import BACKDROP, QUIET_TEXT


class StartPage(QWidget):
    """A headline, two buttons, three lines."""

    def __init__(self, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, BACKDROP)
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        headline = QLabel(self.tr("Colour a black-and-white film"))
        font = headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        headline.setFont(font)
        self.lead = QLabel()
        self.tell(self.tr("Open a film, or drop one here."))
        quiet = QLabel(
            self.tr(
                "You see each frame as the film holds it and in colour, with a divider between.\n"
                "The film itself is never changed: its light and shade stay exactly as they are.\n"
                "Films of every common kind, single pictures and folders of numbered frames."
            )
        )
        quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shade = quiet.palette()
        shade.setColor(QPalette.ColorRole.WindowText, QUIET_TEXT)
        quiet.setPalette(shade)
        buttons = QHBoxLayout()
        buttons.addStretch()
        self.buttons = [_button(action) for action in actions]
        for button in self.buttons:
            buttons.addWidget(button)
        buttons.addStretch()
        self.buttons[0].setDefault(True)
        column = QVBoxLayout(self)
        column.setSpacing(18)
        column.addStretch(2)
        for label in (headline, self.lead):
            column.addWidget(label, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addLayout(buttons)
        column.addWidget(quiet, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)

    def tell(self, text: str) -> None:
        """Change the line under the headline, for instance while a film opens."""
        self.lead.setText(text)


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.text().replace("&", ""))
    button.setToolTip(action.toolTip())
    button.setMinimumSize(170, 38)
    button.clicked.connect(action.trigger)
    return button
