"""The tables of a result: a row for each pair, a row for each participant."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from vidcolor.turing.results import Outcome, PairOutcome, ParticipantOutcome, Tally

THUMBNAIL_PX = 96
SORT_ROLE = Qt.ItemDataRole.UserRole
"""By which a proxy sorts: numbers, where the text is a sentence."""
_NONE = "–"
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


def percent_words(tally: Tally) -> str:
    """The share, or a dash."""
    found = tally.estimate()
    return _NONE if found is None else f"{100 * found.value:.0f} %"


def interval_words(tally: Tally) -> str:
    """The interval's bounds, or a dash."""
    found = tally.estimate()
    return _NONE if found is None else f"{100 * found.low:.0f} – {100 * found.high:.0f} %"


def _share(tally: Tally) -> float:
    """To sort by; what nobody answered comes last."""
    return tally.fooled / tally.answers if tally.answers else -1.0


class PairColumn(IntEnum):
    """What is told of a pair."""

    NUMBER = 0
    REAL = 1
    MADE = 2
    FOOLED = 3
    SHARE = 4
    INTERVAL = 5
    PHOTO = 6


class PairModel(QAbstractTableModel):
    """The pairs with their pictures."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PairOutcome, ...] = ()
        self._thumbnails: dict[tuple[int, int], QPixmap] = {}

    def set_outcome(self, found: Outcome) -> None:
        """Show another result."""
        self.beginResetModel()
        self._rows = found.pairs
        self._thumbnails = {
            (row, column): _thumbnail(str(found.test.picture(one.pair.number, letter)))
            for row, one in enumerate(found.pairs)
            for column, letter in (
                (PairColumn.REAL, one.pair.real),
                (PairColumn.MADE, one.pair.made),
            )
        }
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """One row for each pair."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """As :class:`PairColumn`."""
        return 0 if parent.isValid() else len(PairColumn)

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The columns' names."""
        if side is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        return {
            PairColumn.NUMBER: self.tr("Pair"),
            PairColumn.REAL: self.tr("Real"),
            PairColumn.MADE: self.tr("Coloured"),
            PairColumn.FOOLED: self.tr("Fooled"),
            PairColumn.SHARE: self.tr("Share"),
            PairColumn.INTERVAL: self.tr("95 % interval"),
            PairColumn.PHOTO: self.tr("Photo"),
        }[PairColumn(section)]

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Words, pictures, and numbers to sort by."""
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], PairColumn(index.column())
        if role == _Role.DecorationRole:
            return self._thumbnails.get((index.row(), column))
        if role == SORT_ROLE:
            return self._sorted_by(one, column)
        if role == _Role.TextAlignmentRole and column != PairColumn.PHOTO:
            return Qt.AlignmentFlag.AlignCenter
        return self._text(one, column) if role == _Role.DisplayRole else None

    def _text(self, one: PairOutcome, column: PairColumn) -> str | None:
        tally = one.tally
        return {
            PairColumn.NUMBER: str(one.pair.number),
            PairColumn.FOOLED: self.tr("{0} of {1}").format(tally.fooled, tally.answers),
            PairColumn.SHARE: percent_words(tally),
            PairColumn.INTERVAL: interval_words(tally),
            PairColumn.PHOTO: one.pair.photo,
        }.get(column)

    def _sorted_by(self, one: PairOutcome, column: PairColumn) -> object:
        if column is PairColumn.PHOTO:
            return one.pair.photo
        if column in (PairColumn.FOOLED, PairColumn.SHARE, PairColumn.INTERVAL):
            return _share(one.tally)
        return one.pair.number


class ParticipantModel(QAbstractTableModel):
    """The participants in the order in which they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ParticipantOutcome, ...] = ()

    def set_outcome(self, found: Outcome) -> None:
        """Show another result."""
        self.beginResetModel()
        self._rows = found.participants
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """One row for each participant."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Name, count, share, interval, time, answers after the limit."""
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The columns' names."""
        if side is not Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        return (
            self.tr("Participant"),
            self.tr("Fooled"),
            self.tr("Share"),
            self.tr("95 % interval"),
            self.tr("Median time"),
            self.tr("After the time limit"),
        )[section]

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Words."""
        if not index.isValid():
            return None
        if role == _Role.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignCenter
        if role != _Role.DisplayRole:
            return None
        one = self._rows[index.row()]
        return (
            one.name,
            self.tr("{0} of {1}").format(one.tally.fooled, one.tally.answers),
            percent_words(one.tally),
            interval_words(one.tally),
            self.tr("{0} s").format(f"{one.median_s:.1f}"),
            str(one.timed_out),
        )[index.column()]


def _thumbnail(path: str) -> QPixmap:
    return QPixmap(path).scaled(
        THUMBNAIL_PX,
        THUMBNAIL_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
