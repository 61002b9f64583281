"""The films of a batch as a table model."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gui.render.batch_plan import Planned, fate_words, looks_colored

Index = QModelIndex | QPersistentModelIndex


class BatchModel(QAbstractTableModel):
    """Films with a check mark each, and what becomes of them.

    Signals:
        checked: a person wants other films than before.
    """

    checked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._films: list[Path] = []
        self._unwanted: set[Path] = set()
        self._plan: dict[Path, Planned] = {}

    @property
    def wanted(self) -> tuple[Path, ...]:
        """The films with a check mark."""
        return tuple(film for film in self._films if film not in self._unwanted)

    def add(self, films: list[Path]) -> None:
        """List more films; what is listed already stays as it is."""
        new = [film for film in dict.fromkeys(films) if film not in self._films]
        if not new:
            return
        first = len(self._films)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._films += new
        self._unwanted |= {film for film in new if looks_colored(film)}
        self.endInsertRows()

    def clear(self) -> None:
        """List nothing."""
        self.beginResetModel()
        self._films, self._unwanted, self._plan = [], set(), {}
        self.endResetModel()

    def set_plan(self, planned: tuple[Planned, ...]) -> None:
        """Show what becomes of the films that are wanted."""
        self._plan = {one.source: one for one in planned}
        if self._films:
            self.dataChanged.emit(self.index(0, 1), self.index(len(self._films) - 1, 2))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """One row for each film."""
        return 0 if parent.isValid() else len(self._films)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Film, target, what happens."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if side is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Film"), self.tr("Becomes"), self.tr("What happens"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names in the cells, whole paths in the tool tips."""
        if not index.isValid():
            return None
        film = self._films[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            wanted = film not in self._unwanted
            return Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
        planned = self._plan.get(film)
        if role == Qt.ItemDataRole.DisplayRole:
            if column == 0:
                return film.name
            if planned is None:
                return "" if column == 1 else self.tr("Left out")
            return planned.target.name if column == 1 else fate_words(planned.fate)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(planned.target if column == 1 and planned else film)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Check marks."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        film = self._films[index.row()]
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._unwanted.discard(film)
        else:
            self._unwanted.add(film)
        self.dataChanged.emit(index, index)
        self.checked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has a check mark."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags
