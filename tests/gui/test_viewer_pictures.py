"""The viewer's pictures: what is compared, flickered, played and picked, and what is said of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.picture import canvas
from gui.picture.canvas import PlainCanvas
from gui.picture.viewer import Viewer, ViewMode

NO_OPENGL = 77  # what painted_twice.py ends with
GREY, BLUE, GREEN, RED = "#787878", "#3c3cc8", "#3cc83c", "#c83c3c"


def plain(color: str, width: int = 100, height: int = 50) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


@pytest.fixture
def viewer(qtbot: QtBot) -> Viewer:
    """400×300, showing a 100×50 frame: grey, and blue as its colour."""
    viewer = Viewer()
    qtbot.addWidget(viewer)
    viewer.resize(400, 300)
    viewer.show()
    viewer.set_shape(Fraction(1), 0)
    viewer.set_grey(plain(GREY))
    viewer.set_color(plain(BLUE))
    return viewer


def at(viewer: Viewer, x: int, y: int) -> str:
    return viewer.grab().toImage().pixelColor(x, y).name()


def halves(viewer: Viewer) -> tuple[str, str]:
    """The colours left and right of the middle, beside every word and line."""
    shown = viewer.grab().toImage()
    return shown.pixelColor(100, 170).name(), shown.pixelColor(300, 170).name()


def colors_of(image: QImage) -> set[str]:
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)
    return {QColor(*map(int, color)).name() for color in np.unique(lines[:, :3], axis=0)}


# --- what is compared ---


def test_the_divider_can_lie_across(qtbot: QtBot, viewer: Viewer) -> None:
    viewer.set_wipe_vertical(False)
    assert (at(viewer, 100, 120), at(viewer, 100, 180)) == (GREY, BLUE)
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(50, 150))
    qtbot.mouseMove(viewer, QPoint(50, 200))
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(50, 200))
    assert viewer.divider == pytest.approx(0.75)
    assert (at(viewer, 100, 180), at(viewer, 100, 210)) == (GREY, BLUE)


@pytest.mark.parametrize("mode", [ViewMode.WIPE, ViewMode.SIDE_BY_SIDE])
def test_a_snapshot_stands_in_the_films_place(viewer: Viewer, mode: ViewMode) -> None:
    viewer.set_mode(mode)
    viewer.set_compare(plain(GREEN), "Warmer")
    assert halves(viewer) == (GREEN, BLUE)
    viewer.set_compare(None, "")
    assert halves(viewer) == (GREY, BLUE)


def test_grey_shows_the_film_whatever_it_is_compared_with(viewer: Viewer) -> None:
    viewer.set_compare(plain(GREEN), "Warmer")
    viewer.set_mode(ViewMode.GREY)
    assert halves(viewer) == (GREY, GREY)


def test_a_new_frame_never_shows_the_snapshot_of_the_last(viewer: Viewer) -> None:
    viewer.set_compare(plain(GREEN), "Warmer")
    viewer.set_grey(plain(GREY))
    viewer.set_color(plain(BLUE))
    assert halves(viewer) == (GREY, BLUE)
    viewer.set_compare(plain(RED), "Warmer")
    assert halves(viewer) == (RED, BLUE)


@pytest.mark.parametrize(
    ("mode", "held"),
    [
        (ViewMode.COLOR, (GREEN, GREEN)),
        (ViewMode.WIPE, (GREEN, GREEN)),
        (ViewMode.SIDE_BY_SIDE, (GREEN, GREEN)),
        (ViewMode.GREY, (BLUE, BLUE)),
    ],
)
def test_flickering_shows_the_other_picture_while_held(
    viewer: Viewer, mode: ViewMode, held: tuple[str, str]
) -> None:
    viewer.set_compare(plain(GREEN), "Warmer")
    viewer.set_mode(mode)
    before, place = halves(viewer), viewer.picture_rect()
    viewer.hold_flicker(True)
    assert halves(viewer) == held
    assert viewer.picture_rect() == place
    viewer.hold_flicker(False)
    assert halves(viewer) == before


def test_the_words_say_which_picture_is_seen(viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.COLOR)
    pictures = viewer._pictures
    viewer.set_compare(plain(GREEN), "Warmer")
    viewer.hold_flicker(True)
    assert [picture.name for picture in pictures.seen(viewer.mode)] == ["Warmer"]
    viewer.set_compare(None, "Warmer")
    assert [picture.name for picture in pictures.seen(viewer.mode)] == ["Warmer: colouring …"]
    viewer.set_compare(None, "")
    assert [picture.name for picture in pictures.seen(viewer.mode)] == ["Film"]
    viewer.hold_flicker(False)
    viewer.set_mode(ViewMode.WIPE)
    assert [picture.name for picture in pictures.seen(viewer.mode)] == ["Film", "Colour"]


def test_a_smaller_draft_fills_the_frames_place(viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.COLOR)
    viewer.set_color(plain(GREEN, 50, 25), draft=True)
    assert viewer.picture_rect().getRect() == pytest.approx((0, 50, 400, 200))
    assert (at(viewer, 3, 240), at(viewer, 396, 240)) == (GREEN, GREEN)


# --- what is played ---


@pytest.mark.parametrize("mode", list(ViewMode))
def test_a_played_picture_is_seen_whole_in_every_mode(viewer: Viewer, mode: ViewMode) -> None:
    viewer.set_mode(mode)
    viewer.set_playing(True)
    viewer.show_played(plain(RED, 40, 20))
    assert colors_of(viewer.visible_picture()) == {RED}
    assert viewer.picture_rect().getRect() == pytest.approx((0, 50, 400, 200))
    assert halves(viewer) == (RED, RED)


def test_the_last_played_picture_stays_until_a_frame_comes(viewer: Viewer) -> None:
    viewer.set_playing(True)
    viewer.show_played(plain(RED, 40, 20))
    viewer.set_grey(plain(GREY))  # an answer from before the start
    assert halves(viewer) == (RED, RED)
    viewer.set_playing(False)
    assert halves(viewer) == (RED, RED)
    viewer.set_grey(plain(GREY))
    viewer.set_color(plain(BLUE))
    assert halves(viewer) == (GREY, BLUE)


@pytest.mark.parametrize("upright", [True, False])
def test_a_played_picture_of_turned_film_stands_upright(viewer: Viewer, upright: bool) -> None:
    viewer.set_shape(Fraction(1), 90)
    viewer.set_grey(plain(GREY))
    lying = plain(GREY, 40, 20)
    for x in range(10):
        for y in range(20):
            lying.setPixelColor(x, y, QColor(RED))
    standing = plain(GREY, 20, 40)
    for x in range(20):
        for y in range(10):
            standing.setPixelColor(x, y, QColor(RED))
    viewer.set_playing(True)
    viewer.show_played(standing if upright else lying, upright=upright)
    rect = viewer.picture_rect()
    assert (rect.width(), rect.height()) == pytest.approx((150, 300))
    assert at(viewer, 200, 30) == RED
    assert at(viewer, 200, 200) == GREY


# --- what is said ---


def test_the_badge_says_what_kind_of_picture_is_seen(viewer: Viewer) -> None:
    assert viewer.badge() == "EXACT"
    viewer.set_color(plain(BLUE), draft=True)
    assert viewer.badge() == "DRAFT"
    viewer.set_grey(plain(GREY))
    assert viewer.badge() == "COLOURING …"
    viewer.stop_waiting()
    assert viewer.badge() == "NOT COLOURED"
    viewer.set_mode(ViewMode.GREY)
    assert viewer.badge() == "FILM"
    viewer.set_playing(True)
    viewer.show_played(plain(RED))
    assert viewer.badge() == "PLAYING"
    viewer.set_playing(False)
    assert viewer.badge() == "DRAFT"


def test_the_badge_follows_the_flicker(viewer: Viewer) -> None:
    viewer.hold_flicker(True)
    assert viewer.badge() == "FILM"
    viewer.set_compare(plain(GREEN), "Warmer")
    assert viewer.badge() == "SNAPSHOT"
    viewer.set_mode(ViewMode.GREY)
    assert viewer.badge() == "EXACT"


def test_a_screen_reader_hears_mode_frame_and_badge(viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.COLOR)
    viewer.set_information("Frame 12")
    assert viewer.accessibleName() == "Film frame"
    assert viewer.accessibleDescription() == "Colour. Frame 12. EXACT"


def test_many_changes_at_once_are_told_once(qtbot: QtBot, viewer: Viewer) -> None:
    with qtbot.waitSignal(viewer.picture_changed):
        viewer.set_mode(ViewMode.COLOR)
    told: list[None] = []
    viewer.picture_changed.connect(lambda: told.append(None))
    for step in range(10):
        viewer.set_grey(plain(GREY))
        viewer.move_divider(step / 10)
    qtbot.waitUntil(lambda: bool(told))
    assert len(told) == 1


def test_every_size_can_be_painted(viewer: Viewer) -> None:
    viewer.set_information("Frame 12 · 00:00:00:12 · Shot 3 · swift")
    viewer.show_information(True)
    viewer.set_compare(plain(GREEN), "A snapshot with quite a long name")
    for mode in ViewMode:
        viewer.set_mode(mode)
        for size in ((1, 1), (30, 12), (12, 200), (150, 120)):
            viewer.resize(*size)
            assert not viewer.grab().isNull()


# --- what others take from it ---


def test_the_visible_picture_has_no_words_and_no_line(viewer: Viewer) -> None:
    for vertical in (True, False):
        viewer.set_wipe_vertical(vertical)
        image = viewer.visible_picture()
        assert (image.width(), image.height()) == (400, 200)
        assert colors_of(image) == {GREY, BLUE}
    viewer.set_mode(ViewMode.SIDE_BY_SIDE)
    image = viewer.visible_picture()
    assert (image.width(), image.height()) == (394, 99)
    assert colors_of(image) == {GREY, BLUE}


def test_the_visible_picture_can_be_small(viewer: Viewer) -> None:
    image = viewer.visible_picture(80)
    assert (image.width(), image.height()) == (80, 40)
    assert colors_of(image) == {GREY, BLUE}


def test_the_visible_picture_is_what_zoom_leaves(viewer: Viewer) -> None:
    marked = plain(BLUE)
    marked.setPixelColor(0, 0, QColor(RED))
    viewer.set_color(marked)
    viewer.set_mode(ViewMode.COLOR)
    assert RED in colors_of(viewer.visible_picture())
    viewer.set_zoom(20.0)
    image = viewer.visible_picture()
    assert (image.width(), image.height()) == (400, 300)
    assert colors_of(image) == {BLUE}


def test_the_picture_is_the_whole_frame_upright(viewer: Viewer) -> None:
    viewer.set_shape(Fraction(1), 90)
    assert viewer.picture().isNull()
    assert viewer.visible_picture().isNull()
    viewer.set_grey(plain(GREY))
    viewer.set_color(plain(BLUE))
    viewer.set_zoom(9.0)
    image = viewer.picture()
    assert (image.width(), image.height()) == (50, 100)
    assert image.pixelColor(25, 50).name() == BLUE


def test_picking_tells_the_place_in_the_frame(qtbot: QtBot, viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.SIDE_BY_SIDE)
    viewer.set_tool("pick")
    rect = viewer.picture_rect(viewer.view.panes()[1])
    place = QPoint(round(rect.left() + 0.25 * rect.width()), round(rect.top() + 60))
    with qtbot.waitSignal(viewer.picked) as told:
        qtbot.mouseClick(viewer, Qt.MouseButton.LeftButton, pos=place)
    assert told.args == pytest.approx([0.25, 60 / rect.height()], abs=0.01)


@pytest.mark.parametrize(
    ("tool", "start", "end"),
    [
        (None, QPoint(100, 150), QPoint(100, 150)),  # without the tool
        ("pick", QPoint(100, 20), QPoint(100, 20)),  # beside the picture
        ("pick", QPoint(100, 150), QPoint(180, 150)),  # panning
        ("pick", QPoint(200, 150), QPoint(200, 150)),  # on the divider
    ],
)
def test_only_a_click_on_the_picture_picks(
    qtbot: QtBot, viewer: Viewer, tool: str | None, start: QPoint, end: QPoint
) -> None:
    picks: list[tuple[float, float]] = []
    viewer.picked.connect(lambda x, y: picks.append((x, y)))
    viewer.set_tool(tool)
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewer, end)
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=end)
    assert picks == []


# --- the GPU ---


def test_without_opengl_the_plain_canvas_paints(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "opengl_works", lambda: False)
    viewer = Viewer(gpu=True)
    qtbot.addWidget(viewer)
    assert isinstance(viewer.canvas, PlainCanvas)


def test_the_gpu_paints_the_same_picture(tmp_path: Path) -> None:
    """In a process of its own, on a real screen or Xvfb: the tests' platform takes no OpenGL."""
    screen = [] if os.environ.get("DISPLAY") else [shutil.which("xvfb-run"), "-a"]
    if None in screen:
        pytest.skip("there is neither a screen nor xvfb-run")
    script, found = Path(__file__).with_name("painted_twice.py"), tmp_path / "found.npz"
    ended = subprocess.run(
        [*screen, sys.executable, str(script), str(found)],
        env=os.environ | {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if ended.returncode == NO_OPENGL:
        pytest.skip("no OpenGL context can be made on this screen")
    assert ended.returncode == 0, ended.stderr
    pictures = np.load(found)
    assert len(pictures.files) == 2 * len(ViewMode) * 3
    for name in pictures.files:
        if not name.startswith("plain"):
            continue
        difference = np.abs(pictures[name] - pictures[name.replace("plain", "gpu")]).max(axis=2)
        assert np.ptp(pictures[name]) > 100, name
        # Smooth edges of words and grip, and film pixels at a border, may fall to either side.
        assert (difference > 6).mean() < 0.02, name
        assert difference.mean() < 0.6, name
