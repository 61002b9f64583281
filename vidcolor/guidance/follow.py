"""Follows places of a picture through their shot, forwards and backwards.

A place goes from frame to frame along the flow that the temporal layer uses. It counts less where
it cannot be found in the next frame, or where it no longer looks as it did where it was set; it
counts again when it comes back soon, and is lost otherwise. The way of a place depends on its
frame and on the frames between, never on what else is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.temporal.motion import Look, Pair, pair

Floats = NDArray[np.float32]

_CHUNK = 32  # frames that are held to be walked through backwards
_LEAST_TRUST = 0.25  # of one step; below it the place is hidden, or the flow is wrong
_MOST_CHANGE_L = 14.0  # L*: how far a place may depart from how it looked when it was set
_FADE = 0.7  # of its faith that a hidden place keeps with each frame
_RETURN = 1.5  # and how fast that grows again
_LOST = 0.05  # faith below which a place is given up


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where some places are in a frame.

    ``xy``: ``(N, 2)`` in pixels of the track's grid, half the work grid. ``faith``: ``(N,)``, 0 to
    1: how far it is believed that they are there.
    """

    xy: Floats
    faith: Floats


LumaRun = Callable[[int, int], Generator[Tensor]]
"""From a first frame to before an end: of each frame ``(1, 1, h, w)`` Y′ at work size."""


class Follower:
    """The ways of places through one shot, found as far as they are asked for.

    Safe to share between threads. A way that is known is kept: some bytes a place and frame.

    Args:
        luma: reads the shot's frames; closed after each run.
        start: number of the shot's first frame.
        end: number after its last one.
    """

    def __init__(self, luma: LumaRun, start: int, end: int) -> None:
        self._luma = luma
        self._start, self._end = start, end
        self._lock = Lock()
        self._ways: dict[_Key, _Way] = {}
        self._run: Generator[Tensor] | None = None  # reads on through the shot …
        self._read = -1  # … and has come to this frame,
        self._look: Look | None = None  # which looks like this

    def close(self) -> None:
        """Stop reading; what is known stays known."""
        if self._run is not None:
            self._run.close()
            self._run = None

    def at(self, number: int, frame: int, xy: Floats) -> Places:
        """Where places of one frame of the shot are in another.

        Args:
            number: of the wanted frame.
            frame: number of the frame in which the places are known.
            xy: ``(N, 2)`` there, in pixels of the track's grid.

        Raises:
            ValueError: a frame lies outside of the shot.
            VidcolorError: a frame cannot be read.
        """
        if not all(self._start <= one < self._end for one in (number, frame)):
            raise ValueError(f"frames {number} and {frame} are not in {self._start}–{self._end}")
        with self._lock:
            way = self._ways.setdefault(_key(frame, xy), _Way(frame, xy))
            if number not in way.known and number != frame:
                if number > frame:
                    self._go_on(number)
                else:
                    self._go_back(number)
            return way.known.get(number) or Places(xy, np.ones(len(xy), np.float32))

    def _go_on(self, number: int) -> None:
        """Follow all ways that begin before ``number`` up to it."""
        late = [way for way in self._ways.values() if way.last < number and way.frame < number]
        first = min(way.last for way in late)
        if self._run is None or self._read != first:  # else reading goes on where it stopped
            self.close()
            self._run = self._luma(first, self._end)
            self._read, self._look = first - 1, None
        while self._read < number and (y := next(self._run, None)) is not None:
            look, before = Look.at(y), self._look
            self._read, self._look = self._read + 1, look
            if before is not None:
                step = pair(before, look)
                for way in late:
                    way.go_on(self._read, before, look, step)
        for way in late:  # the file holds fewer frames than it says
            way.end_at(number)

    def _go_back(self, number: int) -> None:
        early = [way for way in self._ways.values() if way.frame > number and way.first > number]
        end = max(way.first for way in early)
        while end > number:
            begin = max(end - _CHUNK, number)
            with closing(self._luma(begin, end + 1)) as run:
                looks = [Look.at(y) for y in run]
            for at in range(len(looks) - 2, -1, -1):
                step = pair(looks[at], looks[at + 1])
                for way in early:
                    way.go_back(begin + at, looks[at + 1], looks[at], step)
            end = begin
        for way in early:
            way.begin_at(number)


_Key = tuple[int, bytes]


def _key(frame: int, xy: Floats) -> _Key:
    return frame, np.ascontiguousarray(xy, np.float32).tobytes()


class _Way:
    """Where some places of a frame are in the frames around, as far as that is known."""

    def __init__(self, frame: int, xy: Floats) -> None:
        self.frame = frame
        self.first = self.last = frame
        self.known = {frame: Places(xy, np.ones(len(xy), np.float32))}
        self._lightness: Floats | None = None  # of the places where they were set

    def go_on(self, number: int, before: Look, here: Look, step: Pair) -> None:
        """From frame ``number - 1`` to ``number``; other steps are not this way's."""
        if number - 1 == self.last:
            self.known[number] = self._moved(self.known[self.last], before, here, step, 0)
            self.last = number

    def go_back(self, number: int, after: Look, here: Look, step: Pair) -> None:
        """From frame ``number + 1`` to ``number``."""
        if number + 1 == self.first:
            self.known[number] = self._moved(self.known[self.first], after, here, step, 1)
            self.first = number

    def end_at(self, number: int) -> None:
        """What could not be read is not followed."""
        self._lose(range(self.last + 1, number + 1))
        self.last = max(self.last, number)

    def begin_at(self, number: int) -> None:
        """Likewise backwards."""
        self._lose(range(number, self.first))
        self.first = min(self.first, number)

    def _lose(self, numbers: range) -> None:
        nowhere = self.known[self.frame]
        for number in numbers:
            self.known[number] = Places(nowhere.xy, np.zeros(len(nowhere.xy), np.float32))

    def _moved(self, places: Places, there: Look, here: Look, step: Pair, way: int) -> Places:
        if self._lightness is None:  # the first step leaves the frame that it was set on
            self._lightness = _sampled(there.lightness, places.xy)
        trust = _sampled(step.trust[way], places.xy)
        xy = np.stack([_sampled(step.places[way][..., axis], places.xy) for axis in (0, 1)], 1)
        height, width = here.lightness.shape
        inside = (xy >= -0.5).all(1) & (xy[:, 0] <= width - 0.5) & (xy[:, 1] <= height - 0.5)
        change = np.abs(_sampled(here.lightness, xy) - self._lightness)
        good = (trust >= _LEAST_TRUST) & (change < _MOST_CHANGE_L) & inside
        faith = np.where(good, np.minimum(places.faith * _RETURN, 1.0), places.faith * _FADE)
        faith[places.faith < _LOST] = 0.0
        return Places(xy, faith.astype(np.float32))


def _sampled(picture: Floats, xy: Floats) -> Floats:
    """``(N,)``: a picture's values at places, the border's beyond it."""
    map_xy: Any = np.ascontiguousarray(xy[None], np.float32)
    values = cv2.remap(picture, map_xy, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    found: Floats = np.asarray(values, np.float32)[0]
    return found


def carried_shape(at_first: Floats, places: Places) -> Floats | None:
    """The move, turn and scale that brought most of some places where they are.

    Found by least squares, thrice, those that fit badly counting less each time (Huber's weights).

    Args:
        at_first: ``(N, 2)``: where they were.
        places: where they are.

    Returns:
        ``(2, 3)``: an affine map of x and y; None where too few are still believed.
    """
    weight = places.faith.astype(np.float64)
    if weight.sum() < max(3.0, 0.15 * len(weight)):
        return None
    before, after = at_first.astype(np.float64), places.xy.astype(np.float64)
    found = np.array([[1.0, 0, 0], [0, 1.0, 0]])
    for _ in range(3):
        share = weight / weight.sum()
        mean_before, mean_after = share @ before, share @ after
        p, q = before - mean_before, after - mean_after
        spread = (share * (p * p).sum(1)).sum() + 1e-9
        scale_cos = (share * (p * q).sum(1)).sum() / spread
        scale_sin = (share * (p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])).sum() / spread
        turn = np.array([[scale_cos, -scale_sin], [scale_sin, scale_cos]])
        found = np.hstack([turn, (mean_after - turn @ mean_before)[:, None]])
        astray = np.hypot(*(before @ found[:, :2].T + found[:, 2] - after).T)
        weight = places.faith / np.maximum(astray / 1.0, 1.0)
    return found.astype(np.float32)
