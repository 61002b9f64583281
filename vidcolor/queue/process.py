"""The queue's end of the render process: starts it, talks to it, ends it."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from typing import Any

from vidcolor.queue.messages import News, Order
from vidcolor.queue.worker import work

_LAST_WORDS_S = 5.0  # between the end of the line and that of the process


@dataclass(frozen=True, slots=True)
class ProcessOptions:
    """How the process works."""

    picture_width_px: int
    niceness: int


class RenderProcess:
    """A running process, or the memory of one. Its owner uses it from one thread.

    Raises:
        OSError: the system gives no process.
    """

    def __init__(self, options: ProcessOptions) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        # A daemon is ended with Python, should nobody have closed the queue.
        self._process = context.Process(
            target=work,
            args=(theirs, options.picture_width_px, options.niceness),
            name="vidcolor-render",
            daemon=True,
        )
        try:
            self._process.start()
        except OSError:
            self._connection.close()
            raise
        finally:
            theirs.close()
        self._deadlines_s: list[float] = []
        self.ending = False

    @property
    def pid(self) -> int | None:
        """The system's number of the process."""
        return self._process.pid

    @property
    def signals(self) -> list[Any]:
        """What :func:`multiprocessing.connection.wait` waits for."""
        return [self._connection, self._process.sentinel]

    def send(self, order: Order) -> None:
        """Give an order; one to a process that is gone is lost."""
        try:
            self._connection.send(order)
        except OSError:
            return  # its death is heard of in received()

    def received(self) -> tuple[list[News], bool]:
        """All news that has come, and whether the process goes on."""
        news: list[News] = []
        alive = self._process.is_alive()  # asked first: what it said last is read below
        try:
            while self._connection.poll():
                news.append(self._connection.recv())
        except (EOFError, OSError):
            return news, False
        return news, alive

    def press(self, patience_s: float) -> None:
        """Let the process be told to end after half of this time, and killed after all of it.

        Of two deadlines the earlier holds.
        """
        now = time.monotonic()
        if not self._deadlines_s or self._deadlines_s[-1] > now + patience_s:
            self._deadlines_s = [now + patience_s / 2, now + patience_s]

    def relax(self) -> None:
        """It did what was asked."""
        self._deadlines_s = []

    def keep_deadlines(self) -> float | None:
        """Do what is due; gives the seconds to the next deadline."""
        now = time.monotonic()
        while self._deadlines_s and self._deadlines_s[0] <= now:
            self._deadlines_s.pop(0)
            if self._deadlines_s:
                self._process.terminate()
            else:
                self._process.kill()
        return self._deadlines_s[0] - now if self._deadlines_s else None

    def bury(self) -> int | None:
        """Close everything of a process that has ended or must end now; gives its exit code."""
        self._connection.close()
        self._process.join(_LAST_WORDS_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join(_LAST_WORDS_S)
        return self._process.exitcode
