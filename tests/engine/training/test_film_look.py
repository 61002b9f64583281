"""The old-film look: repeatable, only on lightness, in range."""

import torch

from vidcolor.color.lab import lightness_from_luma
from vidcolor.training.film_look import film_lightness


def draws():
    return torch.Generator().manual_seed(5)


def test_without_old_film_the_generator_sees_the_luma_or_a_sharper_one():
    rgb = torch.rand(32, 3, 32, 32, generator=draws())
    luma = (rgb * torch.tensor([0.299, 0.587, 0.114])[:, None, None]).sum(1, keepdim=True)
    plain = lightness_from_luma(luma)
    seen = film_lightness(rgb, chance=0.0, draws=draws())
    as_it_is = (seen - plain).abs().amax((1, 2, 3)) < 1e-3
    assert 8 < as_it_is.sum() < 24
    assert (seen.std((1, 2, 3)) > plain.std((1, 2, 3)))[~as_it_is].all()


def test_the_same_draws_give_the_same_film_and_stay_in_range():
    rgb = torch.rand(6, 3, 48, 48, generator=draws())
    first = film_lightness(rgb, chance=1.0, draws=draws())
    assert torch.equal(first, film_lightness(rgb, chance=1.0, draws=draws()))
    assert first.shape == (6, 1, 48, 48)
    assert first.min() >= 0
    assert first.max() <= 100
    plain = film_lightness(rgb, chance=0.0, draws=draws())
    assert ((first - plain).abs().mean((1, 2, 3)) > 1).all()
