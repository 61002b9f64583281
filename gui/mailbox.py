"""What passes between the threads of the engine process: the newest wishes in, pictures out."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.shared_memory import SharedMemory
from multiprocessing.synchronize import Semaphore

import numpy as np
from numpy.typing import NDArray

from gui.protocol import OpenFilm, SaveFrame, ShowFrame


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a worker shall do next, in this order."""

    film: OpenFilm | None = None
    saves: tuple[SaveFrame, ...] = ()
    frame: ShowFrame | None = None

    def then(self, request: OpenFilm | ShowFrame | SaveFrame) -> Wishes:
        """With one more wish: frames are overtaken by later ones, films and saves are not lost."""
        if isinstance(request, SaveFrame):
            return replace(self, saves=(*self.saves, request))
        if isinstance(request, ShowFrame):
            return replace(self, frame=request)
        return replace(self, film=request, frame=request.first_frame)


class Mailbox:
    """What a worker has not begun yet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wishes = Wishes()
        self._closed = False

    def put(self, request: OpenFilm | ShowFrame | SaveFrame) -> None:
        """Add a wish."""
        with self._changed:
            self._wishes = self._wishes.then(request)
            self._changed.notify_all()

    @property
    def waiting(self) -> bool:
        """Whether there is a wish that nobody took yet, or the mailbox is closed."""
        with self._changed:
            return self._closed or self._wishes != Wishes()

    def close(self) -> None:
        """Let :meth:`take` return None from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, *, rest_s: float = 0.0) -> Wishes | None:
        """Wait for wishes, and until none was added for ``rest_s``; None when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._wishes != Wishes() or self._closed)
            while rest_s and not self._closed:
                seen = self._wishes
                if not self._changed.wait_for(
                    lambda seen=seen: self._wishes is not seen or self._closed,  # type: ignore[misc]
                    timeout=rest_s,
                ):
                    break
            wishes, self._wishes = self._wishes, Wishes()
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
