"""The timeline's zoom: what is under the cursor stays, the playhead stays in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from timeline_hands import wheel

from gui.shots.timeline import Timeline
from gui.shots.timeline_scale import (
    TimeScale,
)


def test_the_wheel_zooms_at_the_cursor(timeline: Timeline) -> None:
    before = timeline.scale.frame_at(600)
    for _ in range(8):
        wheel(timeline, 600, 1)
    assert timeline.scale.px_per_frame == pytest.approx(0.25 * 1.25**8)
    assert timeline.scale.frame_at(600) == before
    assert timeline.scroll_bar.isVisible()
    for _ in range(8):
        wheel(timeline, 600, -1)
    assert timeline.scale.is_fit
    assert not timeline.scroll_bar.isVisible()


def test_the_wheel_scrolls_with_shift(timeline: Timeline) -> None:
    timeline.set_scale(timeline.scale.with_zoom(2.0, 0.0))
    wheel(timeline, 600, -1, Qt.KeyboardModifier.ShiftModifier)
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
