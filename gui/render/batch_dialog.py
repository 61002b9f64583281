"""Renders many films with the same settings: choose them, see where they go, add them all."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui.render.batch_model import BatchModel
from gui.render.batch_plan import (
    FILM_SUFFIXES,
    STANDARD_PATTERN,
    Planned,
    check_pattern,
    films_in,
    plan,
)
from gui.render.encoding_choices import preset_words
from vidcolor.errors import VidcolorError
from vidcolor.queue import JobSpec
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.video.presets import PRESETS

_SLICE_S = 0.01  # of looking through folders at a time


class BatchDialog(QDialog):
    """Asks which films are rendered, how and where to; :attr:`specs` is the answer.

    Args:
        color: how all of them are coloured.
        output: what was chosen last time.
        paths: films and folders to list at first.
    """

    def __init__(
        self,
        *,
        color: ColorSettings,
        output: OutputSettings,
        paths: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Render many films"))
        self.setAcceptDrops(True)
        self._color = color
        self._plan: tuple[Planned, ...] = ()
        self._search: Iterator[Path | None] = iter(())
        self._searching = QTimer(self, interval=0)
        self._searching.timeout.connect(self._search_on)
        self.films = BatchModel(self)
        self._make_table()
        self._make_sources()
        self._make_fields(output)
        self._make_foot()
        self._lay_out()
        self.films.checked.connect(self._update)
        self.add_paths(paths)

    @property
    def specs(self) -> list[JobSpec]:
        """A job for each film that is to be rendered."""
        output = OutputSettings(preset=self.preset.currentData())
        return [
            JobSpec(
                source=one.source,
                target=one.target,
                color=self._color,
                output=output,
                span=RangeSettings(),
                overwrite=self.replace.isChecked(),
            )
            for one in self._plan
            if one.rendered
        ]

    def add_paths(self, paths: Sequence[Path]) -> None:
        """List films, and the films of folders; folders are searched while the dialog works."""
        for path in paths:
            if path.is_dir():
                deep = self.deep.isChecked()
                self._search = chain(self._search, films_in(path, deep=deep))
            elif path.suffix.lower() in FILM_SUFFIXES:
                self.films.add([path])
        self._searching.start()
        self._update()

    @property
    def searching(self) -> bool:
        """Whether folders are still being looked through."""
        return self._searching.isActive()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """List what was dropped."""
        urls = (url for url in event.mimeData().urls() if url.isLocalFile())
        self.add_paths([Path(url.toLocalFile()) for url in urls])
        event.acceptProposedAction()

    def done(self, result: int) -> None:
        """Look no further."""
        self._searching.stop()
        super().done(result)

    def _make_table(self) -> None:
        self.table = QTableView()
        self.table.setModel(self.films)
        self.table.setAccessibleName(self.tr("Films"))
        self.table.setToolTip(self.tr("Space leaves the selected film out, or takes it along."))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.empty = QLabel(self.tr("Drop films or folders here, or use the buttons above."))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setFrameStyle(QFrame.Shape.StyledPanel)
        self.empty.setBackgroundRole(QPalette.ColorRole.Base)
        self.empty.setAutoFillBackground(True)

    def _make_sources(self) -> None:
        self.add_films = QPushButton(self.tr("Add &films…"))
        self.add_films.clicked.connect(self._on_add_films)
        self.add_folder = QPushButton(self.tr("Add f&older…"))
        self.add_folder.clicked.connect(self._on_add_folder)
        self.deep = QCheckBox(self.tr("With its s&ubfolders"))
        self.deep.setToolTip(self.tr("Also list the films in all folders below."))
        self.clear = QPushButton(self.tr("C&lear"))
        self.clear.setToolTip(self.tr("Take all films off the list"))
        self.clear.clicked.connect(self._on_clear)

    def _make_fields(self, output: OutputSettings) -> None:
        self.preset = QComboBox()
        for name in PRESETS:
            self.preset.addItem(" – ".join(preset_words(name)), name)
        self.preset.setCurrentIndex(self.preset.findData(output.preset))
        self.preset.currentIndexChanged.connect(self._update)
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(self.tr("Beside each film"))
        self.folder.setClearButtonEnabled(True)
        self.folder.textChanged.connect(self._update)
        self.browse = QPushButton(self.tr("&Browse…"))
        self.browse.clicked.connect(self._on_browse)
        self.pattern = QLineEdit(STANDARD_PATTERN)
        self.pattern.setToolTip(
            self.tr("{name} is the film's name, {suffix} the ending, {preset} the preset.")
        )
        self.pattern.textChanged.connect(self._update)
        self.replace = QCheckBox(self.tr("&Replace files that exist (otherwise they are skipped)"))
        self.replace.toggled.connect(self._update)

    def _make_foot(self) -> None:
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = QPushButton()
        self.buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        sources = QHBoxLayout()
        for widget in (self.add_films, self.add_folder, self.deep):
            sources.addWidget(widget)
        sources.addStretch(1)
        sources.addWidget(self.clear)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.table)
        folder = QHBoxLayout()
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        form = QFormLayout()
        for text, field in (
            (self.tr("&Preset"), self.preset),
            (self.tr("&Target folder"), self.folder),
            (self.tr("&Names"), self.pattern),
        ):
            label = QLabel(text)
            label.setBuddy(field)
            label.setMinimumWidth(label.sizeHint().width() + 8)  # an underlined text was cut
            field.setAccessibleName(text.replace("&", ""))
            form.addRow(label, folder if field is self.folder else field)
        form.addRow("", self.replace)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.addLayout(sources)
        column.addWidget(pages, 1)
        column.addLayout(form)
        column.addLayout(foot)
        self.resize(820, 560)

    def _search_on(self) -> None:
        """List what a short look through the folders finds."""
        end = time.monotonic() + _SLICE_S
        found: list[Path] = []
        for path in self._search:
            if path is not None:
                found.append(path)
            if time.monotonic() > end:
                break
        else:
            self._searching.stop()
        self.films.add(found)
        self._update()

    def _update(self) -> None:
        problem = self._problem()
        preset = self.preset.currentData()
        self._plan = (
            ()
            if problem
            else plan(
                self.films.wanted,
                folder=self._target_folder(),
                pattern=self.pattern.text().strip(),
                suffix=PRESETS[preset].suffix,
                preset=preset,
                replace=self.replace.isChecked(),
            )
        )
        self.films.set_plan(self._plan)
        self._pages.setCurrentWidget(self.table if self.films.rowCount() else self.empty)
        count = sum(one.rendered for one in self._plan)
        self.add.setText(
            self.tr("&Add 1 render to queue")
            if count == 1
            else self.tr("&Add {count} renders to queue").format(count=count)
        )
        self.add.setEnabled(count > 0)
        self.clear.setEnabled(self.films.rowCount() > 0)
        self.problem.setText(problem)

    def _problem(self) -> str:
        folder = self._target_folder()
        if folder is not None and not folder.is_dir():
            return self.tr("There is no folder {folder}.").format(folder=folder)
        try:
            check_pattern(self.pattern.text().strip())
        except VidcolorError as error:
            return f"{error.what} {error.do}"
        return ""

    def _target_folder(self) -> Path | None:
        text = self.folder.text().strip()
        return Path(text).expanduser() if text else None

    def _on_add_films(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(FILM_SUFFIXES))
        chosen, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add films"), "", self.tr("Films ({kinds})").format(kinds=kinds)
        )
        self.add_paths([Path(name) for name in chosen])

    def _on_add_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.tr("Add folder")):
            self.add_paths([Path(chosen)])

    def _on_browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Target folder"), self.folder.text()
        )
        if chosen:
            self.folder.setText(chosen)

    def _on_clear(self) -> None:
        self._search = iter(())
        self._searching.stop()
        self.films.clear()
        self._update()
