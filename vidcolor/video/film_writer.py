"""Encodes one film and lays it, with everything else the source holds, into a container."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import OutputContainer
from av.packet import Packet

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.clocks import X265_DELAY, DecodeClock, movie_timescale
from vidcolor.video.depth import LumaMap
from vidcolor.video.encoders import Encoder
from vidcolor.video.frames import ChromaFormat, Frame, Matrix, Plane
from vidcolor.video.info import FieldOrder, FilmInfo
from vidcolor.video.matroska import write_pixel_shape
from vidcolor.video.streams import StreamCopier
from vidcolor.video.surface import fill_picture
from vidcolor.video.timecode import shifted_timecode

_FIELD_ORDERS = {"tff": 2, "bff": 3}  # FFmpeg's AV_FIELD_TT and AV_FIELD_BB
_PROGRESSIVE = 1
_MATRIX_TAGS = {Matrix.BT601: 6, Matrix.BT709: 1, Matrix.BT2020: 9}
_MATRIX_OF_TAG = {1: Matrix.BT709, 4: Matrix.BT601, 5: Matrix.BT601, 6: Matrix.BT601,
                  9: Matrix.BT2020}  # fmt: skip
_SVT_MAX_RATE = 240


class FilmWriter:
    """Writes frames to an open container; see :class:`vidcolor.video.writer.Writer`.

    Attributes:
        chroma: the grid and the codes that ``write`` wants.
        luma: how the luma of the target is to be read.
        warnings: what is not as in the source, in sentences; grows while writing.
    """

    def __init__(
        self,
        container: OutputContainer,
        encoder: Encoder,
        source: FilmInfo,
        *,
        keep_fields: bool,
        first_pts: int | None,
        last_pts_end: int | None,
        provenance: dict[str, str],
        settings: OutputSettings,
        warnings: list[str],
    ) -> None:
        self.warnings = warnings
        self.luma = encoder.luma
        self._source = source
        self._encoder = encoder
        self._container = container
        self._luma_map = LumaMap(source.luma, encoder.luma)
        self._size = encoder.padded(source.width, source.height)
        self._shift = first_pts or 0
        self._field_order = _displayed_first(source.field_order) if keep_fields else ""
        grid = encoder.pixels.grid(source.width, source.height)
        self.chroma = ChromaFormat(
            width=grid[0],
            height=grid[1],
            luma_width=source.width,
            luma_height=source.height,
            bit_depth=encoder.pixels.depth,
            full_range=encoder.luma.full_range,
            matrix=encoder.luma.matrix,
            siting="left",
        )
        self._tags = _color_tags(source, encoder)
        self._warn_of_losses()
        self._stream = self._add_video(first_pts)
        self._copier = StreamCopier(
            source, container, first_pts, last_pts_end, provenance, settings, self.warnings
        )
        if container.format.name in ("mp4", "mov"):
            timescale = movie_timescale(source.time_base, self._copier.clocks)
            container.container_options["movie_timescale"] = str(timescale)
        self._marker = self._make_marker()
        self._last_pts: int | None = None
        self._step = 0
        self._durations: dict[int, int] = {}
        self._waiting: deque[Packet[Any]] = deque()
        self._clock = DecodeClock(X265_DELAY) if encoder.name == "libx265" else None

    def start(self) -> None:
        """Open the encoder and write the header.

        Raises:
            VidcolorError: the encoder refuses the size or the format.
        """
        try:
            self._stream.codec_context.open()
        except MemoryError:
            raise
        except (av.FFmpegError, ValueError) as error:
            width, height = self._size
            raise VidcolorError(
                f"{self._encoder.name} does not start with pictures of {width}×{height} as "
                f"{self._encoder.pixels.name}.",
                do="Choose another codec (--codec ffv1 takes every size), or another quality or "
                "encoder speed (--crf, --speed).",
                detail=str(error),
            ) from error
        self._container.start_encoding()

    def write(self, frame: Frame, cb: Plane, cr: Plane) -> None:
        """Write one frame; its time stamp must be later than the one before.

        Args:
            frame: its ``luma`` is kept; ``(H, W)`` in the source's luma format.
            cb, cr: ``(chroma.height, chroma.width)`` code values.

        Raises:
            ValueError: a plane has another size or type, or time does not go on.
        """
        if frame.luma.shape != (self._source.height, self._source.width):
            raise ValueError(f"the film is {self._source.height} rows high, got {frame.luma.shape}")
        pts = frame.pts - self._shift
        if self._last_pts is not None:
            if pts <= self._last_pts:
                raise ValueError(f"time stamp {pts} does not come after {self._last_pts}")
            self._step = pts - self._last_pts
            self._durations[self._last_pts] = self._step
        self._last_pts, self._last_duration = pts, frame.duration
        if self._clock is not None:
            self._clock.frame(pts)
        picture: Any = fill_picture(
            self._encoder.pixels, self._size, self._luma_map, frame.luma, cb, cr
        )
        picture.pts = pts
        picture.time_base = self._source.time_base
        self._tag(picture)
        if self._marker is not None:
            self._marker.push(picture)
            picture = self._marker.pull()
        picture.pict_type = 0  # the type the decoder left must not steer the encoder
        self._take(self._stream.encode(picture))

    def finish(self) -> None:
        """Write what the encoder still holds and the rest of the other streams."""
        if self._last_pts is not None:
            usual = round(1 / (self._rate * self._source.time_base))
            self._durations[self._last_pts] = self._last_duration or self._step or max(usual, 1)
            self._take(self._stream.encode(None))
        self._copier.finish()
        self._container.close()
        if self._container.format.name == "matroska" and self._source.sample_aspect_ratio != 1:
            self._write_pixel_shape()

    def close(self) -> None:
        """Let go of the source; the container is closed by who opened it."""
        self._copier.close()

    def _take(self, packets: list[Packet[Any]]) -> None:
        """Mux packets whose duration is known, each after the other streams' earlier ones."""
        self._waiting.extend(packets)
        while self._waiting:
            packet = self._waiting[0]
            if packet.pts not in self._durations:
                return  # known as soon as the next frame comes
            self._waiting.popleft()
            packet.duration = self._durations.pop(packet.pts)
            if self._clock is not None:
                packet.dts = self._clock.packet(packet.duration)
            stamp = packet.pts if packet.dts is None else packet.dts
            self._copier.advance(stamp * self._source.time_base)
            self._container.mux(packet)

    @property
    def _rate(self) -> Fraction:
        """Frames a second, for headers and rate control only."""
        rate = self._source.average_rate
        if not rate or rate > 1000:
            rate = Fraction(25)
        return min(rate, Fraction(_SVT_MAX_RATE)).limit_denominator(1_000_000)

    def _add_video(self, first_pts: int | None) -> Any:
        options = dict(self._encoder.options)
        if self._field_order and self._encoder.name in ("libx264", "ffv1", "prores_ks"):
            options["flags"] = "+ildct+ilme"
        stream: Any = self._container.add_stream(
            self._encoder.name, rate=self._rate, options=options
        )
        context = stream.codec_context
        context.width, context.height = self._size
        context.pix_fmt = self._encoder.pixels.name
        # The source's own clock: uneven time stamps survive, none is rounded.
        context.time_base = self._source.time_base
        context.thread_count = self._encoder.threads
        context.sample_aspect_ratio = self._source.sample_aspect_ratio
        context.color_range, context.color_primaries, context.color_trc, context.colorspace = (
            self._tags
        )
        context.field_order = _FIELD_ORDERS.get(self._field_order, _PROGRESSIVE)
        if self._encoder.codec == "h265" and self._container.format.name in ("mp4", "mov"):
            context.codec_tag = "hvc1"  # Apple's players know no other
        if self._source.rotation_degrees:
            stream.set_display_rotation(-self._source.rotation_degrees)
        self._add_timecode(stream, first_pts)
        return stream

    def _add_timecode(self, stream: Any, first_pts: int | None) -> None:
        if not self._source.timecode:
            return
        frames = 0
        if first_pts is not None:
            passed = (first_pts - self._source.start_pts) * self._source.time_base
            frames = round(passed * self._rate)
        timecode = shifted_timecode(self._source.timecode, frames, self._rate)
        if timecode:
            stream.metadata["timecode"] = timecode
        else:
            self.warnings.append(f"The time code {self._source.timecode} was not understood.")

    def _make_marker(self) -> av.filter.Graph | None:
        """A filter that writes flags into pictures which PyAV itself cannot set."""
        if not self._field_order and self._source.sample_aspect_ratio == 1:
            return None
        graph = av.filter.Graph()
        nodes = [
            graph.add_buffer(
                width=self._size[0],
                height=self._size[1],
                format=av.VideoFormat(self._encoder.pixels.name, *self._size),
                time_base=self._source.time_base,
            ),
            graph.add("setsar", str(self._source.sample_aspect_ratio)),
        ]
        if self._field_order:
            nodes.append(graph.add("setfield", f"mode={self._field_order}"))
        nodes.append(graph.add("buffersink"))
        graph.link_nodes(*nodes).configure()
        return graph

    def _tag(self, picture: av.VideoFrame) -> None:
        # ProRes and FFV1 read the picture's tags, the others their context's.
        picture.color_range, picture.color_primaries, picture.color_trc, picture.colorspace = (
            self._tags
        )

    def _warn_of_losses(self) -> None:
        source, (width, height) = self._source, self._size
        extra = [
            *(["one column on the right"] if width > source.width else []),
            *(["one row at the bottom"] if height > source.height else []),
        ]
        if extra:
            self.warnings.append(
                f"{self._encoder.name} needs even sizes: {' and '.join(extra)} was repeated "
                f"({source.width}×{source.height} became {width}×{height}); "
                "chroma 4:4:4 (--chroma 444) keeps the size."
            )
        if source.has_alpha:
            self.warnings.append("The film's transparency (alpha) was left out.")
        if self._field_order and self._encoder.codec in ("h265", "av1"):
            self.warnings.append(
                f"{self._encoder.codec} was coded as whole frames; the field order is noted in "
                "the container only, and not every player looks there."
            )

    def _write_pixel_shape(self) -> None:
        aspect = self._source.sample_aspect_ratio
        written = write_pixel_shape(Path(self._container.name), self._size, aspect)
        if not written and self._encoder.codec not in ("h264", "h265"):
            self.warnings.append(
                f"The pixel aspect ratio {aspect} found no room in the Matroska file; "
                "players will show square pixels."
            )


def _displayed_first(order: FieldOrder) -> str:
    return "tff" if order in (FieldOrder.TT, FieldOrder.BT) else "bff"


def _color_tags(source: FilmInfo, encoder: Encoder) -> tuple[int, int, int, int]:
    """Range, primaries, transfer and matrix of the target in FFmpeg's numbers."""
    matrix = encoder.luma.matrix
    tag = source.color_space if _MATRIX_OF_TAG.get(source.color_space) == matrix else None
    return (
        2 if encoder.luma.full_range else 1,
        source.color_primaries,
        source.color_transfer,
        _MATRIX_TAGS[matrix] if tag is None else tag,
    )
