"""Measures against outside references and values worked out by hand."""

import numpy as np
import pytest
from skimage.color import rgb2lab
from skimage.metrics import peak_signal_noise_ratio

from vidcolor.evaluation.measures import (
    ab_error,
    colorfulness,
    epsilon_accuracy_percent,
    mae,
    psnr_db,
)


@pytest.fixture
def pair():
    rng = np.random.default_rng(4)
    truth = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    noisy = np.clip(truth + rng.normal(0, 9, truth.shape), 0, 255).astype(np.uint8)
    return noisy, truth


def test_psnr_equals_scikit_image(pair):
    assert psnr_db(*pair) == pytest.approx(peak_signal_noise_ratio(pair[1], pair[0]))


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
