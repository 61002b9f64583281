"""Colour spaces of the papers: parted and put together again, a picture is the same."""

import pytest
import torch

from vidcolor.color.lab import lightness_from_luma, luma_from_lightness, rgb_to_lab, rgb_to_luma
from vidcolor.color.spaces import LAB, RGB, SPACES, YUV
from vidcolor.video.frames import Matrix


def test_luma_and_lightness_are_each_other_backwards():
    luma = torch.linspace(0, 1, 101, dtype=torch.float64)
    assert torch.allclose(luma_from_lightness(lightness_from_luma(luma)), luma, atol=1e-12)


@pytest.mark.parametrize("space", [YUV, RGB])
def test_a_picture_comes_back_from_luma_and_colours(space):
    rgb = torch.rand(2, 3, 4, 4, dtype=torch.float64)
    grey = space.grey(lightness_from_luma(rgb_to_luma(rgb, Matrix.BT601)))
    colors = space.colors(rgb)
    assert colors.shape == (2, space.channels, 4, 4)
    assert torch.allclose(space.rgb(grey, colors), rgb, atol=1e-9)
    assert torch.allclose(space.ab(grey, colors), rgb_to_lab(rgb)[:, 1:], atol=1e-6)


def test_lab_takes_the_lightness_as_it_is():
    rgb = torch.rand(1, 3, 4, 4, dtype=torch.float64)
    lab = rgb_to_lab(rgb)
    assert torch.equal(LAB.grey(lab[:, :1]), lab[:, :1])
    assert torch.allclose(LAB.rgb(lab[:, :1], LAB.colors(rgb)), rgb, atol=1e-9)


@pytest.mark.parametrize("space", SPACES.values(), ids=SPACES)
def test_grey_has_no_colour(space):
    luma = torch.full((1, 1, 2, 2), 0.4, dtype=torch.float64)
    rgb = luma.expand(1, 3, 2, 2)
    grey = space.grey(lightness_from_luma(luma))
    assert space.ab(grey, space.colors(rgb)).abs().max() < 1e-6


def test_u_and_v_are_those_of_bt601():
    red = torch.tensor([1.0, 0.0, 0.0]).view(1, 3, 1, 1)
    u, v = YUV.colors(red).flatten()
    assert u == pytest.approx(-0.168736, abs=1e-6)  # ITU-R BT.601-7, 2.5.3
    assert v == pytest.approx(0.5)
