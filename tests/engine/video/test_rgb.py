"""Y′CbCr to R′G′B′: the luma of the picture is the film's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidcolor.video.frames import LumaFormat, Matrix
from vidcolor.video.rgb import to_rgb


def luma_of(picture: np.ndarray, matrix: Matrix) -> np.ndarray:
    """The rounded luma of an RGB picture, by the standards' weights, in full precision."""
    return np.floor(picture.astype(np.float64) @ np.array(matrix.weights) + 0.5)


@pytest.mark.parametrize("matrix", list(Matrix))
@pytest.mark.parametrize("depth", [8, 16])
def test_rounding_the_weighted_sum_gives_back_the_luma_for_any_chroma(
    matrix: Matrix, depth: int
) -> None:
    rng = np.random.default_rng(1)
    white = (1 << depth) - 1
    luma = rng.integers(0, white, (256, 256), endpoint=True).astype(f"uint{depth}")
    luma[0], luma[1] = 0, white
    cb, cr = rng.integers(0, 65535, (2, 256, 256), endpoint=True).astype(np.uint16)

    picture = to_rgb(luma, LumaFormat(depth, True, matrix), cb, cr, depth)

    assert picture.dtype == luma.dtype
    assert np.array_equal(luma_of(picture, matrix), luma)


@pytest.mark.parametrize("depth", [8, 16])
def test_neutral_pixels_stay_neutral(depth: int) -> None:
    luma = np.arange(1 << depth).reshape(16, -1).astype(f"uint{depth}")
    half = np.full(luma.shape, 32768, np.uint16)
    picture = to_rgb(luma, LumaFormat(depth, True, Matrix.BT709), half, half, depth)
    assert np.array_equal(picture, np.dstack([luma] * 3))


@pytest.mark.parametrize(
    ("rgb", "matrix"),
    [((200, 90, 40), Matrix.BT601), ((30, 120, 220), Matrix.BT709), ((90, 160, 60), Matrix.BT2020)],
)
def test_a_colour_within_the_gamut_comes_back_as_it_was(
    rgb: tuple[int, int, int], matrix: Matrix
) -> None:
    kr, _, kb = matrix.weights
    red, _, blue = (value * 257 for value in rgb)
    y = float(np.dot(rgb, matrix.weights)) * 257
    plane = np.full((2, 2), round(y), np.uint16)
    cb = np.full((2, 2), round(32768 + (blue - y) / (2 * (1 - kb))), np.uint16)
    cr = np.full((2, 2), round(32768 + (red - y) / (2 * (1 - kr))), np.uint16)
    picture = to_rgb(plane, LumaFormat(16, True, matrix), cb, cr, 16)
    assert np.abs(picture[0, 0].astype(int) - np.array(rgb) * 257).max() <= 3


def test_a_colour_outside_loses_chroma_at_its_hue() -> None:
    luma = np.full((1, 1), 200, np.uint8)
    cb, cr = np.full((1, 1), 20000, np.uint16), np.full((1, 1), 60000, np.uint16)
    [[rgb]] = to_rgb(luma, LumaFormat(8, True, Matrix.BT709), cb, cr, 8).astype(float)
    assert rgb.max() == 255
    asked = (60000 - 32768) * 2 * (1 - 0.2126), (20000 - 32768) * 2 * (1 - 0.0722)
    given_ = rgb[0] - 200, rgb[2] - 200
    assert given_[0] / given_[1] == pytest.approx(asked[0] / asked[1], rel=0.05)


@given(depth=st.sampled_from([8, 10, 12, 16]), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_limited_range_film_becomes_the_nearest_full_range_code(depth: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    source = LumaFormat(depth, False, Matrix.BT601)
    luma = rng.integers(source.black, source.white, (8, 8), endpoint=True)
    luma = luma.astype(np.uint8 if depth == 8 else np.uint16)
    cb, cr = rng.integers(0, 65535, (2, 8, 8)).astype(np.uint16)
    picture = to_rgb(luma, source, cb, cr, 8)
    exact = (luma.astype(float) - source.black) / (source.white - source.black) * 255
    assert np.abs(luma_of(picture, Matrix.BT601) - exact).max() <= 0.5 + 1e-9


def test_planes_of_different_sizes_are_refused() -> None:
    plane, small = np.zeros((4, 4), np.uint16), np.zeros((2, 2), np.uint16)
    with pytest.raises(ValueError, match="one size"):
        to_rgb(plane, LumaFormat(16, True, Matrix.BT709), small, small, 16)
