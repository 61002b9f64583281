"""What a file or folder holds: opened, its first frames decoded, nothing guessed silently."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av import VideoFrame
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from vidcolor.errors import VidcolorError
from vidcolor.video.fields import (
    CombDetector,
    field_order,
    frames_are_flagged,
    has_pulldown,
    shows_top_first,
)
from vidcolor.video.folder import PictureFolder, scan_folder
from vidcolor.video.info import FieldOrder, FilmInfo, SourceKind, StreamInfo
from vidcolor.video.length import duration_s
from vidcolor.video.opening import check_size, film_stream, open_container, packets_of, reading
from vidcolor.video.pixels import describe, luma_format, luma_plane

_HEAD_FRAMES = 16  # enough to show the reordering of B-frames and a 3:2 pattern
_HEAD_PACKETS = 1000  # a capture may begin hundreds of packets before its first key frame


@dataclass(frozen=True, slots=True)
class Examination:
    """The probe's result with what only the reader needs.

    Attributes:
        info: what everybody may know.
        folder: the pictures, where the source is a folder.
        head_pts: time stamps of the first frames, as decoded; only the first of them
            where damage may have left out others.
        trusted: whether those time stamps are there and rise.
        frames_flagged: whether each frame tells by itself if it is interlaced.
        combed: the field order of film that is woven of two moments without a flag.
    """

    info: FilmInfo
    folder: PictureFolder | None = None
    head_pts: tuple[int, ...] = ()
    trusted: bool = True
    frames_flagged: bool = False
    combed: FieldOrder = FieldOrder.PROGRESSIVE


@dataclass(slots=True)
class _Head:
    """The first frames of a film and what their decoding was like."""

    first: VideoFrame
    pts: list[int | None] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)
    flagged: list[bool] = field(default_factory=list)
    top_first: bool | None = None
    damaged: bool = False
    combs: CombDetector = field(default_factory=CombDetector)


def probe(path: Path) -> FilmInfo:
    """What a film, a still or a folder of pictures holds.

    Raises:
        VidcolorError: it is missing, empty, no media file, has no video stream, pictures
            without a size or beyond the limits, a pixel format without luma, no picture
            that can be decoded, or (folders) no pictures or a missing frame number; or
            memory ended.
    """
    return examine(path).info


def examine(path: Path, *, stills: bool = False) -> Examination:
    """As :func:`probe`, with what the reader needs besides.

    Args:
        path: file or folder.
        stills: take a folder's pictures as unrelated even if they are numbered.

    Raises:
        VidcolorError: as :func:`probe`.
    """
    if path.is_dir():
        return _examine_folder(path, stills=stills)
    with open_container(path) as container, reading(path):
        stream = film_stream(container, path)
        check_size(stream.codec_context.width, stream.codec_context.height, path)
        head = _decode_head(container, stream, path)
        return _examined(path, container, stream, head)


def _decode_head(container: InputContainer, stream: VideoStream, path: Path) -> _Head:
    head: _Head | None = None
    errors: list[str] = []
    for count, packet in enumerate(packets_of(container, stream, lambda e: errors.append(str(e)))):
        try:
            frames = packet.decode()
        except MemoryError:
            raise
        except av.FFmpegError as error:
            errors.append(str(error))
            continue
        for frame in frames:
            head = head or _Head(first=frame)
            head.pts.append(frame.pts)
            head.durations.append(frame.duration)
            head.flagged.append(frame.interlaced_frame)
            head.damaged = bool(errors) or head.damaged or frame.is_corrupt
            if head.top_first is None:
                head.top_first = shows_top_first(frame)
            if (frame.width, frame.height) == (head.first.width, head.first.height):
                head.combs.push(luma_plane(frame), describe(frame.format.name).luma_depth)
        if len(head.pts) >= _HEAD_FRAMES if head else count > _HEAD_PACKETS:
            break
    if head is None:
        raise VidcolorError(
            f"No picture in {path.name} can be decoded.",
            do="It is damaged or cut off too early; copy it again from its source.",
            detail=errors[-1] if errors else "",
        )
    return head


def _examined(
    path: Path, container: InputContainer, stream: VideoStream, head: _Head
) -> Examination:
    context = stream.codec_context
    first = head.first
    check_size(first.width, first.height, path)
    facts = describe(first.format.name)
    codec = context.codec.canonical_name
    form = container.format.name
    tags = _tags(first, stream)
    luma, warnings = luma_format(
        facts, color_range=tags[0], color_space=tags[3], height=first.height, codec=codec
    )
    kind = _kind(form, path, stream)
    order = combed = FieldOrder.PROGRESSIVE
    if kind is SourceKind.FILM:
        order = field_order(context.field_order, head.flagged, head.top_first)
        combed = FieldOrder.PROGRESSIVE if order.interlaced else head.combs.verdict()
        warnings += _film_notes(container, stream, head) + _comb_notes(combed)
    known = [pts for pts in head.pts if pts is not None]
    trusted = len(known) == len(head.pts) and all(a < b for a, b in pairwise(known))
    if not trusted:
        warnings.append(
            "The file's time stamps are missing or out of order; frames are counted instead."
        )
    start_pts = (min(known) if known else 0) if not trusted else known[0]
    info = FilmInfo(
        path=path,
        kind=kind,
        container=form,
        codec=codec,
        pixel_format=first.format.name,
        width=first.width,
        height=first.height,
        luma=luma,
        subsampling=facts.subsampling,
        time_base=stream.time_base or Fraction(1, 1000),
        start_pts=start_pts,
        average_rate=stream.average_rate or Fraction(0),
        frame_count_hint=1 if kind is SourceKind.STILL else _count_hint(container, stream),
        duration_s=0.0 if kind is SourceKind.STILL else duration_s(container, stream),
        sample_aspect_ratio=stream.sample_aspect_ratio or Fraction(1),
        rotation_degrees=round(-first.rotation / 90) * 90 % 360,
        field_order=order,
        color_primaries=tags[1],
        color_transfer=tags[2],
        color_space=tags[3],
        timecode=_timecode(container, stream, first),
        has_alpha=facts.has_alpha,
        metadata=dict(container.metadata),
        video_metadata=dict(stream.metadata),
        streams=tuple(_stream_info(s) for s in container.streams),
        chapters=len(container.chapters()),
        warnings=tuple(warnings),
    )
    return Examination(
        info=info,
        head_pts=tuple(known[:1] if head.damaged else known),
        trusted=trusted,
        frames_flagged=frames_are_flagged(codec, head.flagged),
        combed=combed,
    )


def _examine_folder(path: Path, *, stills: bool) -> Examination:
    folder = scan_folder(path, stills=stills)
    first = _first_readable(folder)
    step = 1 / folder.rate
    count = len(folder.files)
    info = replace(
        first,
        path=path,
        kind=SourceKind.FRAMES if folder.numbered else SourceKind.STILLS,
        container="",
        time_base=step,
        start_pts=0,
        average_rate=folder.rate,
        frame_count_hint=count,
        duration_s=float(count * step),
        metadata={**first.metadata, "first_frame_number": str(folder.first_number)}
        if folder.numbered
        else first.metadata,
    )
    return Examination(info=info, folder=folder)


def _first_readable(folder: PictureFolder) -> FilmInfo:
    """What the first picture holds; of unrelated pictures, the first that can be read."""
    for file in folder.files[:-1]:
        try:
            return examine(file).info
        except VidcolorError:
            if folder.numbered:
                raise
    return examine(folder.files[-1]).info


def _tags(frame: VideoFrame, stream: VideoStream) -> tuple[int, int, int, int]:
    """Range, primaries, transfer and matrix: of the frame, else of the stream."""
    context = stream.codec_context
    return (
        frame.color_range or context.color_range,
        frame.color_primaries if frame.color_primaries != 2 else context.color_primaries,
        frame.color_trc if frame.color_trc != 2 else context.color_trc,
        frame.colorspace if frame.colorspace != 2 else context.colorspace,
    )


def _kind(form: str, path: Path, stream: VideoStream) -> SourceKind:
    single = form.endswith("_pipe") or form in ("image2", "ico")
    if not single and path.suffix.lower() in (".avif", ".heic", ".heif", ".webp", ".jxl"):
        single = stream.frames == 1
    return SourceKind.STILL if single else SourceKind.FILM


def _film_notes(container: InputContainer, stream: VideoStream, head: _Head) -> list[str]:
    notes = []
    films = [v for v in container.streams.video if not v.disposition & Disposition.attached_pic]
    if len(films) > 1:
        notes.append(f"The file has {len(films)} video streams; stream {stream.index} is coloured.")
    if has_pulldown(head.durations):
        notes.append(
            "The film is telecined by repeat flags (3:2 pulldown); its frames and their "
            "durations are kept as they are."
        )
    return notes


def _comb_notes(combed: FieldOrder) -> list[str]:
    if combed.interlaced:
        return [
            "The film looks interlaced though it is not flagged; the presets share and "
            "edit merge its fields (as --fields bwdif does)."
        ]
    return []


def _count_hint(container: InputContainer, stream: VideoStream) -> int:
    if stream.frames > 0:
        return stream.frames
    return round(duration_s(container, stream) * (stream.average_rate or 0))


def _timecode(container: InputContainer, stream: VideoStream, first: VideoFrame) -> str:
    places = [stream.metadata, *(s.metadata for s in container.streams)]
    for metadata in (*places, container.metadata, first.metadata):
        for key, value in metadata.items():
            # Every MPEG-2 stream carries a zero one, which says nothing.
            if key.lower() == "timecode" and value.strip() not in ("", "00:00:00:00"):
                return value.strip()
    return ""


def _stream_info(stream: Stream) -> StreamInfo:
    context = stream.codec_context
    # PyAV gives streams of unknown kind or codec no name at all.
    codec = context.codec.canonical_name if context is not None else getattr(stream, "name", "")
    return StreamInfo(
        index=stream.index,
        kind=stream.type,
        codec=codec or "",
        language=stream.language or "",
        metadata=dict(stream.metadata),
    )
