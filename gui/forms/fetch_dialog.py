"""A published model fetched: what it is, under which terms, and how far it has come."""

from __future__ import annotations

import json
import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from vidcolor.catalogue import CATALOGUE
from vidcolor.errors import VidcolorError

_STATE = re.compile(r"([\d.]+) of ([\d.]+) MB")  # as `vidcolor models fetch` tells it
_STEPS = 1000


class FetchDialog(QDialog):
    """Choose a model, accept its licence, wait; a fetch that is stopped goes on the next time.

    Signals:
        fetched: name of the model, which is there now.
    """

    fetched = Signal(str)

    def __init__(self, here: frozenset[str], parent: QWidget | None = None) -> None:
        """
        Args:
            here: the models that need not be fetched.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Fetch a model"))
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        for offer in CATALOGUE.values():
            if offer.name not in here:
                size = f" · {offer.bytes / 1e6:.0f} MB" if offer.bytes else ""
                self.model.addItem(f"{offer.name}{size} · {offer.license}", offer.name)
        self.card = QTextBrowser()
        self.card.setAccessibleName(self.tr("What the model is, and its licence"))
        self.card.setOpenExternalLinks(True)
        self.accepts = QCheckBox(self.tr("I &accept this licence"))
        self.progress = QProgressBar()
        self.progress.setRange(0, _STEPS)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.begin = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.begin.setText(self.tr("&Fetch"))
        column = QVBoxLayout(self)
        parts = (self.model, self.card, self.accepts, self.progress, self.state, self.buttons)
        for part in parts:
            column.addWidget(part)
        self.resize(680, 520)
        self._command = Command(self)
        self._command.said.connect(self._on_said)
        self._command.ended.connect(self._on_ended)
        self._command.failed.connect(self._on_failed)
        self.model.currentIndexChanged.connect(self._show_offer)
        self.accepts.toggled.connect(self._settle)
        self.buttons.accepted.connect(self._begin)
        self.buttons.rejected.connect(self.reject)
        self._show_offer()

    def done(self, result: int) -> None:
        self._command.cancel()
        super().done(result)

    def _show_offer(self) -> None:
        offer = CATALOGUE.get(self.model.currentData() or "")
        if offer is None:
            self.card.setPlainText(self.tr("All models that can be fetched are here."))
        else:
            self.card.setMarkdown(f"{offer.card}\n\n{offer.license_text}")
        # Each licence is accepted for itself.
        self.accepts.setChecked(False)
        self.progress.setValue(0)
        self.state.clear()
        self._settle()

    def _settle(self) -> None:
        idle = not self._command.running
        offered = self.model.count() > 0
        self.model.setEnabled(idle and offered)
        self.accepts.setEnabled(idle and offered)
        self.begin.setEnabled(idle and offered and self.accepts.isChecked())

    def _begin(self) -> None:
        self.state.setText(self.tr("Asking the server …"))
        self._command.start(["models", "fetch", self.model.currentData(), "--yes", "--json"])
        self._settle()

    def _on_said(self, line: str) -> None:
        if told := _STATE.match(line):
            done, total = float(told[1]), float(told[2])
            self.progress.setValue(round(_STEPS * done / total) if total else 0)
            self.state.setText(line)

    def _on_ended(self, text: str) -> None:
        self.fetched.emit(json.loads(text)["name"])
        self.accept()

    def _on_failed(self, error: VidcolorError) -> None:
        self.state.setText(f"{error.what} {error.do}")
        self._settle()
