"""Everything the menus can do, found by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

_ACTION = Qt.ItemDataRole.UserRole


class CommandPalette(QDialog):
    """A list of actions; Enter runs the chosen one."""

    def __init__(self, actions: Sequence[tuple[str, QAction]], parent: QWidget) -> None:
        """
        Args:
            actions: each with the name of its menu.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Find a command"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = [(menu, action) for menu, action in actions if action.isEnabled()]
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type a part of what you want to do"))
        self.field.setAccessibleName(self.tr("Part of a command's name"))
        self.field.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Key")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.resize(520, 420)
        self.field.textChanged.connect(self._fill)
        self.field.returnPressed.connect(self._run)
        self.list.itemActivated.connect(self._run)
        self.field.installEventFilter(self)
        self._fill("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrows choose while the cursor stays in the field.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                row = self.list.indexOfTopLevelItem(self.list.currentItem()) + step
                self._choose(min(max(row, 0), self.list.topLevelItemCount() - 1))
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        words = typed.casefold().split()
        self.list.clear()
        for menu, action in self._actions:
            name = f"{menu} › {plain(action.text())}"
            if all(word in name.casefold() for word in words):
                key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QTreeWidgetItem([name, key])
                item.setData(0, _ACTION, action)
                self.list.addTopLevelItem(item)
        self._choose(0)

    def _choose(self, row: int) -> None:
        item = self.list.topLevelItem(row)
        if item is not None:
            self.list.setCurrentItem(item)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        action = item.data(0, _ACTION)
        self.accept()
        action.trigger()


def plain(text: str) -> str:
    """A menu's text without the mark of its access key."""
    return text.replace("&", "").rstrip("…")
