"""Small upright pictures of a film's frames, grey and, where their colours are known, coloured."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from gui.preview.known_colors import KnownColors, Ranges, holds
from gui.preview.protocol import ThumbnailReady, WantThumbnails
from vidcolor.color.grid import work_luma
from vidcolor.color.painting import Painter
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.video.frames import ChromaFormat, Frame, LumaFormat
from vidcolor.video.info import FilmInfo
from vidcolor.video.reader import Reader
from vidcolor.video.rgb import to_rgb
from vidcolor.video.thumbnail import thumbnail

log = logging.getLogger(__name__)

_CPU = torch.device("cpu")


@dataclass(slots=True)
class _Small:
    """A frame that was read, small and not turned yet: a few kilobytes."""

    y: Tensor  # (1, 1, h, w) Y′, 0…1
    own: NDArray[np.uint8] | None  # (h', w', 3) upright, what the film itself shows in colour
    engine: Engine | None = None  # that coloured it last


class Thumbnails:
    """Makes the thumbnails that are wanted, and those again whose colours became known."""

    def __init__(self, generation: int, reader: Reader, known: KnownColors) -> None:
        self._generation = generation
        self._reader = reader
        self._known = known
        self._height_px = 0
        self._wanted: dict[int, _Small | None] = {}  # in the wished order; None: not read yet
        self._queue: deque[int] = deque()
        self._engine: Engine | None = None
        self._ranges: Ranges = ()

    @property
    def pending(self) -> bool:
        """Whether there is one to make."""
        return bool(self._queue)

    def want(self, wish: WantThumbnails) -> None:
        """Make these, and no others any more; what was read before is not read again."""
        kept = self._wanted if wish.height_px == self._height_px else {}
        self._height_px = wish.height_px
        self._wanted = {number: kept.get(number) for number in wish.numbers}
        self._queue = deque(wish.numbers)

    def color_in(self, engine: Engine, ranges: Ranges) -> None:
        """From now on with what this engine coloured: make again what this changes."""
        self._engine, self._ranges = engine, ranges
        queued = set(self._queue)
        for number, small in self._wanted.items():
            if small is not None and number not in queued and self._changes(number, small.engine):
                self._queue.append(number)

    def make_next(self) -> ThumbnailReady | None:
        """The next one; None where there is none, or its frame cannot be read."""
        if not self._queue:
            return None
        number = self._queue.popleft()
        small = self._wanted[number] or self._read(number)
        self._wanted[number] = small
        if small is None:
            return None
        grey = np.rint(small.y[0, 0].numpy() * 255).astype(np.uint8)
        color = self._colored(number, small, grey)
        upright = self._upright(grey)
        height, width = upright.shape
        return ThumbnailReady(
            self._generation,
            number,
            width,
            height,
            upright.tobytes(),
            None if color is None else self._upright(color).tobytes(),
        )

    def _changes(self, number: int, before: Engine | None) -> bool:
        engine = self._engine
        if engine is None or not holds(self._ranges, number):
            return False
        return (
            before is None
            or not engine.colors_like(before)
            or engine.look_at(number) != before.look_at(number)
        )

    def _read(self, number: int) -> _Small | None:
        info = self._reader.info
        try:
            frames = self._reader.frames(number, number + 1, with_chroma=lambda _: True)
            frame = next(iter(frames), None)
        except VidcolorError as error:
            log.info("no thumbnail of frame %d: %s", number, error)
            return None
        if frame is None:
            return None
        size = _size(info, frame, self._height_px)
        return _Small(work_luma(frame.luma, info.luma, size, _CPU), self._own(frame))

    def _own(self, frame: Frame) -> NDArray[np.uint8] | None:
        own, info = frame.chroma, self._reader.info
        if own is None:
            return None
        return thumbnail(info, frame.luma, own.cb, own.cr, own.format, 2 * self._height_px)

    def _colored(
        self, number: int, small: _Small, grey: NDArray[np.uint8]
    ) -> NDArray[np.uint8] | None:
        """``(h, w, 3)``, not turned; None where the colours are not known."""
        engine = self._engine
        ab = self._known.ab(engine, number) if engine is not None else None
        if engine is None or ab is None:
            return None
        small.engine = engine
        look = engine.look_at(number)
        height, width = grey.shape
        if look.leave and small.own is not None:
            flat = np.rot90(small.own, self._reader.info.rotation_degrees // 90)
            return cv2.resize(np.ascontiguousarray(flat), (width, height))
        matrix = self._reader.info.luma.matrix
        source = LumaFormat(8, full_range=True, matrix=matrix)
        target = ChromaFormat(width, height, width, height, 16, True, matrix, "center")
        first_view = F.interpolate(ab[0], (height, width), mode="bilinear", antialias=True)
        cb, cr = Painter(source, target, _CPU)(grey, [small.y], [first_view], look)
        return to_rgb(grey, source, cb, cr, 8).astype(np.uint8, copy=False)

    def _upright(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.ascontiguousarray(np.rot90(picture, -self._reader.info.rotation_degrees // 90))


def _size(info: FilmInfo, frame: Frame, height_px: int) -> tuple[int, int]:
    """``(height, width)`` of a frame in square pixels that is so high once it is turned."""
    height, width = frame.luma.shape
    shown_width = width * float(info.sample_aspect_ratio or 1)
    sideways = info.rotation_degrees in (90, 270)
    scale = height_px / (shown_width if sideways else height)
    return max(1, round(height * scale)), max(1, round(shown_width * scale))
