"""A film's frames for a screen while it plays: brought to its size, exact where they are known."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.painting import Painter
from vidcolor.colorizer import Colorizer, SeenFrame
from vidcolor.colortrack import quantised
from vidcolor.devices import memory_advice, prepare_thread
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.guidance.tracks import ShotTracks
from vidcolor.video.depth import LumaMap
from vidcolor.video.frames import Chroma, ChromaFormat, Frame, LumaFormat, Plane
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.reader import Reader
from vidcolor.video.rgb import to_rgb

# Larger pictures take colour on every second sample and row, as nearly every film file does:
# twice as fast, and what differs is gone before an eye finds it.
_MOST_EXACT_PIXELS = 1 << 20
_ASK_TRACK_S = 1.0  # between looks at what another process has put into the track


@dataclass(frozen=True, slots=True, eq=False)
class ScreenPicture:
    """A coloured frame: ``rgb`` is ``(height, width, 3)`` uint8, R first, not turned."""

    number: int
    rgb: NDArray[np.uint8]
    draft: bool  # coloured without its neighbours; a render gives something steadier


@contextmanager
def open_screen(
    reader: Reader, engine: Engine, *, most_width_px: int, most_height_px: int
) -> Iterator[Screen]:
    """Prepare to show a film.

    Args:
        reader: of the film.
        engine: whose colours and looks are shown.
        most_width_px: of the place where pictures are shown, upright, square pixels.
        most_height_px: likewise. Pictures are never larger than the film's frames.

    Raises:
        VidcolorError: this is no film, or memory ended.
    """
    if reader.info.kind in (SourceKind.STILL, SourceKind.STILLS):
        raise VidcolorError(
            f"{reader.info.path.name} holds no moving pictures.", do="Open a film to play it."
        )
    # What the track lacks is drafted, not made: the person would have to wait.
    colorizer, _ = engine.colorizer_for(reader)
    alone, _ = engine.draft().colorizer_for(reader)
    size = _size_px(reader.info, most_width_px, most_height_px)
    with engine.track_of(reader, colorizer) as track:
        yield Screen(reader.info, engine, alone, track, size)


class Screen:
    """Turns a film's frames into pictures of one size.

    :meth:`reduced` and :meth:`knows` belong to one thread each, :meth:`picture` may run in several;
    each of them calls :meth:`prepare_thread` first.

    Attributes:
        width_px: of the pictures, in the film's own orientation and with its pixels' shape.
        height_px: likewise.
    """

    def __init__(
        self,
        info: FilmInfo,
        engine: Engine,
        alone: Colorizer,
        track: ShotTracks,
        size_px: tuple[int, int],
    ) -> None:
        self.width_px, self.height_px = size_px
        self._info = info
        self._engine = engine
        self._alone = alone
        self._track = track
        self._known: list[tuple[int, int]] = []
        self._asked_s = -_ASK_TRACK_S
        self._whole = size_px == (info.width, info.height)
        self._exact = self.width_px * self.height_px <= _MOST_EXACT_PIXELS
        self._chroma = _screen_chroma(info, size_px, exact=self._exact)

    @property
    def workers(self) -> int:
        """How many threads may call :meth:`picture` at the same time with a gain."""
        return self._alone.compute.workers

    def prepare_thread(self) -> None:
        """Make the calling thread's arithmetic repeatable."""
        prepare_thread(self._alone.compute)

    def leaves(self, number: int) -> bool:
        """Whether a frame shows the film's own chroma."""
        return self._engine.look_at(number).leave

    def knows(self, number: int) -> bool:
        """Whether a frame takes almost no time: its colours are in the track, or are the film's."""
        now_s = time.monotonic()
        if now_s - self._asked_s >= _ASK_TRACK_S:
            self._asked_s = now_s
            self._known = self._track.numbers() if self._engine.remembers else []
        at = bisect_right(self._known, number, key=lambda span: span[0]) - 1
        return (at >= 0 and number < self._known[at][1]) or self.leaves(number)

    def reduced(self, frame: Frame) -> SeenFrame:
        """What is kept of a frame until its turn: the luma at screen size, the generator's view."""
        seen = self._alone.see(frame)
        if self._whole:
            return seen
        luma = self._resized(frame.luma)
        chroma = frame.chroma and Chroma(
            self._resized(frame.chroma.cb),
            self._resized(frame.chroma.cr),
            replace(
                frame.chroma.format,
                width=self.width_px,
                height=self.height_px,
                luma_width=self.width_px,
                luma_height=self.height_px,
                siting="center",
            ),
        )
        small = replace(frame, luma=luma, views=(luma,), alpha=None, chroma=chroma)
        # A reduced frame has no fields any more: both moments share its rows.
        return replace(seen, frame=small, luma=luma, y=(_mean(seen.y),))

    def picture(self, seen: SeenFrame) -> ScreenPicture:
        """Colour a frame: from the track where it is known, else as a draft.

        Raises:
            VidcolorError: memory ended.
        """
        compute, number = self._alone.compute, seen.frame.number
        look = self._engine.look_at(number)
        known = None if look.leave else self._track.get(number)
        if look.leave:
            ab: tuple[Tensor, ...] = ()
        elif known is None:
            ab = tuple(quantised(self._alone.colors([y])[0]) for y in seen.y)
        else:
            views = tuple(view.to(compute.device) for view in known)
            ab = views if len(views) == len(seen.y) else (_mean(views),)
        with memory_advice(compute):
            paint = Painter(self._info.luma, self._chroma, compute.device)
            cb, cr = paint(seen.luma, seen.y, ab, look, seen.frame.chroma)
            rgb = self._rgb(seen.frame.luma, cb, cr)
        return ScreenPicture(number, rgb, draft=known is None and not look.leave)

    def _resized(self, plane: Plane) -> Plane:
        size = (self.width_px, self.height_px)
        return cast("Plane", cv2.resize(plane, size, interpolation=cv2.INTER_AREA))

    def _rgb(self, luma: Plane, cb: Plane, cr: Plane) -> NDArray[np.uint8]:
        source = self._info.luma
        if self._exact:
            return to_rgb(luma, source, cb, cr, 8).astype(np.uint8, copy=False)
        size = (luma.shape[1], luma.shape[0])
        planes = [
            LumaMap(source, LumaFormat(8, full_range=True, matrix=source.matrix))(luma),
            *(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (cb, cr)),
        ]
        return np.asarray(cv2.transform(cv2.merge(planes), _to_rgb_matrix(source)), np.uint8)


def _size_px(info: FilmInfo, most_width: int, most_height: int) -> tuple[int, int]:
    """The size of a picture that fills the place, before the viewer turns and widens it."""
    if info.rotation_degrees % 180:
        most_width, most_height = most_height, most_width
    shown_width = info.width * float(info.sample_aspect_ratio or 1)
    share = min(1.0, most_width / shown_width, most_height / info.height)
    # Below this nobody plays a film, and the guided filter has no room.
    least = min(1.0, 32 / min(info.width, info.height))
    share = max(share, least)
    return max(round(info.width * share), 1), max(round(info.height * share), 1)


def _screen_chroma(info: FilmInfo, size_px: tuple[int, int], *, exact: bool) -> ChromaFormat:
    width, height = size_px
    return ChromaFormat(
        width=width if exact else -(-width // 2),
        height=height if exact else -(-height // 2),
        luma_width=width,
        luma_height=height,
        bit_depth=16 if exact else 8,
        full_range=True,
        matrix=info.luma.matrix,
        siting="center",
    )


def _to_rgb_matrix(source: LumaFormat) -> NDArray[np.float32]:
    """R′, G′ and B′ of full-range 8-bit codes Y′, Cb, Cr and 1."""
    kr, kg, kb = source.matrix.weights
    red, blue = 2 * (1 - kr), 2 * (1 - kb)
    rows = [(1, 0, red), (1, -blue * kb / kg, -red * kr / kg), (1, blue, 0)]
    return np.array([(y, b, r, -128 * (b + r)) for y, b, r in rows], np.float32)


def _mean(views: tuple[Tensor, ...]) -> Tensor:
    return views[0] if len(views) == 1 else (views[0] + views[1]) / 2
