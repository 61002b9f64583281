"""The curves of one run or of several: losses, the discriminator's verdicts, measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from gui.training.curves import Axis, Curve, curve
from gui.training.history import History, Track
from gui.training.plot import CurvePlot
from gui.training.run_words import part_word

_GREY_ENDS = ("_grey", "grey_")
_SMOOTHEST = 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A run whose curves are shown."""

    name: str
    history: History
    stage_steps: tuple[int, ...] = ()  # at which a later stage begins


class CurveBoard(QWidget):
    """Of one run all parts; of several runs one part each, in the runs' colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[Shown, ...] = ()
        self.part = self._choice(self.tr("Part of the loss"))
        self.measure = self._choice(self.tr("Measure on held-out photos"))
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setRange(0, 100)
        self.smoothing.setValue(60)
        self.smoothing.setMaximumWidth(180)
        self.smoothing.setAccessibleName(self.tr("Smoothing of the losses"))
        self.smoothing.setToolTip(self.tr("How much of the past each value of a loss holds"))
        nothing = self.tr("Nothing has been told so far.")
        self.losses = CurvePlot(self.tr("Loss"), Axis.LOG, nothing)
        self.verdicts = CurvePlot(
            self.tr("Discriminator: share of right verdicts"), Axis.SHARE, nothing
        )
        self.measures = CurvePlot(
            self.tr("Held-out photos"), Axis.LINEAR, self.tr("Not looked at so far.")
        )
        self._lay_out()
        self.smoothing.valueChanged.connect(self._paint)
        self.part.currentIndexChanged.connect(self._paint)
        self.measure.currentIndexChanged.connect(self._paint)

    def show_runs(self, runs: Sequence[Shown]) -> None:
        """Show these; their histories may have grown."""
        self._runs = tuple(runs)
        parts = _names(run.history.losses for run in runs)
        _offer(self.part, parts)
        self.part.setVisible(len(runs) > 1 and len(parts) > 1)
        measures = [n for n in _names(r.history.measures for r in runs) if not _is_grey(n)]
        _offer(self.measure, measures)
        self.measure.setVisible(len(measures) > 1)
        self.verdicts.setVisible(any(run.history.discriminator for run in runs))
        self._paint()

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return choice

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Smoothing"))
        label.setBuddy(self.smoothing)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.smoothing)
        row.addStretch()
        row.addWidget(self.part)
        row.addWidget(self.measure)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(row)
        column.addWidget(self.losses, 3)
        column.addWidget(self.verdicts, 2)
        column.addWidget(self.measures, 2)

    def _paint(self) -> None:
        marked = self._runs[0].stage_steps if len(self._runs) == 1 else ()
        self.losses.show_curves(self._loss_curves(), marked=marked)
        self.verdicts.show_curves(self._verdict_curves(), marked=marked)
        self.measures.show_curves(self._measure_curves(), marked=marked)

    def _loss_curves(self) -> list[Curve]:
        smoothing = _SMOOTHEST * (self.smoothing.value() / 100) ** 0.5
        if len(self._runs) == 1:
            tracks = self._runs[0].history.losses
            # One summand alone is the whole.
            names = list(tracks) if len(tracks) > 2 else list(tracks)[:1]
            return [
                _curve(part_word(name), tracks[name], color, smoothing=smoothing)
                for color, name in enumerate(names)
            ]
        return [
            _curve(run.name, track, color, smoothing=smoothing)
            for color, run in enumerate(self._runs)
            if (track := run.history.losses.get(self.part.currentData())) is not None
        ]

    def _verdict_curves(self) -> list[Curve]:
        found = []
        for place, run in enumerate(self._runs):
            for which, name in enumerate(("real_told", "fake_told")):
                if (track := run.history.discriminator.get(name)) is None:
                    continue
                alone = len(self._runs) == 1
                words = part_word(name) if alone else f"{run.name}: {part_word(name)}"
                color, dashed = (which, False) if alone else (place, which == 1)
                found.append(_curve(words, track, color, smoothing=0.6, dashed=dashed))
        return found

    def _measure_curves(self) -> list[Curve]:
        name = self.measure.currentData()
        found = []
        for place, run in enumerate(self._runs):
            measures = run.history.measures
            alone = len(self._runs) == 1
            if name in measures:
                found.append(_curve(part_word(name) if alone else run.name, measures[name], place))
            grey = next((n for n in measures if _is_grey(n) and _of_grey(n, name)), None)
            if grey is not None:
                words = self.tr("Left grey") if alone else self.tr("{0}, grey").format(run.name)
                found.append(_curve(words, measures[grey], place, dashed=True))
        return found


def _curve(
    name: str, track: Track, color: int, *, smoothing: float = 0.0, dashed: bool = False
) -> Curve:
    return curve(name, track.steps, track.values, color, smoothing=smoothing, dashed=dashed)


def _is_grey(name: str) -> bool:
    return name.endswith(_GREY_ENDS[0]) or name.startswith(_GREY_ENDS[1])


def _of_grey(grey: str, name: str) -> bool:
    """Whether a measure of the grey pictures lies beside this measure of the coloured ones."""
    bare = grey.removesuffix(_GREY_ENDS[0]).removeprefix(_GREY_ENDS[1])
    return name in (bare, f"{bare}_bins", f"{bare}_regression")


def _names(tracks: Iterable[dict[str, Track]]) -> list[str]:
    """All names, each once, in the order in which they come."""
    return list(dict.fromkeys(name for one in tracks for name in one))


def _offer(choice: QComboBox, names: list[str]) -> None:
    """Offer these; what was chosen stays chosen."""
    if [choice.itemData(row) for row in range(choice.count())] == names:
        return
    before = choice.currentData()
    with QSignalBlocker(choice):
        choice.clear()
        for name in names:
            choice.addItem(part_word(name), name)
        choice.setCurrentIndex(max(choice.findData(before), 0))
