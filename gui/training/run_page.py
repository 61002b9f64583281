"""The page of a run, or of several: how far it is, its curves and samples, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.forms.flow_layout import FlowLayout
from gui.training.curve_board import CurveBoard, Shown
from gui.training.history import History
from gui.training.run_words import machine_words, progress_words
from gui.training.sheet_view import Sheets, SheetView
from gui.training.watch import Sight
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import RunStatus, Wish

BEST, LAST = "best", "last"


class TrainingRunPage(QWidget):
    """Shows the runs that are selected; its buttons are for one run alone.

    Signals:
        wished: Wish, or None to go on: of the run that is shown.
        go_on_wanted: start a trainer for it again.
        use_wanted: "best", "last" or a step: the checkpoint to colour a film with.
        folder_wanted: open its folder.
        report_wanted: write a report of the runs that are shown.
    """

    wished = Signal(object)
    go_on_wanted = Signal()
    use_wanted = Signal(str)
    folder_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sights: tuple[Sight, ...] = ()
        self._checkpoint = ""  # chosen by a person
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setAccessibleName(self.tr("How far the run is"))
        self.machine = QLabel()
        self.machine.setWordWrap(True)
        self.machine.setAccessibleName(self.tr("Speed, memory, device and data"))
        for label in (self.state, self.machine):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Share of the steps that are done"))
        self.curves = CurveBoard()
        self.sheets = SheetView()
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setAccessibleName(self.tr("What happened"))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.curves, self.tr("Curves"))
        self.tabs.addTab(self.sheets, self.tr("Samples"))
        self.tabs.addTab(self.log, self.tr("Log"))
        self._make_buttons()
        self._lay_out()

    def show_runs(self, sights: Sequence[Sight], histories: Sequence[History]) -> None:
        """Show these; they may have gone on since."""
        if [s.run.folder for s in sights] != [s.run.folder for s in self._sights]:
            self._checkpoint = ""
        self._sights = tuple(sights)
        pairs = list(zip(sights, histories, strict=True))
        self.state.setText("\n".join(_state_words(s, h, len(pairs) > 1) for s, h in pairs))
        self.machine.setText(machine_words(sights[0]) if len(pairs) == 1 else "")
        self.machine.setVisible(len(pairs) == 1)
        self.curves.show_runs([Shown(_name(s), h, _stage_steps(s)) for s, h in pairs])
        self.sheets.show_runs([Sheets(_name(s), s.sheets) for s in sights])
        self._show_log(pairs)
        self._show_progress()
        self._offer_checkpoints()
        self._enable()

    def _make_buttons(self) -> None:
        self.pause = QPushButton(self.tr("Pa&use"))
        self.stop = QPushButton(self.tr("S&top"))
        self.stop.setToolTip(self.tr("Ends with a checkpoint; the run can go on from there"))
        self.go_on = QPushButton(self.tr("&Go on"))
        self.go_on.setToolTip(self.tr("Train on from the last checkpoint"))
        self.checkpoint = QComboBox()
        self.checkpoint.setAccessibleName(self.tr("Checkpoint to use"))
        self.checkpoint.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.use = QPushButton(self.tr("Use on &my film"))
        self.use.setToolTip(
            self.tr("Makes a model of the checkpoint and colours your film with it")
        )
        self.open_folder = QPushButton(self.tr("Open &folder"))
        self.report = QPushButton(self.tr("&Report"))
        self.report.setToolTip(
            self.tr("Curves, samples and figures of the selected runs as a page")
        )
        # Enabled as a run allows it; at first none is shown.
        for button in (self.pause, self.stop, self.go_on, self.use, self.open_folder):
            button.setEnabled(False)
        self.checkpoint.activated.connect(self._on_checkpoint)
        self.pause.clicked.connect(self._on_pause)
        self.stop.clicked.connect(lambda: self.wished.emit(Wish.STOP))
        self.go_on.clicked.connect(lambda: self.go_on_wanted.emit())
        self.use.clicked.connect(lambda: self.use_wanted.emit(self.checkpoint.currentData()))
        self.open_folder.clicked.connect(lambda: self.folder_wanted.emit())
        self.report.clicked.connect(lambda: self.report_wanted.emit())

    def _lay_out(self) -> None:
        buttons = FlowLayout(margin_px=0)
        for widget in (self.pause, self.stop, self.go_on, self.checkpoint, self.use):
            buttons.addWidget(widget)
        for widget in (self.open_folder, self.report):
            buttons.addWidget(widget)
        row = QHBoxLayout()
        row.addLayout(buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.state, self.bar, self.machine):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.tabs, 1)

    def _show_log(self, pairs: Sequence[tuple[Sight, History]]) -> None:
        lines = []
        for sight, history in pairs:
            before = f"{_name(sight)}: " if len(pairs) > 1 else ""
            for event in history.events:
                words = self.tr("step {step}: {what}").format(step=event.step, what=event.what)
                lines.append(before + words)
            # While a run goes on, and when it ends well, its message is its newest event.
            if sight.state is not None and sight.state.status is RunStatus.FAILED:
                lines.append(before + sight.state.message)
            if sight.said:
                lines.append(sight.said)
        text = "\n".join(lines)
        if text != self.log.toPlainText():
            self.log.setPlainText(text)
            bar = self.log.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _show_progress(self) -> None:
        state = self._sights[0].state
        self.bar.setVisible(len(self._sights) == 1)
        # Before a trainer has said how many steps there are, the bar only says that it is at work.
        starts = self._sights[0].goes_on and (state is None or not state.steps)
        self.bar.setRange(0, 0 if starts else max(state.steps if state else 1, 1))
        self.bar.setValue(state.step if state else 0)

    def _offer_checkpoints(self) -> None:
        sight, offers = self._sights[0], []
        if sight.has_best:
            offers.append((self.tr("Best checkpoint"), BEST))
        if sight.has_last:
            offers.append((self.tr("Last checkpoint"), LAST))
        for step in reversed(sight.kept_steps):
            offers.append((self.tr("Checkpoint of step {0}").format(step), str(step)))
        there = [self.checkpoint.itemData(row) for row in range(self.checkpoint.count())]
        if there == [data for _, data in offers]:
            return
        with QSignalBlocker(self.checkpoint):
            self.checkpoint.clear()
            for words, data in offers:
                self.checkpoint.addItem(words, data)
            # What was only offered first gives way to the best one, which may come later.
            self.checkpoint.setCurrentIndex(max(self.checkpoint.findData(self._checkpoint), 0))

    def _enable(self) -> None:
        one, sight = len(self._sights) == 1, self._sights[0]
        asked = sight.asked is Wish.PAUSE
        self.pause.setText(self.tr("Res&ume") if asked else self.tr("Pa&use"))
        stops = sight.asked is Wish.STOP
        starts = sight.state is None or sight.state.status is RunStatus.STARTING
        self.pause.setEnabled(one and sight.goes_on and not stops and not starts)
        self.stop.setEnabled(one and sight.goes_on and not stops)
        self.go_on.setEnabled(one and not sight.goes_on and _can_go_on(sight))
        self.use.setEnabled(one and self.checkpoint.count() > 0)
        self.checkpoint.setEnabled(self.use.isEnabled())
        self.open_folder.setEnabled(one)

    def _on_checkpoint(self) -> None:
        self._checkpoint = self.checkpoint.currentData()

    def _on_pause(self) -> None:
        paused = self._sights[0].asked is Wish.PAUSE
        self.wished.emit(None if paused else Wish.PAUSE)


def _name(sight: Sight) -> str:
    return sight.run.folder.name


def _state_words(sight: Sight, history: History, several: bool) -> str:
    words = progress_words(sight, history)
    return f"{_name(sight)}: {words}" if several else words


def _can_go_on(sight: Sight) -> bool:
    """Whether steps are left, and there is something to go on from."""
    state = sight.state
    return sight.has_last and state is not None and state.step < max(state.steps, 1)


def _stage_steps(sight: Sight) -> tuple[int, ...]:
    """The steps at which later stages of the recipe begin."""
    recipe = RECIPES.get(sight.facts.recipe) if sight.facts else None
    if recipe is None or sight.state is None:
        return ()
    reached, found = 0.0, []
    for stage in recipe.stages[:-1]:
        reached += stage.share
        found.append(round(reached * sight.state.steps))
    return tuple(found)
