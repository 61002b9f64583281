"""Runs an iterator ahead of its consumer in a thread of its own, by a bounded number of items."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")

_POLL_S = 0.1


class _End:
    """Marks the end of the items; carries the error that ended them early."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


@contextmanager
def prefetched(items: Generator[T], *, ahead: int, name: str) -> Iterator[Iterator[T]]:
    """Make ``items`` in a thread, at most ``ahead`` of their use.

    An error while making them rises in the consumer's thread. Leaving the block stops the
    thread, which closes the generator itself, so files are closed where they were opened.

    Args:
        items: a generator; only the new thread touches it from now on.
        ahead: most items that wait; with those at both ends this bounds the memory.
        name: of the thread, seen in a debugger.
    """
    queue: Queue[T | _End] = Queue(ahead)
    stop = threading.Event()

    def put(item: T | _End) -> bool:
        while not stop.is_set():
            try:
                queue.put(item, timeout=_POLL_S)
            except Full:
                continue
            return True
        return False

    def fill() -> None:
        end = _End()
        try:
            with closing(items):
                for item in items:
                    if not put(item):
                        return
        except BaseException as error:  # noqa: BLE001  # carried over to the consumer's thread
            end = _End(error)
        put(end)

    def drain() -> Generator[T]:
        while True:
            item = queue.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item

    thread = threading.Thread(target=fill, name=f"vidcolor-{name}", daemon=True)
    thread.start()
    try:
        with closing(drain()) as drained:
            yield drained
    finally:
        stop.set()
        # A thread that waits for room in the queue must see the stop at once.
        while thread.is_alive():
            try:
                queue.get(timeout=_POLL_S)
            except Empty:
                thread.join(_POLL_S)
