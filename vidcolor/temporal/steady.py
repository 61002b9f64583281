"""A simple steadying of colour over time: a mean over neighbours whose luma matches.

It has no motion in it and looks at a fixed neighbourhood of each frame, so a frame's colour can
be computed from anywhere. The temporal layer proper takes its place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from vidcolor.color.lab import lightness_from_luma
from vidcolor.colorizer import SeenFrame

REACH = 3  # frames on each side
_MATCH_L = 3.0  # L*: a patch that differs by this much counts exp(−½)
_PATCH = 5  # side of the compared patch, at half the work grid
_MOST_GAIN = 1.3  # how far the chroma that averaging takes away is given back


@dataclass(frozen=True, slots=True, eq=False)
class ColoredFrame:
    """A frame with its colour at half the work grid."""

    seen: SeenFrame
    ab: tuple[Tensor, ...]  # for each view ``(1, 2, h/2, w/2)`` CIE a*b*


_Remembered = tuple[ColoredFrame, tuple[Tensor, ...]]
"""A frame with the L* of its views at half the work grid."""


def steadied(frames: Iterable[ColoredFrame], strength: float) -> Generator[ColoredFrame]:
    """Steady a run of consecutive frames; each waits for ``REACH`` later ones.

    Args:
        frames: in presentation order.
        strength: 0 leaves the colours alone, 1 takes the mean fully.
    """
    if strength == 0:
        yield from frames
        return
    window: deque[_Remembered] = deque()
    pending = 0  # place in the window of the next frame to leave
    for frame in frames:
        small = tuple(lightness_from_luma(F.avg_pool2d(y, 2)) for y in frame.seen.y)
        window.append((frame, small))
        # By number, not by place: where frames are missing the answer must be the same from
        # wherever the film is read.
        while pending < len(window) and _number(window[pending]) + REACH <= _number(window[-1]):
            yield _steady_one(window, pending, strength)
            pending += 1
            while pending < len(window) and (_number(window[0]) < _number(window[pending]) - REACH):
                window.popleft()
                pending -= 1
    for place in range(pending, len(window)):
        yield _steady_one(window, place, strength)


def _number(remembered: _Remembered) -> int:
    return remembered[0].seen.frame.number


def _steady_one(window: deque[_Remembered], at: int, strength: float) -> ColoredFrame:
    """Steady ``window[at]`` with all frames that are at most ``REACH`` away."""
    centre, lightness = window[at]
    steady: list[Tensor] = []
    for view, (here, ab) in enumerate(zip(lightness, centre.ab, strict=True)):
        total, chroma = ab.clone(), _chroma(ab)
        weights = torch.ones_like(here)
        for place, (frame, theirs) in enumerate(window):
            distance = abs(frame.seen.frame.number - centre.seen.frame.number)
            if place == at or distance > REACH:
                continue
            square = F.avg_pool2d((here - theirs[view]).square(), _PATCH, 1, _PATCH // 2)
            weight = torch.exp(square.mul_(-0.5 / _MATCH_L**2))
            total.addcmul_(weight, frame.ab[view])
            chroma.addcmul_(weight, _chroma(frame.ab[view]))
            weights += weight
        mean = total / weights
        # Averages of differing hues are paler than what was averaged; give that chroma back.
        gain = (chroma / weights / _chroma(mean).clamp(min=1e-3)).clamp(max=_MOST_GAIN)
        steady.append(ab.lerp(mean * gain, strength))
    return ColoredFrame(centre.seen, tuple(steady))


def _chroma(ab: Tensor) -> Tensor:
    chroma: Tensor = ab.norm(dim=1, keepdim=True)
    return chroma
