"""The export dialog: what is rendered, how, where to, and what that will cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.render.encoding_choices import suffix_of_preset
from gui.render.encoding_panel import EncodingPanel
from gui.render.export_presets import ExportPresets
from gui.render.export_range import ExportRange
from gui.render.export_target import ExportTarget
from gui.render.export_trials import ExportTrials
from gui.render.render_service import RenderService
from gui.render.track_table import TrackModel, TrackTable
from vidcolor.errors import VidcolorError
from vidcolor.queue import JobSpec
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.steering import UNSTEERED, Steering
from vidcolor.video.info import FilmInfo
from vidcolor.video.presets import default_suffix

_REST_MS = 150  # before tracks are planned anew, so that typing does not ask at each letter


class ExportDialog(QDialog):
    """Asks everything about one render; :attr:`spec` is the answer.

    Args:
        info: the film.
        output: what was chosen last time.
        color: how the film is coloured.
        service: tries things out.
        steering: what a person decided about parts of the film.
        target: where the film goes; None: beside the source.
        frames: of the film; 0 as long as they are not counted.
        in_frame: first frame that was marked; None: the film's first.
        out_frame: frame after the last one that was marked; None: the film's end.
        shot: first frame and the frame after the last one of the shot one stands in.
        only_shot: offer that shot at first.

    Attributes:
        now: whether the render shall begin before all others that wait.
    """

    def __init__(
        self,
        *,
        info: FilmInfo,
        output: OutputSettings,
        color: ColorSettings,
        service: RenderService,
        steering: Steering = UNSTEERED,
        target: Path | None = None,
        frames: int = 0,
        in_frame: int | None = None,
        out_frame: int | None = None,
        shot: tuple[int, int] | None = None,
        only_shot: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export {film}").format(film=info.path.name))
        self.now = False
        self._info, self._color, self._steering = info, color, steering
        self._service = service
        self.presets = ExportPresets(output.preset)
        self._heard: tuple[tuple[SignalInstance, Callable[..., None]], ...] = ()
        self._tracks_wait = QTimer(self, singleShot=True, interval=_REST_MS)
        self.target_row = ExportTarget(info, target or _beside(info, output))
        self.encoding = EncodingPanel(info)
        self.range = ExportRange(
            frames or info.frame_count_hint, info.average_rate, in_frame, out_frame, shot
        )
        if only_shot and shot is not None:
            self.range.shot.setChecked(True)
        self.tracks = TrackModel(self)
        self.tracks.set_leave_out(output.leave_out)
        self.trials = ExportTrials()
        self._make_buttons()
        self._lay_out()
        self.encoding.set_output(output, self.target_row.suffix)
        self._connect()
        self._on_target()
        self._service.find_encoders()
        self._plan_tracks()

    @property
    def output(self) -> OutputSettings:
        """How the film is to be encoded."""
        return replace(
            self.encoding.output(), preset=self.presets.preset, leave_out=self.tracks.leave_out
        )

    @property
    def span(self) -> RangeSettings:
        """Which part of it."""
        return self.range.span

    @property
    def frames(self) -> int:
        """How many frames these are; 0 where that is not known."""
        return self.range.frames

    @property
    def target(self) -> Path:
        """Where to."""
        return self.target_row.target

    @property
    def overwrite(self) -> bool:
        """Whether the target is there and shall be replaced."""
        return self.target_row.overwrite

    @property
    def spec(self) -> JobSpec:
        """All of it, as the queue takes it."""
        return JobSpec(
            source=self._info.path,
            target=self.target,
            color=self._color,
            output=self.output,
            span=self.span,
            steering=self._steering,
            overwrite=self.overwrite,
        )

    def done(self, result: int) -> None:
        """Give back what the trials hold."""
        self._tracks_wait.stop()
        for signal, slot in self._heard:
            signal.disconnect(slot)
        self._heard = ()
        self._service.end_trials()
        super().done(result)

    def _make_buttons(self) -> None:
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName(self.tr("What is missing"))
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.now_button = QPushButton(self.tr("&Render now"))
        self.now_button.setToolTip(self.tr("Render before all that waits in the queue (Alt+R)"))
        self.queue_button = QPushButton(self.tr("Add to &queue"))
        self.queue_button.setToolTip(self.tr("Render when all that waits is done (Alt+Q)"))
        self.buttons.addButton(self.now_button, role.AcceptRole)
        self.buttons.addButton(self.queue_button, role.ActionRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.now_button.setDefault(True)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.now_button)
        self.now_button.clicked.connect(lambda: self._accept(now=True))
        self.queue_button.clicked.connect(lambda: self._accept(now=False))
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(_box(self.tr("Preset"), self.presets))
        left.addWidget(_box(self.tr("Part of the film"), self.range))
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(_box(self.tr("Target"), self.target_row))
        self.track_table = TrackTable(self.tracks)
        self.track_table.setMinimumHeight(90)
        right.addWidget(_box(self.tr("Tracks beside the pictures"), self.track_table), 1)
        right.addWidget(_box(self.tr("What it takes"), self.trials))
        columns = QHBoxLayout()
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        self.advanced = QToolButton()
        self.advanced.setText(self.tr("Advanced"))
        self.advanced.setToolTip(self.tr("Codec, depth, quality, encoder"))
        self.advanced.setCheckable(True)
        self.advanced.setAutoRaise(True)
        self.advanced.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.advanced.toggled.connect(self._on_advanced)
        self._advanced_frame = QFrame()
        inside = QVBoxLayout(self._advanced_frame)
        inside.setContentsMargins(12, 0, 0, 0)
        inside.addWidget(self.encoding)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.addLayout(columns, 1)
        column.addWidget(self.advanced)
        column.addWidget(self._advanced_frame)
        column.addLayout(foot)
        self._on_advanced(False)
        self.resize(960, 600)

    def _connect(self) -> None:
        self.presets.chosen.connect(self._on_preset)
        self.target_row.changed.connect(self._on_target)
        self.encoding.changed.connect(self._on_settings)
        self.range.changed.connect(self._on_settings)
        self.tracks.chosen.connect(self._on_tracks_chosen)
        self.trials.estimate_wanted.connect(self._on_estimate_wanted)
        self.trials.test_wanted.connect(lambda: self._service.test_encoder(self.spec))
        self._tracks_wait.timeout.connect(self._plan_tracks)
        self._heard = (
            (self._service.encoders_found, self.encoding.set_abilities),
            (self._service.streams_planned, self._on_planned),
            (self._service.encoder_tested, self.trials.set_tested),
            (self._service.estimate_progressed, self.trials.set_progress),
            (self._service.estimated, self.trials.set_estimate),
        )
        for signal, slot in self._heard:
            signal.connect(slot)

    def _on_preset(self, name: str) -> None:
        output = OutputSettings(preset=name, threads=self.output.threads)
        suffix = suffix_of_preset(self._info, name)
        self.encoding.set_output(output, suffix)
        self.target_row.set_suffix(suffix)

    def _on_target(self) -> None:
        suffix = self.target_row.suffix
        self.encoding.set_output(self.output, suffix)
        self.trials.set_folder(self.target.parent)
        self._tracks_wait.start()
        self._on_settings()
        problem = self.target_row.problem
        self.problem.setText(problem)
        for button in (self.now_button, self.queue_button):
            button.setEnabled(not problem)
        for button in (self.trials.estimate, self.trials.test):
            button.setEnabled(not self.target_row.unusable)

    def _on_settings(self) -> None:
        self.trials.forget()

    def _on_tracks_chosen(self) -> None:
        self._plan_tracks()
        self._on_settings()

    def _plan_tracks(self) -> None:
        self._service.plan_streams(self.spec)

    def _on_planned(self, planned: object) -> None:
        if isinstance(planned, VidcolorError):
            self.track_table.setToolTip(f"{planned.what} {planned.do}")
        elif isinstance(planned, tuple):
            self.tracks.set_tracks(planned)

    def _on_estimate_wanted(self, on: bool) -> None:
        if on:
            self._service.estimate(self.spec)
        else:
            self._service.cancel_estimate()

    def _on_advanced(self, on: bool) -> None:
        self._advanced_frame.setVisible(on)
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

    def _accept(self, *, now: bool) -> None:
        self.now = now
        self.accept()


def _beside(info: FilmInfo, output: OutputSettings) -> Path:
    stem = info.path.name if info.path.is_dir() else info.path.stem
    return info.path.with_name(f"{stem}.color{default_suffix(info, output)}")


def _box(title: str, content: QWidget) -> QGroupBox:
    box = QGroupBox(title)
    column = QVBoxLayout(box)
    column.addWidget(content)
    return box
