"""The window of trainings: the runs at the left, what is chosen of them at the right."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QItemSelectionModel, QSignalBlocker, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import PROGRAM
from gui.messages import MessageBar
from gui.recent import WindowMemory
from gui.training.history import History
from gui.training.new_page import TrainingNewPage
from gui.training.plan import TrainingPlan, read_plan
from gui.training.run_page import TrainingRunPage
from gui.training.run_uses import RunUses
from gui.training.run_words import list_words
from gui.training.trainers import Trainers
from gui.training.watch import RunWatch, Sight
from vidcolor.errors import VidcolorError
from vidcolor.paths import user_data_dir
from vidcolor.training.run import Run, RunStatus, Wish, find_runs

_FOLDER = Qt.ItemDataRole.UserRole


class TrainingWindow(QWidget):
    """Starts, follows, steers and uses training runs; they live in processes of their own.

    Closed, it is hidden: runs go on, and it is as it was when it is shown again.

    Args:
        program: the command line.

    Signals:
        model_made: the name of a model that was made of a checkpoint, to colour the film with.
    """

    model_made = Signal(str)

    def __init__(self, program: Sequence[str] = PROGRAM, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Trainings – vidcolor"))
        self.home = user_data_dir() / "trainings"
        self.trainers = Trainers(program)
        self._memory = WindowMemory()
        self._sights: dict[Path, Sight] = {}
        self._histories: dict[Path, History] = {}
        self._wanted: Path | None = None  # selected as soon as it is seen
        self._told: set[int | None] = set()  # trainers whose failure was told
        self.messages = MessageBar()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Training runs"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(self.tr("Select several to compare them"))
        self.new = QPushButton(self.tr("&New training"))
        self.open_run = QPushButton(self.tr("&Open a run…"))
        self.new_page = TrainingNewPage(self.home, program)
        self.run_page = TrainingRunPage()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.new_page)
        self.pages.addWidget(self.run_page)
        self._lay_out()
        self.uses = RunUses(program, self)
        self._connect()
        self.watch = RunWatch(self.home, self.trainers, self)
        self.watch.seen.connect(self._on_seen)
        self.watch.start()

    @property
    def running(self) -> list[Run]:
        """The runs that a process works at."""
        return [sight.run for sight in self._sights.values() if sight.goes_on]

    def sight(self, folder: Path) -> Sight | None:
        """What was seen of a run last."""
        return self._sights.get(folder)

    def stop_all(self) -> None:
        """Ask every run to end with a checkpoint; nobody waits."""
        for run in self.running:
            with suppress(OSError):  # the others are to be asked too, and the window to close
                run.ask(Wish.STOP)

    def end(self) -> None:
        """Look after nothing any more; trainers go on by themselves."""
        self.watch.close()
        self.new_page.end()
        self.uses.end()
        self._keep_geometry()
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_geometry()
        super().closeEvent(event)

    def open_folder(self, folder: Path) -> None:
        """Show a run, or the runs of a folder, from elsewhere."""
        found = find_runs(folder)
        if not found:
            self.messages.show_error(
                VidcolorError(
                    self.tr("{0} holds no training run.").format(folder.name),
                    do=self.tr("Choose the folder that was given for a run."),
                )
            )
            return
        self._wanted = found[0].folder
        self.watch.add(folder)

    # --- construction ---

    def _lay_out(self) -> None:
        left = QWidget()
        runs = QVBoxLayout(left)
        runs.setContentsMargins(0, 0, 0, 0)
        runs.addWidget(self.new)
        runs.addWidget(self.list, 1)
        runs.addWidget(self.open_run)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(self.pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 900])
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout()
        row.addWidget(splitter)
        column = QVBoxLayout(self)
        column.addWidget(self.messages)
        column.addLayout(row, 1)
        self.resize(1180, 760)
        self.restoreGeometry(self._memory.bytes_of("trainings"))

    def _connect(self) -> None:
        self.new.clicked.connect(self._show_new)
        self.open_run.clicked.connect(self._choose_run)
        self.list.itemSelectionChanged.connect(self._show_selected)
        self.new_page.start_wanted.connect(self._start)
        self.new_page.failed.connect(self.messages.show_error)
        self.run_page.wished.connect(self._ask)
        self.run_page.go_on_wanted.connect(self._go_on)
        self.run_page.use_wanted.connect(self._make_model)
        self.run_page.folder_wanted.connect(self._open_folder)
        self.run_page.report_wanted.connect(self._make_report)
        self.uses.told.connect(self.messages.show_notice)
        self.uses.failed.connect(self.messages.show_error)
        self.uses.model_made.connect(self.model_made)

    def _keep_geometry(self) -> None:
        self._memory.keep_bytes("trainings", QByteArray(self.saveGeometry()))

    # --- what is seen ---

    def _on_seen(self, sights: tuple[Sight, ...]) -> None:
        before, self._sights = self._sights, {sight.run.folder: sight for sight in sights}
        for folder, sight in self._sights.items():
            if sight.anew:
                self._histories[folder] = History()
            self._histories[folder].take(sight.lines)
            self._tell_failure(before.get(folder), sight)
        self._show_list()
        self._show_selected()

    def _tell_failure(self, before: Sight | None, now: Sight) -> None:
        """Say it once, when a run that went on does so no more."""
        if now.state is None or now.state.status is not RunStatus.FAILED:
            return
        # One that was started here may be gone before anybody has looked.
        pid = self.trainers.pid(now.run.folder)
        unseen = pid is not None and pid not in self._told
        if not unseen and (before is None or not before.goes_on):
            return
        self._told.add(pid)
        told = [line for line in now.said.splitlines() if line.startswith("vidcolor: ")]
        why = told[-1].removeprefix("vidcolor: ") if told else now.state.message
        do = self.tr("It can go on from its last checkpoint.")
        if not now.has_last:
            do = self.tr("The details tell more.")
        self.messages.show_error(
            VidcolorError(
                self.tr("The training {name} ended: {why}").format(
                    name=now.run.folder.name, why=why if why.endswith(".") else f"{why}."
                ),
                do=do,
                detail=now.said or now.state.message,
            )
        )

    def _show_list(self) -> None:
        there = [self.list.item(row).data(_FOLDER) for row in range(self.list.count())]
        if there != list(self._sights):
            selected = {item.data(_FOLDER) for item in self.list.selectedItems()}
            with QSignalBlocker(self.list):
                self.list.clear()
                for folder in self._sights:
                    item = QListWidgetItem()
                    item.setData(_FOLDER, folder)
                    self.list.addItem(item)
                    item.setSelected(folder in selected)
        for row, sight in enumerate(self._sights.values()):
            item = self.list.item(row)
            item.setText(list_words(sight))
            item.setToolTip(str(sight.run.folder))
            if sight.run.folder == self._wanted:
                self._wanted = None
                only = QItemSelectionModel.SelectionFlag.ClearAndSelect
                self.list.setCurrentItem(item, only)

    @property
    def selected(self) -> list[Sight]:
        """The runs that are shown at the right, in the order of the list."""
        rows = sorted(self.list.row(item) for item in self.list.selectedItems())
        folders = [self.list.item(row).data(_FOLDER) for row in rows]
        return [self._sights[folder] for folder in folders if folder in self._sights]

    def _show_selected(self) -> None:
        chosen = self.selected
        if not chosen:
            self.pages.setCurrentWidget(self.new_page)
            return
        self.run_page.show_runs(chosen, [self._histories[s.run.folder] for s in chosen])
        self.pages.setCurrentWidget(self.run_page)

    def _show_new(self) -> None:
        self.list.clearSelection()
        self.new_page.suggest_name()

    def _choose_run(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Open a training run"))
        if folder:
            self.open_folder(Path(folder))

    # --- what is wished ---

    def _start(self, plan: TrainingPlan, folder: Path, *, resume: bool = False) -> None:
        self.messages.hide()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            Run(folder).ask(None)  # what stopped its last life is no wish for the next
            self.trainers.start(plan.words(folder, resume=resume), folder)
            plan.write(folder)
        except (VidcolorError, OSError) as error:
            self.messages.show_error(_told(error))
            return
        self._wanted = folder
        self.watch.add(folder)

    def _ask(self, wish: Wish | None) -> None:
        for sight in self.selected[:1]:
            # A trainer that is still loading reads no wishes, and has nothing to lose.
            starts = sight.state is not None and sight.state.status is RunStatus.STARTING
            if wish is Wish.STOP and starts and self.trainers.end(sight.run.folder):
                continue
            try:
                sight.run.ask(wish)
            except OSError as error:
                self.messages.show_error(_told(error))
        self.watch.look()

    def _go_on(self) -> None:
        sight = self.selected[0]
        plan = read_plan(sight.run.folder)
        if plan is None:
            plan = self._plan_of_other(sight)
        if plan is not None:
            self._start(plan, sight.run.folder, resume=True)

    def _plan_of_other(self, sight: Sight) -> TrainingPlan | None:
        """Of a run that was started elsewhere: only its data are not known."""
        if sight.facts is None:
            return None
        title = self.tr("Folder of the pictures that the run learns from")
        folder = QFileDialog.getExistingDirectory(self, title)
        if not folder:
            return None
        return TrainingPlan(
            recipe=sight.facts.recipe, data=(folder,), changed=dict(sight.facts.settings)
        )

    def _make_model(self, checkpoint: str) -> None:
        self.uses.make_model(self.selected[0].run, checkpoint)

    def _make_report(self) -> None:
        self.uses.make_report([sight.run for sight in self.selected])

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.selected[0].run.folder)))


def _told(error: VidcolorError | OSError) -> VidcolorError:
    if isinstance(error, VidcolorError):
        return error
    return VidcolorError(str(error.strerror), do=str(error.filename), detail=str(error))
