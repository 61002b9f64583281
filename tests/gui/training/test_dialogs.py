"""The main window's end of the trainings: they are left, stopped, and their models used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hands import Answers
from PySide6.QtWidgets import QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gui import dialogs as dialogs_module
from gui.actions import WindowActions
from gui.dialogs import Dialogs
from gui.document import Document
from gui.likings import Likings
from gui.training.training_window import TrainingWindow
from vidcolor.project import Project
from vidcolor.settings import ColorSettings
from vidcolor.training.run import Run, RunStatus

Wait = Callable[[Callable[[], bool]], None]
WindowOpener = Callable[[], TrainingWindow]
Button = QMessageBox.StandardButton


@pytest.fixture
def dialogs(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, open_trainings: WindowOpener
) -> Iterator[Dialogs]:
    monkeypatch.setattr(dialogs_module, "TrainingWindow", open_trainings)
    window = QMainWindow()
    qtbot.addWidget(window)
    return Dialogs(Document(window), Likings(window), WindowActions(window), window)


def started(wait: Wait, dialogs: Dialogs) -> tuple[TrainingWindow, Run]:
    """The window with a training at work."""
    dialogs.show_training()
    window = dialogs.training
    assert window is not None
    window.new_page.data.add([Path("photos")])
    window.new_page.name.setText("mine")
    window.new_page.begin.click()
    run = Run(window.home / "mine")

    def works() -> bool:
        state = run.state()
        return bool(window.running) and state is not None and state.status is RunStatus.RUNNING

    wait(works)
    return window, run


def test_without_trainings_nothing_is_asked(dialogs: Dialogs, answers: Answers) -> None:
    assert dialogs.may_close()
    dialogs.show_training()
    assert dialogs.may_close()
    assert answers.asked == []


def test_the_window_comes_back_as_it_was(dialogs: Dialogs) -> None:
    dialogs.show_training()
    window = dialogs.training
    assert window is not None
    window.new_page.name.setText("kept")
    window.close()
    assert not window.isVisible()
    dialogs.show_training()
    assert window.isVisible()
    assert window.new_page.name.text() == "kept"


def test_trainings_are_left_when_the_window_closes(
    wait: Wait, dialogs: Dialogs, answers: Answers
) -> None:
    window, run = started(wait, dialogs)
    answers.give(Button.Cancel)
    assert not dialogs.may_close()
    answers.give(Button.Yes)
    assert dialogs.may_close()
    assert "without the window: mine?" in answers.asked[-1]
    dialogs.end()
    assert run.asked() is None
    assert run.alive()
    wait(lambda: not isValid(window))


def test_trainings_are_stopped_when_the_window_closes(
    wait: Wait, dialogs: Dialogs, answers: Answers
) -> None:
    _, run = started(wait, dialogs)
    answers.give(Button.No)
    assert dialogs.may_close()
    dialogs.end()

    def stopped() -> bool:
        state = run.state()
        return state is not None and state.status is RunStatus.STOPPED

    wait(stopped)


def test_the_film_is_coloured_with_the_model_of_a_training(
    dialogs: Dialogs, tmp_path: Path
) -> None:
    dialogs.show_training()
    window = dialogs.training
    assert window is not None
    window.model_made.emit("mine")
    assert "Open your film" in window.messages.text.text()
    document = dialogs._document
    document.open(Project(source=tmp_path / "film.mp4", color=ColorSettings(saturation=0.8)))
    window.model_made.emit("mine")
    assert document.project is not None
    assert document.project.color == ColorSettings(model="mine", saturation=0.8)
    assert "coloured with mine" in window.messages.text.text()
    document.undo_stack.undo()
    assert document.project.color.model == "swift"
