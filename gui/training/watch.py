"""Looks after the runs about each second, in a thread of its own: files may be on slow disks."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.training.trainers import Trainers, last_words
from vidcolor.errors import VidcolorError
from vidcolor.training.run import Run, RunFacts, RunState, RunStatus, Wish, find_runs

EVERY_S = 1.0

GOES_ON = (RunStatus.STARTING, RunStatus.RUNNING, RunStatus.PAUSED)
"""What a run is doing while its process lives."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a run in one look."""

    run: Run
    facts: RunFacts | None  # None: its trainer has not come so far
    state: RunState | None  # None: it never stood anywhere
    asked: Wish | None
    lines: tuple[dict[str, Any], ...]  # since the last look
    anew: bool  # the lines begin with the first one
    sheets: dict[int, Path]
    kept_steps: tuple[int, ...]
    has_best: bool
    has_last: bool
    said: str = ""  # the last words of a trainer that failed

    @property
    def goes_on(self) -> bool:
        """Whether a process works at it."""
        return self.state is not None and self.state.status in GOES_ON


class RunWatch(QObject):
    """Finds runs and reads what is new about them.

    Args:
        home: the folder in which new runs are made.
        trainers: those that this window started.

    Signals:
        seen: tuple of Sight, about each second, the newest run first.
    """

    seen = Signal(object)

    def __init__(self, home: Path, trainers: Trainers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._trainers = trainers
        self._others: list[Path] = []
        self._read: dict[Path, int] = {}
        self._ending = False
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="training-watch", daemon=True)

    def start(self) -> None:
        """Begin to look; whoever wants to know has connected, since all is told only once."""
        self._thread.start()

    def add(self, folder: Path) -> None:
        """Look after a run, or all runs of a folder, that lies elsewhere or was just started."""
        if folder not in self._others:
            self._others = [folder, *self._others]
        self._wake.set()

    def look(self) -> None:
        """Look now, and do not wait for the second to be over."""
        self._wake.set()

    def close(self) -> None:
        """Look no more; nothing is told after this."""
        self._ending = True
        self._wake.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ending:
            sights = tuple(self._look_at(run) for run in self._runs())
            if self._ending:
                return
            with suppress(RuntimeError):  # the window was deleted meanwhile
                self.seen.emit(sights)
            self._wake.wait(EVERY_S)
            self._wake.clear()

    def _runs(self) -> list[Run]:
        found: dict[Path, Run] = {}
        for folder in (*self._others, self._home):
            if self._trainers.pid(folder) is not None:  # its notes may not be written yet
                found.setdefault(folder, Run(folder))
            found |= {run.folder: run for run in find_runs(folder) if run.folder not in found}
        return list(found.values())

    def _look_at(self, run: Run) -> Sight:
        after = self._read.get(run.folder, 0)
        if after and (not run.metrics.exists() or run.metrics.stat().st_size < after):
            after = 0
        lines, self._read[run.folder] = run.lines(after=after)
        facts = None
        with suppress(VidcolorError):  # its trainer has not written them yet
            facts = run.facts()
        state = self._state(run)
        failed = state is not None and state.status is RunStatus.FAILED
        return Sight(
            run,
            facts,
            state,
            run.asked(),
            tuple(lines),
            after == 0,
            run.sheets(),
            tuple(run.kept_steps()),
            run.best.exists(),
            run.last.exists(),
            last_words(run.folder) if failed else "",
        )

    def _state(self, run: Run) -> RunState | None:
        """What the run's note says, unless a trainer of ours has not come to write it."""
        state, pid = run.state(), self._trainers.pid(run.folder)
        if pid is None or (state is not None and (state.pid == pid or state.status in GOES_ON)):
            return state
        known = state or RunState(RunStatus.STARTING, pid)
        if self._trainers.lives(run.folder):
            return replace(known, status=RunStatus.STARTING, pid=pid, message="")
        code = self._trainers.exit_code(run.folder)
        if not code:
            return state
        if self._trainers.was_ended(run.folder):
            return replace(known, status=RunStatus.STOPPED, pid=pid, message="")
        return replace(known, status=RunStatus.FAILED, pid=pid, message=f"exit code {code}")
