"""The bar that tells what went wrong and what to do, without stopping the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.theme import theme
from vidcolor.errors import VidcolorError


class MessageBar(QFrame):
    """Shows the newest message until it is closed or a film is opened.

    Signals:
        told: the text of each message, for those who keep or speak them.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Message"))
        self._is_problem = False
        self.icon = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.more = QToolButton()
        self.more.setText(self.tr("Show details"))
        self.more.setCheckable(True)
        self.dismiss = QToolButton()
        self.dismiss.setText(self.tr("Close"))
        self.dismiss.setAccessibleName(self.tr("Close the message"))
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setMaximumHeight(160)
        row = QHBoxLayout()
        for widget in (self.icon, self.text, self.more, self.dismiss):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.addLayout(row)
        column.addWidget(self.details)
        self.more.toggled.connect(self._show_details)
        self.dismiss.clicked.connect(self.hide)
        self.hide()

    def show_error(self, error: VidcolorError) -> None:
        """What happened, what to do, and the technical text on demand."""
        self._show(
            f"{error.what} {error.do}",
            error.detail,
            QStyle.StandardPixmap.SP_MessageBoxWarning,
            problem=True,
        )

    def show_notice(self, text: str, detail: str = "") -> None:
        """Something that went well or is worth knowing."""
        self._show(text, detail, QStyle.StandardPixmap.SP_MessageBoxInformation, problem=False)

    def _show(self, text: str, detail: str, icon: QStyle.StandardPixmap, *, problem: bool) -> None:
        self._is_problem = problem
        self.update()
        self.icon.setPixmap(self.style().standardIcon(icon).pixmap(20, 20))
        self.text.setText(text)
        self.more.setChecked(False)
        self.more.setVisible(bool(detail))
        self.details.setPlainText(detail)
        self.details.hide()
        self.show()
        self.setAccessibleDescription(text)
        self.told.emit(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Painted, not set as a palette: a style sheet would undo that with each change of theme.
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().problem if self._is_problem else theme().notice)

    def _show_details(self, on: bool) -> None:
        self.details.setVisible(on)
        self.more.setText(self.tr("Hide details") if on else self.tr("Show details"))
