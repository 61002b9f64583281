"""What the queue and its render process say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from vidcolor.progress import RenderResult
from vidcolor.queue.jobs import JobError, JobSpec


class Word(StrEnum):
    """What the queue asks for."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    END = "end"  # the process itself


@dataclass(frozen=True, slots=True)
class Order:
    """To the process; one about a job that is over is passed over."""

    word: Word
    number: int = 0
    spec: JobSpec | None = None  # with START


@dataclass(frozen=True, slots=True)
class Progressed:
    """So far has a job come."""

    number: int
    frames: int
    frames_total: int | None
    fps: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Pictured:
    """A frame as it was just rendered: ``(h, w, 3)`` RGB, upright."""

    number: int
    picture: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Finished:
    """The target is there."""

    number: int
    result: RenderResult


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The job was given up, its files are gone."""

    number: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The job could not be done, its files are gone."""

    number: int
    error: JobError


News = Progressed | Pictured | Finished | Cancelled | Failed
