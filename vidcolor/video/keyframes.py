"""Key frames decoded alone: there at once, however far apart they lie."""

from __future__ import annotations

import logging
from itertools import islice
from pathlib import Path

import av
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from vidcolor.video.index import PacketIndex, packet_mark
from vidcolor.video.opening import (
    MAX_DAMAGED_PACKETS,
    film_stream,
    open_container,
    packets_of,
    reading,
)

log = logging.getLogger(__name__)


class KeyFrames:
    """Which frames of a film are key frames, and these by themselves.

    A key packet is decoded without any other. So nothing is promised of frames beside it, and a
    mere point of recovery, whose picture needs those before it, gives none.

    Args:
        path: of the film.
        index: a seekable one.
    """

    def __init__(self, path: Path, index: PacketIndex) -> None:
        self._path = path
        self._index = index
        stamps = index.packet_pts[index.key_position]
        at = np.minimum(np.searchsorted(index.pts, stamps), max(len(index) - 1, 0))
        shown = index.pts[at] == stamps if len(index) else np.zeros(len(at), bool)
        order = np.argsort(at[shown], kind="stable")
        self._numbers = at[shown][order]  # in presentation order
        self._positions = index.key_position[shown][order]  # of their packets in decoding order
        self._opened: tuple[InputContainer, VideoStream] | None = None

    def before(self, number: int) -> int | None:
        """The nearest key frame at or before a frame, both in presentation order."""
        at = int(np.searchsorted(self._numbers, number, side="right")) - 1
        return int(self._numbers[at]) if at >= 0 else None

    def decoded(self, number: int) -> VideoFrame | None:
        """A key frame; None where it cannot be decoded alone.

        Args:
            number: as :meth:`before` gave it.

        Raises:
            VidcolorError: the file is gone, or memory ended.
        """
        position = int(self._positions[np.searchsorted(self._numbers, number)])
        with reading(self._path):
            try:
                packet = self._packet(position)
                return None if packet is None else self._alone(packet, position)
            except MemoryError:
                raise
            except av.FFmpegError as error:
                log.info("key frame %d of %s is not there alone: %s", number, self._path, error)
                return None

    def close(self) -> None:
        """Close the file; the next frame opens it again."""
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None

    def _packet(self, position: int) -> Packet[VideoStream] | None:
        index = self._index
        # MPEG's streams are searched by the wrong one of a packet's two time stamps and land
        # behind it; from the key packet before, its own is only a way of reading.
        earlier = index.key_position[index.key_position < position][-1:]
        for begin in (position, *earlier.tolist()):
            container, stream = self._open()
            container.seek(int(index.packet_pts[begin]), stream=stream)
            packet = self._found(container, stream, position, most=position - begin)
            if packet is not None:
                return packet
        self.close()  # what is opened stands at the beginning
        return self._found(*self._open(), position, most=0)

    def _open(self) -> tuple[InputContainer, VideoStream]:
        if self._opened is None:
            container = open_container(self._path)
            self._opened = container, film_stream(container, self._path)
        return self._opened

    def _found(
        self, container: InputContainer, stream: VideoStream, position: int, most: int
    ) -> Packet[VideoStream] | None:
        """The packet, if it is among the next ones; ``most`` of them are expected before it."""
        # Known by its content: some demuxers give other time stamps after a search.
        mark = self._index.packet_mark[position]
        for packet in islice(packets_of(container, stream), most + MAX_DAMAGED_PACKETS):
            if packet.size and packet_mark(packet) == mark:
                return packet
        return None

    def _alone(self, packet: Packet[VideoStream], position: int) -> VideoFrame | None:
        packet.pts = int(self._index.packet_pts[position])
        # A decoder holds frames back for their order: told that this is all, it gives it.
        frames = [*packet.decode(), *packet.stream.codec_context.decode(None)]
        for frame in frames:
            if frame.pts == packet.pts and not frame.is_corrupt:
                return frame
        return None
