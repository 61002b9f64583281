"""Colours that were found once are there again, bit for bit, and never stand in the way."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from torch import Tensor
from tracks import GRID, made

import vidcolor.colortrack as colortrack
from vidcolor.cache import size_on_disk
from vidcolor.colortrack import ColorTrack, quantised
from vidcolor.fingerprint import Fingerprint
from vidcolor.paths import user_cache_dir


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film"
    path.write_bytes(b"a film")
    return path


@pytest.fixture
def fingerprint(film: Path) -> Fingerprint:
    return made(film)


def colors(number: int, views: int = 1) -> tuple[Tensor, ...]:
    """Noise over the whole range: whatever is lost, shows."""
    rng = torch.Generator().manual_seed(number)
    shape = (1, 2, GRID[0] // 2, GRID[1] // 2)
    return tuple(torch.randint(-512, 513, shape, generator=rng) / 4 for _ in range(views))


def fill(track: ColorTrack, numbers: Iterable[int], views: int = 1) -> None:
    for number in numbers:
        track.put(number, colors(number, views))


def keep(fingerprint: Fingerprint, numbers: Iterable[int], views: int = 1) -> None:
    with ColorTrack.open(fingerprint) as track:
        fill(track, numbers, views)


def is_there(track: ColorTrack, number: int, views: int = 1) -> bool:
    """Whether a frame is there; if it is, it must be the one that was put in."""
    got = track.get(number)
    if got is None:
        return False
    assert len(got) == views
    for one, expected in zip(got, colors(number, views), strict=True):
        assert one.dtype == torch.float32
        assert torch.equal(one, expected)
    return True


def there(track: ColorTrack, numbers: Iterable[int]) -> list[int]:
    return [number for number in numbers if is_there(track, number)]


def folder_of(fingerprint: Fingerprint) -> Path:
    return user_cache_dir() / "tracks" / fingerprint.key


def chunks(fingerprint: Fingerprint) -> list[Path]:
    return sorted(folder_of(fingerprint).glob("*.chunk"))


# --- what goes in comes out ---------------------------------------------------------------


def test_colours_come_back_bit_for_bit_at_once_and_from_another_instance(
    fingerprint: Fingerprint,
) -> None:
    numbers = range(5, 60)
    with ColorTrack.open(fingerprint) as track:
        fill(track, numbers)
        assert there(track, range(70)) == list(numbers)
        track.close()
        assert there(track, range(70)) == list(numbers)
    assert there(ColorTrack.open(fingerprint), range(70)) == list(numbers)


def test_colours_are_there_for_another_process(fingerprint: Fingerprint, film: Path) -> None:
    keep(fingerprint, [3])
    code = """
import sys, torch
from pathlib import Path
from test_colortrack import made, is_there
from vidcolor.colortrack import ColorTrack
sys.exit(0 if is_there(ColorTrack.open(made(Path(sys.argv[1]))), 3) else 1)
"""
    paths = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        [sys.executable, "-c", code, str(film)],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_frames_may_have_one_view_or_two(fingerprint: Fingerprint) -> None:
    with ColorTrack.open(fingerprint) as track:
        fill(track, range(10))
        fill(track, range(10, 24), views=2)
    again = ColorTrack.open(fingerprint)
    assert is_there(again, 9)
    assert is_there(again, 10, views=2)


def test_the_extremes_of_the_range_are_exact(fingerprint: Fingerprint) -> None:
    views = (torch.full((1, 2, 16, 32), 128.0), torch.full((1, 2, 16, 32), -128.0))
    with ColorTrack.open(fingerprint) as track:
        track.put(0, views)
        track.put(1, views[::-1])
    again = ColorTrack.open(fingerprint)
    for number, expected in ((0, views), (1, views[::-1])):
        got = again.get(number)
        assert got is not None
        assert torch.equal(torch.cat(got), torch.cat(expected))


def test_a_frame_given_out_is_the_callers_own(fingerprint: Fingerprint) -> None:
    with ColorTrack.open(fingerprint) as track:
        given = colors(0)
        track.put(0, given)
        given[0].zero_()
        got = track.get(0)
        assert got is not None
        got[0].zero_()
        assert is_there(track, 0)


@pytest.mark.parametrize("value", [0.1, 0.125, 128.25, -500.0, float("nan"), float("inf")])
def test_a_colour_that_would_not_come_back_exactly_is_refused(
    fingerprint: Fingerprint, value: float
) -> None:
    view = torch.zeros(1, 2, 16, 32)
    view[0, 1, 3, 4] = value
    with pytest.raises(ValueError, match=r"multiples of 0\.25"):
        ColorTrack.open(fingerprint).put(0, [view])


def test_a_colour_of_another_size_is_refused(fingerprint: Fingerprint) -> None:
    with pytest.raises(ValueError, match="shape"):
        ColorTrack.open(fingerprint).put(0, [torch.zeros(1, 2, 16, 16)])
    with pytest.raises(ValueError, match="views"):
        ColorTrack.open(fingerprint).put(0, [])


def test_rounded_colours_are_within_an_eighth_and_can_be_kept(fingerprint: Fingerprint) -> None:
    ab = torch.randn(1, 2, 16, 32) * 40
    ab[0, 0, 0, :4] = torch.tensor([-0.01, 1000.0, -1000.0, 0.13])
    rounded = quantised(ab)
    assert rounded[0, 0, 0, :4].tolist() == [0.0, 128.0, -128.0, 0.25]
    assert not torch.signbit(rounded[0, 0, 0, 0])
    inside = ab.abs() <= 128
    assert (rounded - ab)[inside].abs().max() <= 0.125
    with ColorTrack.open(fingerprint) as track:
        track.put(0, [rounded])
        got = track.get(0)
    assert got is not None
    assert torch.equal(got[0], rounded)


# --- files ----------------------------------------------------------------------------------


def test_nothing_is_made_on_disk_before_the_first_write(fingerprint: Fingerprint) -> None:
    track = ColorTrack.open(fingerprint)
    assert track.get(0) is None
    assert track.numbers() == []
    fill(track, [0])
    assert not user_cache_dir().exists()
    track.flush()
    assert len(chunks(fingerprint)) == 1
    assert "weights_sha256" in (folder_of(fingerprint) / "fingerprint.json").read_text("utf-8")


def test_a_full_chunk_is_written_without_being_asked(fingerprint: Fingerprint) -> None:
    track = ColorTrack.open(fingerprint)
    fill(track, range(24))
    assert there(ColorTrack.open(fingerprint), range(24)) == list(range(24))


def test_frames_far_apart_do_not_pile_up_in_memory(fingerprint: Fingerprint) -> None:
    track = ColorTrack.open(fingerprint)
    fill(track, range(0, 24 * 20, 24))
    assert len(chunks(fingerprint)) == 16


def test_a_partly_known_chunk_is_merged_with_what_comes_later(fingerprint: Fingerprint) -> None:
    keep(fingerprint, range(3, 9))
    keep(fingerprint, range(7, 30))
    track = ColorTrack.open(fingerprint)
    assert track.numbers() == [(3, 30)]
    assert there(track, range(40)) == list(range(3, 30))


def test_no_partial_file_stays(fingerprint: Fingerprint) -> None:
    keep(fingerprint, range(30))
    names = {path.name for path in folder_of(fingerprint).iterdir()}
    assert names == {"fingerprint.json", "0000000.chunk", "0000001.chunk"}


def test_known_frames_are_told_as_ranges_also_while_they_wait(fingerprint: Fingerprint) -> None:
    keep(fingerprint, [*range(20, 50), 60])
    track = ColorTrack.open(fingerprint)
    fill(track, [50, 52])
    assert track.numbers() == [(20, 51), (52, 53), (60, 61)]
    keep(fingerprint, [53])
    assert track.numbers() == [(20, 51), (52, 54), (60, 61)]


def test_what_another_instance_writes_is_found(fingerprint: Fingerprint) -> None:
    keep(fingerprint, [0])
    reader = ColorTrack.open(fingerprint)
    assert there(reader, [0, 1]) == [0]
    keep(fingerprint, [1])
    assert there(reader, [0, 1]) == [0, 1]


# --- trouble --------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 7, 10, 33, 40, 60, -1])
def test_a_chunk_with_one_wrong_byte_is_as_if_absent(fingerprint: Fingerprint, at: int) -> None:
    keep(fingerprint, range(48))
    first, _ = chunks(fingerprint)
    data = bytearray(first.read_bytes())
    data[at] ^= 1
    first.write_bytes(data)
    track = ColorTrack.open(fingerprint)
    assert there(track, range(48)) == list(range(24, 48))
    fill(track, range(24))
    assert there(ColorTrack.open(fingerprint), range(48)) == list(range(48))


@pytest.mark.parametrize("size_bytes", [0, 20, 52, 53, 1000])
def test_a_chunk_that_ends_too_soon_is_as_if_absent(
    fingerprint: Fingerprint, size_bytes: int
) -> None:
    keep(fingerprint, range(24))
    [chunk] = chunks(fingerprint)
    assert chunk.stat().st_size > 1000
    os.truncate(chunk, size_bytes)
    track = ColorTrack.open(fingerprint)
    assert track.numbers() == []
    assert there(track, range(24)) == []


def test_a_chunk_of_another_track_or_place_is_as_if_absent(
    fingerprint: Fingerprint, film: Path
) -> None:
    keep(fingerprint, range(24))
    [chunk] = chunks(fingerprint)
    shutil.copy(chunk, chunk.with_name("0000001.chunk"))
    other = made(film, temperature=0.5)
    shutil.copytree(folder_of(fingerprint), folder_of(other))
    assert there(ColorTrack.open(fingerprint), range(48)) == list(range(24))
    assert there(ColorTrack.open(other), range(48)) == []


def test_files_that_are_none_of_ours_are_left_alone(fingerprint: Fingerprint) -> None:
    keep(fingerprint, [0])
    for name in ("0000002.chunk", "notes.chunk", "notes.txt"):
        (folder_of(fingerprint) / name).write_bytes(b"x" * 100)
    (folder_of(fingerprint) / "0000003.chunk").mkdir()
    track = ColorTrack.open(fingerprint)
    assert track.numbers() == [(0, 1)]
    assert there(track, range(0, 24 * 4, 24)) == [0]


def test_a_track_that_is_deleted_while_open_is_made_again(fingerprint: Fingerprint) -> None:
    track = ColorTrack.open(fingerprint)
    fill(track, range(24 * 8))
    shutil.rmtree(user_cache_dir())
    assert track.get(0) is None
    assert track.numbers() == []
    fill(track, range(24))
    assert there(ColorTrack.open(fingerprint), range(48)) == list(range(24))


def test_a_cache_that_cannot_be_written_is_told_once_and_stops_nothing(
    fingerprint: Fingerprint, own_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (own_home / "cache").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING), ColorTrack.open(fingerprint) as track:
        fill(track, range(24 * 3 + 5))
        assert is_there(track, 24 * 3)
        assert track.numbers() == [(24 * 3, 24 * 3 + 5)]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "not kept" in caplog.text
    assert (own_home / "cache").is_file()


def test_the_last_room_on_the_disk_is_left_to_the_film(
    fingerprint: Fingerprint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    free_bytes = shutil.disk_usage(Path.cwd()).free
    with monkeypatch.context() as patch, ColorTrack.open(fingerprint) as track:
        patch.setattr(colortrack, "_LEAST_FREE_BYTES", free_bytes * 1000)
        fill(track, range(48))
    assert "almost full" in caplog.text
    assert chunks(fingerprint) == []
    # Room was made: the same track goes on.
    fill(track, range(48, 72))
    assert there(ColorTrack.open(fingerprint), range(72)) == list(range(48, 72))


# --- bounds ---------------------------------------------------------------------------------


def test_the_least_recently_used_track_makes_room(film: Path) -> None:
    old, used, new = (made(film, temperature=t) for t in (0.5, 0.6, 0.7))
    for age_s, one in ((20, used), (10, old)):
        keep(one, range(24))
        time_s = folder_of(one).stat().st_mtime - age_s
        os.utime(folder_of(one), (time_s, time_s))
    assert is_there(ColorTrack.open(used), 0)
    room = int(size_on_disk(folder_of(old)) * 2.5)
    with ColorTrack.open(new, most_bytes=room) as track:
        fill(track, range(24))
    assert not folder_of(old).exists()
    assert is_there(ColorTrack.open(used), 0)
    assert is_there(ColorTrack.open(new), 0)


def test_all_tracks_together_stay_below_the_bound(film: Path) -> None:
    most_bytes = 1_000_000
    for i in range(6):
        with ColorTrack.open(made(film, temperature=0.5 + i / 10), most_bytes=most_bytes) as track:
            fill(track, range(24 * 10))
        assert 0 < size_on_disk(user_cache_dir() / "tracks") <= most_bytes


def test_a_track_that_is_too_large_alone_keeps_its_beginning(fingerprint: Fingerprint) -> None:
    most_bytes = 400_000
    with ColorTrack.open(fingerprint, most_bytes=most_bytes) as track:
        fill(track, range(24 * 30))
    assert size_on_disk(user_cache_dir() / "tracks") <= most_bytes
    [(first, end)] = ColorTrack.open(fingerprint).numbers()
    assert (first, end % 24) == (0, 0)
    assert 24 * 3 <= end < 24 * 30


# --- several at once ------------------------------------------------------------------------


def test_two_writers_of_one_track_end_with_all_full_chunks(fingerprint: Fingerprint) -> None:
    def write(_: int) -> None:
        keep(fingerprint, range(24 * 6))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(2)))
    track = ColorTrack.open(fingerprint)
    assert track.numbers() == [(0, 24 * 6)]
    assert there(track, range(24 * 6)) == list(range(24 * 6))


def test_readers_see_whole_frames_while_a_writer_writes(fingerprint: Fingerprint) -> None:
    track = ColorTrack.open(fingerprint)
    count = 24 * 8

    def read(_: int) -> None:
        while not is_there(track, count - 1):
            there(track, range(0, count, 5))
            track.numbers()

    with ThreadPoolExecutor(3) as pool:
        readers = pool.map(read, range(3))
        fill(track, range(count))
        list(readers)


def test_a_writer_lives_on_while_somebody_empties_the_cache(fingerprint: Fingerprint) -> None:
    with ThreadPoolExecutor(1) as pool, ColorTrack.open(fingerprint) as track:
        writing = pool.submit(fill, track, range(24 * 20))
        while not writing.done():
            shutil.rmtree(user_cache_dir(), ignore_errors=True)
        writing.result()
        fill(track, range(24))
    assert there(ColorTrack.open(fingerprint), range(24)) == list(range(24))
