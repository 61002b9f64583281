"""One life of the player process, and the thread that listens to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QImage

from gui.player.player_process import Line, serve
from gui.player.player_protocol import (
    PICTURES_AHEAD,
    SOUND_BLOCKS_AHEAD,
    PlayedPicture,
)
from gui.process_line import ProcessLine

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture in the window's own memory; its place in the ring is still taken."""

    picture: PlayedPicture
    image: QImage | None  # None: it was gone before it was fetched


class PlayerLine(ProcessLine):
    """A running player process.

    Args:
        deliver: called with this line and each reply, in the listening thread; pictures come as
            :class:`Shown`. The last one is :class:`Crashed`, also after a wished end.
    """

    def __init__(self, deliver: Callable[[object, object], None]) -> None:
        super().__init__(deliver)
        self._clock = self.context.Value("d", -1.0, lock=False)
        self._pictures_free = self.context.Semaphore(PICTURES_AHEAD)
        self._sound_free = self.context.Semaphore(SOUND_BLOCKS_AHEAD)
        line = Line(self.far_end, self._clock, self._pictures_free, self._sound_free)
        self.begin(serve, (line,), "vidcolor-player")

    def tell_time(self, played_s: float) -> None:
        """Let the player know how far the window is; negative: it has not begun to show."""
        self._clock.value = played_s

    def free_picture(self) -> None:
        """Give back the place of a picture that was shown or dropped."""
        self._pictures_free.release()

    def free_sound(self) -> None:
        """Ask for one more block of sound."""
        self._sound_free.release()

    def received(self, message: object) -> object:
        if isinstance(message, PlayedPicture):
            return Shown(message, self._fetch(message))
        return message

    def _fetch(self, picture: PlayedPicture) -> QImage | None:
        """Copy a picture out of shared memory, once."""
        try:
            memory = self.memory_of(picture.place, picture.block)
        except OSError:
            log.info("a picture was gone before it was fetched")
            return None
        kind = QImage.Format.Format_RGB888
        view = QImage(memory, picture.width, picture.height, picture.width * 3, kind)
        # The painter's own format: converted once here, not at each repaint.
        return view.convertToFormat(QImage.Format.Format_RGB32)
