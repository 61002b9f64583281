"""Decoding one container: in order, from any frame, past damage, to its real end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import chain

import av
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from vidcolor.video.index import PacketIndex, cached_index, packet_index, packet_mark
from vidcolor.video.info import SourceKind
from vidcolor.video.keyframes import KeyFrames
from vidcolor.video.length import promised_end_s
from vidcolor.video.notices import Notices
from vidcolor.video.numbering import Numbering, Picture
from vidcolor.video.opening import (
    MAX_DAMAGED_PACKETS,
    film_stream,
    open_container,
    packets_of,
    reading,
)
from vidcolor.video.probe import Examination

log = logging.getLogger(__name__)

# Their packets call themselves key frames but paint onto the picture before.
_PAINTING_CODECS = {"gif", "apng", "webp", "flic", "qtrle", "smc", "rpza"}

# Key frames to go back before the one needed. One more than needed gives the leading
# pictures of an open GOP their references; the rest is for damage and slow refresh.
_KEYS_BACK = (1, 4, 16)


@dataclass(slots=True, eq=False)
class _Opened:
    container: InputContainer
    stream: VideoStream
    lost: int = 0  # packets so far that the decoder refused


class FilmSource:
    """A film or still, opened again for each run of frames; one thread at a time.

    Attributes:
        passing: called for each frame that is decoded on the way to the first wanted one, with
            the number of the next; what it raises ends the run.
    """

    def __init__(self, examination: Examination, notices: Notices) -> None:
        self._examination = examination
        self._info = examination.info
        self._notices = notices
        self._index: PacketIndex | None = None
        self._keys: KeyFrames | None = None
        self.passing: Callable[[int], None] | None = None
        self._idle: _Opened | None = None
        self._open: list[_Opened] = []
        self._closed = False
        self._missing: set[int] = set()
        self._patched: set[int] = set()

    def close(self) -> None:
        """Close every file; runs of frames that are still going end at their next step."""
        self._closed = True
        self._idle = None
        for opened in self._open:
            opened.container.close()
        self._open.clear()
        if self._keys is not None:
            self._keys.close()

    def index(self) -> PacketIndex:
        """The packet index, made by one pass over the file where none is cached."""
        if self._index is None:
            path, examination = self._info.path, self._examination
            with reading(path):
                self._index = packet_index(path, examination.head_pts, trusted=examination.trusted)
        return self._index

    def known_index(self) -> PacketIndex | None:
        """The packet index if it costs nothing."""
        if self._index is None:
            self._index = cached_index(self._info.path)
        return self._index

    def key_frames(self) -> KeyFrames | None:
        """The key frames, if they cost nothing to know and each shows a whole picture."""
        whole = self._info.codec not in _PAINTING_CODECS
        if self._keys is None and whole and self._info.kind is not SourceKind.STILL:
            index = self.known_index()
            if index is not None and index.seekable:
                self._keys = KeyFrames(self._info.path, index)
        return self._keys

    def searched_from(self, number: int) -> int:
        """The frame from which a run that begins with ``number`` has to decode.

        The index must be known and seekable.
        """
        index = self.index()
        if number >= len(index):
            return number
        key = index.decoded_from(number, _KEYS_BACK[0])
        if key is None:
            return 0
        return index.number_of(int(index.packet_pts[index.key_position[key]])) or 0

    def pictures(self, start: int, end: int | None) -> Iterator[Picture]:
        """Frames from ``start`` up to ``end`` (exclusive; None is the film's end).

        Raises:
            VidcolorError: memory ended.
        """
        with reading(self._info.path):
            yield from self._pictures(start, end)

    def _pictures(self, start: int, end: int | None) -> Iterator[Picture]:
        if start > 0 and self._info.codec not in _PAINTING_CODECS and self.index().seekable:
            if start >= len(self.index()):
                return
            for back in _KEYS_BACK:
                run = self._run_from_key(start, end, back)
                first = next(run, None)
                if first is not None and first.number == start:
                    yield first
                    yield from run
                    return
                run.close()
        yield from self._run_from_beginning(start, end)

    def _run_from_beginning(self, start: int, end: int | None) -> Iterator[Picture]:
        opened = self._opened()
        try:
            yield from self._run(opened, self._packets(opened), start, end, from_key=False)
        finally:
            self._give_back(opened)

    def _run_from_key(
        self, start: int, end: int | None, back: int
    ) -> Generator[Picture, None, None]:
        """As a run from the beginning, but possibly without the first frames of it."""
        index = self.index()
        key = index.decoded_from(start, back)
        if key is None:
            return
        opened = self._idle or self._opened()
        self._idle = None
        try:
            packets = self._packets_from_key(opened, index, key)
            first = next(packets, None)
            if first is not None:
                packets = chain([first], packets)
                yield from self._run(opened, packets, start, end, from_key=True)
        finally:
            self._give_back(opened)

    def _run(
        self,
        opened: _Opened,
        packets: Iterator[Packet[VideoStream]],
        start: int,
        end: int | None,
        *,
        from_key: bool,
    ) -> Iterator[Picture]:
        places = Numbering(self._index, self.index, self._step(), self._examination.trusted)
        if from_key or not self._examination.trusted:
            places.index = self.index()
        delivered = False
        for frame in self._decoded(opened, packets):
            picture = places.place(frame, damage=opened.lost > 0 and not from_key)
            if picture is None or picture.number < start:
                places.skipped.clear()
                if self.passing is not None:
                    self.passing(places.next_number)
                continue
            if end is not None and picture.number >= end:
                return
            if delivered or not from_key:
                self._note_damage(places, picture)
            places.skipped.clear()
            delivered = True
            yield picture
            if self._closed:  # before FFmpeg is asked for more of a file that is gone
                return
        if self._closed or (from_key and not delivered):
            return
        self._at_the_end(opened, places)

    def _decoded(
        self, opened: _Opened, packets: Iterator[Packet[VideoStream]]
    ) -> Iterator[VideoFrame]:
        in_a_row = 0
        for packet in packets:
            try:
                frames = packet.decode()
            except MemoryError:
                raise  # no damage: what comes next may be as large
            except av.FFmpegError as error:
                log.debug("%s: %s", self._info.path, error)
                opened.lost += 1
                in_a_row += 1
                if in_a_row > MAX_DAMAGED_PACKETS:
                    self._notices.put(
                        "given up",
                        f"After {MAX_DAMAGED_PACKETS} damaged packets in a row the rest of the "
                        "film was given up.",
                    )
                    return
                continue
            if frames:
                in_a_row = 0
            yield from frames

    def _packets(self, opened: _Opened) -> Iterator[Packet[VideoStream]]:
        def stumbled(error: av.FFmpegError) -> None:
            log.debug("%s: %s", self._info.path, error)
            opened.lost += 1

        return packets_of(opened.container, opened.stream, stumbled)

    def _packets_from_key(
        self, opened: _Opened, index: PacketIndex, key: int
    ) -> Iterator[Packet[VideoStream]]:
        """Search key packet number ``key`` and give packets from there or from one before.

        After a search some demuxers (MPEG-PS) give packets other time stamps than in
        order, so packets are known by their checksums and get the stamps of the index.
        Gives nothing if that fails.
        """
        position = int(index.key_position[key])
        try:
            opened.container.seek(int(index.packet_pts[position]), stream=opened.stream)
        except MemoryError:
            raise
        except av.FFmpegError as error:
            log.info("%s cannot be searched: %s", self._info.path, error)
            return
        expected = -1
        for count, packet in enumerate(self._packets(opened)):
            if packet.size and not packet.is_discard:
                found = _known_again(packet, index, expected)
                if expected < 0:
                    if found in index.key_position and found <= position:
                        log.debug("landed on packet %d, wanted %d", found, position)
                    elif found > position or count > MAX_DAMAGED_PACKETS:
                        return  # the file's own table led too far
                    else:
                        continue
                if found >= 0:
                    packet.pts = int(index.packet_pts[found])
                    expected = found + 1
            yield packet

    def _note_damage(self, places: Numbering, picture: Picture) -> None:
        self._missing.update(places.skipped)
        if picture.frame.is_corrupt:
            self._patched.add(picture.number)
        if places.skipped or picture.frame.is_corrupt:
            self._tell_damage()

    def _tell_damage(self) -> None:
        if self._missing:
            self._notices.put(
                "missing",
                f"{_count(self._missing)} damaged beyond decoding and left out; "
                f"the first is number {min(self._missing)}.",
            )
        if self._patched:
            self._notices.put(
                "patched",
                f"{_count(self._patched)} damaged and only patched up by the decoder; "
                f"the first is number {min(self._patched)}.",
            )

    def _at_the_end(self, opened: _Opened, places: Numbering) -> None:
        """Say what the film still owes when its last packet has been read."""
        if opened.lost and places.index is None:
            places.index = self.index()
        if places.index is not None and places.index.seekable:
            owed = range(places.next_number, len(places.index))
            self._missing.update(owed)
            if owed:
                self._tell_damage()
        base = self._info.time_base
        if places.holes and (self._missing or self._patched or opened.lost):
            # In a sound file a picture may stand for long; in a damaged one it is loss.
            self._notices.put(
                "holes",
                f"Besides, {float(places.holes * base):.1f} s have no picture at all; the "
                "file has lost them.",
            )
        if places.last_end is None or places.last_pts is None:
            return
        frame_s = float(max(places.last_end - places.last_pts, self._step()) * base)
        # Some headers count from zero, some from the first frame; the later end is safe.
        reached_s = float((places.last_end - min(self._info.start_pts, 0)) * base)
        claimed_s = promised_end_s(opened.container, opened.stream, self._info.path, reached_s)
        if claimed_s - reached_s > max(2.5 * frame_s, 0.1):
            start_s = float(max(self._info.start_pts, 0) * base)
            self._notices.put(
                "early",
                f"The file ends {claimed_s - reached_s:.1f} s early: {reached_s - start_s:.1f} s "
                f"of {claimed_s - start_s:.1f} s are there.",
            )

    def _step(self) -> int:
        """A frame's usual length in ticks, where nothing better is known."""
        rate = self._info.average_rate
        return max(round(1 / (rate * self._info.time_base)), 1) if rate else 1

    def _opened(self) -> _Opened:
        container = open_container(self._info.path)
        opened = _Opened(container, film_stream(container, self._info.path))
        self._open.append(opened)
        return opened

    def _give_back(self, opened: _Opened) -> None:
        """Keep one file open for the next search, close the others."""
        if self._closed:
            return
        opened.lost = 0
        if self._idle is None:
            self._idle = opened
        elif opened is not self._idle:
            opened.container.close()
            self._open.remove(opened)


def _known_again(packet: Packet[VideoStream], index: PacketIndex, expected: int) -> int:
    """The place of a packet in decoding order, -1 if it cannot be told.

    Args:
        packet: just demuxed.
        index: of the film.
        expected: the place it should have, -1 where nothing is expected yet.
    """
    mark = packet_mark(packet)
    if 0 <= expected < len(index.packet_mark) and index.packet_mark[expected] == mark:
        return expected
    places = np.flatnonzero(index.packet_mark == mark)
    places = places[places >= expected]
    if len(places) > 1:  # still pictures repeat; their stamps tell them apart
        places = places[index.packet_pts[places] == packet.pts]
    return int(places[0]) if len(places) == 1 else -1


def _count(numbers: set[int]) -> str:
    return "1 frame is" if len(numbers) == 1 else f"{len(numbers)} frames are"
