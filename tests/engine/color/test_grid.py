"""The work grid against exact area means and plain arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch

from vidcolor.color.grid import turn, upload, work_luma, work_size
from vidcolor.video.frames import LumaFormat, Matrix

CPU = torch.device("cpu")
FULL = LumaFormat(8, True, Matrix.BT709)


@pytest.mark.parametrize(
    ("film", "sample_aspect", "expected"),
    [
        ((1920, 1080), Fraction(1), (160, 288)),
        ((1080, 1920), Fraction(1), (288, 160)),
        ((720, 576), Fraction(16, 15), (160, 224)),  # 4:3 as seen
        ((720, 576), Fraction(64, 45), (160, 288)),  # 16:9 as seen
        ((175, 131), Fraction(1), (160, 224)),
        ((4, 4), Fraction(1), (32, 32)),
        ((4000, 10), Fraction(0), (32, 128)),
    ],
)
def test_the_grid_has_the_aspect_that_a_viewer_sees(
    film: tuple[int, int], sample_aspect: Fraction, expected: tuple[int, int]
) -> None:
    assert work_size(*film, sample_aspect=sample_aspect, short_side=160) == expected


def test_the_grid_of_a_turned_film_is_the_turned_grid() -> None:
    for width, height in ((1920, 1080), (175, 131), (33, 90), (4, 4), (640, 100)):
        upright = work_size(width, height, sample_aspect=Fraction(1), short_side=144)
        turned = work_size(height, width, sample_aspect=Fraction(1), short_side=144)
        assert upright == turned[::-1]


def test_refuses_a_film_without_size() -> None:
    with pytest.raises(ValueError, match="positive"):
        work_size(0, 4, sample_aspect=Fraction(1), short_side=160)


@pytest.mark.parametrize("shape", [(180, 320), (131, 175), (270, 90)])
def test_each_cell_is_the_mean_over_its_area(shape: tuple[int, int]) -> None:
    codes = np.random.default_rng(3).integers(0, 256, shape, dtype=np.uint8)
    size = (32, 64)
    # Reference: every sample repeated to a common multiple, then plain block means.
    coarse = codes.astype(np.float64)
    if shape == (180, 320):  # large enough to be halved first
        coarse = coarse.reshape(90, 2, 160, 2).mean((1, 3))
    fine = np.repeat(np.repeat(coarse, size[0], axis=0), size[1], axis=1)
    exact = fine.reshape(size[0], len(coarse), size[1], coarse.shape[1]).mean((1, 3)) / 255
    ours = work_luma(codes, FULL, size, CPU)
    assert ours.shape == (1, 1, *size)
    # Halving first rounds to codes: less than half a code on the mean.
    np.testing.assert_allclose(ours[0, 0].numpy(), exact, atol=0.5 / 255)
    on_device = work_luma(torch.from_numpy(codes), FULL, size, CPU)
    np.testing.assert_allclose(on_device[0, 0].numpy(), exact, atol=1e-5)


def test_stripes_finer_than_the_grid_become_flat() -> None:
    codes = np.zeros((1080, 1920), np.uint8)
    codes[:, ::2] = 200
    flat = work_luma(codes, FULL, (160, 288), CPU)
    assert flat.std() < 1e-6


@pytest.mark.parametrize("fmt", [FULL, LumaFormat(8, False, Matrix.BT709)])
@pytest.mark.parametrize("shape", [(4, 4), (131, 175), (40, 700)])
def test_a_flat_film_of_any_size_keeps_its_value(shape: tuple[int, int], fmt: LumaFormat) -> None:
    codes = np.full(shape, 120, np.uint8)
    expected = (120 - fmt.black) / (fmt.white - fmt.black)
    size = work_size(shape[1], shape[0], sample_aspect=Fraction(1), short_side=160)
    for luma in (codes, torch.from_numpy(codes)):
        small = work_luma(luma, fmt, size, CPU)
        torch.testing.assert_close(small, torch.full((1, 1, *size), expected))


def test_sixteen_bits_pass_the_device_path_unsigned() -> None:
    codes = np.array([[0, 32768], [40000, 65535]], np.uint16)
    fmt = LumaFormat(16, True, Matrix.BT709)
    sent = torch.from_numpy(codes.view(np.int16))
    small = work_luma(sent, fmt, (2, 2), CPU)[0, 0].numpy()
    np.testing.assert_allclose(small, codes / 65535, atol=1e-6)
    assert upload(codes, CPU) is codes


def test_a_clockwise_turn_brings_the_left_column_to_the_top() -> None:
    picture = torch.arange(6.0).view(1, 1, 2, 3)
    assert turn(picture, 90)[0, 0].tolist() == [[3, 0], [4, 1], [5, 2]]
    for degrees in (0, 90, 180, 270):
        assert torch.equal(turn(turn(picture, degrees), -degrees), picture)
    with pytest.raises(ValueError, match="90"):
        turn(picture, 45)
