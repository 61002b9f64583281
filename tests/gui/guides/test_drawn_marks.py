"""Brushes, regions and the list of marks, from the hand to the picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film
from hands import Answers, draw, is_exact, on_film, steps
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sights import BLUE, PLACE, Opener, Waiter, ab_at, exact, marks

from gui.guides.brush import Tool
from vidcolor.guides import Deed, Guides, Hint
from vidcolor.projectfile import load_project


@pytest.fixture(params=["plain", "turned", "narrow pixels"])
def shaped_film(request: pytest.FixtureRequest, clips: ClipMaker, tmp_path: Path) -> Path:
    """Ten frames as they are, to be turned by 90°, or in pixels of 8:9."""
    if request.param == "turned":
        return clips.rotated()
    if request.param == "plain":
        return write_film(tmp_path / "plain.mp4", scenes(10, 96, 72))

    def narrow(stream: av.VideoStream) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(8, 9)

    return write_film(tmp_path / "narrow.mp4", scenes(10, 96, 72), prepare=narrow)


def test_a_click_with_the_hint_brush_colours_the_place_and_is_undone(
    open_film: Opener, shaped_film: Path, wait: Waiter
) -> None:
    window = open_film(shaped_film)
    before = exact(window, 0, wait)
    window.brush.set_color(BLUE)
    window.journal.pictures.clear()
    draw(window, Tool.HINT, PLACE)
    (hint,) = window.document.project.guides.hints
    assert hint.places[0] == pytest.approx(PLACE, abs=0.02)
    assert (hint.frame, hint.ab) == (0, BLUE)
    assert steps(window) == ["Set a hint"]
    assert window.isWindowModified()
    after = exact(window, 0, wait)
    assert window.journal.pictures[0].draft  # it does not wait for the exact colours
    there, was = ab_at(after, PLACE), ab_at(before, PLACE)
    assert np.hypot(*(there - BLUE)) < 0.5 * np.hypot(*(was - BLUE))
    # Nowhere else is the change greater: the hint lies where it was clicked.
    change = np.abs(after.astype(int) - before).sum(2)
    y, x = np.unravel_index(np.argmax(change), change.shape)
    far = np.hypot(x / change.shape[1] - PLACE[0], y / change.shape[0] - PLACE[1])
    assert far < 0.35
    assert marks(window) == ["Hint: blue · frame 0"]
    window.journal.pictures.clear()
    window.actions_.undo.trigger()
    assert np.array_equal(exact(window, 0, wait), before)
    assert marks(window) == []
    assert not window.isWindowModified()


def test_a_stroke_is_one_step_and_a_second_dot_takes_the_place_of_the_first(
    open_film: Opener, clips: ClipMaker
) -> None:
    window = open_film(clips.odd_size())
    draw(window, Tool.HINT, (0.2, 0.5), (0.4, 0.5), (0.6, 0.6))
    (stroke,) = window.document.project.guides.hints
    assert len(stroke.places) == 3
    draw(window, Tool.HINT, PLACE)
    window.brush.set_color(BLUE)
    draw(window, Tool.HINT, PLACE)
    draw(window, Tool.NO_COLOR, (0.8, 0.8))
    assert [hint.ab for hint in window.document.project.guides.hints] == [stroke.ab, BLUE, None]
    assert steps(window) == ["Set a hint", "Set a hint", "Set a hint", "Set a hint for no colour"]


def test_a_region_loses_its_colour_and_the_eraser_takes_it_away(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    before = exact(window, 0, wait)
    window.journal.pictures.clear()
    window.actions_.tools[Tool.POLYGON].trigger()
    for point in on_film(window, (0.3, 0.3), (0.7, 0.3), (0.7, 0.8), (0.3, 0.8)):
        QTest.mouseClick(window.viewer, Qt.MouseButton.LeftButton, pos=point)
    assert window.document.project.guides == Guides()
    QTest.keyClick(window.viewer, Qt.Key.Key_Return)
    (region,) = window.document.project.guides.regions
    assert (region.deed, region.ab, len(region.places)) == (Deed.NEUTRAL, None, 4)
    after = exact(window, 0, wait)
    assert np.hypot(*ab_at(after, (0.5, 0.5))) < 2 < np.hypot(*ab_at(before, (0.5, 0.5)))
    window.actions_.deeds[Deed.RECOLOR].trigger()
    window.brush.set_color(BLUE)
    draw(window, Tool.RECTANGLE, (0.1, 0.1), (0.2, 0.2))
    window.actions_.deeds[Deed.PROTECT].trigger()
    draw(window, Tool.REGION_BRUSH, (0.8, 0.8), (0.9, 0.8))
    regions = window.document.project.guides.regions
    assert [(one.deed, one.ab) for one in regions[1:]] == [
        (Deed.RECOLOR, BLUE),
        (Deed.PROTECT, None),
    ]
    assert regions[2].radius > 0 == regions[1].radius
    draw(window, Tool.ERASER, (0.5, 0.5))
    assert window.document.project.guides.regions == regions[1:]
    assert steps(window)[-1] == "Take a mark away"
    draw(window, Tool.ERASER, (0.5, 0.9))
    assert window.document.project.guides.regions == regions[1:]
    assert "no mark" in window.status.activity.text()


def test_a_look_after_a_hint_needs_no_network(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    exact(window, 0, wait)
    window.journal.pictures.clear()
    draw(window, Tool.HINT, PLACE)
    exact(window, 0, wait)
    window.journal.pictures.clear()
    look = window.look_panel.sliders["saturation"]
    look.setValue(40)
    exact(window, 0, wait)
    assert [one.draft for one in window.journal.pictures] == [False]


def test_other_shots_keep_their_colours(open_film: Opener, clips: ClipMaker, wait: Waiter) -> None:
    window = open_film(clips.two_shots())
    window.view.go_to(60)
    before = exact(window, 60, wait)
    window.view.go_to(10)
    exact(window, 10, wait)
    window.journal.pictures.clear()
    draw(window, Tool.HINT, PLACE)
    exact(window, 10, wait)
    window.journal.pictures.clear()
    window.view.go_to(60)
    assert np.array_equal(exact(window, 60, wait), before)
    assert not any(one.draft for one in window.journal.pictures)  # they lay ready
    assert marks(window) == []


def test_the_list_goes_to_marks_recolours_and_deletes_them(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    draw(window, Tool.HINT, PLACE)
    window.transport.go_to(3)
    wait(lambda: is_exact(window, 3))
    box = window.guide_panel.marks
    box.list.setCurrentRow(0)
    window.brush.set_color(BLUE)
    box.recolor.click()
    assert window.document.project.guides.hints[0].ab == BLUE
    assert box.list.currentRow() == 0
    box.list.itemActivated.emit(box.list.item(0))
    assert window.view.position == 0
    QTest.keyClick(box.list, Qt.Key.Key_Delete)
    assert window.document.project.guides == Guides()
    assert not box.list.isVisible()


def test_a_project_opened_again_shows_its_marks(
    open_film: Opener, clips: ClipMaker, tmp_path: Path, wait: Waiter, answers: Answers
) -> None:
    window = open_film(clips.odd_size())
    answers.give("coat")
    window.guide_panel.brush.save.click()
    exact(window, 0, wait)
    window.journal.pictures.clear()
    draw(window, Tool.HINT, PLACE)
    draw(window, Tool.RECTANGLE, (0.1, 0.1), (0.4, 0.4))
    colored = exact(window, 0, wait)
    answers.give(tmp_path / "film.vidcolor")
    window.actions_.save.trigger()
    saved = load_project(tmp_path / "film.vidcolor").project
    assert (len(saved.guides.hints), len(saved.guides.regions)) == (1, 1)
    window.actions_.close_film.trigger()
    assert not window.guide_panel.isEnabled()
    window.journal.pictures.clear()
    window.open_film(tmp_path / "film.vidcolor")
    assert np.array_equal(exact(window, 0, wait), colored)
    assert [text.partition(":")[0] for text in marks(window)] == ["Hint", "Region"]
    assert window.guides.marks_on(0) == (*saved.guides.hints, *saved.guides.regions)
    assert [one.name for one in window.guides.saved_colors] == ["coat"]


def test_marks_are_seen_on_their_own_frame_alone(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    draw(window, Tool.HINT, PLACE)
    place = window.viewer.view.at_stored(PLACE)
    assert isinstance(window.viewer.mark_under(place), Hint)
    window.transport.go_to(2)
    wait(lambda: is_exact(window, 2))
    assert window.viewer.mark_under(place) is None
    window.view.go_to(0)
    wait(lambda: window.viewer.mark_under(place) is not None)


def test_tools_have_keys_and_names(qtbot: QtBot, open_film: Opener, clips: ClipMaker) -> None:
    window = open_film(clips.odd_size())
    for tool, action in window.actions_.tools.items():
        button = window.tool_strip.buttons[tool]
        assert button.accessibleName()
        assert action.shortcut().toString() in button.toolTip()
        button.click()
        assert window.brush.tool is tool
    strip = window.tool_strip
    assert not strip.buttons[Tool.HINT].isChecked()
    QTest.keyClick(window, Qt.Key.Key_H)
    assert window.brush.tool is Tool.HINT
    assert strip.buttons[Tool.HINT].isChecked()
