"""The border where files are opened for reading: FFmpeg's errors become sentences here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av import library_versions
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.stream import VideoStream

from vidcolor.errors import VidcolorError

MAX_SIDE = 16384
"""Pixels in a row or column at most. FFmpeg's own limit is far above what memory takes."""

MAX_PIXELS = 1 << 26
"""Pixels of a picture at most, 8192 × 8192: 64 Mpx."""

MAX_DAMAGED_PACKETS = 250
"""Packets in a row that give nothing before the rest of a film is given up."""

# FFmpeg draws these as terminals and text screens; nobody means that as a film.
_TEXT_FORMATS = {"tty", "bin", "xbin", "adf", "idf"}


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn the end of memory while a file is read into a sentence.

    PyAV's error for it is one of FFmpeg's as well, and those about single packets are taken for
    damage, after which reading goes on; so whoever catches them lets a MemoryError pass first.

    Raises:
        VidcolorError: memory ended inside the block.
    """
    try:
        yield
    except MemoryError as error:
        raise VidcolorError(
            f"There is not enough memory to read {path.name}.",
            do="Close other programs and try again; if that does not help, scale the film down.",
            detail=str(error),
        ) from error


def open_container(path: Path) -> InputContainer:
    """Open a file for reading, without decoding anything yet.

    Returns:
        An open container that the caller closes.

    Raises:
        VidcolorError: the file is missing, empty, unreadable or no media file, or memory ended.
    """
    if not path.exists():
        raise VidcolorError(
            f"{path.name or path} does not exist.", do="Check the path and its spelling."
        )
    if path.is_file() and path.stat().st_size == 0:
        raise VidcolorError(
            f"{path.name} is empty (0 bytes).", do="Copy or download the file again."
        )
    try:
        with reading(path):
            container = av.open(
                # An absolute path cannot be taken for a protocol ("http:", "concat:").
                str(path.absolute()),
                # A playlist must not reach out, and "%03d" in the name of a still is no pattern.
                options={"protocol_whitelist": "file", "pattern_type": "none"},
                metadata_errors="replace",
            )
    except (av.FFmpegError, OSError) as error:
        raise _not_opened(path, error) from error
    if container.format.name in _TEXT_FORMATS:
        container.close()
        raise _is_text(path)
    return container


def film_stream(container: InputContainer, path: Path) -> VideoStream:
    """The stream to colour: the default one, else the largest; cover pictures do not count.

    Every other stream is told to be skipped, and decoding uses all cores.

    Raises:
        VidcolorError: there is no video stream, or none that can be decoded.
    """
    videos = list(container.streams.video)
    films = [v for v in videos if not v.disposition & Disposition.attached_pic]
    if not films:
        if _looks_like_text(path):
            raise _is_text(path)
        only = "only sound" if container.streams.audio else "no pictures"
        raise VidcolorError(
            f"{path.name} holds {only}: there is no video stream to colour.",
            do="Choose a file with a picture.",
        )
    known = [v for v in films if v.codec_context is not None]
    if not known:
        raise VidcolorError(
            f"{path.name} uses a video codec that cannot be decoded here.",
            do="Convert it with the program that made it, for example to FFV1 or H.264.",
            detail=f"stream {films[0].index}",
        )
    stream = max(
        known,
        key=lambda v: (
            bool(v.disposition & Disposition.default),
            v.codec_context.width * v.codec_context.height,
            -v.index,
        ),
    )
    stream.thread_type = "AUTO"
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    return stream


def packets_of(
    container: InputContainer,
    stream: VideoStream,
    on_error: Callable[[av.FFmpegError], None] = lambda error: None,
) -> Iterator[Packet[VideoStream]]:
    """A stream's packets to the very end, going on after what the demuxer stumbles over.

    Args:
        container: open for reading.
        stream: one of its streams.
        on_error: told of each stumble.

    Yields:
        Packets in decoding order; the last is empty and flushes the decoder.

    Raises:
        MemoryError: memory ended; see :func:`reading`.
    """
    errors = 0
    while errors <= MAX_DAMAGED_PACKETS:
        try:
            for packet in container.demux(stream):
                if packet.size == 0:
                    break
                errors = 0
                yield packet
        except MemoryError:
            raise
        except av.FFmpegError as error:
            errors += 1
            on_error(error)
            continue
        except IndexError:
            # PyAV, when damage has made FFmpeg see more streams than the file began with:
            # it happens after the last packet.
            pass
        break
    flush: Any = Packet()
    flush.stream = stream
    yield flush


def check_size(width: int, height: int, path: Path) -> None:
    """Refuse pictures without a size or beyond the limits.

    Raises:
        VidcolorError: a side is 0 or above :data:`MAX_SIDE`, or the area above
            :data:`MAX_PIXELS`.
    """
    if width <= 0 or height <= 0:
        raise VidcolorError(
            f"{path.name} gives no usable picture size (it says {width}×{height}, "
            f"or more than can be decoded).",
            do="The header is damaged or the picture too large; export the file again, "
            f"at most {MAX_SIDE} pixels a side.",
        )
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise VidcolorError(
            f"{path.name} is {width}×{height} pixels; the limit is {MAX_SIDE} a side and "
            f"{MAX_PIXELS >> 20} million in all.",
            do="Scale it down first; if the size is wrong, the header is damaged.",
        )


def _not_opened(path: Path, error: Exception) -> VidcolorError:
    detail = str(error)
    if isinstance(error, PermissionError):
        return VidcolorError(
            f"{path.name} may not be read.", do="Give yourself the right to read it.", detail=detail
        )
    if _head(path)[4:8] == b"ftyp":
        return VidcolorError(
            f"{path.name} is incomplete: its table of contents (moov) is missing.",
            do="Copy it again, or repair it with a tool made for interrupted recordings.",
            detail=detail,
        )
    if _looks_like_text(path):
        return _is_text(path)
    return VidcolorError(
        f"{path.name} is not a film or picture that can be opened.",
        do="Check that it plays in another program; it may be damaged or no media file.",
        detail=detail,
    )


def _is_text(path: Path) -> VidcolorError:
    return VidcolorError(
        f"{path.name} is a text file, not a film.", do="Choose a film, a picture or a folder."
    )


def _head(path: Path, size: int = 4096) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def _looks_like_text(path: Path) -> bool:
    head = _head(path)
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # a character cut at the end of the head is no sign
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text) and all(letter.isprintable() or letter in "\t\r\n\f" for letter in text)


def ffmpeg_version() -> str:
    """FFmpeg's own version and those of its libraries, which decide the bits of a decoded frame."""
    libraries = sorted(library_versions.items())
    numbers = (f"{name} {'.'.join(map(str, version))}" for name, version in libraries)
    return ", ".join((av.ffmpeg_version_info, *numbers))
