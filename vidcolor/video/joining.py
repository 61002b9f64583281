"""Lays coded segments, with everything else the source holds, into a container without a seam."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from av.container import OutputContainer
from av.packet import Packet

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.clocks import decoding_times, movie_timescale
from vidcolor.video.film_form import FilmForm
from vidcolor.video.matroska import write_pixel_shape
from vidcolor.video.packets import CodedPicture, PacketFile
from vidcolor.video.streams import StreamCopier
from vidcolor.video.timecode import shifted_timecode


class FilmJoiner:
    """Muxes the pictures of segments, in step with the source's other streams.

    Args:
        container: open for writing, without streams.
        form: in which all segments were coded.
        first_pts: time stamp of the first frame of a part of the film; see `open_writer`.
        last_pts_end: time stamp after the last one.
        provenance: tags that say where the colours come from.
        settings: tell what is left out.
        warnings: grows with what is not as in the source.

    Raises:
        VidcolorError: the encoder does not start.
    """

    def __init__(
        self,
        container: OutputContainer,
        form: FilmForm,
        *,
        first_pts: int | None,
        last_pts_end: int | None,
        provenance: dict[str, str],
        settings: OutputSettings,
        warnings: list[str],
    ) -> None:
        self._container = container
        self._form = form
        self._warnings = warnings
        self._stream = self._add_video(first_pts)
        source = form.source
        self._copier = StreamCopier(
            source, container, first_pts, last_pts_end, provenance, settings, warnings
        )
        if container.format.name in ("mp4", "mov"):
            timescale = movie_timescale(source.time_base, self._copier.clocks)
            container.container_options["movie_timescale"] = str(timescale)
        # It codes nothing: the container learns from it what the pictures are.
        form.open(self._stream.codec_context)
        container.start_encoding()

    def join(self, segments: Sequence[PacketFile]) -> Generator[int]:
        """Write everything; yields how many pictures lie in the container.

        Args:
            segments: in the order of time, at least one picture in all.

        Raises:
            VidcolorError: they were coded in different ways.
            DamagedError: one of them has changed.
        """
        said = self._stream.codec_context.extradata or b""
        if any(segment.extradata != said for segment in segments):
            raise VidcolorError(
                "The segments of the film do not go together: they were coded in different ways.",
                do="Render it anew (--restart).",
            )
        base = self._form.source.time_base
        times = decoding_times([segment.pts for segment in segments], self._form.usual_ticks)
        for done, (picture, end_pts) in enumerate(_pictures(segments), start=1):
            dts = next(times)
            packet: Packet[Any] = Packet(picture.data)
            packet.stream, packet.time_base = self._stream, base
            packet.pts, packet.dts = picture.pts, dts
            packet.duration = end_pts - picture.pts
            packet.is_keyframe = picture.keyframe
            self._copier.advance(dts * base)
            self._container.mux(packet)
            yield done
        self._copier.finish()
        self._container.close()
        if self._container.format.name == "matroska" and self._form.source.sample_aspect_ratio != 1:
            self._write_pixel_shape()

    def close(self) -> None:
        """Let go of the source; the container is closed by who opened it."""
        self._copier.close()

    def _add_video(self, first_pts: int | None) -> Any:
        form = self._form
        stream: Any = self._container.add_stream(
            form.encoder.name, rate=form.rate, options=form.options
        )
        form.configure(stream.codec_context)
        if form.encoder.codec == "h265" and self._container.format.name in ("mp4", "mov"):
            stream.codec_context.codec_tag = "hvc1"  # Apple's players know no other
        if form.source.rotation_degrees:
            stream.set_display_rotation(-form.source.rotation_degrees)
        self._add_timecode(stream, first_pts)
        return stream

    def _add_timecode(self, stream: Any, first_pts: int | None) -> None:
        source, rate = self._form.source, self._form.rate
        if not source.timecode:
            return
        frames = 0
        if first_pts is not None:
            passed = (first_pts - source.start_pts) * source.time_base
            frames = round(passed * rate)
        timecode = shifted_timecode(source.timecode, frames, rate)
        if timecode:
            stream.metadata["timecode"] = timecode
        else:
            self._warnings.append(f"The time code {source.timecode} was not understood.")

    def _write_pixel_shape(self) -> None:
        aspect = self._form.source.sample_aspect_ratio
        written = write_pixel_shape(Path(self._container.name), self._form.size, aspect)
        if not written and self._form.encoder.codec not in ("h264", "h265"):
            self._warnings.append(
                f"The pixel aspect ratio {aspect} found no room in the Matroska file; "
                "players will show square pixels."
            )


def _pictures(segments: Sequence[PacketFile]) -> Iterator[tuple[CodedPicture, int]]:
    """All pictures in the order of decoding, and when each is over."""
    begins = [min(segment.pts) for segment in segments[1:]]
    for segment, end_pts in zip(segments, [*begins, segments[-1].end_pts], strict=True):
        ends = dict(pairwise([*sorted(segment.pts), end_pts]))
        for picture in segment.pictures():
            yield picture, ends[picture.pts]
