"""A picture from a file, as large as there is room for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme


class PictureBox(QWidget):
    """Shows a file's picture; it is read at the size it is shown at, which is quick.

    Args:
        name: what the picture is, for those who do not see it.
        empty: what stands there while there is none.
    """

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._path: Path | None = None
        self._image = QImage()
        self._read_for: tuple[Path, int, int, int] | None = None
        self.setAccessibleName(name)
        self.setMinimumSize(160, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def path(self) -> Path | None:
        """The file that is shown."""
        return self._path

    def show_file(self, path: Path | None) -> None:
        """Show another file; None: none."""
        self._path = path
        self.setAccessibleDescription(path.name if path else self._empty)
        self.update()

    def image(self) -> QImage:
        """The picture as it is painted; null where there is none, or it cannot be read."""
        if self._path is None:
            return QImage()
        room = self.size() * self.devicePixelRatio()
        try:
            written = self._path.stat().st_mtime_ns
        except OSError:
            return QImage()
        key = (self._path, written, room.width(), room.height())
        if key != self._read_for:
            self._image, self._read_for = _read(self._path, room), key
        return self._image

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().backdrop)
        image = self.image()
        if image.isNull():
            painter.setPen(theme().on_backdrop)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, self._empty)
            return
        size = image.size() / self.devicePixelRatio()
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(self.rect().center())
        painter.drawImage(place, image)


def _read(path: Path, room: QSize) -> QImage:
    """As large as fits into ``room``, in device pixels, and at most three times as large."""
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isEmpty():
        return QImage()
    largest = room.boundedTo(size * 3)
    reader.setScaledSize(size.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
