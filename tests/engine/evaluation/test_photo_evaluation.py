"""Evaluation runs the engine on photos and keeps their luma."""

import cv2
import numpy as np
import pytest
import torch

from models.swift import Swift
from vidcolor.devices import choose_compute
from vidcolor.evaluation.photos import PhotoColorizer, contact_sheet, evaluate_photos
from vidcolor.networks import Decoding, Network
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import find_photos


@pytest.fixture(scope="module")
def compute():
    return choose_compute("cpu", precision="fp32")


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return Network("swift", Swift().eval(), "0" * 64, Decoding(chroma_gain=4.0), 32)


@pytest.fixture
def photos(tmp_path):
    rng = np.random.default_rng(1)
    for number in range(2):
        small = rng.integers(0, 255, (5, 7, 3), dtype=np.uint8)
        cv2.imwrite(str(tmp_path / f"{number}.png"), cv2.resize(small, (300, 280)))
    return find_photos([tmp_path])


def test_grey_and_coloured_picture_share_the_luma_of_the_photo(network, compute):
    truth = np.random.default_rng(2).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    grey, colored = PhotoColorizer(network, compute, ColorSettings(device="cpu"))(truth)
    weights = np.array([0.299, 0.587, 0.114])
    assert (grey == grey[..., :1]).all()
    assert np.abs(colored.astype(float) - grey).max() > 5
    assert np.abs(colored @ weights - truth @ weights).max() <= 1.0


def test_row_holds_the_measures_of_colour_and_of_grey(network, compute, photos):
    row = evaluate_photos(network, compute, photos, ColorSettings(device="cpu"))
    assert row["model"] == "swift"
    for name in ("psnr_db", "mae", "epsilon_accuracy_percent", "ab_error"):
        assert row[name] != row[f"{name}_grey"]
    none = evaluate_photos(network, compute, photos, ColorSettings(device="cpu", saturation=0.0))
    assert none["psnr_db"] == pytest.approx(row["psnr_db_grey"])
    assert none["colorfulness"] == 0


def test_contact_sheet_shows_a_triple_for_each_photo(network, compute, photos, tmp_path):
    sheet = tmp_path / "sheet.png"
    settings = ColorSettings(device="cpu")
    contact_sheet(network, compute, photos, settings, sheet, columns=2, side_px=32)
    picture = cv2.imread(str(sheet))
    assert picture.shape == (36, 2 * (3 * 32 + 8), 3)
