"""One life of the engine process, and the thread that listens to it."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.shared_memory import SharedMemory
from multiprocessing.synchronize import Semaphore

from PySide6.QtGui import QImage

from gui.preview.engine_process import serve
from gui.preview.protocol import (
    Crashed,
    EngineOptions,
    PictureReady,
    Reply,
    Request,
    Role,
    ThumbnailReady,
)

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""How long an engine that was asked to end may take before it is killed."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture in the window's own memory."""

    role: Role
    number: int
    seconds: float
    image: QImage
    draft: bool = False  # the exact colours of the same frame follow

    def as_draft(self) -> Picture:
        """The same picture, promising that a better one follows."""
        return replace(self, draft=True)


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """A picture and the request it answers."""

    generation: int
    picture: Picture


class EngineLine:
    """A running engine process.

    Args:
        deliver: called with this line and each reply, in the listening thread; pictures come
            as :class:`Arrived`. The last one is :class:`Crashed`, also after a wished end.
    """

    def __init__(self, options: EngineOptions, deliver: Callable[[object, object], None]) -> None:
        # Spawned, never forked: a fork would copy Qt's threads and locks half-way.
        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._free: dict[Role, Semaphore] = {role: context.Semaphore(1) for role in Role}
        self.process = context.Process(
            target=serve,
            args=(far_end, options, self._free),
            name="vidcolor-engine",
            daemon=True,
        )
        self.process.start()
        far_end.close()  # so that the engine's end is noticed as the end of the line
        self._deliver = deliver
        self._blocks: dict[Role, SharedMemory] = {}
        self._thread = threading.Thread(target=self._listen, name="vidcolor-listen", daemon=True)
        self._thread.start()

    def send(self, request: Request) -> None:
        """Pass a request on; to a dead process it is lost, and the last reply says so."""
        with suppress(OSError):
            self._connection.send(request)

    def end(self, patience_s: float) -> None:
        """Wait for the process, kill it if need be, give everything back."""
        self._thread.join(patience_s)
        if self._thread.is_alive():
            self.process.kill()
            self._thread.join()
        self._connection.close()

    def _listen(self) -> None:
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                break
            if isinstance(message, PictureReady):
                message = self._fetch(message)
            if message is not None:
                self._tell(message)
        self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        for block in self._blocks.values():
            _give_back(block, unlink=self.process.exitcode != 0)
        self._tell(Crashed(self.process.exitcode or 0))

    def _tell(self, message: Reply | Arrived | Crashed) -> None:
        # The window may have been destroyed before its thread could be told to end.
        with suppress(RuntimeError):
            self._deliver(self, message)

    def _fetch(self, ready: PictureReady) -> Arrived | None:
        """Copy a picture out of shared memory, once, and let the engine use the memory again."""
        try:
            block = self._blocks.get(ready.role)
            if block is None or block.name != ready.block:
                if block is not None:
                    _give_back(block)
                block = self._blocks[ready.role] = SharedMemory(ready.block)
            grey = ready.channels == 1
            kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
            bytes_per_line = ready.width * ready.channels
            memory = block.buf
            assert memory is not None
            view = QImage(memory, ready.width, ready.height, bytes_per_line, kind)
            # The painter's own format: converted once here, not at each repaint.
            image = view.convertToFormat(QImage.Format.Format_RGB32)
        except OSError:
            log.info("a picture was gone before it was fetched")
            return None
        finally:
            self._free[ready.role].release()
        picture = Picture(ready.role, ready.number, ready.seconds, image, ready.draft)
        return Arrived(ready.generation, picture)


def images_of(thumbnail: ThumbnailReady) -> tuple[QImage, QImage | None]:
    """A thumbnail grey and in colour, in memory of their own."""
    width, height = thumbnail.width, thumbnail.height
    grey = QImage(thumbnail.grey, width, height, width, QImage.Format.Format_Grayscale8)
    if thumbnail.color is None:
        return grey.convertToFormat(QImage.Format.Format_RGB32), None
    color = QImage(thumbnail.color, width, height, 3 * width, QImage.Format.Format_RGB888)
    kind = QImage.Format.Format_RGB32
    return grey.convertToFormat(kind), color.convertToFormat(kind)


def _give_back(block: SharedMemory, *, unlink: bool = False) -> None:
    """Close our side; ``unlink`` where the engine died before it could."""
    with suppress(BufferError):
        block.close()
    if unlink:
        with suppress(FileNotFoundError):
            block.unlink()
