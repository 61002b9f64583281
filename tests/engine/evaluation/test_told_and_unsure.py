"""What is told to a network, and whether its doubts meet its errors."""

import numpy as np
import pytest
import torch
from scipy.stats import spearmanr

from vidcolor.evaluation.guidance import PATCH_PX, true_ab, true_palette, true_points
from vidcolor.evaluation.uncertainty import doubt, error_map, rank_correlation


@pytest.fixture
def ab():
    return torch.from_numpy(np.random.default_rng(0).normal(0, 30, (1, 2, 64, 96))).float()


def test_points_are_the_true_mean_of_their_patch(ab):
    (hint,) = true_points(ab, 1, "a.jpg", 0)
    ((x, y),) = hint.places
    column, row = round(x * 96 - PATCH_PX / 2), round(y * 64 - PATCH_PX / 2)
    wanted = ab[0, :, row : row + 7, column : column + 7].mean((1, 2))
    assert hint.ab == pytest.approx(wanted.tolist(), abs=1e-3)
    assert hint.radius == pytest.approx(3.5 / 64)
    assert hint.frame == 0


def test_more_points_hold_the_fewer_and_hang_on_name_and_seed(ab):
    five = true_points(ab, 5, "a.jpg", 0)
    assert five[:1] == true_points(ab, 1, "a.jpg", 0)
    assert len(set(five)) == 5
    assert five != true_points(ab, 5, "b.jpg", 0)
    assert five != true_points(ab, 5, "a.jpg", 1)
    assert true_points(ab, 0, "a.jpg", 0) == ()


def test_truth_at_work_size_keeps_the_mean_colour_and_its_palette():
    truth = np.zeros((256, 256, 3), np.uint8)
    truth[:, :128] = (255, 0, 0)
    ab = true_ab(truth, (64, 64))
    assert ab[0, :, 10, 10].tolist() == pytest.approx([80.1, 67.2], abs=0.3)
    palette = true_palette(ab)
    assert palette.shape == (1, 17)
    assert palette[0, -1] == 1
    assert float(palette[0, 3]) == pytest.approx(0.5, abs=0.02)  # half of it is neutral


def test_doubt_is_the_standard_deviation_of_the_distribution():
    bins = torch.tensor([[0.0, 0.0], [30.0, 40.0]])
    logits = torch.tensor([0.25, 0.75]).log().reshape(1, 2, 1, 1)
    assert float(doubt(logits, bins)) == pytest.approx(50 * np.sqrt(0.25 * 0.75), rel=1e-5)
    sure = torch.tensor([0.0, 100.0]).reshape(1, 2, 1, 1)
    assert float(doubt(sure, bins)) == pytest.approx(0, abs=1e-2)


def test_rank_correlation_equals_scipy_with_ties():
    rng = np.random.default_rng(8)
    one = rng.integers(0, 6, (20, 10)).astype(float)
    other = one + rng.integers(0, 9, (20, 10))
    wanted = spearmanr(one.ravel(), other.ravel()).statistic
    assert rank_correlation(one, other) == pytest.approx(wanted)
    assert rank_correlation(one, -one) == pytest.approx(-1)
    assert rank_correlation(one, np.ones_like(one)) is None


def test_error_map_says_where_a_picture_is_wrong():
    truth = np.full((256, 256, 3), 128, np.uint8)
    picture = truth.copy()
    picture[:64, :64] = (255, 0, 0)
    error = error_map(picture, truth, (4, 4))
    assert float(error[0, 0]) == pytest.approx(104.6, abs=0.3)
    assert float(error.sum() - error[0, 0]) == pytest.approx(0, abs=0.3)
