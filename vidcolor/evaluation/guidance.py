"""Guidance drawn from the truth: what a person who knows the colours could have told a network."""

from __future__ import annotations

import zlib

import cv2
import numpy as np
import torch
from torch import Tensor

from vidcolor.color.lab import rgb_to_lab
from vidcolor.evaluation.measures import Rgb
from vidcolor.training import loop

PATCH_PX = 7  # at work size


def true_ab(truth: Rgb, size: tuple[int, int]) -> Tensor:
    """The truth's a*b* at work size ``(h, w)``: ``(1, 2, h, w)``."""
    rgb = torch.from_numpy(truth).permute(2, 0, 1)[None].float() / 255
    ab = rgb_to_lab(rgb)[0, 1:].permute(1, 2, 0).numpy()
    small = cv2.resize(ab, size[::-1], interpolation=cv2.INTER_AREA)
    return torch.from_numpy(small).permute(2, 0, 1)[None]


def true_points(ab: Tensor, count: int, name: str, seed: int) -> Tensor:
    """Reveal the truth at random points, each the mean colour of a 7 × 7 patch.

    The points hang on the photo's name and the seed only, and five of them hold the one.

    Args:
        ab: ``(1, 2, h, w)``.

    Returns:
        ``(1, 3, h, w)``: a*, b* and a mask of 0 or 1.
    """
    height, width = ab.shape[-2:]
    chance = np.random.default_rng([seed, zlib.crc32(name.encode())])
    hints = torch.zeros(1, 3, height, width)
    for across, down in chance.random((count, 2)):
        y, x = int(down * (height - PATCH_PX + 1)), int(across * (width - PATCH_PX + 1))
        patch = (..., slice(y, y + PATCH_PX), slice(x, x + PATCH_PX))
        hints[patch][:, :2] = ab[patch].mean((2, 3), keepdim=True)
        hints[patch][:, 2] = 1
    return hints


def true_palette(ab: Tensor) -> Tensor:
    """The truth's own palette, ``(1, 17)``: the most that a reference picture could tell."""
    palette: Tensor = loop.palette_of(ab)  # type: ignore[attr-defined]  # few doors to `models`
    return palette
