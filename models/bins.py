"""The a*b* bins of a colour distribution (Zhang et al. 2016, section 2.1)."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

BIN_STEP = 10.0

_REACH = 13  # bins on each side of grey that the grid has room for


@functools.cache
def in_gamut_bins() -> Tensor:
    """Centres of the bins of a 10-unit a*b* grid that some sRGB colour falls into.

    Returns:
        ``(Q, 2)`` a*b*, sorted by a*, then b*; float32 on the CPU. Do not change it in place.
    """
    axis = torch.linspace(0, 1, 65, dtype=torch.float64)
    rgb = torch.stack(torch.meshgrid(axis, axis, axis, indexing="ij"), -1).reshape(-1, 3)
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = torch.tensor(  # IEC 61966-2-1, D65
        [
            [0.4124, 0.3576, 0.1805],
            [0.2126, 0.7152, 0.0722],
            [0.0193, 0.1192, 0.9505],
        ],
        dtype=torch.float64,
    )
    white = to_xyz.sum(1)
    t = (linear @ to_xyz.T) / white
    f = torch.where(t > (6 / 29) ** 3, t.pow(1 / 3), t / (3 * (6 / 29) ** 2) + 4 / 29)
    ab = torch.stack([500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)
    a, b = (ab / BIN_STEP).round().long().T + _REACH
    found = torch.zeros(2 * _REACH + 1, 2 * _REACH + 1, dtype=torch.bool)
    found[a, b] = True
    return ((found.nonzero() - _REACH) * BIN_STEP).contiguous()
