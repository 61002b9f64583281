"""What the plan says of each stream, and whether the writer keeps to it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.stream import Disposition
from clips import ClipMaker
from filming import scene, write_picture
from test_streams import write_with_sound
from written import color_film, names

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.info import StreamInfo
from vidcolor.video.probe import probe
from vidcolor.video.streamplan import Fate, StreamFate, stream_plan
from vidcolor.video.streamsize import carried_bytes
from vidcolor.video.writer import check_output

OUTPUT = OutputSettings()


def plan(source: Path, target: Path, **settings: str) -> tuple[StreamFate, ...]:
    return stream_plan(probe(source), target, OutputSettings(**settings))


def others(path: Path) -> list[StreamInfo]:
    """The streams of a target that the plan speaks of."""
    return [s for s in probe(path).streams if s.kind != "video" and s.codec != "bin_data"]


@pytest.fixture(scope="module")
def rich(clips: ClipMaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Film 0, Danish sound 1, subtitles 2, a text and a cover as attachments."""
    path = tmp_path_factory.mktemp("rich") / "rich.mkv"
    picture = write_picture(path.with_suffix(".png"), scene(1), "gray").read_bytes()
    with av.open(str(clips.full())) as source, av.open(str(path), "w") as target:
        streams = [target.add_stream_from_template(s) for s in source.streams]
        for before, after in zip(source.streams, streams, strict=True):
            after.metadata.update(before.metadata)
        target.add_attachment("notes.txt", "text/plain", b"A reel from 1912.")
        target.add_attachment("cover.png", "image/png", picture)
        for packet in source.demux():
            if packet.size:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    return path


def test_the_plan_tells_what_each_stream_is_and_becomes(rich: Path, tmp_path: Path) -> None:
    found = {fate.index: fate for fate in plan(rich, tmp_path / "out.mp4")}
    assert sorted(found) == [1, 2, 3, 4]
    sound = found[1]
    assert (sound.kind, sound.codec, sound.language) == ("audio", "pcm_s16le", "dan")
    assert (sound.fate, sound.reason, str(sound)) == (Fate.COPIED, "", "copied")
    assert str(found[2]) == "converted to mov_text"
    assert found[2].reason == "MP4 does not hold subrip"
    assert (found[3].kind, str(found[3])) == ("attachment", "left out")
    assert found[3].reason == "MP4 holds no attachments"
    with av.open(str(rich)) as container:
        assert container.streams[4].disposition & Disposition.attached_pic
    assert (found[4].kind, str(found[4])) == ("video", "copied")


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4", "out.mov"])
def test_the_writer_keeps_to_the_plan(rich: Path, tmp_path: Path, name: str) -> None:
    fates = plan(rich, tmp_path / name)
    passed = color_film(rich, tmp_path / name)
    told = [f.codec_after or f.codec for f in fates if f.fate in (Fate.COPIED, Fate.CONVERTED)]
    stored = [s.codec for s in probe(tmp_path / name).streams][1:]
    assert sorted(code for code in stored if code != "bin_data") == sorted(told)
    for fate in fates:
        named = [w for w in passed.warnings if fate.reason and fate.reason in w]
        assert bool(named) == (fate.fate is Fate.LEFT_OUT)
        converted = [w for w in passed.warnings if f"to {fate.codec_after}, which" in w]
        assert bool(converted) == (fate.fate is Fate.CONVERTED)


def test_chapter_titles_of_mp4_are_written_anew(tmp_path: Path) -> None:
    base = Fraction(1, 1000)
    chapter = {"id": 1, "start": 0, "end": 900, "time_base": base, "metadata": {"title": "A tram"}}
    source = write_with_sound(
        tmp_path / "in.mp4", extra=lambda container: container.set_chapters([chapter])
    )
    found = plan(source, tmp_path / "out.mp4")
    assert [(f.kind, str(f)) for f in found] == [("audio", "copied"), ("data", "written anew")]
    passed = color_film(source, tmp_path / "out.mp4")
    assert passed.warnings == []
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [c["metadata"]["title"] for c in container.chapters()] == ["A tram"]


def test_sound_that_a_container_does_not_hold_is_planned_to_stay_behind(tmp_path: Path) -> None:
    source = write_with_sound(tmp_path / "in.mkv", "wavpack")
    [fate] = plan(source, tmp_path / "out.mp4")
    assert (fate.fate, fate.reason) == (Fate.LEFT_OUT, "MP4 does not hold wavpack")
    [fate] = plan(source, tmp_path / "out.mkv")
    assert fate.fate is Fate.COPIED


@pytest.mark.parametrize("name", ["out", "out.png"])
def test_pictures_carry_no_other_streams(rich: Path, tmp_path: Path, name: str) -> None:
    assert {fate.fate for fate in plan(rich, tmp_path / name)} == {Fate.LEFT_OUT}


def test_a_folder_of_pictures_has_no_other_streams(clips: ClipMaker, tmp_path: Path) -> None:
    assert plan(clips.tiff_folder(), tmp_path / "out.mkv") == ()


# Leaving out


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4"])
@pytest.mark.parametrize(
    ("leave_out", "kinds"),
    [("", ["audio", "subtitle"]), ("1", ["subtitle"]), ("2", ["audio"]), (" 2, 1,", [])],
)
def test_what_is_to_be_left_out_is_left_out_and_nothing_else(
    clips: ClipMaker, tmp_path: Path, name: str, leave_out: str, kinds: list[str]
) -> None:
    passed = color_film(clips.full(), tmp_path / name, leave_out=leave_out)
    assert [s.kind for s in others(tmp_path / name)] == kinds
    assert not any("is not in the" in warning for warning in passed.warnings)
    fates = plan(clips.full(), tmp_path / name, leave_out=leave_out)
    assert [f.kind for f in fates if f.fate is not Fate.LEFT_OUT] == kinds
    assert all(f.wished for f in fates if f.fate is Fate.LEFT_OUT)


def test_an_attachment_and_a_cover_can_be_left_out(rich: Path, tmp_path: Path) -> None:
    color_film(rich, tmp_path / "out.mkv", leave_out="3,4")
    assert [s.kind for s in probe(tmp_path / "out.mkv").streams] == ["video", "audio", "subtitle"]


@pytest.mark.parametrize(
    ("leave_out", "sentence"),
    [
        ("7", "has no stream 7"),
        ("0", "Stream 0 of full.mkv is the film itself"),
        ("1;2", "--leave-out is '1;2'"),
        ("-1", "--leave-out is '-1'"),
        ("²", "--leave-out is '²'"),
    ],
)
@pytest.mark.parametrize("name", ["out.mkv", "out"])
def test_a_stream_that_cannot_be_left_out_is_refused_before_anything_is_written(
    clips: ClipMaker, tmp_path: Path, leave_out: str, sentence: str, name: str
) -> None:
    target = tmp_path / name
    settings = OutputSettings(leave_out=leave_out)
    with pytest.raises(VidcolorError, match=sentence):
        color_film(clips.full(), target, leave_out=leave_out)
    with pytest.raises(VidcolorError, match=sentence):
        check_output(target, probe(clips.full()), settings, overwrite=False)
    assert names(tmp_path) == []


def test_a_source_without_other_streams_has_none_to_leave_out(
    clips: ClipMaker, tmp_path: Path
) -> None:
    for source in (clips.even(), clips.tiff_folder()):
        with pytest.raises(VidcolorError, match="has no stream 1"):
            color_film(source, tmp_path / "out.mkv", leave_out="1")


# Sizes


@pytest.mark.parametrize("codec", ["pcm_s16le", "flac", "aac", "ac3"])
def test_the_size_of_the_sound_is_about_right(tmp_path: Path, codec: str) -> None:
    source = write_with_sound(tmp_path / "in.mkv", codec, frames=100)
    with av.open(str(source)) as container:
        really = sum(packet.size for packet in container.demux(audio=0))
    seconds = 100 * 1001 / 24000
    fates = plan(source, tmp_path / "out.mkv")
    told = carried_bytes(probe(source), fates, start_s=0.0, seconds=seconds)
    assert told == pytest.approx(really, rel=0.1)
    half = carried_bytes(probe(source), fates, start_s=1.0, seconds=seconds / 2)
    assert half == pytest.approx(really / 2, rel=0.15)
    nothing = plan(source, tmp_path / "out.mkv", leave_out="1")
    assert carried_bytes(probe(source), nothing, start_s=0.0, seconds=seconds) == 0
