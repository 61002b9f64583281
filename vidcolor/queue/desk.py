"""Where everybody's wishes meet the queue's own thread: the jobs, the orders, and a bell."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from vidcolor.queue.jobs import Job, JobList, JobState
from vidcolor.queue.messages import Order


class Desk:
    """What all threads share. Whoever touches ``list`` or ``orders`` holds ``lock``, then rings.

    Attributes:
        lock: held for moments only.
        list: the jobs.
        orders: what the render process is to be told.
        close_patience_s: how long the process may take to end; None while the queue is open.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.list = JobList()
        self.orders: deque[Order] = deque()
        self.close_patience_s: float | None = None
        self._rung = False
        self._ear, self._bell = Pipe(duplex=False)  # a bell that can be waited for with a process

    def ring(self) -> None:
        """Wake the queue's thread; the lock is held."""
        if not self._rung and not self._bell.closed:
            self._bell.send_bytes(b"!")
        self._rung = True

    @property
    def ear(self) -> Connection:
        """What :func:`multiprocessing.connection.wait` waits for."""
        return self._ear

    def heard(self) -> bool:
        """Whether the bell was rung since this was last asked."""
        with self.lock:
            rung, self._rung = self._rung, False
            while self._ear.poll():
                self._ear.recv_bytes()
        return rung

    def take_orders(self) -> list[Order]:
        """What was asked for meanwhile."""
        with self.lock:
            orders = list(self.orders)
            self.orders.clear()
        return orders

    def begin_next(self) -> Job | None:
        """The first job that waits, which runs from now on."""
        with self.lock:
            waiting = self.list.first_waiting()
            if waiting is None or self.close_patience_s is not None:
                return None
            job = Job(waiting.number, waiting.spec, JobState.RUNNING)
            self.list.put(job)
            self.ring()
        return job

    def update(self, number: int, **changes: Any) -> None:
        """Write down how a job stands now."""
        with self.lock:
            self.list.put(replace(self.list.find(number), **changes))
            self.ring()

    def close(self) -> None:
        """Take the bell down."""
        with self.lock:
            self._ear.close()
            self._bell.close()
