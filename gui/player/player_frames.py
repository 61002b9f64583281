"""Which frames of a film are read and made while it plays: those that can be there in time."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from math import ceil, inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.player.play_route import Leg, Route
    from vidcolor.colorizer import SeenFrame
    from vidcolor.screen import Screen
    from vidcolor.video.reader import Reader

# Above the speed of the film so many pictures a second are enough.
_MOST_PICTURES_HZ = 31
# A picture that comes late is better than none for so long.
_LONGEST_GAP_S = 0.25
# So far apart in time are late frames made small, of which the making takes its choice.
_LATE_GAP_S = _LONGEST_GAP_S / 2
# Behind by more than this, frames are searched instead of read through.
_HOPELESS_S = 0.6
_CHUNK_S = 0.5  # of playing: what is read at once when playing goes backwards
_MOST_CHUNK_FRAMES = 250


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A frame on its way to the screen."""

    seen: SeenFrame
    due_s: float  # counted from the begin of playing


class Pace:
    """Knows what can still be there in time.

    Args:
        now_s: seconds that were played; minus infinity before the first picture was shown.
    """

    def __init__(self, now_s: Callable[[], float]) -> None:
        self.now_s = now_s
        self._lock = threading.Lock()
        # The least of the last few: what is made first takes a hundred times as long as the rest.
        self._costs_s: dict[bool, deque[float]] = {
            known: deque([0.0], maxlen=4) for known in (True, False)
        }
        self._chosen_at_s = -inf

    def behind_s(self, due_s: float) -> float:
        """How late a picture is that is due at ``due_s``; negative: there is time."""
        return self.now_s() - due_s

    def wants(self, due_s: float, *, known: bool) -> bool:
        """Whether a frame is worth being coloured.

        Args:
            due_s: when it is to be shown.
            known: whether its colours lie ready.
        """
        at_s = time.monotonic()
        with self._lock:
            # Half as long again: where two are made at the same time, one waits for the other.
            ready_s = 1.5 * min(self._costs_s[known])
            if self.behind_s(due_s) + ready_s > 0 and at_s - self._chosen_at_s < _LONGEST_GAP_S:
                return False
            self._chosen_at_s = at_s
            return True

    def took(self, cost_s: float, *, known: bool) -> None:
        """Learn how long the making of a picture takes."""
        with self._lock:
            self._costs_s[known].append(cost_s)


class FrameChoice:
    """Reads the frames along a route, those that come too late only as far as it must."""

    def __init__(
        self,
        reader: Reader,
        screen: Screen,
        route: Route,
        pace: Pace,
        given_up: Callable[[], bool],
    ) -> None:
        self._reader = reader
        self._screen = screen
        self._route = route
        self._pace = pace
        self._given_up = given_up
        self._search_s = 0.2  # how long it takes until the first frame behind a search is there
        self._last_due_s = -inf

    def steps(self) -> Generator[Step]:
        """Frames in the order in which they are shown."""
        self._screen.prepare_thread()
        for leg in self._route.legs():
            if self._given_up():
                return
            if self._pace.behind_s(leg.due_s + self._route.length_s(leg)) < 0 or self._ends(leg):
                yield from self._onward(leg) if self._route.speed > 0 else self._backward(leg)

    def _ends(self, leg: Leg) -> bool:
        return leg.last == self._route.last

    def _onward(self, leg: Leg) -> Generator[Step]:
        number = leg.first
        while number <= leg.last:
            begun_s, searched = time.monotonic(), True
            for frame in self._reader.frames(number, leg.last + 1, with_chroma=self._screen.leaves):
                if searched:
                    self._learn_search(time.monotonic() - begun_s)
                    searched = False
                number = frame.number + 1
                if self._given_up():
                    return
                due_s = self._route.due_s(leg, frame.number)
                if self._worth_reading(frame.number, due_s):
                    yield Step(self._screen.reduced(frame), due_s)
                if self._pace.behind_s(due_s) > _HOPELESS_S:
                    ahead = self._route.frame_in(leg, self._pace.now_s() + self._search_s)
                    if ahead > number and self._saves(number, ahead):
                        number = ahead
                        break
            else:
                return

    def _saves(self, number: int, ahead: int) -> bool:
        """Whether a search for a frame ahead decodes less than reading on does.

        Where key frames lie far apart it would decode again what has been read, and no picture
        would come for many seconds.
        """
        start = self._reader.searched_from(ahead)
        return start is None or start > number

    def _backward(self, leg: Leg) -> Generator[Step]:
        """Read forwards piece by piece, show each piece backwards."""
        end = leg.first + 1
        while end > leg.last:
            if self._pace.behind_s(self._route.due_s(leg, end - 1)) > 0:
                ahead = self._route.frame_in(leg, self._pace.now_s() + self._search_s)
                end = min(end, ahead + 1)
            begin = max(end - self._chunk(leg, end), leg.last)
            begun_s = time.monotonic()
            wanted = set(self._spread(leg, begin, end))
            piece = []
            for frame in self._reader.frames(begin, end, with_chroma=self._screen.leaves):
                if self._given_up():
                    return
                if frame.number in wanted:
                    due_s = self._route.due_s(leg, frame.number)
                    piece.append(Step(self._screen.reduced(frame), due_s))
            self._learn_search(time.monotonic() - begun_s)
            yield from reversed(piece)
            end = begin

    def _chunk(self, leg: Leg, end: int) -> int:
        from_s = self._route.due_s(leg, end - 1)
        until = self._route.frame_in(leg, from_s + _CHUNK_S)
        return min(max(end - until, 1), _MOST_CHUNK_FRAMES)

    def _spread(self, leg: Leg, begin: int, end: int) -> list[int]:
        """Frames of a piece that are shown: not more a second than anybody sees."""
        from_s = self._route.due_s(leg, end - 1)
        length_s = self._route.due_s(leg, begin) - from_s
        most = ceil(max(length_s, 1 / _MOST_PICTURES_HZ) * _MOST_PICTURES_HZ)
        frames = range(end - 1, begin - 1, -1)
        chosen = list(frames[:: max(len(frames) // most, 1)])
        return [*chosen, begin] if begin == self._route.last else chosen

    def _worth_reading(self, number: int, due_s: float) -> bool:
        """Whether more than decoding is spent on a frame."""
        if number == self._route.last:
            return True
        gap_s = due_s - self._last_due_s
        if 0 <= gap_s < _LATE_GAP_S and self._pace.behind_s(due_s) > 0:
            return False  # to catch up
        if abs(self._route.speed) > 1 and 0 <= gap_s < 1 / _MOST_PICTURES_HZ:
            return False
        self._last_due_s = due_s
        return True

    def _learn_search(self, took_s: float) -> None:
        self._search_s += 0.5 * (took_s - self._search_s)
