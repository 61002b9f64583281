"""Shared memory in which the player's pictures lie until the window has taken them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from multiprocessing.shared_memory import SharedMemory
from multiprocessing.synchronize import Semaphore

import numpy as np
from numpy.typing import NDArray

_POLL_S = 0.1


def acquired(free: Semaphore, given_up: Callable[[], bool]) -> bool:
    """Wait for a place; False if there is nothing to wait for any more."""
    while not given_up():
        if free.acquire(timeout=_POLL_S):
            return True
    return False


class Ring:
    """As many blocks as there are places, used in turn; the player's side.

    Args:
        free: counts the places that the window has given back.
        places: all there are.
    """

    def __init__(self, free: Semaphore, places: int) -> None:
        self._free = free
        self._blocks: list[SharedMemory | None] = [None] * places
        self._next = 0

    def put(
        self, picture: NDArray[np.uint8], given_up: Callable[[], bool]
    ) -> tuple[int, str] | None:
        """Lay a picture into the next free place, as soon as there is one.

        Returns:
            The place and the name of its block; None if it was given up.
        """
        if not acquired(self._free, given_up):
            return None
        place, self._next = self._next, (self._next + 1) % len(self._blocks)
        block = self._blocks[place]
        if block is None or block.size < picture.nbytes:
            self._close(place)
            block = self._blocks[place] = SharedMemory(create=True, size=picture.nbytes)
        np.ndarray(picture.shape, np.uint8, block.buf)[:] = picture
        return place, block.name

    def close(self) -> None:
        """Give the memory back."""
        for place in range(len(self._blocks)):
            self._close(place)

    def _close(self, place: int) -> None:
        block, self._blocks[place] = self._blocks[place], None
        if block is not None:
            # Where another thread is just writing, the mapping goes with the process.
            with suppress(BufferError):
                block.close()
            block.unlink()
