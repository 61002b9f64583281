"""Tells each frame its shot and its exposure, from a bounded neighbourhood of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.colorizer import SeenFrame
from vidcolor.shotlist import Cut
from vidcolor.temporal.cuts import SUPPORT, CutFinder

MOST_MIXED = 12  # frames on each side of a dissolve's middle that are treated as mixed
REACH = SUPPORT + MOST_MIXED  # frames on each side that decide what is told of one

_EXPOSURE_REACH = 8  # at most MOST_MIXED: only so far ahead are the shots known
_TILES = (8, 8)
_GAIN_LIMITS = (0.8, 1.25)
_MOST_FLICKER = 0.5  # log of exposure from frame to frame; more is a light switched on, or a flash


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """A frame whose shot or exposure is not yet known."""

    seen: SeenFrame
    tiles: NDArray[np.float64]  # log of the mean Y′ of each tile
    brightening: float  # log of its exposure over the exposure of the frame before


@dataclass(slots=True)
class _Places:
    """The cuts known so far, and whether they are all there will be."""

    finder: CutFinder | None
    cuts: list[Cut] = field(default_factory=list)

    def shot_of(self, number: int) -> int:
        return max((cut.frame for cut in self.cuts if cut.frame <= number), default=-1)

    def is_mixed(self, number: int) -> bool:
        return any(
            -min(cut.mixed, MOST_MIXED) <= number - cut.frame < min(cut.mixed, MOST_MIXED)
            for cut in self.cuts
        )

    def forget_before(self, number: int) -> None:
        """Keep the last cut before ``number``: it names the shot that runs there."""
        old = sum(cut.frame < number - MOST_MIXED for cut in self.cuts)
        del self.cuts[: max(old - 1, 0)]


def placed(frames: Iterable[SeenFrame], cuts: Sequence[Cut] | None = None) -> Generator[SeenFrame]:
    """Fill in ``shot``, ``mixed`` and ``gain`` of consecutive frames; each waits for later ones.

    Away from the ends of ``frames``, by ``REACH``, the answer does not depend on where they begin
    and end: only on the frames around.

    Exposure flicker dies here, before the generator sees it: the brightness of neighbouring frames
    of a shot is compared tile by tile, and a frame that is darker or brighter than the mean of its
    surroundings gets a gain. A steady change of light stays, because the surroundings reach equally
    far into both directions.

    Args:
        frames: in presentation order.
        cuts: known already; they are searched for where this is None.
    """
    places = _Places(CutFinder() if cuts is None else None, list(cuts or ()))
    window: deque[_Waiting] = deque()
    pending = 0  # place in the window of the next frame to leave
    for seen in frames:
        small = cv2.resize(seen.y[0][0, 0].cpu().numpy(), _TILES, interpolation=cv2.INTER_AREA)
        tiles = np.log(small.astype(np.float64) + 0.02)
        change = float(np.median(tiles - window[-1].tiles)) if window else 0.0
        window.append(_Waiting(seen, tiles, change))
        if places.finder is not None:
            y = np.ascontiguousarray(seen.y[0][0, 0].cpu().numpy())
            places.cuts += places.finder.feed(seen.frame.number, y)
        delay = MOST_MIXED + (SUPPORT if places.finder is not None else 0)
        while pending + delay < len(window):
            yield _place(window, pending, places)
            pending += 1
            if pending > _EXPOSURE_REACH + 1:
                places.forget_before(window.popleft().seen.frame.number)
                pending -= 1
    if places.finder is not None:
        places.cuts += places.finder.finish()
    for place in range(pending, len(window)):
        yield _place(window, place, places)


def _place(window: deque[_Waiting], at: int, places: _Places) -> SeenFrame:
    seen = window[at].seen
    shot = places.shot_of(seen.frame.number)
    # How the exposure differs from this frame's, going outwards as far as the shot goes both ways.
    later, earlier, differences = 0.0, 0.0, [0.0]
    for step in range(1, _EXPOSURE_REACH + 1):
        if at - step < 0 or at + step >= len(window):
            break
        ends = (window[at - step].seen.frame.number, window[at + step].seen.frame.number)
        if any(places.shot_of(number) != shot for number in ends):
            break
        steps = (window[at - step + 1].brightening, window[at + step].brightening)
        if max(map(abs, steps)) > _MOST_FLICKER:
            break
        earlier -= steps[0]
        later += steps[1]
        differences += [earlier, later]
    gain = float(np.clip(np.exp(np.mean(differences)), *_GAIN_LIMITS))
    return replace(seen, shot=shot, mixed=places.is_mixed(seen.frame.number), gain=gain)
