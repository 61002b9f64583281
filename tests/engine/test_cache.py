"""A source is known again by what it holds, and a cache stays small."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from vidcolor.cache import content_digest, mark_used, size_on_disk, trim
from vidcolor.errors import VidcolorError

MIB = 1 << 20


def altered(path: Path, at: int) -> Path:
    """A copy with one other byte."""
    copy = path.with_name(f"altered at {at}")
    shutil.copy(path, copy)
    with copy.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 255]))
    return copy


def entry(folder: Path, name: str, size_bytes: int, age_s: int) -> Path:
    """A file of a cache, or a sub-folder with one where the name ends in a slash."""
    path = folder / name
    file = path / "inside" / "it" if name.endswith("/") else path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes(size_bytes))
    now = path.stat().st_mtime
    os.utime(path, (now, now - age_s))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_copy_has_the_digest_of_its_source(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(5 * MIB))
    copy = tmp_path / "elsewhere"
    shutil.copyfile(film, copy)
    os.utime(copy, (1, 1))
    assert content_digest(film) == content_digest(copy)
    assert len(content_digest(film)) == 32


@pytest.mark.parametrize("size_bytes", [10_000, 5 * MIB])
def test_another_beginning_or_end_is_another_source(tmp_path: Path, size_bytes: int) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(size_bytes))
    others = [altered(film, 0), altered(film, size_bytes // 100), altered(film, size_bytes - 1)]
    assert len({content_digest(path) for path in (film, *others)}) == 4


def test_every_byte_of_a_small_file_counts(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(3 * MIB))
    for at in range(MIB, 2 * MIB, MIB // 7):
        assert content_digest(altered(film, at)) != content_digest(film)


def test_the_samples_in_the_middle_reach_from_the_first_mib_to_the_last(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(8 * MIB))
    assert content_digest(altered(film, MIB)) != content_digest(film)
    assert content_digest(altered(film, 7 * MIB - 1)) != content_digest(film)


def test_the_length_counts_where_the_bytes_are_all_alike(tmp_path: Path) -> None:
    digests = set()
    for size_bytes in (0, 1, 9 * MIB, 9 * MIB + 1):
        film = tmp_path / "film"
        film.write_bytes(bytes(size_bytes))
        digests.add(content_digest(film))
    assert len(digests) == 4


def test_a_file_of_a_hundred_gigabytes_is_read_in_a_few_places(tmp_path: Path) -> None:
    film = tmp_path / "film"
    with film.open("wb") as file:
        try:
            file.truncate(100 * 10**9)  # sparse: takes no room
        except OSError as error:
            if error.errno not in (errno.EFBIG, errno.ENOSPC, errno.EINVAL):
                raise
            pytest.skip("this file system has no sparse files of this size")
    assert len(content_digest(film)) == 32


def test_a_file_that_was_written_again_gets_a_new_digest(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(b"one")
    first = content_digest(film)
    film.write_bytes(b"two")
    os.utime(film, ns=(1, 1))
    assert content_digest(film) != first


def test_a_folder_is_known_by_its_files_names_sizes_and_times(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    a = entry(folder, "a.png", 10, 5)
    entry(folder, "b.png", 10, 5)
    digests = [content_digest(folder), content_digest(folder)]
    assert digests[0] == digests[1]
    os.utime(a, (1, 1))
    digests.append(content_digest(folder))
    a.write_bytes(bytes(11))
    os.utime(a, (1, 1))
    digests.append(content_digest(folder))
    a.rename(folder / "c.png")
    digests.append(content_digest(folder))
    assert len(set(digests)) == 4
    (folder / ".hidden").touch()
    assert content_digest(folder) == digests[-1]


def test_a_source_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(VidcolorError, match="no-film cannot be read") as caught:
        content_digest(tmp_path / "no-film")
    assert caught.value.do.endswith(".")


def test_the_least_recently_used_entries_go_first(tmp_path: Path) -> None:
    for age_s, name in enumerate(("newest", "newer/", "older/", "oldest")):
        entry(tmp_path, name, 100, age_s * 10)
    assert size_on_disk(tmp_path) == 400
    trim(tmp_path, 400)
    assert len(names(tmp_path)) == 4
    trim(tmp_path, 399)
    assert names(tmp_path) == {"newest", "newer", "older"}
    trim(tmp_path, 150)
    assert names(tmp_path) == {"newest"}
    trim(tmp_path, 0)
    assert not names(tmp_path)


def test_an_entry_that_was_used_stays(tmp_path: Path) -> None:
    old = entry(tmp_path, "old/", 100, 20)
    entry(tmp_path, "new", 100, 10)
    mark_used(old)
    trim(tmp_path, 100)
    assert names(tmp_path) == {"old"}


def test_an_entry_that_must_stay_counts_but_stays(tmp_path: Path) -> None:
    kept = entry(tmp_path, "old", 100, 20)
    entry(tmp_path, "new", 100, 10)
    trim(tmp_path, 100, keep=[kept])
    assert names(tmp_path) == {"old"}


def test_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    trim(tmp_path / "nothing", 0)
    mark_used(tmp_path / "nothing")
    assert size_on_disk(tmp_path / "nothing") == 0


def test_a_link_is_deleted_and_not_what_it_leads_to(tmp_path: Path) -> None:
    outside = entry(tmp_path, "outside/", 100, 0)
    cache = tmp_path / "cache"
    cache.mkdir()
    try:
        (cache / "link").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    trim(cache, 0)
    assert size_on_disk(outside) == 100
    assert not names(cache)


def test_two_can_trim_one_cache_while_a_third_writes(tmp_path: Path) -> None:
    writing = threading.Event()
    writing.set()

    def write() -> None:
        for number in range(200):
            for name in (f"{number}.bin", f"{number}/"):
                with suppress(OSError):  # it may be deleted while it is made
                    entry(tmp_path, name, 100, 0)
        writing.clear()

    def trim_often() -> None:
        while writing.is_set():
            trim(tmp_path, 500)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(trim_often), pool.submit(trim_often), pool.submit(write)]:
            done.result()
    trim(tmp_path, 500)
    assert size_on_disk(tmp_path) <= 500
