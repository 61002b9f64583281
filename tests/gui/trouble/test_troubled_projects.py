"""Projects that are damaged, moved, unsaved or left by a crash lose nothing that can be kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from clips import ClipMaker
from hands import Answers
from troubled import WARM, Buttons, Waiter, open_whole

from gui.autosave import recoveries
from gui.main_window import MainWindow
from vidcolor.project import Marker
from vidcolor.projectfile import load_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to processes")


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
    root = Path(__file__).resolve().parents[3]
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
