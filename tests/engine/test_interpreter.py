"""Networks of the papers answer as our own generators do."""

import pytest
import torch
from torch import nn

from models.registry import Native
from vidcolor.color.spaces import SPACES
from vidcolor.interpreter import Interpreter


class Painter(nn.Module):
    """Answers one colour everywhere, and remembers what it was shown."""

    def __init__(self, color, *, classes=0):
        super().__init__()
        self.color = torch.tensor(color)
        self.shown = []
        self.register_buffer("bins", torch.tensor([[0.0, 0.0], [40.0, 0.0]]) if classes else None)

    def forward(self, grey, noise=None):
        self.shown.append((grey, noise))
        color = self.color.view(1, -1, 1, 1)
        return color.expand(len(grey), -1, grey.shape[2] // 2, grey.shape[3] // 2)


def test_colours_of_any_space_become_ab_at_half_the_size():
    lightness = torch.full((2, 1, 64, 96), 50.0)
    for name, color in (("lab", [20.0, -10.0]), ("yuv", [0.1, 0.2]), ("rgb", [0.6, 0.4, 0.3])):
        painter = Painter(color)
        said = Interpreter(painter, Native(name))(lightness)
        assert said.ab.shape == (2, 2, 32, 48)
        assert said.logits.shape == (2, 0, 16, 24)
        space = SPACES[name]
        small = torch.full((1, 1, 1, 1), 50.0)
        expected = space.ab(space.grey(small), torch.tensor(color).view(1, -1, 1, 1))
        assert torch.allclose(said.ab, expected.expand_as(said.ab), atol=1e-4)


def test_a_network_of_one_size_is_shown_that_size():
    painter = Painter([10.0, 5.0])
    said = Interpreter(painter, Native("lab", fixed_px=64))(torch.full((1, 1, 96, 160), 30.0))
    assert painter.shown[0][0].shape == (1, 1, 64, 64)
    assert said.ab.shape == (1, 2, 48, 80)


def test_classes_become_a_distribution_and_its_mean():
    painter = Painter([0.0, 0.0], classes=2)
    interpreter = Interpreter(painter, Native("lab", classes=True))
    said = interpreter(torch.full((1, 1, 64, 64), 30.0))
    assert said.logits.shape == (1, 2, 16, 16)
    assert torch.allclose(said.ab[:, 0], torch.full((1, 32, 32), 20.0))
    unasked = interpreter(torch.full((1, 1, 64, 64), 30.0), distribution=False)
    assert unasked.logits.shape[1] == 0


def test_noise_is_the_same_for_every_frame_and_another_for_another_palette():
    painter = Painter([0.1, 0.1])
    interpreter = Interpreter(painter, Native("yuv", noise_numbers=100))
    lightness = torch.full((1, 1, 64, 64), 40.0)
    palettes = torch.rand(2, 1, 17)
    palettes[..., 16] = 1
    for palette in (None, None, *palettes, torch.zeros(1, 17)):
        interpreter(lightness, None, palette)
    noises = [noise for _, noise in painter.shown]
    assert noises[0].shape == (1, 100)
    assert noises[0].abs().max() <= 1
    assert torch.equal(noises[0], noises[1])
    assert torch.equal(noises[0], noises[4])  # "no palette is given"
    assert (noises[2] - noises[0]).abs().mean() > 0.2
    assert (noises[2] - noises[3]).abs().mean() > 0.2
    assert noises[2].abs().max() <= 1


@pytest.mark.parametrize("name", ["lab", "yuv", "rgb"])
def test_halves_do_not_reach_the_colours(name):
    color = [0.6, 0.4, 0.3] if name == "rgb" else [0.1, 0.2]
    interpreter = Interpreter(Painter(color), Native(name, fixed_px=64))
    lightness = torch.rand(1, 1, 96, 96) * 100
    plain = interpreter(lightness)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        halved = interpreter(lightness)
    assert torch.equal(plain.ab, halved.ab)
