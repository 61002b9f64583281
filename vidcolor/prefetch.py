"""Runs stages in threads of their own, ahead of their consumer by a bounded number of items."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from queue import Empty, Full, Queue
from typing import TypeVar

S = TypeVar("S")
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


@contextmanager
def in_parallel(
    items: Iterable[S],
    make: Callable[[S], T],
    *,
    workers: int,
    prepare: Callable[[], None],
    name: str,
) -> Iterator[Iterator[T]]:
    """Turn each item into another in several threads at once; they come in the order of the items.

    ``items`` is taken from in the consumer's thread. An error rises where its item's turn is.
    Leaving the block waits for what is in the making.

    Args:
        make: must not depend on the order of its calls.
        workers: threads; one item more than that is in the making or waits.
        prepare: runs first in each thread.
    """
    making: deque[Future[T]] = deque()
    pool = ThreadPoolExecutor(workers, f"vidcolor-{name}", prepare)

    def results() -> Generator[T]:
        for item in items:
            making.append(pool.submit(make, item))
            if len(making) > workers:
                yield making.popleft().result()
        while making:
            yield making.popleft().result()

    try:
        with closing(results()) as made:
            yield made
    finally:
        pool.shutdown(cancel_futures=True)
