"""Grey pictures for a hand that moves through a film: those beside the last one cost little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vidcolor.video.depth import LumaMap
from vidcolor.video.frames import Frame, LumaFormat
from vidcolor.video.reader import Reader

_MOST_SKIPPED = 48  # frames that are read on the way, where nobody knows what a search costs
_BEFORE = 24  # frames read together with one that lies before the last: the hand goes on that way
_MOST_BYTES = 96 * 2**20  # of pictures that are kept
_MOST_KEY_BYTES = 32 * 2**20  # of key frames that are kept to stand in

_SLOW_S = 0.08  # a hand is to see ten pictures a second, and each has its way to the window
_PIXEL_S = 3e-9  # what the decoding of one costs, until it is known
_LEARN_FRAMES = 8  # fewer say more of the opening than of the decoding


@dataclass(frozen=True, slots=True, eq=False)
class GreyPicture:
    """``(H, W)`` uint8 of full range, which frame it is, and when that is shown."""

    number: int
    pixels: NDArray[np.uint8]
    seconds: float


class GreyPictures:
    """The frames of a film as grey pictures.

    A film is read from a key frame on, which may lie hundreds of frames before the wanted one. So
    reading goes on from the last frame where that is no longer way than a search, and what was
    read is kept for a hand that turns round.

    Args:
        reader: of the film, for nobody else.
        passing: called for each frame that is read on the way to the wanted one; what it raises
            comes out of :meth:`at`.
    """

    def __init__(self, reader: Reader, passing: Callable[[], None] = lambda: None) -> None:
        self._reader = reader
        self._passing = passing
        info = reader.info
        self._screen = LumaMap(info.luma, LumaFormat(8, True, info.luma.matrix))
        self._kept: dict[int, GreyPicture] = {}
        self._bytes = 0
        self._keys: dict[int, GreyPicture] = {}  # the one that was asked for last comes last
        self._run: Iterator[Frame] | None = None
        self._next = 0  # number that the run gives next
        self._at = 0  # number that its decoder has come to; on the way it is less
        self._read = 0  # frames that were decoded, all together
        self._last = 0  # number that was wanted last
        self._frame_s = _PIXEL_S * info.width * info.height  # what it takes to decode one
        reader.watch_searches(self._on_searching)

    def at(self, number: int) -> GreyPicture | None:
        """The picture of a frame; None: it cannot be read.

        Raises:
            VidcolorError: the picture's size or format changes on the way.
        """
        if number not in self._kept:
            if not self.leads_to(number):
                self._search(max(number - _BEFORE, 0) if number < self._last else number)
            self._read_up_to(number)
        self._last = number
        return self._kept.get(number)

    def holds(self, number: int) -> bool:
        """Whether the picture of a frame is there already."""
        return number in self._kept

    def leads_to(self, number: int) -> bool:
        """Whether what is being read comes to a frame sooner than a search does."""
        if self._run is None or number < self._next:
            return False
        start = self._reader.searched_from(number)
        return number <= self._next + _MOST_SKIPPED if start is None else start <= self._at

    def is_slow(self, number: int) -> bool:
        """Whether a hand would have to wait for a frame, so that another should stand in."""
        start = self._reader.searched_from(number)
        if start is None or number in self._kept:
            return False
        way = number - (self._at if self.leads_to(number) else start)
        return way * self._frame_s > _SLOW_S

    def stand_in(self, number: int) -> GreyPicture | None:
        """The last picture at or before a frame that is there at once; None: there is none.

        It reaches no farther back than the nearest key frame, which is decoded alone.

        Raises:
            VidcolorError: the picture's size or format is not the film's.
        """
        key = self._reader.key_before(number)
        if key is None:
            return None
        nearest = max((kept for kept in self._kept if key <= kept <= number), default=None)
        return self._key(key) if nearest is None else self._kept[nearest]

    def close(self) -> None:
        """Stop reading and forget all pictures."""
        self._stop()
        self._kept, self._bytes, self._keys = {}, 0, {}

    def _key(self, number: int) -> GreyPicture | None:
        picture = self._keys.pop(number, None)
        if picture is None:
            frame = self._reader.key_frame(number)
            if frame is None:
                return None
            picture = self._picture(frame)
        self._keys[number] = picture
        while len(self._keys) > max(_MOST_KEY_BYTES // picture.pixels.nbytes, 1):
            del self._keys[next(iter(self._keys))]
        return picture

    def _stop(self) -> None:
        if self._run is not None:
            self._run.close()  # type: ignore[attr-defined]  # a generator
            self._run = None

    def _search(self, start: int) -> None:
        self._stop()
        self._run, self._next = self._reader.frames(start), start
        self._at = self._reader.searched_from(start) or 0

    def _read_up_to(self, number: int) -> None:
        began_s, read_before = time.monotonic(), self._read
        try:
            while self._run is not None and self._next <= number:
                frame = self._step()
                if frame is not None:
                    self._keep(frame, number)
                    self._passing()
        finally:
            read = self._read - read_before
            if read >= _LEARN_FRAMES:
                self._frame_s += 0.5 * ((time.monotonic() - began_s) / read - self._frame_s)

    def _step(self) -> Frame | None:
        assert self._run is not None
        try:
            frame = next(self._run, None)
        except BaseException:
            self._run = None  # a generator that raised is at its end
            raise
        if frame is None:
            self._run = None
            return None
        self._next = self._at = frame.number + 1
        self._read += 1
        return frame

    def _on_searching(self, next_number: int) -> None:
        self._at = next_number
        self._read += 1
        self._passing()

    def _keep(self, frame: Frame, wanted: int) -> None:
        picture = self._picture(frame)
        self._kept[frame.number] = picture
        self._bytes += picture.pixels.nbytes
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            farthest = max(self._kept, key=lambda number: abs(number - wanted))
            self._bytes -= self._kept.pop(farthest).pixels.nbytes

    def _picture(self, frame: Frame) -> GreyPicture:
        info = self._reader.info
        pixels = self._screen(frame.luma).astype(np.uint8, copy=False)
        return GreyPicture(
            frame.number, pixels, float((frame.pts - info.start_pts) * info.time_base)
        )
