"""The render process: makes one job after the other and keeps the network between them."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from contextlib import closing, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from types import FrameType
from typing import TYPE_CHECKING

from vidcolor.errors import VidcolorError
from vidcolor.memory import give_back
from vidcolor.progress import RenderProgress, RenderResult
from vidcolor.queue.jobs import JobError, JobSpec
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
from vidcolor.video.partial import remove_parts

if TYPE_CHECKING:
    from vidcolor.engine import Engine

_PROGRESS_EVERY_S = 0.1
_PICTURE_EVERY_S = 1.0


def work(connection: Connection, picture_width_px: int, niceness: int) -> None:
    """Do the queue's orders until it says so or is gone."""
    # Ctrl-C in a terminal reaches the whole group; the queue decides when this process ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end_once)
    if hasattr(os, "nice"):
        os.nice(niceness)
    _Worker(connection, picture_width_px).run()


def _end_once(number: int, frame: FrameType | None) -> None:
    # A second signal must not stop the clean-up that the first one began.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(128 + number)


class _Worker:
    """One thread; it looks for orders between two frames."""

    def __init__(self, connection: Connection, picture_width_px: int) -> None:
        self._connection = connection
        self._picture_width_px = picture_width_px
        self._engine: Engine | None = None
        self._over = False
        self._held_s = 0.0  # how long the job was paused
        self._told_s = self._pictured_s = 0.0

    def run(self) -> None:
        """Until the queue says END, or is gone."""
        while not self._over:
            order = self._receive()
            if order.word is Word.END:
                return
            if order.word is Word.START and order.spec is not None:
                self._do(order.number, order.spec)
                give_back()

    def _do(self, number: int, spec: JobSpec) -> None:
        """Tell of one job until it ends, with exactly one of the three endings."""
        try:
            result = self._rendered(number, spec)
        except VidcolorError as error:
            self._tell(Failed(number, JobError(error.what, error.do, error.detail)))
        except Exception as error:  # noqa: BLE001  # told to the queue, which logs it
            self._engine = None  # who knows in what state it is
            self._tell(Failed(number, _unexpected(error)))
        else:
            self._tell(Cancelled(number) if result is None else Finished(number, result))

    def _rendered(self, number: int, spec: JobSpec) -> RenderResult | None:
        """The result, None if the job was cancelled."""
        from vidcolor.pipeline import colorize_film  # brings torch, whose import takes seconds

        self._held_s = self._told_s = self._pictured_s = 0.0
        result = None
        steps = colorize_film(
            spec.source,
            spec.target,
            color=spec.color,
            output=spec.output,
            span=spec.span,
            overwrite=spec.overwrite,
            restart=spec.restart,
            engine=self._loaded(spec),
            steering=spec.steering,
        )
        with closing(steps):
            for step in steps:
                if step.result is not None:
                    result = replace(step.result, seconds=step.result.seconds - self._held_s)
                    continue
                self._show(number, step)
                if self._cancelled(number):
                    steps.close()
                    if not self._over:  # a person gave this job up; a queue that ends does not
                        remove_parts(spec.target)
                    return None
        return result

    def _loaded(self, spec: JobSpec) -> Engine:
        from vidcolor.engine import Engine

        if self._engine is None:
            self._engine = Engine(spec.color, steering=spec.steering)
        else:
            self._engine = self._engine.steered(spec.color, spec.steering)
        return self._engine

    def _show(self, number: int, step: RenderProgress) -> None:
        """Tell how far the job is, now and then."""
        now = time.monotonic()
        if now - self._told_s >= _PROGRESS_EVERY_S:
            self._told_s = now
            step = replace(step, seconds=step.seconds - self._held_s)
            self._tell(
                Progressed(number, step.frames, step.frames_total, step.fps, step.seconds_left)
            )
        if now - self._pictured_s >= _PICTURE_EVERY_S and step.thumbnail is not None:
            self._pictured_s = now
            self._tell(Pictured(number, step.thumbnail(self._picture_width_px)))

    def _cancelled(self, number: int) -> bool:
        """Whether the job is to be given up; while it is paused this waits."""
        paused_at: float | None = None
        while paused_at is not None or self._ordered():
            order = self._receive()
            if order.word is Word.END:
                self._over = True
                return True
            if order.number != number:
                continue
            if order.word is Word.CANCEL:
                return True
            if order.word is Word.PAUSE:
                paused_at = paused_at or time.monotonic()
            elif order.word is Word.RESUME and paused_at is not None:
                self._held_s += time.monotonic() - paused_at
                paused_at = None
        return False

    def _ordered(self) -> bool:
        try:
            return self._connection.poll()
        except OSError:
            return True  # the queue is gone

    def _receive(self) -> Order:
        try:
            order: Order = self._connection.recv()
        except (EOFError, OSError):
            return Order(Word.END)  # the queue is gone, and with it whoever wanted the film
        return order

    def _tell(self, news: News) -> None:
        with suppress(OSError):  # nobody listens: seen before the next frame
            self._connection.send(news)


def _unexpected(error: Exception) -> JobError:
    return JobError(
        f"The render met something it does not know: {type(error).__name__}.",
        "Start the job again, or choose other settings; the details help whoever mends it.",
        "".join(traceback.format_exception(error)),
    )
