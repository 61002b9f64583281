"""Cb and Cr from a*b* and kept luma, against scikit-image and the formulas of BT.709."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from color_reference import rgb_from_ycc
from skimage import color

from vidcolor.color.chroma import ChromaTable
from vidcolor.video.frames import Matrix


def tensor(array: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(array.astype(np.float32))


@pytest.mark.parametrize("matrix", [Matrix.BT601, Matrix.BT709])
def test_colours_in_gamut_get_the_colour_that_was_asked_for(matrix: Matrix) -> None:
    rgb = np.random.default_rng(1).random((200, 200, 3))
    y, lab = rgb @ np.array(matrix.weights), color.rgb2lab(rgb)
    chroma = ChromaTable(matrix)(tensor(y)[None, None], tensor(lab[..., 1:]).permute(2, 0, 1)[None])
    cb, cr = chroma[0].double().numpy()
    made = color.rgb2lab(rgb_from_ycc(y, cb, cr, matrix).clip(0, 1))
    off = np.hypot(made[..., 1] - lab[..., 1], made[..., 2] - lab[..., 2])
    assert off.max() < 1.0
    assert off.mean() < 0.1


def test_bt2020_colours_are_those_of_its_own_primaries() -> None:
    table = ChromaTable(Matrix.BT2020)
    # BT.709 red in BT.2020 code values, sRGB transfer (ITU-R BT.2087-0, table of M2).
    linear = np.array([0.6274, 0.0691, 0.0164])
    rgb = 1.055 * linear ** (1 / 2.4) - 0.055
    y = float(rgb @ np.array(Matrix.BT2020.weights))
    ab = color.rgb2lab(np.array([[[1.0, 0.0, 0.0]]]))[0, 0, 1:]
    chroma = table(torch.full((1, 1, 1, 1), y), tensor(ab).view(1, 2, 1, 1)).flatten().numpy()
    made = rgb_from_ycc(np.array(y), chroma[0], chroma[1], Matrix.BT2020)
    np.testing.assert_allclose(made, rgb, atol=5e-3)


@pytest.mark.parametrize("matrix", list(Matrix))
def test_any_request_stays_in_gamut_at_the_luma_it_had(matrix: Matrix) -> None:
    rng = np.random.default_rng(2)
    y = np.concatenate([rng.random(4000), [0.0, 1.0, 1e-4, 0.9999]])
    ab = np.concatenate([rng.uniform(-200, 200, (4000, 2)), np.full((4, 2), 90.0)])
    chroma = ChromaTable(matrix)(tensor(y)[None, None, None], tensor(ab.T)[None, :, None])
    cb, cr = chroma[0, :, 0].double().numpy()
    rgb = rgb_from_ycc(y, cb, cr, matrix)
    assert rgb.min() > -1e-6
    assert rgb.max() < 1 + 1e-6


def test_no_colour_gives_exactly_no_chroma() -> None:
    y = torch.linspace(0, 1, 1000).view(1, 1, 1, -1)
    chroma = ChromaTable(Matrix.BT709)(y, torch.zeros(1, 2, 1, 1000))
    assert torch.equal(chroma, torch.zeros_like(chroma))


def test_refuses_colour_of_another_size() -> None:
    with pytest.raises(ValueError, match="got"):
        ChromaTable(Matrix.BT709)(torch.zeros(1, 1, 4, 4), torch.zeros(1, 2, 2, 2))
