"""Measures of one picture against its truth. Definitions and sources stand with each."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.color.lab import rgb_to_lab

Rgb = NDArray[np.uint8]
"""``(H, W, 3)`` sRGB, R first."""


def psnr_db(picture: Rgb, truth: Rgb) -> float:
    """Peak signal-to-noise ratio over 8-bit RGB values."""
    square = np.square(picture.astype(np.float64) - truth).mean()
    return float(10 * np.log10(255.0**2 / max(square, 1e-12)))


def mae(picture: Rgb, truth: Rgb) -> float:
    """Mean absolute error in 8-bit codes."""
    return float(np.abs(picture.astype(np.int16) - truth).mean())


def epsilon_accuracy_percent(picture: Rgb, truth: Rgb, *, epsilon: int = 5) -> float:
    """Share of RGB values closer than ``epsilon`` codes to the truth."""
    return float(100 * (np.abs(picture.astype(np.int16) - truth) < epsilon).mean())


def colorfulness(picture: Rgb) -> float:
    """Hasler and Süsstrunk (2003), as DDColor computes it: with |R−G| and |½(R+G)−B|."""
    r, g, b = np.moveaxis(picture.astype(np.float64), 2, 0)
    rg, yb = np.abs(r - g), np.abs(0.5 * (r + g) - b)
    spread = np.hypot(rg.std(), yb.std())
    return float(spread + 0.3 * np.hypot(rg.mean(), yb.mean()))


def ab_error(picture: Rgb, truth: Rgb) -> float:
    """Mean Euclidean distance in CIE a*b*."""
    both = torch.from_numpy(np.stack([picture, truth])).permute(0, 3, 1, 2).float() / 255
    ab = rgb_to_lab(both)[:, 1:]
    return float((ab[0] - ab[1]).norm(dim=0).mean())
