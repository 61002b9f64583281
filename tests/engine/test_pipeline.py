"""The one road of a film, from end to end: time, streams, sizes, pictures, damage, memory."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from clips import PTS_UNEVEN, ClipMaker
from filming import scene, scenes, video_frame, write_film
from standins import render, tint_engine
from written import payloads, planes, times

from vidcolor.pipeline import colorize_film
from vidcolor.settings import OutputSettings, RangeSettings
from vidcolor.video.info import FieldOrder
from vidcolor.video.probe import probe

MILLISECOND = Fraction(1, 1000)
NTSC_FILM = Fraction(24000, 1001)


def colored(path: Path) -> bool:
    """Whether the chroma of every frame of a film is far from neutral."""
    return all(
        sum(np.abs(plane.astype(int) - 128).mean() for plane in stored[1:]) > 6
        for stored in planes(path)
    )


# Time


CLOCKS: dict[str, Callable[[Path], Path]] = {
    "constant": lambda p: write_film(p, scenes(12), options={"bf": "2"}),
    "variable": lambda p: write_film(p, scenes(20), pts=PTS_UNEVEN, options={"bf": "2"}),
    "23.976": lambda p: write_film(p, scenes(30), rate=NTSC_FILM),
    "late": lambda p: write_film(p, scenes(8), pts=range(7, 15), options={"bf": "0"}),
    "29.97 late": lambda p: write_film(
        p,
        scenes(8),
        rate=Fraction(30000, 1001),
        pts=range(11, 19),
        options={"bf": "0"},
        container_options={"movie_timescale": "30000"} if p.suffix == ".mp4" else {},
    ),
}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("made", [".mp4", ".mkv"])
def test_time_stamps_are_the_sources(tmp_path: Path, clock: str, made: str, suffix: str) -> None:
    source = CLOCKS[clock](tmp_path / f"in{made}")
    target = tmp_path / f"out{suffix}"

    result = render(source, target)

    before, after = times(source), times(target)
    assert result.frames == len(before) == len(after)
    if suffix == ".mkv":
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= MILLISECOND
        assert all(a < b for a, b in pairwise(after))
    else:
        assert after == before


def test_an_hour_of_23976_does_not_drift(tmp_path: Path) -> None:
    sparse = [second * 24 for second in range(0, 3600, 300)]  # still pictures of a long film
    source = write_film(tmp_path / "in.mp4", scenes(12), rate=NTSC_FILM, pts=sparse)
    render(source, tmp_path / "out.mp4")
    render(source, tmp_path / "out.mkv")
    assert times(tmp_path / "out.mp4") == times(source)
    assert times(source)[-1] == 3300 * 24 / NTSC_FILM
    drift = [a - b for a, b in zip(times(tmp_path / "out.mkv"), times(source), strict=True)]
    assert max(map(abs, drift)) <= MILLISECOND


def test_a_part_of_a_film_begins_at_zero_and_keeps_its_pace(
    clips: ClipMaker, tmp_path: Path
) -> None:
    result = render(clips.uneven(), tmp_path / "out.mp4", start="5f", end="12f")
    wanted = times(clips.uneven())[5:12]
    assert result.frames == 7
    assert times(tmp_path / "out.mp4") == [t - wanted[0] for t in wanted]


# Streams, tags, fields


def test_everything_else_the_film_holds_is_there(clips: ClipMaker, tmp_path: Path) -> None:
    source = clips.full()
    for name in ("out.mkv", "out.mp4"):
        target = tmp_path / name
        result = render(source, target)
        with av.open(str(source)) as a, av.open(str(target)) as b:
            assert [s.type for s in b.streams] == [s.type for s in a.streams]
            marks = [
                [(c["start"] * c["time_base"], c["end"] * c["time_base"]) for c in x.chapters()]
                for x in (a, b)
            ]
            assert marks[0] == marks[1] != []
            assert b.streams.audio[0].language == "dan"
            assert b.streams.subtitles[0].language == "eng"
        if name == "out.mkv":
            assert [w for w in result.warnings if "colour matrix" not in w] == []
            assert payloads(target, "subtitle") == payloads(source, "subtitle")
            assert payloads(target, "audio") == payloads(source, "audio")
        # MP4 takes neither PCM of this kind nor SubRip unchanged everywhere: what is done is said.
        assert times(target)[0] == times(source)[0]


def test_sound_that_outlasts_the_pictures_is_whole(tmp_path: Path) -> None:
    source, target = tmp_path / "in.mkv", tmp_path / "out.mkv"
    with av.open(str(source), "w") as container:
        video: Any = container.add_stream("ffv1", rate=25)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        for number, picture in enumerate(scenes(5)):
            frame = video_frame(picture, "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(video.encode(frame))
        for start in range(0, 16000, 800):
            wave = (9000 * np.sin(np.arange(start, start + 800) / 6)).astype(np.int16)
            block = av.AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
            block.sample_rate, block.pts, block.time_base = 8000, start, Fraction(1, 8000)
            container.mux(sound.encode(block))
    render(source, target)
    assert payloads(target, "audio") == payloads(source, "audio")
    assert payloads(source, "audio")[-1][0] > 1.8
    assert len(payloads(source, "audio")) == 20


def test_aspect_range_matrix_time_code_and_title_are_there(
    clips: ClipMaker, tmp_path: Path
) -> None:
    before = probe(clips.tagged())
    for name in ("out.mkv", "out.mp4", "out.mov"):
        render(clips.tagged(), tmp_path / name)
        after = probe(tmp_path / name)
        assert after.sample_aspect_ratio == before.sample_aspect_ratio == Fraction(8, 9)
        assert after.luma == before.luma
        assert after.color_primaries == before.color_primaries == 1
        assert after.color_transfer == before.color_transfer == 1
        assert after.timecode == before.timecode == "01:00:00:00"
        assert {k.lower(): v for k, v in after.metadata.items()}["title"] == "A day"


def test_the_target_says_that_its_colours_are_machine_made(
    clips: ClipMaker, tmp_path: Path
) -> None:
    for name in ("out.mkv", "out.mp4", "out.mov"):
        render(clips.even(), tmp_path / name, frames=3)
        tags = {k.lower(): v for k, v in probe(tmp_path / name).metadata.items()}
        assert "machine-made" in tags["comment"]
        assert "model tint" in tags["comment"]
    render(clips.even(), tmp_path / "out.png", frames=1)
    assert b"machine-made" in (tmp_path / "out.png").read_bytes()


@pytest.mark.parametrize("name", ["out.mp4", "out.mov", "out.mkv"])
def test_a_portrait_with_a_rotation_flag_is_coloured_upright_and_keeps_its_flag(
    clips: ClipMaker, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    render(clips.rotated(), target)
    before, after = probe(clips.rotated()), probe(target)
    assert (after.width, after.height) == (before.width, before.height)
    assert after.rotation_degrees == before.rotation_degrees != 0
    # The stand-in paints the right side, as a viewer sees it, redder; players turn by 90°.
    cr = planes(target)[4][2].astype(int)
    right, left = (cr[0], cr[-1]) if before.rotation_degrees == 90 else (cr[-1], cr[0])
    assert right.mean() > left.mean() + 5


@pytest.mark.parametrize("top_first", [True, False])
def test_an_archive_keeps_both_fields_their_order_and_the_luma(
    clips: ClipMaker, tmp_path: Path, top_first: bool
) -> None:
    source, target = clips.interlaced(top_first=top_first), tmp_path / "out.mkv"
    result = render(source, target, preset="archive")
    assert not any("interlaced" in warning for warning in result.warnings)
    assert probe(target).field_order is (FieldOrder.TT if top_first else FieldOrder.BB)
    for stored, original in zip(planes(target), planes(source), strict=True):
        assert np.array_equal(stored[0], original[0])
    assert colored(target)


def test_sharing_merges_the_fields_and_says_so(clips: ClipMaker, tmp_path: Path) -> None:
    source, target = clips.interlaced(), tmp_path / "out.mp4"
    result = render(source, target, crf=1)
    assert any("interlaced" in w and "merged" in w for w in result.warnings)
    assert probe(target).field_order is FieldOrder.PROGRESSIVE
    assert times(target) == times(source)

    def combing(stored: list[list[np.ndarray]]) -> float:
        rows = [frame[0].astype(float) for frame in stored[2:-2]]
        between = [np.abs(r[1:-1] - (r[:-2] + r[2:]) / 2).mean() for r in rows]
        return float(np.mean(between))

    assert combing(planes(target)) < 0.5 * combing(planes(source))


def test_telecined_film_keeps_every_frame_and_its_length_and_is_reported(
    clips: ClipMaker, tmp_path: Path
) -> None:
    source = clips.soft_telecine()
    for target, preset in ((tmp_path / "out.mp4", "share"), (tmp_path / "out.mkv", "archive")):
        result = render(source, target, preset=preset)
        before, after = times(source), times(target)
        assert result.frames == len(before) == len(after) == 40
        shift = after[0] - before[0]  # a transport stream begins at no special time
        assert max(abs(a - b - shift) for a, b in zip(after, before, strict=True)) <= MILLISECOND
        assert any("pulldown" in w or "telecine" in w for w in result.warnings)


# Sizes and lengths


@pytest.mark.parametrize("name", ["out.mp4", "out.mkv", "out"])
@pytest.mark.parametrize("size", [(175, 131), (4, 4), (16, 200), (1, 1)])
def test_odd_and_tiny_sizes_are_coloured(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    source = write_film(
        tmp_path / "in.mkv",
        (
            scene(n, *size) if size[1] >= 6 else np.full(size[::-1], 90 + n, np.uint8)
            for n in (0, 1)
        ),
        codec="ffv1",
        options={"level": "3", "slices": "1"} if min(size) < 16 else {},
    )
    render(source, tmp_path / name, preset="archive" if name == "out.mkv" else "share")
    if name == "out":
        for file in (tmp_path / name).iterdir():
            assert cv2.imread(str(file)).shape == (size[1], size[0], 3)
        return
    info = probe(tmp_path / name)
    assert 0 <= info.width - size[0] <= 1
    assert 0 <= info.height - size[1] <= 1
    if name == "out.mkv":
        assert (info.width, info.height) == size
        for stored, original in zip(planes(tmp_path / name), planes(source), strict=True):
            assert np.array_equal(stored[0], original[0])


def test_one_frame_is_a_film_too(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", scenes(1))
    for name in ("out.mp4", "out.mkv"):
        assert render(source, tmp_path / name).frames == 1
        assert len(planes(tmp_path / name)) == 1
        assert colored(tmp_path / name)


def test_a_thousand_frames_all_arrive(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", scenes(1000, 32, 32))
    result = render(source, tmp_path / "out.mkv", preset="archive")
    assert result.frames == 1000
    assert result.fps > 0
    for stored, original in zip(planes(tmp_path / "out.mkv"), planes(source), strict=True):
        assert np.array_equal(stored[0], original[0])


def test_progress_counts_up_and_knows_the_end(clips: ClipMaker, tmp_path: Path) -> None:
    engine = tint_engine()
    steps = list(
        colorize_film(
            clips.even(),
            tmp_path / "out.mp4",
            color=engine.settings,
            output=OutputSettings(),
            span=RangeSettings(start="10f", end="20f"),
            engine=engine,
        )
    )
    coded = [step for step in steps if not step.note]
    assert [step.frames for step in coded] == [*range(1, 11), 10]
    assert {step.frames_total for step in steps} == {10}
    assert steps[4].seconds_left is not None
    assert steps[-1].seconds_left == 0
    assert steps[-1].result is not None
    assert steps[-1].result.out == tmp_path / "out.mp4"
    assert steps[-1].result.frames == 10
