"""The whole way with the real trainer: fine-tune, pause, lose, go on, stop, colour a film."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from clips import ClipMaker
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot
from trainer_program import end_trainer

from gui.main_window import MainWindow
from gui.training.training_window import TrainingWindow
from vidcolor.addedmodels import added_model
from vidcolor.training.run import Run, RunStatus

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A few small pictures with large patches of colour."""
    folder = tmp_path / "photos"
    folder.mkdir()
    draws = np.random.default_rng(0)
    for number in range(6):
        patches = draws.integers(0, 255, (4, 4, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), cv2.resize(patches, (80, 80)))
    return folder


def fine_tune(window: TrainingWindow, photos: Path) -> Run:
    """Begin to teach the shipped model some pictures."""
    page = window.new_page
    page.recipes.choose("swift")
    page.data.add([photos])
    page.start.start.setCurrentIndex(
        page.start.start.findText("Fine-tune", Qt.MatchFlag.MatchStartsWith)
    )
    small = {"batch_size": 1, "validate_every": 3, "validation_photos": 1, "threads": 1}
    for name, value in small.items():
        field = page.settings.field(name)
        assert isinstance(field, QSpinBox | QDoubleSpinBox)
        field.setValue(value)
    page.device.setCurrentIndex(page.device.findData("cpu"))
    page.name.setText("mine")
    page.begin.click()
    return Run(window.home / "mine")


@pytest.fixture
def nothing_left(own_home: Path) -> Iterator[None]:
    """Ends what a test that failed has left at work."""
    yield
    end_trainer(Run(own_home / "data" / "trainings" / "mine"))


@pytest.mark.usefixtures("quiet", "trainer_path", "nothing_left")
def test_a_shipped_model_is_fine_tuned_and_colours_the_open_film(
    qtbot: QtBot,
    wait: Wait,
    open_clip: Callable[[Path], MainWindow],
    clips: ClipMaker,
    photos: Path,
) -> None:
    window = open_clip(clips.odd_size())
    window.dialogs.show_training()
    trainings = window.dialogs.training
    assert trainings is not None
    run, page = fine_tune(trainings, photos), trainings.run_page

    def status() -> RunStatus | None:
        sight = trainings.sight(run.folder)
        return sight.state.status if sight and sight.state else None

    def step() -> int:
        sight = trainings.sight(run.folder)
        return sight.state.step if sight and sight.state else 0

    wait(page.pause.isEnabled)
    page.pause.click()
    wait(lambda: status() is RunStatus.PAUSED)
    page.pause.click()
    wait(lambda: len(page.curves.measures.curves) == 2 and page.use.isEnabled())
    assert "huber a*b*" in [c.name for c in page.curves.losses.curves]
    assert not page.sheets.boxes[0].image().isNull()
    end_trainer(run)
    wait(lambda: "mine ended" in trainings.messages.text.text())
    wait(page.go_on.isEnabled)
    page.go_on.click()
    wait(lambda: status() is RunStatus.RUNNING and step() > 3)
    page.stop.click()
    wait(lambda: status() is RunStatus.STOPPED)
    page.use.click()
    wait(lambda: "coloured with mine" in trainings.messages.text.text())
    model = added_model("mine")
    assert model is not None
    assert model.architecture == "swift"
    wait(lambda: "mine" in window.status.engine.text())
    wait(lambda: not trainings.trainers.lives(run.folder))
