"""The colour track: the final low-resolution a*b* of each frame, kept between runs.

It is what the temporal layer makes and the last thing that needs a network: a preview, another
look or another encoder start from here. A track lies in the user's cache in chunk files of
24 frames, below a key of everything that decides its bits. It may vanish at any moment, whole or
in part, also while it is in use: what is not there is computed again.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import struct
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.cache import mark_used, size_on_disk, trim, write_beside
from vidcolor.fingerprint import Fingerprint
from vidcolor.paths import user_cache_dir

log = logging.getLogger(__name__)

MOST_BYTES = 4 * 10**9
"""Of all tracks together on disk."""

_STEP = 0.25  # of the stored a*b*
_MOST_AB = 128.0

_CHUNK_FRAMES = 24
_MOST_PENDING = 4  # chunks that wait for more frames before they are written
_MOST_READ = 4  # chunks kept in memory after they were read, about 2 MB each
_TRIM_EVERY_BYTES = 64 * 10**6
# The film that is being rendered may need the disk's last room.
_LEAST_FREE_BYTES = 10**9

_MAGIC = b"VCTRACK\x01"  # the last byte is the version of the file's form
# Magic, number of views of each frame (0: not there), bytes and digest of the payload.
_HEADER = struct.Struct(f"<8s{_CHUNK_FRAMES}sI16s")

_Quarters = tuple[NDArray[np.int16], ...]
"""For each view ``(2, h, w)`` a*b* in steps of 0.25."""

_Frames = dict[int, _Quarters]
"""Some frames of one chunk, by their number in the film."""


def quantised(ab: Tensor) -> Tensor:
    """Round a*b* to what a track holds exactly: multiples of 0.25 from −128 to 128.

    Args:
        ab: CIE a*b* of any shape, float32, on any device.

    Returns:
        A new tensor of the same shape, without negative zeros.
    """
    rounded = torch.round(ab / _STEP).clamp_(-_MOST_AB / _STEP, _MOST_AB / _STEP)
    return rounded.mul_(_STEP).add_(0.0)  # −0 + 0 is 0


class ColorTrack:
    """The a*b* of a film's frames as far as they are known; safe to share between threads.

    No file stays open, and trouble with the disk is never raised: a frame that could not be
    written or read is simply not there. Several processes may write the same track.
    """

    def __init__(self, fingerprint: Fingerprint, folder: Path, most_bytes: int) -> None:
        self._fingerprint = fingerprint
        self._key = fingerprint.key
        self._folder = folder
        self._most_bytes = most_bytes
        height, width = fingerprint.work_grid
        self._shape = (2, height // 2, width // 2)
        self._lock = Lock()
        self._pending: OrderedDict[int, _Frames] = OrderedDict()  # by chunk, not yet written
        self._read: OrderedDict[int, _Frames] = OrderedDict()  # by chunk, as on disk
        self._headers: dict[Path, tuple[int, int, list[int]]] = {}  # size, time in ns, frames
        self._untrimmed_bytes: int | None = None  # written since `trim`; None before the first
        self._outgrown = False
        self._warned = False

    @classmethod
    def open(cls, fingerprint: Fingerprint, *, most_bytes: int = MOST_BYTES) -> ColorTrack:
        """Open a track; nothing is made on disk before the first write.

        Args:
            fingerprint: what decides the bits.
            most_bytes: of all tracks together on disk. The least recently used others are
                deleted first; a track that is too large alone stops growing.
        """
        return cls(fingerprint, user_cache_dir() / "tracks" / fingerprint.key, most_bytes)

    def get(self, number: int) -> tuple[Tensor, ...] | None:
        """The colour of a frame, or None where it is not known.

        Returns:
            For each view a new tensor ``(1, 2, h, w)``, float32 a*b* on the CPU, exactly what was
            put in.
        """
        at = number // _CHUNK_FRAMES
        with self._lock:
            views = self._pending.get(at, {}).get(number) or self._read.get(at, {}).get(number)
            if views is None:
                frames = self._load(at)
                self._remember(at, frames)
                views = frames.get(number)
        if views is None:
            return None
        return tuple(torch.from_numpy(view.astype(np.float32)).mul_(_STEP)[None] for view in views)

    def put(self, number: int, views: Sequence[Tensor]) -> None:
        """Keep the colour of a frame.

        Args:
            number: of the frame in the film, from 0.
            views: for each view ``(1, 2, h, w)`` a*b* at half the work grid, on any device;
                multiples of 0.25 from −128 to 128, as `quantised` gives them.

        Raises:
            ValueError: a shape or a value that a track cannot hold exactly.
        """
        if number < 0 or not 1 <= len(views) <= 255:
            raise ValueError(f"cannot keep frame {number} with {len(views)} views")
        quarters = tuple(self._in_quarters(view) for view in views)
        at = number // _CHUNK_FRAMES
        with self._lock:
            frames = self._pending.setdefault(at, {})
            frames[number] = quarters
            if len(frames) == _CHUNK_FRAMES:
                self._write(at)
            elif len(self._pending) > _MOST_PENDING:
                self._write(next(iter(self._pending)))

    def numbers(self) -> list[tuple[int, int]]:
        """Which frames are there, as rising ranges (first, one after the last).

        Only the heads of the chunks are read: a frame whose data turn out to be damaged is
        listed here, yet `get` does not find it.
        """
        with self._lock:
            found = {number for frames in self._pending.values() for number in frames}
            found.update(self._listed())
        return _ranges(sorted(found))

    def flush(self) -> None:
        """Write what waits, also chunks of which only some frames are known."""
        with self._lock:
            for at in list(self._pending):
                self._write(at)

    def close(self) -> None:
        """Write what waits and free the memory; the track could still be used."""
        self.flush()
        with self._lock:
            self._read.clear()
            self._headers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _in_quarters(self, view: Tensor) -> NDArray[np.int16]:
        if view.shape != (1, *self._shape):
            raise ValueError(f"want a*b* of shape {(1, *self._shape)}, got {tuple(view.shape)}")
        steps: NDArray[np.float32] = (view[0].detach().float().cpu() / _STEP).numpy()
        whole = np.clip(np.nan_to_num(steps), -_MOST_AB / _STEP, _MOST_AB / _STEP).astype(np.int16)
        if not np.array_equal(whole, steps):
            raise ValueError("a*b* must be multiples of 0.25 from −128 to 128: use quantised()")
        return whole

    # All below are called with the lock held.

    def _file(self, at: int) -> Path:
        return self._folder / f"{at:07d}.chunk"

    def _remember(self, at: int, frames: _Frames) -> None:
        if not frames:
            return
        self._read[at] = frames
        self._read.move_to_end(at)
        while len(self._read) > _MOST_READ:
            self._read.popitem(last=False)

    def _load(self, at: int) -> _Frames:
        """The frames of a chunk on disk; none where it is missing, damaged or foreign."""
        file = self._file(at)
        try:
            data = file.read_bytes()
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                log.info("a chunk of the colour track cannot be read: %s", error)
            return {}
        payload = data[_HEADER.size :]
        counts = _view_counts(data[: _HEADER.size], len(data))
        if counts is None or data[: _HEADER.size] != self._header(at, counts, payload):
            log.info("the chunk %s of a colour track is damaged and is made again", file)
            return {}
        mark_used(self._folder)
        return _unpacked(payload, counts, at * _CHUNK_FRAMES, self._shape)

    def _header(self, at: int, counts: bytes, payload: bytes) -> bytes:
        # Track and place are in the digest: a chunk that was copied elsewhere does not count.
        digest = blake2b(f"{self._key} {at}\n".encode() + counts, digest_size=16)
        digest.update(payload)
        return _HEADER.pack(_MAGIC, counts, len(payload), digest.digest())

    def _write(self, at: int) -> None:
        """Write a waiting chunk, merged with what another writer left there."""
        there = self._load(at)
        waiting = self._pending.pop(at)
        frames = there | waiting
        self._remember(at, frames)
        if self._outgrown or waiting.keys() <= there.keys():
            return
        counts, payload = _packed(frames, at * _CHUNK_FRAMES)
        data = self._header(at, counts, payload) + payload
        try:
            if self._has_room(len(data)):
                self._replace(self._file(at), data)
        except OSError as error:
            if not self._warned:
                log.warning("the colour track is not kept, which only costs time: %s", error)
            self._warned = True

    def _replace(self, file: Path, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < _LEAST_FREE_BYTES:
            raise OSError(errno.ENOSPC, "the disk is almost full", str(self._folder))
        write_beside(file, data)

    def _has_room(self, wanted_bytes: int) -> bool:
        """Now and then delete other tracks, so that all together stay below the bound."""
        between_bytes = max(min(_TRIM_EVERY_BYTES, self._most_bytes // 16), wanted_bytes)
        if self._untrimmed_bytes is None:
            # For people who wonder why there are two tracks of one film; never read.
            note = self._folder / "fingerprint.json"
            self._replace(note, self._fingerprint.as_json().encode())
            self._untrimmed_bytes = between_bytes
        if self._untrimmed_bytes + wanted_bytes > between_bytes:
            self._untrimmed_bytes = 0
            most_bytes = self._most_bytes - between_bytes
            trim(self._folder.parent, most_bytes, keep=[self._folder])
            if size_on_disk(self._folder) > most_bytes:
                self._outgrown = True
                log.info("this colour track fills its room alone, and its end is not kept")
                return False
        self._untrimmed_bytes += wanted_bytes
        return True

    def _listed(self) -> Iterable[int]:
        """The frames that the chunks' heads tell of; heads are read again where files changed."""
        known, self._headers = self._headers, {}
        try:
            with os.scandir(self._folder) as found:
                for entry in found:
                    file = Path(entry.path)
                    if file.suffix != ".chunk" or not file.stem.isdecimal():
                        continue
                    try:
                        state = entry.stat()
                        head = known.get(file)
                        if head is None or head[:2] != (state.st_size, state.st_mtime_ns):
                            numbers = _frames_in_head(file, state.st_size)
                            head = (state.st_size, state.st_mtime_ns, numbers)
                    except OSError:  # gone a moment ago
                        continue
                    self._headers[file] = head
        except OSError:
            return []
        return [number for head in self._headers.values() for number in head[2]]


def _view_counts(head: bytes, size_bytes: int) -> bytes | None:
    """How many views each frame of a chunk has; None where the head is none of ours."""
    if len(head) < _HEADER.size:
        return None
    magic, counts, payload_bytes, _ = _HEADER.unpack(head)
    if magic != _MAGIC or size_bytes != _HEADER.size + payload_bytes:
        return None
    return bytes(counts)


def _frames_in_head(file: Path, size_bytes: int) -> list[int]:
    with file.open("rb", buffering=0) as opened:
        counts = _view_counts(opened.read(_HEADER.size), size_bytes) or b""
    first = int(file.stem) * _CHUNK_FRAMES
    return [first + i for i, count in enumerate(counts) if count]


def _order(counts: bytes) -> list[tuple[int, int]]:
    """(place in the chunk, view) of each picture: neighbours in time lie side by side."""
    return [(i, view) for view in range(max(counts)) for i, n in enumerate(counts) if view < n]


def _packed(frames: _Frames, first: int) -> tuple[bytes, bytes]:
    """The number of views of each frame of a chunk, and all pictures compressed.

    Differences in time and along the row are small; with the high bytes apart they take half
    of what zlib makes of differences in time alone, and runs are all there is to find.
    """
    counts = bytes(len(frames.get(first + i, ())) for i in range(_CHUNK_FRAMES))
    pictures = np.stack([frames[first + i][view] for i, view in _order(counts)])
    in_time = np.diff(pictures, axis=0, prepend=np.int16(0))
    in_row = np.diff(in_time, axis=-1, prepend=np.int16(0))
    folded = (in_row << 1) ^ (in_row >> 15)  # 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4 …
    planes = np.stack([folded & 255, folded >> 8]).astype(np.uint8)
    packer = zlib.compressobj(1, strategy=zlib.Z_RLE)
    return counts, packer.compress(planes.tobytes()) + packer.flush()


def _unpacked(payload: bytes, counts: bytes, first: int, shape: tuple[int, int, int]) -> _Frames:
    order = _order(counts)
    planes = np.frombuffer(zlib.decompress(payload), np.uint8).reshape(2, len(order), *shape)
    folded = planes[0] | (planes[1].astype(np.int16) << 8)
    in_row = (folded >> 1) ^ -(folded & 1)
    in_time = np.cumsum(in_row, axis=-1, dtype=np.int16)
    pictures = np.cumsum(in_time, axis=0, dtype=np.int16)
    frames: _Frames = {}
    for (i, _), picture in zip(order, pictures, strict=True):
        frames[first + i] = (*frames.get(first + i, ()), picture)
    return frames


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number:
            ranges[-1] = (ranges[-1][0], number + 1)
        else:
            ranges.append((number, number + 1))
    return ranges
