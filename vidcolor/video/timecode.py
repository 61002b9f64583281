"""SMPTE time codes: counting frames on, drop-frame counting included."""

from __future__ import annotations

import re
from fractions import Fraction

_PATTERN = re.compile(r"(\d{1,2}):(\d\d):(\d\d)([:;.])(\d{2,3})")


def shifted_timecode(timecode: str, frames: int, rate: Fraction) -> str:
    """The time code ``frames`` later, in the same notation; "" where it is none.

    Args:
        timecode: ``HH:MM:SS:FF``, or ``HH:MM:SS;FF`` for drop-frame counting.
        frames: how many frames to count on.
        rate: frames a second of the film.
    """
    match = _PATTERN.fullmatch(timecode.strip())
    if not match:
        return ""
    hours, minutes, seconds, number = (int(match[i]) for i in (1, 2, 3, 5))
    base = max(round(rate), 1)
    drop = match[4] != ":" and base % 30 == 0
    # Two numbers of each minute (four at 60) are skipped, but in every tenth minute none.
    skipped = base // 15 if drop else 0
    total_minutes = hours * 60 + minutes
    count = (total_minutes * 60 + seconds) * base + number
    count -= skipped * (total_minutes - total_minutes // 10)
    count += frames
    if drop:
        per_minute = base * 60 - skipped
        per_ten = base * 600 - skipped * 9
        tens, rest = divmod(count, per_ten)
        count += skipped * 9 * tens
        if rest >= base * 60:
            count += skipped * (1 + (rest - base * 60) // per_minute)
    count %= 24 * 3600 * base
    seconds, number = divmod(count, base)
    width = len(match[5])
    return (
        f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{match[4]}{number:0{width}}"
    )
