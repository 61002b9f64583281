"""How the places of a frame are found again in the next one, and how far that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.lab import lightness_from_luma

Floats = NDArray[np.float32]

_MATCH_L = 4.0  # L*: a patch that differs by this much counts exp(−½)
_ASTRAY = 100.0  # square pixels: a way there and back that ends so far off counts 1/e …
_ASTRAY_PART = 0.1  # … and more by this part of both ways' squared lengths
_PATCH = 3  # side of the compared patch, on the track's grid
_DIRT_L = 12.0  # L*: how far dirt stands out from the frames before and after


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A frame's view as motion is searched in it, on the processor."""

    codes: NDArray[np.uint8]  # Y′ at work size, for the flow
    lightness: Floats  # (h, w) L* on the track's grid, half the work size

    @classmethod
    def at(cls, y: Tensor) -> Look:
        """Of ``(1, 1, 2h, 2w)`` Y′ in 0…1."""
        luma = y[0, 0].cpu().numpy()
        height, width = luma.shape
        half = cv2.resize(luma, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        lightness = lightness_from_luma(torch.from_numpy(half)).numpy()
        return cls((luma * 255).astype(np.uint8), lightness)


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Where each place of a frame is in a neighbour, and whether it is really there.

    ``places``: on a processor ``(h, w, 2)`` x and y in pixels of the track's grid as numpy, on
    another device ``(1, h, w, 2)`` in the -1…1 of ``grid_sample``. ``trust``: ``(1, 4, h, w)``, 0
    to 1.
    """

    places: Floats | Tensor
    trust: Tensor

    def carried(self, picture: Tensor) -> Tensor:
        """The neighbour's picture ``(1, 4, h, w)`` as this frame sees it, as far as trusted."""
        return self._seen(picture).mul_(self.trust)

    def then(self, further: Link) -> Link:
        """This way, and from there ``further``."""
        if isinstance(self.places, Tensor):
            assert isinstance(further.places, Tensor)
            places = self._seen(further.places.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
            return Link(places, self.carried(further.trust))
        assert not isinstance(further.places, Tensor)
        # Both in one go: the way's x and y, and how far it is trusted.
        both = np.dstack([further.places, further.trust[0, 0].numpy()])
        moved = _sampled(both, self.places)
        trust = torch.from_numpy(np.repeat(moved[..., 2:], 4, axis=2)).permute(2, 0, 1)[None]
        return Link(np.ascontiguousarray(moved[..., :2]), trust.mul_(self.trust))

    def _seen(self, picture: Tensor) -> Tensor:
        if isinstance(self.places, Tensor):
            return F.grid_sample(picture, self.places, padding_mode="border", align_corners=True)
        moved = _sampled(picture[0].permute(1, 2, 0).numpy(), self.places)
        return torch.from_numpy(moved).permute(2, 0, 1)[None]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two neighbouring frames: the way from the first to the second and back, on the processor."""

    places: tuple[Floats, Floats]
    trust: tuple[Floats, Floats]
    matched: tuple[Floats, Floats]  # what each place of one has for L* in the other

    def link(self, way: int, device: torch.device) -> Link:
        """From the first frame into the second (0), or from the second into the first (1)."""
        places = self.places[way]
        # Alike for all four channels: multiplying by a single one takes four times as long.
        trust = torch.from_numpy(np.repeat(self.trust[way][..., None], 4, axis=2))
        trust = trust.permute(2, 0, 1)[None]
        if device.type == "cpu":
            return Link(places, trust)
        height, width = trust.shape[2:]
        size = np.array([max(width - 1, 1), max(height - 1, 1)], np.float32)
        unit = torch.from_numpy(places / size * 2 - 1)[None]
        return Link(unit.to(device), trust.to(device))


def pair(first: Look, second: Look, *, faith: float = 1.0) -> Pair:
    """Follow the motion between two frames, both ways.

    The flow is DIS (Kroeger et al. 2016) on Y′ at work size; OpenCV gives the same on any number of
    threads. It is searched on the processor whatever the device, so that all devices agree on it. A
    place is trusted where the ways there and back meet again (Sundaram et al. 2010) *and* its
    surroundings look the same there.

    Args:
        faith: factor on all trust.
    """
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    # Down to the track's grid, one finer than the preset: a tenth less flicker. To refine the flow
    # there would take twice the time, and patches more densely laid were not better.
    finder.setFinestScale(1)
    finder.setVariationalRefinementIterations(0)
    finder.setPatchStride(5)
    finder.setGradientDescentIterations(12)
    height, width = first.lightness.shape
    grid = _grid(height, width)
    flows: list[Floats] = []
    for here, there in ((first, second), (second, first)):
        flow = finder.calc(here.codes, there.codes, None)
        small = cv2.resize(flow, (width, height), interpolation=cv2.INTER_AREA)
        flows.append(np.asarray(small * np.float32(0.5)))
    places, trusts, matches = [], [], []
    for flow, back, here, there in (
        (flows[0], flows[1], first, second),
        (flows[1], flows[0], second, first),
    ):
        place = grid + flow
        returned = _sampled(back, place)
        astray = _square(flow + returned)
        allowed = _ASTRAY_PART * (_square(flow) + _square(returned)) + _ASTRAY
        match = _sampled(there.lightness, place)
        differs = _patch_mean(np.square(match - here.lightness))
        x, y = place[..., 0], place[..., 1]
        inside = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
        # Below e⁻³⁰ lie denormal numbers, which are slow and mean nothing.
        doubt = np.minimum(astray / allowed + differs / (2 * _MATCH_L**2), 30)
        places.append(place)
        trusts.append(np.exp(-doubt) * (inside * np.float32(faith)))
        matches.append(match)
    return Pair((places[0], places[1]), (trusts[0], trusts[1]), (matches[0], matches[1]))


def dirt(here: Look, before: Pair, after: Pair) -> Floats:
    """Where a frame alone shows something that neither the one before nor the one after knows.

    Args:
        before: the pair of the frame before and this one.
        after: the pair of this one and the frame after.

    Returns:
        ``(h, w)``: 1 on dirt and scratches, 0 elsewhere.
    """
    earlier, later = before.matched[1], after.matched[0]
    stands_out = np.minimum(np.abs(here.lightness - earlier), np.abs(here.lightness - later))
    agree = np.abs(earlier - later) < _DIRT_L / 3
    same_side = (here.lightness > earlier) == (here.lightness > later)
    mask = ((stands_out > _DIRT_L) & agree & same_side).astype(np.uint8)
    # Its soft border is dirty too.
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.float32)


def _grid(height: int, width: int) -> Floats:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.stack([x, y], -1)


def _sampled(picture: Floats, places: Floats) -> Floats:
    return np.asarray(
        cv2.remap(picture, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def _square(vectors: Floats) -> Floats:
    return np.asarray(np.square(vectors[..., 0]) + np.square(vectors[..., 1]))


def _patch_mean(values: Floats) -> Floats:
    return np.asarray(cv2.blur(values, (_PATCH, _PATCH)))
