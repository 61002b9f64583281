"""The proof must hold for what the writer makes and fail for what somebody spoiled."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from clips import ClipMaker
from filming import scenes, write_film
from test_streams import write_with_sound
from written import color_film, planes

from vidcolor.video.verify import VerifyReport, verify


def final(source: Path, out: Path) -> VerifyReport:
    """The last report; the ones before are progress."""
    reports = list(verify(source, out))
    assert [r.done for r in reports] == [False] * (len(reports) - 1) + [True]
    return reports[-1]


def copy_of(source: Path, target: Path, **changes: Any) -> Path:
    """A lossless copy whose lumas, number and times can be spoiled."""
    lumas = [frame[0] for frame in planes(source)]
    if "frame" in changes:
        lumas[changes["frame"]][5, 7] += 1
    pts = list(range(len(lumas)))
    if "late" in changes:
        pts[changes["late"] :] = [p + 1 for p in pts[changes["late"] :]]
    if "drop" in changes:
        del lumas[-changes["drop"] :]
    return write_film(target, lumas, codec="ffv1", pts=pts[: len(lumas)])


@pytest.mark.parametrize("name", ["even", "uneven", "odd_size", "open_gop", "interlaced", "gif"])
def test_an_archive_is_proved_equal(clips: ClipMaker, tmp_path: Path, name: str) -> None:
    source = getattr(clips, name)()
    color_film(source, tmp_path / "out.mkv", preset="archive")
    report = final(source, tmp_path / "out.mkv")
    assert report.ok
    assert report.luma_equal
    assert report.luma_max_difference == 0
    assert report.pts_equal
    assert report.frames == report.frames_source > 0


def test_a_deeper_target_is_proved_by_the_shift(clips: ClipMaker, tmp_path: Path) -> None:
    color_film(clips.even(), tmp_path / "out.mkv", codec="ffv1", bit_depth=10)
    report = final(clips.even(), tmp_path / "out.mkv")
    assert (report.ok, report.luma_equal) == (True, True)


@pytest.mark.parametrize("name", ["tiff_folder", "png_folder"])
def test_a_folder_is_proved_equal(clips: ClipMaker, tmp_path: Path, name: str) -> None:
    source = getattr(clips, name)()
    color_film(source, tmp_path / "out")
    report = final(source, tmp_path / "out")
    assert (report.ok, report.luma_equal, report.pts_equal) == (True, True, None)


@pytest.mark.parametrize("bit_depth", [8, 16])
def test_pictures_of_a_film_are_within_one_code(
    clips: ClipMaker, tmp_path: Path, bit_depth: int
) -> None:
    color_film(clips.even(), tmp_path / "out", bit_depth=bit_depth)
    report = final(clips.even(), tmp_path / "out")
    assert (report.ok, report.luma_equal) == (True, True)


def test_a_lossy_target_is_measured(clips: ClipMaker, tmp_path: Path) -> None:
    color_film(clips.even(), tmp_path / "out.mp4")
    report = final(clips.even(), tmp_path / "out.mp4")
    assert report.ok
    assert report.lossy
    assert not report.luma_equal
    assert 0 < report.luma_mean_difference < 3


def test_one_changed_sample_is_found(clips: ClipMaker, tmp_path: Path) -> None:
    out = copy_of(clips.even(), tmp_path / "out.mkv", frame=29)
    report = final(clips.even(), out)
    assert not report.ok
    assert report.luma_max_difference == 1
    assert report.differences == ("Frame 29 has another luma: off by 1 at column 7, row 5.",)


def test_a_moved_frame_is_found(clips: ClipMaker, tmp_path: Path) -> None:
    report = final(clips.even(), copy_of(clips.even(), tmp_path / "out.mkv", late=50))
    assert not report.ok
    assert report.pts_equal is False
    assert report.differences[0].startswith("Frame 50 has another time: 2.000000 s became 2.04")
    assert report.differences[-1] == "5 more frames with another time."


def test_missing_frames_are_found(clips: ClipMaker, tmp_path: Path) -> None:
    report = final(clips.even(), copy_of(clips.even(), tmp_path / "out.mkv", drop=2))
    assert not report.ok
    assert "The source has 60 frames and the target 58." in report.differences


@pytest.mark.parametrize("source_name", ["in.mp4", "in.ts"])
def test_sound_is_proved_and_its_loss_is_found(tmp_path: Path, source_name: str) -> None:
    source = write_with_sound(tmp_path / source_name)
    color_film(source, tmp_path / "out.mkv", preset="archive")
    assert final(source, tmp_path / "out.mkv").audio_equal is True
    mute = write_film(
        tmp_path / "mute.mkv",
        [frame[0] for frame in planes(source)],
        codec="ffv1",
        rate=Fraction(24000, 1001),
    )
    report = final(source, mute)
    assert report.audio_equal is False
    assert not report.ok
    assert "Sound 1 of 1 is not in the target as it was." in report.differences


def test_another_film_is_not_the_same_film(clips: ClipMaker, tmp_path: Path) -> None:
    other = write_film(tmp_path / "other.mp4", (255 - luma for luma in scenes(60)))
    report = final(clips.even(), other)
    assert not report.ok
    assert report.luma_mean_difference > 8


def test_another_size_is_found(clips: ClipMaker, tmp_path: Path) -> None:
    other = write_film(tmp_path / "other.mp4", scenes(60, 96, 64))
    report = final(clips.even(), other)
    assert not report.ok
    assert "64×48 became 96×64" in report.differences[0]
    assert report.luma_mean_difference == 255.0  # finite, so that it is JSON
