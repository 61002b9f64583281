"""Tiny photos to train on, and torch's threads as they were."""

import cv2
import numpy as np
import pytest
import torch

from vidcolor.training.photos import find_photos


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    place = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    for number in range(5):
        small = rng.integers(0, 255, (4, 4, 3), dtype=np.uint8)
        cv2.imwrite(str(place / f"{number}.png"), cv2.resize(small, (80, 80)))
    return find_photos([place])


@pytest.fixture(autouse=True)
def _same_threads_afterwards():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)
