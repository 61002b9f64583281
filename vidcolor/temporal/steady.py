"""The temporal layer: each place takes the mean colour it has along its way through the film.

A frame's colour is the mean over up to ``REACH`` frames on each side, followed along the motion of
the luma from frame to frame and weighted by how far that can be trusted. Trust ends at cuts, where
something is hidden, and at the picture's border. Nothing is remembered from farther away, so the
colour of a frame can be computed from anywhere, and preview, render and every division of a film
agree. An average of differing hues is paler than what was averaged; that chroma is given back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from vidcolor.colorizer import SeenFrame
from vidcolor.temporal.motion import Link, Look, Pair, dirt, pair

REACH = 12  # frames on each side: half a second at 24 a second
_MIXED_FAITH = 0.25  # inside a dissolve about two frames count
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
    frame: ColoredFrame
    views: tuple[_Known, ...]
    number: int = field(init=False)

    def __post_init__(self) -> None:
        self.number = self.frame.seen.frame.number


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

    def wanted(number: int) -> bool:
        return number >= start and (end is None or number < end)

    if strength == 0:
        yield from (frame for frame in frames if wanted(frame.seen.frame.number))
        return
    window: deque[_Entry] = deque()
    pending = 0  # place in the window of the next frame to leave
    for frame in frames:
        entry = _Entry(frame, tuple(map(_known, frame.seen.even_y, frame.ab)))
        if window:
            _join(window[-1], entry)
        window.append(entry)
        # By number, not by place: where frames are missing the answer must be the same from
        # wherever the film is read. The neighbour beyond the reach tells what is dirt at its edge.
        while pending < len(window) and window[pending].number + REACH < window[-1].number:
            if wanted(window[pending].number):
                yield _steady_one(window, pending, strength, causal)
            pending += 1
            while pending < len(window) and window[1].number < window[pending].number - REACH:
                window.popleft()
                pending -= 1
    for place in range(pending, len(window)):
        if wanted(window[place].number):
            yield _steady_one(window, place, strength, causal)


def _known(y: Tensor, ab: Tensor) -> _Known:
    # Tensor.norm over a short axis takes fifty times as long as hypot.
    chroma = torch.hypot(ab[:, :1], ab[:, 1:])
    own = torch.cat([ab, chroma, torch.ones_like(chroma)], 1)
    return _Known(Look.at(y), own.contiguous(memory_format=torch.channels_last))


def _join(earlier: _Entry, later: _Entry) -> None:
    """Link two neighbours, unless there is a cut between them."""
    one, other = earlier.frame.seen, later.frame.seen
    if len(one.y) != len(other.y):
        return
    adjoining = later.number == earlier.number + 1
    mixed = one.mixed or other.mixed
    if one.shot != other.shot and not mixed:
        return
    faith = _MIXED_FAITH if mixed else 1.0
    for a, b in zip(earlier.views, later.views, strict=True):
        between = pair(a.look, b.look, faith=faith)
        if a.pair_before is not None and adjoining:
            _clean(a, a.pair_before, between)
        device = a.own.device
        a.after = between.link(0, device)
        b.before = between.link(1, device)
        b.pair_before = between if adjoining else None


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


def _steady_one(window: deque[_Entry], at: int, strength: float, causal: bool) -> ColoredFrame:
    """Steady ``window[at]`` with all frames that are at most ``REACH`` away."""
    centre = window[at]
    steady: list[Tensor] = []
    for view, (known, ab) in enumerate(zip(centre.views, centre.frame.ab, strict=True)):
        total = known.own.clone()
        total += _gathered(window, at, view, -1)
        if not causal:
            total += _gathered(window, at, view, 1)
        count = total[:, 3:]
        mean = total[:, :2] / count
        kept = torch.hypot(mean[:, :1], mean[:, 1:]).clamp_(min=1e-3)
        gain = (total[:, 2:3] / count / kept).clamp_(max=_MOST_GAIN)
        steady.append(ab.lerp(mean.mul_(gain), strength).contiguous())
    return ColoredFrame(centre.frame.seen, tuple(steady))


def _gathered(window: deque[_Entry], at: int, view: int, step: int) -> Tensor | float:
    """The weighted sum of a centre's neighbours on one side, each as the centre sees it.

    It is gathered from the far end: what a frame has gathered moves on to the next with it.
    """
    far = at
    while 0 <= far + step < len(window):
        link = _link(window[far].views[view], step)
        if link is None or abs(window[far + step].number - window[at].number) > REACH:
            break
        far += step
    gathered: Tensor | float = 0.0
    for place in range(far, at, -step):
        towards = _link(window[place - step].views[view], step)
        assert towards is not None  # the walk outwards came over it
        gathered = towards.carried(window[place].views[view].own + gathered).mul_(towards.trust)
    return gathered


def _link(view: _Known, step: int) -> Link | None:
    return view.after if step > 0 else view.before
