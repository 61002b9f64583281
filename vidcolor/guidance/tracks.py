"""The colour tracks of a film whose shots are guided: each guided shot has one of its own.

So a hint costs no more than its shot: all others keep their colours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Self

from torch import Tensor

from vidcolor.colortrack import ColorTrack
from vidcolor.shotlist import Shot


class ShotTracks:
    """As a `ColorTrack`, for a film whose shots may be guided; safe to share between threads.

    Args:
        open_track: the track for shots with this digest of their guides; "": unguided.
        digest_of: names what is asked for in a frame's shot.
        guided: the shots that something is asked for in, rising.
    """

    def __init__(
        self,
        open_track: Callable[[str], ColorTrack],
        digest_of: Callable[[int], str],
        guided: Sequence[Shot],
    ) -> None:
        self._open_track = open_track
        self._digest_of = digest_of
        self._guided = guided
        self._lock = Lock()
        self._tracks: dict[str, ColorTrack] = {}

    def get(self, number: int) -> tuple[Tensor, ...] | None:
        """The colour of a frame, or None where it is not known."""
        return self._of(number).get(number)

    def put(self, number: int, views: Sequence[Tensor]) -> None:
        """Keep the colour of a frame."""
        self._of(number).put(number, views)

    def numbers(self) -> list[tuple[int, int]]:
        """Which frames are there, as rising ranges (first, one after the last)."""
        if not self._guided:
            return self._track("").numbers()
        found: list[tuple[int, int]] = []
        reached = 0
        for shot in self._guided:
            found += _cut_to(self._track("").numbers(), reached, shot.start_frame)
            own = self._of(shot.start_frame).numbers()
            found += _cut_to(own, shot.start_frame, shot.end_frame)
            reached = shot.end_frame
        found += _cut_to(self._track("").numbers(), reached, None)
        return _joined(found)

    def flush(self) -> None:
        """Write what waits."""
        with self._lock:
            tracks = list(self._tracks.values())
        for track in tracks:
            track.flush()

    def close(self) -> None:
        """Write what waits and free the memory."""
        with self._lock:
            tracks = list(self._tracks.values())
        for track in tracks:
            track.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _of(self, number: int) -> ColorTrack:
        guided = any(shot.start_frame <= number < shot.end_frame for shot in self._guided)
        return self._track(self._digest_of(number) if guided else "")

    def _track(self, digest: str) -> ColorTrack:
        with self._lock:
            if digest not in self._tracks:
                self._tracks[digest] = self._open_track(digest)
            return self._tracks[digest]


def _cut_to(
    ranges: Sequence[tuple[int, int]], start: int, end: int | None
) -> list[tuple[int, int]]:
    cut = [(max(a, start), b if end is None else min(b, end)) for a, b in ranges]
    return [(a, b) for a, b in cut if a < b]


def _joined(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, after in ranges:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], after)
        else:
            joined.append((first, after))
    return joined
