"""Losses, each a function of tensors with stated shapes and units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from models.bins import color_weight
from vidcolor.color.spaces import ColorSpace
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


def nearest_cross_entropy(
    logits: Tensor, colors: Tensor, centres: Tensor, class_weights: Tensor | None = None
) -> Tensor:
    """Cross-entropy of the class whose centre is nearest to the true colour, in nats.

    Args:
        logits: ``(B, Q, H, W)``.
        colors: ``(B, 2, H, W)`` true colours on the same grid.
        centres: ``(Q, 2)`` in the same colour space.
        class_weights: ``(Q,)``, how much a class counts; None: all the same.
    """
    flat = _pixels_first(colors)
    wanted = torch.cdist(flat, centres.to(flat)).argmin(1)
    return F.cross_entropy(_pixels_first(logits), wanted, class_weights)


def rarity_weights(shares: Tensor, *, strength: float, mix: float = 0.5) -> Tensor:
    """How much each class counts, rare ones more (Zhang et al. 2016, equation 4).

    Args:
        shares: ``(Q,)`` of the classes among the pixels; their sum is 1.
        strength: 0: all the same, 1: as in the paper, between them a power of it.
        mix: share of the even distribution, the paper's λ.

    Returns:
        ``(Q,)``, whose mean over the pixels is 1.
    """
    weights = ((1 - mix) * shares + mix / len(shares)).reciprocal() ** strength
    return weights / (weights * shares).sum()


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A batch of pictures as a discriminator sees them: true and made colours of the same grey.

    ``grey``: ``(B, 1, h, w)``; ``real`` and ``fake``: ``(B, C, h, w)``, in ``space``.
    """

    space: ColorSpace
    grey: Tensor
    real: Tensor
    fake: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a generator said of a batch, beside the truth.

    ``heads``: by the names that `LossTerm` knows, each ``(B, C, h, w)``. ``truth``:
    ``(B, C, H, W)`` in the space of the heads, at the size of the input. ``centres``: ``(Q, 2)`` of
    the distribution's classes there. ``pair``: for the discriminator and for pictures' losses.
    """

    heads: dict[str, Tensor]
    truth: Tensor
    centres: Tensor
    class_weights: Tensor | None
    pair: Pair | None


def generator_losses(
    answer: Answer,
    terms: Sequence[LossTerm],
    *,
    features: Callable[[Tensor, Tensor], Tensor] | None = None,
) -> dict[str, Tensor]:
    """The weighted summands of a recipe's loss, by measure and head.

    Args:
        answer: what the generator said.
        terms: those that count now.
        features: how far apart two pictures of sRGB look, where a term asks for it.
    """
    parts: dict[str, Tensor] = {}
    for term in terms:
        if term.head in ("colors", "judged"):
            value = _pair_measure(answer.pair, term, features)
        else:
            value = _head_measure(answer, term)
        parts[f"{term.measure} {term.head}"] = term.weight * value
    return parts


def _head_measure(answer: Answer, term: LossTerm) -> Tensor:
    head = answer.heads[term.head].float()
    truth = F.adaptive_avg_pool2d(answer.truth, (head.shape[2], head.shape[3]))
    match term.measure:
        case "bin_cross_entropy":
            return bin_cross_entropy(head, truth, answer.centres)
        case "bin_mean_huber":
            return weighted_huber(mean_color(head, answer.centres), truth, delta=term.delta)
        case "huber":
            return weighted_huber(head, truth, delta=term.delta)
        case "nearest_cross_entropy":
            return nearest_cross_entropy(head, truth, answer.centres, answer.class_weights)
    raise ValueError(f"no measure of {term.head!r} is called {term.measure!r}")


def _pair_measure(
    pair: Pair | None, term: LossTerm, features: Callable[[Tensor, Tensor], Tensor] | None
) -> Tensor:
    if pair is None:
        raise ValueError(f"there are no pictures to compare by {term.measure!r}")
    match term.measure:
        case "l1":
            return ((pair.fake - pair.real) / term.unit).abs().mean()
        case "l2":
            return ((pair.fake - pair.real) / term.unit).square().mean()
        case "mean_chroma":
            made, true = mean_chroma(pair.fake), mean_chroma(pair.real)
            return F.huber_loss(made, true, delta=term.delta) / term.delta
        case "features" if features is not None:
            made, true = (pair.space.rgb(pair.grey, colors) for colors in (pair.fake, pair.real))
            return features(made, true)
    raise ValueError(f"no measure of {term.head!r} is called {term.measure!r}")


def mean_chroma(ab: Tensor) -> Tensor:
    """Mean chroma of each picture, ``(B,)``, of ``(B, 2, H, W)`` CIE a*b*."""
    # A root has no gradient at 0, and grey pixels are exactly there.
    return (ab.square().sum(1) + 1e-4).sqrt().mean((1, 2))
