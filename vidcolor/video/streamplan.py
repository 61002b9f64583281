"""What becomes of a source's other streams in a target: sound, subtitles, attachments, data.

The writer acts on these decisions, and the window shows them beforehand.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.stream import Discard, Disposition

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.opening import film_stream, open_container
from vidcolor.video.presets import FILM_CONTAINERS, target_suffix
from vidcolor.video.subtitles import TEXT_CODECS

CONTAINER_NAMES = {"matroska": "Matroska", "mp4": "MP4", "mov": "MOV"}
"""What people call FFmpeg's muxers."""

COVER_TYPES = {"mjpeg": ("cover.jpg", "image/jpeg"), "png": ("cover.png", "image/png")}
"""Codecs of cover pictures, with the name and the type that they get as an attachment."""

_BY_WISH = "you left it out"
_ANEW = "the time code and the chapters' titles are written anew"


class Fate(StrEnum):
    """What becomes of a stream."""

    COPIED = "copied"
    CONVERTED = "converted"
    REWRITTEN = "written anew"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class StreamFate:
    """What becomes of one stream of a source.

    Attributes:
        index: FFmpeg's number of the stream in its file.
        kind: video (a cover, or a second film), audio, subtitle, attachment, data.
        codec: FFmpeg's name.
        language: as the file tells it; "" where it does not.
        title: likewise.
        fate: what becomes of it.
        codec_after: FFmpeg's name of what it is converted to; "" where it is not converted.
        reason: why it is not copied, as part of a sentence; "" where it is.
        wished: whether a person asked for it to be left out.
    """

    index: int
    kind: str
    codec: str
    language: str
    title: str
    fate: Fate
    codec_after: str = ""
    reason: str = ""
    wished: bool = False

    def __str__(self) -> str:
        return f"{self.fate} to {self.codec_after}" if self.codec_after else str(self.fate)


def stream_plan(info: FilmInfo, target: Path, output: OutputSettings) -> tuple[StreamFate, ...]:
    """What will become of every stream of a source but the film itself.

    Args:
        info: the source.
        target: its suffix decides what it can hold; nothing need be there yet.
        output: which streams are to be left out.

    Raises:
        VidcolorError: the source cannot be opened, or a stream that is to be left out is not there.
    """
    form = FILM_CONTAINERS.get(target_suffix(target), "")
    if info.kind is not SourceKind.FILM:
        unwanted_streams(output, info, film_index=None)
        return ()
    with open_container(info.path) as container:
        return stream_fates(container, info, form, output)


def stream_fates(
    container: InputContainer, source: FilmInfo, form: str, output: OutputSettings
) -> tuple[StreamFate, ...]:
    """As :func:`stream_plan`, for a container that is open.

    Args:
        container: the source, freshly opened; every stream is told to be skipped but the film.
        source: what it holds.
        form: FFmpeg's name of the target's muxer; "" for pictures.
        output: which streams are to be left out.

    Raises:
        VidcolorError: a stream that is to be left out is not there.
    """
    titles = _chapter_titles(container)
    film = film_stream(container, source.path)
    unwanted = unwanted_streams(output, source, film_index=film.index)
    return tuple(
        _fate(
            stream,
            form,
            wished=stream.index in unwanted,
            rewritten=stream.index in titles or _is_timecode(stream, source),
        )
        for stream in container.streams
        if stream.index != film.index
    )


def unwanted_streams(
    output: OutputSettings, source: FilmInfo, *, film_index: int | None
) -> frozenset[int]:
    """The numbers of the streams that are to be left out.

    Raises:
        VidcolorError: what the setting says is no list of numbers of other streams of the source.
    """
    numbers = set()
    others = {s.index for s in source.streams} if source.kind is SourceKind.FILM else set()
    others.discard(film_index if film_index is not None else -1)
    there = f"Its other streams are {', '.join(map(str, sorted(others)))}."
    for word in filter(None, map(str.strip, output.leave_out.split(","))):
        if not (word.isascii() and word.isdigit()):
            raise VidcolorError(
                f"--leave-out is {output.leave_out!r}.",
                do="Name streams by their numbers, with commas between, for example 2,3.",
            )
        number = int(word)
        if number == film_index:
            raise VidcolorError(
                f"Stream {number} of {source.path.name} is the film itself.",
                do="Leave out other streams only.",
            )
        if number not in others:
            raise VidcolorError(
                f"{source.path.name} has no stream {number} that could be left out.",
                do=there if others else "It has no other streams: leave none out (--leave-out).",
            )
        numbers.add(number)
    return frozenset(numbers)


def _fate(stream: Any, form: str, *, wished: bool, rewritten: bool) -> StreamFate:
    if wished:
        fate, after, reason = Fate.LEFT_OUT, "", _BY_WISH
    elif rewritten and form:
        fate, after, reason = Fate.REWRITTEN, "", _ANEW
    else:
        fate, after, reason = _decided(stream, form)
    return StreamFate(
        stream.index,
        stream.type,
        codec_name(stream),
        stream.metadata.get("language", ""),
        stream.metadata.get("title", ""),
        fate,
        after,
        reason,
        wished,
    )


def _decided(stream: Any, form: str) -> tuple[Fate, str, str]:
    """Fate, codec afterwards, and reason."""
    if not form:
        return Fate.LEFT_OUT, "", "pictures hold no other streams"
    if stream.type == "attachment":
        if form == "matroska":
            return Fate.COPIED, "", ""
        return Fate.LEFT_OUT, "", f"{CONTAINER_NAMES[form]} holds no attachments"
    if is_cover(stream):
        if form == "mov":  # whose muxer passes it over without a word
            return Fate.LEFT_OUT, "", "MOV holds no cover picture"
        if stream.codec_context.name in COVER_TYPES:
            return Fate.COPIED, "", ""
        return Fate.LEFT_OUT, "", "not a JPEG or PNG picture"
    reason = _refusal(stream, form)
    if not reason:
        return Fate.COPIED, "", ""
    context = stream.codec_context
    if stream.type == "subtitle" and context is not None and context.name in TEXT_CODECS:
        return Fate.CONVERTED, "subrip" if form == "matroska" else "mov_text", reason
    return Fate.LEFT_OUT, "", reason


def _refusal(stream: Any, form: str) -> str:
    """Why a container does not take a stream as it is; "" where it does.

    Some refusals come only with the header, and then for the whole file: so a header
    with this stream alone is tried first.
    """
    trial = av.open(io.BytesIO(), "w", format=form)
    try:
        trial.add_stream_from_template(stream, opaque=True)
        trial.start_encoding()
    except (av.FFmpegError, ValueError):
        return f"{CONTAINER_NAMES[form]} does not hold {codec_name(stream)}"
    finally:
        with suppress(av.FFmpegError, ValueError):
            trial.close()
    return ""


def is_cover(stream: Any) -> bool:
    """Whether a stream is a picture that stands for the film."""
    return bool(stream.type == "video" and stream.disposition & Disposition.attached_pic)


def codec_name(stream: Any) -> str:
    """What FFmpeg calls the codec of a stream, known or not."""
    context = stream.codec_context
    if context is None:
        return str(stream.name or "unknown data")
    return str(context.codec.canonical_name)


def _chapter_titles(container: InputContainer) -> frozenset[int]:
    """The tracks in which MP4 and MOV keep the titles of the chapters.

    FFmpeg itself reads them into the chapters, and is then the only one to skip a stream of data.
    """
    if not container.chapters():
        return frozenset()
    return frozenset(
        stream.index
        for stream in container.streams
        if stream.type == "data" and stream.discard is Discard.all
    )


def _is_timecode(stream: Any, source: FilmInfo) -> bool:
    return bool(stream.type == "data" and source.timecode and "timecode" in stream.metadata)
