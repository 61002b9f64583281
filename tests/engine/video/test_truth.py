"""The true colours of a film: its own chroma, where its siting puts it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from vidcolor.video.reader import open_reader
from vidcolor.video.rgb import to_rgb
from vidcolor.video.truth import open_color_film

WIDTH, HEIGHT = 70, 34  # no multiple of a line's alignment


def film(path: Path, pixel_format: str, planes: list[NDArray], codec: str = "ffv1") -> Path:
    """One lossless frame of exactly these planes."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        frame = av.VideoFrame(WIDTH, HEIGHT, pixel_format)
        for plane, samples in zip(frame.planes, planes, strict=True):
            rows = np.zeros((plane.height, plane.line_size), np.uint8)
            data = np.ascontiguousarray(samples).view(np.uint8).reshape(len(samples), -1)
            rows[:, : data.shape[1]] = data
            plane.update(rows.tobytes())
        frame.pts = 0
        container.mux([*stream.encode(frame), *stream.encode()])
    return path


def ycbcr(
    down: int, across: int, kind: type = np.uint8, scale: int = 1
) -> tuple[list[NDArray], NDArray, NDArray]:
    """Planes whose chroma is a slope over the picture, and where each sample lies (centre)."""
    y = np.full((HEIGHT, WIDTH), 120 * scale, kind)
    rows, columns = -(-HEIGHT // down), -(-WIDTH // across)
    cb = ((100 + np.arange(columns)) * scale)[None].repeat(rows, 0).astype(kind)
    cr = ((140 + np.arange(rows)) * scale)[:, None].repeat(columns, 1).astype(kind)
    return [y, cb, cr], cb, cr


@pytest.mark.parametrize(
    ("pixel_format", "down", "across", "scale"),
    [
        ("yuv420p", 2, 2, 1),
        ("yuv422p", 1, 2, 1),
        ("yuv444p", 1, 1, 1),
        ("yuv420p10le", 2, 2, 4),
    ],
)
def test_chroma_is_laid_out_by_its_siting(
    tmp_path: Path, pixel_format: str, down: int, across: int, scale: int
) -> None:
    kind = np.uint8 if scale == 1 else np.uint16
    planes, _, _ = ycbcr(down, across, kind, scale)
    with open_color_film(film(tmp_path / "f.mkv", pixel_format, planes)) as source:
        true = next(source.frames())
    assert (true.frame.luma == 120 * scale).all()
    # Columns lie on luma columns, rows between luma rows. Codes of limited range, 224 steps.
    cb = 100 + np.arange(WIDTH) / across
    cr = 140 + (np.arange(HEIGHT) - (down - 1) / 2) / down
    inner = np.s_[2:-3, 2:-3]
    wanted_cb = (32768 + (cb - 128) * 65535 / 224)[None].repeat(HEIGHT, 0)
    wanted_cr = (32768 + (cr - 128) * 65535 / 224)[:, None].repeat(WIDTH, 1)
    assert np.abs(true.cb.astype(float) - wanted_cb)[inner].max() <= 1
    assert np.abs(true.cr.astype(float) - wanted_cr)[inner].max() <= 1


def test_rgb_comes_back_as_it_was(tmp_path: Path) -> None:
    rgb = np.random.default_rng(1).integers(40, 216, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    path = film(tmp_path / "rgb.mov", "rgb24", [rgb], codec="png")
    with open_color_film(path) as source:
        true = next(source.frames())
        picture = to_rgb(true.frame.luma, source.info.luma, true.cb, true.cr, 8)
    assert np.abs(picture.astype(int) - rgb).max() <= 1


def test_luma_and_numbers_are_the_readers(tmp_path: Path) -> None:
    planes, _, _ = ycbcr(2, 2)
    planes[0] = np.random.default_rng(2).integers(16, 236, (HEIGHT, WIDTH), dtype=np.uint8)
    path = film(tmp_path / "f.mkv", "yuv420p", planes)
    with open_color_film(path) as source, open_reader(path) as reader:
        true, read = list(source.frames()), list(reader.frames())
        assert source.info.luma == reader.info.luma
    assert [t.frame.number for t in true] == [r.number for r in read]
    assert (true[0].frame.luma == read[0].luma).all()
