"""What is on the screen: the frame under the playhead, the running film, and its rival."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gui.document import Document
from gui.picture.scopes import Scopes
from gui.picture.viewer import Viewer
from gui.player.playback import Playback
from gui.player.transport import Transport
from gui.preview.engine_line import Picture
from gui.preview.film_times import FilmTimes
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import EngineReady, Role
from gui.status import Status, clock
from vidcolor.project import Project
from vidcolor.settings import ColorSettings
from vidcolor.steering import Steering

_SCOPE_WIDTH_PX = 320  # more would not change what a scope shows


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Settings of another moment, kept to compare with."""

    name: str
    color: ColorSettings
    steering: Steering


class ViewControl(QObject):
    """Keeps viewer, scopes and status true to the playhead, the engine and the document.

    Signals:
        moved: number of the frame under the playhead.
        noticed: a sentence for the message bar.
        played: bool, whether the film runs now; other work gives way to it.
    """

    moved = Signal(int)
    noticed = Signal(str)
    played = Signal(bool)

    def __init__(
        self,
        document: Document,
        service: PreviewService,
        playback: Playback,
        viewer: Viewer,
        transport: Transport,
        scopes: Scopes,
        status: Status,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._service = service
        self._playback = playback
        self._viewer = viewer
        self._transport = transport
        self._scopes = scopes
        self._status = status
        self._times: FilmTimes | None = None
        self._shot = ""
        self._compared: Snapshot | None = None
        self._looped = False
        self._playing = False
        self._stayed: int | None = None  # frame that playing stopped at: its picture is seen
        self.snapshots: list[Snapshot] = []
        document.changed.connect(self._on_project)
        transport.frame_wanted.connect(self.show_frame)
        transport.play_wanted.connect(self.play)
        transport.loop_wanted.connect(self.set_loop)
        service.picture_arrived.connect(self._on_picture)
        service.engine_ready.connect(self._on_engine_ready)
        playback.frame_shown.connect(self._on_played)
        playback.stopped_at.connect(self._on_stopped)
        playback.note.connect(self.noticed)
        viewer.picture_changed.connect(self.show_scopes)
        viewer.zoom_changed.connect(status.show_zoom)

    @property
    def position(self) -> int:
        """The frame under the playhead."""
        return self._transport.number

    @property
    def playing(self) -> bool:
        """Whether the film runs."""
        return self._playing

    def start_over(self) -> None:
        """Another film, or none: nothing of the one before is shown any more."""
        if self._playing:
            self._playing = False
            self._playback.pause()
            self.played.emit(False)
        self._times, self._shot, self._compared = None, "", None
        self.snapshots = []
        self._viewer.set_playing(False)
        self._transport.start_over()
        self._scopes.show_image(None)

    def set_times(self, times: FilmTimes) -> None:
        """When each frame is shown is known now."""
        self._times = times
        self._tell_position()
        self._playback.warm_up()

    def set_shot(self, name: str) -> None:
        """The name of the shot under the playhead, for the line of information."""
        self._shot = name
        self._tell_position()

    def timecode(self, number: int) -> str:
        """The time code of a frame, or its time, or "" while nobody knows."""
        if self._times is None:
            return ""
        at = min(max(number, 0), self._times.frame_count - 1)
        return self._times.timecode(at) or clock(float(self._times.seconds[at]))

    # --- frames ---

    def show_frame(self, number: int) -> None:
        """Stand at a frame; a running film stops."""
        self._stop_playing()
        self._stayed = None
        self._service.show_frame(number)
        self._tell_position()
        self.moved.emit(number)

    def go_to(self, number: int | None) -> None:
        """Move the playhead; None stays."""
        if number is not None:
            self._transport.go_to(number)

    # --- playback ---

    def play(self, speed: float) -> None:
        """Run the film at a speed, backwards below 0; 0 stops."""
        project = self._document.project
        if project is None or not self._transport.frames:
            return
        if speed == 0:
            self._stop_playing()
            return
        if self._playing:
            self._playback.set_speed(speed)
            return
        start = self.position
        if speed > 0 and start >= self._transport.frames - 1:
            start = 0  # at the end "play" means: once more
        self._playing = True
        self.played.emit(True)
        self._viewer.set_playing(True)
        ratio = self._viewer.devicePixelRatioF()
        self._playback.play(
            project.source,
            project.color,
            project.steering,
            start,
            speed,
            self._loop_range(project),
            (
                max(round(self._viewer.width() * ratio), 16),
                max(round(self._viewer.height() * ratio), 16),
            ),
        )

    def set_loop(self, on: bool) -> None:
        """Whether the range, or the film, begins again at its end."""
        self._looped = on

    def _loop_range(self, project: Project) -> tuple[int, int] | None:
        if not self._looped:
            return None
        return project.in_frame or 0, project.out_frame or self._transport.frames

    def _stop_playing(self) -> None:
        if self._playing:
            self._playback.pause()

    def _on_played(self, number: int, image: QImage, draft: bool) -> None:
        if not self._playing:
            return
        self._viewer.show_played(image, draft)
        self._transport.show_number(number)
        self._tell_position()
        self.moved.emit(number)

    def _on_stopped(self, number: int) -> None:
        if not self._playing:
            return
        self._playing, self._stayed = False, number
        self.played.emit(False)
        self._transport.show_speed(0.0)
        self._transport.show_number(number)
        self._service.show_frame(number)
        self._viewer.set_playing(False)
        self.moved.emit(number)

    # --- colours ---

    def _on_project(self, project: Project) -> None:
        self._service.steer(project.color, project.steering)
        if self._playing:
            self._playback.set_colors(project.color, project.steering)

    def compare_with(self, snapshot: Snapshot | None) -> None:
        """What stands against the colours: a snapshot, or the film."""
        self._compared = snapshot
        self._viewer.set_compare(None, snapshot.name if snapshot else "")
        if snapshot is None:
            self._service.stop_comparing()
        else:
            self._service.compare(snapshot.color, snapshot.steering)

    def keep_snapshot(self) -> None:
        """Keep the settings as they are now and compare with them."""
        if project := self._document.project:
            name = self.tr("Snapshot {0}").format(len(self.snapshots) + 1)
            snapshot = Snapshot(name, project.color, project.steering)
            self.snapshots.append(snapshot)
            self.compare_with(snapshot)

    @property
    def compared(self) -> Snapshot | None:
        """The snapshot that is compared with."""
        return self._compared

    def _on_picture(self, picture: Picture) -> None:
        if picture.stands_for is not None:
            if picture.stands_for == self._stayed:
                return  # the picture that was played last comes nearer
            self._viewer.set_grey(picture.image, stand_in=picture.number)
            self._status.show_frame(picture.number, picture.seconds)
            self._status.tell(self.tr("Reading frame {0} …").format(picture.stands_for))
        elif picture.role is Role.GREY:
            self._stayed = None
            self._viewer.set_grey(picture.image)
            self._status.show_frame(picture.number, picture.seconds)
            self._status.tell(
                self.tr("Colouring frame {0} …").format(picture.number)
                if self._status.engine_known
                else self.tr("Loading the model …")
            )
        elif picture.role is Role.COMPARE:
            if self._compared is not None:
                self._viewer.set_compare(picture.image, self._compared.name)
        else:
            self._viewer.set_color(picture.image, draft=picture.draft)
            self._status.tell(
                self.tr("Draft of frame {0}; the exact colours follow …").format(picture.number)
                if picture.draft
                else ""
            )

    def _on_engine_ready(self, ready: EngineReady) -> None:
        self._status.show_engine(ready.model, ready.device)
        self._tell_position()

    # --- telling ---

    def show_scopes(self) -> None:
        """Measure what is seen."""
        if self._scopes.isVisible():
            self._scopes.show_image(self._viewer.visible_picture(_SCOPE_WIDTH_PX))

    def _tell_position(self) -> None:
        parts = [self.tr("Frame {0}").format(self.position), self.timecode(self.position)]
        parts += [self._shot, self._status.engine.text()]
        self._viewer.set_information("   ·   ".join(part for part in parts if part))
