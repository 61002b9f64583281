"""What the timeline shows, apart from how: the film, its shots, and what was written on them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vidcolor.project import Marker, ShotNote, ShotStatus
from vidcolor.shotlist import Kind, ShotList
from vidcolor.steering import LookSpan

STATUS_ORDER = (ShotStatus.OPEN, ShotStatus.GOOD, ShotStatus.TO_DO)
"""What the numbers in `Content.statuses` mean."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a shot does not begin with a cut.

    Attributes:
        kind: a dissolve or a fade.
        frame: first frame of the shot.
        first_frame: the first one that blends both pictures.
        end_frame: the frame after the last such one; of a fade, whose length nobody measures,
            ``frame`` again, as ``first_frame`` is.
    """

    kind: Kind
    frame: int
    first_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class Block:
    """A shot as the timeline and the table show it; ``number`` counts from 1."""

    number: int
    start_frame: int
    end_frame: int
    note: ShotNote
    own_look: bool
    left_as_it_is: bool
    begins: Transition | None  # None: with a cut
    ends: Transition | None


@dataclass(slots=True)
class Content:
    """Everything that is shown except the playhead and the pictures."""

    frames: int = 0
    rate: float = 24.0
    label: Callable[[int], str] | None = None
    searching: float | None = None
    markers: tuple[Marker, ...] = ()
    in_frame: int | None = None
    out_frame: int | None = None  # the frame after the last one
    colored: tuple[tuple[int, int], ...] = ()
    shots_known: bool = False
    starts: list[int] = field(default_factory=list)
    borders: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    statuses: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    transitions: tuple[Transition, ...] = ()  # by rising frame
    transition_shots: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    _notes: dict[int, ShotNote] = field(default_factory=dict)
    _looks: tuple[LookSpan, ...] = ()

    def set_shots(self, shots: ShotList | None) -> None:
        """Take the shots over; None: they are not known."""
        self.shots_known = shots is not None
        self.starts = [] if shots is None else [0, *(cut.frame for cut in shots.cuts)]
        end = [] if shots is None else [shots.frame_count]
        self.borders = np.asarray(self.starts + end, dtype=np.int64)
        self.transitions = _transitions(shots)
        # The index of the shot that begins with each.
        frames = [one.frame for one in self.transitions]
        self.transition_shots = np.searchsorted(self.borders, frames).astype(np.int64)
        self._count_statuses()

    def set_notes(self, notes: Sequence[ShotNote]) -> None:
        """Take the notes over."""
        self._notes = {note.start_frame: note for note in notes}
        self._count_statuses()

    def set_looks(self, looks: tuple[LookSpan, ...]) -> None:
        """Take the looks over; they rise and do not overlap."""
        self._looks = looks

    def text_of(self, frame: int) -> str:
        """The time code of a frame."""
        return str(frame) if self.label is None else self.label(frame)

    def shot_at(self, frame: int) -> int | None:
        """The index of the shot that holds a frame; None without shots."""
        return max(bisect_right(self.starts, frame) - 1, 0) if self.starts else None

    def cut_at(self, frame: int) -> bool:
        """Whether a shot begins there, other than the film's first."""
        at = bisect_left(self.starts, frame)
        return frame > 0 and at < len(self.starts) and self.starts[at] == frame

    def block(self, index: int) -> Block:
        """The shot with an index."""
        start, end = int(self.borders[index]), int(self.borders[index + 1])
        look = self._look_in(start, end)
        left = look is not None and look.look.leave
        note = self.note_at(start)
        return Block(
            number=index + 1,
            start_frame=start,
            end_frame=end,
            note=note,
            own_look=look is not None and not left,
            left_as_it_is=left,
            begins=self._transition_to(start),
            ends=self._transition_to(end),
        )

    def transition_at(self, frame: int) -> Transition | None:
        """The dissolve that a frame is a part of, or the fade that begins with it."""
        at = bisect_right(self.transitions, frame, key=lambda one: one.frame)
        near = [
            one
            for one in self.transitions[max(at - 1, 0) : at + 1]
            if one.first_frame <= frame < max(one.end_frame, one.first_frame + 1)
        ]
        return min(near, key=lambda one: abs(one.frame - frame), default=None)

    def note_at(self, start: int) -> ShotNote:
        """What was written on the shot that begins there."""
        return self._notes.get(start) or ShotNote(start)

    def marker_at(self, frame: int, reach: float) -> Marker | None:
        """The marker nearest to a frame, not farther than ``reach`` frames."""
        at = bisect_left(self.markers, frame, key=lambda one: one.frame)
        near = self.markers[max(at - 1, 0) : at + 1]
        best = min(near, key=lambda one: abs(one.frame - frame), default=None)
        return best if best is not None and abs(best.frame - frame) <= reach else None

    def colored_share(self) -> float:
        """How much of the film is coloured, 0 to 1."""
        return sum(end - start for start, end in self.colored) / max(self.frames, 1)

    def _count_statuses(self) -> None:
        """Statuses of all shots side by side: thousands of small blocks are painted from them."""
        self.statuses = np.zeros(len(self.starts), np.int8)
        for note in self._notes.values():
            at = bisect_left(self.starts, note.start_frame)
            if at < len(self.starts) and self.starts[at] == note.start_frame:
                self.statuses[at] = STATUS_ORDER.index(note.status)

    def _transition_to(self, start: int) -> Transition | None:
        at = bisect_left(self.transitions, start, key=lambda one: one.frame)
        found = self.transitions[at : at + 1]
        return found[0] if found and found[0].frame == start else None

    def _look_in(self, start: int, end: int) -> LookSpan | None:
        at = bisect_right(self._looks, start, key=lambda span: span.end_frame)
        if at < len(self._looks) and self._looks[at].start_frame < end:
            return self._looks[at]
        return None


def _transitions(shots: ShotList | None) -> tuple[Transition, ...]:
    """All beginnings of shots that are no cuts."""
    if shots is None:
        return ()
    return tuple(
        Transition(
            cut.kind,
            cut.frame,
            max(cut.frame - cut.mixed, 0),
            min(cut.frame + cut.mixed, shots.frame_count),
        )
        for cut in shots.cuts
        if cut.kind is not Kind.CUT
    )
