"""A project: a film and everything a person decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from vidcolor.errors import VidcolorError
from vidcolor.guidefile.document import as_written
from vidcolor.guides import NO_GUIDES, Guides, SavedColor
from vidcolor.settings import ColorSettings, Look, OutputSettings, RangeSettings
from vidcolor.shotlist import ShotList
from vidcolor.steering import LookSpan, Steering


class ShotStatus(StrEnum):
    """What a person thinks of a shot."""

    OPEN = ""
    GOOD = "good"
    TO_DO = "to do"


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
        guides: hints, regions, references and variants inside the pictures.
        saved_colors: each under a name of its own.
        unknown: what a newer vidcolor wrote into the project's file, by key; kept as it was read.

    Raises:
        ValueError: looks overlap or do not rise.
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
    guides: Guides = NO_GUIDES
    saved_colors: tuple[SavedColor, ...] = ()
    unknown: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Steering(looks=self.looks)  # refuses here what would fail at the first frame only

    @property
    def steering(self) -> Steering:
        """What the engine is told of single frames and shots."""
        cuts = None if self.shots is None else self.shots.cuts
        return Steering(cuts=cuts, looks=self.looks, guides=self.guides)

    @property
    def span(self) -> RangeSettings:
        """The part of the film to render."""
        return RangeSettings(
            start="" if self.in_frame is None else f"{self.in_frame}f",
            end="" if self.out_frame is None else f"{self.out_frame}f",
        )

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
        """With another look for some frames; None gives them that of the film again.

        Raises:
            ValueError: ``start`` is not before ``end``.
        """
        if start >= end:
            raise ValueError(f"no frame from {start} to {end}")
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

    def with_shots(self, shots: ShotList | None) -> Project:
        """With cuts corrected by hand; None takes them as they are found again."""
        count = self.frame_count if shots is None else shots.frame_count
        return replace(self, shots=shots, frame_count=count)

    def with_cut_added(self, shots: ShotList, frame: int) -> Project:
        """With one cut more; both parts keep the look, the note stays with the first.

        Args:
            shots: those in force, found or corrected.

        Raises:
            VidcolorError: no shot can begin at ``frame``, or one does.
        """
        return self.with_shots(shots.added(frame))

    def with_cut_removed(self, shots: ShotList, frame: int) -> Project:
        """With one cut less: the shot that began there takes the look of the one before.

        What was noted on the two is put together.

        Args:
            shots: those in force, found or corrected.

        Raises:
            VidcolorError: there is no cut at ``frame``.
        """
        removed = shots.removed(frame)
        whole = next(s for s in removed.shots if s.start_frame < frame < s.end_frame)
        end = next(s.end_frame for s in shots.shots if s.start_frame == frame)
        project = self.with_shots(removed)._with_look_of(frame - 1, frame, end)
        before, after = self.note_at(whole.start_frame), self.note_at(frame)
        return project.with_note(ShotNote(frame)).with_note(_joined(before, after))

    def with_cut_moved(self, shots: ShotList, frame: int, to: int) -> Project:
        """With one cut moved; looks and the note that began there move with it.

        Beyond the shot beside it only the note does: every frame keeps its look.

        Args:
            shots: those in force, found or corrected.

        Raises:
            VidcolorError: there is no cut at ``frame``, or no shot can begin at ``to``.
        """
        project = self.with_shots(shots.moved(frame, to))
        crossed = any(min(frame, to) < cut.frame < max(frame, to) for cut in shots.cuts)
        if to > frame and not crossed:
            project = project._with_look_of(frame - 1, frame, to)
        elif to < frame and not crossed:
            project = project._with_look_of(frame, to, frame)
        note = self.note_at(frame)
        return project.with_note(ShotNote(frame)).with_note(replace(note, start_frame=to))

    def with_range(self, in_frame: int | None, out_frame: int | None) -> Project:
        """With another part of the film to render.

        Where the part would be empty, the end of it that was not changed is forgotten.

        Raises:
            VidcolorError: both were changed, and the part is empty.
        """
        if in_frame is not None and out_frame is not None and in_frame >= out_frame:
            if out_frame == self.out_frame:
                out_frame = None
            elif in_frame == self.in_frame:
                in_frame = None
            else:
                raise VidcolorError(
                    f"From frame {in_frame} to before frame {out_frame} there is no frame.",
                    do="Choose an end that is later than the beginning.",
                )
        return replace(self, in_frame=in_frame, out_frame=out_frame)

    def with_guides(self, guides: Guides) -> Project:
        """With other hints, regions, references and variants, in the decimals that a file keeps.

        So the colours are the same before the project is saved and after it was opened.
        """
        return replace(self, guides=as_written(guides))

    def with_saved_color(self, color: SavedColor) -> Project:
        """With a saved colour, in place of one of the same name."""
        return replace(
            self, saved_colors=(*self.without_saved_color(color.name).saved_colors, color)
        )

    def without_saved_color(self, name: str) -> Project:
        """Without the saved colour of a name, if there is one."""
        others = tuple(one for one in self.saved_colors if one.name != name)
        return replace(self, saved_colors=others)

    def _with_look_of(self, number: int, start: int, end: int) -> Project:
        """With the look of frame ``number`` for the frames beside it, as one span."""
        project = self.with_look(start, end, self.steering.look_at(number))
        joint = start if number < start else end
        return replace(project, looks=tuple(_merged(project.looks, joint)))


def _joined(before: ShotNote, after: ShotNote) -> ShotNote:
    """What is noted on a shot that was two."""
    status = before.status
    if status is not after.status:
        to_do = ShotStatus.TO_DO in (before.status, after.status)
        status = ShotStatus.TO_DO if to_do else ShotStatus.OPEN
    text = "\n".join(filter(None, (before.text, after.text)))
    return replace(before, status=status, text=text)


def _merged(looks: Iterable[LookSpan], joint: int) -> list[LookSpan]:
    """One span in place of two that meet at the joint with the same look."""
    spans: list[LookSpan] = []
    for span in looks:
        last = spans[-1] if spans else None
        if last and last.end_frame == span.start_frame == joint and last.look == span.look:
            spans[-1] = replace(last, end_frame=span.end_frame)
        else:
            spans.append(span)
    return spans


def _outside(span: LookSpan, start: int, end: int) -> list[LookSpan]:
    """What is left of a span before ``start`` and from ``end`` on."""
    parts = (
        replace(span, end_frame=min(span.end_frame, start)),
        replace(span, start_frame=max(span.start_frame, end)),
    )
    return [part for part in parts if part.start_frame < part.end_frame]
