"""The whole way of a frame leaves the luma alone: real encodes, compared plane by plane."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film, write_picture
from standins import render
from written import planes, tagged_film

from vidcolor.video.depth import LumaMap
from vidcolor.video.frames import LumaFormat
from vidcolor.video.probe import probe
from vidcolor.video.reader import open_reader
from vidcolor.video.verify import VerifyReport, verify


def colorfulness(planes_of_frame: list[np.ndarray], depth: int) -> float:
    """How far Cb and Cr are from neutral on average, in 8-bit codes."""
    neutral, unit = 1 << (depth - 1), 1 << (depth - 8)
    return float(
        np.mean([np.abs(p.astype(float) - neutral).mean() for p in planes_of_frame[1:3]]) / unit
    )


@pytest.mark.parametrize(
    ("pixel_format", "written"),
    [
        ("yuv420p", "yuv420p"),
        ("yuv422p", "yuv422p"),
        ("yuv420p10le", "yuv420p10le"),
        ("yuv422p10le", "yuv422p10le"),
        ("gray", "yuv420p"),
        ("gray16le", "yuv444p16le"),
    ],
)
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", [6, 1], ids=["601", "709"])
def test_ffv1_holds_the_very_luma_under_new_colours(
    tmp_path: Path, pixel_format: str, written: str, full: bool, matrix: int
) -> None:
    source = tagged_film(tmp_path / "in.mkv", pixel_format, full=full, matrix=matrix)
    target = tmp_path / "out.mkv"

    result = render(source, target, preset="archive")

    assert result.warnings == ()
    before, after = probe(source), probe(target)
    assert after.pixel_format == written
    assert after.luma.bit_depth == before.luma.bit_depth
    assert after.luma.full_range == before.luma.full_range
    for stored, [luma, *_] in zip(planes(target), planes(source), strict=True):
        assert np.array_equal(stored[0], luma)
        assert colorfulness(stored, after.luma.bit_depth) > 3


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", [6, 1], ids=["601", "709"])
@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv420p10le"])
def test_a_png_has_the_luma_within_one_code(
    tmp_path: Path, pixel_format: str, matrix: int, full: bool, depth: int
) -> None:
    source = tagged_film(tmp_path / "in.mkv", pixel_format, full=full, matrix=matrix, frames=2)
    luma = probe(source).luma

    render(source, tmp_path / "out", bit_depth=depth)

    files = sorted((tmp_path / "out").iterdir())
    wanted = LumaMap(luma, LumaFormat(depth, full_range=True, matrix=luma.matrix))
    for file, [stored, *_] in zip(files, planes(source), strict=True):
        bgr = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
        assert bgr.dtype == (np.uint8 if depth == 8 else np.uint16)
        assert (bgr.max(2).astype(int) - bgr.min(2)).mean() > 5 << (depth - 8)
        own = bgr[..., ::-1].astype(float) @ np.array(luma.matrix.weights)
        # The promise is one code; the writer solves for G, which gives the very code.
        assert np.array_equal(np.floor(own + 0.5), wanted(stored))


def test_frames_of_sixteen_bits_reach_ffv1_whole(clips: ClipMaker, tmp_path: Path) -> None:
    source = clips.tiff_folder()
    result = render(source, tmp_path / "out.mkv", preset="archive")
    assert result.frames == 12
    with open_reader(source) as reader:
        lumas = [frame.luma for frame in reader.frames()]
    for stored, luma in zip(planes(tmp_path / "out.mkv"), lumas, strict=True):
        assert np.array_equal(stored[0], luma)


def test_the_grey_of_rgb_film_is_the_luma(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "in.mkv"), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "bgr0"
        grey = next(iter(scenes(1)))
        frame = av.VideoFrame.from_ndarray(np.dstack([grey] * 3), format="bgr24")
        frame = frame.reformat(format="bgr0")
        frame.pts = 0
        container.mux([*stream.encode(frame), *stream.encode()])
    render(tmp_path / "in.mkv", tmp_path / "out.mkv", preset="archive")
    [stored] = planes(tmp_path / "out.mkv")
    assert np.array_equal(stored[0], grey.astype(np.uint16) * 257)


def test_a_still_keeps_its_grey_values_as_luma(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (64, 1))
    write_picture(tmp_path / "in.png", ramp, "gray")
    render(tmp_path / "in.png", tmp_path / "out.png")
    bgr = cv2.imread(str(tmp_path / "out.png"), cv2.IMREAD_UNCHANGED)
    own = bgr[..., ::-1].astype(float) @ np.array(probe(tmp_path / "out.png").luma.matrix.weights)
    assert np.abs(own - ramp).max() <= 1
    assert (bgr.max(2).astype(int) - bgr.min(2)).mean() > 5


def test_verify_agrees_and_notices_one_changed_code(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mkv", scenes(6), codec="ffv1")
    render(source, tmp_path / "out.mkv", preset="archive")
    assert last_report(source, tmp_path / "out.mkv").ok

    lumas = [stored[0].copy() for stored in planes(source)]
    lumas[4][20, 30] += 1
    write_film(tmp_path / "changed.mkv", lumas, codec="ffv1")
    assert not last_report(tmp_path / "changed.mkv", tmp_path / "out.mkv").ok


def last_report(source: Path, target: Path) -> VerifyReport:
    *_, report = verify(source, target)
    return report
