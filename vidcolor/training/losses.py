"""Losses, each a function of tensors with stated shapes and units."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from models.bins import color_weight
from models.unet import Prediction
from vidcolor.training.recipe import LossTerm


def _pixels_first(values: Tensor) -> Tensor:
    """``(B, C, H, W)`` as ``(B·H·W, C)``: no copy where the memory is channels-last."""
    return values.permute(0, 2, 3, 1).reshape(-1, values.shape[1])


def soft_bins(
    ab: Tensor, bins: Tensor, *, nearest: int = 5, sigma: float = 5.0
) -> tuple[Tensor, Tensor]:
    """Spread each colour over its nearest bins (Zhang et al. 2016, section 2.1, "soft-encoding").

    Args:
        ab: ``(B, 2, H, W)`` CIE a*b*.
        bins: ``(Q, 2)`` centres.

    Returns:
        Indices and weights, each ``(B·H·W, nearest)``; the weights of a pixel sum to 1.
    """
    flat = _pixels_first(ab)
    # |x − c|² without its |x|², which is the same for every bin.
    squared = (bins * bins).sum(1) - 2 * flat @ bins.T
    values, indices = squared.topk(nearest, dim=1, largest=False)
    values = values + (flat * flat).sum(1, keepdim=True)
    return indices, torch.softmax(-values / (2 * sigma * sigma), dim=1)


def bin_cross_entropy(logits: Tensor, ab: Tensor, bins: Tensor) -> Tensor:
    """Cross-entropy between a bin distribution and softly encoded colours, in nats.

    Args:
        logits: ``(B, Q, H, W)``, best channels-last.
        ab: ``(B, 2, H, W)`` true CIE a*b* on the same grid.
    """
    indices, weights = soft_bins(ab, bins)
    log_share = torch.log_softmax(_pixels_first(logits), dim=1)
    entropy = -(log_share.gather(1, indices) * weights).sum(1)
    weight = _pixels_first(color_weight(ab))[:, 0]
    return (entropy * weight).sum() / weight.sum()


def weighted_huber(predicted: Tensor, ab: Tensor, *, delta: float = 5.0) -> Tensor:
    """Huber loss of a*b* (quadratic below ``delta``), in units of a*b*, colourful pixels first."""
    per_value = F.huber_loss(predicted, ab, reduction="none", delta=delta) / delta
    weight = color_weight(ab)
    return (per_value * weight).sum() / (2 * weight.sum())


def mean_color(logits: Tensor, bins: Tensor, *, temperature: float = 1.0) -> Tensor:
    """The (annealed) mean of a bin distribution (Zhang et al. 2016, equation 5).

    Args:
        logits: ``(B, Q, H, W)``.
        temperature: 1 is the mean, towards 0 the mode.

    Returns:
        ``(B, 2, H, W)`` CIE a*b*.
    """
    batch, _, height, width = logits.shape
    scaled = _pixels_first(logits)
    if temperature != 1.0:
        scaled = scaled / temperature
    mean = torch.softmax(scaled, dim=1) @ bins
    return mean.reshape(batch, height, width, 2).permute(0, 3, 1, 2)


def recipe_loss(
    prediction: Prediction, ab: Tensor, bins: Tensor, terms: tuple[LossTerm, ...]
) -> Tensor:
    """The weighted sum of a recipe's losses.

    Args:
        ab: ``(B, 2, H, W)`` true CIE a*b* at the size of the generator's input.
    """
    total = ab.new_zeros(())
    for term in terms:
        head: Tensor = getattr(prediction, term.head).float()
        truth = F.adaptive_avg_pool2d(ab, (head.shape[2], head.shape[3]))
        if term.measure == "bin_cross_entropy":
            value = bin_cross_entropy(head, truth, bins)
        elif term.measure == "bin_mean_huber":
            value = weighted_huber(mean_color(head, bins), truth, delta=term.delta)
        elif term.measure == "huber":
            value = weighted_huber(head, truth, delta=term.delta)
        else:
            raise ValueError(f"no loss is called {term.measure!r}")
        total = total + term.weight * value
    return total
