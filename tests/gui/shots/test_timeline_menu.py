"""The timeline's menu says what is wanted, and offers only what can be done."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu
from timeline_hands import Wishes, on

from gui.shots.timeline import Timeline
from vidcolor.project import Marker, ShotStatus


def _menu_texts(menu: QMenu) -> dict[str, bool]:
    return {a.text(): a.isEnabled() for a in menu.actions() if a.text()}


def _choose(menu: QMenu, text: str) -> None:
    actions = [*menu.actions()]
    for action in menu.actions():
        if action.menu():
            actions += action.menu().actions()
    next(action for action in actions if action.text() == text).trigger()
    menu.close()
    menu.deleteLater()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cut here", ("cut_add_wanted", 1400)),
        ("Join with the shot before", ("cut_remove_wanted", 1000)),
        ("Add marker", ("marker_wanted", 1400)),
        ("Edit note…", ("note_edit_wanted", 1000)),
        ("Good", ("status_wanted", 1000, ShotStatus.GOOD)),
        ("To do", ("status_wanted", 1000, ShotStatus.TO_DO)),
        ("None", ("status_wanted", 1000, ShotStatus.OPEN)),
        ("Copy look", ("look_copy_wanted", 1000)),
        ("Paste look", ("look_paste_wanted", 1000)),
        ("Render this shot", ("render_shot_wanted", 1000)),
        ("Set in here", ("range_wanted", 1400, 2000)),
        ("Set out here", ("range_wanted", 200, 1401)),
        ("Clear in and out", ("range_wanted", None, None)),
    ],
)
def test_the_menu_says_what_is_wanted(
    timeline: Timeline, wishes: Wishes, text: str, expected: tuple[object, ...]
) -> None:
    timeline.set_range(200, 2000)
    _choose(timeline.menu_at(on(timeline, "blocks", 350)), text)
    assert wishes.all == [expected]


def test_the_menu_removes_the_cut_and_the_marker_under_the_cursor(
    timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_markers((Marker(100), Marker(1004, "look here")))
    _choose(timeline.menu_at(on(timeline, "ruler", 251)), "Remove this cut")
    _choose(timeline.menu_at(on(timeline, "ruler", 252)), "Remove marker")
    assert wishes.all == [("cut_remove_wanted", 1000), ("marker_remove_wanted", 1004)]
    assert "look here" in timeline.tip_at(on(timeline, "ruler", 252))


def test_the_menu_means_the_playhead_if_it_is_near(timeline: Timeline, wishes: Wishes) -> None:
    timeline.set_position(1403)
    _choose(timeline.menu_at(on(timeline, "strip", 353)), "Cut here")
    assert wishes.of("cut_add_wanted") == [1403]


def test_the_menu_offers_only_what_can_be_done(timeline: Timeline) -> None:
    menu = timeline.menu_at(on(timeline, "blocks", 0))
    assert not _menu_texts(menu)["Cut here"]
    assert not _menu_texts(menu)["Remove this cut"]
    assert not _menu_texts(menu)["Clear in and out"]
    timeline.can_paste_look = False
    assert not _menu_texts(timeline.menu_at(on(timeline, "blocks", 350)))["Paste look"]
    timeline.set_shots(None, searching=0.5)
    texts = _menu_texts(timeline.menu_at(on(timeline, "blocks", 350)))
    assert "Edit note…" not in texts
    assert not texts["Cut here"]
    assert texts["Add marker"]


def test_an_in_point_after_the_out_point_drops_the_out_point(
    timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_range(200, 800)
    _choose(timeline.menu_at(on(timeline, "blocks", 350)), "Set in here")
    timeline.set_range(2000, None)
    _choose(timeline.menu_at(on(timeline, "blocks", 350)), "Set out here")
    assert wishes.of("range_wanted") == [(1400, None), (None, 1401)]
