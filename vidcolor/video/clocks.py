"""The clocks of a target: decoding times, and the ticks of an MP4."""

from __future__ import annotations

from collections import deque
from fractions import Fraction
from math import lcm

X265_DELAY = 2
"""Packets by which x265's B-pyramid makes decoding run ahead."""

_MAX_TIMESCALE = 2**31 - 1


class DecodeClock:
    """Decoding times for an encoder whose own are not to be trusted.

    x265 leaves them undefined in films of one or two frames. The k-th packet gets the
    k-th presentation time, delayed by the encoder's reordering; the first few are
    reckoned back from the start.
    """

    def __init__(self, delay: int) -> None:
        self._delay = delay
        self._given = 0
        self._first = 0
        self._pts: deque[int] = deque()

    def frame(self, pts: int) -> None:
        """A frame was given to the encoder."""
        if not self._given and not self._pts:
            self._first = pts
        self._pts.append(pts)

    def packet(self, duration: int) -> int:
        """The decoding time of the next packet, in the ticks of the frames."""
        self._given += 1
        missing = self._delay - self._given + 1
        if missing > 0:
            return self._first - missing * duration
        return self._pts.popleft()


def movie_timescale(film: Fraction, clocks: list[int]) -> int:
    """Ticks a second of an MP4's own clock, so that no start time is rounded.

    The film's clock comes first; those of the other streams as far as the number fits.
    """
    exact = film.denominator
    for clock in clocks:
        both = lcm(exact, clock)
        exact = both if both <= _MAX_TIMESCALE else exact
    return min(exact, _MAX_TIMESCALE)
