"""Files on disk, written whole and read with care; caches of them that stay small."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import stat
from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from vidcolor.errors import VidcolorError

log = logging.getLogger(__name__)

_END_BYTES = 1 << 20  # read at the beginning and at the end of a file
_SAMPLES = 16
_SAMPLE_BYTES = 1 << 16
_DIGEST_BYTES = 16


def content_digest(path: Path) -> str:
    """A digest by which a source is known again, wherever it was moved.

    A large file is not read whole: its size, first and last MiB and 16 samples of 64 KiB stand
    for it. That tells films apart, but a file that was altered in a few places only, without a
    change of its size, may keep its digest.

    Args:
        path: a file, or a folder: then the names, sizes and times of the files directly in it
            count (hidden ones do not), and not what they hold.

    Returns:
        32 hexadecimal digits.

    Raises:
        VidcolorError: the file or the folder cannot be read.
    """
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            return _folder_digest(path)
        return _file_digest(path.resolve(), state.st_size, state.st_mtime_ns)
    except OSError as error:
        raise VidcolorError(
            f"{path.name or path} cannot be read.",
            do="Check that it is there and that you may read it.",
            detail=str(error),
        ) from error


@lru_cache(maxsize=1024)
def _file_digest(path: Path, size_bytes: int, mtime_ns: int) -> str:
    """The time is not part of the digest, but a change of it asks for a new one."""
    digest = blake2b(f"file {size_bytes}\n".encode(), digest_size=_DIGEST_BYTES)
    with path.open("rb", buffering=0) as file:
        for start, end in _sampled(size_bytes):
            file.seek(start)
            while start < end and (piece := file.read(min(end - start, _END_BYTES))):
                digest.update(piece)
                start += len(piece)
    return digest.hexdigest()


def _sampled(size_bytes: int) -> list[tuple[int, int]]:
    """Which bytes of a file are read, as (start, end)."""
    if size_bytes <= 2 * _END_BYTES + _SAMPLES * _SAMPLE_BYTES:
        return [(0, size_bytes)]
    room = size_bytes - 2 * _END_BYTES - _SAMPLE_BYTES
    starts = [_END_BYTES + room * i // (_SAMPLES - 1) for i in range(_SAMPLES)]
    middle = [(start, start + _SAMPLE_BYTES) for start in starts]
    return [(0, _END_BYTES), *middle, (size_bytes - _END_BYTES, size_bytes)]


def _folder_digest(folder: Path) -> str:
    digest = blake2b(b"folder\n", digest_size=_DIGEST_BYTES)
    with os.scandir(folder) as found:
        files = [e for e in found if not e.name.startswith(".") and e.is_file()]
    for file in sorted(files, key=lambda e: e.name):
        state = file.stat()
        digest.update(file.name.encode("utf-8", "surrogateescape"))
        digest.update(f"\0{state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def mark_used(path: Path) -> None:
    """Note that an entry of a cache was used now, so that `trim` takes others before it.

    Never raises an OSError: the entry may be gone, or belong to somebody else.
    """
    with suppress(OSError):
        os.utime(path)


def trim(folder: Path, most_bytes: int, *, keep: Collection[Path] = ()) -> None:
    """Delete the least recently used entries of a cache until it is small enough.

    Never raises an OSError, and does not mind that others write and delete at the same time.

    Args:
        folder: its files and its sub-folders are the entries, each kept or deleted as a whole;
            need not exist. The time of an entry is the last one at which it was written or
            given to `mark_used`.
        most_bytes: of all entries together that may stay.
        keep: entries that stay whatever the size; they count too.
    """
    entries = _entries(folder)
    total_bytes = sum(size_bytes for _, size_bytes, _ in entries)
    for _, size_bytes, path in sorted(entries):
        if total_bytes <= most_bytes:
            return
        if path not in keep and _deleted(path):
            total_bytes -= size_bytes


def size_on_disk(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; 0 for what is not there."""
    try:
        state = path.lstat()
        if not stat.S_ISDIR(state.st_mode):
            return state.st_size
        with os.scandir(path) as found:
            inside = [Path(entry.path) for entry in found]
    except OSError:
        return 0
    return sum(size_on_disk(entry) for entry in inside)


def _entries(folder: Path) -> list[tuple[int, int, Path]]:
    """(time of last use in ns, bytes, path) of each entry."""
    entries: list[tuple[int, int, Path]] = []
    try:
        with os.scandir(folder) as found:
            paths = [Path(entry.path) for entry in found]
    except OSError:
        return []
    for path in paths:
        with suppress(OSError):  # another process deleted it a moment ago
            entries.append((path.lstat().st_mtime_ns, size_on_disk(path), path))
    return entries


def _deleted(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
            return not path.exists()
        path.unlink(missing_ok=True)
    except OSError as error:
        log.info("%s stays in the cache: %s", path, error)
        return False
    return True


def write_beside(file: Path, data: bytes) -> None:
    """Write a file of a cache so that it is there whole or not at all; others may do the same.

    Raises:
        OSError: it could not be written; nothing is left beside it.
    """
    partial = file.with_name(f".{file.stem}.{os.getpid()}-{secrets.token_hex(4)}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(file)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def read_small(file: Path, most_bytes: int, *, kind: str, do: str) -> bytes:
    """Read a file that a person chose and that may be anything at all.

    Args:
        file: only a regular one is opened: a pipe would keep us waiting.
        most_bytes: a longer one is refused before it fills the memory.
        kind: what it should be, for the sentence.
        do: what to do where it is far too large.

    Raises:
        VidcolorError: it cannot be read, or it is too large.
    """
    try:
        if not os.path.isfile(file):
            raise FileNotFoundError(file)
        with file.open("rb") as opened:
            data = opened.read(most_bytes + 1)
    except OSError as error:
        raise VidcolorError(
            f"The {kind} {file} cannot be read.",
            do="Check that it is there and that you may read it.",
            detail=str(error),
        ) from error
    if len(data) > most_bytes:
        raise VidcolorError(
            f"{file.name} is larger than {most_bytes / 1e6:.0f} MB: no {kind} is that large.", do=do
        )
    return data
