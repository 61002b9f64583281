"""Measures of one picture against its truth. Definitions and sources stand with each."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.color.lab import rgb_to_lab

Rgb = NDArray[np.uint8]
"""``(H, W, 3)`` sRGB, R first."""

_WINDOW_PX = 11  # of SSIM
_SIGMA_PX = 1.5


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


def ssim(picture: Rgb, truth: Rgb) -> float:
    """Structural similarity (Wang et al. 2004, section III.C), the mean of that of R, G and B.

    Window of 11 × 11 px, Gaussian of 1.5 px, K₁ = 0.01, K₂ = 0.03, 8-bit codes; places whose window
    leaves the picture do not count. The paper measures luma, which our pictures share with their
    truth: it would be 1, so the colour channels are measured.

    Raises:
        ValueError: a side is shorter than the window.
    """
    if min(picture.shape[:2]) < _WINDOW_PX:
        raise ValueError(f"want sides of {_WINDOW_PX} px or more, got {picture.shape}")
    one, other = picture.astype(np.float64), truth.astype(np.float64)
    inside = slice(_WINDOW_PX // 2, -(_WINDOW_PX // 2))

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        blurred = cv2.GaussianBlur(values, (_WINDOW_PX, _WINDOW_PX), _SIGMA_PX)
        return np.asarray(blurred[inside, inside], np.float64)

    mean_1, mean_2 = mean(one), mean(other)
    variance_1, variance_2 = mean(one * one) - mean_1**2, mean(other * other) - mean_2**2
    shared = mean(one * other) - mean_1 * mean_2
    steady_1, steady_2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = (2 * mean_1 * mean_2 + steady_1) * (2 * shared + steady_2)
    likeness /= (mean_1**2 + mean_2**2 + steady_1) * (variance_1 + variance_2 + steady_2)
    return float(likeness.mean())


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
