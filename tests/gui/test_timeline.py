"""The timeline: arithmetic, and what a person does with mouse, wheel, menu and keys."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.palette import apply_palette
from gui.shots.timeline import Timeline
from gui.shots.timeline_scale import (
    MOST_PX_PER_FRAME,
    TimeScale,
    covered_px,
    picture_step,
    tick_steps,
)
from gui.theme import ThemeName, theme
from vidcolor.project import Marker, ShotNote, ShotStatus
from vidcolor.settings import Look
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan

_FRAMES = 4000
_STARTS = [0, 400, 1000, 1800, 3000]
_SIGNALS = (
    "frame_wanted",
    "shot_selected",
    "cut_add_wanted",
    "cut_remove_wanted",
    "cut_move_wanted",
    "marker_wanted",
    "marker_remove_wanted",
    "note_edit_wanted",
    "status_wanted",
    "look_copy_wanted",
    "look_paste_wanted",
    "range_wanted",
    "render_shot_wanted",
    "thumbnails_wanted",
)
_LEFT = Qt.MouseButton.LeftButton


class Wishes:
    """Remembers every signal by name."""

    def __init__(self, timeline: Timeline) -> None:
        self.all: list[tuple[object, ...]] = []
        for name in _SIGNALS:
            getattr(timeline, name).connect(lambda *values, name=name: self._keep(name, values))

    def _keep(self, name: str, values: tuple[object, ...]) -> None:
        self.all.append((name, *values))

    def of(self, name: str) -> list[object]:
        found = [values for heard, *values in self.all if heard == name]
        return [values[0] if len(values) == 1 else tuple(values) for values in found]


def _shots(frames: int, starts: list[int]) -> ShotList:
    return ShotList(frames, tuple(Cut(start, Kind.CUT) for start in starts[1:]))


@pytest.fixture
def timeline(qtbot: QtBot) -> Iterator[Timeline]:
    """1000 pixels wide: at first four frames to a pixel."""
    timeline = Timeline()
    timeline.setLocale(QLocale(QLocale.Language.English))
    timeline.resize(1000, timeline.sizeHint().height())
    timeline.set_film(_FRAMES, 25.0, lambda frame: f"code {frame}")
    timeline.set_shots(_shots(_FRAMES, _STARTS), searching=None)
    timeline.show()
    qtbot.waitExposed(timeline)
    yield timeline
    timeline.close()
    timeline.deleteLater()


@pytest.fixture
def wishes(timeline: Timeline) -> Wishes:
    return Wishes(timeline)


def _on(timeline: Timeline, row: str, x: float) -> QPoint:
    return QPoint(round(x), getattr(timeline.rows, row).center().y())


def _wheel(
    timeline: Timeline,
    x: float,
    notches: float,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    at = QPointF(x, 30)
    event = QWheelEvent(
        at,
        timeline.mapToGlobal(at),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)


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


def _picture(color: QColor, width: int = 64, height: int = 48) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGBX8888)
    image.fill(color)
    return image


# --- arithmetic ---


@pytest.mark.parametrize("frames", [1, 2, 17, 4000, 500_000])
@pytest.mark.parametrize("width", [1, 333, 1280, 3840])
def test_every_frame_is_found_again_at_its_own_pixel(frames: int, width: int) -> None:
    scale = TimeScale.fit(frames, width)
    for _ in range(50):
        some = np.unique(np.linspace(0, frames - 1, 40).astype(int))
        assert [scale.frame_at(scale.x_of(int(frame))) for frame in some] == list(some)
        assert [scale.frame_at(scale.x_of(int(f) + 0.9)) for f in some] == list(some)
        scale = scale.zoomed(1.5, width * 0.37)


def test_a_whole_pixel_is_at_most_one_pixel_of_frames_away() -> None:
    scale = TimeScale.fit(500_000, 1280)
    for frame in (0, 1, 777, 123_456, 499_999):
        found = scale.frame_at(round(scale.x_of(frame)))
        assert abs(found - frame) <= 1 / scale.px_per_frame


def test_zoom_ends_at_the_whole_film_and_at_single_frames() -> None:
    scale = TimeScale.fit(500_000, 1280)
    near = scale.zoomed(1e9, 640)
    assert near.px_per_frame == MOST_PX_PER_FRAME
    assert near.zoomed(1e-9, 640) == scale


def test_zoom_keeps_what_lies_under_the_cursor() -> None:
    scale = TimeScale.fit(500_000, 1280)
    place = 700 / scale.px_per_frame
    for _ in range(60):
        scale = scale.zoomed(1.25, 700.0)
        assert scale.x_of(place) == pytest.approx(700)


def test_pages_are_turned_only_when_the_frame_leaves_the_view() -> None:
    scale = TimeScale.fit(10_000, 1000).with_zoom(10.0, 0.0)
    assert scale.showing(50) is scale
    forward = scale.showing(105)
    assert 0 < forward.x_of(105) < 100
    assert forward.showing(150) is forward
    backward = forward.showing(forward.visible[0] - 1)
    assert backward.x_of(forward.visible[0] - 1) > 850
    assert scale.showing(9999).visible[1] == 10_000


@pytest.mark.parametrize(
    ("px_per_frame", "expected"),
    [
        (40.0, (5, 1)),
        (4.0, (25, 5)),
        (1.0, (5 * 25, 25)),
        (0.1, (60 * 25, 5 * 25)),
        (0.002, (3600 * 25, 120 * 25)),
    ],
)
def test_the_ruler_has_steps_that_people_count_in(
    px_per_frame: float, expected: tuple[int, int]
) -> None:
    assert tick_steps(px_per_frame, 25.0, 100.0) == expected


def test_pictures_of_the_strip_are_used_again_after_zooming() -> None:
    steps = [picture_step(float(zoom), 80.0) for zoom in np.geomspace(0.001, 120, 500)]
    for zoom, step in zip(np.geomspace(0.001, 120, 500), steps, strict=True):
        assert step == 1 or 80 / 2 < step * zoom <= 80
    nearer = {power for power in (2**k for k in range(20)) if power in steps}
    assert set(steps) <= nearer | {3 * power // 2 for power in nearer}


def test_one_coloured_frame_is_visible_in_a_huge_film() -> None:
    scale = TimeScale.fit(500_000, 1000)
    assert covered_px(scale, [(250_000, 250_001)]) == [(500, 501)]
    assert covered_px(scale, [(0, 1000), (1000, 2000), (400_000, 500_000)]) == [(0, 4), (800, 1000)]
    assert covered_px(scale.zoomed(100, 0), [(250_000, 250_001)]) == []


# --- scrubbing ---


@pytest.mark.parametrize("row", ["ruler", "strip"])
def test_a_click_goes_to_the_frame_under_it(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes, row: str
) -> None:
    qtbot.mouseClick(timeline, _LEFT, pos=_on(timeline, row, 250))
    assert wishes.of("frame_wanted") == [1000]
    assert timeline.position == 1000


def test_scrubbing_wants_one_frame_an_event_and_stays_in_the_film(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "strip", 100))
    for x in (101, 101, 300, 2000, -50):
        qtbot.mouseMove(timeline, _on(timeline, "strip", x))
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "strip", -50))
    assert wishes.of("frame_wanted") == [400, 404, 1200, 3996, 0]
    qtbot.mouseMove(timeline, _on(timeline, "strip", 500))
    assert len(wishes.of("frame_wanted")) == 5


def test_late_answers_do_not_move_the_playhead_away_from_the_hand(
    qtbot: QtBot, timeline: Timeline
) -> None:
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "ruler", 250))
    timeline.set_position(3)
    assert timeline.position == 1000
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "ruler", 250))
    timeline.set_position(3)
    assert timeline.position == 3


def test_scrubbing_beyond_the_edge_scrolls_on_by_itself(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_scale(timeline.scale.with_zoom(4.0, 0.0))
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "ruler", 900))
    qtbot.mouseMove(timeline, _on(timeline, "ruler", 1060))
    qtbot.waitUntil(lambda: timeline.position > 400)
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "ruler", 1060))
    frames = wishes.of("frame_wanted")
    assert frames == sorted(frames)


# --- shots and cuts ---


def test_a_click_selects_a_shot_and_a_double_click_goes_there(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    at = _on(timeline, "blocks", 350)
    qtbot.mouseClick(timeline, _LEFT, pos=at)
    assert wishes.of("shot_selected") == [1000]
    assert timeline.selected_shot == 1000
    assert wishes.of("frame_wanted") == []
    qtbot.mouseDClick(timeline, _LEFT, pos=at)
    assert wishes.of("frame_wanted") == [1000]


def test_dragging_the_edge_of_a_block_moves_the_cut(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, _on(timeline, "blocks", 300))
    assert wishes.of("cut_move_wanted") == []
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "blocks", 300))
    assert wishes.of("cut_move_wanted") == [(1000, 1200)]
    assert wishes.of("shot_selected") == []


def test_a_cut_stays_between_the_shots_beside_it(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, _on(timeline, "blocks", 900))
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "blocks", 900))
    assert wishes.of("cut_move_wanted") == [(1000, 1799)]


def test_a_cut_snaps_to_the_playhead(qtbot: QtBot, timeline: Timeline, wishes: Wishes) -> None:
    timeline.set_position(1213)
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, _on(timeline, "blocks", 305))
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "blocks", 305))
    assert wishes.of("cut_move_wanted") == [(1000, 1213)]


def test_escape_cancels_the_move_of_a_cut(qtbot: QtBot, timeline: Timeline, wishes: Wishes) -> None:
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, _on(timeline, "blocks", 300))
    qtbot.keyClick(timeline, Qt.Key.Key_Escape)
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "blocks", 300))
    assert wishes.all == []


def test_a_click_on_an_edge_selects_and_moves_nothing(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.mouseClick(timeline, _LEFT, pos=_on(timeline, "blocks", 251))
    assert wishes.all == [("shot_selected", 1000)]


def test_the_selection_stays_on_its_shot_when_its_cut_moves(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.selected_shot = 1000
    qtbot.mousePress(timeline, _LEFT, pos=_on(timeline, "blocks", 250))
    qtbot.mouseMove(timeline, _on(timeline, "blocks", 300))
    qtbot.mouseRelease(timeline, _LEFT, pos=_on(timeline, "blocks", 300))
    timeline.set_shots(_shots(_FRAMES, [0, 400, 1200, 1800, 3000]))
    assert timeline.selected_shot == 1200
    timeline.set_shots(_shots(_FRAMES, [0, 400, 1800, 3000]))
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


# --- zoom ---


def test_the_wheel_zooms_at_the_cursor(timeline: Timeline) -> None:
    before = timeline.scale.frame_at(600)
    for _ in range(8):
        _wheel(timeline, 600, 1)
    assert timeline.scale.px_per_frame == pytest.approx(0.25 * 1.25**8)
    assert timeline.scale.frame_at(600) == before
    assert timeline.scroll_bar.isVisible()
    for _ in range(8):
        _wheel(timeline, 600, -1)
    assert timeline.scale.is_fit
    assert not timeline.scroll_bar.isVisible()


def test_the_wheel_scrolls_with_shift(timeline: Timeline) -> None:
    timeline.set_scale(timeline.scale.with_zoom(2.0, 0.0))
    _wheel(timeline, 600, -1, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.scale.offset_px == 100
    assert timeline.scroll_bar.value() == 100
    timeline.scroll_bar.setValue(7000)
    assert timeline.scale.offset_px == 7000


def test_the_playhead_is_kept_in_view_only_while_it_moves(timeline: Timeline) -> None:
    timeline.set_scale(timeline.scale.with_zoom(10.0, 0.0))
    timeline.set_position(50)
    assert timeline.scale.offset_px == 0
    timeline.scroll_bar.setValue(5000)
    timeline.set_position(50)
    assert timeline.scale.offset_px == 5000
    timeline.set_position(51)
    assert 0 <= timeline.scale.x_of(51) < timeline.width()


def test_a_shot_fills_the_timeline(timeline: Timeline) -> None:
    timeline.set_position(1200)
    timeline.zoom_to_shot()
    assert 0 <= timeline.scale.x_of(1000) < 50
    assert 950 < timeline.scale.x_of(1800) <= 1000
    timeline.zoom_fit()
    assert timeline.scale.is_fit


def test_zooming_by_key_stays_at_the_playhead(timeline: Timeline) -> None:
    timeline.set_position(3000)
    for _ in range(5):
        timeline.zoom_in()
    assert timeline.scale.x_of(3000) == pytest.approx(750)
    timeline.zoom_out()
    assert timeline.scale.x_of(3000) == pytest.approx(750)


def test_fit_stays_fit_when_the_window_or_the_film_grows(timeline: Timeline) -> None:
    timeline.resize(1400, timeline.height())
    timeline.set_film(5000, 25.0, None)
    assert timeline.scale == TimeScale.fit(5000, 1400)


# --- menu ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cut here", ("cut_add_wanted", 1400)),
        ("Join with the shot before", ("cut_remove_wanted", 1000)),
        ("Add marker", ("marker_wanted", 1400)),
        ("Edit note…", ("note_edit_wanted", 1000)),
        ("Good", ("status_wanted", 1000, ShotStatus.GOOD)),
        ("To do", ("status_wanted", 1000, ShotStatus.TODO)),
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
    _choose(timeline.menu_at(_on(timeline, "blocks", 350)), text)
    assert wishes.all == [expected]


def test_the_menu_removes_the_cut_and_the_marker_under_the_cursor(
    timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_markers((Marker(100), Marker(1004, "look here")))
    _choose(timeline.menu_at(_on(timeline, "ruler", 251)), "Remove this cut")
    _choose(timeline.menu_at(_on(timeline, "ruler", 252)), "Remove marker")
    assert wishes.all == [("cut_remove_wanted", 1000), ("marker_remove_wanted", 1004)]
    assert "look here" in timeline.tip_at(_on(timeline, "ruler", 252))


def test_the_menu_means_the_playhead_if_it_is_near(timeline: Timeline, wishes: Wishes) -> None:
    timeline.set_position(1403)
    _choose(timeline.menu_at(_on(timeline, "strip", 353)), "Cut here")
    assert wishes.of("cut_add_wanted") == [1403]


def test_the_menu_offers_only_what_can_be_done(timeline: Timeline) -> None:
    menu = timeline.menu_at(_on(timeline, "blocks", 0))
    assert not _menu_texts(menu)["Cut here"]
    assert not _menu_texts(menu)["Remove this cut"]
    assert not _menu_texts(menu)["Clear in and out"]
    timeline.can_paste_look = False
    assert not _menu_texts(timeline.menu_at(_on(timeline, "blocks", 350)))["Paste look"]
    timeline.set_shots(None, searching=0.5)
    texts = _menu_texts(timeline.menu_at(_on(timeline, "blocks", 350)))
    assert "Edit note…" not in texts
    assert not texts["Cut here"]
    assert texts["Add marker"]


def test_an_in_point_after_the_out_point_drops_the_out_point(
    timeline: Timeline, wishes: Wishes
) -> None:
    timeline.set_range(200, 800)
    _choose(timeline.menu_at(_on(timeline, "blocks", 350)), "Set in here")
    timeline.set_range(2000, None)
    _choose(timeline.menu_at(_on(timeline, "blocks", 350)), "Set out here")
    assert wishes.of("range_wanted") == [(1400, None), (None, 1401)]


# --- pictures ---


def test_only_pictures_that_are_visible_and_missing_are_asked_for(
    qtbot: QtBot, timeline: Timeline
) -> None:
    with qtbot.waitSignal(timeline.thumbnails_wanted) as asked:
        timeline.set_scale(timeline.scale.with_zoom(2.0, 0.0).scrolled_to(4000))
    first, end = timeline.scale.visible
    numbers = asked.args[0]
    step = numbers[1] - numbers[0]
    assert numbers == list(range(first - first % step, end, step))
    for number in numbers[:-1]:
        timeline.set_thumbnail(number, _picture(QColor(90, 90, 90)), None)
    with qtbot.waitSignal(timeline.thumbnails_wanted) as again:
        timeline.set_scale(timeline.scale.scrolled_to(4001))
    assert again.args[0] == numbers[-1:]


def test_nothing_is_asked_for_twice_without_a_reason(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.waitUntil(lambda: len(wishes.of("thumbnails_wanted")) == 1)
    for number in wishes.of("thumbnails_wanted")[0]:
        timeline.set_thumbnail(number, _picture(QColor(90, 90, 90)), None)
    timeline.set_position(2000)
    qtbot.waitUntil(lambda: not timeline._settled.isActive())
    assert len(wishes.of("thumbnails_wanted")) == 1
    with qtbot.waitSignal(timeline.thumbnails_wanted):
        timeline.clear_thumbnails()


def test_a_coloured_picture_is_shown_in_place_of_the_grey_one(
    qtbot: QtBot, timeline: Timeline, wishes: Wishes
) -> None:
    qtbot.waitUntil(lambda: bool(wishes.of("thumbnails_wanted")))
    number = wishes.of("thumbnails_wanted")[0][3]
    at = _on(timeline, "strip", timeline.scale.x_of(number) + 20)
    timeline.set_thumbnail(number, _picture(QColor(90, 90, 90)), None)
    assert timeline.grab().toImage().pixelColor(at) == QColor(90, 90, 90)
    timeline.set_thumbnail(number, _picture(QColor(90, 90, 90)), _picture(QColor(200, 90, 40)))
    assert timeline.grab().toImage().pixelColor(at) == QColor(200, 90, 40)


def test_of_very_many_pictures_the_farthest_are_forgotten(timeline: Timeline) -> None:
    timeline.set_scale(timeline.scale.with_zoom(4.0, 0.0))
    for number in range(0, 4000, 4):
        timeline.set_thumbnail(number, _picture(QColor(90, 90, 90), 16, 12), None)
    assert len(timeline.pictures) <= 400
    assert 100 in timeline.pictures
    assert 2000 not in timeline.pictures


# --- painting ---


@pytest.mark.parametrize("name", list(ThemeName))
def test_a_huge_film_is_painted_at_any_zoom(
    qtbot: QtBot, timeline: Timeline, name: ThemeName, restored_theme: None
) -> None:
    frames = 500_000
    starts = sorted({0, *np.random.default_rng(1).integers(1, frames, 20_000).tolist()})
    timeline.set_film(frames, 25.0, str)
    timeline.set_shots(_shots(frames, starts))
    timeline.set_notes(tuple(ShotNote(start, ShotStatus.GOOD, "fine") for start in starts))
    spans = tuple(LookSpan(start, start + 1, Look(leave=True)) for start in starts[::3])
    timeline.set_looks(spans)
    timeline.set_markers(tuple(Marker(frame) for frame in range(0, frames, 100)))
    timeline.set_colored([(frame, frame + 40) for frame in range(0, frames, 80)])
    apply_palette(QApplication.instance(), name)
    slowest_s = 0.0
    for _ in range(30):
        timeline.grab()
        timeline._draw_again()
        begun = time.perf_counter()
        timeline._rows_drawn()
        slowest_s = max(slowest_s, time.perf_counter() - begun)
        timeline.zoom_in()
    assert timeline.scale.px_per_frame == MOST_PX_PER_FRAME
    assert slowest_s < 0.2  # generous: the machine may be busy; alone it takes some milliseconds


@pytest.fixture
def restored_theme() -> Iterator[None]:
    yield
    apply_palette(QApplication.instance(), ThemeName.DARK)


class PaintedWidth(QObject):
    """Adds up how wide the repainted parts are."""

    def __init__(self, watched: Timeline) -> None:
        super().__init__(watched)
        self.px = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.px += sum(part.width() for part in event.region())
        return False


def test_moving_the_playhead_repaints_only_where_it_was_and_is(
    qtbot: QtBot, timeline: Timeline
) -> None:
    timeline.repaint()
    QApplication.processEvents()
    painted, drawn = PaintedWidth(timeline), timeline._rows_drawn()
    timeline.set_position(2000)
    qtbot.waitUntil(lambda: painted.px > 0)
    assert painted.px < 100
    assert timeline._rows_drawn() is drawn


def test_the_colours_follow_the_theme(timeline: Timeline, restored_theme: None) -> None:
    app = QApplication.instance()
    at = QPoint(timeline.width() - 3, timeline.rows.ruler.top() + 3)
    apply_palette(app, ThemeName.LIGHT)
    light = timeline.grab().toImage().pixelColor(at)
    assert light == theme().field
    apply_palette(app, ThemeName.DARK)
    assert timeline.grab().toImage().pixelColor(at) == theme().field != light


def test_without_a_film_nothing_can_be_done(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_film(0, 25.0, None)
    timeline.set_shots(None, searching=None)
    wishes = Wishes(timeline)
    for row in ("ruler", "strip", "blocks"):
        qtbot.mouseClick(timeline, _LEFT, pos=_on(timeline, row, 300))
        qtbot.mouseDClick(timeline, _LEFT, pos=_on(timeline, row, 300))
    _wheel(timeline, 300, 2)
    timeline.zoom_to_shot()
    timeline.zoom_fit()
    timeline.select_next_shot()
    timeline.set_position(12)
    timeline.clear_thumbnails()
    timeline.grab()
    assert wishes.all == []
    assert timeline.accessibleDescription() == "Open a film"
    timeline.set_film(1, 25.0, None)
    timeline.grab()
    qtbot.mouseClick(timeline, _LEFT, pos=_on(timeline, "ruler", 300))
    assert wishes.of("frame_wanted") == [0]


def test_the_timeline_tells_where_it_stands(timeline: Timeline) -> None:
    timeline.set_position(1200)
    assert timeline.accessibleDescription() == "Frame 1,200 of 4,000, shot 3 of 5"
    timeline.set_shots(None, searching=0.25)
    assert timeline.accessibleDescription() == "Frame 1,200 of 4,000"


def test_a_tip_tells_everything_about_a_shot(timeline: Timeline) -> None:
    timeline.set_notes((ShotNote(1000, ShotStatus.TODO, "<red> face"),))
    timeline.set_looks((LookSpan(1000, 1800, Look(warmth=0.5)),))
    timeline.set_colored([(0, 1000)])
    tip = timeline.tip_at(_on(timeline, "blocks", 350))
    for part in ("Shot 3", "Frames 1000 to 1799 (800)", "code 1000 to code 1799", "To do"):
        assert part in tip
    assert "Has a look of its own" in tip
    assert "&lt;red&gt; face" in tip
    assert "25 %" in timeline.tip_at(_on(timeline, "bar", 350))
