"""The temporal layer: each place takes the mean colour it has along its way through the film.

A frame's colour is the mean over up to ``REACH`` frames on each side, followed along the motion of
the luma from frame to frame and weighted by how far that can be trusted. Trust ends at cuts, where
something is hidden, and at the picture's border. Nothing is remembered from farther away, so the
colour of a frame can be computed from anywhere, and preview, render and every division of a film
agree. Frames farther away count less where their mean colour is another one: a real change is
followed in a quarter of a second. An average of differing hues is paler than what was averaged;
most of that chroma is given back.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from vidcolor.colorizer import SeenFrame
from vidcolor.temporal.motion import Link, Look, Pair, dirt, pair

_T = TypeVar("_T")

_NEAR = 8  # frames on each side that count whatever their colour; a power of two
_FAR = 2 * _NEAR  # frames beyond those
REACH = _NEAR + _FAR  # frames on each side: a second of film
_SAME_AB = 8.0  # a*b*: farther frames whose mean colour is so far off count exp(−½)
_MIXED_FAITH = 0.25  # inside a dissolve about two frames count
_KEPT = 0.97  # part of the mean chroma that is kept: more of it was not more like the truth
_MOST_GAIN = 1.3  # how far the chroma that averaging takes away is given back
_DIRTY_WEIGHT = 0.02  # of a frame's own colour where it shows dirt


@dataclass(frozen=True, slots=True, eq=False)
class ColoredFrame:
    """A frame with its colour at half the work grid."""

    seen: SeenFrame
    ab: tuple[Tensor, ...]  # for each view ``(1, 2, h, w)`` CIE a*b*


@dataclass(slots=True, eq=False)
class _Known:
    """A view of a frame with its links to the neighbours."""

    look: Look
    own: Tensor  # ``(1, 4, h, w)``: a*, b*, chroma and 1, each times the weight of the frame itself
    pair_before: Pair | None = None
    before: Link | None = None
    after: Link | None = None


@dataclass(slots=True, eq=False)
class _Entry:
    number: int
    views: tuple[_Known, ...]
    frame: ColoredFrame | None  # None once it has left: its pixels would fill the memory


def steadied(
    frames: Iterable[ColoredFrame],
    strength: float,
    *,
    start: int = 0,
    end: int | None = None,
    causal: bool = False,
) -> Generator[ColoredFrame]:
    """Steady a run of consecutive frames; each waits for ``REACH`` later ones.

    Args:
        frames: in presentation order.
        strength: 0 leaves the colours alone, 1 takes the mean fully.
        start: number of the first frame that is wanted; those before only help.
        end: number after the last frame that is wanted.
        causal: look at earlier frames only; for comparison.
    """
    steps = (-1,) if causal else (-1, 1)

    def wanted(number: int) -> bool:
        return number >= start and (end is None or number < end)

    if strength == 0:
        yield from (frame for frame in frames if wanted(frame.seen.frame.number))
        return
    window: deque[_Entry] = deque()
    sides = [[_Runs(window, view, step) for step in steps] for view in range(2)]
    pending = 0  # place in the window of the next frame to leave
    for frame in frames:
        views = tuple(map(_known, frame.seen.even_y, frame.ab))
        entry = _Entry(frame.seen.frame.number, views, frame)
        if window:
            _join(window[-1], entry)
        window.append(entry)
        # By number, not by place: where frames are missing the answer must be the same from
        # wherever the film is read. The neighbour beyond the reach tells what is dirt at its edge.
        while pending < len(window) and window[pending].number + REACH < window[-1].number:
            if wanted(window[pending].number):
                yield _steady_one(window, pending, strength, sides)
            window[pending].frame = None
            pending += 1
            while pending < len(window) and window[1].number < window[pending].number - REACH:
                window.popleft()
                pending -= 1
    for place in range(pending, len(window)):
        if wanted(window[place].number):
            yield _steady_one(window, place, strength, sides)


def _known(y: Tensor, ab: Tensor) -> _Known:
    # Tensor.norm over a short axis takes fifty times as long as hypot.
    chroma = torch.hypot(ab[:, :1], ab[:, 1:])
    own = torch.cat([ab, chroma, torch.ones_like(chroma)], 1)
    return _Known(Look.at(y), own.contiguous(memory_format=torch.channels_last))


def _join(earlier: _Entry, later: _Entry) -> None:
    """Link two neighbours, unless there is a cut or a missing frame between them."""
    assert earlier.frame is not None  # it waits for more than one later frame
    assert later.frame is not None
    one, other = earlier.frame.seen, later.frame.seen
    if len(one.y) != len(other.y) or later.number != earlier.number + 1:
        return
    mixed = one.mixed or other.mixed
    if one.shot != other.shot and not mixed:
        return
    faith = _MIXED_FAITH if mixed else 1.0
    for a, b in zip(earlier.views, later.views, strict=True):
        between = pair(a.look, b.look, faith=faith)
        if a.pair_before is not None:
            _clean(a, a.pair_before, between)
        device = a.own.device
        a.after = between.link(0, device)
        b.before = between.link(1, device)
        a.pair_before, b.pair_before = None, between  # only the newest is asked for again


def _clean(view: _Known, before: Pair, after: Pair) -> None:
    """Let a view's own colour count little where it shows dirt, its neighbours' more."""
    dirty = dirt(view.look, before, after)
    if not dirty.any():
        return
    weight = torch.from_numpy(1 - (1 - _DIRTY_WEIGHT) * dirty).to(view.own.device)
    view.own = view.own * weight
    for pair_, way in ((before, 1), (after, 0)):
        # Dirt looks like nothing in the neighbours: there the match tells nothing.
        np.maximum(pair_.trust[way], 0.5 * dirty, out=pair_.trust[way])
    view.before = before.link(1, view.own.device)


def _steady_one(window: deque[_Entry], at: int, strength: float, sides: _Sides) -> ColoredFrame:
    """Steady ``window[at]`` with all frames that are at most ``REACH`` away."""
    centre = window[at]
    assert centre.frame is not None  # it has not left yet
    steady: list[Tensor] = []
    for known, ab, runs in zip(centre.views, centre.frame.ab, sides, strict=False):
        total = known.own.clone()
        gathered = [one.gathered(at) for one in runs]
        for near, _ in gathered:
            if near is not None:
                total += near
        here = total[:, :2] / total[:, 3:]
        for _, far in gathered:
            if far is not None:
                total += far.mul_(_agreement(far, here))
        mean, chroma = total[:, :2] / total[:, 3:], total[:, 2:3] / total[:, 3:]
        kept = torch.hypot(mean[:, :1], mean[:, 1:]).clamp_(min=1e-3)
        gain = (chroma / kept).mul_(_KEPT).clamp_(1.0, _MOST_GAIN)
        steady.append(ab.lerp(mean.mul_(gain), strength).contiguous())
    return ColoredFrame(centre.frame.seen, tuple(steady))


def _agreement(far: Tensor, here: Tensor) -> Tensor:
    """Near 0 where the far frames on one side had another colour: a real change is followed."""
    apart = far[:, :2] / far[:, 3:].clamp(min=1e-6) - here
    return torch.exp(-apart.square_().sum(1, keepdim=True).div_(2 * _SAME_AB**2).clamp_(max=30))


class _Runs:
    """Weighted sums over runs of frames to one side, each as the first frame of its run sees it.

    A run of 2, 4, 8 or 16 frames is put together from two runs of half its length, the farther one
    carried along half as many links. What was put together is kept for the next frames.
    """

    def __init__(self, window: deque[_Entry], view: int, step: int) -> None:
        self._window, self._view, self._step = window, view, step
        self._runs: dict[int, dict[int, Tensor]] = defaultdict(dict)
        self._links: dict[int, dict[int, Link | None]] = defaultdict(dict)

    def gathered(self, at: int) -> tuple[Tensor | None, Tensor | None]:
        """What the frame at a place gathers from its near and its far neighbours on this side."""
        first, beside = self._link(at, 1), at + self._step
        if first is None:
            return None, None
        near = first.carried(self._run(beside, _NEAR))
        across = self._link(beside, _NEAR)
        if across is None:
            return near, None
        run = self._run(beside + self._step * _NEAR, _FAR)
        return near, first.carried(across.carried(run))

    def _run(self, at: int, frames: int) -> Tensor:
        if frames == 1:
            return self._window[at].views[self._view].own
        number, known = self._window[at].number, self._runs[frames]
        if number in known:
            return known[number]
        half = frames // 2
        run, across = self._run(at, half), self._link(at, half)
        if across is not None:
            run = across.carried(self._run(at + self._step * half, half)).add_(run)
        if frames < _FAR:  # those are asked for once
            _keep(known, number, run, frames)
        return run

    def _link(self, at: int, frames: int) -> Link | None:
        """The way over so many frames; None where a shot or the film ends before."""
        if frames == 1:
            view = self._window[at].views[self._view]
            return view.after if self._step > 0 else view.before
        number, known = self._window[at].number, self._links[frames]
        if number in known:
            return known[number]
        half = frames // 2
        here = self._link(at, half)
        further = None if here is None else self._link(at + self._step * half, half)
        way = None if here is None or further is None else here.then(further)
        _keep(known, number, way, frames)
        return way


def _keep(known: dict[int, _T], number: int, what: _T, frames: int) -> None:
    """Remember what belongs to a frame; it is needed again until twice its length farther on."""
    known[number] = what
    oldest = max(known) - 2 * frames - 1
    for old in [other for other in known if other < oldest]:
        del known[old]


_Sides = list[list[_Runs]]  # by view and side
