"""What the timeline shows: pictures, playhead, themes, words, also of huge films."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from timeline_hands import LEFT, Wishes, on, shots, wheel

from gui.palette import apply_palette
from gui.shots.timeline import Timeline
from gui.shots.timeline_scale import (
    MOST_PX_PER_FRAME,
)
from gui.theme import ThemeName, contrast, theme
from vidcolor.project import Marker, ShotNote, ShotStatus
from vidcolor.settings import Look
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.steering import LookSpan


def blended_shots() -> ShotList:
    """A dissolve over the frames 388 to 411, a fade, a cut."""
    cuts = (Cut(400, Kind.DISSOLVE, 12), Cut(1000, Kind.FADE), Cut(1800, Kind.CUT))
    return ShotList(4000, cuts)


def _picture(color: QColor, width: int = 64, height: int = 48) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGBX8888)
    image.fill(color)
    return image


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
    at = on(timeline, "strip", timeline.scale.x_of(number) + 20)
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


@pytest.mark.parametrize("name", list(ThemeName))
def test_a_huge_film_is_painted_at_any_zoom(
    qtbot: QtBot, timeline: Timeline, name: ThemeName, restored_theme: None
) -> None:
    frames = 500_000
    starts = sorted({0, *np.random.default_rng(1).integers(1, frames, 20_000).tolist()})
    timeline.set_film(frames, 25.0, str)
    timeline.set_shots(shots(frames, starts))
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
        qtbot.mouseClick(timeline, LEFT, pos=on(timeline, row, 300))
        qtbot.mouseDClick(timeline, LEFT, pos=on(timeline, row, 300))
    wheel(timeline, 300, 2)
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
    qtbot.mouseClick(timeline, LEFT, pos=on(timeline, "ruler", 300))
    assert wishes.of("frame_wanted") == [0]


def test_the_timeline_tells_where_it_stands(timeline: Timeline) -> None:
    timeline.set_position(1200)
    assert timeline.accessibleDescription() == "Frame 1,200 of 4,000, shot 3 of 5"
    timeline.set_shots(None, searching=0.25)
    assert timeline.accessibleDescription() == "Frame 1,200 of 4,000"


def test_dissolves_and_fades_are_told(timeline: Timeline) -> None:
    timeline.set_shots(blended_shots())
    for frame, words in (
        (387, "shot 1 of 4"),
        (388, "shot 1 of 4, in a dissolve"),
        (400, "shot 2 of 4, in a dissolve"),
        (411, "shot 2 of 4, in a dissolve"),
        (412, "shot 2 of 4"),
        (999, "shot 2 of 4"),
        (1000, "shot 3 of 4, in a fade"),
        (1001, "shot 3 of 4"),
        (1800, "shot 4 of 4"),
    ):
        timeline.set_position(frame)
        assert timeline.accessibleDescription() == f"Frame {frame:,} of 4,000, {words}"
    tips = [timeline.tip_at(on(timeline, "blocks", x)) for x in (50, 150, 350, 600)]
    begins = ["dissolve, frames 388 to 411" in tip.partition("Begins with a ")[2] for tip in tips]
    assert begins == [False, True, False, False]
    assert ["Ends with a dissolve, frames 388 to 411" in tip for tip in tips] == [
        True, False, False, False,
    ]  # fmt: skip
    assert ["Ends with a fade" in tip for tip in tips] == [False, True, False, False]
    assert ["Begins with a fade" in tip for tip in tips] == [False, False, True, False]


@pytest.mark.parametrize("name", list(ThemeName))
def test_each_kind_of_edge_has_a_shape_of_its_own(
    timeline: Timeline, name: ThemeName, restored_theme: None
) -> None:
    apply_palette(QApplication.instance(), name)
    timeline.set_scale(timeline.scale.with_zoom(4.0, 0.0))
    row = timeline.rows.blocks

    def strong(frame: int) -> list[list[int]]:
        """Where ink stands beside a frame's place, in lines from above and below."""
        timeline.set_scale(timeline.scale.scrolled_to(4.0 * frame - 500))
        image = timeline.grab().toImage()
        ground = theme().raised
        return [
            [
                x - 500
                for x in range(440, 560)
                if contrast(image.pixelColor(x, y), ground) >= 4  # hatching is fainter
            ]
            for y in (row.top() + 4, row.bottom() - 4)
        ]

    timeline.set_shots(blended_shots())
    timeline.selected_shot = None
    above, below = strong(400)  # a dissolve, 24 frames, 96 pixels: rises to the right
    assert min(above) > 30
    assert max(below) < -30
    above, below = strong(1000)  # a fade: open above, closed below
    assert min(above) < 0 < max(above)
    assert max(above) - min(above) > max(below) - min(below)
    above, below = strong(1800)  # a cut: upright
    assert above == below == [-1]


def test_the_number_of_a_shot_stands_behind_its_dissolve(timeline: Timeline) -> None:
    timeline.set_scale(timeline.scale.with_zoom(4.0, 0.0).scrolled_to(1200))
    row, width = timeline.rows.blocks, timeline.fontMetrics().horizontalAdvance("2")
    painted = []
    for kind, behind_px in ((Kind.CUT, 5), (Kind.DISSOLVE, 48 + 4)):
        timeline.set_shots(ShotList(4000, (Cut(400, kind, 12 if kind is Kind.DISSOLVE else 0),)))
        number = QRect(400 + behind_px, row.top() + 4, width, row.height() - 8)
        painted.append(timeline.grab(number).toImage())
    assert painted[0] == painted[1]


def test_dissolves_between_very_short_shots_are_left_out(timeline: Timeline) -> None:
    timeline.set_shots(ShotList(4000, (Cut(400, Kind.DISSOLVE, 3), Cut(412, Kind.DISSOLVE, 3))))
    few = timeline.grab().toImage()
    timeline.set_shots(shots(4000, [0, 400, 412]))
    assert timeline.grab().toImage() == few


def test_very_many_dissolves_are_painted_in_time(timeline: Timeline) -> None:
    frames = 500_000
    cuts = tuple(Cut(frame, Kind.DISSOLVE, 9) for frame in range(25, frames, 25))
    timeline.set_film(frames, 25.0, str)
    timeline.set_shots(ShotList(frames, cuts))
    slowest_s = 0.0
    for _ in range(20):
        timeline._draw_again()
        begun = time.perf_counter()
        timeline._rows_drawn()
        slowest_s = max(slowest_s, time.perf_counter() - begun)
        timeline.zoom_in()
    assert slowest_s < 0.2  # generous: the machine may be busy; alone it takes some milliseconds


def test_a_tip_tells_everything_about_a_shot(timeline: Timeline) -> None:
    timeline.set_notes((ShotNote(1000, ShotStatus.TO_DO, "<red> face"),))
    timeline.set_looks((LookSpan(1000, 1800, Look(warmth=0.5)),))
    timeline.set_colored([(0, 1000)])
    tip = timeline.tip_at(on(timeline, "blocks", 350))
    for part in ("Shot 3", "Frames 1000 to 1799 (800)", "code 1000 to code 1799", "To do"):
        assert part in tip
    assert "Has a look of its own" in tip
    assert "&lt;red&gt; face" in tip
    assert "25 %" in timeline.tip_at(on(timeline, "bar", 350))
