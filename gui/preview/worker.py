"""A thread of the engine process that works on the newest wishes about one film."""

from __future__ import annotations

import logging
import threading
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gui.preview.mailbox import Mailbox, Outbox, Wishes
from gui.preview.protocol import CloseFilm, Failed, OpenFilm, PictureReady, Reply, Role, Task
from vidcolor.errors import VidcolorError
from vidcolor.memory import give_back

if TYPE_CHECKING:
    from vidcolor.engine import Engine
    from vidcolor.video.reader import Reader

log = logging.getLogger(__name__)


class OvertakenError(Exception):
    """Something newer was wished: what is in the making is given up."""


class Common:
    """What the workers know of each other.

    Attributes:
        engine: generation of the film, and the engine in the colours that were wished last, once
            it has coloured a frame of the film.
        asked: the same, as soon as it is loaded.
    """

    def __init__(self) -> None:
        self.engine: tuple[int, Engine] | None = None
        self.asked: tuple[int, Engine] | None = None
        self._quiet = threading.Event()
        self._quiet.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        """A person waits for this: let other workers rest."""
        self._quiet.clear()
        try:
            yield
        finally:
            self._quiet.set()

    def wait_for_quiet(self, timeout_s: float) -> bool:
        """Whether nobody waits for anything, at once or after a while."""
        return self._quiet.wait(timeout_s)


class Worker(threading.Thread, ABC):
    """Works on the newest wishes; its subclasses say what the work is.

    Attributes:
        patience_s: without a wish for so long there is an empty one; None: never.
    """

    def __init__(self, reply: Callable[[Reply], None], name: str, *outboxes: Outbox) -> None:
        super().__init__(name=name, daemon=True)
        self.rest_s = 0.0
        self.patience_s: float | None = None
        self.reply = reply
        self.outboxes = outboxes
        self.wishes = Mailbox()
        self.film: OpenFilm | None = None
        self.reader: Reader | None = None
        self.files = ExitStack()

    @abstractmethod
    def fulfil(self, wishes: Wishes) -> None:
        """Do them."""

    def run(self) -> None:
        """Until the mailbox is closed."""
        try:
            while True:
                wishes = self.wishes.take(rest_s=self.rest_s, timeout_s=self.patience_s)
                if wishes is None:
                    break
                self.fulfil(wishes)
        except (BrokenPipeError, OSError) as error:
            log.info("the window no longer listens: %s", error)
        finally:
            self.forget()
            self.close_outboxes()

    def close_outboxes(self) -> None:
        """Give the shared memory back."""
        for outbox in self.outboxes:
            outbox.close()

    def forget(self, film: OpenFilm | CloseFilm | None = None) -> None:
        """Close the film before; ``film`` is not opened yet."""
        self.files.close()
        self.film = film if isinstance(film, OpenFilm) else None
        self.reader = None
        give_back()

    def open(self) -> Reader:
        """The film's reader, opened on first use.

        Raises:
            VidcolorError: it cannot be opened.
        """
        assert self.film is not None
        if self.reader is None:
            self.reader = self.open_another()
        return self.reader

    def open_another(self) -> Reader:
        """One more reader of the film, closed together with it.

        Raises:
            VidcolorError: it cannot be opened.
        """
        from vidcolor.video.reader import open_reader

        assert self.film is not None
        stills = self.film.wish.color.stills
        return self.files.enter_context(open_reader(self.film.path, stills=stills))

    def attempt(self, generation: int, task: Task, work: Callable[[], None]) -> bool:
        """Do it, or tell the window in a sentence why not; True also where it was overtaken."""
        try:
            work()
        except OvertakenError:
            log.debug("%s was overtaken", task)
        except VidcolorError as error:
            self.reply(Failed.of(generation, task, error))
            return False
        except BrokenPipeError:
            raise
        except OSError as error:
            log.warning("%s failed: %s", task, error)
            self.reply(
                Failed(
                    generation,
                    task,
                    "A file could not be read or written.",
                    "Check that its disk is still there and has room.",
                    traceback.format_exc(),
                )
            )
            return False
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
            return False
        return True


def handed_over(
    outbox: Outbox,
    role: Role,
    generation: int,
    number: int,
    picture: NDArray[np.uint8],
    *,
    seconds: float = 0.0,
    draft: bool = False,
    stands_for: int | None = None,
) -> PictureReady:
    """Lay a picture into shared memory; gives what the window must be told."""
    height, width = picture.shape[:2]
    channels = 1 if picture.ndim == 2 else picture.shape[2]
    block = outbox.put(picture)
    return PictureReady(
        generation, role, number, seconds, width, height, channels, block, draft, stands_for
    )
