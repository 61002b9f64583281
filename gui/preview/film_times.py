"""When each frame of a film is shown, for a window that must not ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vidcolor.video.timecode import shifted_timecode


@dataclass(frozen=True, slots=True, eq=False)
class FilmTimes:
    """Seconds and time codes of all frames of a film.

    Attributes:
        seconds: ``(N,)`` float64, rising; when each frame is shown, counted from the first.
        length_s: when the last frame ends.
        first_timecode: SMPTE, of the first frame: the film's own or zero; "" without a rate.
        rate: frames a second, for counting time codes on; 0 where unknown.
        fingerprint: `vidcolor.cache.content_digest` of the film.
    """

    seconds: NDArray[np.float64]
    length_s: float
    first_timecode: str
    rate: Fraction
    fingerprint: str

    @property
    def frame_count(self) -> int:
        """How many frames there are."""
        return len(self.seconds)

    def timecode(self, number: int) -> str:
        """The SMPTE time code of a frame; "" where the film's rate is not known."""
        if not self.first_timecode:
            return ""
        return shifted_timecode(self.first_timecode, number, self.rate)

    def frame_at(self, seconds: float) -> int:
        """The frame that is on screen at a time; the film's ends hold beyond them."""
        at = int(np.searchsorted(self.seconds, seconds, side="right")) - 1
        return min(max(at, 0), self.frame_count - 1)
