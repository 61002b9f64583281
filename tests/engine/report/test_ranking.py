"""Which checkpoint comes first, and what the sheets of the best show."""

from types import SimpleNamespace

import numpy as np
import pytest

from vidcolor.evaluation.classified import Classifier
from vidcolor.evaluation.frechet import COLOR_LAYOUT
from vidcolor.evaluation.photos import PhotoResult
from vidcolor.report.measuring import Judged, evenly
from vidcolor.report.ranking import best_sheet, rank, side_by_side
from vidcolor.report.sheets import jpeg, labelled_grid

GREY = [np.full((64, 64, 3), 128, np.uint8)] * 2
TRUTH = [np.full((64, 64, 3), 250, np.uint8)] * 2


def judged(step, distance, sure):
    """A checkpoint whose features lie so far from the truth, of classes that differ so surely."""
    truth = np.random.default_rng(0).normal(size=(2, 3))
    photos = [PhotoResult(str(at), {}, (row + distance,), (row,)) for at, row in enumerate(truth)]
    picture = np.full((64, 64, 3), step, np.uint8)
    classes = np.array([[sure, 1 - sure], [1 - sure, sure]])
    return Judged(photos, [picture] * 2, classes, step)


def judge(classifier=None):
    return SimpleNamespace(classifier=classifier, features=[COLOR_LAYOUT])


def without_classes(step, distance):
    one = judged(step, distance, 0.5)
    return Judged(one.photos, one.pictures, None, step)


def test_by_distance_the_nearest_is_first_and_by_inception_score_the_highest():
    three = [judged(10, 1.0, 0.9), judged(20, 3.0, 1.0), judged(30, 2.0, 0.5)]
    by_score = rank(judge(Classifier("net", "ab" * 32, lambda rgb: rgb)), three)
    assert [one.step for one in by_score.ranked] == [20, 10, 30]
    assert by_score.title == "Inception score (net, abababab), higher is better"
    assert by_score.scores[0] == pytest.approx(2)
    bare = [without_classes(10, 1.0), without_classes(20, 3.0), without_classes(30, 2.0)]
    by_distance = rank(judge(), bare)
    assert [one.step for one in by_distance.ranked] == [10, 30, 20]
    assert by_distance.title == "FD(colour layout), lower is better"
    assert by_distance.scores == pytest.approx((3, 12, 27))  # 3 numbers, so far each


def test_of_equal_scores_the_earlier_is_first():
    same = [without_classes(step, 1.0) for step in (30, 10, 20)]
    assert [one.step for one in rank(judge(), same).ranked] == [10, 20, 30]


def test_the_sheet_has_the_best_twelve_between_grey_and_truth():
    ranking = rank(judge(), [without_classes(step, step / 10) for step in range(1, 15)])
    sheet = best_sheet(ranking, GREY, TRUTH)
    rows = [sheet[row * 132 + 64, -64, 0] for row in range(14)]
    assert rows == [128, *range(1, 13), 250]
    assert sheet.shape[0] == 14 * 132


def test_the_best_three_stand_side_by_side_between_grey_and_truth():
    ranking = rank(judge(), [without_classes(step, step / 10) for step in (4, 3, 2, 1)])
    sheet = side_by_side(ranking, GREY, TRUTH)
    across = [int(sheet[100, -196 * column + 96, 0]) for column in range(5, 0, -1)]
    assert across == [128, 1, 2, 3, 250]
    assert jpeg(sheet)[:2] == b"\xff\xd8"


def test_words_stand_beside_the_pictures_and_never_on_them():
    picture = np.full((20, 20, 3), 7, np.uint8)
    rows = [("a long row of words", [picture, picture]), ("b", [picture, picture])]
    sheet = labelled_grid(rows, side_px=40, heads=("one", "two"))
    assert (sheet == 7).all(2).sum() == 4 * 40 * 40
    assert (sheet[:20] > 100).any()
    assert (sheet[20:64, 85:150] > 100).any()  # the last of the words


def test_the_first_photos_are_spread_over_all():
    squares = [(str(at), GREY[0]) for at in range(36)]
    names = [int(name) for name, _ in evenly(squares)]
    assert names[:12] == list(range(0, 36, 3))
    assert sorted(names) == list(range(36))
    assert [name for name, _ in evenly(squares[:5])] == ["0", "1", "2", "3", "4"]
