"""A training window whose trainers are stand-ins; none of them outlives its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from trainer_program import PROGRAM, ROOT, end_trainer

from gui.training import watch
from gui.training.training_window import TrainingWindow
from vidcolor.training.run import Run

WindowOpener = Callable[[], TrainingWindow]


@pytest.fixture
def trainer_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in finds the package that is tested, and no display."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def open_trainings(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, trainer_path: None
) -> Iterator[WindowOpener]:
    """Opens training windows, one after the other; ends what they have started."""
    monkeypatch.setattr(watch, "EVERY_S", 0.03)
    windows: list[TrainingWindow] = []

    def open_one() -> TrainingWindow:
        window = TrainingWindow(PROGRAM)
        windows.append(window)
        window.show()
        return window

    yield open_one
    for window in windows:
        if isValid(window):
            window.end()
    for trainers in [window.trainers for window in windows]:
        for run in map(Run, trainers.runs):
            end_trainer(run)
            trainers.end(run.folder)  # one that still loads has written nothing that it is known by
            qtbot.waitUntil(lambda: not trainers.lives(run.folder))  # noqa: B023  # waits here


@pytest.fixture
def trainings(open_trainings: WindowOpener) -> TrainingWindow:
    """One window."""
    return open_trainings()
