"""The queue as a person uses it: real renders in their own process, buttons, keys, endings."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ClipMaker
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage
from pytestqt.qtbot import QtBot

from gui.render.queue_dock import QueueDock
from gui.render.queue_model import PICTURE_ROLE
from gui.render.render_service import RenderService
from gui.render.render_words import progress_words, queue_words
from vidcolor.progress import RenderResult
from vidcolor.queue import Job, JobSpec, JobState
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.video.verify import verify

PATIENCE_MS = 60_000
COLOR = ColorSettings(device="cpu", work_size=64)


@pytest.fixture
def dock(qtbot: QtBot) -> Iterator[QueueDock]:
    """A dock on a queue of its own; no process outlives it."""
    service = RenderService()
    dock = QueueDock(service)
    dock.service = service
    qtbot.addWidget(dock)
    dock.resize(600, 500)
    dock.show()
    dock.activateWindow()
    yield dock
    service.close()
    assert multiprocessing.active_children() == []


@pytest.fixture
def spec(clips: ClipMaker, tmp_path: Path) -> Callable[..., JobSpec]:
    """Makes jobs from clips; each has a target of its own."""

    made = count(1)

    def make(source: Path | None = None, **more: Any) -> JobSpec:
        source = source or clips.even()
        target = tmp_path / f"{next(made)}-{source.stem}.mp4"
        more = {"target": target, "span": RangeSettings()} | more
        return JobSpec(source=source, color=COLOR, output=OutputSettings(), **more)

    return make


def state_of(dock: QueueDock, job: Job) -> JobState:
    """Where a job stands now."""
    return next(other.state for other in dock.service.jobs if other.number == job.number)


def wait_for(qtbot: QtBot, dock: QueueDock, job: Job, state: JobState) -> Job:
    """Until a job stands there and the list shows it."""

    def shown() -> bool:
        row = dock.model.row_of(job.number)
        return row >= 0 and dock.model.jobs[row].state is state

    qtbot.waitUntil(shown, timeout=PATIENCE_MS)
    return dock.model.jobs[dock.model.row_of(job.number)]


def press(qtbot: QtBot, dock: QueueDock, key: Qt.Key, *, alt: bool = False) -> None:
    """Press a key in the list."""
    modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    dock.list.setFocus()
    qtbot.keyClick(dock.list, key, modifier)


def numbers(dock: QueueDock) -> list[int]:
    """As listed."""
    return [job.number for job in dock.model.jobs]


@pytest.mark.skipif(sys.platform == "win32", reason="the machine's inhibitor is a shell script")
def test_a_render_is_shown_runs_with_the_machine_awake_and_gives_a_verified_film(
    qtbot: QtBot,
    dock: QueueDock,
    spec: Callable[..., JobSpec],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = tmp_path / "bin" / "systemd-inhibit"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\nexec cat\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    ended: list[Job] = []
    pictures: list[tuple[int, QImage]] = []
    awake: set[bool] = set()
    dock.ended.connect(ended.append)
    dock.service.picture_arrived.connect(lambda *one: pictures.append(one))
    dock.service.changed.connect(
        lambda: awake.add(dock.service.awake) if dock.service.queue.active else None
    )
    assert dock.empty.isVisible()
    job = dock.service.add(spec())
    done = wait_for(qtbot, dock, job, JobState.DONE)
    assert not dock.empty.isVisible()
    assert done.result is not None
    *_, report = verify(done.spec.source, done.spec.target)
    assert report.ok
    assert dock.overall.text() == "1 of 1 done"
    assert [one.number for one in ended] == [job.number]
    assert True in awake
    assert not dock.service.awake
    assert pictures[0][0] == job.number
    assert (pictures[0][1].width(), pictures[0][1].height()) == (64, 48)
    assert dock.model.data(dock.model.index(0), PICTURE_ROLE) is not None
    assert "60 frames in" in dock.model.data(
        dock.model.index(0), Qt.ItemDataRole.AccessibleTextRole
    )


def test_pause_resume_cancel_and_retry_do_what_they_say(
    qtbot: QtBot, dock: QueueDock, spec: Callable[..., JobSpec]
) -> None:
    commands = dock.commands
    first, second = dock.service.add(spec()), dock.service.add(spec())
    wait_for(qtbot, dock, first, JobState.RUNNING)
    assert [job.number for job in dock.selected_jobs()] == [first.number]
    assert not commands.resume.isEnabled()
    commands.pause.trigger()
    paused = wait_for(qtbot, dock, first, JobState.PAUSED)
    qtbot.waitUntil(lambda: dock.service.jobs[0].frames > 0, timeout=PATIENCE_MS)
    assert dock.service.jobs[0].frames < 60
    assert not commands.pause.isEnabled()
    assert progress_words(paused).endswith("%") or not paused.frames
    dock.select(second.number)
    commands.cancel.trigger()
    wait_for(qtbot, dock, second, JobState.CANCELLED)
    dock.select(first.number)
    commands.resume.trigger()
    wait_for(qtbot, dock, first, JobState.DONE)
    assert not second.spec.target.exists()
    dock.select(second.number)
    assert not commands.cancel.isEnabled()
    commands.retry.trigger()
    wait_for(qtbot, dock, second, JobState.RUNNING)
    press(qtbot, dock, Qt.Key.Key_Delete)
    cancelled = wait_for(qtbot, dock, second, JobState.CANCELLED)
    assert not second.spec.target.exists()
    assert cancelled.error is None


def test_a_job_that_fails_says_why_and_what_to_do(
    qtbot: QtBot, dock: QueueDock, spec: Callable[..., JobSpec], clips: ClipMaker
) -> None:
    ended: list[Job] = []
    dock.ended.connect(ended.append)
    job = dock.service.add(spec(clips.sound_only()))
    failed = wait_for(qtbot, dock, job, JobState.FAILED)
    assert "holds only sound" in progress_words(failed)
    box = dock.details_of(failed)
    assert "holds only sound" in box.text()
    assert box.informativeText() == "Choose a file with a picture."
    box.deleteLater()
    assert "1 failed" in dock.overall.text()
    assert [one.error for one in ended] == [failed.error]
    assert dock.commands.details.isEnabled()
    dock.commands.clear.trigger()
    qtbot.waitUntil(lambda: dock.model.rowCount() == 0)
    assert dock.empty.isVisible()


def test_waiting_jobs_are_put_in_another_order_and_taken_away(
    qtbot: QtBot, dock: QueueDock, spec: Callable[..., JobSpec]
) -> None:
    running = dock.service.add(spec())
    wait_for(qtbot, dock, running, JobState.RUNNING)
    dock.service.queue.pause(running.number)
    a, b = dock.service.add(spec()), dock.service.add(spec())
    now = dock.service.add(spec(), first=True)
    expected = [running.number, now.number, a.number, b.number]
    qtbot.waitUntil(lambda: numbers(dock) == expected)
    dock.select(b.number)
    press(qtbot, dock, Qt.Key.Key_Up, alt=True)
    expected = [running.number, now.number, b.number, a.number]
    qtbot.waitUntil(lambda: numbers(dock) == expected)
    assert [job.number for job in dock.selected_jobs()] == [b.number]
    assert not dock.commands.remove.isEnabled()
    dock.commands.down.trigger()
    qtbot.waitUntil(lambda: numbers(dock)[-1] == b.number)
    assert not dock.commands.down.isEnabled()
    press(qtbot, dock, Qt.Key.Key_Delete)
    wait_for(qtbot, dock, b, JobState.CANCELLED)
    press(qtbot, dock, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: b.number not in numbers(dock))
    assert state_of(dock, running) is JobState.PAUSED


def test_closing_while_rendering_leaves_no_process_and_no_file(
    qtbot: QtBot, dock: QueueDock, spec: Callable[..., JobSpec]
) -> None:
    job = dock.service.add(spec())
    qtbot.waitUntil(lambda: dock.service.jobs[0].frames > 0, timeout=PATIENCE_MS)
    assert dock.service.active
    dock.service.close()
    assert multiprocessing.active_children() == []
    folder = job.spec.target.parent
    assert not [path for path in folder.iterdir() if job.spec.target.stem in path.name]
    assert not dock.service.awake


def test_open_folder_shows_where_the_film_is(
    qtbot: QtBot, dock: QueueDock, spec: Callable[..., JobSpec], clips: ClipMaker
) -> None:
    class Desktop(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.opened: list[QUrl] = []

        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            self.opened.append(url)

    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    try:
        job = dock.service.add(spec(clips.sound_only()))
        qtbot.waitUntil(lambda: numbers(dock) == [job.number])
        dock.commands.open_folder.trigger()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [Path(url.toLocalFile()) for url in desktop.opened] == [job.spec.target.parent]


def test_the_buttons_break_into_rows_where_the_dock_is_narrow(dock: QueueDock) -> None:
    bar = dock.layout().itemAt(0).widget()
    wide = bar.heightForWidth(900)
    assert bar.heightForWidth(250) > wide
    dock.resize(250, 400)
    for button in bar.findChildren(QObject):
        if hasattr(button, "geometry"):
            assert bar.rect().contains(button.geometry())


def test_the_queue_is_summed_up_in_one_line(spec: Callable[..., JobSpec]) -> None:
    result = RenderResult(Path("x"), 60, 6.0, "swift", "cpu", ())
    one = spec()
    jobs = (
        Job(1, one, JobState.DONE, result=result),
        Job(2, one, JobState.FAILED),
        Job(3, one, JobState.RUNNING, 50, 100, fps=10.0, seconds_left=300.0),
        Job(4, one),
    )
    assert queue_words(jobs, {4: 4200}) == "1 of 4 done, 1 failed, 12 minutes left"
    assert queue_words(jobs, {}) == "1 of 4 done, 1 failed, 5 minutes left and 1 more film"
    assert progress_words(jobs[2]) == "50 %, 10.0 frames/s, 5 minutes left"
    assert queue_words((), {}) == ""


def test_a_row_is_painted_in_both_themes(qtbot: QtBot, dock: QueueDock) -> None:
    dock.model.set_jobs(
        tuple(
            Job(number, JobSpec(
                source=Path("film.mkv"), target=Path("out.mp4"), color=COLOR,
                output=OutputSettings(), span=RangeSettings(),
            ), state, 5, 10)
            for number, state in enumerate(JobState)
        )
    )  # fmt: skip
    dock.model.set_picture(1, QImage(64, 48, QImage.Format.Format_RGB32))
    dock._pages.setCurrentWidget(dock.list)
    shown = dock.list.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(shown.constBits(), np.uint8)
    assert len(np.unique(pixels)) > 20
