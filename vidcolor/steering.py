"""What a person asks of single frames and shots, beside the settings of the whole film."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from vidcolor.guides import NO_GUIDES, Guides
from vidcolor.settings import Look
from vidcolor.shotlist import Cut


@dataclass(frozen=True, slots=True)
class LookSpan:
    """A look for the frames from ``start_frame`` to before ``end_frame``."""

    start_frame: int
    end_frame: int
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Everything that a person decided about parts of a film.

    Attributes:
        cuts: where shots begin; None: they are searched.
        looks: by rising frame, none over another; elsewhere the look of the film's settings holds.
        guides: hints, regions, references and variants.

    Raises:
        ValueError: looks overlap, or one is empty.
    """

    cuts: tuple[Cut, ...] | None = None
    looks: tuple[LookSpan, ...] = ()
    guides: Guides = NO_GUIDES

    def __post_init__(self) -> None:
        if any(span.start_frame >= span.end_frame for span in self.looks) or any(
            a.end_frame > b.start_frame for a, b in pairwise(self.looks)
        ):
            raise ValueError(f"looks must rise and not overlap: {self.looks}")

    def look_at(self, number: int) -> Look | None:
        """The look that was chosen for a frame; None: that of the film."""
        at = bisect_right(self.looks, number, key=lambda span: span.start_frame) - 1
        if at >= 0 and number < self.looks[at].end_frame:
            return self.looks[at].look
        return None

    def of_picture(self, number: int) -> Steering:
        """What holds for a folder's picture ``number`` when it is opened alone, as frame 0."""
        look = self.look_at(number)
        looks = () if look is None else (LookSpan(0, 1, look),)
        return Steering(looks=looks, guides=self.guides.of_picture(number))

    def leaves(self, start: int, end: int | None) -> bool:
        """Whether any frame from ``start`` to before ``end`` (None: the last) stays as it is."""
        return any(
            span.look.leave and span.end_frame > start and (end is None or span.start_frame < end)
            for span in self.looks
        )


UNSTEERED = Steering()
"""Nobody decided anything."""
