"""Chroma sample places against the standards' figures."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from color_reference import chroma_format

from vidcolor.color.sampling import Lines, chroma_grid, luma_on_grid


@pytest.mark.parametrize(
    ("siting", "ratio", "x", "y"),
    [
        ("left", (2, 2), 0.0, 0.5),  # ITU-T H.264, figure 6-1
        ("center", (2, 2), 0.5, 0.5),  # JPEG, MPEG-1
        ("topleft", (2, 2), 0.0, 0.0),  # BT.2020
        ("left", (1, 2), 0.0, 0.0),  # 4:2:2
        ("left", (1, 4), 0.0, 0.0),  # 4:1:1
        ("left", (1, 1), 0.0, 0.0),
    ],
)
@pytest.mark.parametrize("on_device", [False, True])
def test_footprints_are_centred_where_the_siting_says(
    siting: str, ratio: tuple[int, int], x: float, y: float, on_device: bool
) -> None:
    shape = (24, 40)
    grid = chroma_grid(chroma_format(shape, ratio, siting=siting), shape)
    lines, columns = np.mgrid[: shape[0], : shape[1]]
    # A ramp's mean over a footprint is its value at the footprint's centre. Multiples of
    # 16, so that averaging whole codes hides nothing.
    for ramp, offset, step, axis in ((columns, x, ratio[1], 1), (lines, y, ratio[0], 0)):
        codes = (ramp * 16).astype(np.uint16)
        plane = torch.from_numpy(codes.view(np.int16)) if on_device else codes
        values = luma_on_grid(plane, grid).numpy() / 16
        inner = np.take(values, range(1, values.shape[axis] - 1), axis)
        place = offset + step * np.arange(1, values.shape[axis] - 1)
        np.testing.assert_allclose(
            inner, np.broadcast_to(place if axis else place[:, None], inner.shape), atol=1e-4
        )


def test_field_chroma_lies_evenly_in_the_woven_frame() -> None:
    shape = (480, 720)
    target = chroma_format(shape)
    top = chroma_grid(target, shape, Lines.TOP).rows
    bottom = chroma_grid(target, shape, Lines.BOTTOM).rows
    whole = chroma_grid(target, shape).rows
    # ISO/IEC 13818-2, figure 6-3: a quarter and three quarters of a field line.
    assert (top.offset, bottom.offset) == (0.25, 0.75)
    assert (top.count, bottom.count, whole.count) == (120, 120, 240)
    assert top.start == pytest.approx(whole.start)
    assert bottom.start == pytest.approx(whole.start + whole.step)
    assert top.step == bottom.step == pytest.approx(2 * whole.step)


@pytest.mark.parametrize("shape", [(131, 175), (1, 1), (4, 4), (3, 2)])
@pytest.mark.parametrize("siting", ["left", "center", "topleft"])
def test_odd_sizes_repeat_the_edge(shape: tuple[int, int], siting: str) -> None:
    target = chroma_format(shape, siting=siting)
    codes = np.full(shape, 77, np.uint8)
    values = luma_on_grid(codes, chroma_grid(target, shape))
    assert torch.equal(values, torch.full((target.height, target.width), 77.0))


def test_refuses_sizes_that_are_no_subsampling_and_unknown_sitings() -> None:
    with pytest.raises(ValueError, match="do not belong"):
        chroma_grid(chroma_format((10, 10), (3, 3)), (10, 10))
    with pytest.raises(ValueError, match="siting"):
        chroma_grid(chroma_format((10, 10), siting="bottom"), (10, 10))
