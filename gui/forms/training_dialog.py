"""Training a model by one of the recipes, in a process of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from gui.messages import MessageBar
from vidcolor.errors import VidcolorError


class TrainingDialog(QDialog):
    """Chooses recipe, photos and folder, starts, follows and stops a training.

    A training that was stopped goes on where it was with "Go on with the run".
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Train a model"))
        self.messages = MessageBar()
        self.recipe = QComboBox()
        self.recipe.setAccessibleName(self.tr("Recipe"))
        self.recipe.setPlaceholderText(self.tr("Asking for the recipes …"))
        self.photos = QLineEdit()
        self.run_folder = QLineEdit()
        self.weights = {
            option: QLineEdit()
            for option in ("--start-weights", "--encoder-weights", "--feature-weights")
        }
        self.steps = QSpinBox()
        self.steps.setRange(0, 10_000_000)
        self.steps.setSpecialValueText(self.tr("as the recipe says"))
        self.steps.setAccessibleName(self.tr("Steps"))
        self.begin = QPushButton(self.tr("&Start"))
        self.go_on = QPushButton(self.tr("&Go on with the run"))
        self.go_on.setToolTip(self.tr("From the last checkpoint in the run's folder"))
        self.stop = QPushButton(self.tr("S&top"))
        self.stop.setEnabled(False)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMaximumBlockCount(5000)
        self.log.setAccessibleName(self.tr("What the training says"))
        self._lay_out()
        self.begin.clicked.connect(lambda: self._train(resume=False))
        self.go_on.clicked.connect(lambda: self._train(resume=True))
        self.stop.clicked.connect(self._stop)
        self.command = Command(self)
        self.command.said.connect(self.log.appendPlainText)
        self.command.ended.connect(self._on_ended)
        self.command.failed.connect(self._on_failed)
        self._recipes = Command(self)
        self._recipes.ended.connect(self._on_recipes)
        self._recipes.failed.connect(self.messages.show_error)
        self._recipes.start(["train", "list"])

    @property
    def running(self) -> bool:
        """Whether a training runs."""
        return self.command.running

    def end(self) -> None:
        """Stop everything; the run can be taken up again from its last checkpoint."""
        self.command.cancel()
        self._recipes.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        # The training goes on; the menu brings this dialog back.
        event.ignore()
        self.hide()

    def reject(self) -> None:
        self.hide()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("&Recipe"), self.recipe)
        form.addRow(
            self.tr("&Photos"), self._with_browse(self.photos, self.tr("Folder of colour photos"))
        )
        form.addRow(
            self.tr("R&un's folder"),
            self._with_browse(self.run_folder, self.tr("Folder for checkpoints and figures")),
        )
        rows = (
            (self.tr("Trained &weights"), self.tr("To go on from; or leave it empty")),
            (self.tr("E&ncoder"), self.tr("Pre-trained on ImageNet; or leave it empty")),
            (self.tr("&Features"), self.tr("Of ImageNet, for recipes with an adversary")),
        )
        for field, (label, hint) in zip(self.weights.values(), rows, strict=True):
            form.addRow(label, self._with_browse(field, hint, file=True))
        form.addRow(self.tr("St&eps"), self.steps)
        buttons = QHBoxLayout()
        self.begin.setEnabled(False)
        self.go_on.setEnabled(False)
        for button in (self.begin, self.go_on, self.stop):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.addWidget(self.messages)
        column.addWidget(
            QLabel(
                self.tr(
                    "The photos are divided into those to learn from and those to judge by.\n"
                    "On a processor a training takes hours; it can be stopped and taken up again."
                )
            )
        )
        column.addLayout(form)
        column.addLayout(buttons)
        column.addWidget(self.log, 1)
        self.resize(640, 620)

    def _with_browse(self, field: QLineEdit, name: str, *, file: bool = False) -> QWidget:
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        browse = QPushButton(self.tr("Browse…"))
        browse.setAccessibleName(self.tr("Browse: {0}").format(name))

        def choose() -> None:
            if file:
                kinds = self.tr("Weights (*.safetensors)")
                chosen, _ = QFileDialog.getOpenFileName(self, name, field.text(), kinds)
            else:
                chosen = QFileDialog.getExistingDirectory(self, name, field.text())
            if chosen:
                field.setText(chosen)

        browse.clicked.connect(choose)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field, 1)
        row.addWidget(browse)
        both = QWidget()
        both.setLayout(row)
        return both

    def _on_recipes(self, text: str) -> None:
        self.begin.setEnabled(True)
        self.go_on.setEnabled(True)
        for line in text.splitlines():
            name, _, rest = line.partition(":")
            self.recipe.addItem(name)
            self.recipe.setItemData(
                self.recipe.count() - 1, rest.strip(), Qt.ItemDataRole.ToolTipRole
            )
        self.recipe.setCurrentIndex(0)

    def _train(self, *, resume: bool) -> None:
        if not self.photos.text() or not self.run_folder.text():
            self.messages.show_error(
                VidcolorError(
                    self.tr("A training needs photos and a folder for its run."),
                    do=self.tr("Choose both."),
                )
            )
            return
        self.messages.hide()
        self.log.clear()
        self._set_running(True)
        self.command.start(self.arguments(resume=resume))

    def arguments(self, *, resume: bool) -> list[str]:
        """The command's words for what is chosen."""
        arguments = ["train", self.recipe.currentText(), "--data", self.photos.text()]
        arguments += ["--out", str(Path(self.run_folder.text()))]
        for option, field in self.weights.items():
            if field.text():
                arguments += [option, field.text()]
        if self.steps.value():
            arguments += ["--steps", str(self.steps.value())]
        if resume:
            arguments.append("--resume")
        return arguments

    def _stop(self) -> None:
        answer = QMessageBox.question(
            self,
            self.tr("Stop the training"),
            self.tr("Stop the training? It can go on from its last checkpoint later."),
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.command.cancel()
            self._set_running(False)
            self.messages.show_notice(self.tr("The training was stopped."))

    def _on_ended(self, folder: str) -> None:
        self._set_running(False)
        self.messages.show_notice(
            self.tr("The training is done; its weights lie in {0}.").format(folder.strip())
        )

    def _on_failed(self, error: VidcolorError) -> None:
        self._set_running(False)
        self.messages.show_error(error)

    def _set_running(self, on: bool) -> None:
        for widget in (self.begin, self.go_on, self.recipe, self.steps):
            widget.setEnabled(not on)
        self.stop.setEnabled(on)
