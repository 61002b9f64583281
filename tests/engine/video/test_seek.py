"""Frame k by searching is frame k by reading from the beginning, on every kind of file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import av
import pytest
from clips import ClipMaker

from vidcolor.errors import VidcolorError
from vidcolor.video import film
from vidcolor.video.frames import Frame
from vidcolor.video.reader import open_reader

FILMS = [
    "even",
    "matroska",
    "uneven",
    "open_gop",
    "avi_b_frames",
    "avi_h264",
    "intra_refresh",
    "long_gop",
    "elementary_stream",
    "program_stream",
    "from_the_middle",
    "soft_telecine",
    "interlaced",
    "gif",
    "cut_matroska",
    "flipped_bytes",
    "damaged_matroska",
    "tiff_folder",
]


def digests(frames: Iterable[Frame]) -> list[tuple[int, int, int, str]]:
    """Number, time stamp, duration and content (luma and views) of each frame."""
    return [
        (f.number, f.pts, f.duration, hashlib.sha256(b"".join([f.luma, *f.views])).hexdigest())
        for f in frames
    ]


@pytest.mark.parametrize("name", FILMS)
def test_a_searched_frame_equals_the_same_frame_read_in_order(clips: ClipMaker, name: str) -> None:
    with open_reader(getattr(clips, name)()) as reader:
        in_order = digests(reader.frames())
        numbers = [number for number, *_ in in_order]
        assert numbers == sorted(set(numbers))
        assert len({content for *_, content in in_order}) == len(in_order)
        for start in [*range(0, len(numbers), 7), len(numbers) // 2, len(numbers) - 1]:
            run = digests(reader.frames(numbers[start], numbers[start] + 3))
            wanted = [d for d in in_order[start:] if d[0] < numbers[start] + 3]
            assert run == wanted


@pytest.mark.parametrize(
    "name", ["even", "open_gop", "avi_b_frames", "intra_refresh", "program_stream"]
)
def test_every_single_frame_of_the_hard_files_is_found(clips: ClipMaker, name: str) -> None:
    with open_reader(getattr(clips, name)()) as reader:
        in_order = digests(reader.frames())
        found = [digests(reader.frames(d[0], d[0] + 1))[0] for d in in_order]
    assert found == in_order


def test_the_frames_are_those_that_ffmpeg_decodes(clips: ClipMaker) -> None:
    with av.open(str(clips.open_gop())) as container:
        stamps = [frame.pts for frame in container.decode(video=0)]
    with open_reader(clips.open_gop()) as reader:
        assert [frame.pts for frame in reader.frames()] == stamps


def test_searching_decodes_from_a_near_key_frame(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = 0
    original = film.FilmSource._decoded

    def counted(self, opened, packets):
        nonlocal decoded
        for frame in original(self, opened, packets):
            decoded += 1
            yield frame

    monkeypatch.setattr(film.FilmSource, "_decoded", counted)
    with open_reader(clips.even()) as reader:
        assert next(iter(reader.frames(50, 51))).number == 50
    assert decoded <= 2 * 12 + 4  # a key frame every 12


def test_the_index_is_made_once_and_kept_for_the_next_reader(
    clips: ClipMaker, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_reader(clips.even()) as reader:
        assert reader.frame_count is None
        assert reader.count_frames() == 60
    assert list(own_home.rglob("*.npz"))
    with open_reader(clips.even()) as reader:
        assert reader.frame_count == 60


def test_a_damaged_index_in_the_cache_is_made_again(clips: ClipMaker, own_home: Path) -> None:
    with open_reader(clips.even()) as reader:
        reader.count_frames()
    (cached,) = own_home.rglob("*.npz")
    cached.write_bytes(b"no index")
    with open_reader(clips.even()) as reader:
        assert reader.count_frames() == 60


def test_counting_matches_the_frames_where_no_time_stamp_can_be_trusted(clips: ClipMaker) -> None:
    with open_reader(clips.elementary_stream()) as reader:
        assert any("counted" in warning for warning in reader.warnings)
        assert reader.count_frames() == 40


def test_time_stamps_out_of_order_are_put_in_order(clips: ClipMaker) -> None:
    with open_reader(clips.avi_h264()) as reader:
        assert [frame.pts for frame in reader.frames()] == list(range(1, 61))


@pytest.mark.parametrize(
    ("position", "number"),
    [
        ("0f", 0),
        ("19f", 19),
        ("0s", 0),
        ("0.04s", 1),
        ("0.079s", 1),
        ("0.30s", 3),  # on screen from 0.16 s until frame 4 comes at 0.32 s
        ("0:00.32", 4),
        ("00:00:00.321", 4),
        ("0.36", 5),
        ("00:00:00:03", 3),
    ],
)
def test_positions_find_the_frame_on_screen(clips: ClipMaker, position: str, number: int) -> None:
    with open_reader(clips.uneven()) as reader:
        assert reader.frame_number(position) == number


def test_a_time_code_counts_from_the_films_own(clips: ClipMaker) -> None:
    with open_reader(clips.tagged()) as reader:
        assert reader.frame_number("01:00:00:07") == 7
        with pytest.raises(VidcolorError, match="begins at 01:00:00:00"):
            reader.frame_number("00:59:59:24")


@pytest.mark.parametrize("position", ["60f", "2.4s", "00:00:02:10", "1:00:00.0"])
def test_a_position_behind_the_end_is_refused_with_the_length(
    clips: ClipMaker, position: str
) -> None:
    with open_reader(clips.even()) as reader, pytest.raises(VidcolorError, match=r"60 f|2\.400 s"):
        reader.frame_number(position)


@pytest.mark.parametrize(
    ("position", "number"), [("60f", 60), ("2.4s", 60), ("0.04s", 1), ("0.05s", 2), ("99s", 60)]
)
def test_a_position_that_ends_a_range_is_the_first_frame_outside(
    clips: ClipMaker, position: str, number: int
) -> None:
    with open_reader(clips.even()) as reader:
        assert reader.frame_number(position, as_end=True) == number
