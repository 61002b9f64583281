"""The clocks of a target: decoding times, and the ticks of an MP4."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

_MAX_TIMESCALE = 2**31 - 1


def decoding_times(segments: Sequence[Sequence[int]], usual_ticks: int) -> Iterator[int]:
    """When each picture is decoded, in the ticks of the time stamps.

    The k-th picture in the order of decoding takes the time at which the k-th one is shown, less
    the pictures by which any of them has to be ahead: that many are decoded before the first is
    shown. An encoder's own times would not do, since it knows of its own segment only.

    Args:
        segments: time stamps in the order of decoding; each segment is shown after those before.
        usual_ticks: how long a picture lasts, where only one is there.
    """
    shown = array("q")
    ahead = 0
    for segment in segments:
        rising = sorted(segment)
        rank = {pts: number for number, pts in enumerate(rising)}
        ahead = max([ahead, *(number - rank[pts] for number, pts in enumerate(segment))])
        shown.extend(rising)
    step = shown[1] - shown[0] if len(shown) > 1 else usual_ticks
    for number in range(len(shown)):
        behind = number - ahead
        yield shown[behind] if behind >= 0 else shown[0] + behind * step


def movie_timescale(film: Fraction, clocks: list[int]) -> int:
    """Ticks a second of an MP4's own clock, so that no start time is rounded.

    The film's clock comes first; those of the other streams as far as the number fits.
    """
    exact = film.denominator
    for clock in clocks:
        both = lcm(exact, clock)
        exact = both if both <= _MAX_TIMESCALE else exact
    return min(exact, _MAX_TIMESCALE)
