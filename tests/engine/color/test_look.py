"""What the sliders do to low-resolution colour."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from vidcolor.color.look import apply_look
from vidcolor.settings import Look


def colors() -> Tensor:
    return torch.randn(1, 2, 12, 16, generator=torch.Generator().manual_seed(3)) * 25


def test_a_neutral_look_gives_the_very_same_colours_back() -> None:
    ab = colors()
    assert apply_look(ab, Look()) is ab
    assert apply_look(ab, Look(saturation=0.2, leave=True)) is ab


@pytest.mark.parametrize(
    ("slider", "channel", "most"),
    [("warmth", 1, 15.0), ("tint", 0, 15.0)],
)
def test_warmth_and_tint_move_every_colour_both_ways(
    slider: str, channel: int, most: float
) -> None:
    ab = colors()
    for value in (-1.0, -0.25, 0.5, 1.0):
        moved = apply_look(ab, Look(**{slider: value})) - ab
        assert torch.allclose(moved[:, channel], torch.tensor(value * most), atol=1e-4)
        assert moved[:, 1 - channel].abs().max() < abs(value) * most / 2


def test_warmth_goes_to_amber_and_tint_to_magenta() -> None:
    grey = torch.zeros(1, 2, 1, 1)
    amber_a, amber_b = apply_look(grey, Look(warmth=1.0)).flatten().tolist()
    magenta_a, magenta_b = apply_look(grey, Look(tint=1.0)).flatten().tolist()
    assert amber_b > amber_a > 0
    assert magenta_a > 0 > magenta_b


def test_vibrance_strengthens_pale_colours_more_than_strong_ones_and_keeps_their_order() -> None:
    chroma = torch.linspace(0, 100, 400)
    ab = torch.stack([chroma * 0.6, chroma * 0.8])[None, :, None]
    for vibrance in (-1.0, -0.4, 0.4, 1.0):
        after = apply_look(ab, Look(vibrance=vibrance))[0, :, 0]
        length = after.norm(dim=0)
        assert length[0] == 0
        assert (length.diff() >= 0).all()
        gain = length[1:] / chroma[1:]
        assert (gain.sub(1).abs().diff() < 0).all()
        assert gain[0] == pytest.approx(1 + vibrance, abs=0.02)
        assert torch.allclose(after[0] * 0.8, after[1] * 0.6, atol=1e-4)  # the hue stays
