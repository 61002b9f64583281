"""The film on the desk: what engine and document say of it, brought to every panel."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gui.document import Document
from gui.film_control import FilmControl
from gui.likings import Likings
from gui.look_panel import LookPanel
from gui.messages import MessageBar
from gui.picture.viewer import Viewer
from gui.player.transport import Transport
from gui.preview.film_times import FilmTimes
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import EngineReady, FilmOpened, Task
from gui.shot_control import ShotControl
from gui.shots.shot_list import ShotTable
from gui.shots.timeline import Timeline
from gui.start_page import StartPage
from gui.status import Status
from gui.view_control import ViewControl
from vidcolor.errors import VidcolorError
from vidcolor.project import Project
from vidcolor.projectfile import matched
from vidcolor.shotlist import ShotList
from vidcolor.video.info import FilmInfo

# Two cores of a server processor render 22 (benchmarks/README.md).
_FULL_HD_FPS_PER_CORE = 10


@dataclass(frozen=True, slots=True, eq=False)
class Panels:
    """The widgets that show the film."""

    viewer: Viewer
    transport: Transport
    timeline: Timeline
    shot_table: ShotTable
    look: LookPanel
    status: Status
    messages: MessageBar
    start_page: StartPage


class Desk(QObject):
    """Keeps all panels true to the film that is open.

    Attributes:
        info: what the film is; None: none is open.
        notes: sentences about what is odd about it.

    Signals:
        film_shown: FilmInfo | None; another film is on the desk, or none.
    """

    film_shown = Signal(object)

    def __init__(
        self,
        document: Document,
        service: PreviewService,
        films: FilmControl,
        view: ViewControl,
        shots: ShotControl,
        panels: Panels,
        likings: Likings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._service = service
        self._view = view
        self._shots = shots
        self._panels = panels
        self._likings = likings
        self.info: FilmInfo | None = None
        self.notes: tuple[str, ...] = ()
        films.film_wanted.connect(self._open)
        films.film_closed.connect(self._on_film_closed)
        # First of all who hear it: what is shown then offers what was opened last.
        service.film_opened.connect(films.remember)
        self._hear_document(document)
        self._hear_service(service)
        self._hear_timeline(panels.timeline)
        self._hear_panels(panels)

    def _hear_document(self, document: Document) -> None:
        document.changed.connect(self._on_project)
        document.opened.connect(self._on_project)
        document.shots_changed.connect(self._on_shots)

    def _hear_service(self, service: PreviewService) -> None:
        service.film_opened.connect(self._on_film_opened)
        service.film_counted.connect(self._on_film_counted)
        service.clock_known.connect(self._on_clock_known)
        service.shots_searched.connect(self._on_shots_searched)
        service.shots_found.connect(self._document.found_shots)
        service.colored_ranges.connect(self._panels.timeline.set_colored)
        service.thumbnail_arrived.connect(self._panels.timeline.set_thumbnail)
        service.noticed.connect(self._on_noticed)
        service.engine_ready.connect(self._on_engine_ready)
        service.frame_saved.connect(self._on_frame_saved)
        service.failed.connect(self._on_failed)

    def _hear_timeline(self, timeline: Timeline) -> None:
        shots = self._shots
        timeline.can_paste_look = False
        timeline.frame_wanted.connect(self._view.go_to)
        timeline.shot_selected.connect(self._on_shot_selected)
        timeline.thumbnails_wanted.connect(self._on_thumbnails_wanted)
        timeline.cut_add_wanted.connect(shots.cut_here)
        timeline.cut_remove_wanted.connect(shots.remove_cut)
        timeline.cut_move_wanted.connect(shots.move_cut)
        timeline.marker_wanted.connect(shots.add_marker)
        timeline.marker_remove_wanted.connect(shots.remove_marker)
        timeline.note_edit_wanted.connect(shots.edit_note)
        timeline.status_wanted.connect(shots.set_status)
        timeline.look_copy_wanted.connect(shots.copy_look)
        timeline.look_paste_wanted.connect(shots.paste_look)
        timeline.range_wanted.connect(shots.set_range)

    def _hear_panels(self, panels: Panels) -> None:
        shots = self._shots
        self._view.moved.connect(self._on_moved)
        self._view.noticed.connect(panels.messages.show_notice)
        shots.look_copied.connect(self._on_look_copied)
        panels.shot_table.frame_wanted.connect(self._view.go_to)
        panels.shot_table.note_changed.connect(shots.set_note)
        panels.look.look_wanted.connect(shots.set_look)
        panels.look.reset_wanted.connect(shots.reset_look)
        panels.look.copy_wanted.connect(shots.copy_look)
        panels.look.paste_wanted.connect(shots.paste_look)
        panels.look.film_wanted.connect(shots.use_look_for_film)

    # --- a film comes and goes ---

    def clear(self) -> None:
        """There is no film on the desk."""
        self._show_film(None)

    def _open(self, source: Path) -> None:
        text = self.tr("Opening {0} …").format(source.name)
        self._panels.start_page.tell(text)
        self._panels.status.tell(text)
        project = self._document.project
        assert project is not None
        self._service.open(source, project.color, project.steering)

    def _on_film_opened(self, opened: FilmOpened) -> None:
        transport = self._panels.transport
        if self.info is not None and self.info.path == opened.info.path and transport.frames:
            return  # the engine was started again; the person stays at their frame
        self._show_film(opened.info)

    def _on_film_closed(self) -> None:
        self._service.close_film()
        self._show_film(None)

    def _show_film(self, info: FilmInfo | None) -> None:
        self.info, self.notes = info, ()
        self._view.start_over()
        panels = self._panels
        panels.timeline.clear_thumbnails()
        panels.timeline.set_film(0, 0.0, None)
        panels.timeline.set_colored([])
        panels.status.show_film(info)
        panels.start_page.tell(self.tr("Open a film, or drop one here."))
        if info is not None:
            panels.viewer.set_shape(info.sample_aspect_ratio, info.rotation_degrees)
        self._on_project(self._document.project)
        self.film_shown.emit(info)

    def _on_film_counted(self, frames: int) -> None:
        if frames != self._panels.transport.frames:
            self._panels.transport.set_frames(frames)
            self._show_on_timeline(frames)

    def _on_clock_known(self, times: FilmTimes) -> None:
        project = self._document.project
        if project is None:
            return
        found, notices = matched(project, times.fingerprint, times.frame_count)
        if notices:
            self._panels.messages.show_notice(notices[0], "\n".join(notices))
        self._view.set_times(times)
        self._document.learn(found)
        self._show_on_timeline(times.frame_count)
        self._panels.shot_table.set_film(self._view.timecode)
        self._panels.transport.set_timecodes(self._view.timecode)

    def _show_on_timeline(self, frames: int) -> None:
        if self.info is not None:
            rate = float(self.info.average_rate) or 25.0
            self._panels.timeline.set_film(frames, rate, self._view.timecode)
            self._panels.timeline.set_shots(self._document.shots)

    # --- what the engine says ---

    def _on_shots_searched(self, frames: int, total: int | None) -> None:
        if self._document.shots is None:
            searched = frames / total if total else 0.0
            self._panels.timeline.set_shots(None, searching=searched)

    def _on_noticed(self, sentences: tuple[str, ...]) -> None:
        # Two threads read the film, and each tells all that it met so far.
        self.notes = tuple(dict.fromkeys((*self.notes, *sentences)))
        self._panels.status.show_notes(len(self.notes))

    def _on_engine_ready(self, ready: EngineReady) -> None:
        if self._likings.now.first_run_told:
            return
        self._likings.prefer(replace(self._likings.now, first_run_told=True))
        if ready.on_processor:
            self._panels.messages.show_notice(
                self.tr(
                    "vidcolor colours on the processor of this machine: expect about {0} frames "
                    "a second of Full HD. Colour > Models measures it, Help > Doctor tells more."
                ).format(_FULL_HD_FPS_PER_CORE * (os.cpu_count() or 1))
            )

    def _on_frame_saved(self, target: Path) -> None:
        self._panels.status.tell("")
        self._panels.messages.show_notice(
            self.tr("The coloured frame was saved as {0}.").format(target.name), str(target)
        )

    def _on_failed(self, task: Task, error: VidcolorError) -> None:
        self._panels.status.tell("")
        self._panels.messages.show_error(error)
        if task is Task.OPEN:
            self._document.open(None)
            self._show_film(None)
        elif task is Task.COLOR:
            self._panels.viewer.stop_waiting()
        elif task is Task.COMPARE:
            self._view.compare_with(None)

    def _on_thumbnails_wanted(self, numbers: list[int]) -> None:
        timeline = self._panels.timeline
        height_px = round(timeline.rows.strip.height() * timeline.devicePixelRatioF())
        self._service.want_thumbnails(numbers, max(height_px, 16))

    # --- what the document says ---

    def _on_project(self, project: Project | None) -> None:
        timeline, table = self._panels.timeline, self._panels.shot_table
        timeline.set_notes(project.notes if project else ())
        timeline.set_looks(project.looks if project else ())
        timeline.set_markers(project.markers if project else ())
        timeline.set_range(
            project.in_frame if project else None, project.out_frame if project else None
        )
        table.set_notes(project.notes if project else ())
        table.set_looks(project.looks if project else ())
        self._show_look()

    def _on_shots(self, shots: ShotList | None) -> None:
        self._panels.timeline.set_shots(shots)
        self._panels.shot_table.set_shots(shots)
        self._on_moved(self._view.position)

    # --- where one stands ---

    def _on_moved(self, number: int) -> None:
        self._panels.timeline.set_position(number)
        self._panels.shot_table.set_position(number)
        found = self._shots.shot_at(number)
        self._view.set_shot(self.tr("Shot {0}").format(found[0] + 1) if found else "")
        self._show_look()

    def _on_shot_selected(self, start: int) -> None:
        # The look panel belongs to the shot under the playhead.
        if self._shots.span_at(self._view.position) != self._shots.span_at(start):
            self._view.go_to(start)

    def _on_look_copied(self) -> None:
        self._panels.timeline.can_paste_look = True
        self._panels.status.tell(self.tr("The look was copied."))

    def _show_look(self) -> None:
        project, at = self._document.project, self._view.position
        if project is None or self.info is None:
            self._panels.look.show_look(None, "", own=False)
            return
        found = self._shots.shot_at(at)
        name = self.tr("Shot {0}").format(found[0] + 1) if found else self.tr("This shot")
        own = project.steering.look_at(at) is not None
        self._panels.look.show_look(project.look_at(at), name, own=own)
