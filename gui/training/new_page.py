"""The page on which a training is put together and started."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from gui.training.data_box import DataBox
from gui.training.file_field import FileField
from gui.training.plan import TrainingPlan
from gui.training.recipe_box import RecipeBox
from gui.training.settings_box import SettingsBox
from gui.training.start_box import StartBox
from vidcolor.errors import VidcolorError
from vidcolor.training.recipe import Recipe

_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]{1,100}")
_DEVICES = ("cpu", "cuda", "mps", "xpu")


class TrainingNewPage(QWidget):
    """Data, recipe, start, settings, place; and two buttons.

    Args:
        home: where runs are made unless a person chooses another folder.
        program: the command line.

    Signals:
        start_wanted: TrainingPlan, Path: the run's folder.
        failed: VidcolorError.
    """

    start_wanted = Signal(object, object)
    failed = Signal(object)

    def __init__(self, home: Path, program: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self.data = DataBox(program)
        self.recipes = RecipeBox()
        self.start = StartBox()
        self.settings = SettingsBox()
        self.device = QComboBox()
        self.device.setAccessibleName(self.tr("Device"))
        self.device.addItem(self.tr("Automatic"), "auto")
        for device in _DEVICES:
            self.device.addItem(device, device)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the run"))
        self.folder = FileField(self.tr("Folder for the run"), str(home))
        self.begin = QPushButton(self.tr("&Start"))
        self.dry_run = QPushButton(self.tr("&Dry run"))
        self.dry_run.setToolTip(self.tr("Tells what the training would do, and does nothing"))
        self.told = QPlainTextEdit()
        self.told.setReadOnly(True)
        self.told.setAccessibleName(self.tr("What the dry run tells"))
        self.told.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.told.setMaximumHeight(150)
        self.told.hide()
        self._dry = Command(self, program)
        self._lay_out()
        self.recipes.chosen.connect(self._on_recipe)
        self.data.failed.connect(self.failed)
        self.begin.clicked.connect(self._start)
        self.dry_run.clicked.connect(self._try)
        self._dry.said.connect(self.told.appendPlainText)
        self._dry.ended.connect(self._on_dry)
        self._dry.failed.connect(self._on_dry_failed)
        self.recipes.list.setCurrentRow(0)

    @property
    def plan(self) -> TrainingPlan:
        """What is chosen."""
        return TrainingPlan(
            recipe=self.recipes.recipe.name,
            data=self.data.paths,
            start_weights=self.start.start_weights,
            encoder_weights=self.start.encoder_weights,
            feature_weights=self.start.feature_weights,
            device=self.device.currentData(),
            changed=self.settings.changed,
        )

    def run_folder(self) -> Path:
        """Where the run will lie.

        Raises:
            VidcolorError: its name cannot be a folder's, or there is one already.
        """
        name = self.name.text().strip()
        if not _NAME.fullmatch(name) or name.strip(".") == "":
            raise VidcolorError(
                self.tr("{0} cannot be a folder's name.").format(repr(name)),
                do=self.tr("Give the run another name."),
            )
        folder = Path(self.folder.path or self._home) / name
        if folder.exists():
            raise VidcolorError(
                self.tr("There is a folder called {0} already.").format(name),
                do=self.tr("Give the run another name."),
            )
        return folder

    def suggest_name(self) -> None:
        """Name the run after its recipe, with a number that is free."""
        parent, recipe = Path(self.folder.path or self._home), self.recipes.recipe.name
        number = 1
        while (parent / f"{recipe}-{number}").exists():
            number += 1
        self.name.setText(f"{recipe}-{number}")

    def end(self) -> None:
        """Ask for nothing any more."""
        self.data.end()
        self._dry.cancel()

    def _lay_out(self) -> None:
        place = QGroupBox(self.tr("5. Run"))
        form = QFormLayout(place)
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Folder"), self.folder)
        form.addRow(self.tr("Device"), self.device)
        inner = QWidget()
        column = QVBoxLayout(inner)
        for box in (self.data, self.recipes, self.start, self.settings, place):
            column.addWidget(box)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.dry_run)
        buttons.addWidget(self.begin)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area, 1)
        whole.addWidget(self.told)
        whole.addLayout(buttons)

    def _on_recipe(self, recipe: Recipe) -> None:
        self.start.show_recipe(recipe)
        self.settings.show_recipe(recipe)
        self.suggest_name()

    def _checked(self) -> tuple[TrainingPlan, Path] | None:
        try:
            plan, folder = self.plan, self.run_folder()
            self.start.check()
            plan.check()
        except VidcolorError as error:
            self.failed.emit(error)
            return None
        return plan, folder

    def _start(self) -> None:
        checked = self._checked()
        if checked is not None:
            self.start_wanted.emit(*checked)

    def _try(self) -> None:
        checked = self._checked()
        if checked is None or self._dry.running:
            return
        plan, folder = checked
        self.told.setPlainText(self.tr("Trying …"))
        self.told.show()
        self.dry_run.setEnabled(False)
        self._dry.start(plan.words(folder, dry=True))

    def _on_dry(self, text: str) -> None:
        self.dry_run.setEnabled(True)
        self.told.appendPlainText(text.strip())

    def _on_dry_failed(self, error: VidcolorError) -> None:
        self.dry_run.setEnabled(True)
        self.failed.emit(error)
