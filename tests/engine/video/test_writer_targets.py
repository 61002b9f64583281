"""What becomes of the target: nothing half-written, nothing overwritten unasked, the same bytes."""

from __future__ import annotations

import errno
import resource
import zlib
from importlib import resources
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film
from written import color_film, rubble, times, tint

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.probe import probe
from vidcolor.video.reader import open_reader
from vidcolor.video.writer import open_writer


def render_until(source: Path, target: Path, number: int, error: BaseException) -> None:
    """Write an archive copy and raise ``error`` once frame ``number`` has been written."""
    archive = OutputSettings(preset="archive")
    with (
        open_reader(source) as reader,
        open_writer(
            target, source=reader.info, settings=archive, provenance={}, overwrite=True
        ) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame, *tint(writer.chroma, 0))
            if frame.number == number:
                assert rubble(target.parent) == [".out.partial.packets"]
                raise error


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt()])
def test_a_block_that_ends_badly_leaves_nothing_behind(
    clips: ClipMaker, tmp_path: Path, error: BaseException
) -> None:
    with pytest.raises(type(error)):
        render_until(clips.even(), tmp_path / "out.mkv", 30, error)
    assert list(tmp_path.iterdir()) == []


def test_a_block_that_ends_badly_leaves_the_old_target_alone(
    clips: ClipMaker, tmp_path: Path
) -> None:
    (tmp_path / "out.mkv").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        render_until(clips.even(), tmp_path / "out.mkv", 30, KeyboardInterrupt())
    assert [p.name for p in tmp_path.iterdir()] == ["out.mkv"]
    assert (tmp_path / "out.mkv").read_bytes() == b"old"


def test_a_disk_that_takes_no_more_is_a_sentence_and_leaves_nothing(
    clips: ClipMaker, tmp_path: Path
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        with pytest.raises(VidcolorError, match="The disk is full"):
            color_film(clips.even(), tmp_path / "out.mkv", preset="archive")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_recognised_by_the_system_s_own_error(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("vidcolor.video.film_encoder.fill_picture", full)
    with pytest.raises(VidcolorError, match="The disk is full") as caught:
        color_film(clips.even(), tmp_path / "out.mp4")
    assert "MB are free" in caught.value.what
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        ("out.avi", {}, "suffix"),
        ("out.mov", {"codec": "ffv1"}, "do not hold ffv1"),
        ("out.mov", {"codec": "av1"}, "do not hold av1"),
        ("out.mp4", {"codec": "prores"}, "do not hold prores"),
        ("out.mkv", {"codec": "png"}, "do not hold png"),
        ("gone/out.mkv", {}, "does not exist"),
        ("out.mp4", {"codec": "av1", "chroma": "444"}, "does not write 4:4:4"),
        ("out.mp4", {"bit_depth": 12}, "does not write 12 bits"),
        ("out.mp4", {"crf": 60}, "--crf is 60"),
        ("out.mp4", {"speed": "warp"}, "does not start"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_there(
    clips: ClipMaker, tmp_path: Path, name: str, settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(VidcolorError, match=words):
        color_film(clips.even(), tmp_path / name, **settings)
    assert list(tmp_path.iterdir()) == []


def test_the_source_is_never_written_to(tmp_path: Path) -> None:
    source = write_film(tmp_path / "in.mp4", scenes(3))
    content = source.read_bytes()
    link = tmp_path / "link.mp4"
    link.symlink_to(source)
    twin = tmp_path / "twin.mp4"
    twin.hardlink_to(source)
    for target in (source, link, twin, tmp_path / "." / "in.mp4"):
        with pytest.raises(VidcolorError, match="both source and target"):
            color_film(source, target, overwrite=True)
    assert source.read_bytes() == content


def test_a_target_that_exists_needs_overwrite(clips: ClipMaker, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    target.write_bytes(b"old")
    with pytest.raises(VidcolorError, match="exists already"):
        color_film(clips.even(), target)
    assert target.read_bytes() == b"old"
    color_film(clips.even(), target, overwrite=True)
    assert len(times(target)) == 60


def test_a_read_only_folder_is_a_sentence(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    info = probe(clips.even())
    monkeypatch.setattr("vidcolor.video.film_target.av.open", refuse)  # root may write anywhere
    with (
        pytest.raises(VidcolorError, match="cannot be written to"),
        open_writer(tmp_path / "out.mp4", source=info, settings=OutputSettings(), provenance={}),
    ):
        pass


def test_two_renders_give_the_same_bytes_of_picture(clips: ClipMaker, tmp_path: Path) -> None:
    packets = set()
    for _ in range(6):  # x264's macroblock tree once gave other bits in about every second run
        color_film(clips.even(), tmp_path / "out.mp4", threads=2, overwrite=True)
        with av.open(str(tmp_path / "out.mp4")) as container:
            packets.add(tuple(bytes(p) for p in container.demux(video=0)))
    assert len(packets) == 1


def test_x264_gives_the_same_bits_whatever_instructions_the_processor_has(tmp_path: Path) -> None:
    packets = set()
    target, settings = tmp_path / "out.mp4", OutputSettings(threads=1)
    with (
        resources.as_file(resources.files("vidcolor") / "assets" / "demo.mp4") as demo,
        open_reader(demo) as reader,
    ):
        frames = list(reader.frames(0, 24))
        for _ in range(12):  # with AVX-512 every third was another
            with open_writer(
                target, source=reader.info, settings=settings, provenance={}, overwrite=True
            ) as writer:
                grid = writer.chroma
                flat = np.full((grid.height, grid.width), 120, np.uint8)
                for frame in frames:
                    writer.write(frame, flat, flat)
            with av.open(str(target)) as container:
                packets.add(tuple(bytes(packet) for packet in container.demux(video=0)))
    assert len(packets) == 1


def test_the_changed_header_of_a_matroska_file_has_a_right_checksum(
    clips: ClipMaker, tmp_path: Path
) -> None:
    color_film(clips.tagged(), tmp_path / "out.mkv", preset="archive")
    data = (tmp_path / "out.mkv").read_bytes()
    tracks = b"\x16\x54\xae\x6b"  # first named in the table of contents
    start = data.index(tracks, data.index(tracks) + 4) + 4  # their length in two bytes
    assert data[start] & 0xC0 == 0x40
    body = data[start + 2 : start + 2 + (int.from_bytes(data[start : start + 2], "big") & 0x3FFF)]
    assert body[:2] == b"\xbf\x84"  # a checksum of all that follows
    assert int.from_bytes(body[2:6], "little") == zlib.crc32(body[6:])


def write_twice(source: Path, target: Path) -> None:
    """Give the writer the film's first frame two times."""
    with (
        open_reader(source) as reader,
        open_writer(target, source=reader.info, settings=OutputSettings(), provenance={}) as writer,
    ):
        frame = next(iter(reader.frames()))
        for _ in range(2):
            writer.write(frame, *tint(writer.chroma, 0))


def test_time_that_does_not_go_on_is_a_bug_of_the_caller(clips: ClipMaker, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not come after"):
        write_twice(clips.even(), tmp_path / "out.mp4")
    assert list(tmp_path.iterdir()) == []
