"""Which frames of a film have their colours ready in its colour track, and these colours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vidcolor.video.info import SourceKind

if TYPE_CHECKING:
    from torch import Tensor

    from vidcolor.engine import Engine
    from vidcolor.guidance.tracks import ShotTracks
    from vidcolor.video.reader import Reader

Ranges = Sequence[tuple[int, int]]
"""Rising, as (first, one after the last)."""


class KnownColors:
    """Looks into the track of a film; keeps it open as long as engines colour alike."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._film = reader.info.kind in (SourceKind.FILM, SourceKind.FRAMES)
        self._engine: Engine | None = None
        self._track: ShotTracks | None = None

    def ranges(self, engine: Engine) -> tuple[tuple[int, int], ...]:
        """The frames that need no network."""
        track = self._of(engine)
        return tuple(track.numbers()) if track else ()

    def ab(self, engine: Engine, number: int) -> tuple[Tensor, ...] | None:
        """For each view of a frame ``(1, 2, h, w)`` a*b*; None where they are not known."""
        track = self._of(engine)
        return track.get(number) if track else None

    def _of(self, engine: Engine) -> ShotTracks | None:
        if not self._film:
            return None
        if self._engine is None or not engine.colors_like(self._engine):
            colorizer, _ = engine.colorizer_for(self._reader)
            self._engine, self._track = engine, engine.track_of(self._reader, colorizer)
        return self._track


def first_gap(ranges: Ranges, start: int, end: int) -> tuple[int, int] | None:
    """The first run of frames between ``start`` and ``end`` that no range holds."""
    for first, after in ranges:
        if start < first:
            end = min(end, first)
            break
        start = max(start, after)
    return (start, end) if start < end else None


def holds(ranges: Ranges, number: int) -> bool:
    """Whether a frame lies in one of the ranges."""
    at = bisect_right(ranges, number, key=lambda one: one[0]) - 1
    return at >= 0 and number < ranges[at][1]
