"""What goes wrong: the window says it in a sentence and goes on."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from clips import ClipMaker, scenes, write_film
from hands import Answers, drag_slider, is_exact, pixels
from PySide6.QtWidgets import QMessageBox
from written import names

from gui.autosave import recoveries
from gui.main_window import MainWindow
from vidcolor.project import Marker, Project, ShotNote
from vidcolor.projectfile import load_project, save_project
from vidcolor.queue import Job, JobSpec, JobState
from vidcolor.settings import ColorSettings, Look, OutputSettings, RangeSettings
from vidcolor.steering import LookSpan

Waiter = Callable[[Callable[[], bool]], None]
Buttons = QMessageBox.StandardButton

QUICK = ColorSettings(work_size=64, stabilize=0.0)
WARM = LookSpan(40, 80, Look(warmth=0.6))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to processes")


@pytest.fixture
def film(clips: ClipMaker, tmp_path: Path) -> Path:
    """80 frames, two shots, in a folder of their own."""
    folder = tmp_path / "films"
    folder.mkdir()
    return Path(shutil.copy(clips.two_shots(), folder / "film.mp4"))


@pytest.fixture
def project_file(film: Path, tmp_path: Path) -> Path:
    """A project on the film, coloured in no time, with a warm second shot and a note."""
    project = Project(
        source=film,
        color=QUICK,
        looks=(WARM,),
        notes=(ShotNote(0, text="The door"),),
        markers=(Marker(7),),
    )
    file = tmp_path / "mine.vidcolor"
    save_project(project, file)
    return file


def open_whole(window: MainWindow, path: Path, wait: Waiter, frames: int = 80) -> None:
    """Open a film or project, and wait until everything about it is known."""
    window.open_film(path)
    wait(lambda: window.transport.frames == frames)
    wait(lambda: window.document.shots is not None)


def stand_at(window: MainWindow, number: int, wait: Waiter) -> None:
    """Go to a frame and wait for its exact colours."""
    window.view.go_to(number)
    wait(lambda: is_exact(window, number))


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# --- films that cannot be read ---


def test_broken_films_are_told_in_a_sentence_and_a_good_one_opens_after_them(
    quiet: None, window: MainWindow, clips: ClipMaker, wait: Waiter, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("This is no film.\n" * 50)
    (tmp_path / "empty.mkv").touch()
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "folder").mkdir()
    broken = [
        *(tmp_path / name for name in ("missing.mp4", "text.mp4", "empty.mkv", "cut.png")),
        *(tmp_path / "folder", clips.mp4_without_moov(), clips.sound_only()),
    ]
    for path in broken:
        window.journal.told.clear()
        window.open_film(path)
        wait(lambda: bool(window.journal.told))
        assert path.name in window.messages.text.text()
        assert "Traceback" not in window.messages.text.text()
        assert window.messages.isVisible()
        assert window.pages.currentIndex() == 0
        assert window.document.project is None
        assert not window.actions_.export.isEnabled()
    assert len(window.journal.errors) == len(broken)
    open_whole(window, clips.two_shots(), wait)
    assert not window.messages.isVisible()
    assert window.windowTitle().startswith("two_shots.mp4")
    window.journal.told.clear()
    window.open_film(broken[1])
    wait(lambda: bool(window.journal.told))
    assert window.pages.currentIndex() == 0
    assert window.windowTitle() == "vidcolor"


def test_in_a_damaged_film_all_is_shown_that_can_be_read(
    quiet: None, window: MainWindow, clips: ClipMaker, wait: Waiter
) -> None:
    open_whole(window, clips.flipped_bytes(), wait, frames=60)
    window.view.go_to(24)
    wait(lambda: window.journal.has_told("Frame 24 of flipped.mp4 could not be read."))
    stand_at(window, 30, wait)
    open_whole(window, clips.cut_matroska(), wait, frames=21)
    stand_at(window, 20, wait)
    wait(lambda: any("early" in note for note in window.desk.notes))


def test_without_its_model_a_film_is_grey_until_another_is_chosen(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter
) -> None:
    project = load_project(project_file).project
    save_project(replace(project, color=replace(QUICK, model="nobody-has-it")), project_file)
    open_whole(window, project_file, wait)
    wait(lambda: window.journal.has_told("nobody-has-it"))
    window.view.go_to(9)
    wait(lambda: "frame 9 " in window.status.frame.text())
    assert window.viewer.grey is not None
    assert window.viewer.color is None
    window.document.edit("Another model", replace(window.document.project, color=QUICK))
    wait(lambda: is_exact(window, 9))


# --- renders ---


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
    resource.prlimit(process, resource.RLIMIT_AS, (taken + 250 * 2**20, hard))
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
    assert any(".partial" in name for name in names(tmp_path / "targets"))

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
    assert ["Closing the window cancels them" in text for text in answers.asked] == [True, True]


# --- processes that die ---


def test_an_engine_that_dies_comes_back_at_the_same_frame_in_the_same_look(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter
) -> None:
    open_whole(window, project_file, wait)
    stand_at(window, 60, wait)
    window.journal.pictures.clear()
    drag_slider(window, "tint", 0.3)
    wait(lambda: is_exact(window, 60))
    before, process = pixels(window.viewer.color), window.service.process_id
    window.journal.pictures.clear()
    os.kill(process, signal.SIGKILL)
    wait(lambda: is_exact(window, 60))
    assert (pixels(window.viewer.color) == before).all()
    assert window.service.process_id != process
    assert (window.transport.number, window.timeline.position) == (60, 60)
    assert window.look_panel.sliders["tint"].value() == 30
    assert window.journal.has_told("The engine stopped unexpectedly. It was started again.")
    stand_at(window, 61, wait)


def test_a_player_that_dies_leaves_the_frame_and_plays_again(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter
) -> None:
    open_whole(window, project_file, wait)
    window.actions_.loop.trigger()
    window.actions_.toggle.trigger()
    wait(lambda: window.view.position > 2)
    process = window.playback.process_id
    os.kill(process, signal.SIGKILL)
    wait(lambda: window.journal.has_told("The player stopped unexpectedly."))
    wait(lambda: not window.view.playing)
    assert window.transport.speed == 0.0
    stopped = window.view.position
    wait(lambda: is_exact(window, stopped))
    window.actions_.toggle.trigger()
    wait(lambda: window.view.position != stopped)
    assert window.playback.process_id not in (None, process)


# --- projects ---


def test_of_a_damaged_project_everything_is_opened_that_can_be_read(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter, tmp_path: Path
) -> None:
    damaged = project_file.read_text().replace('"start_frame": 0, "status"', '"start_fr')
    assert damaged != project_file.read_text()
    project_file.write_text(damaged)
    open_whole(window, project_file, wait)
    assert window.journal.has_told("The project could not be read whole")
    assert "notes" in window.messages.details.toPlainText()
    assert window.document.project.looks == (WARM,)
    assert window.document.project.notes == ()
    window.view.go_to(3)
    window.actions_.marker.trigger()
    window.actions_.save.trigger()
    assert (tmp_path / "mine.vidcolor.bak").read_text() == damaged
    assert load_project(project_file).notices == ()

    other = tmp_path / "other.vidcolor"
    other.write_text("no project at all")
    window.open_film(other)
    assert window.journal.has_told("other.vidcolor is no project of vidcolor")
    assert window.document.file == project_file  # the open one stays


def test_a_film_that_was_moved_is_asked_for_and_another_one_is_noticed(
    quiet: None,
    window: MainWindow,
    project_file: Path,
    film: Path,
    clips: ClipMaker,
    wait: Waiter,
    answers: Answers,
    tmp_path: Path,
) -> None:
    open_whole(window, project_file, wait)
    window.actions_.marker.trigger()
    window.actions_.save.trigger()
    assert load_project(project_file).project.fingerprint
    window.actions_.close_film.trigger()
    moved = film.rename(tmp_path / "elsewhere.mp4")

    answers.give("")
    window.open_film(project_file)
    assert answers.asked == ["Where is film.mp4?"]
    assert window.journal.has_told("film.mp4 is not where the project says.")
    assert window.document.project is None
    answers.give(moved)
    open_whole(window, project_file, wait)
    wait(lambda: window.document.project.fingerprint != "")
    assert window.document.project.source == moved
    assert window.document.project.looks == (WARM,)
    assert not window.journal.has_told("differs from the film")
    assert window.isWindowModified()  # the project's file still names the old place
    answers.give(Buttons.Discard)
    window.actions_.close_film.trigger()

    answers.give(clips.even())
    open_whole(window, project_file, wait, frames=60)
    wait(lambda: window.journal.has_told("even.mp4 differs from the film"))
    assert "the project was made for 80" in window.messages.details.toPlainText()


def test_unsaved_changes_are_asked_for_before_another_film_and_before_the_end(
    quiet: None,
    window: MainWindow,
    project_file: Path,
    clips: ClipMaker,
    wait: Waiter,
    answers: Answers,
) -> None:
    open_whole(window, project_file, wait)
    window.view.go_to(3)
    window.actions_.marker.trigger()
    project = window.document.project

    for leave in (lambda: window.open_film(clips.even()), window.actions_.close_film.trigger):
        answers.give(Buttons.Cancel)
        leave()
        assert window.document.project == project
    answers.give(Buttons.Cancel)
    window.close()
    assert window.isVisible()
    assert [text.startswith("The project has changes") for text in answers.asked] == [True] * 3

    answers.give(Buttons.Save)
    open_whole(window, clips.even(), wait, frames=60)
    assert load_project(project_file).project.markers == (Marker(3), Marker(7))

    window.actions_.marker.trigger()
    answers.give(Buttons.Save, "")  # and does not say where
    window.close()
    assert window.isVisible()
    answers.give(Buttons.Discard)
    window.close()
    wait(lambda: window.journal.closed)
    assert recoveries() == []


_CRASH = """
import os, signal, sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from vidcolor.project import Marker

app = QApplication([])
window = MainWindow()
window.show()
window.open_film(Path(sys.argv[1]))
window.document.edit("Mark", window.document.project.with_marker(Marker(33)))
window.autosave.save()
window.autosave._writer.join()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_crashed_window_had_not_saved_is_offered_at_the_next_start(
    quiet: None,
    open_window: Callable[[], MainWindow],
    project_file: Path,
    wait: Waiter,
    answers: Answers,
) -> None:
    before = project_file.read_bytes()
    crash = [sys.executable, "-c", _CRASH, str(project_file)]
    root = Path(__file__).resolve().parents[2]
    dead = subprocess.run(
        crash, env=os.environ | {"PYTHONPATH": str(root)}, check=False, timeout=60
    )
    assert dead.returncode == -signal.SIGKILL
    assert project_file.read_bytes() == before

    window = open_window()
    answers.give(Buttons.Yes)
    assert window.recover()
    assert "unsaved work on mine.vidcolor" in answers.asked[0]
    wait(lambda: window.transport.frames == 80)
    assert window.document.project.markers == (Marker(7), Marker(33))
    assert window.document.file == project_file
    assert window.isWindowModified()
    window.actions_.save.trigger()
    assert load_project(project_file).project.markers == (Marker(7), Marker(33))
    assert not window.isWindowModified()
    assert recoveries() == []
