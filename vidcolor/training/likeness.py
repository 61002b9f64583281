"""How alike two pictures look to a network that was trained to recognise things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from vidcolor.encoders import RgbEncoder

_STRIDE = 4  # where the papers compare: relu3 of VGG


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """A feature loss (Johnson et al. 2016, section 3.2).

    ``distance``: "relative": the mean absolute difference at each stride over the true features'
    mean size there, averaged. Else at stride 4 alone, in units of the true features' own size, so
    that a weight holds for any network: "l1", "mse" or "rmse".
    """

    encoder: RgbEncoder
    distance: str
    autocast: Callable[[], torch.autocast]

    def __call__(self, made: Tensor, true: Tensor) -> Tensor:
        """Compare pictures.

        Args:
            made, true: ``(B, 3, H, W)`` sRGB, 0 to 1; out of gamut the codes go on, where a
                gradient still leads back; sides multiples of 32.
        """
        with self.autocast():
            with torch.no_grad():
                wanted = [features.float() for features in self.encoder(true)]
            got = [features.float() for features in self.encoder(made)]
        if self.distance == "relative":
            parts = [_relative(g, w) for g, w in zip(got, wanted, strict=True)]
            return torch.stack(parts).mean()
        at = self.encoder.strides.index(_STRIDE)
        if self.distance == "l1":
            return _relative(got[at], wanted[at])
        square = (got[at] - wanted[at]).square().mean() / (wanted[at].square().mean() + 1e-6)
        # A root has no gradient at 0.
        return square if self.distance == "mse" else (square + 1e-12).sqrt()


def _relative(got: Tensor, wanted: Tensor) -> Tensor:
    return (got - wanted).abs().mean() / (wanted.abs().mean() + 1e-6)
