"""What a person is told before asking for a colour: what the network finds likely, and where not.

All functions look at one frame and colour nothing for good.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.grid import turn
from vidcolor.color.lab import lightness_from_luma
from vidcolor.colorizer import Colorizer
from vidcolor.devices import prepare_thread
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.guidance.matching import Described
from vidcolor.guides import Ab, Place, SavedColor
from vidcolor.video.reader import Reader

_NEAR_PX = 1  # of the distribution's grid: a click means its neighbours too
_APART_AB = 22.0  # a*b*: nearer colours are one suggestion
_LEAST_SHARE = 0.01
_LIKE = 0.72  # from which likeness on a saved colour is offered


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A likely colour, and how much of the network's belief lies near it (0 to 1)."""

    ab: Ab
    share: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A saved colour that seems to belong to a place."""

    color: SavedColor
    place: Place
    likeness: float


class FrameInsight:
    """What the network thinks of one frame; made by `look_into`."""

    def __init__(
        self, shares: Tensor | None, bins: Tensor, described: Described, rotation: int
    ) -> None:
        self._shares = shares  # (Q, h, w), upright; None: the network has no distribution
        self._bins = bins
        self._described = described
        self._rotation = rotation

    @property
    def has_distribution(self) -> bool:
        """Whether the network says how likely colours are."""
        return self._shares is not None

    def suggestions(self, place: Place, most: int = 6) -> list[Suggestion]:
        """The likeliest colours at a place, likeliest first; none without a distribution.

        Args:
            place: in the picture as it is stored.
            most: so many at most.
        """
        if self._shares is None:
            return []
        height, width = self._shares.shape[1:]
        x, y = upright(place, self._rotation)
        column, row = min(int(x * width), width - 1), min(int(y * height), height - 1)
        window = self._shares[
            :,
            max(row - _NEAR_PX, 0) : row + _NEAR_PX + 1,
            max(column - _NEAR_PX, 0) : column + _NEAR_PX + 1,
        ].mean((1, 2))
        found: list[Suggestion] = []
        left = window.clone()
        while len(found) < most and float(left.max()) > 0:
            peak = self._bins[int(left.argmax())]
            near = torch.linalg.vector_norm(self._bins - peak, dim=1) < _APART_AB
            share = left[near]
            total = float(share.sum())
            if total < _LEAST_SHARE:
                break
            mean = (share[:, None] * self._bins[near]).sum(0) / total
            found.append(Suggestion((float(mean[0]), float(mean[1])), total))
            left[near] = 0
        return sorted(found, key=lambda one: -one.share)

    def unsure(self) -> NDArray[np.float32] | None:
        """``(h, w)`` a*b*, as the film lies: how far the likely colours lie apart.

        The standard deviation of the distribution, at a quarter of the work size.
        """
        if self._shares is None:
            return None
        mean = torch.einsum("qhw,qc->chw", self._shares, self._bins)
        square = torch.einsum("qhw,q->hw", self._shares, self._bins.square().sum(1))
        spread = (square - mean.square().sum(0)).clamp(min=0).sqrt()
        return np.asarray(turn(spread[None, None], -self._rotation)[0, 0].cpu().numpy())

    def features_at(self, place: Place) -> str:
        """How a place looks, for `SavedColor.features`."""
        at = self._index(place)
        numbers = self._described.features[at].half().cpu().numpy()
        return base64.b85encode(numbers.tobytes()).decode("ascii")

    def offers(self, colors: Sequence[SavedColor]) -> list[Offer]:
        """Where saved colours seem to belong, one place each at most, likeliest first."""
        height, width = self._described.grid
        offers = []
        for color in colors:
            wanted = _decoded(color.features, self._described.features.shape[1])
            if wanted is None:
                continue
            likeness = self._described.features @ wanted.to(self._described.features)
            at = int(likeness.argmax())
            if float(likeness[at]) >= _LIKE:
                place = ((at % width + 0.5) / width, (at // width + 0.5) / height)
                lying = upright(place, -self._rotation)
                offers.append(Offer(color, lying, float(likeness[at])))
        return sorted(offers, key=lambda one: -one.likeness)

    def _index(self, place: Place) -> int:
        height, width = self._described.grid
        x, y = upright(place, self._rotation)
        return min(int(y * height), height - 1) * width + min(int(x * width), width - 1)


def look_into(reader: Reader, number: int, engine: Engine) -> FrameInsight:
    """Ask the network what it thinks of a frame, nothing being hinted at.

    Raises:
        VidcolorError: there is no such frame, or memory ended.
    """
    prepare_thread(engine.compute)
    colorizer, _ = engine.colorizer_for(reader)
    with closing(_seen(reader, number, colorizer)) as frames:
        y = next(frames, None)
    if y is None:
        raise VidcolorError(
            f"Frame {number} of {reader.info.path.name} could not be read.",
            do="Choose another frame.",
        )
    prediction = colorizer.predict([y])
    logits = prediction.logits[:1].float()
    shares = torch.softmax(logits, 1)[0] if logits.shape[1] else None
    bins = engine.network.module.get_buffer("bins").float()
    rotation = reader.info.rotation_degrees
    return FrameInsight(shares, bins, _described(y, engine, colorizer, rotation), rotation)


def upright(place: Place, rotation: int) -> Place:
    """A place of the stored picture in the picture turned clockwise by so many degrees."""
    x, y = place
    for _ in range(rotation // 90 % 4):
        x, y = 1 - y, x
    return x, y


def _described(y: Tensor, engine: Engine, colorizer: Colorizer, rotation: int) -> Described:
    return engine.matcher(colorizer).describe(turn(lightness_from_luma(y), rotation))


def _seen(reader: Reader, number: int, colorizer: Colorizer) -> Generator[Tensor]:
    for frame in reader.frames(number, number + 1):
        yield colorizer.see(frame).y[0]


def _decoded(features: str, count: int) -> Tensor | None:
    try:
        numbers = np.frombuffer(base64.b85decode(features), np.float16)
    except (ValueError, binascii.Error):
        return None
    if len(numbers) != count or not np.isfinite(numbers).all():
        return None
    return F.normalize(torch.from_numpy(numbers.astype(np.float32)), dim=0)
