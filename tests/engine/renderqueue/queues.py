"""A render queue that is watched."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vidcolor.queue import Job, JobSpec, JobState, RenderQueue
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings

PATIENCE_S = 60.0


LONG = 1000  # frames


QUIET_S = 0.6  # six times the pause between two messages of a job that runs


class Watched:
    """A queue, and ways to wait for what it does."""

    def __init__(self, **options: Any) -> None:
        self._changed = threading.Event()
        self.pictures: list[tuple[int, NDArray[np.uint8]]] = []
        self.callers: set[str] = set()
        self.most_at_once = 0
        self.queue = RenderQueue(self._on_change, self._on_picture, **options)

    def _on_change(self) -> None:
        self.callers.add(threading.current_thread().name)
        begun = sum(job.state.begun for job in self.queue.jobs)
        self.most_at_once = max(self.most_at_once, begun)
        self._changed.set()

    def _on_picture(self, number: int, picture: NDArray[np.uint8]) -> None:
        self.pictures.append((number, picture))

    def job(self, number: int) -> Job:
        return next(job for job in self.queue.jobs if job.number == number)

    def wait(self, found: Callable[[], bool]) -> None:
        patience = time.monotonic() + PATIENCE_S
        while not found():
            assert time.monotonic() < patience, self.queue.jobs
            self._changed.wait(0.05)
            self._changed.clear()

    def wait_for(self, number: int, *states: JobState) -> Job:
        self.wait(lambda: self.job(number).state in states)
        return self.job(number)

    def wait_over(self, number: int) -> Job:
        self.wait(lambda: self.job(number).state.over)
        return self.job(number)

    def wait_frames(self, number: int, frames: int = 1) -> None:
        self.wait(lambda: self.job(number).frames >= frames or self.job(number).state.over)
        assert not self.job(number).state.over, self.job(number)

    def wait_quiet(self) -> None:
        """Until nothing has changed for a while."""
        patience = time.monotonic() + PATIENCE_S
        while self._changed.wait(QUIET_S):
            assert time.monotonic() < patience, "it never became quiet"
            self._changed.clear()


def spec(source: Path, target: Path, **changes: Any) -> JobSpec:
    values: dict[str, Any] = {
        "color": ColorSettings(device="cpu", work_size=64, stabilize=0.0),
        "output": OutputSettings(speed="ultrafast"),
        "span": RangeSettings(),
    }
    return JobSpec(source=source, target=target, **values | changes)


def lives(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}


def wait_until(found: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE_S
    while not found():
        assert time.monotonic() < patience
        time.sleep(0.02)
