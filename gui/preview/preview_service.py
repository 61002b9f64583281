"""The window's side of the engine process: asks, receives, starts it again when it dies."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from gui.preview.engine_line import Arrived, EngineLine
from gui.preview.film_signals import FilmSignals
from gui.preview.protocol import (
    AskFrame,
    CloseFilm,
    ColorAhead,
    ColorWish,
    Compare,
    EngineOptions,
    EngineReady,
    Failed,
    FilmOpened,
    FrameSaved,
    OpenFilm,
    Reply,
    Request,
    Role,
    SaveFrame,
    ShowFrame,
    Steer,
    Stop,
    Task,
    WantThumbnails,
    WantVariants,
)
from gui.process_line import PATIENCE_S, Crashed
from vidcolor.errors import VidcolorError
from vidcolor.guides import Place, SavedColor
from vidcolor.settings import ColorSettings

if TYPE_CHECKING:  # it brings OpenCV along
    from vidcolor.steering import Steering

log = logging.getLogger(__name__)

_DEATHS_ALLOWED = 2  # in a row, without a coloured picture between them


class PreviewService(FilmSignals):
    """Opens a film and brings the pictures of its frames, never on the GUI thread.

    At most one grey frame is asked for at a time, the newest wish waits and older ones are
    dropped; so the picture follows a quick hand as fast as the film can be read. A frame that
    takes longer than a hand waits is preceded by another one that stands in for it, grey; the
    colours come after the frame itself. Each request
    carries a generation number, and a reply to an older one is dropped. Only looks are shown
    while they change: a picture in a look that was changed meanwhile arrives as a draft.

    Signals:
        film_opened: FilmOpened; its first frame follows unasked. Also after a restart.
        film_counted: how many frames there are.
        clock_known: gui.preview.film_times.FilmTimes, once the frames are counted.
        shots_searched: frames looked at, frames in all or None; at most five times a second.
        shots_found: vidcolor.shots.ShotList, as the engine finds them; not of pictures.
        thumbnail_arrived: number, grey QImage, QImage in colour or None where that is not known.
        colored_ranges: list of (first, one after the last): frames whose colours lie ready.
        noticed: tuple of sentences, all so far.
        frame_told: FrameTold, the answer to the newest question.
        variant_arrived: question, number of the variant, small QImage.
        engine_ready: EngineReady; again when another model or device colours.
        picture_arrived: gui.preview.engine_line.Picture.
        frame_saved: Path.
        failed: Task, VidcolorError.
        stopped: the process is gone, as wished. Comes exactly once.
    """

    engine_ready = Signal(object)
    picture_arrived = Signal(object)
    frame_saved = Signal(object)
    failed = Signal(object, object)
    stopped = Signal()

    _received = Signal(object, object)  # from the receiving thread: which line, what

    def __init__(self, color: ColorSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options = EngineOptions(color or ColorSettings())
        self._wish = ColorWish(self._options.color)
        self._compared: ColorWish | None = None
        self._thumbnails: tuple[tuple[int, ...], int] = (), 0  # numbers, height in pixels
        self._questions = 0
        self._ahead = True
        self._line: EngineLine | None = None
        self._generation = 0
        self._film: OpenFilm | None = None
        self._opened = False
        self._sent = ShowFrame(0, 0)
        self._newest = dict.fromkeys(Role, 0)  # generation that decides what a picture looks like
        self._in_flight = False
        self._grey_there = False  # of the frame that was asked for last; no stand-in
        self._held: dict[Role, Arrived] = {}  # colours of that frame that came before it
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
            self._send(ColorAhead(self._ahead))

    def open(
        self,
        path: Path,
        color: ColorSettings | None = None,
        steering: Steering | None = None,
        number: int = 0,
    ) -> None:
        """Open a film; replies about the one before are dropped from now on.

        Args:
            path: of a film, a picture or a folder.
            color: None keeps what :meth:`steer` was told last.
            steering: belongs to ``color``.
            number: of the frame that is shown first.
        """
        self._deaths = 0
        if color is not None:
            self._wish = ColorWish(color, steering)
        self._compared, self._thumbnails = None, ((), 0)
        self._open(path, number)

    def close_film(self) -> None:
        """Forget the film; nothing more is said about it."""
        if self._film is not None:
            self._send(CloseFilm(self._next_generation()))
        self._film, self._opened, self._in_flight, self._waiting = None, False, False, None

    def show_frame(self, number: int) -> None:
        """Bring this frame grey, and coloured once it stays the wanted one."""
        if not self._opened or self._film is None or self._stopping:
            return
        if self._line is None:
            self._open(self._film.path, number)
        elif self._in_flight:
            self._waiting = number
        else:
            self._ask(number)

    def steer(self, color: ColorSettings, steering: Steering | None = None) -> None:
        """Colour in another way from now on; the shown frame comes again at once.

        If only looks changed, neither decoder nor network is needed for that. Where another
        model or device cannot be had :attr:`failed` says so, and the old colours stay.
        """
        before, self._wish = self._wish, ColorWish(color, steering)
        if self._film is None or self._line is None or self._wish == before:
            return
        if color.stills != before.color.stills:  # other frames have other numbers then
            self._open(self._film.path, self._sent.number)
            return
        self._newest[Role.COLOR] = self._next_generation()
        self._send(Steer(self._generation, self._wish))

    def compare(self, color: ColorSettings, steering: Steering | None = None) -> None:
        """Bring the shown frame, and each later one, also in these colours (Role.COMPARE)."""
        self._compare(ColorWish(color, steering))

    def stop_comparing(self) -> None:
        """Bring no more pictures to compare with."""
        self._compare(None)

    def want_thumbnails(self, numbers: Sequence[int], height_px: int) -> None:
        """Bring small pictures of these frames, those near the shown one first.

        They replace the list that was wanted before. Each comes once, and once more whenever its
        colours became known or changed; what was read before is not read again.
        """
        shown = self._sent.number
        nearest_first = sorted(numbers, key=lambda number: abs(number - shown))
        self._thumbnails = tuple(nearest_first), height_px
        if self._film is not None:
            self._send(WantThumbnails(self._film.generation, *self._thumbnails))

    def ask_frame(
        self, number: int, place: Place | None = None, colors: tuple[SavedColor, ...] = ()
    ) -> int:
        """Ask what the network thinks of a frame: :attr:`frame_told` brings it.

        Args:
            number: of the frame.
            place: whose likely colours are wanted.
            colors: that are looked for in the frame.

        Returns:
            The question's number, which comes back; older questions may stay without an answer.
        """
        self._questions += 1
        if self._film is not None:
            film = self._film.generation
            self._send(AskFrame(film, self._questions, number, place, colors))
        return self._questions

    def want_variants(self, number: int, variants: Sequence[int], height_px: int) -> int:
        """Bring small pictures of a frame in other colourings, and no others any more.

        Returns:
            A number that comes back with each of them.
        """
        self._questions += 1
        if self._film is not None:
            film, numbers = self._film.generation, tuple(variants)
            self._send(WantVariants(film, self._questions, number, numbers, height_px))
        return self._questions

    def set_color_ahead(self, on: bool) -> None:
        """Whether frames behind the shown one are coloured while nothing else is wished."""
        self._ahead = on
        self._send(ColorAhead(on))

    def save_frame(self, number: int, target: Path) -> None:
        """Render one frame into a picture file, replacing it."""
        if self._opened and self._film is not None and self._line is not None:
            film = self._film
            self._send(SaveFrame(film.generation, number, target, film.path, self._wish))

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

    # --- asking ---

    def _next_generation(self) -> int:
        self._generation += 1
        return self._generation

    def _open(self, path: Path, number: int = 0) -> None:
        if self._stopping:
            return
        self.warm_up()
        self._film = OpenFilm(self._next_generation(), path, number, self._wish)
        self._sent = self._film.first_frame
        self._newest = dict.fromkeys(Role, self._generation)
        self._opened, self._in_flight, self._waiting = False, True, None
        self._grey_there, self._held = False, {}
        self._send(self._film)
        if self._compared is not None:
            self._compare(self._compared)
        if self._thumbnails[0]:
            self._send(WantThumbnails(self._film.generation, *self._thumbnails))

    def _ask(self, number: int) -> None:
        self._sent = ShowFrame(self._next_generation(), number)
        self._newest = dict.fromkeys(Role, self._generation)
        self._in_flight, self._waiting = True, None
        self._grey_there, self._held = False, {}
        self._send(self._sent)

    def _compare(self, wish: ColorWish | None) -> None:
        self._compared = wish
        if self._film is not None:
            self._newest[Role.COMPARE] = self._next_generation()
            self._send(Compare(self._generation, wish))

    def _send(self, request: Request) -> None:
        if self._line is not None:
            self._line.send(request)

    def _kill(self) -> None:
        if self._line is not None:
            log.warning("the engine process did not end in time and is killed")
            self._line.process.kill()

    # --- what the engine says ---

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
        elif isinstance(message, FrameSaved):
            self.frame_saved.emit(message.target)
        elif self._film is not None and message.generation == self._film.generation:
            if isinstance(message, FilmOpened):
                self._opened = True
            self.tell(message)

    def _on_picture(self, arrived: Arrived) -> None:
        picture = arrived.picture
        if self._film is None or arrived.generation < self._sent.generation:
            return
        if picture.role is not Role.GREY and not self._grey_there:
            self._held[picture.role] = arrived  # it would stand beside another frame
            return
        if picture.role is Role.COMPARE and arrived.generation < self._newest[Role.COMPARE]:
            return
        if picture.role is Role.COLOR:
            self._deaths = 0
            if arrived.generation < self._newest[Role.COLOR]:
                picture = picture.as_draft()  # the look was changed meanwhile; the new one follows
        self.picture_arrived.emit(picture)
        if picture.role is Role.GREY:
            if picture.stands_for is None:
                self._release()
            self._go_on()

    def _on_failed(self, message: Failed) -> None:
        if message.task is not Task.SAVE:
            film = self._film.generation if self._film is not None else self._generation
            about_film = message.task in (Task.OPEN, Task.SHOTS, Task.ASK)
            if message.generation < (film if about_film else self._sent.generation):
                return
        self.failed.emit(message.task, message.error)
        if message.task in (Task.OPEN, Task.GREY):
            self._release()
            self._go_on()

    def _release(self) -> None:
        """The frame itself is seen, or never will be: show the colours that came before it."""
        self._grey_there = True
        held, self._held = self._held, {}
        for arrived in held.values():
            self._on_picture(arrived)

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
        if again and self._film is not None:
            wanted = self._sent.number if self._waiting is None else self._waiting
            self._open(self._film.path, wanted)
        error = VidcolorError("The engine stopped unexpectedly.", do=advice, detail=detail)
        self.failed.emit(Task.COLOR, error)
