"""Which frame is on screen at which moment of playing: forwards, backwards, in a loop. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from math import inf

import numpy as np
from numpy.typing import NDArray

_ROUNDING_S = 1e-6


@dataclass(frozen=True, slots=True)
class Leg:
    """One way through a part of the film.

    Attributes:
        first: frame that is shown first; backwards the later one.
        last: frame that is shown last, included.
        due_s: when the first one is due, counted from the begin of playing.
    """

    first: int
    last: int
    due_s: float


class Route:
    """The way that playing takes through a film.

    Args:
        edges_s: ``(N + 1,)`` when each frame is shown, rising, and when the last one ends.
        start: frame to begin with; outside of the loop it is gone to the loop's begin instead,
            unless playing comes to the loop by itself.
        speed: in seconds of the film for one of playing; negative: backwards.
        loop: first frame and the one after the last that are played again and again; None: to
            the film's end.

    Raises:
        ValueError: there is no frame, or the speed is 0.
    """

    def __init__(
        self,
        edges_s: NDArray[np.float64],
        *,
        start: int,
        speed: float,
        loop: tuple[int, int] | None = None,
    ) -> None:
        frames = len(edges_s) - 1
        if frames < 1 or not speed:
            raise ValueError(f"{frames} frames at speed {speed}")
        self._edges_s = edges_s
        self.speed = speed
        start = min(max(start, 0), frames - 1)
        begin, end = 0, frames
        if loop is not None:
            begin, end = max(loop[0], 0), min(loop[1], frames)
        self.loops = loop is not None and begin < end
        if not self.loops:
            begin, end = 0, frames
        onward = speed > 0
        self._again = (begin, end - 1) if onward else (end - 1, begin)
        behind = start >= end if onward else start < begin
        self._once = (self._again[0] if behind else start, self._again[1])
        self._once_s = self._length_s(*self._once)
        self._again_s = self._length_s(*self._again)

    @property
    def end_s(self) -> float:
        """When playing ends."""
        return inf if self.loops else self._once_s

    @property
    def last(self) -> int | None:
        """The frame that playing ends on; None in a loop."""
        return None if self.loops else self._once[1]

    def legs(self) -> Iterator[Leg]:
        """The ways through the film, one after the other; in a loop there is no end of them."""
        yield self.leg(0)
        if self.loops:
            yield from map(self.leg, count(1))

    def leg(self, number: int) -> Leg:
        """The leg of this number; the first one is 0."""
        if number == 0:
            return Leg(*self._once, due_s=0.0)
        return Leg(*self._again, due_s=self._once_s + (number - 1) * self._again_s)

    def length_s(self, leg: Leg) -> float:
        """How long a leg is played."""
        return self._length_s(leg.first, leg.last)

    def due_s(self, leg: Leg, number: int) -> float:
        """When a frame of a leg is to be shown, counted from the begin of playing."""
        if self.speed > 0:
            way_s = self._edges_s[number] - self._edges_s[leg.first]
        else:
            way_s = self._edges_s[leg.first + 1] - self._edges_s[number + 1]
        return leg.due_s + float(way_s) / abs(self.speed)

    def frame_in(self, leg: Leg, play_s: float) -> int:
        """The frame of a leg that is on screen at a moment; its ends hold beyond them."""
        way_s = max(play_s - leg.due_s, 0.0) * abs(self.speed) + _ROUNDING_S
        if self.speed > 0:
            at_s = self._edges_s[leg.first] + way_s
            number = int(np.searchsorted(self._edges_s, at_s, side="right")) - 1
            return min(max(number, leg.first), leg.last)
        at_s = self._edges_s[leg.first + 1] - way_s
        number = int(np.searchsorted(self._edges_s, at_s, side="left")) - 1
        return min(max(number, leg.last), leg.first)

    def frame_at(self, play_s: float) -> int:
        """The frame that is on screen at a moment of playing."""
        number = 0
        if self.loops and play_s >= self._once_s:
            number = 1 + int((play_s - self._once_s + _ROUNDING_S) / self._again_s)
        return self.frame_in(self.leg(number), play_s)

    def film_s(self, leg: Leg) -> tuple[float, float]:
        """Between which seconds of the film a leg lies."""
        low, high = sorted((leg.first, leg.last))
        return float(self._edges_s[low]), float(self._edges_s[high + 1])

    def _length_s(self, first: int, last: int) -> float:
        low, high = sorted((first, last))
        return float(self._edges_s[high + 1] - self._edges_s[low]) / abs(self.speed)
