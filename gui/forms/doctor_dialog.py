"""The doctor's report: what this machine has, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from vidcolor.errors import VidcolorError


class DoctorDialog(QDialog):
    """Examines the machine in a process of its own, because that starts every encoder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Doctor"))
        self.lead = QLabel(self.tr("Examining this machine …"))
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Report on this machine"))
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(
            self.tr("Copy report"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.setEnabled(False)
        self.copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self.report.toPlainText())
        )
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.lead, self.report, buttons):
            column.addWidget(widget)
        self.resize(720, 460)
        self.command = Command(self)
        self.command.ended.connect(self._on_ended)
        self.command.failed.connect(self._on_failed)
        self.command.start(["doctor"])

    def done(self, result: int) -> None:
        self.command.cancel()
        super().done(result)

    def _on_ended(self, report: str) -> None:
        self.lead.setText(self.tr("Nothing is wrong with this installation."))
        self._show(report)

    def _on_failed(self, error: VidcolorError) -> None:
        self.lead.setText(self.tr("Something is wrong; the report says what."))
        self._show(error.detail)

    def _show(self, report: str) -> None:
        self.report.setPlainText(report)
        self.copy.setEnabled(True)
