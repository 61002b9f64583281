"""Unsaved work is copied while one works, and found again after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.autosave import Autosave, discard, recoveries
from gui.document import Document
from vidcolor.project import Marker, Project
from vidcolor.projectfile import load_project

_CRASHING = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gui.autosave import Autosave
from gui.document import Document
from vidcolor.project import Marker, Project

app = QCoreApplication([])
document = Document()
document.open(Project(source=Path(sys.argv[1])), Path(sys.argv[2]))
document.edit("Mark", document.project.with_marker(Marker(7)))
autosave = Autosave(document, 600)
autosave.save()
autosave._writer.join()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def document(qtbot: QtBot, tmp_path: Path) -> Document:
    document = Document()
    document.open(Project(source=tmp_path / "film.mp4"))
    return document


def edit(document: Document, frame: int) -> None:
    document.edit("Mark", document.project.with_marker(Marker(frame)))


def test_only_unsaved_steps_are_copied(document: Document, qtbot: QtBot, tmp_path: Path) -> None:
    autosave = Autosave(document, 600)
    autosave.save()
    assert not autosave.copy.exists()
    edit(document, 3)
    autosave.save()
    qtbot.waitUntil(autosave.copy.exists)
    assert load_project(autosave.copy).project.markers == (Marker(3),)
    document.set_saved(tmp_path / "film.vidcolor")
    assert not autosave.copy.exists()
    autosave.close()


def test_the_copy_follows_by_itself(document: Document, qtbot: QtBot) -> None:
    autosave = Autosave(document, 5)
    autosave._timer.setInterval(20)
    edit(document, 3)
    qtbot.waitUntil(autosave.copy.exists)
    edit(document, 4)
    qtbot.waitUntil(lambda: len(load_project(autosave.copy).project.markers) == 2)
    autosave.close()
    assert not autosave.copy.exists()


def test_a_living_window_keeps_its_copy_to_itself(document: Document, qtbot: QtBot) -> None:
    autosave = Autosave(document, 600)
    edit(document, 3)
    autosave.save()
    qtbot.waitUntil(autosave.copy.exists)
    assert recoveries() == []
    autosave.close()


@pytest.mark.skipif(not hasattr(os, "kill") or sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_window_leaves_its_work_to_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    film, file = tmp_path / "film.mp4", tmp_path / "mine.vidcolor"
    dead = subprocess.run([sys.executable, "-c", _CRASHING, film, file], check=False)
    assert dead.returncode == -signal.SIGKILL
    (left,) = recoveries()
    assert left.original == file
    assert load_project(left.copy).project.markers == (Marker(7),)
    discard(left)
    assert recoveries() == []
