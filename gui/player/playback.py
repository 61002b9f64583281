"""Playing: shows each picture at its time and follows the sound, never on the player's time."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from gui.player.play_clock import PlayClock
from gui.player.play_route import Route
from gui.player.player_line import PlayerLine, Shown
from gui.player.player_protocol import (
    Begun,
    NoMore,
    Pause,
    Play,
    PlayedSound,
    PlayFailed,
    PlayReply,
    StopPlayer,
)
from gui.player.sound_output import SoundOutput, open_sound_output
from gui.player.speaker import Speaker
from gui.preview.protocol import ColorWish
from gui.process_line import PATIENCE_S, Crashed
from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings

if TYPE_CHECKING:  # it brings OpenCV and torch along
    from vidcolor.steering import Steering

log = logging.getLogger(__name__)

_TICK_MS = 8
_END_PATIENCE_S = 1.0  # for a last picture that comes late
_ROUNDING_S = 0.002


class Playback(QObject):
    """Plays a film in a process of its own; the GUI thread only shows what has arrived.

    The clock is that of the sound, where there is some, else the computer's. Pictures that come
    late are dropped, sound never. While it plays nobody else should ask for frames.

    Args:
        open_output: opens the sound device, at the first play at the film's own speed.

    Signals:
        frame_shown: number, QImage (not turned, not larger than asked for), whether it is a draft.
        position: number of the frame whose time it is, also where its picture was dropped.
        stopped_at: number of the frame that stays; after a pause, at the end, after a failure.
        note: a sentence, each said once.
        failed: VidcolorError; ``stopped_at`` follows.
        closed: the process is gone, as wished. Comes exactly once.
    """

    frame_shown = Signal(int, QImage, bool)
    position = Signal(int)
    stopped_at = Signal(int)
    note = Signal(str)
    failed = Signal(object)
    closed = Signal()

    _received = Signal(object, object)  # from the listening thread: which line, what

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        open_output: Callable[[], tuple[SoundOutput | None, str]] = open_sound_output,
    ) -> None:
        super().__init__(parent)
        self._line: PlayerLine | None = None
        self._speaker = Speaker(open_output, self._say, self._free_sound)
        self._told: set[str] = set()
        self._generation = 0
        self._wanted: Play | None = None  # what is played; None: nothing
        self._number = 0  # whose time it is
        self._shown = 0  # what is on screen
        self._route: Route | None = None
        self._clock = PlayClock()
        self._pictures: deque[Shown] = deque()
        self._all_there = False
        self._closing = False
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._kill_timer = QTimer(self, singleShot=True, interval=int(1000 * PATIENCE_S))
        self._kill_timer.timeout.connect(self._kill)
        self._received.connect(self._on_received)

    @property
    def playing(self) -> bool:
        """Whether something is played, also while its first picture is awaited."""
        return self._wanted is not None

    @property
    def speed(self) -> float:
        """Of what is played; 0 where nothing is."""
        return self._wanted.speed if self._wanted else 0.0

    @property
    def running(self) -> bool:
        """Whether the player process lives."""
        return self._line is not None

    @property
    def process_id(self) -> int | None:
        """Of the player process, for tests and reports."""
        return self._line.process.pid if self._line else None

    # --- what a person wants ---

    def play(
        self,
        path: Path,
        color: ColorSettings,
        steering: Steering | None,
        start_frame: int,
        speed: float = 1.0,
        loop_range: tuple[int, int] | None = None,
        picture_size_px: tuple[int, int] = (1280, 720),
    ) -> None:
        """Play from a frame on; what was played before is given up.

        Args:
            path: the film.
            color: its colours.
            steering: what was decided about its parts; None: nothing.
            start_frame: shown first.
            speed: 1 is the film's own; negative: backwards. Sound is heard at 1 only.
            loop_range: first frame, and the one after the last, played again and again.
            picture_size_px: of the place the pictures are shown in, in the screen's own pixels.
        """
        if self._closing or not speed:
            return
        self._forget()
        self._generation += 1
        self._number = self._shown = start_frame
        width, height = picture_size_px
        self._wanted = Play(
            generation=self._generation,
            path=path,
            wish=ColorWish(color, steering),
            start_frame=start_frame,
            speed=speed,
            loop=loop_range,
            most_width_px=max(width, 1),
            most_height_px=max(height, 1),
            sound=speed == 1.0 and self._speaker.available(),
        )
        if self._line is None:
            self._line = PlayerLine(self._received.emit)
        self._line.tell_time(-1.0)
        self._line.send(self._wanted)

    def pause(self) -> None:
        """Stop at the frame that is shown; the process stays ready."""
        if self._wanted is not None:
            if self._line is not None:
                self._line.send(Pause())
            self._stop()

    def set_speed(self, speed: float) -> None:
        """Go on at another speed from where it is; 0 pauses."""
        now = self._wanted
        if now is None or speed == now.speed:
            return
        if not speed:
            self.pause()
            return
        size = (now.most_width_px, now.most_height_px)
        wish = now.wish
        self.play(now.path, wish.color, wish.steering, self._number, speed, now.loop, size)

    def set_colors(self, color: ColorSettings, steering: Steering | None) -> None:
        """Go on in other colours from where it is."""
        now = self._wanted
        if now is not None and now.wish != ColorWish(color, steering):
            size = (now.most_width_px, now.most_height_px)
            self.play(now.path, color, steering, self._number, now.speed, now.loop, size)

    def warm_up(self) -> None:
        """Start the process, so that the first play begins sooner."""
        if self._line is None and not self._closing:
            self._line = PlayerLine(self._received.emit)

    def close(self) -> None:
        """End the process: :attr:`closed` follows; it is killed if it takes too long."""
        if self._closing:
            return
        self._closing = True
        self._forget()
        if self._line is None:
            QTimer.singleShot(0, self.closed.emit)
            return
        self._line.send(StopPlayer())
        self._kill_timer.start()

    def close_and_wait(self) -> None:
        """As :meth:`close`, where no event loop runs any more."""
        self._closing = True
        self._forget()
        if self._line is not None:
            line, self._line = self._line, None
            line.send(StopPlayer())
            line.end(PATIENCE_S)

    # --- what the player says ---

    def _on_received(self, line: PlayerLine, message: PlayReply | Shown | Crashed) -> None:
        if line is not self._line:
            return
        if isinstance(message, Crashed):
            self._on_ended(message)
        elif isinstance(message, Shown):
            if message.picture.generation == self._generation and self.playing:
                self._pictures.append(message)
            else:
                line.free_picture()
        elif isinstance(message, PlayedSound):
            if message.generation == self._generation and self.playing:
                self._speaker.add(message.samples)
            else:
                line.free_sound()
        elif self.playing and message.generation == self._generation:
            self._on_news(message)

    def _on_news(self, message: Begun | NoMore | PlayFailed) -> None:
        if isinstance(message, Begun):
            assert self._wanted is not None
            self._route = Route(
                message.edges_s,
                start=self._wanted.start_frame,
                speed=self._wanted.speed,
                loop=self._wanted.loop,
            )
            self._speaker.expect(message.sound)
            self._timer.start()
        elif isinstance(message, NoMore):
            self._all_there = True
        else:
            self._stop(message.error)

    def _on_ended(self, crash: Crashed) -> None:
        assert self._line is not None
        self._line.end(1.0)
        self._line = None
        if self._closing:
            self._kill_timer.stop()
            self.closed.emit()
            return
        log.warning("the player process ended with code %d", crash.exit_code)
        if self._wanted is not None:
            self._stop(
                VidcolorError(
                    self.tr("The player stopped unexpectedly."),
                    do=self.tr("Press play to start it again."),
                    detail=f"exit code {crash.exit_code}",
                )
            )

    # --- time ---

    def _on_tick(self) -> None:
        route = self._route
        if route is None or self._line is None:
            return
        if not self._clock.running and not self._may_start(route):
            return
        self._speaker.follow(self._clock)
        played_s = self._clock.played_s()
        self._line.tell_time(played_s)
        self._show_due(played_s)
        if self._route is not route:
            return  # somebody paused in answer to what was shown
        number = route.frame_at(played_s)
        if number != self._number:
            self._number = number
            self.position.emit(number)
        if self._route is route and self._is_over(route, played_s):
            self._shown = self._number
            self._stop()

    def _is_over(self, route: Route, played_s: float) -> bool:
        late_s = played_s - route.end_s
        if late_s < -_ROUNDING_S:
            return False
        return (self._all_there and not self._pictures) or late_s > _END_PATIENCE_S

    def _may_start(self, route: Route) -> bool:
        """Start the clock when the first picture is there, and sound if there is to be some."""
        if not self._pictures and not self._all_there:
            return False
        if not self._speaker.ready(route.end_s):
            return False
        self._speaker.start()
        self._clock.start()
        return True

    def _show_due(self, played_s: float) -> None:
        """Show the newest picture whose time has come, drop those before it."""
        assert self._line is not None
        newest: Shown | None = None
        while self._pictures and self._pictures[0].picture.due_s <= played_s + _ROUNDING_S:
            newest = self._pictures.popleft()
            self._line.free_picture()
        if newest is not None and newest.image is not None:
            picture = newest.picture
            self._shown = picture.number
            self.frame_shown.emit(picture.number, newest.image, picture.draft)

    # --- inside ---

    def _stop(self, error: VidcolorError | None = None) -> None:
        self._forget()
        if error is not None:
            self.failed.emit(error)
        self.stopped_at.emit(self._shown)

    def _forget(self) -> None:
        """Nothing is played; what has arrived goes back."""
        self._wanted = self._route = None
        self._timer.stop()
        self._clock.stop()
        self._all_there = False
        self._speaker.silence()
        while self._pictures:
            self._pictures.popleft()
            if self._line is not None:
                self._line.free_picture()

    def _free_sound(self) -> None:
        if self._line is not None:
            self._line.free_sound()

    def _say(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self.note.emit(sentence)

    def _kill(self) -> None:
        if self._line is not None:
            log.warning("the player process did not end in time and is killed")
            self._line.process.kill()
