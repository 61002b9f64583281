"""Hints, regions, references, variants and saved colours, from the hand to the picture."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film, write_picture
from hands import Answers, draw, is_exact, on_film, pixels, steps
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from gui.guides.brush import Tool
from gui.main_window import MainWindow
from gui.picture.ab_colors import ab_of
from gui.picture.viewer import ViewMode
from gui.preview.protocol import Role
from vidcolor.guides import Deed, Guides, Hint, Reference, Variant
from vidcolor.projectfile import load_project

Waiter = Callable[[Callable[[], bool]], None]
Opener = Callable[[Path], MainWindow]

BLUE = (5.0, -45.0)
PLACE = (0.3, 0.6)


@pytest.fixture
def quiet_window(quiet: None, window: MainWindow) -> MainWindow:
    """It colours nothing ahead; the whole picture is in colour."""
    window.viewer.set_mode(ViewMode.COLOR)
    return window


@pytest.fixture
def open_film(quiet_window: MainWindow, wait: Waiter) -> Opener:
    """Opens a film and waits for its exact colours and its shots."""

    def open_and_wait(path: Path) -> MainWindow:
        window = quiet_window
        window.open_film(path)
        wait(lambda: bool(window.journal.shown(Role.COLOR)))
        wait(lambda: window.document.shots is not None and window.transport.frames > 0)
        return window

    return open_and_wait


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


def exact(window: MainWindow, number: int, wait: Waiter) -> NDArray[np.uint8]:
    wait(lambda: is_exact(window, number))
    return pixels(window.viewer.color).copy()


def ab_at(picture: NDArray[np.uint8], place: tuple[float, float]) -> NDArray[np.float64]:
    """Mean a*b* of the pixels around a place."""
    height, width = picture.shape[:2]
    x, y = int(place[0] * width), int(place[1] * height)
    near = picture[max(y - 1, 0) : y + 2, max(x - 1, 0) : x + 2].reshape(-1, 3)
    return np.mean([ab_of(QColor(*map(int, rgb))) for rgb in near], axis=0)


def marks(window: MainWindow) -> list[str]:
    rows: QListWidget = window.guide_panel.marks.list
    return [rows.item(row).text() for row in range(rows.count())]


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


def test_suggestions_come_for_the_clicked_place_and_recolour_its_hint(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    box = window.guide_panel.suggestions
    assert "Click on the film" in box.words.text()
    draw(window, Tool.HINT, PLACE)
    wait(lambda: bool(box.buttons))
    shares = [float(button.text().rstrip(" %")) for button in box.buttons]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 101
    box.buttons[0].click()
    (hint,) = window.document.project.guides.hints
    assert hint.ab == pytest.approx(window.brush.ab, abs=0.01)
    assert steps(window) == ["Set a hint", "Give a mark another colour"]


def test_the_unsure_map_is_shown_and_hidden(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    exact(window, 0, wait)
    before = window.viewer.grab().toImage()
    window.guide_panel.suggestions.unsure.click()
    wait(lambda: window.viewer.hatched)
    assert window.actions_.unsure.isChecked()
    assert window.viewer.grab().toImage() != before
    window.transport.go_to(2)
    wait(lambda: is_exact(window, 2))
    wait(lambda: window.viewer.hatched)  # each frame has its own
    window.actions_.unsure.trigger()
    assert not window.viewer.hatched
    assert not window.guide_panel.suggestions.unsure.isChecked()


def test_a_saved_colour_is_offered_and_used_in_another_shot(
    open_film: Opener, tmp_path: Path, answers: Answers, wait: Waiter
) -> None:
    picture = next(iter(scenes(1, 96, 72)))
    film = write_film(tmp_path / "again.mkv", [picture] * 50, codec="ffv1")
    window = open_film(film)
    window.shots.cut_here(25)
    exact(window, 0, wait)
    window.brush.set_color(BLUE)
    draw(window, Tool.HINT, PLACE)
    wait(lambda: bool(window.guide_panel.suggestions.buttons))
    answers.give("blue coat")
    window.actions_.save_color.trigger()
    (saved,) = window.document.project.saved_colors
    assert (saved.name, saved.ab) == ("blue coat", BLUE)
    assert saved.features
    window.brush.set_color((50.0, 50.0))
    window.transport.go_to(30)
    rows = window.guide_panel.saved.list
    wait(lambda: rows.count() == 1 and "seems to be here" in rows.item(0).text())
    rows.setCurrentRow(0)
    window.guide_panel.saved.place.click()
    first, second = window.document.project.guides.hints
    assert (first.frame, second.frame) == (0, 30)
    assert (second.ab, second.name) == (BLUE, "blue coat")
    assert second.places[0] == pytest.approx(PLACE, abs=0.15)
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center()
    )
    assert (window.brush.ab, window.brush.name) == (BLUE, "blue coat")


def test_saved_colours_are_renamed_and_deleted(
    open_film: Opener, clips: ClipMaker, answers: Answers
) -> None:
    window = open_film(clips.odd_size())
    for name in ("coat", "sky"):
        answers.give(name)
        window.guide_panel.brush.save.click()
    saved = window.guide_panel.saved
    saved.list.setCurrentRow(0)
    answers.give("sky")
    saved.rename.click()
    assert "already" in window.messages.text.text()
    answers.give("hat")
    saved.rename.click()
    assert [one.name for one in window.document.project.saved_colors] == ["hat", "sky"]
    saved.list.setCurrentRow(1)
    QTest.keyClick(saved.list, Qt.Key.Key_Delete)
    assert [one.name for one in window.document.project.saved_colors] == ["hat"]
    for _ in range(4):
        window.actions_.undo.trigger()
    assert window.document.project.saved_colors == ()


def test_the_eyedropper_takes_the_colour_of_the_picture(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    picture = exact(window, 0, wait)
    window.viewer.set_mode(ViewMode.WIPE)  # the place lies on the side of the film
    draw(window, Tool.EYEDROPPER, PLACE)
    assert window.brush.ab == pytest.approx(ab_at(picture, PLACE), abs=3)
    assert window.document.undo_stack.count() == 0


def test_the_dialog_gives_the_brush_its_colour(
    open_film: Opener, clips: ClipMaker, answers: Answers
) -> None:
    window = open_film(clips.odd_size())
    answers.give(QColor(40, 70, 200))
    window.actions_.brush_color.trigger()
    assert window.brush.ab == ab_of(QColor(40, 70, 200))
    window.guide_panel.brush.a.setValue(12)
    assert window.brush.ab[0] == 12
    window.actions_.tools[Tool.HINT].trigger()
    before = window.brush.radius
    window.actions_.brush_wanted.emit(2)
    assert window.brush.radius > before
    assert window.guide_panel.brush.percent.value() == pytest.approx(
        100 * window.brush.radius, abs=0.1
    )


def test_a_shot_takes_the_colours_of_a_frame_and_of_a_picture(
    open_film: Opener, clips: ClipMaker, tmp_path: Path, answers: Answers, wait: Waiter
) -> None:
    window = open_film(clips.two_shots())
    window.actions_.use_reference.trigger()
    assert "No frame was taken" in window.messages.text.text()
    window.actions_.take_reference.trigger()
    assert "Frame 0 is kept" in window.guide_panel.reference.words.text()
    window.view.go_to(60)
    before = exact(window, 60, wait)
    window.journal.pictures.clear()
    window.actions_.use_reference.trigger()
    assert window.document.project.guides.references == (Reference(60, of_frame=0),)
    after = exact(window, 60, wait)
    assert not np.array_equal(before, after)
    slider = window.guide_panel.reference.strength
    slider.setSliderDown(True)
    for percent in (80, 60, 50):
        slider.setSliderPosition(percent)
    slider.setSliderDown(False)
    assert window.document.project.guides.references[0].strength == 0.5
    assert steps(window) == ["Set a reference", "Change the reference's strength"]
    colors = np.zeros((24, 32, 3), np.uint8) + np.array([30, 60, 200], np.uint8)
    photo = write_picture(tmp_path / "photo.png", colors, "rgb24")
    answers.give(photo)
    window.actions_.reference_picture.trigger()
    (reference,) = window.document.project.guides.references  # one for each shot
    assert Path(reference.picture) == photo
    QTest.mouseClick(window.guide_panel.reference.picture, Qt.MouseButton.LeftButton)
    assert window.brush.ab == pytest.approx(ab_of(QColor(30, 60, 200)), abs=1)
    window.guide_panel.reference.remove.click()
    assert window.document.project.guides.references == ()
    window.journal.pictures.clear()
    window.view.go_to(10)
    exact(window, 10, wait)
    assert not window.journal.errors


def test_a_variant_is_chosen_and_all_are_shown(
    open_film: Opener, clips: ClipMaker, wait: Waiter
) -> None:
    window = open_film(clips.odd_size())
    before = exact(window, 0, wait)
    variants = window.guide_panel.variants
    window.journal.pictures.clear()
    variants.buttons[3].click()
    assert window.document.project.guides.variants == (Variant(0, 3),)
    assert not np.array_equal(exact(window, 0, wait), before)
    variants.show_pictures.click()
    wait(lambda: all(not button.icon().isNull() for button in variants.buttons))
    assert "Show" in variants.show_pictures.text()
    window.actions_.next_variant.trigger()
    assert variants.buttons[4].isChecked()
    assert not variants.buttons[4].icon().isNull()  # they show every variant, whatever is chosen
    window.journal.pictures.clear()
    variants.buttons[0].click()
    assert window.document.project.guides.variants == ()
    assert np.array_equal(exact(window, 0, wait), before)
    window.transport.go_to(2)
    wait(lambda: variants.buttons[4].icon().isNull())


def test_showing_variants_can_be_stopped(open_film: Opener, clips: ClipMaker, wait: Waiter) -> None:
    window = open_film(clips.odd_size())
    variants = window.guide_panel.variants
    variants.show_pictures.click()
    wait(lambda: not variants.buttons[0].icon().isNull())
    variants.show_pictures.click()
    made = sum(not button.icon().isNull() for button in variants.buttons)
    QTest.qWait(1500)
    assert sum(not button.icon().isNull() for button in variants.buttons) == made < 9


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
