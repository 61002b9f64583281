"""The render queue as everybody sees it: a list of jobs and what a person may ask of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vidcolor.queue.desk import Desk
from vidcolor.queue.jobs import Job, JobSpec, JobState
from vidcolor.queue.messages import Order, Word
from vidcolor.queue.process import ProcessOptions
from vidcolor.queue.tender import Tender

_IDLE_S = 60.0  # after that the memory of the network is worth more than the next start


class RenderQueue:
    """Jobs in a row, rendered one by one in a process that is kept between them.

    Every method may be called from any thread and returns at once; only :meth:`close` waits.
    What it causes is seen in :attr:`jobs` a moment later.

    Args:
        on_change: the jobs have changed. Called from the queue's own thread, as is ``on_picture``:
            a window must pass both on to its own. They must be quick and must not call
            :meth:`close`.
        on_picture: number of a job and its newest frame, ``(h, w, 3)`` RGB, at most once a second.
        picture_width_px: greatest width of these pictures.
        niceness: how much the render gives way to other programs.
        idle_s: how long the process is kept when nothing waits.
    """

    def __init__(
        self,
        on_change: Callable[[], None],
        on_picture: Callable[[int, NDArray[np.uint8]], None],
        *,
        picture_width_px: int = 240,
        niceness: int = 5,
        idle_s: float = _IDLE_S,
    ) -> None:
        self._desk = Desk()
        options = ProcessOptions(picture_width_px, niceness)
        self._tender = Tender(self._desk, options, idle_s, on_change, on_picture)
        self._begun = False

    @property
    def jobs(self) -> tuple[Job, ...]:
        """All jobs in the queue's order; those that are over stay until they are removed."""
        with self._desk.lock:
            return tuple(self._desk.list.jobs)

    @property
    def active(self) -> bool:
        """Whether something waits, runs or is paused."""
        return not all(job.state.over for job in self.jobs)

    @property
    def process_id(self) -> int | None:
        """The system's number of the render process; None while there is none."""
        return self._tender.process_id

    def add(self, spec: JobSpec) -> Job:
        """Append a job; it begins when those before it are over.

        Raises:
            ValueError: the queue is closed.
        """
        with self._desk.lock:
            if self._desk.close_patience_s is not None:
                raise ValueError("the queue is closed")
            job = self._desk.list.add(spec)
            if not self._begun:
                self._begun = True
                self._tender.start()
            self._desk.ring()
        return job

    def pause(self, number: int) -> None:
        """Hold a running job after the frame in hand; it keeps its memory. Else no effect."""
        self._switch(number, JobState.RUNNING, JobState.PAUSED, Word.PAUSE)

    def resume(self, number: int) -> None:
        """Let a paused job go on. Else no effect."""
        self._switch(number, JobState.PAUSED, JobState.RUNNING, Word.RESUME)

    def cancel(self, number: int) -> None:
        """Give up a job; the state of one that has begun changes when its files are gone."""
        with self._desk.lock:
            job = self._desk.list.find(number)
            if job.state.begun:
                self._desk.orders.append(Order(Word.CANCEL, number))
            elif job.state is JobState.WAITING:
                self._desk.list.put(replace(job, state=JobState.CANCELLED))
            self._desk.ring()

    def retry(self, number: int, *, anew: bool = False) -> None:
        """Let a job that failed or was cancelled wait again, at its place. Else no effect.

        Args:
            number: of the job.
            anew: give up what it has finished so far.
        """
        with self._desk.lock:
            job = self._desk.list.find(number)
            if job.state in (JobState.FAILED, JobState.CANCELLED):
                self._desk.list.put(Job(number, replace(job.spec, restart=anew)))
            self._desk.ring()

    def move(self, number: int, to_index: int) -> None:
        """Put a job to another place of the row; what runs goes on."""
        with self._desk.lock:
            self._desk.list.move(number, to_index)
            self._desk.ring()

    def remove(self, number: int) -> None:
        """Forget a job that waits or is over; one that has begun must be cancelled first."""
        with self._desk.lock:
            if not self._desk.list.find(number).state.begun:
                self._desk.list.remove(number)
            self._desk.ring()

    def close(self, *, patience_s: float = 5.0) -> None:
        """Give up what runs and end the process; what waits stays in :attr:`jobs` as it is.

        Afterwards no thread, no process and no half-written file is left. Nothing more can be
        added; a second call does nothing.
        """
        with self._desk.lock:
            if self._desk.close_patience_s is not None:
                return
            self._desk.close_patience_s = patience_s
            self._desk.ring()
        if self._begun:
            self._tender.join()
        self._desk.close()

    def _switch(self, number: int, before: JobState, after: JobState, word: Word) -> None:
        with self._desk.lock:
            job = self._desk.list.find(number)
            if job.state is before:
                self._desk.list.put(replace(job, state=after))
                self._desk.orders.append(Order(word, number))
                self._desk.ring()
