"""The packet index: which time stamp is which frame, without decoding.

One pass of the demuxer gives the time stamps of all packets in decoding order. Sorted, they
are the frames in presentation order; unsorted, they tell from which key packet a decoder
has to start. Only whole numbers are kept, about 30 bytes a frame, and they are cached.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray

from vidcolor.paths import user_cache_dir
from vidcolor.video.opening import film_stream, open_container, packets_of

log = logging.getLogger(__name__)

_VERSION = 1  # of the cached file; raise it with every change of what an index holds
_MAX_CACHED = 500


@dataclass(frozen=True, slots=True, eq=False)
class PacketIndex:
    """Time stamps of a film's frames; all arrays are int64 and in ticks of the stream.

    Attributes:
        pts: ``(N,)`` sorted, one for each frame in presentation order.
        position: ``(N,)`` for each frame, where its packet comes in decoding order.
        key_position: ``(K,)`` where key packets come in decoding order, rising.
        packet_pts: ``(P,)`` time stamps of all packets in decoding order.
        packet_mark: ``(P,)`` uint32, checksums of the packets, to know them again.
        last_duration: of the last frame, 0 where unknown.
        seekable: whether time stamps are complete and distinct and agree with what the
            decoder gave at the film's beginning. Otherwise ``pts`` only counts frames.
    """

    pts: NDArray[np.int64]
    position: NDArray[np.int64]
    key_position: NDArray[np.int64]
    packet_pts: NDArray[np.int64]
    packet_mark: NDArray[np.uint32]
    last_duration: int
    seekable: bool

    def __len__(self) -> int:
        return len(self.pts)

    def decoded_from(self, number: int, keys_back: int) -> int | None:
        """Place in the list of key packets from which a search decodes up to a frame.

        Args:
            number: of the frame.
            keys_back: how many more key packets than needed are gone back.

        Returns:
            None: there are not so many, and decoding starts at the film's beginning.
        """
        needed = int(np.searchsorted(self.key_position, self.position[number], side="right")) - 1
        return needed - keys_back if needed >= keys_back else None

    def number_of(self, pts: int) -> int | None:
        """The number of the frame with exactly this time stamp."""
        at = int(np.searchsorted(self.pts, pts))
        return at if at < len(self.pts) and self.pts[at] == pts else None


def packet_mark(packet: Packet[VideoStream]) -> int:
    """A checksum by which a packet is known again after a search."""
    return zlib.crc32(memoryview(cast("bytes", packet)))


def packet_index(path: Path, head_pts: tuple[int, ...], *, trusted: bool) -> PacketIndex:
    """The index of a film, from the cache or by one pass of the demuxer.

    Args:
        path: the film.
        head_pts: time stamps of the first frames that the decoder really gave.
        trusted: False where the time stamps at the beginning were missing or in disorder.
    """
    cached = _cache_file(path)
    index = _load(cached)
    if index is None:
        index = _build(path, head_pts, trusted=trusted)
        _save(index, cached)
    return index


def cached_index(path: Path) -> PacketIndex | None:
    """The index if an earlier run left one for exactly this file."""
    return _load(_cache_file(path))


def _build(path: Path, head_pts: tuple[int, ...], *, trusted: bool) -> PacketIndex:
    stamps: list[int | None] = []
    marks: list[int] = []
    keys: list[int] = []
    durations: list[int] = []
    with open_container(path) as container:
        stream = film_stream(container, path)
        for packet in packets_of(container, stream):
            if packet.size == 0 or packet.is_discard:
                continue  # the flush, or cut away by the file's edit list
            if packet.is_keyframe:
                keys.append(len(stamps))
            stamps.append(packet.pts)
            marks.append(packet_mark(packet))
            durations.append(packet.duration or 0)
    known = np.array([stamp for stamp in stamps if stamp is not None], np.int64)
    if not trusted or len(known) < len(stamps) or len(np.unique(known)) < len(known):
        # AVI gives H.264 its stamps in decoding order: the set is right, the order is not.
        step = int(np.median(durations)) if durations else 1
        pts = known if len(np.unique(known)) == len(stamps) else np.arange(len(stamps)) * step
        return _counting_only(np.sort(pts).astype(np.int64), durations)
    position = np.argsort(known, kind="stable").astype(np.int64)
    pts = known[position]
    # Pictures before the first one that decodes (a capture that begins in mid-film) are
    # in the file but never on screen, so they have no number.
    shown = pts >= head_pts[0] if head_pts else np.ones(len(pts), bool)
    pts, position = pts[shown], position[shown]
    if not np.array_equal(pts[: len(head_pts)], np.array(head_pts[: len(pts)], np.int64)):
        return _counting_only(pts, durations)
    return PacketIndex(
        pts=pts,
        position=position,
        key_position=np.array(keys, np.int64),
        packet_pts=known,
        packet_mark=np.array(marks, np.uint32),
        last_duration=durations[int(position[-1])] if len(position) else 0,
        seekable=True,
    )


def _counting_only(pts: NDArray[np.int64], durations: list[int]) -> PacketIndex:
    nothing = np.empty(0, np.int64)
    last = durations[-1] if durations else 0
    marks = np.empty(0, np.uint32)
    return PacketIndex(pts, nothing, nothing, nothing, marks, last, seekable=False)


def _cache_file(path: Path) -> Path:
    state = path.stat()
    name = f"{_VERSION}\n{path.resolve()}\n{state.st_size}\n{state.st_mtime_ns}"
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return user_cache_dir() / "index" / f"{digest}.npz"


def _load(file: Path) -> PacketIndex | None:
    try:
        with np.load(file, allow_pickle=False) as data:
            last_duration, seekable = (int(value) for value in data["facts"])
            return PacketIndex(
                pts=data["pts"],
                position=data["position"],
                key_position=data["key_position"],
                packet_pts=data["packet_pts"],
                packet_mark=data["packet_mark"],
                last_duration=last_duration,
                seekable=bool(seekable),
            )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        log.info("the cached index %s is unusable (%s) and is made again", file, error)
        return None


def _save(index: PacketIndex, file: Path) -> None:
    """Write beside and rename; a cache that cannot be written is only slower."""
    partial = file.with_name(f".{file.stem}.{os.getpid()}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            np.savez_compressed(
                stream,
                pts=index.pts,
                position=index.position,
                key_position=index.key_position,
                packet_pts=index.packet_pts,
                packet_mark=index.packet_mark,
                facts=np.array([index.last_duration, int(index.seekable)], np.int64),
            )
        partial.replace(file)
        old = sorted(file.parent.glob("*.npz"), key=lambda f: f.stat().st_mtime)[:-_MAX_CACHED]
        for forgotten in old:
            forgotten.unlink(missing_ok=True)
    except OSError as error:
        log.info("the index of a film was not cached: %s", error)
    finally:
        partial.unlink(missing_ok=True)
