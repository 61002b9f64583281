"""Asks the trial process, and drops what nobody waits for any more."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from gui.render.trial_line import TrialLine
from gui.render.trial_process import Answer, EstimateProgress, Question, Subject, Withdraw
from vidcolor.errors import VidcolorError
from vidcolor.queue import JobSpec

log = logging.getLogger(__name__)


class Trials(QObject):
    """Tries a render out in a process of its own, which starts with the first question.

    Of each subject only the newest question counts; answers to older ones are dropped.

    Signals:
        answered: Subject, the value or a VidcolorError.
        estimate_progressed: frames that are done, and of how many; 0 where that is not known.
    """

    answered = Signal(object, object)
    estimate_progressed = Signal(int, int)

    _received = Signal(object, object)  # from the listening thread: which line, what

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line: TrialLine | None = None
        self._leaving: list[TrialLine] = []
        self._generation = 0
        self._open: dict[Subject, Question] = {}
        self._received.connect(self._on_received)

    @property
    def process_id(self) -> int | None:
        """Of the trial process, for tests and reports."""
        return self._line.process.pid if self._line else None

    def ask(self, subject: Subject, spec: JobSpec | None = None) -> None:
        """Ask; :attr:`answered` follows, unless the same subject is asked again before."""
        if self._line is None:
            self._line = TrialLine(self._received.emit)
        self._generation += 1
        self._open[subject] = Question(subject, self._generation, spec)
        self._line.send(self._open[subject])

    def withdraw_estimate(self) -> None:
        """Stop the trial render; its answer does not come."""
        if self._open.pop(Subject.ESTIMATE, None) is not None and self._line is not None:
            self._line.send(Withdraw())

    def close(self, *, wait: bool = False) -> None:
        """End the process; another one starts with the next question.

        Args:
            wait: until the process is gone; else it goes while the window works on.
        """
        self._open.clear()
        if self._line is not None:
            self._line.end()
            self._leaving.append(self._line)
            self._line = None
        if wait:
            for line in self._leaving:
                line.wait()
            self._leaving.clear()

    def _on_received(self, line: TrialLine, answer: Answer | EstimateProgress | None) -> None:
        if line is not self._line:
            if answer is None and line in self._leaving:
                line.wait()
                self._leaving.remove(line)
            return
        if answer is None:
            self._on_ended()
            return
        if isinstance(answer, EstimateProgress):
            question = self._open.get(Subject.ESTIMATE)
            if question is not None and question.generation == answer.generation:
                self.estimate_progressed.emit(answer.frames, answer.frames_total)
            return
        question = self._open.get(answer.subject)
        if question is None or question.generation != answer.generation:
            return
        del self._open[answer.subject]
        error = answer.error
        value = answer.value
        if error is not None:
            value = VidcolorError(error.what, do=error.do, detail=error.detail)
        self.answered.emit(answer.subject, value)

    def _on_ended(self) -> None:
        """The process died by itself: all that was asked has failed."""
        assert self._line is not None
        exit_code = self._line.process.exitcode
        self._line.wait()
        self._line = None
        log.warning("the trial process ended unexpectedly, exit code %s", exit_code)
        unanswered, self._open = list(self._open), {}
        for subject in unanswered:
            error = VidcolorError(
                self.tr("The trial stopped unexpectedly."),
                do=self.tr("Try again, or choose other settings."),
                detail=f"exit code {exit_code}",
            )
            self.answered.emit(subject, error)
