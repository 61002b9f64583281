"""Lab against scikit-image, and the lightness of luma."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import color

from vidcolor.color.lab import lab_to_rgb, lightness_from_luma, rgb_to_lab, rgb_to_luma
from vidcolor.video.frames import Matrix


def rgb_cube(steps: int = 18) -> np.ndarray:
    """``(N, N·N, 3)`` float64: all sRGB corners, edges and a grid inside."""
    axis = np.linspace(0.0, 1.0, steps)
    return np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(steps, -1, 3)


def to_tensor(picture: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None]


def to_numpy(tensor: torch.Tensor) -> np.ndarray:
    return tensor[0].permute(1, 2, 0).numpy()


def test_refuses_a_tensor_without_three_channels() -> None:
    with pytest.raises(ValueError, match="got"):
        rgb_to_lab(torch.zeros(1, 1, 4, 4))


def test_lab_agrees_with_scikit_image() -> None:
    rgb = rgb_cube()
    # scikit-image divides by a rounded white, which gives its own white b* = −0.005.
    np.testing.assert_allclose(to_numpy(rgb_to_lab(to_tensor(rgb))), color.rgb2lab(rgb), atol=7e-3)


def test_rgb_agrees_with_scikit_image_inside_the_gamut() -> None:
    rgb = rgb_cube()
    back = to_numpy(lab_to_rgb(to_tensor(color.rgb2lab(rgb))))
    np.testing.assert_allclose(back, rgb, atol=1e-3)


def test_lab_and_back_is_the_same_picture() -> None:
    rgb = to_tensor(rgb_cube())
    torch.testing.assert_close(lab_to_rgb(rgb_to_lab(rgb)), rgb, atol=2e-5, rtol=0)


def test_every_grey_has_no_colour() -> None:
    grey = torch.linspace(0, 1, 1001).expand(1, 3, 1, -1)
    assert rgb_to_lab(grey)[:, 1:].abs().max() < 2e-4


def test_lightness_of_luma_is_the_lightness_of_the_grey_with_that_code() -> None:
    grey = np.linspace(0.0, 1.0, 1001)
    reference = color.rgb2lab(np.repeat(grey[None, :, None], 3, axis=2))[0, :, 0]
    ours = lightness_from_luma(torch.from_numpy(grey.astype(np.float32)))
    np.testing.assert_allclose(ours.numpy(), reference, atol=1e-3)


@pytest.mark.parametrize(
    ("matrix", "red", "green", "blue"),
    [  # limited-range codes of 100 % bars, as printed in the recommendations' tables
        (Matrix.BT601, 81, 145, 41),
        (Matrix.BT709, 63, 173, 32),
        (Matrix.BT2020, 74, 164, 29),
    ],
)
def test_luma_of_primaries_is_that_of_colour_bars(
    matrix: Matrix, red: int, green: int, blue: int
) -> None:
    codes = 16 + 219 * rgb_to_luma(torch.eye(3).view(1, 3, 3, 1), matrix)
    assert codes.round().flatten().tolist() == [red, green, blue]


def test_gradients_are_finite_at_black_white_and_far_out_of_gamut() -> None:
    rgb = torch.tensor([0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]).view(1, 3, 3, 1)
    rgb.requires_grad_()
    rgb_to_lab(rgb).square().sum().backward()
    lab = torch.tensor([0.0, 100.0, 5.0, 90.0, -90.0, 0.0, -90.0, 90.0, 0.0]).view(1, 3, 3, 1)
    lab.requires_grad_()
    lab_to_rgb(lab).square().sum().backward()
    assert rgb.grad is not None
    assert rgb.grad.isfinite().all()
    assert lab.grad is not None
    assert lab.grad.isfinite().all()
