"""What the probe tells about real small films."""

from __future__ import annotations

from fractions import Fraction

import pytest
from clips import ClipMaker
from filming import scenes, write_film

from vidcolor.video.frames import LumaFormat, Matrix
from vidcolor.video.info import FieldOrder, SourceKind
from vidcolor.video.probe import probe


def test_a_film_tells_its_size_clock_and_length(clips: ClipMaker) -> None:
    info = probe(clips.even())
    assert (info.width, info.height, info.codec) == (64, 48, "h264")
    assert info.average_rate == 25
    assert info.frame_count_hint == 60
    assert info.duration_s == pytest.approx(2.4)
    assert info.kind is SourceKind.FILM
    assert info.subsampling == "420"
    assert info.field_order is FieldOrder.PROGRESSIVE


def test_colour_tags_aspect_ratio_time_code_and_title_are_read(clips: ClipMaker) -> None:
    info = probe(clips.tagged())
    assert info.luma == LumaFormat(8, full_range=True, matrix=Matrix.BT709)
    assert (info.color_primaries, info.color_transfer, info.color_space) == (1, 1, 1)
    assert info.sample_aspect_ratio == Fraction(8, 9)
    assert info.timecode == "01:00:00:00"
    assert info.metadata["title"] == "A day"
    assert info.warnings == ()


def test_an_unnamed_matrix_is_assumed_by_height_and_said(clips: ClipMaker, tmp_path) -> None:
    small = probe(clips.even())
    assert small.luma.matrix is Matrix.BT601
    assert any("BT.601 is assumed" in warning for warning in small.warnings)
    tall = probe(write_film(tmp_path / "tall.mkv", scenes(1, 64, 720), codec="ffv1"))
    assert tall.luma.matrix is Matrix.BT709
    assert any("BT.709 is assumed" in warning for warning in tall.warnings)


def test_rotation_is_the_clockwise_turn_of_a_player(clips: ClipMaker) -> None:
    info = probe(clips.rotated())
    assert info.rotation_degrees == 90
    assert (info.width, info.height) == (64, 48)


def test_streams_chapters_and_languages_are_listed(clips: ClipMaker) -> None:
    info = probe(clips.full())
    assert [(s.kind, s.codec, s.language) for s in info.streams] == [
        ("video", "h264", ""),
        ("audio", "pcm_s16le", "dan"),
        ("subtitle", "subrip", "eng"),
    ]
    assert info.chapters == 2


@pytest.mark.parametrize(("top_first", "order"), [(True, FieldOrder.TT), (False, FieldOrder.BB)])
def test_flagged_interlacing_is_told_with_its_field_order(
    clips: ClipMaker, top_first: bool, order: FieldOrder
) -> None:
    assert probe(clips.interlaced(top_first=top_first)).field_order is order


def test_pulldown_flags_are_reported_and_the_film_stays_progressive(clips: ClipMaker) -> None:
    info = probe(clips.soft_telecine())
    assert info.field_order is FieldOrder.PROGRESSIVE
    assert any("telecined" in warning for warning in info.warnings)


def test_woven_frames_without_a_flag_are_reported_and_the_flag_is_believed(
    clips: ClipMaker,
) -> None:
    info = probe(clips.unflagged())
    assert not info.field_order.interlaced
    assert any("looks interlaced" in warning for warning in info.warnings)


def test_even_film_is_called_neither_telecined_nor_interlaced(clips: ClipMaker) -> None:
    for film in (clips.even(), clips.open_gop(), clips.long_gop(), clips.uneven()):
        said = " ".join(probe(film).warnings)
        assert "telecined" not in said
        assert "interlaced" not in said


def test_the_first_time_stamp_of_avi_with_b_frames_is_one(clips: ClipMaker) -> None:
    assert probe(clips.avi_b_frames()).start_pts == 1


@pytest.mark.parametrize(
    ("pixel_format", "depth", "full", "subsampling"),
    [
        ("yuv420p", 8, False, "420"),
        ("yuv422p", 8, False, "422"),
        ("yuv444p10le", 10, False, "444"),
        ("yuva420p", 8, False, "420"),
        ("gray", 8, True, "gray"),
        ("gray10le", 10, True, "gray"),
        ("gray16le", 16, True, "gray"),
    ],
)
def test_depth_range_and_subsampling_come_from_the_pixel_format(
    tmp_path, pixel_format: str, depth: int, full: bool, subsampling: str
) -> None:
    path = tmp_path / "film.mkv"
    info = probe(write_film(path, scenes(2), codec="ffv1", pixel_format=pixel_format))
    assert (info.luma.bit_depth, info.luma.full_range) == (depth, full)
    assert info.subsampling == subsampling
    assert info.has_alpha == pixel_format.startswith("yuva")


def test_a_gif_is_a_film_in_rgb(clips: ClipMaker) -> None:
    info = probe(clips.gif())
    assert info.kind is SourceKind.FILM
    assert (info.subsampling, info.luma.bit_depth) == ("rgb", 16)
