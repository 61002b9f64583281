"""What becomes of runs: a model of a checkpoint, a report; both made by the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from gui.forms.command import Command
from vidcolor import addedmodels
from vidcolor.errors import VidcolorError
from vidcolor.training.run import Run

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 56  # of 64 letters; a number may follow


class RunUses(QObject):
    """Makes models and reports, one of each at a time.

    Args:
        program: the command line.

    Signals:
        told: how it goes.
        failed: VidcolorError.
        model_made: the name of a new model.
    """

    told = Signal(str)
    failed = Signal(object)
    model_made = Signal(str)

    def __init__(self, program: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._page = Path()
        self._add = Command(self, program)
        self._add.ended.connect(self._on_added)
        self._add.failed.connect(self.failed)
        self._report = Command(self, program)
        self._report.ended.connect(self._on_report)
        self._report.failed.connect(self.failed)

    def make_model(self, run: Run, checkpoint: str) -> None:
        """Export a checkpoint, named after the run, into the user's models."""
        if self._add.running:
            return
        self._name = free_model_name(run.folder.name)
        self.told.emit(self.tr("Making the model {0} …").format(self._name))
        words = ["train", "add", str(run.folder), "--name", self._name]
        self._add.start([*words, "--checkpoint", checkpoint])

    def make_report(self, runs: Sequence[Run]) -> None:
        """Write a report of runs into the first one's folder, and open it."""
        if self._report.running:
            return
        folder = runs[0].folder / "report"
        self._page = folder / "report.html"
        self.told.emit(self.tr("Writing the report …"))
        folders = [str(run.folder) for run in runs]
        self._report.start(["train", "report", *folders, "--out", str(folder)])

    def end(self) -> None:
        """Make nothing any more."""
        self._add.cancel()
        self._report.cancel()

    def _on_added(self, _text: str) -> None:
        self.told.emit(self.tr("{0} is one of your models now.").format(self._name))
        self.model_made.emit(self._name)

    def _on_report(self, _text: str) -> None:
        self.told.emit(self.tr("The report lies in {0}.").format(self._page))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._page)))


def free_model_name(wanted: str) -> str:
    """A name for a new model, made of a run's: one that a file and the command line take."""
    name = _NOT_IN_NAMES.sub("-", wanted).strip("-._")[:_LONGEST] or "model"
    number, free = 1, name
    while True:
        try:
            addedmodels.check_name(free)
        except VidcolorError:
            number += 1
            free = f"{name}-{number}"
        else:
            return free
