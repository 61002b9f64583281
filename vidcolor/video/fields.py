"""Interlaced and telecined film: what the flags say, and FFmpeg's bwdif on the luma."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import av
import numpy as np
from av import VideoFrame
from av.filter import Graph

from vidcolor.video.frames import Plane
from vidcolor.video.info import FieldOrder
from vidcolor.video.pixels import luma_plane

# FFmpeg's numbers of AVFieldOrder.
_ORDERS = (
    FieldOrder.UNKNOWN,
    FieldOrder.PROGRESSIVE,
    FieldOrder.TT,
    FieldOrder.BB,
    FieldOrder.TB,
    FieldOrder.BT,
)
# Decoders that flag each frame; with others the container's word covers all frames.
_FLAGGING_CODECS = {"h264", "hevc", "mpeg2video", "mpeg1video", "vc1", "mpeg4", "prores"}
# bwdif works on these; deeper or odd depths ride in 16 bits.
_FILTER_FORMATS = {8: "gray", 10: "gray10le", 12: "gray12le"}


def field_order(declared: int, flagged: Sequence[bool], top_first: bool | None) -> FieldOrder:
    """The field order of a stream.

    Args:
        declared: FFmpeg's number from the stream.
        flagged: for the first frames, whether the decoder calls them interlaced.
        top_first: of the first flagged frame, None if there is none.
    """
    order = _ORDERS[declared] if 0 <= declared < len(_ORDERS) else FieldOrder.UNKNOWN
    if not any(flagged) or top_first is None:
        return order
    if order.interlaced and top_field_leads(order) == top_first:
        return order
    return FieldOrder.TT if top_first else FieldOrder.BB  # the frames know better


def top_field_leads(order: FieldOrder) -> bool:
    """Whether the top field is the earlier moment: the second letter is what is shown first."""
    return order in (FieldOrder.TT, FieldOrder.BT)


def frames_are_flagged(codec: str, flagged: Sequence[bool]) -> bool:
    """Whether each frame tells by itself if it is interlaced."""
    return codec in _FLAGGING_CODECS or any(flagged)


def shows_top_first(frame: VideoFrame) -> bool | None:
    """Whether an interlaced frame's top field comes first; None for a progressive one.

    PyAV shows no such attribute; FFmpeg's ``select`` filter does.
    """
    if not frame.interlaced_frame:
        return None
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 25)
    )
    chosen = graph.add("select", "eq(interlace_type,TOPFIRST)")
    sink = graph.add("buffersink")
    graph.link_nodes(source, chosen, sink).configure()
    source.push(frame)
    source.push(None)
    try:
        sink.pull()
    except (av.BlockingIOError, av.EOFError):
        return False
    return True


def has_pulldown(durations: Sequence[int]) -> bool:
    """Whether frames last two and three fields in turn: film at 24 shown at 30 (soft telecine).

    Args:
        durations: of the first frames, ticks, as the stream's repeat flags give them.
    """
    known = [d for d in durations if d > 0]
    short, long = min(known, default=0), max(known, default=0)
    if len(known) < 6 or not 1.4 * short < long < 1.6 * short:
        return False
    middle = (short + long) / 2
    changes = sum((a > middle) != (b > middle) for a, b in pairwise(known))
    return changes >= (len(known) - 1) * 0.8


class CombDetector:
    """FFmpeg's idet over the first frames: are they woven of two moments, flagged or not?"""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._words: list[str] = []

    def push(self, luma: Plane, bit_depth: int) -> None:
        """Look at the next frame ``(H, W)``."""
        if self._graph is None:
            height, width = luma.shape
            self._graph = Graph()
            self._source = self._graph.add_buffer(
                width=width,
                height=height,
                format=av.VideoFormat("gray"),
                time_base=Fraction(1, 25),
            )
            idet, self._sink = self._graph.add("idet"), self._graph.add("buffersink")
            self._graph.link_nodes(self._source, idet, self._sink).configure()
        picture: Any = (luma >> (bit_depth - 8)).astype(np.uint8) if bit_depth > 8 else luma
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="gray")
        frame.pts = len(self._words)
        frame.time_base = Fraction(1, 25)
        self._source.push(frame)
        self._pull()

    def verdict(self) -> FieldOrder:
        """TT or BB where nearly all frames are combed in the same way, else PROGRESSIVE.

        Flicker of old film makes idet see combs here and there, so less does not count;
        telecine without flags stays undetected for that reason.
        """
        if self._graph is not None:
            self._source.push(None)
            self._pull()
            self._graph = None
        for word, order in (("tff", FieldOrder.TT), ("bff", FieldOrder.BB)):
            if len(self._words) >= 6 and self._words.count(word) >= 0.9 * len(self._words):
                return order
        return FieldOrder.PROGRESSIVE

    def _pull(self) -> None:
        while True:
            try:
                frame = self._sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            self._words.append(frame.metadata.get("lavfi.idet.single.current_frame", ""))


class Deinterlacer:
    """FFmpeg's bwdif over a run of luma planes.

    It needs the frames before and after, so it answers one frame late.

    Args:
        mode: ``fields`` gives two pictures for each frame (top field's moment first),
            ``frame`` gives one.
        bit_depth: of the planes.
        top_first: which field comes first in time.
    """

    def __init__(
        self, mode: Literal["fields", "frame"], *, bit_depth: int, top_first: bool
    ) -> None:
        self._per_frame = 2 if mode == "fields" else 1
        self._mode = "send_field" if mode == "fields" else "send_frame"
        self._bit_depth = bit_depth
        self._top_first = top_first
        self._dtype: type[np.uint8 | np.uint16] = np.uint8 if bit_depth == 8 else np.uint16
        self._graph: Graph | None = None
        self._pushed = 0
        self._parts: list[Plane] = []

    def push(self, luma: Plane) -> Iterator[tuple[Plane, ...]]:
        """Hand in the next frame ``(H, W)``; gives the pictures of the frame before it."""
        if self._graph is None:
            self._open(*luma.shape)
        form = self._format
        picture: Any = np.ascontiguousarray(luma, self._dtype)
        frame = VideoFrame.from_ndarray(picture, format=form)
        frame.pts = self._pushed
        frame.time_base = Fraction(1, 25)
        self._pushed += 1
        self._source.push(frame)
        yield from self._pulled()

    def flush(self) -> Iterator[tuple[Plane, ...]]:
        """No more frames: gives the pictures of the last one."""
        if self._graph is not None:
            self._source.push(None)
            yield from self._pulled()

    @property
    def _format(self) -> str:
        return _FILTER_FORMATS.get(self._bit_depth, "gray16le")

    def _open(self, height: int, width: int) -> None:
        graph = Graph()
        self._source = graph.add_buffer(
            width=width,
            height=height,
            format=av.VideoFormat(self._format),
            time_base=Fraction(1, 25),
        )
        # The order is given, not read: frames made from planes carry no flags.
        parity = "tff" if self._top_first else "bff"
        bwdif = graph.add("bwdif", f"mode={self._mode}:parity={parity}:deint=all")
        self._sink = graph.add("buffersink")
        graph.link_nodes(self._source, bwdif, self._sink).configure()
        self._graph = graph

    def _pulled(self) -> Iterator[tuple[Plane, ...]]:
        while True:
            try:
                frame = self._sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(frame, VideoFrame)
            self._parts.append(self._plane(frame))
            if len(self._parts) == self._per_frame:
                parts, self._parts = self._parts, []
                # bwdif answers in time order; the contract is top field first.
                yield tuple(parts) if self._top_first else tuple(reversed(parts))

    def _plane(self, frame: VideoFrame) -> Plane:
        plane = luma_plane(frame)
        if self._format == "gray16le" and self._bit_depth < 16:
            # The filter knows 16 bits and may overshoot what this depth can hold.
            plane = np.minimum(plane, np.uint16((1 << self._bit_depth) - 1))
        return plane
