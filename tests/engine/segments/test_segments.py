"""Films in segments: joined without a seam, gone on with after a break, in part made anew."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import standins
from clips import ClipMaker
from standins import start, tint_engine
from written import names, payloads, planes, times

from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.pipeline import colorize_film
from vidcolor.progress import RenderResult
from vidcolor.settings import Look, OutputSettings, RangeSettings
from vidcolor.shotlist import Cut, Kind
from vidcolor.steering import LookSpan, Steering
from vidcolor.video.partial import parts_of, remove_parts

FRAME_S = 0.04  # of the clips


def render(
    source: Path,
    target: Path,
    engine: Engine | None = None,
    *,
    steering: Steering | None = None,
    **options: Any,
) -> RenderResult:
    """Render, overwriting, in segments of ten frames if nothing else is asked for."""
    engine = engine or tint_engine()
    if steering is not None:
        engine = engine.steered(engine.settings, steering)
    options = {"segment_s": 10 * FRAME_S, "overwrite": True} | options
    return standins.render(source, target, engine, **options)


def broken_off(source: Path, target: Path, after: int, **output: Any) -> list[str]:
    """Render that many frames and stop; gives the names of the segments that are there."""
    output = {"segment_s": 10 * FRAME_S} | output
    with closing(start(source, target, **output)) as steps:
        for _ in range(after):
            next(steps)
    return segments(target)


def segments(target: Path) -> list[str]:
    """Frames that the finished segments beside a target hold."""
    return sorted(path.name[:19] for path in parts_of(target).glob("*.packets"))


def packets(path: Path) -> list[tuple[Any, ...]]:
    """Everything of the film's packets, as it lies in the container."""
    with av.open(str(path)) as container:
        return [
            (p.pts, p.dts, p.duration, bool(p.is_keyframe), bytes(p))
            for p in container.demux(video=0)
            if p.size
        ]


@pytest.mark.parametrize("frames", [1, 2, 25])
@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("h264", "out.mp4"),
        ("h264", "out.mkv"),
        ("h264", "out.mov"),
        ("h265", "out.mp4"),
        ("h265", "out.mkv"),
        ("av1", "out.mp4"),
        ("av1", "out.mkv"),
        ("prores", "out.mov"),
        ("prores", "out.mkv"),
        ("ffv1", "out.mkv"),
        ("ffv1", "out.mp4"),
    ],
)
def test_segments_are_joined_without_a_seam(
    clips: ClipMaker, tmp_path: Path, codec: str, name: str, frames: int
) -> None:
    source = clips.uneven() if frames == 25 else clips.even()
    only = 0 if frames == 25 else 8
    result = render(source, tmp_path / name, codec=codec, segment_s=frames * FRAME_S, frames=only)
    wanted = times(source)[: result.frames]
    got = times(tmp_path / name)
    assert len(got) == result.frames == len(wanted)
    tick = 0.0005 if name.endswith("mkv") else 0
    assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) <= tick
    coded = packets(tmp_path / name)
    decoding = [dts for _, dts, *_ in coded if dts is not None]
    assert all(a < b for a, b in pairwise(decoding))
    assert sum(keyframe for *_, keyframe, _ in coded) >= result.frames / frames
    assert names(tmp_path) == [name]


def test_one_frame_a_segment_gives_the_pictures_of_one_segment(
    clips: ClipMaker, tmp_path: Path
) -> None:
    for name, segment_s in (("one.mkv", 3600), ("many.mkv", FRAME_S)):
        render(clips.even(), tmp_path / name, preset="archive", segment_s=segment_s)
    whole, parted = planes(tmp_path / "one.mkv"), planes(tmp_path / "many.mkv")
    for one, other in zip(whole, parted, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("name", ["out.mp4", "out.mkv"])
def test_a_render_that_broke_off_goes_on_and_ends_with_the_same_bits(
    clips: ClipMaker, tmp_path: Path, name: str
) -> None:
    source, target, undisturbed = clips.full(), tmp_path / name, tmp_path / f"whole-{name}"
    whole = render(source, undisturbed)
    there = broken_off(source, target, 33)
    assert there[:2] == ["000000000-000000010", "000000010-000000020"]
    assert not target.exists()
    result = render(source, target)
    assert result.frames == whole.frames
    assert packets(target) == packets(undisturbed)
    assert payloads(target, "audio") == payloads(undisturbed, "audio")
    assert names(tmp_path) == sorted([name, undisturbed.name])


def test_what_is_finished_is_not_coded_again(clips: ClipMaker, tmp_path: Path) -> None:
    source, target = clips.even(), tmp_path / "out.mp4"
    finished = len(broken_off(source, target, 45))
    assert finished == 4
    steps = list(start(source, target, segment_s=10 * FRAME_S))
    coded = [step for step in steps if step.thumbnail is not None]
    assert len(coded) == 60 - 10 * finished
    assert {step.kept for step in coded} == {10 * finished}
    assert coded[0].frames == 10 * finished + 1


def test_a_segment_that_is_missing_in_the_middle_is_rendered_alone(
    clips: ClipMaker, tmp_path: Path
) -> None:
    source, target = clips.even(), tmp_path / "out.mp4"
    render(source, tmp_path / "whole.mp4")
    broken_off(source, target, 58)
    missing = next(parts_of(target).glob("000000020-*.packets"))
    missing.unlink()
    damaged = next(parts_of(target).glob("000000000-*.packets"))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    render(source, target)
    assert packets(target) == packets(tmp_path / "whole.mp4")


def test_what_was_rendered_in_another_way_is_told_and_not_mixed(
    clips: ClipMaker, tmp_path: Path
) -> None:
    source, target = clips.even(), tmp_path / "out.mp4"
    broken_off(source, target, 33)
    with pytest.raises(VidcolorError, match="crf was -1, now 30") as caught:
        render(source, target, crf=30)
    assert "--restart" in caught.value.do
    assert len(segments(target)) >= 2  # nothing is lost by asking
    with pytest.raises(VidcolorError, match=r"saturation was 1\.0, now 0\.5"):
        render(source, target, tint_engine(saturation=0.5))
    render(source, target, crf=30, restart=True)
    render(source, tmp_path / "whole.mp4", crf=30)
    assert packets(target) == packets(tmp_path / "whole.mp4")


def test_another_look_of_one_shot_renders_its_segments_alone(
    clips: ClipMaker, tmp_path: Path
) -> None:
    source, target = clips.even(), tmp_path / "out.mp4"
    cuts = (Cut(30, Kind.CUT),)
    plain = Steering(cuts=cuts)
    engine = tint_engine().steered(tint_engine().settings, plain)
    with closing(start(source, target, engine, segment_s=10 * FRAME_S)) as steps:
        for _ in range(58):
            next(steps)
    before = set(parts_of(target).glob("*.packets"))
    assert len(before) >= 4
    look = LookSpan(30, 60, Look(saturation=0.2, vibrance=0.0, warmth=0.0, tint=0.0))
    other = tint_engine().steered(tint_engine().settings, Steering(cuts=cuts, looks=(look,)))
    kept = []
    with closing(start(source, target, other, segment_s=10 * FRAME_S)) as steps:
        kept = [step.frames for step in steps if step.thumbnail is not None]
    assert kept[0] == 31  # the first three segments hold none of the shot's frames
    render(source, tmp_path / "whole.mp4", steering=Steering(cuts=cuts, looks=(look,)))
    assert packets(target) == packets(tmp_path / "whole.mp4")


def test_two_renders_of_one_target_do_not_mix(clips: ClipMaker, tmp_path: Path) -> None:
    source, target = clips.even(), tmp_path / "out.mp4"
    with closing(start(source, target, segment_s=10 * FRAME_S)) as steps:
        for _ in range(33):
            next(steps)
        with pytest.raises(VidcolorError, match="is being rendered already"):
            render(source, target)
        with pytest.raises(VidcolorError, match="is being rendered already"):
            render(source, target, restart=True)
        for _ in steps:
            pass
    render(source, tmp_path / "whole.mp4")
    assert packets(target) == packets(tmp_path / "whole.mp4")
    assert names(tmp_path) == ["out.mp4", "whole.mp4"]


def test_what_was_finished_can_be_given_up(clips: ClipMaker, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    broken_off(clips.even(), target, 33)
    assert names(tmp_path) == [".out.mp4.parts"]
    remove_parts(target)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "journal",
    [
        "{nonsense",
        "[]",
        "7",
        "{}",
        '{"version": 1, "facts": 3, "film_end": null}',
        '{"version": 1, "facts": {"crf": 3}, "film_end": null}',
        '{"version": 1, "facts": {}, "film_end": "x"}',
        '{"version": 2, "facts": {}, "film_end": null}',
    ],
)
def test_a_journal_that_cannot_be_read_begins_anew(
    clips: ClipMaker, tmp_path: Path, journal: str
) -> None:
    target = tmp_path / "out.mp4"
    broken_off(clips.even(), target, 33)
    (parts_of(target) / "journal.json").write_text(journal)
    (parts_of(target) / "of-somebody.packets").touch()
    result = render(clips.even(), target)
    assert result.frames == 60


def test_a_part_of_a_film_goes_on_too(clips: ClipMaker, tmp_path: Path) -> None:
    source, target, part = clips.even(), tmp_path / "out.mkv", {"start": "13f", "end": "47f"}
    render(source, tmp_path / "whole.mkv", **part)
    engine = tint_engine()
    steps = colorize_film(
        source,
        target,
        color=engine.settings,
        output=OutputSettings(segment_s=10 * FRAME_S),
        span=RangeSettings(**part),
        engine=engine,
    )
    with closing(steps):
        for _ in range(25):
            next(steps)
    assert segments(target)[0] == "000000013-000000023"
    with pytest.raises(VidcolorError, match="the first frame was 13, now 0"):
        render(source, target)
    render(source, target, **part)
    assert packets(target) == packets(tmp_path / "whole.mkv")
