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


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4", "out.mov"])
def test_what_was_left_out_on_purpose_is_said_and_no_loss(
    clips: ClipMaker, tmp_path: Path, name: str
) -> None:
    color_film(clips.full(), tmp_path / name, leave_out="2,1")
    report = final(clips.full(), tmp_path / name)
    assert report.ok
    assert report.audio_equal is None
    assert report.left_out == (1, 2)
    assert report.differences[-2:] == (
        "Stream 1 (audio) was left out on purpose.",
        "Stream 2 (subtitle) was left out on purpose.",
    )


def silent_track(container: Any) -> None:
    """A second sound without a single packet."""
    container.add_stream("pcm_s16le", rate=8000, layout="mono")


def test_only_the_sound_that_was_left_out_may_be_missing(tmp_path: Path) -> None:
    source = write_with_sound(tmp_path / "in.mkv", extra=silent_track)
    color_film(source, tmp_path / "one.mkv", preset="archive", leave_out="1")
    report = final(source, tmp_path / "one.mkv")
    assert (report.ok, report.audio_equal, report.left_out) == (True, True, (1,))
    # The other one is lost on the way, without a word in the target.
    mute = write_film(
        tmp_path / "mute.mkv",
        [frame[0] for frame in planes(source)],
        codec="ffv1",
        rate=Fraction(24000, 1001),
        metadata={"comment": "Streams left out on purpose: 1."},
    )
    report = final(source, mute)
    assert not report.ok
    assert report.audio_equal is False
    assert "Stream 1 (audio) was left out on purpose." in report.differences
    assert "Sound 2 of 2 is not in the target as it was." in report.differences
    assert not any(words.startswith("Sound 1") for words in report.differences)


def test_of_two_equal_sounds_the_one_that_stays_is_found(tmp_path: Path) -> None:
    def twice(container: Any) -> None:
        silent_track(container)
        silent_track(container)

    source = write_with_sound(tmp_path / "in.mkv", extra=twice)
    color_film(source, tmp_path / "out.mkv", preset="archive", leave_out="2")
    report = final(source, tmp_path / "out.mkv")
    assert (report.ok, report.audio_equal, report.left_out) == (True, True, (2,))
    # Made from that one: nothing tells any more that a sound is missing, and one of two is not two.
    color_film(tmp_path / "out.mkv", tmp_path / "again.mkv", preset="archive")
    report = final(source, tmp_path / "again.mkv")
    assert (report.ok, report.audio_equal) == (False, False)


def test_what_the_source_itself_had_been_made_without_excuses_nothing(
    tmp_path: Path,
) -> None:
    def made_without(container: Any) -> None:
        container.metadata["comment"] = "By an older one. Streams left out on purpose: 1."

    source = write_with_sound(tmp_path / "first.mkv", extra=made_without)
    color_film(source, tmp_path / "again.mkv", preset="archive")
    report = final(source, tmp_path / "again.mkv")
    assert (report.ok, report.audio_equal, report.left_out) == (True, True, ())


def test_a_sound_that_is_there_does_not_hide_one_that_is_lost(tmp_path: Path) -> None:
    source = write_with_sound(tmp_path / "in.mkv", extra=silent_track)
    color_film(source, tmp_path / "one.mkv", preset="archive", leave_out="1")
    color_film(tmp_path / "one.mkv", tmp_path / "again.mkv", preset="archive")
    report = final(source, tmp_path / "again.mkv")
    assert (report.ok, report.audio_equal, report.left_out) == (False, False, ())
    assert report.differences == ("Sound 1 of 2 is not in the target as it was.",)
