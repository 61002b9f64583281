"""Jobs run in order, pause, are cancelled, moved and removed as a person says."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest
from queues import LONG, QUIET_S, Watched, spec
from written import names, planes

from vidcolor.queue import JobState
from vidcolor.queue.jobs import JobList
from vidcolor.settings import Look, OutputSettings
from vidcolor.steering import LookSpan, Steering

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


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
    assert any(".part" in name for name in names(tmp_path))
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
