"""What passes between the threads of the engine process: the newest wishes in, pictures out."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.shared_memory import SharedMemory
from multiprocessing.synchronize import Semaphore

import numpy as np
from numpy.typing import NDArray

from gui.preview.protocol import (
    AskFrame,
    CloseFilm,
    ColorAhead,
    Compare,
    FilmCounted,
    OpenFilm,
    SaveFrame,
    ShowFrame,
    Steer,
    WantThumbnails,
    WantVariants,
    Wish,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a worker shall do next, in this order."""

    saves: tuple[SaveFrame, ...] = ()
    film: OpenFilm | CloseFilm | None = None
    counted: FilmCounted | None = None
    ahead: ColorAhead | None = None
    steer: Steer | None = None
    frame: ShowFrame | None = None
    compare: Compare | None = None
    thumbnails: WantThumbnails | None = None
    question: AskFrame | None = None
    variants: WantVariants | None = None

    def then(self, wish: Wish | FilmCounted) -> Wishes:
        """With one more wish: it overtakes an older one of its kind, but no save is lost.

        What was wished for the film before is dropped with it.
        """
        if isinstance(wish, OpenFilm):
            return Wishes(saves=self.saves, ahead=self.ahead, film=wish, frame=wish.first_frame)
        if isinstance(wish, CloseFilm):
            return Wishes(saves=self.saves, ahead=self.ahead, film=wish)
        if isinstance(wish, SaveFrame):
            return replace(self, saves=(*self.saves, wish))
        kinds = {
            FilmCounted: "counted",
            ColorAhead: "ahead",
            Steer: "steer",
            ShowFrame: "frame",
            Compare: "compare",
            WantThumbnails: "thumbnails",
            AskFrame: "question",
            WantVariants: "variants",
        }
        return replace(self, **{kinds[type(wish)]: wish})


NOTHING = Wishes()


class Mailbox:
    """What a worker has not begun yet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wishes = NOTHING
        self._closed = False

    def put(self, wish: Wish | FilmCounted) -> None:
        """Add a wish."""
        with self._changed:
            self._wishes = self._wishes.then(wish)
            self._changed.notify_all()

    @property
    def waiting(self) -> bool:
        """Whether there is a wish that nobody took yet, or the mailbox is closed."""
        with self._changed:
            return self._closed or self._wishes != NOTHING

    def comes(self, within_s: float) -> bool:
        """Whether there is a wish that nobody took yet, at once or after a while."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or self._wishes != NOTHING, timeout=within_s
            )

    def seen(self) -> Wishes:
        """What nobody took yet; it stays there."""
        with self._changed:
            return self._wishes

    def close(self) -> None:
        """Let :meth:`take` return None from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, *, rest_s: float = 0.0, timeout_s: float | None = None) -> Wishes | None:
        """Wait for wishes.

        Args:
            rest_s: where a frame is wished: wait until it was the wanted one for so long.
            timeout_s: then give up and take nothing.

        Returns:
            What was wished since the last call; None when the mailbox is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._wishes != NOTHING or self._closed, timeout_s)
            while rest_s and self._wishes.frame is not None and not self._closed:
                seen = self._wishes.frame
                if not self._changed.wait_for(
                    # A default binds today's ``seen``; mypy cannot tell its type.
                    lambda seen=seen: self._wishes.frame is not seen or self._closed,  # type: ignore[misc]
                    timeout=rest_s,
                ):
                    break
            wishes, self._wishes = self._wishes, NOTHING
            return None if self._closed else wishes


class Outbox:
    """Shared memory that one picture at a time lies in."""

    def __init__(self, free: Semaphore) -> None:
        self._free = free
        self._block: SharedMemory | None = None

    def put(self, picture: NDArray[np.uint8]) -> str:
        """Wait until the window has copied the last picture, then lay this one in.

        Returns:
            The name of the block, which changes when a picture needs a larger one.
        """
        self._free.acquire()
        if self._block is None or self._block.size < picture.nbytes:
            self.close()
            self._block = SharedMemory(create=True, size=picture.nbytes)
        np.ndarray(picture.shape, np.uint8, self._block.buf)[:] = picture
        return self._block.name

    def close(self) -> None:
        """Give the memory back."""
        if self._block is not None:
            block, self._block = self._block, None
            # Where another thread is just writing, the mapping goes with the process.
            with suppress(BufferError):
                block.close()
            block.unlink()
