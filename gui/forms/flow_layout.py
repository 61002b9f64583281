"""A layout that sets widgets beside each other and begins a new row where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of widgets at the size they ask for, as words in a paragraph."""

    def __init__(self, parent: QWidget | None = None, *, margin_px: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
        self.setSpacing(2)

    def addItem(self, item: QLayoutItem) -> None:
        """Called by Qt for each widget."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """None beyond the end, as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove one."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """A narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all rows together."""
        return self._places(width)[1]

    def setGeometry(self, rect: QRect) -> None:
        """Put each widget to its place."""
        super().setGeometry(rect)
        for item, place in zip(self._items, self._places(rect.width())[0], strict=True):
            item.setGeometry(place.translated(rect.topLeft()))

    def sizeHint(self) -> QSize:
        """As small as it may be: the width comes from elsewhere."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Room for the widest widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _places(self, width: int) -> tuple[list[QRect], int]:
        """Where each widget goes, and the height of it all."""
        margins = self.contentsMargins()
        x, y, row_height = margins.left(), margins.top(), 0
        places = []
        for item in self._items:
            size = item.sizeHint()
            if x > margins.left() and x + size.width() > width - margins.right():
                x, y, row_height = margins.left(), y + row_height + self.spacing(), 0
            places.append(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            row_height = max(row_height, size.height())
        return places, y + row_height + margins.bottom()
