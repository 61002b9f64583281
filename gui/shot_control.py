"""What a person does to shots: cuts, looks, notes, markers, the range; each is one step."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from gui.document import Document
from gui.messages import MessageBar
from vidcolor.errors import VidcolorError
from vidcolor.project import Marker, Project, ShotStatus
from vidcolor.settings import Look
from vidcolor.shotlist import Shot, ShotList


class ShotControl(QObject):
    """Turns wishes about the frame under the playhead into steps of the document.

    Signals:
        look_copied: there is a look to paste.
    """

    look_copied = Signal()

    def __init__(
        self,
        document: Document,
        messages: MessageBar,
        position: Callable[[], int],
        window: QWidget,
    ) -> None:
        """
        Args:
            position: the frame under the playhead.
            window: parent of the dialogs.
        """
        super().__init__(window)
        self._document = document
        self._messages = messages
        self._position = position
        self._window = window
        self.copied_look: Look | None = None

    # --- what is where ---

    def shot_at(self, frame: int) -> tuple[int, Shot] | None:
        """The shot that a frame belongs to, and its place; None as long as shots are unknown."""
        shots = self._document.shots
        if shots is None:
            return None
        at = bisect_right(shots.cuts, frame, key=lambda cut: cut.frame)
        return at, shots.shots[at]

    def span_at(self, frame: int) -> tuple[int, int] | None:
        """First frame and end of the shot at a frame; the whole film as long as nobody knows."""
        found = self.shot_at(frame)
        if found is not None:
            return found[1].start_frame, found[1].end_frame
        project = self._document.project
        return (0, project.frame_count) if project and project.frame_count else None

    # --- cuts ---

    def cut_here(self, frame: int | None = None) -> None:
        """Let a shot begin at a frame."""
        at = self._position() if frame is None else frame
        self._with_shots(
            self.tr("Cut at frame {0}").format(at),
            lambda project, shots: project.with_cut_added(shots, at),
        )

    def remove_cut(self, frame: int | None = None) -> None:
        """Join the shot at a frame with the one before it."""
        at = self._position() if frame is None else frame
        found = self.shot_at(at)
        cut = at if found is None else found[1].start_frame
        self._with_shots(
            self.tr("Remove the cut at frame {0}").format(cut),
            lambda project, shots: project.with_cut_removed(shots, cut),
        )

    def move_cut(self, frame: int, to: int) -> None:
        """Let a shot begin somewhat earlier or later."""
        self._with_shots(
            self.tr("Move the cut at frame {0}").format(frame),
            lambda project, shots: project.with_cut_moved(shots, frame, to),
        )

    def _with_shots(self, text: str, change: Callable[[Project, ShotList], Project]) -> None:
        project, shots = self._document.project, self._document.shots
        if project is None:
            return
        try:
            if shots is None:
                raise VidcolorError(
                    self.tr("The cuts of this film are still being searched."),
                    do=self.tr("Wait until the timeline shows them."),
                )
            self._document.edit(text, change(project, shots))
        except VidcolorError as error:
            self._messages.show_error(error)

    # --- looks ---

    def set_look(self, look: Look, done: bool) -> None:
        """Give the shot under the playhead a look; one drag of a slider is one step."""
        project, span = self._document.project, self.span_at(self._position())
        if project is None or span is None:
            return
        changed = project.with_look(*span, look)
        self._document.edit(self.tr("Change the look"), changed, merge=f"look {span[0]}")
        if done:
            self._document.end_merging()

    def reset_look(self) -> None:
        """Let the shot look as the film does."""
        self._put_look(self.tr("Reset the look"), None)

    def copy_look(self, frame: int | None = None) -> None:
        """Keep the look of a shot for pasting."""
        if project := self._document.project:
            self.copied_look = project.look_at(self._position() if frame is None else frame)
            self.look_copied.emit()

    def paste_look(self, frame: int | None = None) -> None:
        """Give a shot the copied look."""
        if self.copied_look is None:
            self._messages.show_notice(self.tr("No look was copied yet."))
            return
        self._put_look(self.tr("Paste a look"), self.copied_look, frame)

    def toggle_leave(self) -> None:
        """Leave the shot as it is, or colour it again."""
        if project := self._document.project:
            look = project.look_at(self._position())
            text = self.tr("Colour this shot") if look.leave else self.tr("Leave this shot")
            self._put_look(text, replace(look, leave=not look.leave))

    def use_look_for_film(self) -> None:
        """Make the shot's look the film's."""
        if project := self._document.project:
            look = project.look_at(self._position())
            color = replace(
                project.color,
                saturation=look.saturation,
                vibrance=look.vibrance,
                warmth=look.warmth,
                tint=look.tint,
            )
            self._document.edit(self.tr("Change the film's look"), replace(project, color=color))

    def _put_look(self, text: str, look: Look | None, frame: int | None = None) -> None:
        span = self.span_at(self._position() if frame is None else frame)
        if span is not None and (project := self._document.project):
            self._document.edit(text, project.with_look(*span, look))

    # --- notes, markers, range ---

    def edit_note(self, start: int | None = None) -> None:
        """Ask for the note on a shot."""
        project, span = self._document.project, self.span_at(self._position())
        if project is None or span is None:
            return
        note = project.note_at(span[0] if start is None else start)
        text, given = QInputDialog.getMultiLineText(
            self._window, self.tr("Note"), self.tr("Note on this shot:"), note.text
        )
        if given:
            self.set_note(note.start_frame, text)

    def set_note(self, start: int, text: str) -> None:
        """Write a note on the shot that begins at ``start``."""
        if project := self._document.project:
            note = replace(project.note_at(start), text=text.strip())
            self._document.edit(self.tr("Change a note"), project.with_note(note))

    def set_status(self, start: int, status: ShotStatus) -> None:
        """Say what is thought of a shot."""
        if project := self._document.project:
            note = replace(project.note_at(start), status=status)
            self._document.edit(self.tr("Change a shot's status"), project.with_note(note))

    def toggle_marker(self) -> None:
        """Mark the frame under the playhead, or no longer."""
        if project := self._document.project:
            at = self._position()
            if any(marker.frame == at for marker in project.markers):
                self.remove_marker(at)
            else:
                self.add_marker(at)

    def add_marker(self, frame: int) -> None:
        """Mark a frame."""
        if project := self._document.project:
            self._document.edit(self.tr("Add a marker"), project.with_marker(Marker(frame)))

    def remove_marker(self, frame: int) -> None:
        """Take a marker away."""
        if project := self._document.project:
            self._document.edit(self.tr("Remove a marker"), project.without_marker(frame))

    def set_range(self, in_frame: int | None, out_frame: int | None) -> None:
        """Choose the part to render; of two ends that exclude each other the older gives way."""
        project = self._document.project
        if project is None:
            return
        try:
            changed = project.with_range(in_frame, out_frame)
        except VidcolorError as error:
            self._messages.show_error(error)
            return
        self._document.edit(self.tr("Change in and out"), changed)

    def set_in(self) -> None:
        """Let the range begin at the playhead."""
        if project := self._document.project:
            self.set_range(self._position(), project.out_frame)

    def set_out(self) -> None:
        """Let the frame under the playhead be the range's last."""
        if project := self._document.project:
            self.set_range(project.in_frame, self._position() + 1)

    # --- going about ---

    def cut_beside(self, step: int) -> int | None:
        """The nearest cut before (-1) or after (1) the playhead; the film's ends count."""
        shots = self._document.shots
        frames = [0] if shots is None else [0, *(cut.frame for cut in shots.cuts)]
        return self._beside(frames, step)

    def marker_beside(self, step: int) -> int | None:
        """The nearest marker before or after the playhead."""
        project = self._document.project
        return self._beside([one.frame for one in project.markers] if project else [], step)

    def _beside(self, frames: list[int], step: int) -> int | None:
        at = self._position()
        if step > 0:
            place = bisect_right(frames, at)
            return frames[place] if place < len(frames) else None
        place = bisect_left(frames, at) - 1
        return frames[place] if place >= 0 else None
