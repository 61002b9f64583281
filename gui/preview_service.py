"""The window's side of the engine process: asks, receives, starts it again when it dies."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gui.engine_line import PATIENCE_S, Arrived, EngineLine
from gui.protocol import (
    Crashed,
    EngineOptions,
    EngineReady,
    Failed,
    FilmCounted,
    FilmOpened,
    FrameSaved,
    Noticed,
    OpenFilm,
    Reply,
    Request,
    Role,
    SaveFrame,
    ShowFrame,
    Stop,
    Task,
)
from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings

log = logging.getLogger(__name__)

_DEATHS_ALLOWED = 2  # in a row, without a coloured picture between them


class PreviewService(QObject):
    """Opens a film and brings the pictures of its frames, never on the GUI thread.

    At most one grey frame is asked for at a time, the newest wish waits and older ones are
    dropped; so the picture follows a quick hand as fast as the film can be read. Each request
    carries a generation number, and a reply to an older one is dropped.

    Signals:
        film_opened: FilmOpened; its first frame follows unasked.
        film_counted: how many frames there are.
        noticed: tuple of sentences, all so far.
        engine_ready: EngineReady.
        picture_arrived: gui.engine_line.Picture.
        frame_saved: Path.
        failed: Task, VidcolorError.
        stopped: the process is gone, as wished. Comes exactly once.
    """

    film_opened = Signal(object)
    film_counted = Signal(int)
    noticed = Signal(object)
    engine_ready = Signal(object)
    picture_arrived = Signal(object)
    frame_saved = Signal(object)
    failed = Signal(object, object)
    stopped = Signal()

    _received = Signal(object, object)  # from the receiving thread: which line, what

    def __init__(self, color: ColorSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options = EngineOptions(color or ColorSettings())
        self._line: EngineLine | None = None
        self._generation = 0
        self._film = OpenFilm(0, Path())
        self._opened = False
        self._sent = ShowFrame(0, 0)
        self._in_flight = False
        self._waiting: int | None = None
        self._deaths = 0
        self._stopping = False
        self._kill_timer = QTimer(self, singleShot=True, interval=int(1000 * PATIENCE_S))
        self._kill_timer.timeout.connect(self._kill)
        self._received.connect(self._on_received)

    @property
    def running(self) -> bool:
        """Whether the engine process lives."""
        return self._line is not None

    @property
    def process_id(self) -> int | None:
        """Of the engine process, for tests and reports."""
        return self._line.process.pid if self._line else None

    def warm_up(self) -> None:
        """Start the process, so that it has loaded what it needs when a film is chosen."""
        if self._line is None and not self._stopping:
            self._line = EngineLine(self._options, self._received.emit)

    def open(self, path: Path) -> None:
        """Open a film; replies about the one before are dropped from now on."""
        self._deaths = 0
        self._open(path)

    def show_frame(self, number: int) -> None:
        """Bring this frame grey, and coloured once it stays the wanted one."""
        if not self._opened or self._stopping:
            return
        if self._line is None:
            self._open(self._film.path, number)
        elif self._in_flight:
            self._waiting = number
        else:
            self._ask(number)

    def save_frame(self, number: int, target: Path) -> None:
        """Render one frame into a picture file, replacing it."""
        if self._opened and self._line is not None:
            self._send(SaveFrame(self._film.generation, number, target))

    def stop(self) -> None:
        """End the process: :attr:`stopped` follows; it is killed if it takes too long."""
        if self._stopping:
            return
        self._stopping = True
        if self._line is None:
            QTimer.singleShot(0, self.stopped.emit)
            return
        self._send(Stop())
        self._kill_timer.start()

    def stop_and_wait(self) -> None:
        """As :meth:`stop`, where no event loop runs any more."""
        self._stopping = True
        if self._line is not None:
            self._send(Stop())
            self._line.end(PATIENCE_S)
            self._line = None

    def _open(self, path: Path, number: int = 0) -> None:
        if self._stopping:
            return
        self.warm_up()
        self._generation += 1
        self._film = OpenFilm(self._generation, path, number)
        self._sent = ShowFrame(self._generation, number)
        self._opened, self._in_flight, self._waiting = False, True, None
        self._send(self._film)

    def _ask(self, number: int) -> None:
        self._generation += 1
        self._sent = ShowFrame(self._generation, number)
        self._in_flight, self._waiting = True, None
        self._send(self._sent)

    def _send(self, request: Request) -> None:
        if self._line is not None:
            self._line.send(request)

    def _kill(self) -> None:
        if self._line is not None:
            log.warning("the engine process did not end in time and is killed")
            self._line.process.kill()

    def _on_received(self, line: EngineLine, message: Reply | Arrived | Crashed) -> None:
        if line is not self._line:
            return
        if isinstance(message, Crashed):
            self._on_ended(message)
        elif isinstance(message, EngineReady):
            self.engine_ready.emit(message)
        elif isinstance(message, Arrived):
            self._on_picture(message)
        elif isinstance(message, Failed):
            self._on_failed(message)
        elif message.generation == self._film.generation:
            self._on_film_reply(message)

    def _on_film_reply(self, message: Reply) -> None:
        if isinstance(message, FilmOpened):
            self._opened = True
            self.film_opened.emit(message)
        elif isinstance(message, FilmCounted):
            self.film_counted.emit(message.frames)
        elif isinstance(message, Noticed):
            self.noticed.emit(message.sentences)
        elif isinstance(message, FrameSaved):
            self.frame_saved.emit(message.target)

    def _on_picture(self, arrived: Arrived) -> None:
        if arrived.generation != self._sent.generation:
            return
        if arrived.picture.role is Role.COLOR:
            self._deaths = 0
        self.picture_arrived.emit(arrived.picture)
        if arrived.picture.role is Role.GREY:
            self._go_on()

    def _on_failed(self, message: Failed) -> None:
        about_film = message.task in (Task.OPEN, Task.SAVE)
        if message.generation != (self._film if about_film else self._sent).generation:
            return
        self.failed.emit(message.task, message.error)
        if message.task in (Task.OPEN, Task.GREY):
            self._go_on()

    def _go_on(self) -> None:
        """The engine is ready for another grey frame: send what waits."""
        self._in_flight = False
        if self._waiting is not None:
            self._ask(self._waiting)

    def _on_ended(self, crash: Crashed) -> None:
        assert self._line is not None
        self._line.end(1.0)
        self._line = None
        if self._stopping:
            self._kill_timer.stop()
            self.stopped.emit()
            return
        self._deaths += 1
        again = self._deaths < _DEATHS_ALLOWED and self._opened
        advice = "It was started again." if again else "Choose another frame or open another film."
        detail = f"exit code {crash.exit_code}"
        if again:
            wanted = self._sent.number if self._waiting is None else self._waiting
            self._open(self._film.path, wanted)
        error = VidcolorError("The engine stopped unexpectedly.", do=advice, detail=detail)
        self.failed.emit(Task.COLOR, error)
