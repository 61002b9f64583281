"""Does a network know where it is wrong? Its own doubt against its error, by ranks."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.lab import rgb_to_lab
from vidcolor.evaluation.measures import Rgb

Numbers = NDArray[np.float64]


def doubt(logits: Tensor, bins: Tensor) -> Tensor:
    """Standard deviation of the colours that the network holds possible, at temperature 1.

    Args:
        logits: ``(B, Q, h, w)``.
        bins: ``(Q, 2)`` a*b*.

    Returns:
        ``(B, h, w)`` ``sqrt(E|ab|² − |E ab|²)`` in a*b* units.
    """
    shares = torch.softmax(logits.float(), dim=1)
    square = torch.einsum("bqhw,q->bhw", shares, bins.square().sum(1))
    mean = torch.einsum("bqhw,qc->bchw", shares, bins)
    return (square - mean.square().sum(1)).clamp(min=0).sqrt()


def error_map(picture: Rgb, truth: Rgb, size: tuple[int, int]) -> Tensor:
    """Distance in a*b* at each place, area-averaged to ``size``: ``(h, w)``."""
    both = torch.from_numpy(np.stack([picture, truth])).permute(0, 3, 1, 2).float() / 255
    ab = rgb_to_lab(both)[:, 1:]
    error = (ab[0] - ab[1]).norm(dim=0)
    return F.interpolate(error[None, None], size, mode="area")[0, 0]


def rank_correlation(one: Numbers, other: Numbers) -> float | None:
    """Spearman's: the correlation of ranks, equal values sharing theirs; None where all are equal.

    Args:
        one: any shape.
        other: of the same size.
    """
    ranks = [_ranks(values.ravel()) for values in (one, other)]
    centred = [rank - rank.mean() for rank in ranks]
    scale = float(np.sqrt(np.square(centred[0]).sum() * np.square(centred[1]).sum()))
    return float((centred[0] * centred[1]).sum() / scale) if scale > 0 else None


def _ranks(values: Numbers) -> Numbers:
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[which], np.float64)
