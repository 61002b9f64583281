"""The engine in a process of its own: reads frames and colours them for the window.

Two threads with a reader each: grey pictures keep coming while a frame is being coloured.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Semaphore
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.mailbox import Mailbox, Outbox, Wishes
from gui.protocol import (
    EngineOptions,
    EngineReady,
    Failed,
    FilmCounted,
    FilmOpened,
    FrameSaved,
    Noticed,
    OpenFilm,
    PictureReady,
    Reply,
    Role,
    SaveFrame,
    ShowFrame,
    Stop,
    Task,
)
from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings, RangeSettings

if TYPE_CHECKING:
    from vidcolor.pipeline import Engine
    from vidcolor.video.reader import Reader

log = logging.getLogger(__name__)

# Frames behind the shown one whose colours are made ready while nothing else is wished: steps and
# playback then begin at once.
_AHEAD = 24

_PATIENCE_S = 4.0  # for a frame in the making; the window kills after five


def serve(
    connection: Connection, options: EngineOptions, grey_free: Semaphore, color_free: Semaphore
) -> None:
    """Answer the window until it says :class:`Stop` or is gone."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    # Ctrl-C in a terminal reaches the whole group; the window decides when the engine ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(options.niceness)
    sending = threading.Lock()

    def reply(message: Reply) -> None:
        with sending:
            connection.send(message)

    grey = _GreyWorker(reply, Outbox(grey_free))
    color = _ColorWorker(reply, Outbox(color_free), options)
    workers = (grey, color)
    for worker in workers:
        worker.start()
    try:
        while not isinstance(request := connection.recv(), Stop):
            if not isinstance(request, SaveFrame):
                grey.wishes.put(request)
            color.wishes.put(request)
    except (EOFError, OSError):
        log.info("the window is gone")
    for free in (grey_free, color_free):
        free.release()  # nobody may copy any more what a worker waits to replace
    for worker in workers:
        worker.wishes.close()
    for worker in workers:
        worker.join(_PATIENCE_S / len(workers))
    if any(worker.is_alive() for worker in workers):
        # A thread inside torch or FFmpeg cannot be asked to end, and would hold the exit up.
        for worker in workers:
            worker.outbox.close()
        os._exit(0)


class _Worker(threading.Thread, ABC):
    """Works on the newest wish about one film; its subclasses say what the work is."""

    def __init__(
        self, reply: Callable[[Reply], None], outbox: Outbox, name: str, rest_s: float = 0.0
    ) -> None:
        super().__init__(name=name, daemon=True)
        self.rest_s = rest_s
        self.reply = reply
        self.outbox = outbox
        self.wishes = Mailbox()
        self.film: OpenFilm | None = None
        self.reader: Reader | None = None
        self._files = ExitStack()

    @abstractmethod
    def fulfil(self, wishes: Wishes) -> None:
        """Do them."""

    def run(self) -> None:
        """Until the mailbox is closed."""
        try:
            while (wishes := self.wishes.take(rest_s=self.rest_s)) is not None:
                self.fulfil(wishes)
        except (BrokenPipeError, OSError) as error:
            log.info("the window no longer listens: %s", error)
        finally:
            self._files.close()
            self.outbox.close()

    def attempt(self, generation: int, task: Task, work: Callable[[], None]) -> bool:
        """Do it, or tell the window in a sentence why not."""
        try:
            work()
        except VidcolorError as error:
            self.reply(Failed.of(generation, task, error))
        except BrokenPipeError:
            raise
        except Exception as error:
            log.exception("%s failed unexpectedly", task)
            self.reply(
                Failed(
                    generation,
                    task,
                    f"The engine met something it does not know: {type(error).__name__}.",
                    "Try another frame or film; the details help whoever mends it.",
                    traceback.format_exc(),
                )
            )
        else:
            return True
        return False

    def open(self, film: OpenFilm) -> None:
        """Close the film before and open this one."""
        from vidcolor.video.reader import open_reader

        self._files.close()
        self.film, self.reader = film, None
        self.reader = self._files.enter_context(open_reader(film.path))

    def send(
        self,
        wish: ShowFrame,
        role: Role,
        picture: NDArray[np.uint8],
        seconds: float,
        *,
        draft: bool = False,
    ) -> None:
        """Hand a picture over."""
        height, width = picture.shape[:2]
        channels = 1 if picture.ndim == 2 else picture.shape[2]
        block = self.outbox.put(picture)
        self.reply(
            PictureReady(
                wish.generation, role, wish.number, seconds, width, height, channels, block, draft
            )
        )


class _GreyWorker(_Worker):
    """Shows what the film holds, at once."""

    def __init__(self, reply: Callable[[Reply], None], outbox: Outbox) -> None:
        super().__init__(reply, outbox, "vidcolor-grey")
        self._told = 0

    def fulfil(self, wishes: Wishes) -> None:
        film, frame = wishes.film, wishes.frame
        if film is not None and not self.attempt(
            film.generation, Task.OPEN, lambda: self._begin(film)
        ):
            return
        if (
            frame is not None
            and self.reader is not None
            and (film is None or frame != film.first_frame)
        ):
            self.attempt(frame.generation, Task.GREY, lambda: self._show(frame))

    def _begin(self, film: OpenFilm) -> None:
        self._told = 0
        self.open(film)
        assert self.reader is not None
        self.reply(FilmOpened(film.generation, self.reader.info))
        # The first picture before the count, which may have to read the whole file.
        self.attempt(film.generation, Task.GREY, lambda: self._show(film.first_frame))
        self.reply(FilmCounted(film.generation, self.reader.count_frames()))
        self._tell()

    def _show(self, wish: ShowFrame) -> None:
        from vidcolor.video.depth import LumaMap
        from vidcolor.video.frames import LumaFormat

        assert self.reader is not None
        info = self.reader.info
        for frame in self.reader.frames(wish.number, wish.number + 1):
            screen = LumaMap(info.luma, LumaFormat(8, True, info.luma.matrix))
            seconds = float((frame.pts - info.start_pts) * info.time_base)
            picture = screen(frame.luma).astype(np.uint8, copy=False)
            self.send(wish, Role.GREY, picture, seconds)
            self._tell()
            return
        raise VidcolorError(
            f"Frame {wish.number} of {info.path.name} could not be read.",
            do="Choose another frame.",
        )

    def _tell(self) -> None:
        assert self.reader is not None
        assert self.film is not None
        sentences = tuple(self.reader.warnings)
        if len(sentences) > self._told:
            self._told = len(sentences)
            self.reply(Noticed(self.film.generation, sentences))


class _ColorWorker(_Worker):
    """Colours the frame the person rests on, and renders single frames to files."""

    def __init__(
        self, reply: Callable[[Reply], None], outbox: Outbox, options: EngineOptions
    ) -> None:
        super().__init__(reply, outbox, "vidcolor-color", options.rest_s)
        self._options = options
        self._engine: Engine | None = None

    def fulfil(self, wishes: Wishes) -> None:
        if wishes.film is not None:
            self._files.close()
            self.film, self.reader = wishes.film, None
        if self.film is None:
            return
        for save in wishes.saves:
            self.attempt(save.generation, Task.SAVE, partial(self._save, save))
        if wishes.frame is not None:
            frame = wishes.frame
            self.attempt(frame.generation, Task.COLOR, lambda: self._show(frame))

    def _load(self) -> Engine:
        if self._engine is None:
            from vidcolor.pipeline import Engine

            self._engine = Engine(self._options.color)
            self.reply(EngineReady(self._engine.network.name, self._engine.compute.name))
        return self._engine

    def _show(self, wish: ShowFrame) -> None:
        from vidcolor.preview import previews_at

        assert self.film is not None
        if self.reader is None:
            try:
                self.open(self.film)
            except VidcolorError:
                return  # the grey worker says it
        engine = self._load()
        assert self.reader is not None
        with closing(previews_at(self.reader, wish.number, engine, ahead=_AHEAD)) as previews:
            for preview in previews:
                if preview.number == wish.number:
                    self.send(wish, Role.COLOR, preview.color, 0.0, draft=preview.draft)
                if self.wishes.waiting:
                    return  # the person has moved on

    def _save(self, save: SaveFrame) -> None:
        from vidcolor.pipeline import colorize_film

        assert self.film is not None
        for _ in colorize_film(
            self.film.path,
            save.target,
            color=self._options.color,
            output=OutputSettings(),
            span=RangeSettings(start=f"{save.number}f", frames=1),
            overwrite=True,
            engine=self._load(),
        ):
            pass
        self.reply(FrameSaved(save.generation, save.target))
