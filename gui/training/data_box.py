"""What a training learns from: folders, films and shards, and their statistics as a picture."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.forms.command import Command
from gui.training.picture_box import PictureBox
from vidcolor.errors import VidcolorError


class DataBox(QGroupBox):
    """A list that files and folders are dropped on.

    Args:
        program: the command line, which makes the statistics.

    Signals:
        failed: VidcolorError.
    """

    failed = Signal(object)

    def __init__(self, program: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("1. Pictures to learn from"), parent)
        self.setAcceptDrops(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Photos, films and shards"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setMaximumHeight(96)
        self.add_folder = QPushButton(self.tr("Add folder…"))
        self.add_files = QPushButton(self.tr("Add films or shards…"))
        self.remove = QPushButton(self.tr("Remove"))
        self.statistics = QPushButton(self.tr("Statistics"))
        self.statistics.setToolTip(self.tr("Colours, sizes and grey pictures of the data"))
        self.told = QLabel(
            self.tr("Drop folders of photos, films and tar shards here. Your own colour films do.")
        )
        self.told.setWordWrap(True)
        self.picture = PictureBox(self.tr("Statistics of the data"), "")
        self.picture.setMinimumHeight(360)
        self.picture.hide()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._command = Command(self, program)
        self._command.said.connect(self.told.setText)
        self._command.ended.connect(self._on_statistics)
        self._command.failed.connect(self._on_failed)
        self._lay_out()
        self.add_folder.clicked.connect(self._choose_folder)
        self.add_files.clicked.connect(self._choose_files)
        self.remove.clicked.connect(self._remove)
        self.statistics.clicked.connect(self._measure)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._enable)
        self._enable()

    @property
    def paths(self) -> tuple[str, ...]:
        """What is listed."""
        return tuple(self.list.item(row).text() for row in range(self.list.count()))

    def add(self, paths: Sequence[Path]) -> None:
        """List more; what is listed already is passed over."""
        for path in map(str, paths):
            if path not in self.paths:
                self.list.addItem(path)
        self._enable()

    def set_paths(self, paths: Sequence[str]) -> None:
        """List these in place of all others."""
        self.list.clear()
        self.add([Path(path) for path in paths])

    def end(self) -> None:
        """Ask for nothing any more."""
        self._command.cancel()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped."""
        urls = (url for url in event.mimeData().urls() if url.isLocalFile())
        self.add([Path(url.toLocalFile()) for url in urls])
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.add_folder, self.add_files, self.remove, self.statistics):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.picture)

    def _enable(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))
        self.statistics.setEnabled(self.list.count() > 0 and not self._command.running)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of pictures"))
        if folder:
            self.add([Path(folder)])

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Add films or shards"))
        self.add([Path(path) for path in chosen])

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._enable()

    def _measure(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="vidcolor-statistics-")
        out = str(Path(self._folder.name, "statistics.png"))
        self.told.setText(self.tr("Looking through the pictures …"))
        self._command.start(["train", "statistics", "--data", *self.paths, "--out", out, "--json"])
        self._enable()

    def _on_statistics(self, _text: str) -> None:
        self._enable()
        if self._folder is not None:
            self.told.clear()
            self.picture.show_file(Path(self._folder.name, "statistics.png"))
            self.picture.show()

    def _on_failed(self, error: VidcolorError) -> None:
        self._enable()
        self.told.setText(f"{error.what} {error.do}")
        self.failed.emit(error)
