"""The sample sheets of one run or of several, step by step."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from gui.training.curves import number_words
from gui.training.picture_box import PictureBox

MOST = 4
"""So many runs' sheets stand side by side; more would be too small to judge."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of a run by their steps."""

    name: str
    files: dict[int, Path]

    def at(self, step: int) -> Path | None:
        """The newest sheet that was there at a step."""
        steps = list(self.files)
        place = bisect_right(steps, step)
        return self.files[steps[place - 1]] if place else None


class SheetView(QWidget):
    """Follows the newest sheet until a person goes back to an older one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Sheets, ...] = ()
        self._steps: list[int] = []
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Step of the samples"))
        self.slider.setPageStep(1)
        self.label = QLabel()
        self.hint = QLabel(
            self.tr("The same held-out photos each time; from above: grey, coloured, true")
        )
        self.boxes = [
            PictureBox(self.tr("Samples"), self.tr("No samples were made so far."))
            for _ in range(MOST)
        ]
        self.names = [QLabel() for _ in range(MOST)]
        self._columns = [QWidget() for _ in range(MOST)]
        self._lay_out()
        self.slider.valueChanged.connect(self._paint)

    @property
    def step(self) -> int:
        """At which the samples are shown; 0: there are none."""
        return self._steps[self.slider.value()] if self._steps else 0

    def show_runs(self, runs: Sequence[Sheets]) -> None:
        """Show these; they may have grown."""
        shown = tuple(runs)[:MOST]
        steps = sorted({step for run in shown for step in run.files})
        if shown == self._runs:
            return
        others = [run.name for run in shown] != [run.name for run in self._runs]
        newest = others or not self._steps or self.slider.value() == len(self._steps) - 1
        before = self.step
        self._runs, self._steps = shown, steps
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(len(steps) - 1, 0))
            kept = max(bisect_right(steps, before) - 1, 0)
            self.slider.setValue(len(steps) - 1 if newest else kept)
        self.slider.setEnabled(len(steps) > 1)
        self._paint()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self.label)
        pictures = QHBoxLayout()
        for widget, name, box in zip(self._columns, self.names, self.boxes, strict=True):
            one = QVBoxLayout(widget)
            one.setContentsMargins(0, 0, 0, 0)
            one.addWidget(name)
            one.addWidget(box, 1)
            pictures.addWidget(widget, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(row)
        column.addLayout(pictures, 1)
        column.addWidget(self.hint)
        self._paint()

    def _paint(self) -> None:
        step = self.step
        self.label.setText(self.tr("step {0}").format(number_words(step)) if step else "")
        for place, (name, box) in enumerate(zip(self.names, self.boxes, strict=True)):
            there = place < len(self._runs)
            self._columns[place].setVisible(there or place == 0)
            name.setVisible(there and len(self._runs) > 1)
            box.show_file(self._runs[place].at(step) if there else None)
            name.setText(self._runs[place].name if there else "")
