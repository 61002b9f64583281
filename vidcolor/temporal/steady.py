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


@dataclass(frozen=True, slots=True, eq=False)
class _Remembered:
    """A frame with what its neighbours compare and average, for each view."""

    frame: ColoredFrame
    lightness: tuple[Tensor, ...]  # L* at half the work grid
    chroma: tuple[Tensor, ...]

    @property
    def number(self) -> int:
        return self.frame.seen.frame.number


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
        lightness = tuple(lightness_from_luma(F.avg_pool2d(y, 2)) for y in frame.seen.y)
        window.append(_Remembered(frame, lightness, tuple(_chroma(ab) for ab in frame.ab)))
        # By number, not by place: where frames are missing the answer must be the same from
        # wherever the film is read.
        while pending < len(window) and window[pending].number + REACH <= window[-1].number:
            yield _steady_one(window, pending, strength)
            pending += 1
            while pending < len(window) and window[0].number < window[pending].number - REACH:
                window.popleft()
                pending -= 1
    for place in range(pending, len(window)):
        yield _steady_one(window, place, strength)


def _steady_one(window: deque[_Remembered], at: int, strength: float) -> ColoredFrame:
    """Steady ``window[at]`` with all frames that are at most ``REACH`` away."""
    centre = window[at]
    steady: list[Tensor] = []
    for view, (here, ab) in enumerate(zip(centre.lightness, centre.frame.ab, strict=True)):
        total, chroma = ab.clone(), centre.chroma[view].clone()
        weights = torch.ones_like(here)
        for place, other in enumerate(window):
            if place == at or abs(other.number - centre.number) > REACH:
                continue
            square = (here - other.lightness[view]).square_()
            square = F.avg_pool2d(square, _PATCH, 1, _PATCH // 2)
            # Weights below e⁻³⁰ would be denormal numbers, which are slow and mean nothing.
            weight = square.mul_(-0.5 / _MATCH_L**2).clamp_(min=-30.0).exp_()
            total.addcmul_(weight, other.frame.ab[view])
            chroma.addcmul_(weight, other.chroma[view])
            weights += weight
        mean = total.div_(weights)
        # Averages of differing hues are paler than what was averaged; give that chroma back.
        gain = chroma.div_(weights).div_(_chroma(mean).clamp_(min=1e-3)).clamp_(max=_MOST_GAIN)
        steady.append(ab.lerp(mean.mul_(gain), strength))
    return ColoredFrame(centre.frame.seen, tuple(steady))


def _chroma(ab: Tensor) -> Tensor:
    # Tensor.norm over a short axis takes fifty times as long.
    return torch.hypot(ab[:, :1], ab[:, 1:])
