"""Shots, and the list of them that a film consists of."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from vidcolor.errors import VidcolorError


class Kind(StrEnum):
    """How a shot begins."""

    CUT = "cut"
    FADE = "fade"
    DISSOLVE = "dissolve"


@dataclass(frozen=True, slots=True)
class Cut:
    """The beginning of a shot.

    Attributes:
        frame: number of the shot's first frame; of a dissolve the middle, of a fade the first
            blank frame (and after a long blank run the first frame that is not).
        kind: how the shot begins.
        mixed: so many frames before and after ``frame`` blend both pictures; 0 for a cut.
    """

    frame: int
    kind: Kind
    mixed: int = 0


@dataclass(frozen=True, slots=True)
class Shot:
    """A run of frames from one camera, taken without a pause.

    Attributes:
        start_frame: number of its first frame.
        end_frame: number of the frame after its last one.
        kind: how it begins; the film's first shot with a cut.
        mixed: so many frames before and after ``start_frame`` blend both pictures.
    """

    start_frame: int
    end_frame: int
    kind: Kind
    mixed: int = 0


@dataclass(frozen=True, slots=True)
class ShotList:
    """Where the shots of a film begin; every change makes a new list.

    Attributes:
        frame_count: frames of the film, at least 1.
        cuts: by rising frame, each between the film's first frame and its last.

    Raises:
        ValueError: a cut lies outside or comes twice, or the cuts are not in order.
    """

    frame_count: int
    cuts: tuple[Cut, ...] = ()

    def __post_init__(self) -> None:
        frames = [0, *(cut.frame for cut in self.cuts), self.frame_count]
        if any(a >= b for a, b in pairwise(frames)):
            raise ValueError(f"cuts must rise between 0 and {self.frame_count}: {frames[1:-1]}")

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All shots in order; together they are the film."""
        begins = (Cut(0, Kind.CUT), *self.cuts)
        ends = (*(cut.frame for cut in self.cuts), self.frame_count)
        return tuple(
            Shot(cut.frame, end, cut.kind, cut.mixed) for cut, end in zip(begins, ends, strict=True)
        )

    def shot_at(self, number: int) -> Shot:
        """The shot that holds a frame.

        Raises:
            ValueError: the film has no such frame.
        """
        if not 0 <= number < self.frame_count:
            raise ValueError(f"no frame {number} among {self.frame_count}")
        at = bisect_right(self.cuts, number, key=lambda cut: cut.frame)
        end = self.cuts[at].frame if at < len(self.cuts) else self.frame_count
        begin = self.cuts[at - 1] if at else Cut(0, Kind.CUT)
        return Shot(begin.frame, end, begin.kind, begin.mixed)

    def added(self, frame: int) -> ShotList:
        """With a hard cut before a frame.

        Raises:
            VidcolorError: no shot can begin there, or one does.
        """
        return self._with(Cut(frame, Kind.CUT))

    def removed(self, frame: int) -> ShotList:
        """Without the cut at a frame.

        Raises:
            VidcolorError: there is none.
        """
        cut = self._cut_at(frame)
        return replace(self, cuts=tuple(one for one in self.cuts if one is not cut))

    def moved(self, frame: int, to: int) -> ShotList:
        """With the cut at ``frame`` moved; its kind and its half length stay.

        Raises:
            VidcolorError: there is none, or no shot can begin at the new place, or one does.
        """
        return self.removed(frame)._with(replace(self._cut_at(frame), frame=to))

    def _with(self, cut: Cut) -> ShotList:
        check_frame(cut.frame, self.frame_count)
        if any(one.frame == cut.frame for one in self.cuts):
            raise VidcolorError(
                f"There is already a cut at frame {cut.frame}.", do="Choose another frame."
            )
        return replace(self, cuts=tuple(sorted((*self.cuts, cut), key=lambda one: one.frame)))

    def _cut_at(self, frame: int) -> Cut:
        for cut in self.cuts:
            if cut.frame == frame:
                return cut
        before = [cut.frame for cut in self.cuts if cut.frame < frame][-1:]
        after = [cut.frame for cut in self.cuts if cut.frame > frame][:1]
        near = " and ".join(f"{number}f" for number in before + after)
        raise VidcolorError(
            f"There is no cut at frame {frame}.",
            do=f"The nearest: {near}." if near else "The film has no cuts at all.",
        )


def check_frame(frame: int, frame_count: int) -> None:
    """Refuse a frame at which no shot can begin.

    Raises:
        VidcolorError: it is the film's first, or lies outside the film.
    """
    if frame == 0:
        raise VidcolorError(
            "The film begins at frame 0: that is no cut.", do="Choose a later frame."
        )
    if not 0 < frame < frame_count:
        raise VidcolorError(
            f"Frame {frame} lies outside the film: it has {frame_count} frames.",
            do=f"Choose a frame before {frame_count}f.",
        )
