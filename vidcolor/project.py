"""A project: a film and everything a person decided about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from vidcolor.color.look import Look
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.shots import ShotList
from vidcolor.steering import LookSpan, Steering


class ShotStatus(StrEnum):
    """What a person thinks of a shot."""

    OPEN = ""
    GOOD = "good"
    TODO = "to do"


@dataclass(frozen=True, slots=True)
class ShotNote:
    """What a person wrote on the shot that begins at ``start_frame``."""

    start_frame: int
    status: ShotStatus = ShotStatus.OPEN
    text: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A place worth finding again."""

    frame: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A film and what a person decided about it; every change makes a new project.

    What the engine finds out (cuts, colours) is not part of it: only corrections are.

    Attributes:
        fingerprint: `vidcolor.cache.content_digest` of the source; "" as long as it is unknown.
        frame_count: of the source; 0 as long as it is unknown.
        shots: corrected by hand; None: as found.
        looks: by rising frame, none over another.
        notes: by rising frame, one a shot at most.
        in_frame: first frame to render; None: the film's first.
        out_frame: frame after the last one to render; None: the film's end.
        target: where the film is to be rendered; "": beside the source.
        hints, references, saved_colors: kept as they were read.
    """

    source: Path
    fingerprint: str = ""
    frame_count: int = 0
    color: ColorSettings = field(default_factory=ColorSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    target: str = ""
    shots: ShotList | None = None
    looks: tuple[LookSpan, ...] = ()
    notes: tuple[ShotNote, ...] = ()
    markers: tuple[Marker, ...] = ()
    in_frame: int | None = None
    out_frame: int | None = None
    hints: tuple[dict[str, Any], ...] = ()
    references: tuple[dict[str, Any], ...] = ()
    saved_colors: tuple[dict[str, Any], ...] = ()

    @property
    def steering(self) -> Steering:
        """What the engine is told of single frames and shots."""
        return Steering(cuts=None if self.shots is None else self.shots.cuts, looks=self.looks)

    @property
    def film_look(self) -> Look:
        """The look where no other was chosen."""
        color = self.color
        return Look(
            saturation=color.saturation,
            vibrance=color.vibrance,
            warmth=color.warmth,
            tint=color.tint,
        )

    def look_at(self, number: int) -> Look:
        """The look of a frame."""
        return self.steering.look_at(number) or self.film_look

    def with_look(self, start: int, end: int, look: Look | None) -> Project:
        """With another look for some frames; None gives them that of the film again."""
        kept = [part for span in self.looks for part in _outside(span, start, end)]
        if look is not None:
            kept.append(LookSpan(start, end, look))
        return replace(self, looks=tuple(sorted(kept, key=lambda span: span.start_frame)))

    def with_note(self, note: ShotNote) -> Project:
        """With another note on a shot; an empty one is taken away."""
        notes = [one for one in self.notes if one.start_frame != note.start_frame]
        if note.text or note.status is not ShotStatus.OPEN:
            notes.append(note)
        return replace(self, notes=tuple(sorted(notes, key=lambda one: one.start_frame)))

    def note_at(self, start_frame: int) -> ShotNote:
        """What was written on the shot that begins there."""
        for note in self.notes:
            if note.start_frame == start_frame:
                return note
        return ShotNote(start_frame)

    def with_marker(self, marker: Marker) -> Project:
        """With a marker, in place of one at the same frame."""
        others = self.without_marker(marker.frame).markers
        ordered = sorted((*others, marker), key=lambda one: one.frame)
        return replace(self, markers=tuple(ordered))

    def without_marker(self, frame: int) -> Project:
        """Without the marker at a frame, if there is one."""
        return replace(self, markers=tuple(one for one in self.markers if one.frame != frame))

    def with_shots(self, shots: ShotList) -> Project:
        """With cuts corrected by hand."""
        return replace(self, shots=shots)

    def with_cut_moved(self, shots: ShotList, frame: int, to: int) -> Project:
        """With one cut moved; looks and the note that began there move with it.

        Args:
            shots: those in force, found or corrected.

        Raises:
            VidcolorError: there is no cut at ``frame``, or no shot can begin at ``to``.
        """
        moved = shots.moved(frame, to)
        looks = tuple(
            replace(
                span,
                start_frame=to if span.start_frame == frame else span.start_frame,
                end_frame=to if span.end_frame == frame else span.end_frame,
            )
            for span in self.looks
        )
        if any(span.start_frame >= span.end_frame for span in looks):
            looks = self.looks  # it was moved beyond the shot beside it
        note = self.note_at(frame)
        project = replace(self, shots=moved, looks=looks).with_note(ShotNote(frame))
        return project.with_note(replace(note, start_frame=to))

    def with_range(self, in_frame: int | None, out_frame: int | None) -> Project:
        """With another part of the film to render."""
        return replace(self, in_frame=in_frame, out_frame=out_frame)


def _outside(span: LookSpan, start: int, end: int) -> list[LookSpan]:
    """What is left of a span before ``start`` and from ``end`` on."""
    parts = (
        replace(span, end_frame=min(span.end_frame, start)),
        replace(span, start_frame=max(span.start_frame, end)),
    )
    return [part for part in parts if part.start_frame < part.end_frame]
