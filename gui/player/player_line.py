"""One life of the player process, and the thread that listens to it."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

from PySide6.QtGui import QImage

from gui.player.player_process import Line, serve
from gui.player.player_protocol import (
    PICTURES_AHEAD,
    SOUND_BLOCKS_AHEAD,
    PlayedPicture,
    PlayReply,
    PlayRequest,
)
from gui.preview.protocol import Crashed

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""How long a player that was asked to end may take before it is killed."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture in the window's own memory; its place in the ring is still taken."""

    picture: PlayedPicture
    image: QImage | None  # None: it was gone before it was fetched


class PlayerLine:
    """A running player process.

    Args:
        deliver: called with this line and each reply, in the listening thread; pictures come as
            :class:`Shown`. The last one is :class:`Crashed`, also after a wished end.
    """

    def __init__(self, deliver: Callable[[object, object], None]) -> None:
        # Spawned, never forked: a fork would copy Qt's threads and locks half-way.
        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._clock = context.Value("d", -1.0, lock=False)
        self._pictures_free = context.Semaphore(PICTURES_AHEAD)
        self._sound_free = context.Semaphore(SOUND_BLOCKS_AHEAD)
        line = Line(far_end, self._clock, self._pictures_free, self._sound_free)
        self.process = context.Process(
            target=serve, args=(line,), name="vidcolor-player", daemon=True
        )
        self.process.start()
        far_end.close()  # so that the player's end is noticed as the end of the line
        self._deliver = deliver
        self._blocks: dict[int, SharedMemory] = {}
        self._thread = threading.Thread(
            target=self._listen, name="vidcolor-player-listen", daemon=True
        )
        self._thread.start()

    def send(self, request: PlayRequest) -> None:
        """Pass a request on; to a dead process it is lost, and the last reply says so."""
        with suppress(OSError):
            self._connection.send(request)

    def tell_time(self, played_s: float) -> None:
        """Let the player know how far the window is; negative: it has not begun to show."""
        self._clock.value = played_s

    def free_picture(self) -> None:
        """Give back the place of a picture that was shown or dropped."""
        self._pictures_free.release()

    def free_sound(self) -> None:
        """Ask for one more block of sound."""
        self._sound_free.release()

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
            if isinstance(message, PlayedPicture):
                message = Shown(message, self._fetch(message))
            self._tell(message)
        self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        for block in self._blocks.values():
            _give_back(block, unlink=self.process.exitcode != 0)
        self._tell(Crashed(self.process.exitcode or 0))

    def _tell(self, message: PlayReply | Shown | Crashed) -> None:
        # The window may have been destroyed before its thread could be told to end.
        with suppress(RuntimeError):
            self._deliver(self, message)

    def _fetch(self, picture: PlayedPicture) -> QImage | None:
        """Copy a picture out of shared memory, once."""
        try:
            block = self._blocks.get(picture.place)
            if block is None or block.name != picture.block:
                if block is not None:
                    _give_back(block)
                block = self._blocks[picture.place] = SharedMemory(picture.block)
        except OSError:
            log.info("a picture was gone before it was fetched")
            return None
        memory = block.buf
        assert memory is not None
        kind = QImage.Format.Format_RGB888
        view = QImage(memory, picture.width, picture.height, picture.width * 3, kind)
        # The painter's own format: converted once here, not at each repaint.
        return view.convertToFormat(QImage.Format.Format_RGB32)


def _give_back(block: SharedMemory, *, unlink: bool = False) -> None:
    """Close our side; ``unlink`` where the player died before it could."""
    with suppress(BufferError):
        block.close()
    if unlink:
        with suppress(FileNotFoundError):
            block.unlink()
