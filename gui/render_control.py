"""Rendering from the window: the export dialog, the batch, and what is told when a render ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.document import Document
from gui.messages import MessageBar
from gui.render.batch_dialog import BatchDialog
from gui.render.export_dialog import ExportDialog
from gui.render.render_service import RenderService
from vidcolor.errors import VidcolorError
from vidcolor.queue import Job, JobSpec, JobState
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.video.info import FilmInfo


class RenderControl(QObject):
    """Turns wishes to render into jobs of the queue.

    Signals:
        queued: a job was added; the queue wants to be seen.
    """

    queued = Signal()

    def __init__(
        self, document: Document, service: RenderService, messages: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._service = service
        self._messages = messages
        self._window = window
        self.dialog: ExportDialog | BatchDialog | None = None
        service.job_ended.connect(self._on_ended)

    def export(
        self, info: FilmInfo, frames: int, shot: tuple[int, int] | None, *, only_shot: bool = False
    ) -> None:
        """Ask how the film is to be rendered.

        Args:
            info: of the open film.
            frames: how many it has.
            shot: first frame and end of the shot under the playhead.
            only_shot: the person asked for the shot alone.
        """
        project = self._document.project
        if project is None:
            return
        dialog = self.dialog = ExportDialog(
            info=info,
            color=project.color,
            output=project.output,
            steering=project.steering,
            frames=frames,
            in_frame=project.in_frame,
            out_frame=project.out_frame,
            shot=shot,
            target=Path(project.target) if project.target else None,
            service=self._service,
            only_shot=only_shot,
            parent=self._window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_export(dialog))
        dialog.open()

    def batch(self, color: ColorSettings, output: OutputSettings, paths: list[Path]) -> None:
        """Ask which films of a folder are to be rendered, all in one way."""
        dialog = self.dialog = BatchDialog(
            color=color, output=output, paths=paths, parent=self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._add(dialog.specs))
        dialog.open()

    def may_close(self) -> bool:
        """Whether renders that wait or run may be given up."""
        if not self._service.active:
            return True
        answer = QMessageBox.question(
            self._window,
            self.tr("Renders are running"),
            self.tr(
                "Renders are running or waiting. Closing the window ends them; what is finished of "
                "a film is kept, and the same export goes on with it. Close it?"
            ),
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            QMessageBox.StandardButton.No,
        )
        return bool(answer == QMessageBox.StandardButton.Yes)

    def _on_export(self, dialog: ExportDialog) -> None:
        project = self._document.project
        if project is None:
            return
        # How a film was exported is part of its project, and its next export begins there.
        self._document.edit(
            self.tr("Change the export settings"),
            replace(project, output=dialog.output, target=str(dialog.target)),
        )
        spec = JobSpec(
            source=project.source,
            target=dialog.target,
            color=project.color,
            output=dialog.output,
            span=dialog.span,
            steering=project.steering,
            overwrite=dialog.overwrite,
        )
        self._service.add(spec, first=dialog.now, frames=dialog.frames)
        self.queued.emit()

    def _add(self, specs: list[JobSpec]) -> None:
        for spec in specs:
            self._service.add(spec)
        if specs:
            self.queued.emit()

    def _on_ended(self, job: Job) -> None:
        name = job.spec.target.name
        if job.state is JobState.DONE and job.result is not None:
            warnings = job.result.warnings
            text = self.tr("{0} is done: {1} frames.").format(name, job.result.frames)
            if warnings:
                one = len(warnings) == 1
                notes = self.tr("See its note.") if one else self.tr("See its {0} notes.")
                text += " " + notes.format(len(warnings))
            self._messages.show_notice(text, "\n".join(warnings))
        elif job.state is JobState.FAILED and job.error is not None:
            error = job.error
            self._messages.show_error(
                VidcolorError(f"{name}: {error.what}", do=error.do, detail=error.detail)
            )
