"""A source's own chroma, in every layout that is read."""

from __future__ import annotations

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from vidcolor.video.frames import LumaFormat, Matrix
from vidcolor.video.own_chroma import own_chroma, own_grid
from vidcolor.video.pixels import luma_plane

WIDTH, HEIGHT = 70, 34  # no multiple of a line's alignment


def planar(pixel_format: str) -> tuple[av.VideoFrame, list[NDArray]]:
    frame = av.VideoFrame(WIDTH, HEIGHT, pixel_format)
    depth = frame.format.components[0].bits
    kind = np.uint8 if depth == 8 else np.uint16
    rng = np.random.default_rng(4)
    samples = []
    for plane in frame.planes:
        rows = np.zeros((plane.height, plane.line_size // kind().itemsize), kind)
        rows[:, : plane.width] = rng.integers(0, 1 << depth, (plane.height, plane.width))
        plane.update(rows.tobytes())
        samples.append(rows[:, : plane.width])
    return frame, samples


@pytest.mark.parametrize("color_range", [1, 2])
@pytest.mark.parametrize(
    ("pixel_format", "as_planar"),
    [
        ("yuv420p", "yuv420p"),
        ("yuvj420p", "yuvj420p"),
        ("yuva444p", "yuva444p"),
        ("yuv411p", "yuv411p"),
        ("yuv440p", "yuv440p"),
        ("yuv420p10le", "yuv420p10le"),
        ("nv12", "yuv420p"),
        ("nv21", "yuv420p"),
        ("nv16", "yuv422p"),
        ("p010le", "yuv420p10le"),
        ("yuyv422", "yuv422p"),
        ("uyvy422", "yuv422p"),
        ("y210le", "yuv422p10le"),
    ],
)
def test_chroma_comes_code_for_code(pixel_format: str, as_planar: str, color_range: int) -> None:
    frame, samples = planar(as_planar)
    frame.color_range = color_range
    if pixel_format != as_planar:
        frame = frame.reformat(format=pixel_format, threads=1)
        frame.color_range = color_range
    depth = 10 if "10" in pixel_format else 8
    luma = LumaFormat(depth, color_range == 2, Matrix.BT709)
    chroma = own_chroma(frame, luma, luma_plane(frame))
    assert chroma is not None
    assert np.array_equal(chroma.cb, samples[1])
    assert np.array_equal(chroma.cr, samples[2])
    assert chroma.cb.dtype == (np.uint8 if depth == 8 else np.uint16)
    grid = chroma.format
    assert (grid.height, grid.width) == chroma.cb.shape
    assert (grid.bit_depth, grid.full_range) == (depth, color_range == 2)
    assert grid.siting == ("center" if pixel_format.startswith("yuvj") else "left")


def test_chroma_of_rgb_belongs_to_its_luma() -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    rgb[0] = rgb[0, :, :1]  # grey
    frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    luma = LumaFormat(16, full_range=True, matrix=Matrix.BT709)
    y = luma_plane(frame)
    chroma = own_chroma(frame, luma, y)
    assert chroma is not None
    assert (chroma.cb[0] == 32768).all()
    assert (chroma.cr[0] == 32768).all()
    for plane, channel, share in ((chroma.cr, 0, 0.2126), (chroma.cb, 2, 0.0722)):
        back = y + (plane.astype(float) - 32768) * 2 * (1 - share)
        assert np.abs(back / 257 - rgb[..., channel]).max() < 0.01


@pytest.mark.parametrize("pixel_format", ["gray", "gray10le", "monow", "ya8"])
def test_grey_pictures_have_none(pixel_format: str) -> None:
    frame = av.VideoFrame(WIDTH, HEIGHT, pixel_format)
    luma = LumaFormat(8, full_range=True, matrix=Matrix.BT709)
    assert own_chroma(frame, luma, np.zeros((HEIGHT, WIDTH), np.uint8)) is None
    assert own_grid(pixel_format, luma, width=WIDTH, height=HEIGHT) is None
