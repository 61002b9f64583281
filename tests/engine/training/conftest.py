"""Tiny photos to train on, stand-ins for weights, and torch's threads as they were."""

from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from models.mobilenet import MobileNetV2Encoder
from vidcolor.training.loop import train
from vidcolor.training.photos import find_photos

CPU = torch.device("cpu")
# Small and the same everywhere; what a test is about it sets itself.
QUICK = {
    "steps": 4,
    "batch_size": 2,
    "validate_every": 2,
    "validation_photos": 2,
    "threads": 1,
    "precision": "fp32",
    "warmup_steps": 1,
}


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    place = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    for number in range(5):
        small = rng.integers(0, 255, (4, 4, 3), dtype=np.uint8)
        cv2.imwrite(str(place / f"{number}.png"), cv2.resize(small, (80, 80)))
    return find_photos([place])


@pytest.fixture(scope="session")
def features(tmp_path_factory):
    """Weights of a network that compares pictures; by chance, as only in tests."""
    path = tmp_path_factory.mktemp("weights") / "encoder.safetensors"
    torch.manual_seed(0)
    save_file(MobileNetV2Encoder().state_dict(), path)
    return path


@pytest.fixture(autouse=True)
def _same_threads_afterwards():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def run():
    """Train a recipe on all photos but the last, which judges; gives the last progress."""

    def run(recipe, photos, out, *, stop_at=None, each=None, sources=None, **settings):
        resume = settings.pop("resume", False)
        device, world = settings.pop("device", CPU), settings.pop("world", None)
        chosen = replace(recipe.settings, **QUICK | settings)
        steps = train(
            recipe,
            chosen,
            photos[:-1],
            photos[-1:],
            out,
            device=device,
            sources=sources,
            resume=resume,
            world=world,
        )
        last = None
        with closing(steps):
            for step in steps:
                last = step
                if each is not None:
                    each(step)
                if step.step == stop_at:
                    break
        return last

    return run
