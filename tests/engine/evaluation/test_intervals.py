"""Intervals against known cases."""

import numpy as np
import pytest

from vidcolor.evaluation.intervals import Spread, draw, mean_spread, ratio_spread, spread


@pytest.fixture(scope="module")
def values():
    return np.random.default_rng(3).normal(20, 4, 200)


def test_interval_of_a_mean_is_that_of_the_normal_law(values):
    figure = mean_spread(values, draw(200)).estimate()
    error = values.std() / np.sqrt(200)
    assert figure.value == pytest.approx(values.mean())
    assert figure.low == pytest.approx(values.mean() - 1.96 * error, abs=0.1 * error)
    assert figure.high == pytest.approx(values.mean() + 1.96 * error, abs=0.1 * error)


def test_three_photos_have_the_interval_that_is_worked_out_by_hand():
    # Of 0, 0, 3 the mean is k ~ Binomial(3, 1/3); P(3) = .037 > .025, so the bounds are 0 and 3.
    figure = mean_spread(np.array([0.0, 0.0, 3.0]), draw(3)).estimate()
    assert (figure.value, figure.low, figure.high) == (1.0, 0.0, 3.0)


def test_paired_difference_is_sure_of_what_unpaired_rows_hide(values):
    draws = draw(200)
    better = mean_spread(values + 0.5, draws).less(mean_spread(values, draws)).estimate()
    assert (better.low, better.high) == pytest.approx((0.5, 0.5))
    assert better.value == pytest.approx(0.5)


def test_draws_hang_on_the_seed_alone():
    assert (draw(9, 100, seed=4) == draw(9, 2000, seed=4)[:100]).all()
    assert (draw(9, 100, seed=4) != draw(9, 100, seed=5)).any()


def test_ratio_is_of_the_means_and_every_statistic_is_treated_alike(values):
    draws, of = draw(200, 300), values**2
    quick = ratio_spread(values, of, draws)
    slow = spread(lambda a, b: a.mean() / b.mean(), draws, values, of)
    assert quick.value == pytest.approx(values.mean() / of.mean())
    assert quick.resampled == pytest.approx(slow.resampled)
    assert quick.estimate().high == pytest.approx(slow.estimate().high)


def test_moved_interval_keeps_its_width_and_holds_the_figure():
    resampled = np.linspace(10, 20, 1001)
    plain = Spread(9.0, resampled).estimate()
    moved = Spread(9.0, resampled, moved=True).estimate()
    assert plain.low > plain.value
    assert (moved.low, moved.high) == pytest.approx((9 - 4.75, 9 + 4.75))
    assert moved.high - moved.low == pytest.approx(plain.high - plain.low)
