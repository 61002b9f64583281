"""The timeline under a hand: scrubbing, choosing shots, moving cuts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot
from timeline_hands import FRAMES, LEFT, Wishes, on, shots

from gui.shots.timeline import Timeline


@pytest.mark.parametrize("row", ["ruler", "strip"])
def test_a_click_goes_to_the_frame_under_it(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes, row: str
) -> None:
    qtbot.mouseClick(timeline, LEFT, pos=on(timeline, row, 250))
    assert wishes.of("frame_wanted") == [1000]
    assert timeline.position == 1000


def test_scrubbing_wants_one_frame_an_event_and_stays_in_the_film(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "strip", 100))
    for x in (101, 101, 300, 2000, -50):
        qtbot.mouseMove(timeline, on(timeline, "strip", x))
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "strip", -50))
    assert wishes.of("frame_wanted") == [400, 404, 1200, 3996, 0]
    qtbot.mouseMove(timeline, on(timeline, "strip", 500))
    assert len(wishes.of("frame_wanted")) == 5


def test_late_answers_do_not_move_the_playhead_away_from_the_hand(
    qtbot: QtBot, timeline: Timeline
) -> None:
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "ruler", 250))
    timeline.set_position(3)
    assert timeline.position == 1000
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "ruler", 250))
    timeline.set_position(3)
    assert timeline.position == 3


def test_scrubbing_beyond_the_edge_scrolls_on_by_itself(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_scale(timeline.scale.with_zoom(4.0, 0.0))
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "ruler", 900))
    qtbot.mouseMove(timeline, on(timeline, "ruler", 1060))
    qtbot.waitUntil(lambda: timeline.position > 400)
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "ruler", 1060))
    frames = wishes.of("frame_wanted")
    assert frames == sorted(frames)


def test_a_click_selects_a_shot_and_a_double_click_goes_there(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    at = on(timeline, "blocks", 350)
    qtbot.mouseClick(timeline, LEFT, pos=at)
    assert wishes.of("shot_selected") == [1000]
    assert timeline.selected_shot == 1000
    assert wishes.of("frame_wanted") == []
    qtbot.mouseDClick(timeline, LEFT, pos=at)
    assert wishes.of("frame_wanted") == [1000]


def test_dragging_the_edge_of_a_block_moves_the_cut(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, on(timeline, "blocks", 300))
    assert wishes.of("cut_move_wanted") == []
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "blocks", 300))
    assert wishes.of("cut_move_wanted") == [(1000, 1200)]
    assert wishes.of("shot_selected") == []


def test_a_cut_stays_between_the_shots_beside_it(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, on(timeline, "blocks", 900))
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "blocks", 900))
    assert wishes.of("cut_move_wanted") == [(1000, 1799)]


def test_a_cut_snaps_to_the_playhead(qtbot: QtBot, timeline: Timeline, wishes: Wishes) -> None:
    timeline.set_position(1213)
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, on(timeline, "blocks", 305))
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "blocks", 305))
    assert wishes.of("cut_move_wanted") == [(1000, 1213)]


def test_escape_cancels_the_move_of_a_cut(qtbot: QtBot, timeline: Timeline, wishes: Wishes) -> None:
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, on(timeline, "blocks", 300))
    qtbot.keyClick(timeline, Qt.Key.Key_Escape)
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "blocks", 300))
    assert wishes.all == []


def test_a_click_on_an_edge_selects_and_moves_nothing(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mouseClick(timeline, LEFT, pos=on(timeline, "blocks", 251))
    assert wishes.all == [("shot_selected", 1000)]


def test_the_selection_stays_on_its_shot_when_its_cut_moves(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.selected_shot = 1000
    qtbot.mousePress(timeline, LEFT, pos=on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, on(timeline, "blocks", 300))
    qtbot.mouseRelease(timeline, LEFT, pos=on(timeline, "blocks", 300))
    timeline.set_shots(shots(FRAMES, [0, 400, 1200, 1800, 3000]))
    assert timeline.selected_shot == 1200
    timeline.set_shots(shots(FRAMES, [0, 400, 1800, 3000]))
    assert timeline.selected_shot == 400


def test_shots_are_chosen_by_keys_and_other_keys_are_left_to_the_window(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_position(500)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(timeline, key, Qt.KeyboardModifier.AltModifier)
    assert wishes.of("shot_selected") == [1000, 1800, 1000]
    qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert wishes.of("frame_wanted") == [1000]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Space):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        timeline.keyPressEvent(event)
        assert not event.isAccepted()


def test_choosing_shots_ends_at_the_ends_of_the_film(timeline: Timeline, wishes: Wishes) -> None:
    timeline.selected_shot = 3000
    timeline.select_next_shot()
    timeline.selected_shot = 0
    timeline.select_previous_shot()
    assert wishes.of("shot_selected") == [3000, 0]
