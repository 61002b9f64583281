"""Writes the shape of the pixels into a finished Matroska file.

PyAV gives the muxer no aspect ratio, so a film of 720×576 for a 4:3 screen would be shown
with square pixels. The muxer leaves a few unused bytes in the film's header, and the
display size fits there: nothing else in the file moves.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

_SEGMENT, _TRACKS, _CLUSTER = 0x18538067, 0x1654AE6B, 0x1F43B675
_TRACK_ENTRY, _TRACK_TYPE, _VIDEO, _VOID, _CRC = 0xAE, 0x83, 0xE0, 0xEC, 0xBF
_DISPLAY_WIDTH, _DISPLAY_HEIGHT, _DISPLAY_UNIT = b"\x54\xb0", b"\x54\xba", b"\x54\xb2"
_UNIT_IDS = (0x54B0, 0x54BA, 0x54B2)
_PIXELS, _RATIO = 0, 3  # what display sizes count in
_HEADER_BYTES = 1 << 24  # attachments lie behind the tracks, so this is plenty


@dataclass(frozen=True, slots=True)
class _Element:
    """An EBML element: where it, its content and its end are."""

    number: int
    start: int
    content: int
    end: int


def write_pixel_shape(path: Path, size: tuple[int, int], aspect: Fraction) -> bool:
    """Set the display size of the first video track in place.

    Args:
        path: a finished Matroska file, written by FFmpeg.
        size: width and height as coded.
        aspect: width of a pixel in heights of a pixel.

    Returns:
        Whether there was room for it; if not, the file is untouched.
    """
    with path.open("r+b") as file:
        data = file.read(_HEADER_BYTES)
        tracks = _find_tracks(data)
        if tracks is None:
            return False
        body = bytearray(data[tracks.content : tracks.end])
        if not _insert(body, size, aspect):
            return False
        first = next(_elements(body, 0, len(body)))
        if first.number == _CRC:
            checksum = zlib.crc32(body[first.end :])
            body[first.content : first.end] = struct.pack("<I", checksum)
        file.seek(tracks.content)
        file.write(body)
    return True


def _insert(body: bytearray, size: tuple[int, int], aspect: Fraction) -> bool:
    """Put the display size into the track list in place of its unused bytes."""
    for entry in _elements(body, 0, len(body)):
        if entry.number != _TRACK_ENTRY:
            continue
        parts = list(_elements(body, entry.content, entry.end))
        video = next((p for p in parts if p.number == _VIDEO), None)
        if video is None:
            continue
        gap = next((p for p in parts if p.number == _VOID and p.start >= video.end), None)
        end = gap.end if gap else video.end
        between = bytes(body[video.end : gap.start]) if gap else b""
        inside = _elements(body, video.content, video.end)
        kept = b"".join(body[p.start : p.end] for p in inside if p.number not in _UNIT_IDS)
        room = end - video.content - len(kept) - len(between)
        shape = _display_elements(size, aspect, room)
        length = len(kept) + len(shape)
        if not shape or length >= 0x7F or video.content - video.start != 2:
            return False  # its length takes one byte, and must go on doing so
        body[video.start + 1] = 0x80 | length
        body[video.content : end] = kept + shape + between
        return True
    return False


def _display_elements(size: tuple[int, int], aspect: Fraction, room: int) -> bytes:
    """The display size in exactly ``room`` bytes; empty if that cannot be."""
    width, height = size[0] * aspect, Fraction(size[1])
    unit = _PIXELS
    if width.denominator != 1:
        width, height = Fraction((width / height).numerator), Fraction((width / height).denominator)
        unit = _RATIO
    least = [max(1, (int(n).bit_length() + 7) // 8) for n in (width, height)]
    spare = room - (3 + least[0]) - (3 + least[1]) - 4
    if spare < 0:
        return b""
    lengths = list(least)
    for index in (0, 1):  # numbers may have leading zeros, up to eight bytes
        more = min(spare, 8 - lengths[index])
        lengths[index] += more
        spare -= more
    if spare == 1:
        return b""
    filling = b"" if not spare else bytes((_VOID, 0x80 | (spare - 2))) + bytes(spare - 2)
    return (
        _number(_DISPLAY_WIDTH, int(width), lengths[0])
        + _number(_DISPLAY_HEIGHT, int(height), lengths[1])
        + _number(_DISPLAY_UNIT, unit, 1)
        + filling
    )


def _number(name: bytes, value: int, length: int) -> bytes:
    return name + bytes((0x80 | length,)) + value.to_bytes(length, "big")


def _find_tracks(data: bytes) -> _Element | None:
    segment = next((e for e in _elements(data, 0, len(data)) if e.number == _SEGMENT), None)
    if segment is None:
        return None
    for element in _elements(data, segment.content, len(data)):
        if element.number == _CLUSTER:
            return None
        if element.number == _TRACKS:
            return element if element.end <= len(data) else None
    return None


def _elements(data: bytes | bytearray, start: int, end: int) -> Iterator[_Element]:
    """The elements that follow each other from ``start`` to ``end``."""
    while start < end:
        number, after = _read_vint(data, start, keep_marker=True)
        length, content = _read_vint(data, after, keep_marker=False)
        if not number:
            return
        yield _Element(number, start, content, content + length)
        start = content + length


def _read_vint(data: bytes | bytearray, at: int, *, keep_marker: bool) -> tuple[int, int]:
    """A number of one to eight bytes and the place after it; 0 where there is none."""
    if at >= len(data) or not data[at]:
        return 0, at + 1
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep_marker else value & ((1 << 7 * length) - 1)), at + length
