"""The render queue with its real process: rows of jobs, and everything that may happen to one."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ClipMaker, scenes, write_film
from numpy.typing import NDArray
from written import names, planes

from vidcolor.queue import Job, JobSpec, JobState, RenderQueue
from vidcolor.queue.jobs import JobList
from vidcolor.settings import ColorSettings, Look, OutputSettings, RangeSettings
from vidcolor.steering import LookSpan, Steering

PATIENCE_S = 60.0
LONG = 1000  # frames
QUIET_S = 0.6  # six times the pause between two messages of a job that runs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to the process")


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


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rendered in a moment."""
    return write_film(tmp_path_factory.mktemp("short") / "short.mp4", scenes(12, 32, 32))


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough for something to happen to its render."""
    return write_film(tmp_path_factory.mktemp("long") / "long.mp4", scenes(LONG, 32, 32))


@pytest.fixture(scope="module")
def shared(film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A queue whose process is warm."""
    watched = Watched()
    number = watched.queue.add(spec(film, tmp_path_factory.mktemp("warm") / "out.mp4")).number
    watched.wait_over(number)
    yield watched
    watched.queue.close()


@pytest.fixture
def warm(shared: Watched) -> Iterator[Watched]:
    yield shared
    for job in shared.queue.jobs:
        shared.queue.cancel(job.number)
        shared.wait_over(job.number)
        shared.queue.remove(job.number)


@pytest.fixture
def fresh() -> Iterator[Callable[..., Watched]]:
    """Makes queues that nobody used before."""
    made: list[Watched] = []

    def make(**options: Any) -> Watched:
        made.append(Watched(**options))
        return made[-1]

    yield make
    for watched in made:
        watched.queue.close()


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


# The row


def test_two_jobs_are_rendered_one_after_the_other_by_one_process(
    warm: Watched, film: Path, tmp_path: Path
) -> None:
    process = warm.queue.process_id
    first = warm.queue.add(spec(film, tmp_path / "first.mp4")).number
    second = warm.queue.add(spec(film, tmp_path / "second.mkv")).number
    job = warm.wait_over(first)
    assert warm.wait_over(second).state is JobState.DONE
    assert warm.most_at_once == 1
    assert job.state is JobState.DONE
    assert job.result is not None
    assert (job.frames, job.frames_total) == (12, 12)
    assert job.result.out == tmp_path / "first.mp4"
    assert not warm.queue.active
    assert warm.queue.process_id == process is not None
    assert names(tmp_path) == ["first.mp4", "second.mkv"]
    assert len(planes(tmp_path / "second.mkv")) == 12


def test_progress_and_pictures_come_while_a_job_runs(
    warm: Watched, long_film: Path, tmp_path: Path
) -> None:
    number = warm.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    warm.wait(lambda: warm.job(number).seconds_left is not None)
    job = warm.job(number)
    assert 1 < job.frames < job.frames_total == LONG
    assert job.fps > 0
    warm.wait(lambda: any(about == number for about, _ in warm.pictures))
    picture = next(picture for about, picture in warm.pictures if about == number)
    assert picture.dtype == np.uint8
    assert picture.shape == (32, 32, 3)
    assert warm.callers == {"vidcolor-queue"}


def test_each_job_has_its_own_steering_though_the_network_stays(
    warm: Watched, film: Path, tmp_path: Path
) -> None:
    grey = Steering(looks=(LookSpan(0, 12, Look(saturation=0.0)),))
    for name, steering in (("a", Steering()), ("b", grey), ("c", Steering())):
        target = tmp_path / f"{name}.mkv"
        warm.queue.add(
            spec(film, target, output=OutputSettings(preset="archive"), steering=steering)
        )
    for job in warm.queue.jobs:
        assert warm.wait_over(job.number).state is JobState.DONE
    stored = {name: planes(tmp_path / f"{name}.mkv") for name in "abc"}
    assert all(np.ptp(plane) == 0 for frame in stored["b"] for plane in frame[1:])
    assert any(np.ptp(plane) > 0 for frame in stored["a"] for plane in frame[1:])
    for one, other in zip(stored["a"], stored["c"], strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_job_that_is_moved_comes_earlier(
    warm: Watched, film: Path, long_film: Path, tmp_path: Path
) -> None:
    queue = warm.queue
    blocker = queue.add(spec(long_film, tmp_path / "blocker.mp4")).number
    a, b, c = (queue.add(spec(film, tmp_path / f"{name}.mp4")).number for name in "abc")
    queue.move(c, 1)
    queue.move(a, 99)
    assert [job.number for job in queue.jobs] == [blocker, c, b, a]
    queue.cancel(blocker)
    for number in (a, b, c):
        warm.wait_over(number)
    made = [(tmp_path / f"{name}.mp4").stat().st_mtime_ns for name in "cba"]
    assert made == sorted(made)


def test_what_waits_can_be_cancelled_and_removed_and_what_runs_is_not_removed(
    warm: Watched, film: Path, long_film: Path, tmp_path: Path
) -> None:
    queue = warm.queue
    running = queue.add(spec(long_film, tmp_path / "a.mp4")).number
    cancelled = queue.add(spec(film, tmp_path / "b.mp4")).number
    removed = queue.add(spec(film, tmp_path / "c.mp4")).number
    warm.wait_frames(running)
    queue.cancel(cancelled)
    queue.remove(removed)
    queue.remove(running)
    assert [job.number for job in queue.jobs] == [running, cancelled]
    assert warm.job(cancelled).state is JobState.CANCELLED
    queue.cancel(running)
    warm.wait_for(running, JobState.CANCELLED)
    assert names(tmp_path) == []


def test_a_number_is_never_given_twice_and_an_unknown_one_is_refused(film: Path) -> None:
    jobs = JobList()
    first = jobs.add(spec(film, film))
    jobs.remove(first.number)
    assert jobs.add(spec(film, film)).number > first.number
    with pytest.raises(ValueError, match="no job"):
        jobs.find(first.number)


# Pause and cancel


def test_a_paused_job_stands_still_and_goes_on(
    warm: Watched, long_film: Path, tmp_path: Path
) -> None:
    began = time.monotonic()
    number = warm.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    warm.wait_frames(number)
    warm.queue.pause(number)
    assert warm.job(number).state is JobState.PAUSED
    assert warm.queue.active
    warm.wait_quiet()
    frames, process = warm.job(number).frames, warm.queue.process_id
    assert frames < LONG
    warm.queue.resume(number)
    warm.wait(lambda: warm.job(number).frames > frames)
    assert warm.job(number).state is JobState.RUNNING
    job = warm.wait_over(number)
    assert job.state is JobState.DONE
    assert job.result is not None
    assert job.result.seconds < time.monotonic() - began - 0.5 * QUIET_S  # the pause not counted
    assert warm.queue.process_id == process
    assert len(planes(tmp_path / "out.mp4")) == LONG


@pytest.mark.parametrize("paused", [False, True])
def test_a_cancelled_job_leaves_no_file_and_the_next_one_starts(
    warm: Watched, film: Path, long_film: Path, tmp_path: Path, paused: bool
) -> None:
    process = warm.queue.process_id
    number = warm.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    following = warm.queue.add(spec(film, tmp_path / "next.mp4")).number
    warm.wait_frames(number)
    assert any(".partial" in name for name in names(tmp_path))
    if paused:
        warm.queue.pause(number)
        warm.wait_quiet()
    warm.queue.cancel(number)
    warm.wait_for(number, JobState.CANCELLED)
    assert "out.mp4" not in " ".join(names(tmp_path))
    assert not any("out.partial" in name for name in names(tmp_path))
    assert warm.wait_over(following).state is JobState.DONE
    assert names(tmp_path) == ["next.mp4"]
    assert warm.queue.process_id == process


def test_a_process_that_does_not_listen_is_ended_by_a_cancel(
    fresh: Callable[..., Watched],
    long_film: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vidcolor.queue.tender._CANCEL_PATIENCE_S", 0.4)
    watched = fresh()
    number = watched.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    watched.wait_frames(number)
    process = watched.queue.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    watched.queue.cancel(number)
    watched.wait_for(number, JobState.CANCELLED)
    assert names(tmp_path) == []
    assert not lives(process)


# Trouble


def test_a_killed_process_fails_its_job_and_the_next_one_gets_another(
    fresh: Callable[..., Watched], film: Path, long_film: Path, tmp_path: Path
) -> None:
    watched = fresh()
    number = watched.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    following = watched.queue.add(spec(film, tmp_path / "next.mp4")).number
    watched.wait_frames(number)
    process = watched.queue.process_id
    assert process is not None
    assert any(".partial" in name for name in names(tmp_path))
    os.kill(process, signal.SIGKILL)
    job = watched.wait_over(number)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert job.error.what == "The render process stopped unexpectedly."
    assert "start the job again" in job.error.do
    assert job.error.detail == "exit code -9"
    assert watched.wait_over(following).state is JobState.DONE
    assert watched.queue.process_id not in (None, process)
    assert names(tmp_path) == ["next.mp4"]


def test_a_process_that_dies_idle_is_not_missed(
    fresh: Callable[..., Watched], film: Path, tmp_path: Path
) -> None:
    watched = fresh()
    watched.wait_over(watched.queue.add(spec(film, tmp_path / "a.mp4")).number)
    process = watched.queue.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    wait_until(lambda: watched.queue.process_id is None)
    number = watched.queue.add(spec(film, tmp_path / "b.mp4")).number
    assert watched.wait_over(number).state is JobState.DONE


def test_an_idle_process_is_ended_and_another_comes_with_the_next_job(
    fresh: Callable[..., Watched], film: Path, tmp_path: Path
) -> None:
    watched = fresh(idle_s=0.1)
    watched.wait_over(watched.queue.add(spec(film, tmp_path / "a.mp4")).number)
    process = watched.queue.process_id
    wait_until(lambda: watched.queue.process_id is None)
    assert process not in children()
    number = watched.queue.add(spec(film, tmp_path / "b.mp4")).number
    assert watched.wait_over(number).state is JobState.DONE


def test_ctrl_c_in_the_terminal_does_not_reach_a_render(
    warm: Watched, long_film: Path, tmp_path: Path
) -> None:
    number = warm.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    warm.wait_frames(number)
    process = warm.queue.process_id
    assert process is not None
    os.kill(process, signal.SIGINT)
    assert warm.wait_over(number).state is JobState.DONE


def test_a_film_that_is_broken_fails_with_its_sentence_and_the_next_one_starts(
    warm: Watched, clips: ClipMaker, film: Path, tmp_path: Path
) -> None:
    broken = warm.queue.add(spec(clips.mp4_without_moov(), tmp_path / "a.mp4")).number
    following = warm.queue.add(spec(film, tmp_path / "b.mp4")).number
    job = warm.wait_over(broken)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "moov" in job.error.what
    assert job.error.do
    assert warm.wait_over(following).state is JobState.DONE
    assert names(tmp_path) == ["b.mp4"]


def test_an_error_that_nobody_expected_is_a_sentence_with_details(
    warm: Watched, film: Path, tmp_path: Path
) -> None:
    number = warm.queue.add(spec(film, tmp_path / "a.mp4", output=None)).number
    job = warm.wait_over(number)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "AttributeError" in job.error.what
    assert "Traceback" not in job.error.what + job.error.do
    assert "Traceback" in job.error.detail
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process")
def test_a_full_disk_fails_the_job_and_it_can_be_tried_again(warm: Watched, tmp_path: Path) -> None:
    process = warm.queue.process_id
    assert process is not None
    source = write_film(tmp_path / "big.mkv", scenes(20, 160, 96), codec="ffv1")
    output = OutputSettings(preset="archive")
    soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (3000, hard))
    try:
        number = warm.queue.add(spec(source, tmp_path / "out.mkv", output=output)).number
        job = warm.wait_over(number)
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "disk is full" in job.error.what
    assert names(tmp_path) == ["big.mkv"]
    warm.queue.retry(number)
    job = warm.wait_over(number)
    assert job.state is JobState.DONE
    assert job.error is None
    assert names(tmp_path) == ["big.mkv", "out.mkv"]


def test_a_target_that_exists_stays_and_the_job_can_be_tried_again(
    warm: Watched, film: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.mp4"
    target.write_bytes(b"precious")
    number = warm.queue.add(spec(film, target)).number
    job = warm.wait_over(number)
    assert job.error is not None
    assert "exists already" in job.error.what
    assert target.read_bytes() == b"precious"
    target.unlink()
    warm.queue.retry(number)
    warm.wait_for(number, JobState.DONE)
    warm.queue.retry(number)  # what is done is not done again
    assert warm.job(number).state is JobState.DONE


# The end


@pytest.mark.parametrize("moment", ["starting", "running", "paused"])
def test_a_queue_that_is_closed_leaves_no_process_no_thread_and_no_file(
    film: Path, long_film: Path, tmp_path: Path, moment: str
) -> None:
    before = threading.active_count()
    watched = Watched()
    number = watched.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    waiting = watched.queue.add(spec(film, tmp_path / "next.mp4")).number
    if moment == "starting":
        wait_until(lambda: watched.queue.process_id is not None)
    else:
        watched.wait_frames(number)
        assert any(".partial" in name for name in names(tmp_path))
    if moment == "paused":
        watched.queue.pause(number)
        watched.wait_quiet()
    process = watched.queue.process_id
    assert process is not None
    watched.queue.close()
    assert not lives(process)
    assert process not in children()
    assert threading.active_count() == before
    assert names(tmp_path) == []
    assert watched.job(number).state is JobState.CANCELLED
    assert watched.job(waiting).state is JobState.WAITING
    watched.queue.close()
    with pytest.raises(ValueError, match="closed"):
        watched.queue.add(spec(film, tmp_path / "late.mp4"))


def test_a_queue_that_was_never_used_is_closed_at_once() -> None:
    Watched().queue.close()


def test_closing_does_not_wait_for_a_process_that_does_not_listen(
    long_film: Path, tmp_path: Path
) -> None:
    watched = Watched()
    number = watched.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    watched.wait_frames(number)
    process = watched.queue.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    began = time.monotonic()
    watched.queue.close(patience_s=0.4)
    assert time.monotonic() - began < 5
    assert not lives(process)
    assert names(tmp_path) == []


_FORSAKE = """
import sys, threading
from pathlib import Path
from vidcolor.queue import JobSpec, RenderQueue
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings

queue = RenderQueue(lambda: None, lambda number, picture: print(queue.process_id, flush=True))
color = ColorSettings(device="cpu", work_size=64)
queue.add(JobSpec(source=Path(sys.argv[1]), target=Path(sys.argv[2]), color=color,
                  output=OutputSettings(), span=RangeSettings()))
if sys.argv[3] == "leave":
    sys.stdin.readline()
else:
    threading.Event().wait()
"""


@pytest.mark.parametrize("how", ["leave", "kill"])
def test_a_render_whose_program_is_gone_ends_and_leaves_nothing(
    long_film: Path, tmp_path: Path, how: str
) -> None:
    root = Path(__file__).resolve().parents[2]
    program = subprocess.Popen(
        [sys.executable, "-c", _FORSAKE, str(long_film), str(tmp_path / "out.mp4"), how],
        env=os.environ | {"PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        process = int(program.stdout.readline())
        assert any(".partial" in name for name in names(tmp_path))
    finally:
        if how == "kill":
            program.kill()
        _, said = program.communicate("\n", timeout=PATIENCE_S)
    assert "Traceback" not in said
    wait_until(lambda: not lives(process))
    assert names(tmp_path) == []
