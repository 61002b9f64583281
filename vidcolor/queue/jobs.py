"""The list of jobs: plain data that knows nothing of processes and threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from vidcolor.progress import RenderResult
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.steering import UNSTEERED, Steering


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def begun(self) -> bool:
        """Whether the render process has the job in hand."""
        return self in (JobState.RUNNING, JobState.PAUSED)

    @property
    def over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSpec:
    """Everything that decides what a render gives; ``restart`` gives up what is finished of it."""

    source: Path
    target: Path
    color: ColorSettings
    output: OutputSettings
    span: RangeSettings
    steering: Steering = UNSTEERED
    overwrite: bool = False
    restart: bool = False


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed, in the parts of a :class:`vidcolor.errors.VidcolorError`."""

    what: str
    do: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One render of the queue, as it stands now.

    Attributes:
        number: its name for the whole life of the queue; never given twice.
        spec: what is to be done.
        state: where it stands.
        frames: how many are done.
        frames_total: None where that is not known yet.
        fps: frames a second without pauses; 0 before the second frame.
        seconds_left: an estimate; None where there is none.
        result: of a job that is done.
        error: of a job that failed.
    """

    number: int
    spec: JobSpec
    state: JobState = JobState.WAITING
    frames: int = 0
    frames_total: int | None = None
    fps: float = 0.0
    seconds_left: float | None = None
    result: RenderResult | None = None
    error: JobError | None = None


@dataclass(slots=True)
class JobList:
    """Jobs in the order in which they are rendered. Not thread-safe."""

    jobs: list[Job] = field(default_factory=list)
    last_number: int = 0

    def add(self, spec: JobSpec) -> Job:
        """Append a job that waits."""
        self.last_number += 1
        job = Job(self.last_number, spec)
        self.jobs.append(job)
        return job

    def find(self, number: int) -> Job:
        """The job of a number.

        Raises:
            ValueError: there is none.
        """
        return self.jobs[self._index(number)]

    def first_waiting(self) -> Job | None:
        """The job to begin next."""
        return next((job for job in self.jobs if job.state is JobState.WAITING), None)

    def put(self, job: Job) -> None:
        """Take the place of the job with the same number."""
        self.jobs[self._index(job.number)] = job

    def move(self, number: int, to_index: int) -> None:
        """Put a job to another place; one beyond either end becomes first or last."""
        job = self.jobs.pop(self._index(number))
        self.jobs.insert(max(to_index, 0), job)

    def remove(self, number: int) -> None:
        """Forget a job."""
        del self.jobs[self._index(number)]

    def _index(self, number: int) -> int:
        for index, job in enumerate(self.jobs):
            if job.number == number:
                return index
        raise ValueError(f"there is no job {number}")
