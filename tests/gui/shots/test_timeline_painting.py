"""What the timeline shows: pictures, playhead, themes, words, also of huge films."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from timeline_hands import LEFT, Wishes, on, shots, wheel

from gui.palette import apply_palette
from gui.shots.timeline import Timeline
from gui.shots.timeline_scale import (
    MOST_PX_PER_FRAME,
)
from gui.theme import ThemeName, theme
from vidcolor.project import Marker, ShotNote, ShotStatus
from vidcolor.settings import Look
from vidcolor.steering import LookSpan


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


def test_a_tip_tells_everything_about_a_shot(timeline: Timeline) -> None:
    timeline.set_notes((ShotNote(1000, ShotStatus.TODO, "<red> face"),))
    timeline.set_looks((LookSpan(1000, 1800, Look(warmth=0.5)),))
    timeline.set_colored([(0, 1000)])
    tip = timeline.tip_at(on(timeline, "blocks", 350))
    for part in ("Shot 3", "Frames 1000 to 1799 (800)", "code 1000 to code 1799", "To do"):
        assert part in tip
    assert "Has a look of its own" in tip
    assert "&lt;red&gt; face" in tip
    assert "25 %" in timeline.tip_at(on(timeline, "bar", 350))
