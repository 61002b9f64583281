"""What ships: intact weights with a card that names them, and colours on the bundled clip."""

from pathlib import Path

import numpy as np
import pytest

import vidcolor
from vidcolor.engine import Engine
from vidcolor.evaluation.measures import colorfulness
from vidcolor.networks import file_sha256, find_spec, verify_weights
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings
from vidcolor.video.reader import open_reader

SHIPPED = ("swift",)


def test_the_shipped_weights_are_intact_small_and_named_by_their_cards():
    assert verify_weights() == dict.fromkeys(SHIPPED, True)
    specs = [find_spec(name) for name in SHIPPED]
    assert specs[0].weights.stat().st_size <= 14e6
    assert sum(spec.weights.stat().st_size for spec in specs) <= 60e6
    for spec in specs:
        assert file_sha256(spec.weights) in spec.card.read_text(encoding="utf-8")


@pytest.mark.parametrize("model", SHIPPED)
def test_the_bundled_clip_gets_colours_and_keeps_its_luma(model):
    clip = Path(vidcolor.__file__).parent / "assets" / "demo.mp4"
    with open_reader(clip) as reader:
        preview = frame_at(reader, 90, Engine(ColorSettings(model=model, device="cpu")))
    assert colorfulness(preview.grey) == 0
    assert colorfulness(preview.color) > 8
    weights = np.array([0.299, 0.587, 0.114])
    assert np.abs(preview.color @ weights - preview.grey @ weights).max() <= 1.0
