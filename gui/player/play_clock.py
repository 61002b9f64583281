"""Seconds that were played: as the sound device says, else by the computer's own clock. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable

# A sound device tells its place in steps; it is followed gently, so that pictures do not shake.
_PULL = 0.05
_LOST_S = 0.12  # farther apart than this it is believed at once: it has stood still


class PlayClock:
    """Never goes back.

    Args:
        now_s: any clock that rises evenly.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._began_s: float | None = None
        self._shown_s = 0.0

    @property
    def running(self) -> bool:
        """Whether it was started."""
        return self._began_s is not None

    def start(self) -> None:
        """Count from 0."""
        self._began_s, self._shown_s = self._now_s(), 0.0

    def stop(self) -> None:
        """Stand at 0."""
        self._began_s, self._shown_s = None, 0.0

    def follow(self, heard_s: float) -> None:
        """Take over what the sound device says was heard so far."""
        if self._began_s is None:
            return
        ahead_s = self._now_s() - self._began_s - heard_s
        self._began_s += ahead_s if abs(ahead_s) > _LOST_S else ahead_s * _PULL

    def played_s(self) -> float:
        """Seconds since the start; 0 before it."""
        if self._began_s is not None:
            self._shown_s = max(self._shown_s, self._now_s() - self._began_s)
        return self._shown_s
