"""The open project: what it is now, how it came to be, and whether it is saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from vidcolor.project import Project
from vidcolor.shotlist import ShotList


class Document(QObject):
    """A project that a person changes step by step; every step can be undone.

    What the engine finds out (the shots of the film, its fingerprint) is no step: it stays when
    steps are undone.

    Signals:
        opened: Project | None; another one, or none any more.
        changed: Project; also after undo and redo.
        shots_changed: ShotList | None; those in force, corrected or found.
        saved_changed: bool, whether everything is saved.
    """

    opened = Signal(object)
    changed = Signal(object)
    shots_changed = Signal(object)
    saved_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        self.undo_stack.cleanChanged.connect(self.saved_changed)
        self.file: Path | None = None
        self._project: Project | None = None
        self._found: ShotList | None = None
        self._learned: dict[str, Any] = {}

    @property
    def project(self) -> Project | None:
        """The project as it is now; None: no film is open."""
        return self._project

    @property
    def shots(self) -> ShotList | None:
        """Where the shots begin, corrected or found; None: not known yet."""
        corrected = self._project.shots if self._project else None
        return corrected or self._found

    @property
    def saved(self) -> bool:
        """Whether nothing would be lost by closing."""
        return self.undo_stack.isClean()

    def open(self, project: Project | None, file: Path | None = None) -> None:
        """Begin with another project, as it lies in ``file``, or with none."""
        self.undo_stack.clear()
        self.file, self._project, self._found, self._learned = file, project, None, {}
        self.opened.emit(project)
        self.shots_changed.emit(self.shots)

    def edit(self, text: str, project: Project, *, merge: str = "") -> None:
        """Take a step.

        Args:
            text: what it does, for the Edit menu.
            project: what comes of it.
            merge: steps in a row with the same word (the drag of a slider) become one.
        """
        if self._project is not None and project != self._project:
            self.undo_stack.push(_Edit(self, text, self._project, project, merge))

    def end_merging(self) -> None:
        """Let the next step be one of its own: the slider was let go."""
        _Edit.run += 1

    def learn(self, project: Project) -> None:
        """Take over what was found out about the film; no step, and it stays when one is undone.

        Args:
            project: with the film's fingerprint and frame count, and without what lies outside it.
        """
        self._learned = {"fingerprint": project.fingerprint, "frame_count": project.frame_count}
        if self._project is not None:
            self._put(project)

    def found_shots(self, shots: ShotList) -> None:
        """The search has ended."""
        self._found = shots
        self.shots_changed.emit(self.shots)

    def set_saved(self, file: Path) -> None:
        """The project lies in ``file`` as it is now."""
        self.file = file
        self.undo_stack.setClean()

    def set_unsaved(self) -> None:
        """The project differs from its file already, for instance after a recovery."""
        self.undo_stack.resetClean()

    def _put(self, project: Project) -> None:
        shots = self.shots
        self._project = replace(project, **self._learned)
        self.changed.emit(self._project)
        if self.shots is not shots:
            self.shots_changed.emit(self.shots)


class _Edit(QUndoCommand):
    """From one project to the next. Both share all that did not change, so it takes little room."""

    run = 0  # steps of different runs are not merged

    def __init__(
        self, document: Document, text: str, before: Project, after: Project, merge: str
    ) -> None:
        super().__init__(text)
        self._document = document
        self._before = before
        self._after = after
        self._merge = (merge, _Edit.run)

    def id(self) -> int:
        return 1 if self._merge[0] else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def undo(self) -> None:
        self._document._put(self._before)

    def redo(self) -> None:
        self._document._put(self._after)
