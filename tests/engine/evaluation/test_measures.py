"""Measures against outside references and values worked out by hand."""

import numpy as np
import pytest
from skimage.color import rgb2lab
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from vidcolor.evaluation.measures import (
    ab_error,
    colorfulness,
    epsilon_accuracy_percent,
    mae,
    psnr_db,
    ssim,
)


@pytest.fixture
def pair():
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    noisy = np.clip(truth + rng.normal(0, 9, truth.shape), 0, 255).astype(np.uint8)
    return noisy, truth


def test_psnr_equals_scikit_image(pair):
    assert psnr_db(*pair) == pytest.approx(peak_signal_noise_ratio(pair[1], pair[0]))


def test_ssim_equals_scikit_image(pair):
    told = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    wanted = structural_similarity(*pair, channel_axis=2, **told)
    assert ssim(*pair) == pytest.approx(wanted, abs=1e-12)


def test_ssim_of_flat_pictures_is_worked_out_by_hand_and_small_ones_have_none():
    one, other = np.full((2, 12, 12, 3), 100, np.uint8)
    assert ssim(one, one) == pytest.approx(1)
    other[..., 2] = 50  # in one channel of three the means differ; nothing varies
    steady = (0.01 * 255) ** 2
    blue = (2 * 100 * 50 + steady) / (100**2 + 50**2 + steady)
    assert ssim(one, other) == pytest.approx((2 + blue) / 3)
    with pytest.raises(ValueError, match="11 px"):
        ssim(one[:10], other[:10])


def test_ab_error_equals_the_distance_by_scikit_image(pair):
    a, b = (rgb2lab(picture)[..., 1:] for picture in pair)
    assert ab_error(*pair) == pytest.approx(np.linalg.norm(a - b, axis=2).mean(), rel=1e-3)


def test_mae_and_epsilon_accuracy_count_codes():
    truth = np.full((1, 4, 3), 100, np.uint8)
    picture = truth.copy()
    picture[0, 0], picture[0, 1] = 104, 95  # 4 counts as equal, 5 does not
    assert mae(picture, truth) == pytest.approx(9 / 4)
    assert epsilon_accuracy_percent(picture, truth) == 75.0


def test_grey_is_not_colourful_and_primaries_are():
    grey = np.repeat(np.random.default_rng(0).integers(0, 256, (8, 8, 1), np.uint8), 3, 2)
    assert colorfulness(grey) == 0
    red = np.zeros((8, 8, 3), np.uint8)
    red[..., 0] = 200
    # Flat: no spread; rg = 200, yb = 100.
    assert colorfulness(red) == pytest.approx(0.3 * np.hypot(200, 100))
