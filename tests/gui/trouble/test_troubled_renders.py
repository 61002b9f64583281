"""Disks fill, memory ends, workers are killed: one render fails, the next one runs."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filming import scenes, write_film
from hands import Answers
from troubled import QUICK, Buttons, Waiter, open_whole
from written import names

from gui.main_window import MainWindow
from vidcolor.queue import Job, JobSpec, JobState
from vidcolor.settings import OutputSettings, RangeSettings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to processes")


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def spec(film: Path, tmp_path: Path) -> Callable[..., JobSpec]:
    """Makes wishes to render the film."""

    def make(name: str, frames: int = 0, **changes: Any) -> JobSpec:
        values: dict[str, Any] = {
            "source": film,
            "target": tmp_path / "targets" / name,
            "color": QUICK,
            "output": OutputSettings(preset="archive"),
            "span": RangeSettings(frames=frames),
        }
        return JobSpec(**values | changes)

    (tmp_path / "targets").mkdir()
    return make


def test_a_full_disk_fails_its_render_and_the_next_one_runs(
    quiet: None, window: MainWindow, spec: Callable[..., JobSpec], wait: Waiter, tmp_path: Path
) -> None:
    if sys.platform != "linux":
        pytest.skip("limits of another process")
    ended: list[Job] = []
    window.renders.job_ended.connect(ended.append)
    window.renders.add(spec("first.mkv", 1))
    wait(lambda: len(ended) == 1)
    process = window.renders.queue.process_id
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (30_000, hard))
    window.renders.add(spec("large.mkv"))
    window.renders.add(spec("small.mkv", 1))
    wait(lambda: len(ended) == 3)
    assert [job.state for job in ended] == [JobState.DONE, JobState.FAILED, JobState.DONE]
    assert window.journal.has_told("large.mkv: The disk is full")
    assert names(tmp_path / "targets") == ["first.mkv", "small.mkv"]


def test_memory_that_ends_fails_its_render_and_the_next_one_runs(
    quiet: None, window: MainWindow, spec: Callable[..., JobSpec], wait: Waiter, tmp_path: Path
) -> None:
    if sys.platform != "linux":
        pytest.skip("limits of another process")
    wide = write_film(tmp_path / "wide.mkv", scenes(2, 4096, 512), codec="ffv1")
    ended: list[Job] = []
    window.renders.job_ended.connect(ended.append)
    window.renders.add(spec("first.mkv", 1))
    wait(lambda: len(ended) == 1)
    # Enough for threads and for small pictures; the network would take half a gigabyte. Of one
    # frame, because a thread or a decoder for the next one would lack memory too.
    process = window.renders.queue.process_id
    taken = int(Path(f"/proc/{process}/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.prlimit(process, resource.RLIMIT_AS)
    resource.prlimit(process, resource.RLIMIT_AS, (taken + 300 * 2**20, hard))
    greedy = replace(QUICK, work_size=512, device="cpu")
    window.renders.add(spec("greedy.mkv", 1, source=wide, color=greedy))
    wait(lambda: len(ended) == 2)
    resource.prlimit(process, resource.RLIMIT_AS, (hard, hard))  # others gave memory back
    window.renders.add(spec("small.mkv", 1))
    wait(lambda: len(ended) == 3)
    assert [job.state for job in ended] == [JobState.DONE, JobState.FAILED, JobState.DONE]
    assert window.journal.has_told("greedy.mkv: There is not enough memory")
    assert names(tmp_path / "targets") == ["first.mkv", "small.mkv"]


def test_a_killed_render_is_told_and_the_next_one_runs_in_another_process(
    quiet: None, window: MainWindow, spec: Callable[..., JobSpec], wait: Waiter, tmp_path: Path
) -> None:
    ended: list[Job] = []
    window.renders.job_ended.connect(ended.append)
    first = window.renders.add(spec("first.mkv"))
    window.renders.add(spec("second.mkv", 2))
    wait(lambda: window.renders.jobs[0].state is JobState.RUNNING)
    window.renders.queue.pause(first.number)
    wait(lambda: window.renders.jobs[0].frames > 0)
    process = window.renders.queue.process_id
    os.kill(process, signal.SIGKILL)
    wait(lambda: len(ended) == 2)
    assert [job.state for job in ended] == [JobState.FAILED, JobState.DONE]
    assert window.renders.queue.process_id != process
    assert window.journal.has_told("first.mkv: The render process stopped unexpectedly.")
    assert names(tmp_path / "targets") == ["second.mkv"]


def test_a_window_that_renders_and_plays_asks_before_it_closes_and_leaves_nothing(
    quiet: None,
    window: MainWindow,
    project_file: Path,
    spec: Callable[..., JobSpec],
    wait: Waiter,
    answers: Answers,
    tmp_path: Path,
) -> None:
    open_whole(window, project_file, wait)
    window.actions_.loop.trigger()
    window.actions_.toggle.trigger()
    window.renders.add(spec("out.mkv", source=project_file.parent / "films" / "film.mp4"))
    wait(lambda: window.renders.jobs[0].state is JobState.RUNNING)
    window.renders.queue.pause(window.renders.jobs[0].number)
    wait(lambda: window.renders.jobs[0].frames > 0)
    wait(lambda: window.view.position > 2)
    assert any(".part" in name for name in names(tmp_path / "targets"))

    answers.give(Buttons.No)
    window.close()
    assert window.isVisible()
    assert window.view.playing
    assert window.renders.jobs[0].state is JobState.PAUSED
    processes = [
        window.service.process_id,
        window.playback.process_id,
        window.renders.queue.process_id,
    ]
    assert all(lives(process) for process in processes)
    answers.give(Buttons.Yes)
    window.close()
    assert not window.isVisible()
    wait(lambda: window.journal.closed)
    assert not any(lives(process) for process in processes)
    assert names(tmp_path / "targets") == []
    assert ["Closing the window ends them" in text for text in answers.asked] == [True, True]
