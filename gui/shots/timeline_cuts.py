"""Taking a cut of the timeline with the mouse and moving it."""

from __future__ import annotations

from dataclasses import dataclass

from gui.shots.timeline_content import Content
from gui.shots.timeline_scale import TimeScale

REACH_PX = 6  # so near to a cut, a marker or the playhead, it is meant
_DRAG_FROM_PX = 3


@dataclass(slots=True)
class CutDrag:
    """A cut on its way.

    Attributes:
        frame: where it was taken.
        low, high: it stays between the shots beside it.
        moves: False as long as it may still be a click.
    """

    frame: int
    low: int
    high: int
    press_x: float
    to: int
    moves: bool = False

    @classmethod
    def of(cls, content: Content, cut: int, x: float) -> CutDrag:
        """A cut that was taken at ``x``."""
        index = content.shot_at(cut)
        assert index
        low, high = int(content.borders[index - 1]) + 1, int(content.borders[index + 1]) - 1
        return cls(cut, low, high, x, cut)

    def follow(self, x: float, scale: TimeScale, playhead: int) -> None:
        """Move with the mouse, onto the playhead if it is near."""
        self.moves = self.moves or abs(x - self.press_x) >= _DRAG_FROM_PX
        if not self.moves:
            return
        to = self.frame + round((x - self.press_x) / scale.px_per_frame)
        if abs(playhead - to) * scale.px_per_frame <= REACH_PX:
            to = playhead  # so a person finds the exact frame first, and drags then
        self.to = min(max(to, self.low), self.high)


def cut_near(content: Content, scale: TimeScale, x: float) -> int | None:
    """A cut so near that it is meant; blocks too small to be told apart have none."""
    index = content.shot_at(scale.frame_at(x))
    if index is None:
        return None
    beside = [at for at in (index, index + 1) if 0 < at < len(content.starts)]
    at = min(beside, key=lambda one: abs(scale.x_of(content.starts[one]) - x), default=0)
    if not at:
        return None
    before, cut, after = (int(border) for border in content.borders[at - 1 : at + 2])
    reach = min(REACH_PX, min(cut - before, after - cut) * scale.px_per_frame / 3)
    return cut if reach >= 1 and abs(scale.x_of(cut) - x) <= reach else None
