"""The shots of a film as a table; only what is visible costs time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.shots.timeline_content import Block, Content
from gui.shots.timeline_menu import begin_words, status_names
from vidcolor.project import ShotNote, ShotStatus
from vidcolor.shotlist import ShotList
from vidcolor.steering import LookSpan

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_SIGNS = {ShotStatus.GOOD: "✓", ShotStatus.TO_DO: "!", ShotStatus.OPEN: ""}


class Column(IntEnum):
    """What stands in the columns."""

    NUMBER = 0
    START = 1
    END = 2
    LENGTH = 3
    STATUS = 4
    LOOK = 5
    NOTE = 6


class ShotModel(QAbstractTableModel):
    """A row for each shot.

    Signals:
        note_changed: first frame of the shot, what a person wrote.
    """

    note_changed = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = Content()

    def set_label(self, label: Callable[[int], str] | None) -> None:
        """What gives the time code of a frame; None: frames are only counted."""
        self.content.label = label
        self._tell_changed(Column.START, Column.LENGTH)

    def set_shots(self, shots: ShotList | None) -> None:
        """Other shots; None: they are not known."""
        self.beginResetModel()
        self.content.set_shots(shots)
        self.endResetModel()

    def set_notes(self, notes: Sequence[ShotNote]) -> None:
        """Other notes on the same shots."""
        self.content.set_notes(notes)
        self._tell_changed(Column.STATUS, Column.NOTE)

    def set_looks(self, looks: tuple[LookSpan, ...]) -> None:
        """Other looks on the same shots."""
        self.content.set_looks(looks)
        self._tell_changed(Column.LOOK, Column.LOOK)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.content.starts)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == Column.NOTE else flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NUMBER: self.tr("Shot"),
            Column.START: self.tr("Begins"),
            Column.END: self.tr("Ends"),
            Column.LENGTH: self.tr("Frames"),
            Column.STATUS: self.tr("Status"),
            Column.LOOK: self.tr("Look"),
            Column.NOTE: self.tr("Note"),
        }[Column(section)]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.EditRole and column is Column.NOTE:
            return self.content.block(index.row()).note.text
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self.content.block(index.row()), column)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.NOTE:
            return self.content.block(index.row()).note.text or self.tr("Write a note (F2)")
        told = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
        if role in told and column in (Column.NUMBER, Column.START):
            begins = self.content.block(index.row()).begins
            return None if begins is None else begin_words(begins)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != Column.NOTE:
            return False
        note, text = self.content.block(index.row()).note, str(value).strip()
        if text != note.text:
            # Shown when it comes back through `set_notes`: the project decides what holds.
            self.note_changed.emit(note.start_frame, text)
        return True

    def _text(self, block: Block, column: Column) -> str:
        content, note = self.content, block.note
        if column is Column.NUMBER:
            return str(block.number)
        if column is Column.START:
            return content.text_of(block.start_frame)
        if column is Column.END:
            return content.text_of(block.end_frame - 1)
        if column is Column.LENGTH:
            return str(block.end_frame - block.start_frame)
        if column is Column.STATUS:
            return self.status_text(note.status)
        if column is Column.LOOK:
            left = self.tr("left as it is") if block.left_as_it_is else ""
            return self.tr("own") if block.own_look else left
        return " ".join(note.text.split())

    def status_text(self, status: ShotStatus) -> str:
        """A sign and a word; "" for a shot nobody judged."""
        return f"{_SIGNS[status]} {status_names()[status]}" if _SIGNS[status] else ""

    def _tell_changed(self, first: Column, last: Column) -> None:
        rows = self.rowCount()
        if rows:
            self.dataChanged.emit(self.index(0, first), self.index(rows - 1, last))


class ShotTable(QTableView):
    """The shots from above; the current row is the playhead's shot.

    Signals:
        note_changed: first frame of the shot, what a person wrote.
        frame_wanted: first frame of the shot that a person went to.
    """

    note_changed = Signal(int, str)
    frame_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shots = ShotModel(self)
        self.setModel(self.shots)
        self.setAccessibleName(self.tr("Shots"))
        self.setToolTip(self.tr("Double click or Enter goes to a shot, F2 writes a note."))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        # Fixed heights, or each of 20,000 rows would be measured.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setColumnHidden(Column.END, True)  # where the next one begins
        self._position = 0
        self._shown_row: int | None = None
        self.shots.note_changed.connect(self.note_changed)
        self.activated.connect(self._on_activated)
        self._fit_columns()

    def set_film(self, label: Callable[[int], str] | None) -> None:
        """Show time codes of a film; None: frames are only counted."""
        self.shots.set_label(label)
        self._fit_columns()

    def set_shots(self, shots: ShotList | None) -> None:
        """Show shots; None: they are not known."""
        self.shots.set_shots(shots)
        self._fit_columns()
        self._shown_row = None
        self._show_position()

    def set_notes(self, notes: Sequence[ShotNote]) -> None:
        """Show what was written on shots."""
        self.shots.set_notes(notes)

    def set_looks(self, looks: tuple[LookSpan, ...]) -> None:
        """Show which shots have a look of their own."""
        self.shots.set_looks(looks)

    def set_position(self, frame: int) -> None:
        """Make the playhead's shot the current row."""
        self._position = frame
        self._show_position()

    def edit_note(self) -> None:
        """Begin to write the note of the current row."""
        if self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(Column.NOTE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.edit_note()
        else:
            super().keyPressEvent(event)

    def _on_activated(self, index: QModelIndex) -> None:
        self.frame_wanted.emit(self.shots.content.starts[index.row()])

    def _show_position(self) -> None:
        row = self.shots.content.shot_at(self._position)
        is_written = self.state() is QAbstractItemView.State.EditingState
        if row is None or row == self._shown_row or is_written:
            return
        self._shown_row = row
        # The first column: another would scroll the table sideways.
        self.setCurrentIndex(self.shots.index(row, 0))

    def _fit_columns(self) -> None:
        """Wide enough for the last shot and the title; measuring every row would take seconds."""
        content, metrics = self.shots.content, self.fontMetrics()
        last = int(content.borders[-1]) if content.shots_known else 0
        time_code = content.text_of(max(last - 1, 0))
        statuses = [self.shots.status_text(status) for status in ShotStatus]
        samples = {
            Column.NUMBER: [str(len(content.starts))],
            Column.START: [time_code],
            Column.END: [time_code],
            Column.LENGTH: [str(last)],
            Column.STATUS: statuses,
            Column.LOOK: [self.tr("left as it is")],
        }
        for column, texts in samples.items():
            title = self.shots.headerData(column, Qt.Orientation.Horizontal)
            widest = max(metrics.horizontalAdvance(text) for text in (*texts, str(title)))
            self.setColumnWidth(column, widest + 18)


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column in (Column.NUMBER, Column.START, Column.END, Column.LENGTH):
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    if column == Column.NOTE:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignCenter
