"""Evaluation runs the engine on photos and keeps their luma."""

import cv2
import numpy as np
import pytest
import torch
from standins import tint_network

from models.swift import Swift
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.comparison import Row, compare
from vidcolor.evaluation.contenders import Contender
from vidcolor.evaluation.frechet import COLOR_LAYOUT
from vidcolor.evaluation.photos import (
    PhotoColorizer,
    contact_sheet,
    frames_per_second,
    judge_grey,
    judge_photos,
    photo_squares,
)
from vidcolor.guides import Hint
from vidcolor.networks import Decoding, Network
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import find_photos

SETTINGS = ColorSettings(device="cpu", work_size=64)


@pytest.fixture(scope="module")
def compute():
    return choose_compute("cpu", precision="fp32")


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    module = Swift().eval()
    # Fresh layers for guidance start at zero: as if they had learned something.
    for layer in (module.wish[-1], module.hint_stem[-1], module.up_2.film):
        torch.nn.init.normal_(layer.weight, 0, 0.5)
    return Network("swift", module, "0" * 64, Decoding(0.5, chroma_gain=4.0), 32)


@pytest.fixture
def photos(tmp_path):
    rng = np.random.default_rng(1)
    for number in range(3):
        small = rng.integers(0, 255, (5, 7, 3), dtype=np.uint8)
        cv2.imwrite(str(tmp_path / f"{number}.png"), cv2.resize(small, (300, 280)))
    return find_photos([tmp_path])


def row(network, compute, photos, **settings):
    one = Contender("one", "swift", ColorSettings(device="cpu", work_size=64, **settings))
    judged = judge_photos(network, compute, photo_squares(photos), one, [COLOR_LAYOUT], 0)
    return Row("one", [result for result, _ in judged])


def grey_row(photos):
    return Row("grey", [one for one, _ in judge_grey(photo_squares(photos), [COLOR_LAYOUT])])


def test_grey_and_coloured_picture_share_the_luma_of_the_photo(network, compute):
    truth = np.random.default_rng(2).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    grey, colored = PhotoColorizer(network, compute, SETTINGS)(truth)
    weights = np.array([0.299, 0.587, 0.114])
    assert (grey == grey[..., :1]).all()
    assert np.abs(colored.astype(float) - grey).max() > 5
    assert np.abs(colored @ weights - truth @ weights).max() <= 1.0


def test_the_distribution_changes_no_colour_and_guidance_does(network, compute, photos):
    (_, truth), *_ = photo_squares(photos)
    colorizer = PhotoColorizer(network, compute, SETTINGS)
    bare, unsure = colorizer(truth)[1], colorizer.answer(truth)
    assert (unsure.colored == bare).all()
    assert unsure.doubt.shape == (16, 16)
    assert float(unsure.doubt.min()) > 0
    hinted = colorizer.answer(truth, hints=(Hint(0, ((0.1, 0.1),), (60.0, 40.0)),)).colored
    tinted = colorizer.answer(truth, palette=torch.ones(1, 17)).colored
    for one, other in ((hinted, bare), (tinted, bare), (hinted, tinted)):
        assert np.abs(one.astype(int) - other).max() > 5


def test_rows_hold_each_photo_its_means_and_the_paired_differences(network, compute, photos):
    result = compare(
        [grey_row(photos), row(network, compute, photos)], [COLOR_LAYOUT], resamples=200
    )
    own, grey = result.figures[1], result.figures[0]
    for name in ("psnr_db", "mae", "epsilon_accuracy_percent", "ab_error", "colorfulness"):
        each = result.rows[1].column(name)
        assert own[name].value == pytest.approx(each.mean())
        assert own[name].low < own[name].value < own[name].high
        # A resample may hold one photo thrice; its mean is rounded.
        assert each.min() - 1e-9 <= own[name].low
        assert own[name].high <= each.max() + 1e-9
        gain = result.to_grey[1][name]
        assert gain.value == pytest.approx(own[name].value - grey[name].value)
        assert gain.low <= gain.value <= gain.high
    truth = result.rows[1].column("colorfulness_truth")
    assert result.truth_colorfulness.value == pytest.approx(truth.mean())
    difference = np.abs(result.rows[1].column("colorfulness") - truth).mean()
    assert own["colorfulness_difference"].value == pytest.approx(difference)
    ratio = result.rows[1].column("colorfulness").mean() / truth.mean()
    assert own["colorfulness_ratio"].value == pytest.approx(ratio)
    assert grey["colorfulness"].value == grey["colorfulness_ratio"].value == 0
    assert own[COLOR_LAYOUT.name].value > 0
    assert -1 <= own["doubt_pixels"].low <= own["doubt_pixels"].high <= 1
    assert "doubt_photos" in own
    assert "doubt_pixels" not in grey
    assert result.to_grey[0] == result.to_first[1] == {}


def test_without_saturation_a_model_is_the_grey_row(network, compute, photos):
    result = compare(
        [grey_row(photos), row(network, compute, photos, saturation=0.0)],
        [COLOR_LAYOUT],
        resamples=100,
    )
    assert result.figures[1]["psnr_db"].value == pytest.approx(result.figures[0]["psnr_db"].value)
    assert result.figures[1]["colorfulness"].value == 0
    assert result.figures[1][COLOR_LAYOUT.name].value == pytest.approx(
        result.figures[0][COLOR_LAYOUT.name].value
    )


def test_a_network_that_holds_all_colours_equally_likely_has_no_doubts_to_rank(compute, photos):
    result = compare([row(tint_network(), compute, photos)], [COLOR_LAYOUT], resamples=100)
    assert result.rows[0].photos[0].measures["doubt_rank_correlation"] is None
    assert "doubt_pixels" not in result.figures[0]


def test_too_few_resamples_are_refused(photos):
    with pytest.raises(VidcolorError, match="--resamples is 9"):
        compare([grey_row(photos)], [], resamples=9)


def test_speed_is_a_number_of_photos_a_second(compute, photos):
    (_, truth), *_ = photo_squares(photos)
    assert 1 < frames_per_second(tint_network(), compute, SETTINGS, truth) < 100_000


def test_contact_sheet_shows_a_triple_for_each_photo(network, compute, photos, tmp_path):
    sheet = tmp_path / "sheet.png"
    contact_sheet(network, compute, photos, SETTINGS, sheet, columns=2, side_px=32)
    picture = cv2.imread(str(sheet))
    assert picture.shape == (2 * 36, 2 * (3 * 32 + 8), 3)
