"""What encoders take is found out by asking and trying, not believed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene
from written import color_film

from vidcolor.video import encoders
from vidcolor.video.depth import LumaMap
from vidcolor.video.encoders import HARDWARE, SOFTWARE, PixelFormat, pixel_formats, starts
from vidcolor.video.frames import LumaFormat, Matrix
from vidcolor.video.surface import fill_picture
from vidcolor.video.timecode import shifted_timecode


@pytest.mark.parametrize("name", SOFTWARE.values())
def test_every_software_encoder_turns_a_real_picture_into_a_packet(name: str) -> None:
    assert starts(name)


def test_an_encoder_that_is_not_there_does_not_start() -> None:
    assert not starts("h264_of_tomorrow")
    assert pixel_formats("h264_of_tomorrow") == ()


def test_listed_hardware_counts_only_if_it_really_starts(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # FFmpeg lists nvenc on machines without a card; here is an encoder that never starts.
    monkeypatch.setattr(encoders, "HARDWARE", {**HARDWARE, "h264": ("h264_of_tomorrow",)})
    passed = color_film(clips.even(), tmp_path / "out.mp4", hardware=True)
    assert any("No graphics card encoder" in w and "libx264" in w for w in passed.warnings)


def test_hardware_that_starts_is_used(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "HARDWARE", {**HARDWARE, "h264": ("mpeg4",)})  # as a stand-in
    passed = color_film(clips.even(), tmp_path / "out.mp4", hardware=True)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"
    assert passed.warnings == []


def test_x264_has_8_and_10_bits_and_ffv1_up_to_16() -> None:
    assert {p.depth for p in pixel_formats("libx264")} == {8, 10}
    assert {8, 10, 12, 16} <= {p.depth for p in pixel_formats("ffv1") if p.chroma == "420"}
    assert {p.chroma for p in pixel_formats("libsvtav1")} == {"420"}


@pytest.mark.parametrize(
    ("semi", "planar"),
    [
        (PixelFormat("nv12", 8, "420", semi_planar=True), "yuv420p"),
        (PixelFormat("p010le", 10, "420", semi_planar=True, left_aligned=True), "yuv420p10le"),
    ],
)
def test_the_layouts_of_graphics_cards_are_filled_as_ffmpeg_reads_them(
    semi: PixelFormat, planar: str
) -> None:
    luma = scene(1, 34, 18).astype(np.uint8 if semi.depth == 8 else np.uint16)
    cb = (np.arange(9 * 17).reshape(9, 17) + 40).astype(luma.dtype)
    cr = (np.arange(9 * 17).reshape(9, 17) + 50).astype(luma.dtype)
    same = LumaFormat(semi.depth, False, Matrix.BT601)
    picture = fill_picture(semi, (34, 18), LumaMap(same, same), luma, cb, cr)
    unpacked = picture.reformat(format=planar, threads=1)  # swscale errs with more
    for plane, given in zip(unpacked.planes, (luma, cb, cr), strict=True):
        rows = np.frombuffer(plane, luma.dtype).reshape(-1, plane.line_size // luma.itemsize)
        assert np.array_equal(rows[: plane.height, : plane.width], given)


def test_chroma_of_the_wrong_size_is_refused() -> None:
    luma, chroma = scene(1), np.zeros((3, 3), np.uint8)
    same = LumaFormat(8, False, Matrix.BT601)
    with pytest.raises(ValueError, match="want chroma"):
        fill_picture(
            PixelFormat("yuv420p", 8, "420"), (64, 48), LumaMap(same, same), luma, chroma, chroma
        )


@pytest.mark.parametrize(
    ("start", "frames", "rate", "end"),
    [
        ("01:00:00:00", 27, Fraction(25), "01:00:01:02"),
        ("23:59:59:24", 1, Fraction(25), "00:00:00:00"),
        # SMPTE 12M: numbers 0 and 1 are dropped each minute but the tenth.
        ("00:00:59;29", 1, Fraction(30000, 1001), "00:01:00;02"),
        ("00:09:59;29", 1, Fraction(30000, 1001), "00:10:00;00"),
        ("01:00:00;00", 107892, Fraction(30000, 1001), "02:00:00;00"),
        ("00:00:59;59", 1, Fraction(60000, 1001), "00:01:00;04"),
        ("00:00:00:00", 24, Fraction(24000, 1001), "00:00:01:00"),
        ("no time code", 3, Fraction(25), ""),
    ],
)
def test_time_codes_count_on(start: str, frames: int, rate: Fraction, end: str) -> None:
    assert shifted_timecode(start, frames, rate) == end


@pytest.mark.parametrize("depth", [8, 10, 12, 16])
@pytest.mark.parametrize("full", [False, True])
def test_going_deeper_loses_nothing_and_coming_back_gives_the_same(depth: int, full: bool) -> None:
    source = LumaFormat(depth, full, Matrix.BT709)
    codes = np.arange(1 << depth).reshape(16, -1).astype(np.uint8 if depth == 8 else np.uint16)
    for deeper in (10, 12, 16):
        if deeper < depth:
            continue
        target = LumaFormat(deeper, full, Matrix.BT709)
        there = LumaMap(source, target)
        assert there.reversible
        assert np.array_equal(LumaMap(target, source)(there(codes)), codes)
