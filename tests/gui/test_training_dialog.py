"""The dialog of trainings: what is chosen reaches the command."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.forms.training_dialog import TrainingDialog
from vidcolor.cli import build_parser


def test_what_is_chosen_is_what_the_command_is_asked_for(qtbot: QtBot) -> None:
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.end()  # it would ask for the recipes in a process of its own
    dialog.recipe.addItem("swift-adversarial")
    dialog.recipe.setCurrentIndex(0)
    dialog.photos.setText("photos")
    dialog.run_folder.setText("run")
    words = dialog.arguments(resume=False)
    bare = build_parser(words).parse_args(words)
    assert (bare.recipe, bare.data, bare.out) == (
        "swift-adversarial",
        [Path("photos")],
        Path("run"),
    )
    assert bare.start_weights is bare.encoder_weights is bare.feature_weights is None
    assert not bare.resume
    for option, field in dialog.weights.items():
        field.setText(option.strip("-"))
    dialog.steps.setValue(7)
    words = dialog.arguments(resume=True)
    full = build_parser(words).parse_args(words)
    assert full.start_weights == Path("start-weights")
    assert full.encoder_weights == Path("encoder-weights")
    assert full.feature_weights == Path("feature-weights")
    assert full.steps == 7
    assert full.resume
