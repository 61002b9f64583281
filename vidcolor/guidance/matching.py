"""Finds in a picture what a reference shows, and gives it the reference's colours.

Features of the encoder of `swift` are compared place by place, whatever model colours (colour by
correspondence: He et al. 2018, "Deep Exemplar-based Colorization", section 3). Where nothing alike
is found the network's own colour stays; the reference's palette then is all that it takes.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.unet import ColorUNet, palette_of

_LEVELS = (1, 2, 3)  # of the encoder's features: strides 4, 8 and 16, all brought to 8
_BEST = 8  # places that are mixed
_SHARPNESS = 0.05  # of the mix: similarity that counts 1/e
_LIGHT_L = 30.0  # L*: a place as far off in lightness counts …
_LIGHT_COST = 0.3  # … as if it were so much less alike
# Measured on ten clips: within a shot half of all places are more alike than .83 and a tenth less
# than .55; in pictures that have nothing to do with each other half are below .44.
_STRANGE, _ALIKE = 0.45, 0.70


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """A picture as others are compared with it.

    ``features``: ``(N, C)``, each row of length 1. ``lightness``: ``(N,)`` L*. ``grid``: height and
    width, N together.
    """

    features: Tensor
    lightness: Tensor
    grid: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceColors:
    """What is taken from a reference: features with their colours, and its palette."""

    described: Described
    ab: Tensor  # (N, 2)
    palette: Tensor  # (1, 17)


class Matcher:
    """Compares pictures by the features of a generator's encoder."""

    def __init__(self, generator: ColorUNet) -> None:
        self._generator = generator

    @torch.inference_mode()
    def describe(self, lightness: Tensor) -> Described:
        """Of ``(1, 1, H, W)`` L*; sides are multiples of 32."""
        dtype = self._generator.to_ab.weight.dtype
        with torch.autocast(lightness.device.type, dtype=dtype, enabled=dtype != torch.float32):
            taps = self._generator.encode(lightness, None)
        grid = (taps[2].shape[2], taps[2].shape[3])
        parts = []
        for level in _LEVELS:
            tap = taps[level].float()
            tap = tap - tap.mean(
                (2, 3), keepdim=True
            )  # what the whole picture shares tells nothing
            if tap.shape[2] > grid[0]:
                tap = F.adaptive_avg_pool2d(tap, grid)
            else:
                tap = F.interpolate(tap, grid, mode="bilinear", align_corners=False)
            parts.append(F.normalize(tap, dim=1))
        features = torch.cat(parts, 1).flatten(2)[0].T / len(parts) ** 0.5
        small = F.adaptive_avg_pool2d(lightness.float(), grid).flatten()
        return Described(features.contiguous(), small, grid)

    def reference(self, lightness: Tensor, ab: Tensor) -> ReferenceColors:
        """Take down a colour picture.

        Args:
            lightness: ``(1, 1, H, W)`` L*; sides are multiples of 32.
            ab: ``(1, 2, H, W)``.
        """
        described = self.describe(lightness)
        places = F.adaptive_avg_pool2d(ab.float(), described.grid)[0].flatten(1).T
        return ReferenceColors(described, places.contiguous(), palette_of(ab.float()))


def matched(seen: Described, reference: ReferenceColors) -> tuple[Tensor, Tensor]:
    """The reference's colours where a picture shows the same.

    Returns:
        ``(1, 2, h, w)`` a*b* and ``(1, 1, h, w)`` 0 to 1, how far they are to be believed; the grid
        is that of ``seen``.
    """
    similar = likeness(seen, reference.described)
    best, places = similar.topk(min(_BEST, similar.shape[1]), dim=1)
    share = torch.softmax(best / _SHARPNESS, dim=1)
    ab = (share[..., None] * reference.ab[places]).sum(1)
    faith = ((best[:, 0] - _STRANGE) / (_ALIKE - _STRANGE)).clamp(0, 1)
    return ab.T.reshape(1, 2, *seen.grid), faith.reshape(1, 1, *seen.grid)


def likeness(seen: Described, other: Described) -> Tensor:
    """``(N, M)``: how much alike the places of two pictures are, at most 1."""
    apart = (seen.lightness[:, None] - other.lightness[None]) / _LIGHT_L
    return seen.features @ other.features.T - _LIGHT_COST * apart.square()
