"""One life of the engine process, and the thread that listens to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Semaphore

from PySide6.QtGui import QImage

from gui.preview.engine_process import serve
from gui.preview.protocol import (
    EngineOptions,
    PictureReady,
    Role,
    ThumbnailReady,
    VariantReady,
)
from gui.process_line import ProcessLine

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture in the window's own memory.

    Attributes:
        number: of the frame that is seen.
        stands_for: number of the wanted frame, where another one is seen until that is there.
    """

    role: Role
    number: int
    seconds: float
    image: QImage
    draft: bool = False  # the exact colours of the same frame follow
    stands_for: int | None = None

    def as_draft(self) -> Picture:
        """The same picture, promising that a better one follows."""
        return replace(self, draft=True)


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """A picture and the request it answers."""

    generation: int
    picture: Picture


class EngineLine(ProcessLine):
    """A running engine process.

    Args:
        deliver: called with this line and each reply, in the listening thread; pictures come
            as :class:`Arrived`. The last one is :class:`Crashed`, also after a wished end.
    """

    def __init__(self, options: EngineOptions, deliver: Callable[[object, object], None]) -> None:
        super().__init__(deliver)
        self._free: dict[Role, Semaphore] = {role: self.context.Semaphore(1) for role in Role}
        self.begin(serve, (self.far_end, options, self._free), "vidcolor-engine")

    def received(self, message: object) -> object | None:
        return self._fetch(message) if isinstance(message, PictureReady) else message

    def _fetch(self, ready: PictureReady) -> Arrived | None:
        """Copy a picture out of shared memory, once, and let the engine use the memory again."""
        try:
            memory = self.memory_of(ready.role, ready.block)
            grey = ready.channels == 1
            kind = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB888
            bytes_per_line = ready.width * ready.channels
            view = QImage(memory, ready.width, ready.height, bytes_per_line, kind)
            # The painter's own format: converted once here, not at each repaint.
            image = view.convertToFormat(QImage.Format.Format_RGB32)
        except OSError:
            log.info("a picture was gone before it was fetched")
            return None
        finally:
            self._free[ready.role].release()
        picture = Picture(
            ready.role, ready.number, ready.seconds, image, ready.draft, ready.stands_for
        )
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


def variant_image(ready: VariantReady) -> QImage:
    """The small picture of a variant, in memory of its own."""
    width, height = ready.width, ready.height
    color = QImage(ready.color, width, height, 3 * width, QImage.Format.Format_RGB888)
    return color.convertToFormat(QImage.Format.Format_RGB32)
