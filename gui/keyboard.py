"""Keys that belong to the widget that has the keyboard, though the menus use them too."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QTabBar,
    QWidget,
)

_MOVES = {
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
}
_NEED_MOVES = (QAbstractItemView, QAbstractSlider, QComboBox, QTabBar)


class NavigationKeys(QObject):
    """Lets lists, sliders and buttons keep their arrows and their space bar.

    A menu's key wins over the widget that has the keyboard unless that says otherwise; text
    fields do, lists do not.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = self._window.focusWidget()
            key = Qt.Key(event.key())
            moves = key in _MOVES and isinstance(focus, _NEED_MOVES)
            presses = key == Qt.Key.Key_Space and isinstance(focus, QAbstractButton)
            if (moves or presses) and not event.modifiers():
                event.accept()
                return True
        return super().eventFilter(watched, event)
