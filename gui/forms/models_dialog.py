"""The models: which there are, what they can, how fast they are here, and on what they run."""

from __future__ import annotations

import json

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from gui.forms.fetch_dialog import FetchDialog
from vidcolor.errors import VidcolorError

_NAME = Qt.ItemDataRole.UserRole
_ADDED = Qt.ItemDataRole.UserRole + 1
_BENCH = ("bench", "--json", "--size", "720p", "--frames", "48")


class ModelsDialog(QDialog):
    """A list of models with their cards; everything slow is asked of the command line.

    Signals:
        chosen: name of the model, device.
    """

    chosen = Signal(str, str)

    def __init__(self, model: str, device: str, parent: QWidget | None = None) -> None:
        """
        Args:
            model: the one in use.
            device: likewise, or "auto".
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Models"))
        self._model = model
        self._shown = model  # whose card is seen, or asked for
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setMaximumWidth(260)
        self.list.setWordWrap(True)
        self.card = QTextBrowser()
        self.card.setAccessibleName(self.tr("What the model can, how it was made, its licence"))
        self.card.setOpenExternalLinks(True)
        self.device = QComboBox()
        self.device.setAccessibleName(self.tr("Device"))
        self.device.setEditable(False)
        self.device.addItem(self.tr("Automatic"), "auto")
        if device != "auto":
            self.device.addItem(device, device)
            self.device.setCurrentIndex(1)
        device_label = QLabel(self.tr("&Device"))
        device_label.setBuddy(self.device)
        self.measure = QPushButton(self.tr("&Measure the speed here"))
        self.measure.setToolTip(self.tr("Colours a made film of 720p for some seconds"))
        self.measure.clicked.connect(self._measure)
        self.speed = QLabel(self.tr("Speed on this machine: not measured yet"))
        self.speed.setWordWrap(True)
        self.fetch = QPushButton(self.tr("&Fetch…"))
        self.fetch.setToolTip(self.tr("Download a model that others have published"))
        self.fetch.clicked.connect(self._fetch)
        self.add = QPushButton(self.tr("&Add file…"))
        self.add.setToolTip(self.tr("Take over a checkpoint: your own training, or a download"))
        self.add.clicked.connect(self._add)
        self.remove = QPushButton(self.tr("&Remove"))
        self.remove.setToolTip(self.tr("Delete a model that was fetched or added"))
        self.remove.setEnabled(False)
        self.remove.clicked.connect(self._remove)
        self.fetching: FetchDialog | None = None
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.use = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.use.setText(self.tr("&Use this model"))
        self.use.setEnabled(False)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(device_label)
        self._wanted = model  # what is chosen once the list is here
        self._here: frozenset[str] = frozenset()
        self._models = Command(self)
        self._models.ended.connect(self._on_models)
        self._models.failed.connect(self._on_failed)
        self._ask_for_models()
        self._change = Command(self)
        self._change.ended.connect(self._on_changed)
        self._change.failed.connect(self._on_failed)
        self._cards = Command(self)
        self._cards.ended.connect(self._on_card)
        self._cards.start(["models", "info", model])
        self._doctor = self._command(self._on_devices, ["doctor", "--json"])
        self._bench = Command(self)
        self._bench.ended.connect(self._on_speed)
        self._bench.failed.connect(self._on_failed)
        self.list.currentItemChanged.connect(self._on_chosen)

    def done(self, result: int) -> None:
        for command in (self._models, self._cards, self._doctor, self._bench, self._change):
            command.cancel()
        super().done(result)

    def _lay_out(self, device_label: QLabel) -> None:
        ways = QHBoxLayout()
        for button in (self.fetch, self.add, self.remove):
            ways.addWidget(button)
        left = QVBoxLayout()
        left.addWidget(self.list)
        left.addLayout(ways)
        upper = QHBoxLayout()
        upper.addLayout(left)
        upper.addWidget(self.card, 1)
        lower = QHBoxLayout()
        lower.addWidget(device_label)
        lower.addWidget(self.device)
        lower.addSpacing(16)
        lower.addWidget(self.measure)
        lower.addWidget(self.speed, 1)
        column = QVBoxLayout(self)
        column.addLayout(upper)
        column.addLayout(lower)
        column.addWidget(self.buttons)
        self.resize(900, 560)

    def _command(self, slot: object, arguments: list[str]) -> Command:
        command = Command(self)
        command.ended.connect(slot)
        command.failed.connect(self._on_failed)
        command.start(arguments)
        return command

    def _ask_for_models(self) -> None:
        self._empty_list()
        self.list.addItem(self.tr("Asking for the models …"))
        self.list.setEnabled(False)
        self._models.start(["models", "list", "--json"])

    def _empty_list(self) -> None:
        with QSignalBlocker(self.list):  # on its way out, each row's neighbour would be chosen
            self.list.clear()

    def _on_models(self, text: str) -> None:
        self._empty_list()
        self.list.setEnabled(True)
        rows = json.loads(text)["models"]
        self._here = frozenset(row["name"] for row in rows)
        for row in rows:
            there = self.tr("{0} MB").format(row["megabytes"])
            if row["recipe"]:
                there = self.tr("a recipe, not trained yet")
            elif not row["installed"]:
                there = self.tr("its weights are missing")
            item = QListWidgetItem(f"{row['name']} · {there}\n{row['summary']}")
            item.setData(_NAME, row["name"])
            item.setData(_ADDED, row["added"])
            self.list.addItem(item)
            if row["name"] == self._wanted:
                self.list.setCurrentItem(item)

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        known = item is not None and item.data(_NAME) is not None
        self.use.setEnabled(known)
        self.remove.setEnabled(known and item is not None and bool(item.data(_ADDED)))
        if item is not None and known and item.data(_NAME) != self._shown:
            self._shown = item.data(_NAME)
            self._cards.cancel()
            self._cards.start(["models", "info", item.data(_NAME)])

    def _on_card(self, text: str) -> None:
        self.card.setMarkdown(text)

    def _on_devices(self, text: str) -> None:
        for name in json.loads(text)["devices"]:
            device = name.split()[0]
            if self.device.findData(device) < 0:
                self.device.addItem(name, device)

    def _measure(self) -> None:
        self.measure.setEnabled(False)
        self.speed.setText(self.tr("Measuring, some ten seconds …"))
        self._bench.start([*_BENCH, "--device", self.device.currentData()])

    def _on_speed(self, text: str) -> None:
        stages = {stage["stage"]: stage for stage in json.loads(text)["stages"]}
        fps = 1000 / stages["together"]["wall_ms"]
        self.measure.setEnabled(True)
        self.speed.setText(
            self.tr("About {0} frames a second at 720p, encoding included").format(f"{fps:.0f}")
        )

    def _fetch(self) -> None:
        self.fetching = FetchDialog(self._here, self)
        self.fetching.fetched.connect(self._on_arrived)
        self.fetching.setWindowModality(Qt.WindowModality.WindowModal)
        self.fetching.show()

    def _add(self) -> None:
        patterns = "(*.pth *.pt *.bin *.safetensors)"
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a model"), "", f"{self.tr('Checkpoints')} {patterns}"
        )
        if path:
            self._start_change(self.tr("Reading the file …"), ["models", "add", path, "--json"])

    def _remove(self) -> None:
        item = self.list.currentItem()
        if item is None or not item.data(_ADDED):
            return
        name = item.data(_NAME)
        answer = QMessageBox.question(
            self,
            self.tr("Remove a model"),
            self.tr("{0} is deleted. Films coloured with it stay as they are. Remove?").format(
                name
            ),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            QMessageBox.StandardButton.No,
        )
        if answer == QMessageBox.StandardButton.Yes:
            self._start_change(self.tr("Removing …"), ["models", "remove", name, "--json"])

    def _start_change(self, told: str, arguments: list[str]) -> None:
        self.speed.setText(told)
        for button in (self.fetch, self.add, self.remove):
            button.setEnabled(False)
        self._change.start(arguments)

    def _on_changed(self, text: str) -> None:
        told = json.loads(text)
        if "name" in told:
            self.speed.setText(
                self.tr("{0} was added, a {1}").format(told["name"], told["architecture"])
            )
            self._on_arrived(told["name"])
        else:
            self.speed.setText(self.tr("{0} was removed").format(told["removed"]))
            self._on_arrived(self._model)

    def _on_arrived(self, name: str) -> None:
        self._wanted = name
        self._shown = ""
        self._on_chosen(None)
        for button in (self.fetch, self.add):
            button.setEnabled(True)
        self._ask_for_models()

    def _on_failed(self, error: VidcolorError) -> None:
        self.measure.setEnabled(True)
        for button in (self.fetch, self.add):
            button.setEnabled(True)
        self._on_chosen(self.list.currentItem())
        self.speed.setText(f"{error.what} {error.do}")

    def _accept(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_NAME), self.device.currentData())
        self.accept()
