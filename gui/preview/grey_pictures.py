"""Grey pictures for a hand that moves through a film: those beside the last one cost little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vidcolor.video.depth import LumaMap
from vidcolor.video.frames import Frame, LumaFormat
from vidcolor.video.reader import Reader

_MOST_SKIPPED = 48  # frames that are read on the way; farther on it is quicker to search anew
_BEFORE = 24  # frames read together with one that lies before the last: the hand goes on that way
_MOST_BYTES = 96 * 2**20  # of pictures that are kept


@dataclass(frozen=True, slots=True, eq=False)
class GreyPicture:
    """``(H, W)`` uint8 of full range, and when it is shown."""

    pixels: NDArray[np.uint8]
    seconds: float


class GreyPictures:
    """The frames of a film as grey pictures.

    A film is read from a key frame on, which may lie hundreds of frames before the wanted one. So
    reading goes on from the last frame where the next lies ahead of it, and what was read on the
    way is kept for a hand that turns round.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        info = reader.info
        self._screen = LumaMap(info.luma, LumaFormat(8, True, info.luma.matrix))
        self._kept: dict[int, GreyPicture] = {}
        self._bytes = 0
        self._run: Iterator[Frame] | None = None
        self._next = 0  # number that the run has come to
        self._last = 0  # number that was wanted last

    def at(self, number: int) -> GreyPicture | None:
        """The picture of a frame; None: it cannot be read.

        Raises:
            VidcolorError: the picture's size or format changes on the way.
        """
        if number not in self._kept:
            if self._run is None or not self._next <= number <= self._next + _MOST_SKIPPED:
                self._search(max(number - _BEFORE, 0) if number < self._last else number)
            self._read_up_to(number)
        self._last = number
        return self._kept.get(number)

    def close(self) -> None:
        """Stop reading and forget all pictures."""
        self._stop()
        self._kept, self._bytes = {}, 0

    def _stop(self) -> None:
        if self._run is not None:
            self._run.close()  # type: ignore[attr-defined]  # a generator
            self._run = None

    def _search(self, start: int) -> None:
        self._stop()
        self._run, self._next = self._reader.frames(start), start

    def _read_up_to(self, number: int) -> None:
        assert self._run is not None
        try:
            for frame in self._run:
                self._next = frame.number + 1
                self._keep(frame, number)
                if self._next > number:
                    return
        except BaseException:
            self._run = None  # a generator that raised is at its end
            raise
        self._run = None

    def _keep(self, frame: Frame, wanted: int) -> None:
        info = self._reader.info
        pixels = self._screen(frame.luma).astype(np.uint8, copy=False)
        seconds = float((frame.pts - info.start_pts) * info.time_base)
        self._kept[frame.number] = GreyPicture(pixels, seconds)
        self._bytes += pixels.nbytes
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            farthest = max(self._kept, key=lambda number: abs(number - wanted))
            self._bytes -= self._kept.pop(farthest).pixels.nbytes
