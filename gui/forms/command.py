"""A command of the command line, run in a process of its own for a dialog."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from vidcolor.errors import VidcolorError

PROGRAM = (sys.executable, "-m", "vidcolor")
"""The command line of this installation."""

_PATIENCE_MS = 5000


class Command(QObject):
    """Runs ``vidcolor …`` and passes on what it says; one run at a time.

    Args:
        program: what is run; a test puts another in its place.

    Signals:
        said: a line of progress.
        ended: the text on its standard output; it has done what it was asked.
        failed: VidcolorError; it has not.
    """

    said = Signal(str)
    ended = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, program: Sequence[str] = PROGRAM) -> None:
        super().__init__(parent)
        self._program = tuple(program)
        self._process: QProcess | None = None
        self._lines: list[str] = []

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self._process is not None

    def start(self, arguments: Sequence[str]) -> None:
        """Run it; nothing happens while another runs."""
        if self._process is not None:
            return
        self._lines = []
        process = self._process = QProcess(self)
        process.readyReadStandardError.connect(self._on_progress)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        process.start(self._program[0], [*self._program[1:], *arguments])

    def cancel(self) -> None:
        """Ask it to end, and make it after some seconds; no signal follows, nobody waits."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.readyReadStandardError.disconnect(self._on_progress)
        process.errorOccurred.disconnect(self._on_error)
        process.finished.disconnect(self._on_finished)
        process.setParent(QCoreApplication.instance())  # it may outlive the dialog
        process.finished.connect(process.deleteLater)
        process.terminate()
        QTimer.singleShot(_PATIENCE_MS, process, process.kill)

    def _on_progress(self) -> None:
        if self._process is None:
            return
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        for line in text.replace("\r", "\n").splitlines():
            if line.strip():
                self._lines.append(line)
                self.said.emit(line)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._forget()
            self.failed.emit(
                VidcolorError(
                    self.tr("Another process of vidcolor could not be started."),
                    do=self.tr("Install vidcolor again."),
                    detail=reason,
                )
            )

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._on_progress()
        said = bytes(self._process.readAllStandardOutput().data()).decode(errors="replace")
        self._forget()
        if status == QProcess.ExitStatus.NormalExit and code == 0:
            self.ended.emit(said)
            return
        detail = "\n".join([*self._lines[-30:], said]).strip()
        # The command line writes "vidcolor: what" and then, indented, what to do.
        told = [line for line in self._lines if line.startswith("vidcolor: ")]
        what = told[-1].removeprefix("vidcolor: ") if told else self.tr("The command failed.")
        after = self._lines[self._lines.index(told[-1]) + 1 :] if told else []
        do = " ".join(line.strip() for line in after) or self.tr("The details tell more.")
        self.failed.emit(VidcolorError(what, do=do, detail=detail))

    def _forget(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None


def end_cancelled() -> None:
    """Kill what was cancelled and has not ended yet: the program ends."""
    app = QCoreApplication.instance()
    for process in app.findChildren(QProcess) if app else []:
        process.kill()
        process.waitForFinished(_PATIENCE_MS)
