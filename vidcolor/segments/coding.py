"""Codes the frames of a render into segments, one file after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from vidcolor.segments.parts import Parts, Segment
from vidcolor.video.borders import border
from vidcolor.video.film_target import FilmTarget
from vidcolor.video.frames import Frame, Plane
from vidcolor.video.segment_writer import SegmentWriter


class SegmentCoder:
    """Takes consecutive frames; a segment that is over is finished while the next one begins.

    Args:
        target: what is rendered.
        parts: where the segments go.
        segment_at: the segment that begins at a frame.
    """

    def __init__(
        self, target: FilmTarget, parts: Parts, segment_at: Callable[[int], Segment]
    ) -> None:
        self._target = target
        self._parts = parts
        self._segment_at = segment_at
        self._segment: Segment | None = None
        self._writer: SegmentWriter | None = None
        # An encoder holds back dozens of frames: coding them must not keep the film waiting.
        self._finisher = ThreadPoolExecutor(1, thread_name_prefix="finish-segment")
        self._finishing: Future[None] | None = None

    def write(self, frame: Frame, cb: Plane, cr: Plane) -> None:
        """Code one frame.

        Raises:
            VidcolorError: the disk is full, or the encoder refuses.
        """
        if self._segment is not None and frame.number >= self._segment.end:
            self.finish()
        with border(self._target.path):
            if self._segment is None or self._writer is None:
                self._segment = self._segment_at(frame.number)
                self._writer = self._opened(self._parts.new(self._segment))
            self._writer.write(frame, cb, cr)

    def finish(self) -> None:
        """The segment in hand is over.

        Raises:
            VidcolorError: as :meth:`write`, also for the segment before.
        """
        self.wait()
        if self._segment is None or self._writer is None:
            return
        self._finishing = self._finisher.submit(self._finish, self._segment, self._writer)
        self._segment = self._writer = None

    def wait(self) -> None:
        """Wait until what is over lies on the disk.

        Raises:
            VidcolorError: as :meth:`write`.
        """
        if self._finishing is not None:
            finishing, self._finishing = self._finishing, None
            finishing.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """A segment that is not over is given up; one that is being finished is kept."""
        self._finisher.shutdown()
        if self._writer is not None:
            self._writer.close()

    def _opened(self, path: Path) -> SegmentWriter:
        return SegmentWriter(path, self._target.form, self._target.first_pts or 0)

    def _finish(self, segment: Segment, writer: SegmentWriter) -> None:
        with border(self._target.path):
            try:
                writer.finish()
            finally:
                writer.close()
            self._parts.keep(segment)
