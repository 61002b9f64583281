"""The fast guided filter, cut in two: coefficients where it is cheap, then the picture.

Planes are ``(h, w)`` float32, numpy arrays on a CPU and tensors elsewhere. On a CPU the
filter shares the cores with decoder, generator and encoder; numpy and OpenCV do this
little work in one go, where torch would wait for its other threads at each operation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import cv2
import numpy as np
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

P = TypeVar("P", NDArray[Any], Tensor)


def guided_coefficients(
    guide: P, values: Sequence[P], *, radius: int, epsilon: float
) -> list[tuple[P, P]]:
    """Fit ``values ≈ slope · guide + base`` in each window, then average over windows.

    He and Sun, "Fast Guided Filter", arXiv:1505.00996, algorithm 2, lines 2 to 5.

    Args:
        guide: ``(h, w)``.
        values: planes of the same size.
        radius: a window has ``2 · radius + 1`` samples a side.
        epsilon: variance of the guide that counts as noise: far below it the slope is 0
            and the values are smoothed, far above it they follow the guide's edges.

    Returns:
        slope and base of each plane of values; all 0 where the values are.
    """
    mean_guide = box_mean(guide, radius)
    spread = box_mean(guide * guide, radius) - mean_guide * mean_guide
    spread += epsilon
    models = []
    for plane in values:
        mean = box_mean(plane, radius)
        slope = (box_mean(plane * guide, radius) - mean * mean_guide) / spread
        base = mean - slope * mean_guide
        models.append((box_mean(slope, radius), box_mean(base, radius)))
    return models


def box_mean(plane: P, radius: int) -> P:
    """Mean over a square window of ``2 · radius + 1`` samples a side, edges repeated."""
    side = 2 * radius + 1
    if isinstance(plane, Tensor):
        padded = F.pad(plane[None, None], (radius, radius, radius, radius), mode="replicate")
        return F.avg_pool2d(padded, side, stride=1)[0, 0]
    return np.asarray(cv2.boxFilter(plane, -1, (side, side), borderType=cv2.BORDER_REPLICATE))


def enlarge(plane: P, size: tuple[int, int]) -> P:
    """Bilinear to ``(height, width)``, both grids over the same picture, edges repeated."""
    if isinstance(plane, Tensor):
        return F.interpolate(plane[None, None], size, mode="bilinear", align_corners=False)[0, 0]
    return np.asarray(cv2.resize(plane, size[::-1], interpolation=cv2.INTER_LINEAR))


def resample(plane: P, places: NDArray[np.float64], axis: int) -> P:
    """Read a plane at other places along one axis, linearly, edges repeated.

    Args:
        plane: ``(h, w)``.
        places: where, in samples; sample 0 is centred on 0.
        axis: 0 for rows, 1 for columns.

    Returns:
        ``(len(places), w)`` or ``(h, len(places))``.
    """
    length = plane.shape[axis]
    inside = places.clip(0, length - 1)
    before = np.floor(inside).astype(np.int64)
    after = np.minimum(before + 1, length - 1)
    share = (inside - before).astype(np.float32)[:, None]
    if isinstance(plane, Tensor):
        plane = plane if axis == 0 else plane.T
        weight = plane.new_tensor(share)
        mixed = plane[before.tolist()].lerp(plane[after.tolist()], weight)
        return mixed if axis == 0 else mixed.T.contiguous()
    if axis == 1:
        share = share.T
    first, second = plane.take(before, axis), plane.take(after, axis)
    return np.asarray(first + (second - first) * share, np.float32)
