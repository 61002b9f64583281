"""The arithmetic of the timeline: frames and pixels, zooms, ticks, runs of what is coloured."""

from __future__ import annotations

import numpy as np
import pytest

from gui.shots.timeline_scale import (
    MOST_PX_PER_FRAME,
    TimeScale,
    covered_px,
    picture_step,
    tick_steps,
)


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
