"""Several colourings of one shot: the network is told of other palettes.

A palette says which colours a picture holds, not where; the network finds plausible places for
them. Palettes are whole, so a variant is consistent in itself, where drawing each place by itself
would be motley.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import models

_SHARE = 0.5  # of the foreign palette in the mix with the network's own


@cache
def known_palettes() -> Tensor:
    """``(N, 17)``: palettes of real photos, each as far as can be from those before it."""
    path = Path(models.__file__).parent / "weights" / "palettes.safetensors"
    return load_file(path)["palettes"].float()


def variant_palette(number: int, own: Tensor) -> Tensor | None:
    """The palette of a variant.

    Args:
        number: of the variant; 0 is what the network would do by itself.
        own: ``(1, 17)``: of what it does by itself.

    Returns:
        ``(1, 17)``; None: no palette is told.
    """
    if number == 0:
        return None
    palettes = known_palettes()
    # The likeliest first: those that are near to what the picture suggests anyway.
    order = torch.cdist(own[:, :-1], palettes[:, :-1])[0].argsort()
    chosen = _spread(palettes[order[: len(palettes) // 2], :-1], own[0, :-1])
    foreign = palettes[order[chosen[(number - 1) % len(chosen)]]][None]
    return torch.lerp(own, foreign.to(own), _SHARE)


def _spread(palettes: Tensor, own: Tensor) -> list[int]:
    """Indices in an order in which each is as far as can be from ``own`` and those before it."""
    nearest = torch.linalg.vector_norm(palettes - own, dim=1)
    order: list[int] = []
    for _ in range(len(palettes)):
        at = int(nearest.argmax())
        order.append(at)
        nearest = torch.minimum(nearest, torch.linalg.vector_norm(palettes - palettes[at], dim=1))
        nearest[order] = -1.0
    return order
