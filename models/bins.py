"""The a*b* bins of a colour distribution (Zhang et al. 2016, section 2.1)."""

from __future__ import annotations

import functools

import torch
from torch import Tensor

BIN_STEP = 10.0

_REACH = 13  # bins on each side of grey that the grid has room for
# The least and the greatest b* of the published bins at a* of -90, -80 … 100.
_PUBLISHED_B = (
    *((50, 90), (20, 90), (0, 90), (-20, 90), (-30, 100), (-40, 100), (-50, 100), (-50, 100)),
    *((-60, 100), (-70, 100), (-80, 90), (-80, 90), (-90, 90), (-100, 90), (-100, 80)),
    *((-110, 80), (-110, 80), (-110, 70), (-110, 70), (-90, 0)),
)


@functools.cache
def in_gamut_bins() -> Tensor:
    """Centres of the bins of a 10-unit a*b* grid that some sRGB colour falls into.

    Returns:
        ``(Q, 2)`` a*b*, sorted by a*, then b*; float32 on the CPU. Do not change it in place.
    """
    with torch.device("cpu"):  # also where a network is built whose tensors hold no numbers
        return _found_bins()


def _found_bins() -> Tensor:
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


def published_bins() -> Tensor:
    """The 313 bins of Zhang et al. 2016, section 2.1.

    The list is a fact of their weights (``pts_in_hull.npy``), as OpenCV's
    ``samples/dnn/colorization.cpp`` prints it. It holds more colours than `in_gamut_bins` finds.

    Returns:
        ``(313, 2)`` a*b*, sorted by a*, then b*; float32 on the CPU, a fresh tensor.
    """
    return torch.tensor(
        [
            (10.0 * a, 10.0 * b)
            for a, (least, greatest) in enumerate(_PUBLISHED_B, start=-9)
            for b in range(least // 10, greatest // 10 + 1)
        ]
    )


def color_weight(ab: Tensor) -> Tensor:
    """How much a pixel counts in training: ``1 + min(chroma / 40, 1)``, colourful ones up to twice.

    Args:
        ab: ``(B, 2, …)`` CIE a*b*.

    Returns:
        ``(B, 1, …)``.
    """
    chroma: Tensor = torch.linalg.vector_norm(ab, dim=1, keepdim=True)
    return 1 + (chroma / 40).clamp(max=1)


def unweighted_state(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights of a generator whose distribution is rid of `color_weight`.

    What counts w times is learned as w times as frequent, so log w is taken off its logit (Elkan
    2001, theorem 2). The mean is then that of the colours as they are, not of a gaudier world.

    Raises:
        KeyError: the state has no distribution.
        RuntimeError: one over other bins.
    """
    log_weight = color_weight(in_gamut_bins())[:, 0].log()
    return state | {"to_logits.bias": state["to_logits.bias"].float() - log_weight}
