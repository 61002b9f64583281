"""The window's side of rendering: the queue and the trials before it, as signals."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gui.render.awake import Awake
from gui.render.trial_process import Subject
from gui.render.trials import Trials
from vidcolor.errors import VidcolorError
from vidcolor.queue import Job, JobSpec, JobState, RenderQueue

PATIENCE_S = 5.0
"""How long a render that was asked to end may take before it is killed."""


class RenderService(QObject):
    """Renders one job after the other, and tries out what a render would be like.

    The queue tells of changes in a thread of its own; here they arrive on the GUI thread, many at
    once as one. While a job is being rendered the machine is kept awake.

    Signals:
        changed: something about :attr:`jobs`.
        picture_arrived: a job's number, QImage of the frame it is at.
        job_ended: Job, once for each end, also when it was cancelled.
        encoders_found: tuple of EncoderAbility, software first.
        streams_planned: tuple of TrackFate, or VidcolorError.
        encoder_tested: str, or VidcolorError.
        estimate_progressed: frames of the trial render that are done, and of how many; 0 where
            that is not known.
        estimated: RenderEstimate, or VidcolorError.
    """

    changed = Signal()
    picture_arrived = Signal(int, object)
    job_ended = Signal(object)
    encoders_found = Signal(object)
    streams_planned = Signal(object)
    encoder_tested = Signal(object)
    estimate_progressed = Signal(int, int)
    estimated = Signal(object)

    _woken = Signal()  # from the queue's thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._awaited = False  # a wake-up is on its way
        self._new_pictures: dict[int, NDArray[np.uint8]] = {}
        self._ended: dict[int, JobState] = {}
        self._closed = False
        self._woken.connect(self._on_woken)
        self._trials = Trials(self)
        self._trials.answered.connect(self._on_answered)
        self._trials.estimate_progressed.connect(self.estimate_progressed)
        self._awake = Awake()
        self.expected_frames: dict[int, int] = {}  # of jobs, by number, where somebody knew
        self.queue = RenderQueue(self._note_change, self._note_picture)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """In the order of the queue."""
        return self.queue.jobs

    @property
    def active(self) -> bool:
        """Whether a job runs, waits or is paused: closing the window would end it."""
        return self.queue.active

    @property
    def awake(self) -> bool:
        """Whether the machine is kept awake."""
        return self._awake.held

    @property
    def trial_process_id(self) -> int | None:
        """Of the process that estimates, for tests and reports."""
        return self._trials.process_id

    def add(self, spec: JobSpec, *, first: bool = False, frames: int = 0) -> Job:
        """Put a render into the queue.

        Args:
            spec: what to render.
            first: before all that wait, not after them.
            frames: how many it will be, where that is known.
        """
        job = self.queue.add(spec)
        if frames > 0:
            self.expected_frames[job.number] = frames
        if first:
            jobs = self.jobs
            waiting = (row for row, other in enumerate(jobs) if other.state is JobState.WAITING)
            self.queue.move(job.number, next(waiting, len(jobs) - 1))
        return job

    def find_encoders(self) -> None:
        """Ask which encoders start here and what they take."""
        self._ask(Subject.ENCODERS)

    def plan_streams(self, spec: JobSpec) -> None:
        """Ask what would happen to each track."""
        self._ask(Subject.TRACKS, spec)

    def test_encoder(self, spec: JobSpec) -> None:
        """Ask whether the encoder takes these settings."""
        self._ask(Subject.ENCODER_TEST, spec)

    def estimate(self, spec: JobSpec) -> None:
        """Ask how large the target would be and how long it would take."""
        self._ask(Subject.ESTIMATE, spec)

    def cancel_estimate(self) -> None:
        """Stop the trial render, if one runs."""
        self._trials.withdraw_estimate()

    def end_trials(self) -> None:
        """Give back what trials hold; the next question starts them again."""
        self._trials.close()

    def close(self) -> None:
        """End everything: the render is cancelled, no process stays."""
        if self._closed:
            return
        self._closed = True
        self._trials.close()
        self.queue.close(patience_s=PATIENCE_S)
        self._trials.close(wait=True)
        self._awake.release()

    def _ask(self, subject: Subject, spec: JobSpec | None = None) -> None:
        # A dialog may still stand open while the window ends, and ask once more.
        if not self._closed:
            self._trials.ask(subject, spec)

    def _note_change(self) -> None:
        """In the queue's thread."""
        self._wake()

    def _note_picture(self, number: int, picture: NDArray[np.uint8]) -> None:
        """In the queue's thread: a slow window sees the newest picture, never a backlog."""
        with self._lock:
            self._new_pictures[number] = picture
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            awaited, self._awaited = self._awaited, True
        if not awaited:
            self._woken.emit()

    def _on_woken(self) -> None:
        with self._lock:
            self._awaited = False
            pictures, self._new_pictures = self._new_pictures, {}
        if self._closed:
            return
        jobs = self.jobs
        self._awake.set_held(any(job.state is JobState.RUNNING for job in jobs))
        self.changed.emit()
        for number, picture in pictures.items():
            self.picture_arrived.emit(number, _image(picture))
        self._tell_ends(jobs)

    def _tell_ends(self, jobs: tuple[Job, ...]) -> None:
        told, self._ended = self._ended, {j.number: j.state for j in jobs if j.state.over}
        for job in jobs:
            if job.state.over and told.get(job.number) is not job.state:
                self.job_ended.emit(job)

    def _on_answered(self, subject: Subject, value: object) -> None:
        if subject is Subject.ENCODERS:
            if not isinstance(value, VidcolorError):
                self.encoders_found.emit(value)
        elif subject is Subject.TRACKS:
            self.streams_planned.emit(value)
        elif subject is Subject.ENCODER_TEST:
            self.encoder_tested.emit(value)
        else:
            self.estimated.emit(value)


def _image(picture: NDArray[np.uint8]) -> QImage:
    """``(h, w, 3)`` RGB as an image with memory of its own."""
    height, width = picture.shape[:2]
    pixels = np.ascontiguousarray(picture)
    view = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return view.convertToFormat(QImage.Format.Format_RGB32)
