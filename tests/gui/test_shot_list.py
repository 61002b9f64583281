"""The table of the shots: what it shows, writing notes in place, following the playhead."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.shots.shot_list import Column, ShotTable
from vidcolor.project import ShotNote, ShotStatus
from vidcolor.settings import Look
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan


def _shots(frames: int, starts: list[int]) -> ShotList:
    return ShotList(frames, tuple(Cut(start, Kind.CUT) for start in starts[1:]))


@pytest.fixture
def table(qtbot: QtBot) -> ShotTable:
    table = ShotTable()
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.set_film(lambda frame: f"0:{frame}")
    table.set_shots(_shots(100, [0, 40, 70]))
    table.show()
    qtbot.waitExposed(table)
    return table


def _texts(table: ShotTable, row: int) -> list[str]:
    return [str(table.shots.index(row, column).data()) for column in Column]


def test_a_row_tells_everything_about_a_shot(table: ShotTable) -> None:
    table.set_notes((ShotNote(40, ShotStatus.GOOD, "the\nboat"),))
    table.set_looks((LookSpan(40, 70, Look(warmth=0.2)), LookSpan(70, 100, Look(leave=True))))
    assert table.shots.rowCount() == 3
    assert _texts(table, 0) == ["1", "0:0", "0:39", "40", "", "", ""]
    assert _texts(table, 1) == ["2", "0:40", "0:69", "30", "✓ Good", "own", "the boat"]
    assert _texts(table, 2) == ["3", "0:70", "0:99", "30", "", "left as it is", ""]


def test_a_row_tells_how_its_shot_begins(table: ShotTable) -> None:
    cuts = (Cut(40, Kind.DISSOLVE, 6), Cut(70, Kind.FADE), Cut(90, Kind.CUT))
    table.set_shots(ShotList(100, cuts))
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
        told = [table.shots.index(row, Column.START).data(role) for row in range(4)]
        dissolve = "Begins with a dissolve, frames 34 to 45"
        assert told == [None, dissolve, "Begins with a fade", None]


def test_the_model_keeps_the_rules_of_models(table: ShotTable) -> None:
    tester = QAbstractItemModelTester(
        table.shots, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    table.set_shots(None)
    table.set_shots(_shots(100, [0, 10, 20, 30]))
    table.set_notes((ShotNote(10, ShotStatus.TO_DO, "x"),))
    assert tester.model() is table.shots


def test_a_note_is_written_in_place(qtbot: QtBot, table: ShotTable) -> None:
    table.set_position(50)
    table.setCurrentIndex(table.shots.index(1, Column.START))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    qtbot.keyClicks(editor, " the boat ")
    with qtbot.waitSignal(table.note_changed) as written:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert written.args == [40, "the boat"]
    assert _texts(table, 1)[Column.NOTE] == ""  # until the project says so
    table.set_notes((ShotNote(40, text="the boat"),))
    assert _texts(table, 1)[Column.NOTE] == "the boat"


def test_an_unchanged_note_is_no_news(qtbot: QtBot, table: ShotTable) -> None:
    table.set_notes((ShotNote(40, text="the boat"),))
    with qtbot.assertNotEmitted(table.note_changed):
        table.shots.setData(table.shots.index(1, Column.NOTE), "the boat")


def test_only_notes_can_be_written(table: ShotTable) -> None:
    flags = [table.shots.index(0, column).flags() for column in Column]
    editable = [bool(flag & Qt.ItemFlag.ItemIsEditable) for flag in flags]
    assert editable == [column is Column.NOTE for column in Column]
    assert not table.shots.setData(table.shots.index(0, Column.START), "1")


def test_the_current_row_follows_the_playhead(table: ShotTable) -> None:
    for frame, row in ((0, 0), (39, 0), (40, 1), (99, 2)):
        table.set_position(frame)
        assert table.currentIndex().row() == row
    table.set_shots(_shots(100, [0, 40, 70, 90]))
    assert table.currentIndex().row() == 3


def test_the_playhead_does_not_take_the_editor_away(qtbot: QtBot, table: ShotTable) -> None:
    table.set_position(50)
    table.edit_note()
    table.set_position(90)
    assert table.findChild(QLineEdit) is not None
    assert table.currentIndex().row() == 1


def test_enter_and_double_click_go_to_a_shot(qtbot: QtBot, table: ShotTable) -> None:
    table.set_position(50)
    with qtbot.waitSignal(table.frame_wanted) as wanted:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert wanted.args == [40]
    at = table.visualRect(table.shots.index(2, Column.START)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(table.frame_wanted) as wanted:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert wanted.args == [70]


def test_a_film_of_very_many_shots_is_shown_at_once(qtbot: QtBot, table: ShotTable) -> None:
    shots = _shots(500_000, list(range(0, 500_000, 25)))
    begun = time.perf_counter()
    table.set_shots(shots)
    table.set_notes(tuple(ShotNote(start, ShotStatus.GOOD) for start in range(0, 500_000, 25)))
    for frame in range(0, 500_000, 5000):
        table.set_position(frame)
    table.grab()
    assert table.shots.rowCount() == 20_000
    assert time.perf_counter() - begun < 2.0
