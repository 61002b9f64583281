"""Photos to measure on, and a classifier that needs no weights."""

import cv2
import numpy as np
import pytest
import torch

from vidcolor.devices import choose_compute
from vidcolor.evaluation.classified import Classifier

NAMES = ("a&b _1_.png", "c`d.png")


@pytest.fixture(scope="session")
def photos(tmp_path_factory):
    place = tmp_path_factory.mktemp("secret place") / "photos"
    place.mkdir()
    rng = np.random.default_rng(1)
    for name in NAMES:
        small = rng.integers(0, 255, (5, 7, 3), dtype=np.uint8)
        cv2.imwrite(str(place / name), cv2.resize(small, (300, 280)))
    return place


@pytest.fixture(scope="session")
def compute():
    return choose_compute("cpu", precision="fp32")


@pytest.fixture(scope="session")
def classifier():
    """Two classes by which is greater, red or blue; the surer the more they differ."""

    def red_or_blue(rgb):
        red = torch.sigmoid(40 * (rgb[:, 0] - rgb[:, 2]).mean((1, 2)))
        return torch.stack([red, 1 - red], 1)

    return Classifier("red or blue", "0123456789abcdef" * 4, red_or_blue)
