"""The queue's own thread: gives jobs to the render process and hears what becomes of them."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vidcolor.queue.desk import Desk
from vidcolor.queue.jobs import Job, JobError, JobState
from vidcolor.queue.messages import (
    Cancelled,
    Failed,
    Finished,
    News,
    Order,
    Pictured,
    Progressed,
    Word,
)
from vidcolor.queue.process import ProcessOptions, RenderProcess
from vidcolor.video.partial import remove_partial, remove_parts

log = logging.getLogger(__name__)

_CANCEL_PATIENCE_S = 10.0  # a frame may take long; half of it later the process is told to end

_NOT_STARTED = "The render process could not be started."
_STOPPED = "The render process stopped unexpectedly."
_CLOSE_OTHERS = "Close other programs, then start the job again."
_START_AGAIN = (
    "Perhaps the memory ended: close other programs, then start the job again. If it stops at the "
    "same place, choose another device or codec."
)


class Tender(threading.Thread):
    """Runs until the queue is closed; alone it knows the process.

    Args:
        desk: the jobs, and what is asked about them.
        options: of the process.
        idle_s: how long the process is kept when nothing waits.
        on_change: something on the desk has changed.
        on_picture: number of a job and its newest frame.
    """

    def __init__(
        self,
        desk: Desk,
        options: ProcessOptions,
        idle_s: float,
        on_change: Callable[[], None],
        on_picture: Callable[[int, NDArray[np.uint8]], None],
    ) -> None:
        super().__init__(name="vidcolor-queue", daemon=True)
        self._desk = desk
        self._options = options
        self._idle_s = idle_s
        self._on_change = on_change
        self._on_picture = on_picture
        self._process: RenderProcess | None = None
        self._current: Job | None = None  # as it began
        self._unwanted = False  # the current job is to be given up
        self._idle_since_s = 0.0

    @property
    def process_id(self) -> int | None:
        """The system's number of the process; None while there is none."""
        process = self._process
        return None if process is None else process.pid

    def run(self) -> None:
        """Until the queue is closed and the process gone."""
        if sys.platform != "win32":
            # Inherited by the process, which must not die of Ctrl-C while it starts either.
            # Python's own helper comes first: starting it would let the signal through again.
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            while self._desk.close_patience_s is None or self._process is not None:
                # What is asked for after this line rings again, and the wait below ends at once.
                self._announce()
                self._begin_next()
                self._pass_on_orders()
                self._end_process()
                self._listen()
            self._announce()
        finally:
            if self._process is not None:
                self._process.bury()

    def _announce(self) -> None:
        if self._desk.heard():
            self._call(self._on_change)

    def _call(self, callback: Callable[..., None], *values: Any) -> None:
        try:
            callback(*values)
        except Exception:
            log.exception("what the queue calls must not fail")

    def _begin_next(self) -> None:
        if self._current is not None or (self._process is not None and self._process.ending):
            return
        job = self._desk.begin_next()
        if job is None:
            return
        self._current, self._unwanted = job, False
        if self._process is None:
            try:
                self._process = RenderProcess(self._options)
            except OSError as error:
                self._failed(JobError(_NOT_STARTED, _CLOSE_OTHERS, str(error)))
                return
        self._process.send(Order(Word.START, job.number, job.spec))

    def _pass_on_orders(self) -> None:
        for order in self._desk.take_orders():
            job = self._current
            if self._process is None or job is None or order.number != job.number:
                continue  # the job is over
            self._process.send(order)
            if order.word is Word.CANCEL:
                self._unwanted = True
                self._process.press(_CANCEL_PATIENCE_S)

    def _end_process(self) -> None:
        """Ask it to end when the queue is closed or idle."""
        process, patience_s = self._process, self._desk.close_patience_s
        if process is None:
            return
        if patience_s is None:
            if self._current is not None or self._idle_left_s() > 0:
                return
            patience_s = _CANCEL_PATIENCE_S
        if not process.ending:
            process.ending = True
            self._unwanted = True
            process.send(Order(Word.END))
        process.press(patience_s)

    def _idle_left_s(self) -> float:
        return self._idle_since_s + self._idle_s - time.monotonic()

    def _listen(self) -> None:
        """Wait until something happens, and see to it."""
        process = self._process
        if process is None:
            if self._desk.close_patience_s is None:
                wait([self._desk.ear])
            return
        left_s = process.keep_deadlines()
        if left_s is None and self._current is None:
            left_s = max(self._idle_left_s(), 0.0)
        wait([self._desk.ear, *process.signals], left_s)
        news, alive = process.received()
        for one in news:
            self._take(process, one)
        if not alive:
            self._bury(process)

    def _take(self, process: RenderProcess, news: News) -> None:
        if isinstance(news, Pictured):
            self._call(self._on_picture, news.number, news.picture)
        elif isinstance(news, Progressed):
            self._desk.update(
                news.number,
                frames=news.frames,
                frames_total=news.frames_total,
                fps=news.fps,
                seconds_left=news.seconds_left,
            )
        else:
            if not process.ending:
                process.relax()
            if isinstance(news, Failed):
                self._failed(news.error)
            elif isinstance(news, Finished):
                result = news.result
                self._over(
                    state=JobState.DONE,
                    frames=result.frames,
                    frames_total=result.frames,
                    fps=result.fps,
                    result=result,
                )
            elif isinstance(news, Cancelled):
                self._over(state=JobState.CANCELLED)

    def _bury(self, process: RenderProcess) -> None:
        """The process is gone; the job that it had in hand failed, if it was not unwanted."""
        code = process.bury()
        self._process = None
        if self._current is None:
            return
        remove_partial(self._current.spec.target)
        if self._unwanted:
            if not process.ending:  # a person gave it up; else it goes on another day
                remove_parts(self._current.spec.target)
            self._over(state=JobState.CANCELLED)
        else:
            self._failed(JobError(_STOPPED, _START_AGAIN, f"exit code {code}"))

    def _failed(self, error: JobError) -> None:
        assert self._current is not None
        log.error("job %d failed: %s %s", self._current.number, error.what, error.detail)
        self._over(state=JobState.FAILED, error=error)

    def _over(self, **changes: Any) -> None:
        assert self._current is not None
        self._desk.update(self._current.number, seconds_left=None, **changes)
        self._current = None
        self._idle_since_s = time.monotonic()
