"""Hints and palettes to train with, drawn from the truth."""

from __future__ import annotations

import torch
from torch import Tensor


def draw_hints(ab: Tensor, *, draws: torch.Generator) -> Tensor:
    """Colour patches as a person would place them (Zhang et al. 2017, section 3.2).

    Half of the pictures get none, the others a geometric number (mean 8, at most 40) of patches
    of 1 to 9 pixels, each the mean colour there with a jitter of ± 4; one in five on a nearly
    neutral spot says "no colour".

    Args:
        ab: ``(B, 2, H, W)`` true CIE a*b*.

    Returns:
        ``(B, 3, H, W)``: a*, b* and mask.
    """
    batch, _, height, width = ab.shape
    hints = ab.new_zeros(batch, 3, height, width)
    for picture in range(batch):
        if torch.rand((), generator=draws) < 0.5:
            continue
        uniform = float(torch.rand((), generator=draws).clamp(min=1e-6))
        count = min(1 + int(torch.log(torch.tensor(uniform)) / torch.log(torch.tensor(7 / 8))), 40)
        for _ in range(count):
            side = int(torch.randint(1, 10, (), generator=draws))
            y = int(torch.randint(0, height - side + 1, (), generator=draws))
            x = int(torch.randint(0, width - side + 1, (), generator=draws))
            color = ab[picture, :, y : y + side, x : x + side].mean((1, 2))
            jitter = (torch.rand(2, generator=draws) * 8 - 4).to(ab)
            wants_grey = bool(torch.rand((), generator=draws) < 0.2)
            if wants_grey and float(color.norm()) < 12:  # a red coat is never called grey
                color, jitter = color * 0, jitter * 0
            hints[picture, :2, y : y + side, x : x + side] = (color + jitter)[:, None, None]
            hints[picture, 2, y : y + side, x : x + side] = 1
    return hints


def drop_palettes(palettes: Tensor, *, share: float, draws: torch.Generator) -> Tensor:
    """Blank a share of the palettes ``(B, 17)``: the model must also work without one."""
    kept = torch.rand(len(palettes), 1, generator=draws) >= share
    return palettes * kept.to(palettes)
