"""Bad input gets a clear sentence; damage gets a warning and as much film as there is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from av.container import InputContainer
from av.packet import Packet
from clips import ClipMaker
from filming import scenes, write_film

from vidcolor.errors import VidcolorError
from vidcolor.video.positions import FrameNumber, Time, Timecode, parse_position
from vidcolor.video.probe import probe
from vidcolor.video.reader import open_reader


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def _random(path: Path) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(5000))


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing.mp4": (lambda path: None, "does not exist"),
    "empty.mp4": (lambda path: path.write_bytes(b""), "is empty"),
    "random.bin": (_random, "not a film or picture"),
    "random.mp4": (_random, "not a film or picture"),
    "words.txt": (lambda path: path.write_text("A tram. " * 99), "is a text file"),
    "words.mp4": (lambda path: path.write_text("En sporvogn, å! " * 999), "is a text file"),
    "words.srt": (
        lambda path: path.write_text("1\n00:00:00,000 --> 00:00:01,000\nHi\n"),
        "is a text file",
    ),
    "folder": (lambda path: path.mkdir(), "holds no pictures"),
    "huge.png": (lambda path: path.write_bytes(_png(60000, 60000)), "picture size"),
    "none.png": (lambda path: path.write_bytes(_png(0, 10)), "picture size"),
    "long.png": (lambda path: path.write_bytes(_png(20000, 10)), "20000×10"),
    "large.png": (lambda path: path.write_bytes(_png(10000, 9000)), "10000×9000"),
    "hollow.png": (lambda path: path.write_bytes(_png(64, 48)[:45]), "can be decoded"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_input_is_refused_with_what_and_what_to_do(tmp_path: Path, name: str) -> None:
    make, sentence = BAD_FILES[name]
    path = tmp_path / name
    make(path)
    with pytest.raises(VidcolorError, match=sentence) as refused:
        probe(path)
    assert name.split(".")[0] in refused.value.what
    assert refused.value.do.endswith(".")
    with pytest.raises(VidcolorError, match=sentence), open_reader(path):
        pass


def test_sound_alone_is_refused(clips: ClipMaker) -> None:
    with pytest.raises(VidcolorError, match="only sound"):
        probe(clips.sound_only())


def test_mp4_cut_before_its_table_of_contents_is_refused_by_that_name(clips: ClipMaker) -> None:
    with pytest.raises(VidcolorError, match="moov"):
        probe(clips.mp4_without_moov())


def test_a_film_beyond_the_size_limit_is_refused(tmp_path: Path) -> None:
    film = write_film(tmp_path / "wide.mkv", scenes(1, 16400, 16), codec="ffv1")
    with pytest.raises(VidcolorError, match="16400×16"):
        probe(film)


def test_cut_matroska_is_read_to_its_end_and_the_lack_is_said(clips: ClipMaker) -> None:
    with open_reader(clips.cut_matroska()) as reader:
        frames = list(reader.frames())
        assert 5 < len(frames) < 50
        assert [frame.number for frame in frames] == list(range(len(frames)))
        lack = 2.4 - len(frames) / 25
        early = [w for w in reader.warnings if "early" in w]
        assert len(early) == 1
        assert f"ends {lack:.1f} s early" in early[0]
        assert "of 2.4 s" in early[0]


def test_whole_films_do_not_end_early(clips: ClipMaker) -> None:
    for film in (clips.even(), clips.matroska(), clips.open_gop(), clips.avi_b_frames()):
        with open_reader(film) as reader:
            list(reader.frames())
            list(reader.frames(40))
            assert not any("early" in w or "damaged" in w for w in reader.warnings)


def test_stopping_before_the_end_says_nothing_about_it(clips: ClipMaker) -> None:
    with open_reader(clips.cut_matroska()) as reader:
        list(reader.frames(0, 5))
        assert not any("early" in warning for warning in reader.warnings)


def test_sound_longer_than_the_pictures_is_no_damage(clips: ClipMaker) -> None:
    with open_reader(clips.long_sound()) as reader:
        assert reader.info.duration_s > 3
        assert len(list(reader.frames())) == 25
        assert not any("early" in warning for warning in reader.warnings)


def test_damaged_frames_are_left_out_counted_and_the_film_goes_on(clips: ClipMaker) -> None:
    with open_reader(clips.even()) as reader:
        whole = {frame.number: frame for frame in reader.frames()}
    with open_reader(clips.flipped_bytes()) as reader:
        frames = list(reader.frames())
        numbers = [frame.number for frame in frames]
        lost = sorted(set(whole) - set(numbers))
        assert lost
        assert numbers[-1] == 59
        said = [w for w in reader.warnings if "left out" in w]
        assert len(said) == 1
        assert said[0].startswith(f"{len(lost)} frame")
        assert f"number {lost[0]}" in said[0]
    for frame in frames:
        assert frame.pts == whole[frame.number].pts
    # Behind the next key frame all is well again, under the right numbers.
    for frame in frames[-10:]:
        np.testing.assert_array_equal(frame.luma, whole[frame.number].luma)


def test_reading_again_does_not_say_the_damage_again(clips: ClipMaker) -> None:
    with open_reader(clips.flipped_bytes()) as reader:
        list(reader.frames())
        said = list(reader.warnings)
        list(reader.frames())
        list(reader.frames(20))
        assert reader.warnings == said


def test_film_that_the_container_has_lost_is_said(clips: ClipMaker) -> None:
    with open_reader(clips.damaged_matroska()) as reader:
        frames = list(reader.frames())
        assert frames[-1].pts == 2360
        assert any("have no picture at all" in warning for warning in reader.warnings)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("300f", FrameNumber(300)),
        (" 0f ", FrameNumber(0)),
        ("12.5s", Time(25 / 2)),
        ("12.5", Time(25 / 2)),
        ("1:02.5", Time(62.5)),
        ("00:01:02.5", Time(62.5)),
        ("01:00:00", Time(3600)),
        ("00:00:12:05", Timecode(0, 0, 12, 5, drop_frame=False)),
        ("00:01:00;02", Timecode(0, 1, 0, 2, drop_frame=True)),
    ],
)
def test_positions_are_read_as_people_write_them(text: str, position: object) -> None:
    assert parse_position(text) == position


@pytest.mark.parametrize("text", ["", "abc", "12", "-3f", "1:75", "1.5f", "00:61:00:00", "1e3s"])
def test_what_is_no_position_is_refused_with_examples(text: str) -> None:
    with pytest.raises(VidcolorError, match=r"300f|Write 12f or 12s"):
        parse_position(text)


def test_drop_frame_counting_leaves_out_two_addresses_a_minute_but_not_each_tenth() -> None:
    assert Timecode(0, 0, 59, 29, drop_frame=True).count(30) == 1799
    assert Timecode(0, 1, 0, 2, drop_frame=True).count(30) == 1800
    assert Timecode(0, 10, 0, 0, drop_frame=True).count(30) == 17982
    with pytest.raises(VidcolorError, match="leaves it out"):
        Timecode(0, 1, 0, 0, drop_frame=True).count(30)
    with pytest.raises(VidcolorError, match="25 frames in a second"):
        Timecode(0, 0, 0, 25, drop_frame=False).count(25)


@pytest.mark.parametrize("name", ["open_gop", "program_stream", "matroska", "gif"])
@pytest.mark.parametrize("seed", range(6))
def test_any_damage_ends_in_frames_in_order_or_in_a_sentence(
    clips: ClipMaker, tmp_path: Path, name: str, seed: int
) -> None:
    film = getattr(clips, name)()
    random = np.random.default_rng(seed)
    data = np.frombuffer(film.read_bytes(), np.uint8).copy()
    data[random.integers(200, len(data), len(data) // 60)] ^= 0xFF
    broken = tmp_path / film.name
    broken.write_bytes(data.tobytes())
    with suppress(VidcolorError), open_reader(broken) as reader:
        in_order = [(frame.number, frame.pts) for frame in reader.frames()]
        assert all(a < c and b < d for (a, b), (c, d) in pairwise(in_order))
        middle = in_order[len(in_order) // 2]
        found = next(reader.frames(middle[0]))
        assert (found.number, found.pts) == middle


def _greedy(*args: object, **kwargs: object) -> None:
    raise av.error.MemoryError(12, "Cannot allocate memory")


@pytest.mark.parametrize("owner", [Packet, InputContainer])
def test_ended_memory_is_not_taken_for_a_damaged_film(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch, owner: type
) -> None:
    with open_reader(clips.even()) as reader:
        monkeypatch.setattr(owner, "decode" if owner is Packet else "demux", _greedy)
        with pytest.raises(VidcolorError, match=r"not enough memory to read even\.mp4") as caught:
            list(reader.frames())
        assert not any("damaged" in words for words in reader.warnings)
    assert "Cannot allocate memory" in caught.value.detail
    with pytest.raises(VidcolorError, match="not enough memory"):
        probe(clips.even())


@pytest.mark.parametrize("door", ["index", "seek", "luma"])
def test_memory_may_end_anywhere_in_reading(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    film = tmp_path / "film.mp4"  # no index of it is cached
    film.write_bytes(clips.even().read_bytes())
    with open_reader(film) as reader:
        if door == "luma":
            monkeypatch.setattr("vidcolor.video.reader.luma_plane", _greedy)
        else:
            monkeypatch.setattr(InputContainer, {"index": "demux"}.get(door, door), _greedy)
        work = reader.count_frames if door == "index" else lambda: next(reader.frames(start=30))
        with pytest.raises(VidcolorError, match=r"not enough memory to read film\.mp4"):
            work()


def test_memory_may_end_where_frames_are_counted_by_decoding(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_reader(clips.elementary_stream()) as reader:
        monkeypatch.setattr(Packet, "decode", _greedy)
        with pytest.raises(VidcolorError, match=r"not enough memory to read bare\.h264"):
            reader.count_frames()


def test_ended_memory_in_a_folder_names_the_picture(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_reader(clips.png_folder()) as reader:
        monkeypatch.setattr(InputContainer, "decode", _greedy)
        with pytest.raises(VidcolorError, match=r"not enough memory to read 0\.png"):
            next(reader.frames())


def test_a_file_for_which_there_is_no_memory_is_still_called_a_film(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcolor.video.opening.av.open", _greedy)
    with pytest.raises(VidcolorError, match=r"not enough memory to read even\.mp4"):
        probe(clips.even())
