"""Coded pictures between encoder and container: a file of packets, each with its checksum.

A container would not do: Matroska rounds time stamps to its tick, MP4 writes its index only at the
end, and neither tells a damaged packet from a whole one.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

_MAGIC = b"vidcolor packets 1\n"
_LENGTH = struct.Struct("<II")  # of the header that follows, and its sum
_RECORD = struct.Struct("<qIB")  # time stamp, size, flags
_SUM = struct.Struct("<I")  # of the record and what it holds
_KEYFRAME, _END = 1, 255
_MOST_BYTES = 1 << 30  # no coded picture is larger: what says so is damaged


class DamagedError(Exception):
    """A packet file is not whole."""


@dataclass(frozen=True, slots=True)
class CodedPicture:
    """One packet as the encoder gave it.

    Attributes:
        pts: in ticks of the film's time base.
        keyframe: whether decoding can begin here.
        data: the coded picture.
    """

    pts: int
    keyframe: bool
    data: bytes


class PacketWriter:
    """Writes coded pictures in the order in which they are decoded; whole after :meth:`finish`.

    Args:
        path: of the new file.
        extradata: what the encoder says once for all pictures.

    Raises:
        OSError: as of any file, from every method.
    """

    def __init__(self, path: Path, extradata: bytes) -> None:
        self._count = 0
        self._file: BinaryIO = path.open("wb")
        self._file.write(_MAGIC)
        self._file.write(_LENGTH.pack(len(extradata), zlib.crc32(extradata)) + extradata)

    def add(self, picture: CodedPicture) -> None:
        """Append one picture."""
        self._record(picture.pts, int(picture.keyframe), picture.data)
        self._count += 1

    def finish(self, end_pts: int) -> None:
        """Say that this was all, and see it on the disk.

        Args:
            end_pts: when the last picture shown is over.
        """
        self._record(end_pts, _END, _SUM.pack(self._count))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):  # what a full disk did not take was told when it was written
            self._file.close()

    def _record(self, pts: int, flags: int, data: bytes) -> None:
        head = _RECORD.pack(pts, len(data), flags)
        self._file.write(head)
        self._file.write(data)
        self._file.write(_SUM.pack(zlib.crc32(data, zlib.crc32(head))))


@dataclass(frozen=True, slots=True)
class PacketFile:
    """A whole packet file.

    Attributes:
        path: where it lies.
        extradata: what the encoder said once.
        pts: of each picture, in the order of decoding.
        end_pts: when the last picture shown is over.
    """

    path: Path
    extradata: bytes
    pts: tuple[int, ...]
    end_pts: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the whole file once, and check all sums.

        Raises:
            DamagedError: it is not there, was cut off, or a bit is not as it was written.
        """
        pts: list[int] = []
        try:
            with path.open("rb") as file:
                extradata = _header(file)
                for record in _records(file):
                    if isinstance(record, int):
                        return cls(path, extradata, tuple(pts), record)
                    pts.append(record.pts)
        except OSError as error:
            raise DamagedError(str(error)) from error
        raise DamagedError("it ends too early")

    def pictures(self) -> Iterator[CodedPicture]:
        """All of them, in the order of decoding.

        Raises:
            DamagedError: the file has changed since it was read.
        """
        with self.path.open("rb") as file:
            _header(file)
            for record in _records(file):
                if not isinstance(record, int):
                    yield record


def _header(file: BinaryIO) -> bytes:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise DamagedError("it is no packet file")
    size, wanted = _LENGTH.unpack(_exactly(file, _LENGTH.size))
    extradata = _exactly(file, size)
    if zlib.crc32(extradata) != wanted:
        raise DamagedError("its header has changed")
    return extradata


def _records(file: BinaryIO) -> Iterator[CodedPicture | int]:
    """The pictures, and at last the end's time stamp."""
    count = 0
    while True:
        head = _exactly(file, _RECORD.size)
        pts, size, flags = _RECORD.unpack(head)
        data = _exactly(file, size)
        (wanted,) = _SUM.unpack(_exactly(file, _SUM.size))
        if zlib.crc32(data, zlib.crc32(head)) != wanted:
            raise DamagedError(f"picture {count} has changed")
        if flags == _END:
            if data != _SUM.pack(count) or file.read(1):
                raise DamagedError("its end is not that of its pictures")
            yield pts
            return
        yield CodedPicture(pts, flags == _KEYFRAME, data)
        count += 1


def _exactly(file: BinaryIO, size: int) -> bytes:
    if size > _MOST_BYTES:
        raise DamagedError("a length in it makes no sense")
    data = file.read(size)
    if len(data) != size:
        raise DamagedError("it ends too early")
    return data
