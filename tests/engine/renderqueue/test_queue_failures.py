"""A job that fails says why, and the next one starts; a queue is closed without rubble."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from clips import ClipMaker
from filming import scenes, write_film
from queues import LONG, PATIENCE_S, Watched, children, lives, spec, wait_until
from written import names

from vidcolor.queue import JobState
from vidcolor.settings import OutputSettings
from vidcolor.video.partial import parts_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process")
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


def test_a_killed_render_goes_on_and_one_in_another_way_begins_anew_only_if_told(
    warm: Watched, long_film: Path, tmp_path: Path
) -> None:
    target, output = tmp_path / "out.mp4", OutputSettings(speed="ultrafast", segment_s=0.4)
    number = warm.queue.add(spec(long_film, target, output=output)).number
    warm.wait_frames(number, 100)
    assert warm.queue.process_id is not None
    os.kill(warm.queue.process_id, signal.SIGKILL)
    assert warm.wait_over(number).state is JobState.FAILED
    finished = sorted(path.name for path in parts_of(target).glob("*.packets"))
    assert len(finished) > 3
    other = warm.queue.add(spec(long_film, target, output=replace(output, crf=40))).number
    job = warm.wait_over(other)
    assert job.error is not None
    assert "crf was -1, now 40" in job.error.what
    assert sorted(path.name for path in parts_of(target).glob("*.packets")) == finished
    warm.queue.retry(number)
    job = warm.wait_over(number)
    assert job.state is JobState.DONE
    assert job.frames == LONG
    assert names(tmp_path) == ["out.mp4"]
    target.unlink()
    parts_of(target).mkdir()
    journal = {"version": 1, "facts": {"crf": "7"}, "film_end": None}
    (parts_of(target) / "journal.json").write_text(json.dumps(journal))
    warm.queue.retry(other)
    assert warm.wait_over(other).state is JobState.FAILED
    warm.queue.retry(other, anew=True)
    assert warm.wait_over(other).state is JobState.DONE


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
        assert any(".part" in name for name in names(tmp_path))
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
    root = Path(__file__).resolve().parents[3]
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
        assert any(".part" in name for name in names(tmp_path))
    finally:
        if how == "kill":
            program.kill()
        _, said = program.communicate("\n", timeout=PATIENCE_S)
    assert "Traceback" not in said
    wait_until(lambda: not lives(process))
    assert names(tmp_path) == []
