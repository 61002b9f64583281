"""Which test: one is made in a process of its own, or one that was made is opened."""

from __future__ import annotations

import json
import re
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from gui.turing.middle import in_the_middle
from vidcolor.errors import VidcolorError
from vidcolor.turing.pairs import read_test

_PAIRS = (15, 20, 40)  # as papers have them
_USUAL = 1


class TuringSetup(QWidget):
    """A form for a new test.

    Signals:
        opened: TuringTest.
        failed: VidcolorError.
    """

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, model: str, parent: QWidget | None = None) -> None:
        """
        Args:
            model: the one to choose first.
        """
        super().__init__(parent)
        self.model = QComboBox()
        self.model.addItem(model)
        self.photos = QLineEdit()
        self.folder = QLineEdit()
        self.pairs = QComboBox()
        for count in _PAIRS:
            self.pairs.addItem(str(count), count)
        self.pairs.setCurrentIndex(_USUAL)
        self.time_limit = QDoubleSpinBox()
        self.time_limit.setRange(0, 60)
        self.time_limit.setDecimals(1)
        self.time_limit.setSuffix(self.tr(" s"))
        self.time_limit.setSpecialValueText(self.tr("none"))
        self.time_limit.setToolTip(
            self.tr("After this the pictures vanish; the answer is still waited for")
        )
        self.seed = QSpinBox()
        self.seed.setRange(0, 2_147_483_647)
        self.seed.setToolTip(self.tr("Another number chooses other photos"))
        self.make = QPushButton(self.tr("Ma&ke the test"))
        self.stop = QPushButton(self.tr("St&op"))
        self.open = QPushButton(self.tr("Open a t&est…"))
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Pairs made"))
        self._lay_out()
        self._set_running(False)
        self.make.clicked.connect(self._make)
        self.stop.clicked.connect(self._stop)
        self.open.clicked.connect(self._choose_test)
        self.command = Command(self)
        self.command.said.connect(self._on_said)
        self.command.ended.connect(self._on_made)
        self.command.failed.connect(self._on_failed)
        self._models = Command(self)
        self._models.ended.connect(self._on_models)
        self._models.failed.connect(self.failed)
        self._models.start(["models", "list", "--json"])

    def end(self) -> None:
        """Stop everything; a test that is half made leaves nothing behind."""
        self.command.cancel()
        self._models.cancel()

    def arguments(self) -> list[str]:
        """The command's words for what is chosen."""
        return [
            "turing",
            self.model.currentText(),
            *("--photos", self.photos.text()),
            *("--pairs", str(self.pairs.currentData())),
            *("--seed", str(self.seed.value())),
            *("--time-limit", f"{self.time_limit.value():g}"),
            *("--out", self.folder.text()),
        ]

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow(self.tr("&Model"), self.model)
        form.addRow(
            self.tr("&Photos"), self._with_browse(self.photos, self.tr("Folder of colour photos"))
        )
        form.addRow(self.tr("P&airs"), self.pairs)
        form.addRow(self.tr("&Time limit"), self.time_limit)
        form.addRow(self.tr("&Seed"), self.seed)
        form.addRow(
            self.tr("Test's &folder"),
            self._with_browse(self.folder, self.tr("New or empty; for pictures and answers")),
        )
        buttons = QHBoxLayout()
        for widget in (self.make, self.stop):
            buttons.addWidget(widget)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch()
        buttons.addWidget(self.open)
        words = QLabel(
            self.tr(
                "People see pairs of a photo and the same photo coloured by a model, and say which "
                "one is the fake. How often they are wrong tells how real the colours look: where "
                "nobody can tell, it is half of all answers. Take photos that the model has not "
                "learned from."
            )
        )
        words.setWordWrap(True)
        inner = QVBoxLayout()
        inner.setSpacing(16)
        inner.addWidget(words)
        inner.addLayout(form)
        inner.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(in_the_middle(inner))
        column.addStretch(3)

    def _with_browse(self, field: QLineEdit, name: str) -> QWidget:
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        browse = QPushButton(self.tr("Browse…"))
        browse.setAccessibleName(self.tr("Browse: {0}").format(name))

        def choose() -> None:
            if chosen := QFileDialog.getExistingDirectory(self, name, field.text()):
                field.setText(chosen)

        browse.clicked.connect(choose)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field, 1)
        row.addWidget(browse)
        both = QWidget()
        both.setLayout(row)
        both.setFocusProxy(field)
        return both

    def _on_models(self, text: str) -> None:
        chosen = self.model.currentText()
        self.model.clear()
        self.model.addItems([row["name"] for row in json.loads(text)["models"] if row["installed"]])
        self.model.setCurrentIndex(max(self.model.findText(chosen), 0))

    def _make(self) -> None:
        if not self.photos.text() or not self.folder.text():
            self.failed.emit(
                VidcolorError(
                    self.tr("A test needs photos and a folder of its own."),
                    do=self.tr("Choose both."),
                )
            )
            return
        self.progress.setRange(0, 0)
        self._set_running(True)
        self.command.start(self.arguments())

    def _stop(self) -> None:
        self.command.cancel()
        self._set_running(False)

    def _on_said(self, line: str) -> None:
        if match := re.fullmatch(r"pair (\d+) of (\d+)", line.strip()):
            self.progress.setRange(0, int(match[2]))
            self.progress.setValue(int(match[1]))

    def _on_made(self, folder: str) -> None:
        self._set_running(False)
        self.open_folder(Path(folder.strip()))

    def _on_failed(self, error: VidcolorError) -> None:
        self._set_running(False)
        self.failed.emit(error)

    def _choose_test(self) -> None:
        title = self.tr("Open the folder of a test")
        if chosen := QFileDialog.getExistingDirectory(self, title, self.folder.text()):
            self.open_folder(Path(chosen))

    def open_folder(self, folder: Path) -> None:
        """Open a test that was made."""
        try:
            test = read_test(folder)
        except VidcolorError as error:
            self.failed.emit(error)
        else:
            self.opened.emit(test)

    def _set_running(self, on: bool) -> None:
        for widget in (self.make, self.open):
            widget.setEnabled(not on)
        self.stop.setEnabled(on)
        self.progress.setVisible(on)
