"""The Inception score against values worked out by hand; what coloured pictures are taken for."""

import numpy as np
import pytest
import torch

from vidcolor.evaluation.classified import (
    Classifier,
    class_probabilities,
    inception_score,
    same_class_percent,
)


def redness(rgb):
    """Two classes: how red a picture is, and the rest."""
    red = rgb[:, 0].mean((1, 2))
    return torch.stack([red, 1 - red], 1)


def test_sure_answers_that_differ_score_the_number_of_classes():
    score = inception_score(np.eye(4))
    assert score.mean == pytest.approx(4)
    assert score.deviation == 0


def test_one_answer_for_all_scores_one_whether_sure_or_not():
    for answer in ([1.0, 0.0, 0.0], [0.2, 0.5, 0.3]):
        assert inception_score(np.array([answer] * 5)).mean == pytest.approx(1)


def test_the_score_of_two_pictures_is_worked_out_by_hand():
    # The mean is (0.5, 0.5); each answer lies 0.9 ln 1.8 + 0.1 ln 0.2 from it.
    wanted = np.exp(0.9 * np.log(1.8) + 0.1 * np.log(0.2))
    assert inception_score(np.array([[0.9, 0.1], [0.1, 0.9]])).mean == pytest.approx(wanted)


def test_splits_are_scored_apart():
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    score = inception_score(rows, splits=2)  # 2 of the first half, 1 of the second
    assert score.mean == pytest.approx(1.5)
    assert score.deviation == pytest.approx(0.5)
    for wrong in (0, 5):
        with pytest.raises(ValueError, match=f"got {wrong}"):
            inception_score(rows, splits=wrong)


def test_pictures_reach_the_classifier_as_srgb_with_red_first():
    pictures = [np.full((4, 6, 3), color, np.uint8) for color in ([255, 0, 0], [51, 0, 255])]
    told = class_probabilities(Classifier("red", "ab" * 32, redness), pictures)
    assert told == pytest.approx(np.array([[1, 0], [0.2, 0.8]]))


def test_the_share_counts_pictures_whose_first_class_stays():
    truth = np.array([[0.6, 0.4], [0.2, 0.8], [0.9, 0.1], [0.3, 0.7]])
    colored = np.array([[0.9, 0.1], [0.7, 0.3], [0.6, 0.4], [0.1, 0.9]])
    assert same_class_percent(colored, truth) == 75.0
    assert same_class_percent(truth, truth) == 100.0


def test_a_classifier_is_named_with_the_beginning_of_its_sum():
    assert Classifier("VGG16", "0123456789" * 6, redness).label == "VGG16, 01234567"
