"""Codes a run of frames; what comes out does not depend on the frames before the run."""

from __future__ import annotations

from typing import Any

import av
from av.codec.context import Flags
from av.packet import Packet

from vidcolor.video.depth import LumaMap
from vidcolor.video.film_form import FilmForm
from vidcolor.video.frames import Frame, Plane
from vidcolor.video.packets import CodedPicture
from vidcolor.video.surface import fill_picture


class FilmEncoder:
    """Takes frames in the order of time and gives packets in the order of decoding.

    Args:
        form: of the target.
        shift: ticks that are taken from each time stamp.

    Attributes:
        extradata: what the encoder says once for all pictures.
        end_pts: when the last frame that was given is over; None before the first.

    Raises:
        VidcolorError: the encoder refuses the size or the format.
    """

    def __init__(self, form: FilmForm, shift: int = 0) -> None:
        self._form = form
        self._shift = shift
        self._luma_map = LumaMap(form.source.luma, form.encoder.luma)
        self._context: Any = av.CodecContext.create(form.encoder.name, "w")
        self._context.options = form.options
        form.configure(self._context)
        self._context.flags |= Flags.global_header  # as every container here wants it
        form.open(self._context)
        self._marker = self._make_marker()
        self._last_pts: int | None = None
        self._step = 0
        self.extradata: bytes = self._context.extradata or b""
        self.end_pts: int | None = None

    def encode(self, frame: Frame, cb: Plane, cr: Plane) -> list[CodedPicture]:
        """Take one frame; its time stamp must be later than the one before.

        Args:
            frame: its ``luma`` is kept; ``(H, W)`` in the source's luma format.
            cb, cr: ``(chroma.height, chroma.width)`` code values of ``form.chroma``.

        Raises:
            ValueError: a plane has another size or type, or time does not go on.
        """
        source = self._form.source
        if frame.luma.shape != (source.height, source.width):
            raise ValueError(f"the film is {source.height} rows high, got {frame.luma.shape}")
        pts = frame.pts - self._shift
        if self._last_pts is not None:
            if pts <= self._last_pts:
                raise ValueError(f"time stamp {pts} does not come after {self._last_pts}")
            self._step = pts - self._last_pts
        self._last_pts = pts
        self.end_pts = pts + (frame.duration or self._step or self._form.usual_ticks)
        picture: Any = fill_picture(
            self._form.encoder.pixels, self._form.size, self._luma_map, frame.luma, cb, cr
        )
        picture.pts = pts
        picture.time_base = source.time_base
        # ProRes and FFV1 read the picture's tags, the others their context's.
        picture.color_range, picture.color_primaries, picture.color_trc, picture.colorspace = (
            self._form.color_tags
        )
        if self._marker is not None:
            self._marker.push(picture)
            picture = self._marker.pull()
        picture.pict_type = 0  # the type the decoder left must not steer the encoder
        return _coded(self._context.encode(picture))

    def finish(self) -> list[CodedPicture]:
        """What the encoder still holds; it takes no more afterwards."""
        return _coded(self._context.encode(None)) if self._last_pts is not None else []

    def _make_marker(self) -> av.filter.Graph | None:
        """A filter that writes flags into pictures which PyAV itself cannot set."""
        source, order = self._form.source, self._form.field_order
        if not order and source.sample_aspect_ratio == 1:
            return None
        graph = av.filter.Graph()
        nodes = [
            graph.add_buffer(
                width=self._form.size[0],
                height=self._form.size[1],
                format=av.VideoFormat(self._form.encoder.pixels.name, *self._form.size),
                time_base=source.time_base,
            ),
            graph.add("setsar", str(source.sample_aspect_ratio)),
        ]
        if order:
            nodes.append(graph.add("setfield", f"mode={order}"))
        nodes.append(graph.add("buffersink"))
        graph.link_nodes(*nodes).configure()
        return graph


def _coded(packets: list[Packet[Any]]) -> list[CodedPicture]:
    return [
        CodedPicture(packet.pts, bool(packet.is_keyframe), bytes(packet))
        for packet in packets
        if packet.size and packet.pts is not None
    ]
