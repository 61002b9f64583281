"""One picture of a pair, as a button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gui.theme import theme

_SIDE_PX = 256
_MARGIN_PX = 4


class PictureButton(QAbstractButton):
    """Shows a picture at the largest whole multiple of its size that fits.

    A fraction would blur and sharpen by turns.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """
        Args:
            name: what choosing it says, for those who do not see it.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture = QPixmap()

    @property
    def shows(self) -> bool:
        """Whether there is a picture to be seen."""
        return not self._picture.isNull()

    def show_picture(self, path: Path) -> None:
        """Show the picture of a file."""
        self._picture = QPixmap(str(path))
        self.update()

    def clear(self) -> None:
        """Show none."""
        self._picture = QPixmap()
        self.update()

    def sizeHint(self) -> QSize:
        """Twice the picture's size."""
        return QSize(2 * _SIDE_PX + 2 * _MARGIN_PX, 2 * _SIDE_PX + 2 * _MARGIN_PX)

    def minimumSizeHint(self) -> QSize:
        """The picture's own size."""
        return QSize(_SIDE_PX + 2 * _MARGIN_PX, _SIDE_PX + 2 * _MARGIN_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture on the backdrop; a frame where the keyboard is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().backdrop)
        if self.shows:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self._place(), self._picture)
        if self.hasFocus():
            painter.setPen(QPen(theme().accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _place(self) -> QRect:
        room = min(self.width(), self.height()) - 2 * _MARGIN_PX
        side = max(room // self._picture.width(), 1) * self._picture.width()
        place = QRect(0, 0, side, side)
        place.moveCenter(self.rect().center())
        return place
