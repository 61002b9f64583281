"""Starts trainers: processes of their own, which outlive the window if they are let."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from gui.forms.command import PROGRAM
from vidcolor.errors import VidcolorError

LOG = "log.txt"
"""In a run's folder: all that its trainers said."""

_LAST_LINES = 20
_LAST_BYTES = 8000


class Trainers:
    """The trainers that were started here, by the folders of their runs.

    Used from the window's thread and from the one that watches the runs.

    Args:
        program: what is run; a test puts another in its place.
    """

    def __init__(self, program: Sequence[str] = PROGRAM) -> None:
        self._program = tuple(program)
        self._processes: dict[Path, list[subprocess.Popen[bytes]]] = {}
        self._unwanted: set[int] = set()
        self._lock = threading.Lock()

    def start(self, words: Sequence[str], run: Path) -> None:
        """Start a trainer; its words go to the log in the run's folder, which is there.

        Raises:
            VidcolorError: the folder cannot be written, or the system gives no process.
        """
        try:
            with (run / LOG).open("ab") as log:
                process = subprocess.Popen(
                    [*self._program, *words],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    # Else Ctrl-C in the terminal of the window would end the trainer too.
                    start_new_session=True,
                )
        except OSError as error:
            raise VidcolorError(
                _tr("The training could not be started: {0}.").format(error.strerror),
                do=_tr("Choose another folder for the run, with room on its disk."),
                detail=str(error),
            ) from error
        with self._lock:
            self._processes.setdefault(run, []).append(process)

    def end(self, run: Path) -> bool:
        """End a trainer that has done nothing so far; whether it was started here and lives."""
        with self._lock:
            processes = self._processes.get(run)
            if not processes or processes[-1].poll() is not None:
                return False
            self._unwanted.add(processes[-1].pid)
            processes[-1].terminate()
            return True

    def was_ended(self, run: Path) -> bool:
        """Whether the trainer that was started last for a run ended because :meth:`end` did it."""
        return self.pid(run) in self._unwanted

    @property
    def runs(self) -> tuple[Path, ...]:
        """The folders of the runs for which trainers were started."""
        with self._lock:
            return tuple(self._processes)

    def pid(self, run: Path) -> int | None:
        """Of the trainer that was started last for a run; None: by others, or not at all."""
        with self._lock:
            processes = self._processes.get(run)
        return processes[-1].pid if processes else None

    def exit_code(self, run: Path) -> int | None:
        """How that trainer ended; None: it runs, or was not started here."""
        with self._lock:
            processes = self._processes.get(run)
            return processes[-1].poll() if processes else None

    def lives(self, run: Path) -> bool:
        """Whether any trainer that was started here works at a run."""
        with self._lock:
            return any(process.poll() is None for process in self._processes.get(run, ()))


def last_words(run: Path) -> str:
    """The last lines of a run's log."""
    try:
        with (run / LOG).open("rb") as file:
            file.seek(max((run / LOG).stat().st_size - _LAST_BYTES, 0))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-_LAST_LINES:])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Trainers", text)
