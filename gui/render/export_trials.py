"""The part of the export dialog that tries things out: size and time, the encoder, free space."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.render.render_words import duration_words, size_words
from gui.render.trial_process import RenderEstimate
from gui.theme import theme
from vidcolor.errors import VidcolorError

_BAR_PX = 5


class ExportTrials(QWidget):
    """Two buttons and what they found.

    Signals:
        estimate_wanted: start or, while one runs, stop the estimate: bool.
        test_wanted: try the encoder.
    """

    estimate_wanted = Signal(bool)
    test_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._estimate: RenderEstimate | None = None
        self.estimating = False
        self.estimate = QPushButton(self.tr("&Estimate"))
        self.estimate.setToolTip(self.tr("Render a few frames to see how it goes (Alt+E)"))
        self.test = QPushButton(self.tr("&Test encoder"))
        self.test.setToolTip(self.tr("Try whether the encoder takes these settings (Alt+T)"))
        self.size_and_time = self._line(self.tr("Size and time"))
        self.encoder = self._line(self.tr("Encoder"))
        self.disk = self._line(self.tr("Free disk space"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)  # the line above it tells
        self.progress.setFixedHeight(_BAR_PX)
        self.progress.setAccessibleName(self.tr("Progress of the estimate"))
        # Its place is kept while nobody estimates, or the dialog would jump with each estimate.
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        found = QVBoxLayout()
        found.setSpacing(2)
        found.addWidget(self.size_and_time)
        found.addWidget(self.progress)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, button in enumerate((self.estimate, self.test)):
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(found, 0, 1)
        grid.addWidget(self.encoder, 1, 1)
        grid.addWidget(self.disk, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.estimate.clicked.connect(self._on_estimate)
        self.test.clicked.connect(self._on_test)
        self._set_estimating(False)
        self.forget()

    def forget(self) -> None:
        """The settings have changed: what was found holds no more."""
        if self.estimating:
            self._set_estimating(False)
            self.estimate_wanted.emit(False)
        told = self._estimate is not None
        self._estimate = None
        self.size_and_time.setText(
            self.tr("The settings have changed; estimate again.") if told else ""
        )
        self.encoder.setText("")
        self.test.setEnabled(True)
        self._show_disk()

    def set_folder(self, folder: Path) -> None:
        """Where the target goes."""
        self._folder = folder
        self._show_disk()

    def set_progress(self, frames: int, frames_total: int) -> None:
        """How many frames the trial has rendered, and of how many; 0 where that is not known.

        Before the first frame the bar only says that something goes on: network and neighbours
        take a time that nobody knows.
        """
        if not self.estimating:
            return  # it was on its way when a person stopped
        self.progress.setRange(0, frames_total if frames else 0)
        self.progress.setValue(frames)
        if frames_total:
            self.size_and_time.setText(
                self.tr("Trying {frames_total} frames… {frames} of {frames_total}").format(
                    frames=frames, frames_total=frames_total
                )
            )

    def set_estimate(self, found: RenderEstimate | VidcolorError) -> None:
        """What the trial gave."""
        self._set_estimating(False)
        if isinstance(found, VidcolorError):
            self.size_and_time.setText(f"{found.what} {found.do}")
            return
        self._estimate = found
        self.size_and_time.setText(
            self.tr("About {size}, about {duration}").format(
                size=size_words(found.size_bytes), duration=duration_words(found.seconds)
            )
        )
        self._show_disk()

    def set_tested(self, found: str | VidcolorError) -> None:
        """What the encoder said."""
        self.test.setEnabled(True)
        failed = isinstance(found, VidcolorError)
        self.encoder.setText(
            f"✗ {found.what} {found.do}"
            if failed
            else "✓ " + self.tr("{encoder} works with these settings.").format(encoder=found)
        )

    def changeEvent(self, event: QEvent) -> None:
        """The warning's colour belongs to the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_disk()

    def _line(self, name: str) -> QLabel:
        line = QLabel()
        line.setAccessibleName(name)
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return line

    def _on_estimate(self) -> None:
        on = not self.estimating
        self._set_estimating(on)
        self.size_and_time.setText(self.tr("Rendering a few frames…") if on else "")
        self.estimate_wanted.emit(on)

    def _set_estimating(self, on: bool) -> None:
        self.estimating = on
        self.estimate.setText(self.tr("Stop &estimating") if on else self.tr("&Estimate"))
        self.progress.setRange(0, 0 if on else 1)  # a busy bar that nobody sees would still move
        self.progress.setVisible(on)

    def _on_test(self) -> None:
        self.test.setEnabled(False)
        self.encoder.setText(self.tr("Trying…"))
        self.test_wanted.emit()

    def _show_disk(self) -> None:
        free = _free_bytes(self._folder)
        tight = bool(self._estimate and free is not None and self._estimate.room_bytes > free)
        text = ""
        if tight:
            assert self._estimate is not None
            text = self.tr(
                "⚠ Only {free} are free on this disk, which is less than the film may need. "
                "Choose another folder or a smaller preset."
            )
        elif free is not None:
            text = self.tr("Free on this disk: {free}.")
        self.disk.setText(text.format(free=size_words(free or 0)))
        palette = QPalette(self.palette())
        if tight:
            palette.setColor(QPalette.ColorRole.Window, theme().problem)
        self.disk.setAutoFillBackground(tight)
        self.disk.setMargin(4 if tight else 0)
        self.disk.setPalette(palette)


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
