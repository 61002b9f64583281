"""Copies of unsaved work beside the preferences, and what a crashed window left there."""

from __future__ import annotations

import json
import logging
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer

from gui.document import Document
from vidcolor.cache import write_beside
from vidcolor.errors import VidcolorError
from vidcolor.paths import user_data_dir
from vidcolor.project import Project
from vidcolor.projectfile import save_project

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Unsaved work of a window that ended without closing."""

    copy: Path  # a project file
    original: Path | None  # where the person keeps the project; None: nowhere yet


def _folder() -> Path:
    return user_data_dir() / "autosave"


class Autosave(QObject):
    """Writes the open project every few seconds while it has unsaved steps.

    A lock tells other windows that this one lives; a crashed one's lock is free.
    """

    def __init__(self, document: Document, interval_s: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._written: Project | None = None
        self._writer: threading.Thread | None = None
        self._lock: QLockFile | None = None
        self._timer = QTimer(self, interval=1000 * interval_s)
        self._timer.timeout.connect(self.save)
        self._timer.start()
        document.saved_changed.connect(self._on_saved_changed)
        document.opened.connect(self.forget)

    @property
    def copy(self) -> Path:
        """Where this window's copy lies."""
        return _folder() / f"{os.getpid()}-{id(self):x}.vidcolor"

    def set_interval(self, interval_s: int) -> None:
        """Write more or less often."""
        self._timer.setInterval(1000 * interval_s)

    def save(self) -> None:
        """Write a copy now if there is something new to lose; in a thread: disks can be slow."""
        project = self._document.project
        if project is None or self._document.saved or project == self._written:
            return
        if self._writer is not None and self._writer.is_alive():
            return
        self._written = project
        self._take_lock()
        self._writer = threading.Thread(
            target=_write,
            args=(project, self.copy, self._document.file),
            name="vidcolor-autosave",
            daemon=True,
        )
        self._writer.start()

    def forget(self) -> None:
        """There is nothing to lose any more."""
        if self._writer is not None:
            self._writer.join()
        self._written = None
        if self._lock is not None:
            _remove(self.copy)
            self._lock.unlock()
            self._lock = None

    def close(self) -> None:
        """End; what was not saved was given up by the person."""
        self._timer.stop()
        self.forget()

    def _on_saved_changed(self, saved: bool) -> None:
        if saved:
            self.forget()

    def _take_lock(self) -> None:
        if self._lock is None:
            _folder().mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(_lock_of(self.copy)))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)


def recoveries() -> list[Recovery]:
    """What crashed windows left, newest first."""
    found = []
    for copy in sorted(_folder().glob("*.vidcolor"), key=lambda one: -one.stat().st_mtime):
        lock = QLockFile(str(_lock_of(copy)))
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            continue  # its window lives
        lock.unlock()
        found.append(Recovery(copy, _original_of(copy)))
    return found


def discard(recovery: Recovery) -> None:
    """Delete what was left."""
    _remove(recovery.copy)


def _write(project: Project, copy: Path, original: Path | None) -> None:
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        save_project(project, copy)
        note = {"original": str(original) if original else ""}
        write_beside(copy.with_suffix(".json"), json.dumps(note).encode())
    except (OSError, VidcolorError) as error:
        log.warning("the unsaved work could not be copied: %s", error)


def _original_of(copy: Path) -> Path | None:
    try:
        name = json.loads(copy.with_suffix(".json").read_text(encoding="utf-8"))["original"]
        return Path(name) if name else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lock_of(copy: Path) -> Path:
    return copy.with_suffix(".lock")


def _remove(copy: Path) -> None:
    for path in (copy, copy.with_suffix(".json")):
        path.unlink(missing_ok=True)
