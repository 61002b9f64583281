"""The temporal layers that ours is measured against, all behind one interface.

A layer is a generator over the frames of one shot: it takes what the generator network said of each
and yields, in order, one ``(1, 2, h/2, w/2)`` a*b* for each. Only ours knows of cuts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.lab import lightness_from_luma
from vidcolor.colorizer import SeenFrame
from vidcolor.settings import ColorSettings
from vidcolor.temporal.steady import ColoredFrame, steadied
from vidcolor.video.frames import Frame

_MEAN_REACH = 3  # frames on each side
_PAST = 0.7  # share of the past in the papers' mix
_MOST_COUNT = 10.0  # frames that the peer's running mean remembers
_MATCH_L = 3.0  # τ of the peer's confidence, L*

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Predicted:
    """What the generator network said of a frame that it saw at ``h × w``.

    ``logits`` are large: only who needs them keeps them.
    """

    number: int  # of the frame in its film
    y: Tensor  # ``(1, 1, h, w)`` Y′, 0…1, as the network saw it
    ab: Tensor  # ``(1, 2, h/2, w/2)`` CIE a*b*
    logits: Tensor | None = None  # ``(1, Q, h/4, w/4)`` over the bins
    bins: Tensor | None = None  # ``(Q, 2)`` a*b*, with the network's gain on chroma in it
    shot: int = -1  # as in :class:`.colorizer.SeenFrame`; only our own layer asks
    mixed: bool = False


Layer = Callable[[Iterable[Predicted]], Iterator[Tensor]]


def none(frames: Iterable[Predicted]) -> Iterator[Tensor]:
    """Each frame's colour as it was predicted."""
    for frame in frames:
        yield frame.ab


def mean7(frames: Iterable[Predicted]) -> Iterator[Tensor]:
    """Mean over up to seven frames, three on each side, without motion."""
    window: deque[Tensor] = deque(maxlen=2 * _MEAN_REACH + 1)
    taken = given = 0
    for frame in frames:
        window.append(frame.ab)
        taken += 1
        if taken > _MEAN_REACH:
            yield torch.stack(tuple(window)).mean(0)
            given += 1
    while given < taken:
        # The window still has room where the shot is short or has just begun.
        if len(window) > _MEAN_REACH + taken - given:
            window.popleft()
        yield torch.stack(tuple(window)).mean(0)
        given += 1


def papers(frames: Iterable[Predicted]) -> Iterator[Tensor]:
    """Class probabilities mixed with the past, colour read afterwards (Billaut et al. 2018).

    ``m_t = .7 m_{t−1} + .3 p_t``, the first frame's own at the start; the colour is the mean of the
    distribution (temperature 1), enlarged from a quarter to half of the picture. The regression
    branch has no part in it. The paper does not print the share of the past.

    Raises:
        ValueError: a frame comes without logits.
    """
    mixed: Tensor | None = None
    for frame in frames:
        if frame.logits is None or frame.bins is None:
            raise ValueError(f"frame {frame.number} has no logits")
        shares = torch.softmax(frame.logits.float(), dim=1)
        mixed = shares if mixed is None else shares.lerp(mixed, _PAST)
        mean = torch.einsum("bqhw,qc->bchw", mixed, frame.bins)
        yield F.interpolate(mean, frame.ab.shape[-2:], mode="bilinear", align_corners=False)


def peer(frames: Iterable[Predicted]) -> Iterator[Tensor]:
    """Flow-guided running mean in both directions, the whole shot in memory (EpochColor).

    Along DIS flow on L* the mean and its count are carried to the next frame. The carried count is
    at most nine (with the frame's own: ten) and is weighted by ``exp(−d²/2τ²)``, d being the
    difference of L* less its median over the picture (exposure), τ = 3 L*. The passes are merged by
    their counts. Written from its description, not from its code.
    """
    shot = list(frames)
    if not shot:
        return
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    lightness = [lightness_from_luma(frame.y)[0, 0].cpu().numpy() for frame in shot]
    greys = [np.rint(one * 2.55).astype(np.uint8) for one in lightness]
    small = [F.avg_pool2d(torch.from_numpy(one)[None, None], 2)[0, 0].numpy() for one in lightness]
    colors = [frame.ab[0].permute(1, 2, 0).cpu().float().numpy() for frame in shot]

    def one_way(order: range) -> list[Floats]:
        """For each frame ``(h/2, w/2, 3)``: the running mean's a*b* and its count."""
        states: list[Floats] = []
        before = order[0]
        for at in order:
            own = np.dstack([colors[at], np.ones_like(small[at])])
            if states:
                vectors = flow.calc(greys[at], greys[before], None)
                places, inside = _places(vectors, small[at].shape)
                carried = _remap(np.dstack([states[-1], small[before]]), places)
                difference = small[at] - carried[..., 3]
                difference -= np.median(difference)
                trust = np.exp(-0.5 * np.square(difference / _MATCH_L)) * inside
                count = trust * np.minimum(carried[..., 2], _MOST_COUNT - 1)
                own[..., :2] += count[..., None] * carried[..., :2]
                own[..., :2] /= (1 + count)[..., None]
                own[..., 2] += count
            states.append(own)
            before = at
        return states

    forth = one_way(range(len(shot)))
    back = one_way(range(len(shot) - 1, -1, -1))
    for frame, one, other in zip(shot, forth, reversed(back), strict=True):
        total = one[..., 2:] + other[..., 2:]
        mean = (one[..., :2] * one[..., 2:] + other[..., :2] * other[..., 2:]) / total
        yield torch.from_numpy(mean).permute(2, 0, 1)[None].to(frame.ab)


def ours(frames: Iterable[Predicted], *, causal: bool = False) -> Iterator[Tensor]:
    """The product's own layer at its usual strength; ``causal`` looks at the past only."""
    for frame in steadied(map(_as_colored, frames), ColorSettings().stabilize, causal=causal):
        yield frame.ab[0]


LAYERS: dict[str, Layer] = {
    "none": none,
    "mean7": mean7,
    "papers": papers,
    "peer": peer,
    "causal": partial(ours, causal=True),
    "ours": ours,
}


def _as_colored(frame: Predicted) -> ColoredFrame:
    # A stand-in at work size: the layer has no business with the film's own pixels.
    plane = (frame.y[0, 0] * 255).round().byte().cpu().numpy()
    seen = Frame(frame.number, frame.number, 1, plane, (plane,))
    return ColoredFrame(
        SeenFrame(seen, plane, (frame.y,), shot=frame.shot, mixed=frame.mixed), (frame.ab,)
    )


def _places(vectors: Floats, shape: tuple[int, ...]) -> tuple[Floats, NDArray[np.bool_]]:
    """Where on the grid of ``shape`` the flow of a finer grid leads, and whether inside."""
    height, width = shape
    ratio = np.array([width / vectors.shape[1], height / vectors.shape[0]], np.float32)
    small = cv2.resize(vectors, (width, height), interpolation=cv2.INTER_AREA) * ratio
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    places = small + np.dstack([x, y])
    return places, ((places >= -0.5) & (places <= (width - 0.5, height - 0.5))).all(axis=2)


def _remap(picture: Floats, places: Floats) -> Floats:
    moved: Floats = cv2.remap(
        picture, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return moved
