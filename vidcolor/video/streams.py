"""Carries sound, subtitles, attachments and all the rest from the source to the target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Discard, Disposition, Stream

from vidcolor.settings import OutputSettings
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.opening import open_container
from vidcolor.video.streamplan import (
    CONTAINER_NAMES,
    COVER_TYPES,
    Fate,
    StreamFate,
    codec_name,
    is_cover,
    stream_fates,
)
from vidcolor.video.subtitles import TextConverter
from vidcolor.video.tags import (
    living_tags,
    moved_chapters,
    stream_tags,
    with_left_out,
    write_tags,
)

_SEEK_FROM = Fraction(60)  # a part that starts later is not reached by reading all before it
_SEEK_BACK = Fraction(30)  # a subtitle that began this long before is still found


class _Route:
    """Where the packets of one source stream go."""

    def __init__(self, target: Stream, converter: TextConverter | None, shift: int) -> None:
        self.target = target
        self.converter = converter
        self.shift = shift  # ticks of the source stream's time base


class StreamCopier:
    """Copies everything but the film itself, packet by packet, in step with the film.

    Streams are added to the container at once, before its header is written; a stream
    that the container does not take becomes a warning.
    """

    def __init__(
        self,
        source: FilmInfo,
        container: OutputContainer,
        first_pts: int | None,
        last_pts_end: int | None,
        provenance: dict[str, str],
        settings: OutputSettings,
        warnings: list[str],
    ) -> None:
        base = source.time_base
        self._container = container
        self._warnings = warnings
        self._start = None if first_pts is None else first_pts * base
        self._end = None if last_pts_end is None else last_pts_end * base
        self._routes: dict[int, _Route] = {}
        self._ready: list[Packet[Any]] = []
        self._held: Packet[Any] | None = None
        self._input: InputContainer | None = None
        self._packets: Iterator[Packet[Any]] = iter(())
        fates: tuple[StreamFate, ...] = ()
        if source.kind is SourceKind.FILM:
            self._input = open_container(source.path)
            try:
                fates = stream_fates(self._input, source, container.format.name, settings)
                self._add_streams(self._input, source, fates)
            except BaseException:
                self.close()
                raise
        # Whoever compares the two later must know what is no loss.
        wished = [fate.index for fate in fates if fate.wished]
        write_tags(container, source.metadata, with_left_out(provenance, wished))

    @property
    def clocks(self) -> list[int]:
        """Ticks a second of the copied streams."""
        if self._input is None:
            return []
        bases = [self._input.streams[index].time_base for index in self._routes]
        return [base.denominator for base in bases if base]

    def advance(self, until: Fraction) -> None:
        """Mux all packets that begin no later than ``until`` seconds of the target."""
        for cover in self._ready:
            self._container.mux(cover)
        self._ready.clear()
        while (packet := self._held or next(self._packets, None)) is not None:
            self._held = None
            stamp = packet.dts if packet.pts is None else packet.pts
            if stamp is None:
                continue  # the demuxer's sign that a stream is over
            time = stamp * packet.time_base
            if self._end is not None and time >= self._end:
                continue
            if time - (self._start or 0) > until:
                self._held = packet
                return
            self._copy(packet, time)

    def finish(self) -> None:
        """Mux what is left."""
        self.advance(Fraction(2**62))

    def close(self) -> None:
        """Close the source."""
        self._packets = iter(())
        self._held = None
        if self._input is not None:
            self._input.close()

    def _add_streams(
        self, container: InputContainer, source: FilmInfo, fates: tuple[StreamFate, ...]
    ) -> None:
        for fate in fates:
            stream = container.streams[fate.index]
            try:
                self._add(stream, fate, source)
            except (av.FFmpegError, ValueError) as error:
                self._lost(stream, str(error))
        if source.chapters:
            self._container.set_chapters(
                moved_chapters(container.chapters(), self._start, self._end)  # type: ignore[arg-type]  # a TypedDict
            )
        for stream in container.streams:
            wanted = stream.index in self._routes
            if stream.type != "attachment":
                stream.discard = Discard.default if wanted else Discard.all
        if self._routes:
            if self._start is not None and self._start > _SEEK_FROM:
                container.seek(int((self._start - _SEEK_BACK) * av.time_base))
            self._packets = self._demux(container)

    def _add(self, stream: Any, fate: StreamFate, source: FilmInfo) -> None:
        if fate.fate is Fate.LEFT_OUT:
            if not fate.wished:
                self._lost(stream, fate.reason)
        elif stream.type == "attachment":
            self._container.add_attachment(
                stream.metadata.get("filename", "attachment"),
                stream.mimetype or "application/octet-stream",
                bytes(stream.data),
            )
        elif is_cover(stream):
            self._add_cover(stream, source)
        elif fate.fate is Fate.CONVERTED:
            self._add_converted(stream, fate)
        elif fate.fate is Fate.COPIED:
            self._route(stream, self._container.add_stream_from_template(stream, opaque=True), None)

    def _add_converted(self, stream: Any, fate: StreamFate) -> None:
        target: Any = self._container.add_stream(fate.codec_after)
        converter = TextConverter(stream, target)
        self._warnings.append(
            f"Subtitle stream {stream.index} was converted from {fate.codec} to "
            f"{fate.codec_after}, which {self._container_name} holds; styles may be simpler."
        )
        self._route(stream, target, converter)

    def _route(self, stream: Any, target: Any, converter: TextConverter | None) -> None:
        target.metadata.update(stream_tags(stream.metadata, self._container.format.name))
        target.disposition = stream.disposition
        shift = round(self._start / stream.time_base) if self._start is not None else 0
        self._routes[stream.index] = _Route(target, converter, shift)

    def _add_cover(self, stream: Any, source: FilmInfo) -> None:
        codec = stream.codec_context.name
        # A picture lies in the header of a Matroska file, so it is needed before the film.
        with open_container(source.path) as container:
            cover = container.streams[stream.index]
            data = next((bytes(p) for p in container.demux(cover) if p.size), b"")
        if self._container.format.name == "matroska":
            name, mimetype = COVER_TYPES[codec]
            self._container.add_attachment(name, mimetype, data)
            return
        target = self._container.add_stream_from_template(stream, opaque=True)
        target.metadata.update(living_tags(stream.metadata))
        target.disposition = Disposition.attached_pic
        packet = Packet(data)
        packet.stream, packet.time_base = target, stream.time_base
        packet.pts = packet.dts = 0
        packet.is_keyframe = True
        self._ready.append(packet)

    def _demux(self, container: InputContainer) -> Iterator[Packet[Any]]:
        try:
            yield from container.demux([container.streams[i] for i in self._routes])
        except MemoryError:
            raise
        except av.FFmpegError as error:
            self._warnings.append(
                f"The source's other streams could be read only in part ({error.strerror})."
            )

    def _copy(self, packet: Packet[Any], time: Fraction) -> None:
        route = self._routes.get(packet.stream.index)
        if route is None or not packet.size:
            return
        if self._start is not None and time < self._start:
            # Sound that began before the part is left out, a subtitle is shown for the rest.
            end = time + (packet.duration or 0) * packet.time_base
            if packet.stream.type != "subtitle" or end <= self._start:
                return
            packet.duration = round((end - self._start) / packet.time_base)
            packet.pts = packet.dts = round(self._start / packet.time_base)
        source = packet.stream
        try:
            moved = packet if route.converter is None else route.converter(packet)
            if moved is None:
                return
            _shift(moved, route.shift)
            moved.stream = route.target
            self._container.mux(moved)
        except (av.FFmpegError, ValueError) as error:
            if isinstance(error, OSError | MemoryError) and not isinstance(error, ValueError):
                raise  # the disk or the machine, not the stream
            del self._routes[source.index]
            self._lost(source, f"it broke off at {float(time):.3f} s: {error}")

    def _lost(self, stream: Any, reason: str) -> None:
        language = stream.metadata.get("language", "")
        self._warnings.append(
            f"Stream {stream.index} ({stream.type}, {codec_name(stream)}"
            f"{', ' + language if language else ''}) is not in the {self._container_name} "
            f"target: {reason}."
        )

    @property
    def _container_name(self) -> str:
        return CONTAINER_NAMES[self._container.format.name]


def _shift(packet: Packet[Any], ticks: int) -> None:
    """Move a packet back in time; where one of its two stamps is missing the other serves."""
    if packet.dts is not None:
        packet.dts -= ticks
        packet.pts = packet.dts if packet.pts is None else packet.pts - ticks
    elif packet.pts is not None:
        packet.pts -= ticks
        if packet.stream.type != "video":  # whose decoding times the muxer works out
            packet.dts = packet.pts
