"""The arithmetic of the timeline: frames to pixels and back, steps of the ruler, runs of pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

MOST_PX_PER_FRAME = 120.0
_PAGE_MARGIN = 0.06  # share of the width between the playhead and the edge after turning a page
_SAME_FRAME = 1e-6  # forgives rounding, in frames
_FRAME_STEPS = (1, 2, 5, 10)
_SECOND_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000)
_SMALL_TICK_PX = 6.0


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Which part of a film lies on which pixels; every change makes a new scale.

    Attributes:
        frames: of the film, at least 1.
        width_px: of what is visible, at least 1.
        px_per_frame: the zoom.
        offset_px: of the film's pixels that lie left of what is visible.
    """

    frames: int
    width_px: int
    px_per_frame: float
    offset_px: float = 0.0

    @classmethod
    def fit(cls, frames: int, width_px: int) -> TimeScale:
        """The whole film on the whole width."""
        frames, width_px = max(frames, 1), max(width_px, 1)
        return cls(frames, width_px, width_px / frames)

    @property
    def content_px(self) -> float:
        """How wide the whole film is."""
        return self.frames * self.px_per_frame

    @property
    def most_offset_px(self) -> float:
        """As far as one can scroll."""
        return max(0.0, self.content_px - self.width_px)

    @property
    def is_fit(self) -> bool:
        """Whether the whole film is visible."""
        return self.content_px <= self.width_px * (1 + 1e-9)

    @property
    def visible(self) -> tuple[int, int]:
        """The first frame of which something is visible, and the frame after the last one."""
        first = self.frame_at(0.0)
        return first, max(first + 1, self.frame_at(self.width_px - _SAME_FRAME) + 1)

    def x_of(self, frame: float) -> float:
        """Where a frame begins."""
        return frame * self.px_per_frame - self.offset_px

    def frame_at(self, x: float) -> int:
        """The frame that lies there; beyond the film its first or its last one."""
        at = math.floor((x + self.offset_px) / self.px_per_frame + _SAME_FRAME)
        return min(max(at, 0), self.frames - 1)

    def xs_of(self, frames: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where frames begin, in whole pixels."""
        return np.rint(frames * self.px_per_frame - self.offset_px).astype(np.int64)

    def zoomed(self, factor: float, x: float) -> TimeScale:
        """Nearer (above 1) or farther; what lies at ``x`` stays there as far as the ends allow."""
        return self.with_zoom(self.px_per_frame * factor, x)

    def with_zoom(self, px_per_frame: float, x: float) -> TimeScale:
        """With another zoom; what lies at ``x`` stays there as far as the ends allow."""
        least = self.width_px / self.frames
        zoom = min(max(px_per_frame, least), max(MOST_PX_PER_FRAME, least))
        offset = (x + self.offset_px) / self.px_per_frame * zoom - x
        return replace(self, px_per_frame=zoom).scrolled_to(offset)

    def scrolled_to(self, offset_px: float) -> TimeScale:
        """With another offset, as far as the film's ends allow."""
        return replace(self, offset_px=min(max(offset_px, 0.0), self.most_offset_px))

    def resized(self, frames: int, width_px: int) -> TimeScale:
        """For another width or number of frames; "fit" stays "fit"."""
        fit = TimeScale.fit(frames, width_px)
        if self.is_fit:
            return fit
        scale = replace(fit, px_per_frame=max(self.px_per_frame, fit.px_per_frame))
        return scale.scrolled_to(self.offset_px)

    def showing(self, frame: int) -> TimeScale:
        """With a frame in view: a page is turned if it is near, else it comes to the middle."""
        x, last_x = self.x_of(frame), self.width_px - min(self.px_per_frame, self.width_px / 2)
        if -_SAME_FRAME <= x <= last_x + _SAME_FRAME:
            return self
        place = self.width_px / 2
        if last_x < x < 2 * self.width_px:
            place = self.width_px * _PAGE_MARGIN
        elif -self.width_px < x < 0:
            place = last_x - self.width_px * _PAGE_MARGIN
        return self.scrolled_to(self.offset_px + x - place)

    def showing_span(self, start: int, end: int) -> TimeScale:
        """With some frames over nearly the whole width."""
        margin = self.width_px * _PAGE_MARGIN / 2
        zoom = (self.width_px - 2 * margin) / max(end - start, 1)
        scale = self.with_zoom(zoom, 0.0)
        middle = (start + end) / 2 * scale.px_per_frame
        return scale.scrolled_to(middle - self.width_px / 2)


def tick_steps(px_per_frame: float, rate: float, label_px: float) -> tuple[int, int]:
    """How many frames lie between two labels of the ruler, and between two small ticks.

    Time codes count whole frames in each second, so a second is as many frames here.
    """
    second = max(round(rate), 1)
    steps = [step for step in _FRAME_STEPS if step < second]
    steps += [seconds * second for seconds in _SECOND_STEPS]
    large = next((step for step in steps if step * px_per_frame >= label_px), steps[-1])
    while large * px_per_frame < label_px:
        large *= 2
    small = (step for step in steps if large % step == 0 and step * px_per_frame >= _SMALL_TICK_PX)
    return large, next(small, large)


def picture_step(px_per_frame: float, picture_px: float) -> int:
    """How many frames lie between two pictures of the strip.

    The steps are such that most pictures can be used again after zooming; a picture's place is
    never wider than the picture, unless each frame has one, and never below two thirds of it.
    """
    most = picture_px / px_per_frame
    if most < 2:
        return 1
    power = 1 << int(math.log2(most))
    return power * 3 // 2 if power >= 2 and power * 3 // 2 <= most else power


def runs_of(on: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row of yes and no is yes: begins, and ends (not included)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], on, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def covered_px(scale: TimeScale, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The visible pixels on which some frame of the ranges (end not included) lies."""
    if not ranges:
        return []
    frames = np.asarray(ranges, dtype=np.float64)
    xs = frames * scale.px_per_frame - scale.offset_px
    starts = np.clip(np.floor(xs[:, 0] + _SAME_FRAME), 0, scale.width_px).astype(np.int64)
    ends = np.clip(np.ceil(xs[:, 1] - _SAME_FRAME), 0, scale.width_px).astype(np.int64)
    seen = starts < ends
    change = np.zeros(scale.width_px + 1, dtype=np.int64)
    np.add.at(change, starts[seen], 1)
    np.add.at(change, ends[seen], -1)
    return runs_of(np.cumsum(change)[:-1] > 0)
