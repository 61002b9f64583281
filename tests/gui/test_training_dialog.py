"""The dialog of trainings: what is chosen reaches the command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from filming import scene, write_picture
from pytestqt.qtbot import QtBot
from safetensors.torch import save_file

from gui.forms.training_dialog import TrainingDialog
from models.mobilenet import MobileNetV2Encoder
from vidcolor.errors import VidcolorError

PATIENCE_MS = 60_000


def test_weights_that_are_chosen_are_used(qtbot: QtBot, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(3):
        picture = np.repeat(scene(number)[..., None], 3, axis=2)
        write_picture(photos / f"{number}.png", picture, "rgb24")
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.begin.isEnabled(), timeout=PATIENCE_MS)
    dialog.recipe.setCurrentText("swift-adversarial")
    dialog.photos.setText(str(photos))
    dialog.run_folder.setText(str(tmp_path / "run"))
    features, wrong = tmp_path / "features.safetensors", tmp_path / "wrong.safetensors"
    for file in (features, wrong):
        save_file(MobileNetV2Encoder().state_dict(), file)
    dialog.weights["--feature-weights"].setText(str(features))
    dialog.weights["--start-weights"].setText(str(wrong))
    told: list[VidcolorError] = []
    dialog.command.failed.connect(told.append)
    dialog.begin.click()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    # Without those of the features it would have complained of them first.
    assert "wrong.safetensors does not hold trained weights" in told[0].what
    assert not dialog.running
