"""Processes that die, hang or are left alone cost one job and leave nothing behind."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from queues import Watched, children, lives, spec, wait_until
from written import names

from vidcolor.queue import JobState

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


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


def test_a_killed_process_fails_its_job_and_the_next_one_gets_another(
    fresh: Callable[..., Watched], film: Path, long_film: Path, tmp_path: Path
) -> None:
    watched = fresh()
    number = watched.queue.add(spec(long_film, tmp_path / "out.mp4")).number
    following = watched.queue.add(spec(film, tmp_path / "next.mp4")).number
    watched.wait_frames(number)
    process = watched.queue.process_id
    assert process is not None
    assert any(".part" in name for name in names(tmp_path))
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
