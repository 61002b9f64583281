"""The Fréchet distance between sets of pictures, on features that are named with it.

FID in the strict sense needs the weights of InceptionV3, which are not ours to ship. So no figure
here is called FID, and figures on different features are never compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.lab import rgb_to_lab
from vidcolor.devices import Compute
from vidcolor.encoders import load_rgb_encoder
from vidcolor.evaluation.measures import Rgb

Numbers = NDArray[np.float64]
_CELLS = 4  # of the colour layout, along each side


@dataclass(frozen=True, slots=True)
class Features:
    """What a picture is reduced to before sets are compared."""

    name: str  # as it stands in the table
    of: Callable[[Rgb], Numbers]
    resamples: int  # at most; the long ones cost time


def color_layout(picture: Rgb) -> Numbers:
    """Mean a*, b* and chroma in each cell of a 4 × 4 grid: 48 numbers in CIE units.

    It has no weights, is always at hand and knows of nothing but which colour lies where.
    """
    ab = rgb_to_lab(_tensor(picture))[:, 1:]
    both = torch.cat([ab, ab.norm(dim=1, keepdim=True)], 1)
    cells = torch.nn.functional.adaptive_avg_pool2d(both, _CELLS)
    return cells.flatten().numpy().astype(np.float64)


COLOR_LAYOUT = Features("FD(colour layout)", color_layout, 1_000_000)


def encoder_features(path: Path, compute: Compute) -> Features:
    """Means over the places of an ImageNet encoder's deepest features, fed with colour.

    Args:
        path: MobileNetV2 (stride 32, 320 numbers) or ResNet50 to stride 16 (1,024 numbers).
        compute: where it runs, always in float32.

    Raises:
        VidcolorError: the file cannot be read, or is neither of the two.
    """
    encoder = load_rgb_encoder(path, compute.device)

    @torch.inference_mode()
    def means(picture: Rgb) -> Numbers:
        deepest = encoder(_tensor(picture).to(compute.device))[-1]
        return deepest.mean((2, 3))[0].cpu().numpy().astype(np.float64)

    return Features(f"FD({encoder.name} means, {encoder.sha256[:8]})", means, 200)


def _tensor(picture: Rgb) -> Tensor:
    return torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 255


def frechet_distance(one: Numbers, other: Numbers) -> float:
    """Distance of the Gaussians that fit two sets of features (Dowson and Landau 1982).

    The covariances are shrunk by Ledoit and Wolf's (2004) rule towards an even spread: there may be
    fewer photos than numbers, and their plain covariance would have no inverse and too small a
    rank. Where there are more numbers than photos, all is computed in the space that the photos
    span; what lies outside of it is the even spread alone and is added by its formula.

    Args:
        one: ``(photos, numbers)``.
        other: likewise, of as many numbers.

    Returns:
        The squared distance, in squared units of the features.
    """
    numbers = one.shape[1]
    # torch keeps to the calling thread's share of the cores; numpy's threads crowd each other.
    rows_1, rows_2 = (torch.from_numpy(np.ascontiguousarray(rows)) for rows in (one, other))
    if len(one) + len(other) < numbers:
        basis, _ = torch.linalg.qr(torch.cat([rows_1, rows_2]).T)
        rows_1, rows_2 = rows_1 @ basis, rows_2 @ basis
    covariance_1, even_1 = shrunk_covariance(rows_1, numbers)
    covariance_2, even_2 = shrunk_covariance(rows_2, numbers)
    outside = (numbers - rows_1.shape[1]) * (math.sqrt(even_1) - math.sqrt(even_2)) ** 2
    inside = gaussian_distance(rows_1.mean(0), covariance_1, rows_2.mean(0), covariance_2)
    return float(inside + outside)


def gaussian_distance(
    mean_1: Tensor, covariance_1: Tensor, mean_2: Tensor, covariance_2: Tensor
) -> float:
    """``|m₁ − m₂|² + tr(C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½)``.

    The product in this order is symmetric, so both roots come from eigenvalues that are real;
    those below 0 are rounding and count as 0.
    """
    values, vectors = torch.linalg.eigh(covariance_1)
    root = (vectors * values.clamp(min=0).sqrt()) @ vectors.T
    inner = root @ covariance_2 @ root
    shared = torch.linalg.eigvalsh((inner + inner.T) / 2).clamp(min=0).sqrt().sum()
    apart = (mean_1 - mean_2).square().sum()
    distance = apart + covariance_1.trace() + covariance_2.trace() - 2 * shared
    return max(float(distance), 0.0)


def shrunk_covariance(rows: Tensor, numbers: int) -> tuple[Tensor, float]:
    """Ledoit and Wolf's covariance of features that were ``numbers`` long.

    Args:
        rows: ``(photos, k)``, the features or their coordinates in a space that holds them.
        numbers: length of the features, at least ``k``.

    Returns:
        ``(k, k)``, and the variance along each direction outside of that space.
    """
    centred = rows - rows.mean(0)
    photos, inside = centred.shape
    plain = centred.T @ centred / photos
    even = float(plain.trace()) / numbers
    flat = even * torch.eye(inside, dtype=rows.dtype)
    distance = float((plain - flat).square().sum()) + (numbers - inside) * even**2
    if distance <= 0:
        return plain, 0.0
    fourth = float(centred.square().sum(1).square().sum()) / photos
    noise = (fourth - float(plain.square().sum())) / photos
    share = min(max(noise / distance, 0.0), 1.0)
    return (1 - share) * plain + share * flat, share * even
