"""Which frame of the film a decoded picture is, also where others were lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from av import VideoFrame

from vidcolor.video.index import PacketIndex


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded frame that has found its place in the film."""

    number: int
    pts: int
    duration: int
    frame: VideoFrame


@dataclass(slots=True, eq=False)
class Numbering:
    """Gives decoded frames their numbers, in presentation order."""

    index: PacketIndex | None  # None as long as plain counting is enough
    fetch_index: Callable[[], PacketIndex]
    step: int
    trusted: bool  # False: time stamps come from the index, the frames' own are in disorder
    next_number: int = 0
    last_pts: int | None = None
    last_end: int | None = None
    skipped: list[int] = field(default_factory=list)
    holes: int = 0  # ticks without a picture where the file itself has lost packets, perhaps

    def place(self, frame: VideoFrame, *, damage: bool) -> Picture | None:
        """Where a frame belongs; None for one that has no place of its own.

        Counting and the index agree until a frame is lost, so the index is fetched at
        the first sign of that: damage, or a gap in the time stamps.
        """
        if self.index is None and (damage or self._gap_before(frame)):
            self.index = self.fetch_index()
        index = self.index
        number = self.next_number
        pts = frame.pts
        if index is not None and index.seekable:
            found = index.number_of(pts) if pts is not None else None
            if found is None or found < number:
                return None
            number = found
        elif index is not None and not self.trusted:
            pts = int(index.pts[number]) if number < len(index) else None
        if pts is None or (self.last_pts is not None and pts <= self.last_pts):
            pts = 0 if self.last_pts is None else self.last_pts + max(self.step, 1)
        if self.last_pts is not None:
            self.skipped.extend(range(self.next_number, number))
            hole = pts - self.last_pts - self.step * (number - self.next_number + 1)
            self.holes += hole if hole > 3 * self.step else 0
        self.next_number = number + 1
        self.last_pts = pts
        duration = max(frame.duration, 0)
        self.last_end = pts + duration
        return Picture(number, pts, duration, frame)

    def _gap_before(self, frame: VideoFrame) -> bool:
        if self.last_pts is None or self.last_end is None or frame.pts is None:
            return False
        length = self.last_end - self.last_pts
        return length > 0 and frame.pts > self.last_pts + length * 3 // 2
