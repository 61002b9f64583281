"""The writer: what is in the target, looked at plane by plane after a real encode."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film
from written import PROVENANCE, color_film, planes, rubble, tagged_film, times

from vidcolor.errors import VidcolorError
from vidcolor.video.fields import shows_top_first
from vidcolor.video.frames import Matrix
from vidcolor.video.probe import probe


@pytest.mark.parametrize(
    ("pixel_format", "written"),
    [
        ("yuv420p", "yuv420p"),
        ("yuv422p", "yuv422p"),
        ("yuv444p", "yuv444p"),
        ("yuv411p", "yuv411p"),
        ("yuv420p10le", "yuv420p10le"),
        ("yuv422p10le", "yuv422p10le"),
        ("yuv420p12le", "yuv420p12le"),
        ("yuv444p16le", "yuv444p16le"),
        ("gray", "yuv420p"),
        ("gray10le", "yuv420p10le"),
        ("gray12le", "yuv444p12le"),
        ("gray16le", "yuv444p16le"),
    ],
)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("matrix", [6, 1])
def test_an_archive_keeps_luma_bit_for_bit_and_the_chroma_that_was_given(
    tmp_path: Path, pixel_format: str, written: str, full: bool, matrix: int
) -> None:
    source = tagged_film(tmp_path / "in.mkv", pixel_format, full=full, matrix=matrix)
    target = tmp_path / "out.mkv"

    passed = color_film(source, target, preset="archive")

    assert passed.warnings == []
    with av.open(str(target)) as container:
        assert container.streams.video[0].codec_context.pix_fmt == written
    for stored, luma, (cb, cr) in zip(planes(target), passed.lumas, passed.colors, strict=True):
        assert np.array_equal(stored[0], luma)
        assert np.array_equal(stored[1], cb)
        assert np.array_equal(stored[2], cr)
    before, after = probe(source).luma, probe(target).luma
    assert (after.bit_depth, after.full_range) == (before.bit_depth, before.full_range)


@pytest.mark.parametrize(("matrix", "tag"), [(Matrix.BT601, 6), (Matrix.BT709, 1)])
def test_matrix_primaries_transfer_and_range_are_tagged(
    tmp_path: Path, matrix: Matrix, tag: int
) -> None:
    source = tagged_film(tmp_path / "in.mkv", "yuv420p", full=True, matrix=tag)
    for name, codec in (("out.mp4", "h264"), ("out.mkv", "ffv1"), ("out.mov", "prores")):
        color_film(source, tmp_path / name, codec=codec)
        with av.open(str(tmp_path / name)) as container:
            frame = next(container.decode(video=0))
        assert (frame.color_primaries, frame.color_trc, frame.colorspace) == (tag, tag, tag)
        info = probe(tmp_path / name)
        assert info.luma.full_range == (codec != "prores")
        assert info.luma.matrix == matrix


def test_a_deeper_target_holds_the_luma_shifted_left(tmp_path: Path) -> None:
    source = tagged_film(tmp_path / "in.mkv", "yuv420p")
    passed = color_film(source, tmp_path / "out.mkv", codec="ffv1", bit_depth=12)
    for stored, luma in zip(planes(tmp_path / "out.mkv"), passed.lumas, strict=True):
        assert np.array_equal(stored[0], luma.astype(np.uint16) << 4)
    assert passed.warnings == []


def test_full_range_grows_to_a_deeper_full_range_with_white_staying_white(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (16, 1))
    source = write_film(tmp_path / "in.mkv", [ramp], codec="ffv1", pixel_format="gray")
    color_film(source, tmp_path / "out.mkv", codec="ffv1", bit_depth=16)
    [[luma, *_]] = planes(tmp_path / "out.mkv")
    assert np.array_equal(luma, ramp.astype(np.uint16) * 257)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "gray"])
def test_h264_without_loss_holds_the_very_luma_of_limited_and_of_grey_film(
    tmp_path: Path, pixel_format: str
) -> None:
    source = tagged_film(tmp_path / "in.mkv", pixel_format, full=pixel_format == "gray")
    passed = color_film(source, tmp_path / "out.mp4", crf=0)
    for stored, luma in zip(planes(tmp_path / "out.mp4"), passed.lumas, strict=True):
        assert np.array_equal(stored[0], luma)
    assert probe(tmp_path / "out.mp4").luma.full_range == (pixel_format == "gray")
    assert passed.warnings == []


def test_a_shallower_target_is_rounded_to_the_nearest_code_and_says_so(tmp_path: Path) -> None:
    source = tagged_film(tmp_path / "in.mkv", "yuv420p10le")
    passed = color_film(source, tmp_path / "out.mp4", crf=0)
    for stored, luma in zip(planes(tmp_path / "out.mp4"), passed.lumas, strict=True):
        assert np.abs(stored[0] * 4.0 - luma).max() <= 2
    assert any("10 bits" in w and "rounded to 8" in w for w in passed.warnings)


def test_the_archive_preset_refuses_to_round_the_luma(tmp_path: Path) -> None:
    source = tagged_film(tmp_path / "in.mkv", "yuv420p10le")
    with pytest.raises(VidcolorError, match="without rounding"):
        color_film(source, tmp_path / "out.mkv", preset="archive", codec="h264")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.mkv"]


def test_grey_values_of_rgb_pictures_survive_in_eight_bits(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (16, 1))
    picture = np.dstack([ramp] * 3)
    source = tmp_path / "in.mkv"
    with av.open(str(source), "w") as container:
        stream: Any = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 256, 16, "bgr0"
        frame = av.VideoFrame.from_ndarray(picture, format="bgr24").reformat(format="bgr0")
        frame.pts = 0
        container.mux([*stream.encode(frame), *stream.encode()])
    color_film(source, tmp_path / "out.mkv", codec="ffv1", bit_depth=8, chroma="444")
    [[luma, *_]] = planes(tmp_path / "out.mkv")
    assert np.array_equal(luma, ramp)


def test_prores_converts_full_range_and_says_so(tmp_path: Path) -> None:
    ramp = np.tile(np.arange(256, dtype=np.uint8), (64, 1))
    source = write_film(tmp_path / "in.mkv", [ramp], codec="ffv1", pixel_format="gray")
    passed = color_film(source, tmp_path / "out.mov", preset="edit")
    info = probe(tmp_path / "out.mov")
    assert (info.codec, info.luma.bit_depth, info.luma.full_range) == ("prores", 10, False)
    [[luma, *_]] = planes(tmp_path / "out.mov")
    expected = 64 + ramp / 255 * 876
    assert np.abs(luma - expected).mean() < 2  # ProRes is lossy
    assert any("limited range only" in w for w in passed.warnings)


@pytest.mark.parametrize("name", ["out.mp4", "out.mov"])
@pytest.mark.parametrize("codec", ["h264", "h265"])
@pytest.mark.parametrize(
    ("rate", "stamps"),
    [
        (Fraction(24000, 1001), range(40)),
        (Fraction(24000, 1001), range(7, 47)),
        (Fraction(90000), [int(3003 * 1.5 * (n + n * n / 30)) + 1234 for n in range(40)]),
        (Fraction(25), [3]),
        (Fraction(25), [3, 9]),
    ],
    ids=["23.976", "late start", "uneven", "one frame", "two frames"],
)
def test_mp4_and_mov_keep_time_stamps_exactly(
    tmp_path: Path, name: str, codec: str, rate: Fraction, stamps: Any
) -> None:
    pts = list(stamps)
    clock = {"movie_timescale": str(rate.numerator)}
    lumas = scenes(len(pts))
    source = write_film(tmp_path / "in.mp4", lumas, rate=rate, pts=pts, container_options=clock)
    passed = color_film(source, tmp_path / name, codec=codec)
    assert times(tmp_path / name) == passed.times == [p / rate for p in pts]


def test_av1_keeps_time_stamps_exactly(clips: ClipMaker, tmp_path: Path) -> None:
    passed = color_film(clips.uneven(), tmp_path / "out.mp4", codec="av1")
    assert times(tmp_path / "out.mp4") == passed.times


@pytest.mark.parametrize("preset", ["archive", "master"])
def test_matroska_keeps_time_stamps_to_a_millisecond_without_drift(
    tmp_path: Path, preset: str
) -> None:
    rate = Fraction(24000, 1001)
    source = write_film(tmp_path / "in.mp4", scenes(100), rate=rate)
    passed = color_film(source, tmp_path / "out.mkv", preset=preset)
    kept = times(tmp_path / "out.mkv")
    assert all(a < b for a, b in pairwise(kept))
    errors = [abs(a - b) for a, b in zip(kept, passed.times, strict=True)]
    assert max(errors) <= Fraction(1, 2000)


def test_the_last_frame_keeps_its_duration(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", scenes(5), rate=25)
    color_film(source, tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.duration * stream.time_base == Fraction(1, 5)


def test_a_part_of_a_film_starts_at_zero(clips: ClipMaker, tmp_path: Path) -> None:
    passed = color_film(clips.even(), tmp_path / "out.mp4", first=20, end=30)
    assert times(tmp_path / "out.mp4") == [Fraction(n, 25) for n in range(10)]
    assert passed.times[0] == Fraction(20, 25)


@pytest.mark.parametrize("size", [(175, 131), (4, 4), (1, 1), (2, 6), (1919, 37)])
def test_ffv1_takes_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    source = tagged_film(tmp_path / "in.mkv", "yuv420p", size=size, frames=2)
    passed = color_film(source, tmp_path / "out.mkv", preset="archive")
    for stored, luma in zip(planes(tmp_path / "out.mkv"), passed.lumas, strict=True):
        assert np.array_equal(stored[0], luma)


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_odd_sizes_repeat_one_column_and_row_and_say_so(
    clips: ClipMaker, tmp_path: Path, codec: str
) -> None:
    crf = 0 if codec == "h264" else 1
    passed = color_film(clips.odd_size(), tmp_path / "out.mp4", codec=codec, crf=crf)
    stored = planes(tmp_path / "out.mp4")[0][0]
    assert stored.shape == (132, 176)
    assert any("175×131 became 176×132" in w for w in passed.warnings)
    if codec == "h264":
        assert np.array_equal(stored[:131, :175], passed.lumas[0])
        assert np.array_equal(stored[:131, 175], passed.lumas[0][:, 174])
        assert np.array_equal(stored[131, :175], passed.lumas[0][130])


def test_odd_sizes_stay_as_they_are_at_444(clips: ClipMaker, tmp_path: Path) -> None:
    passed = color_film(clips.odd_size(), tmp_path / "out.mp4", chroma="444", crf=0)
    stored = planes(tmp_path / "out.mp4")
    assert np.array_equal(stored[0][0], passed.lumas[0])
    assert passed.warnings == []


def test_a_size_that_an_encoder_refuses_is_a_sentence(tmp_path: Path) -> None:
    source = tagged_film(tmp_path / "in.mkv", "yuv420p", size=(4, 4))
    with pytest.raises(VidcolorError, match=r"libx265 does not start with pictures of 4×4"):
        color_film(source, tmp_path / "out.mp4", codec="h265")
    assert rubble(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("out.mkv", {"preset": "archive"}),
        ("out.mkv", {"codec": "prores"}),
        ("out.mkv", {"codec": "av1"}),
        ("out.mkv", {"codec": "h264"}),
        ("out.mp4", {"codec": "h265"}),
        ("out.mov", {"preset": "edit"}),
    ],
)
@pytest.mark.parametrize("aspect", [Fraction(8, 9), Fraction(64, 45), Fraction(2)])
def test_the_pixel_aspect_ratio_is_kept(
    tmp_path: Path, name: str, settings: dict[str, str], aspect: Fraction
) -> None:
    def shape(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = aspect

    source = write_film(tmp_path / "in.mp4", scenes(3), prepare=shape)
    color_film(source, tmp_path / name, **settings)
    assert probe(tmp_path / name).sample_aspect_ratio == aspect


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize(
    ("name", "settings"),
    [("out.mkv", {"preset": "archive"}), ("out.mp4", {}), ("out.mov", {"preset": "edit"})],
)
def test_rotation_is_written_for_players(
    tmp_path: Path, name: str, settings: dict[str, str], degrees: int
) -> None:
    def turn(stream: Any) -> None:
        stream.set_display_rotation(-degrees)

    source = write_film(tmp_path / "in.mp4", scenes(2), prepare=turn)
    color_film(source, tmp_path / name, **settings)
    assert probe(tmp_path / name).rotation_degrees == degrees


@pytest.mark.parametrize("top_first", [True, False])
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("out.mkv", {"preset": "archive"}),
        ("out.mp4", {"fields": "keep"}),
        ("out.mov", {"preset": "edit", "fields": "keep"}),
    ],
)
def test_kept_fields_are_flagged_in_their_order(
    clips: ClipMaker, tmp_path: Path, name: str, settings: dict[str, str], top_first: bool
) -> None:
    color_film(clips.interlaced(top_first=top_first), tmp_path / name, **settings)
    with av.open(str(tmp_path / name)) as container:
        flags = {shows_top_first(frame) for frame in container.decode(video=0)}
    assert flags == {top_first}


def test_h265_says_that_the_field_order_is_in_the_container_only(
    clips: ClipMaker, tmp_path: Path
) -> None:
    passed = color_film(clips.interlaced(), tmp_path / "out.mkv", preset="master")
    assert any("field order" in w for w in passed.warnings)


@pytest.mark.parametrize(
    ("name", "settings"),
    [("out.mkv", {"preset": "archive"}), ("out.mp4", {}), ("out.mov", {"preset": "edit"})],
)
def test_time_code_tags_and_provenance_are_there(
    clips: ClipMaker, tmp_path: Path, name: str, settings: dict[str, str]
) -> None:
    color_film(clips.tagged(), tmp_path / name, **settings)
    info = probe(tmp_path / name)
    tags = {key.lower(): value for key, value in info.metadata.items()}
    assert tags["title"] == "A day"
    assert tags["comment"] == PROVENANCE["comment"]
    assert info.timecode == "01:00:00:00"


def test_a_part_carries_the_time_code_of_its_first_frame(clips: ClipMaker, tmp_path: Path) -> None:
    color_film(clips.tagged(), tmp_path / "out.mov", preset="edit", first=27)
    assert probe(tmp_path / "out.mov").timecode == "01:00:01:02"
