"""What happens to each track of a film beside its pictures, and which shall be left out."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.render.trial_process import TrackFate
from gui.theme import theme

Index = QModelIndex | QPersistentModelIndex


class TrackModel(QAbstractTableModel):
    """A row for each track; its check mark says whether it shall come along.

    Signals:
        chosen: a person wants other tracks than before.
    """

    chosen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tracks: tuple[TrackFate, ...] = ()
        self._unwanted: set[int] = set()

    @property
    def leave_out(self) -> str:
        """The numbers of unwanted tracks, as the setting of that name takes them."""
        return ",".join(map(str, sorted(self._unwanted)))

    def set_leave_out(self, numbers: str) -> None:
        """What shall be left out, before the tracks themselves are known."""
        words = map(str.strip, numbers.split(","))
        self._unwanted = {int(word) for word in words if word.isdecimal()}

    def set_tracks(self, tracks: tuple[TrackFate, ...]) -> None:
        """Show what happens to each."""
        same = [t.index for t in tracks] == [t.index for t in self._tracks]
        if not same:
            self.beginResetModel()
        self._tracks = tracks
        if not same:
            self.endResetModel()
        elif tracks:
            self.dataChanged.emit(self.index(0, 0), self.index(len(tracks) - 1, 2))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """One row for each track."""
        return 0 if parent.isValid() else len(self._tracks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Track, what happens, why."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if side is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Track"), self.tr("What happens"), self.tr("Why"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words, and the check mark of the first column."""
        if not index.isValid():
            return None
        track = self._tracks[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            wanted = track.index not in self._unwanted
            return Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (self._track_words(track), self._fate_words(track), _sentence(track.reason))[
                index.column()
            ]
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Check marks."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        number = self._tracks[index.row()].index
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._unwanted.discard(number)
        else:
            self._unwanted.add(number)
        self.dataChanged.emit(index, index)
        self.chosen.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only what would come along can be left out."""
        flags = super().flags(index)
        if index.column() != 0:
            return flags
        track = self._tracks[index.row()]
        flags |= Qt.ItemFlag.ItemIsUserCheckable
        lost = track.lost and not track.wished
        return flags & ~Qt.ItemFlag.ItemIsEnabled if lost else flags

    def _track_words(self, track: TrackFate) -> str:
        kinds = {
            "video": self.tr("Picture"),
            "audio": self.tr("Sound"),
            "subtitle": self.tr("Subtitles"),
            "attachment": self.tr("Attachment"),
            "data": self.tr("Data"),
        }
        parts = (kinds.get(track.kind, track.kind), track.codec, track.language, track.title)
        return f"{track.index}: " + ", ".join(part for part in parts if part)

    def _fate_words(self, track: TrackFate) -> str:
        words = {
            "copied": self.tr("✓ Copied"),
            "converted": self.tr("→ Converted to {codec}").format(codec=track.codec_after),
            "written anew": self.tr("✓ Written anew"),
            "left out": self.tr("– Left out"),
        }
        return words.get(track.fate, track.fate)


class TrackTable(QTableView):
    """Shows a :class:`TrackModel`."""

    def __init__(self, model: TrackModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(self.tr("Tracks beside the pictures"))
        self.setToolTip(self.tr("Space leaves the selected track out, or takes it along."))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme().quiet_text)
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter,
                self.tr("The film has no tracks beside its pictures."),
            )


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]
