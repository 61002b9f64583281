"""Losses against values worked out by other means."""

import torch

from models.bins import color_weight, in_gamut_bins, unweighted_state
from vidcolor.training.losses import (
    bin_cross_entropy,
    mean_color,
    soft_bins,
    weighted_huber,
)


def test_soft_bins_weigh_the_five_nearest_by_a_gaussian():
    bins = in_gamut_bins()
    ab = torch.tensor([12.0, -3.0])[None, :, None, None]
    indices, weights = soft_bins(ab, bins)
    distance = (bins - ab.flatten()).norm(dim=1)
    assert set(indices[0].tolist()) == set(distance.argsort()[:5].tolist())
    expected = torch.exp(-(distance[indices[0]] ** 2) / 50)
    torch.testing.assert_close(weights[0], expected / expected.sum())


def test_cross_entropy_equals_torchs_on_a_soft_target():
    bins = in_gamut_bins()
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(2, len(bins), 3, 4, generator=generator)
    ab = torch.randn(2, 2, 3, 4, generator=generator) * 30
    indices, weights = soft_bins(ab, bins)
    target = torch.zeros(24, len(bins)).scatter_(1, indices, weights)
    flat = logits.permute(0, 2, 3, 1).reshape(24, -1)
    each = torch.nn.functional.cross_entropy(flat, target, reduction="none")
    weight = color_weight(ab).permute(0, 2, 3, 1).reshape(24)
    torch.testing.assert_close(
        bin_cross_entropy(logits, ab, bins), (each * weight).sum() / weight.sum()
    )


def test_perfect_prediction_costs_nothing_and_colourful_pixels_count_twice():
    ab = torch.tensor([[3.0, 4.0], [30.0, 40.0]]).T[None, :, None]  # chroma 5 and 50
    assert weighted_huber(ab, ab) == 0
    assert color_weight(ab).flatten().tolist() == [1 + 5 / 40, 2.0]


def test_what_counted_twice_is_not_taken_for_twice_as_frequent():
    bins = in_gamut_bins()
    share = torch.rand(len(bins), generator=torch.Generator().manual_seed(0))
    share = share / share.sum()
    learned = share * color_weight(bins)[:, 0]  # what the weighted cross-entropy is least for
    state = {"to_logits.bias": learned.log(), "other": torch.ones(1)}
    undone = unweighted_state(state)
    torch.testing.assert_close(undone["to_logits.bias"].softmax(0), share)
    assert undone["other"] is state["other"]
    assert torch.equal(state["to_logits.bias"], learned.log())


def test_huber_is_linear_far_away():
    ab = torch.zeros(1, 2, 1, 1)
    # |d| = 45: (45 − δ/2) for δ = 5, for each of the two values.
    assert weighted_huber(ab + 45.0, ab).item() == 42.5


def test_annealed_mean_moves_from_mean_to_mode():
    bins = torch.tensor([[0.0, 0.0], [50.0, 0.0]])
    logits = torch.tensor([0.6, 0.4]).log()[None, :, None, None]
    mean = mean_color(logits, bins)
    torch.testing.assert_close(mean.flatten(), torch.tensor([20.0, 0.0]))
    colder = mean_color(logits, bins, temperature=0.1).flatten()
    assert colder[0] < 1.0
