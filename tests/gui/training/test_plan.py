"""What is chosen becomes the command's words, and a note from which a run goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gui.training.plan import TrainingPlan, changed_settings, read_plan
from vidcolor.cli import build_parser
from vidcolor.errors import VidcolorError
from vidcolor.training.recipes import RECIPES

PLAN = TrainingPlan(
    recipe="swift",
    data=("photos", "films"),
    start_weights="start.safetensors",
    encoder_weights="encoder.safetensors",
    feature_weights="features.safetensors",
    device="cpu",
    changed={"steps": 70, "learning_rate": 1e-05, "optimizer": "adam"},
)


def test_the_command_line_understands_the_words() -> None:
    words = PLAN.words(Path("run"), resume=True)
    told = build_parser(words).parse_args(words)
    assert (told.recipe, told.data, told.out) == (
        "swift",
        [Path("photos"), Path("films")],
        Path("run"),
    )
    assert told.start_weights == Path("start.safetensors")
    assert told.encoder_weights == Path("encoder.safetensors")
    assert told.feature_weights == Path("features.safetensors")
    assert (told.steps, told.learning_rate, told.optimizer) == (70, 1e-05, "adam")
    assert (told.device, told.resume) == ("cpu", True)


def test_what_is_not_chosen_is_left_to_the_command_line() -> None:
    words = TrainingPlan(recipe="swift", data=("photos",)).words(Path("run"))
    assert words == ["train", "swift", "--data", "photos", "--out", "run"]


def test_only_what_differs_from_the_recipe_is_changed() -> None:
    base = RECIPES["iitk-1"].settings
    assert changed_settings(base, base) == {}
    assert changed_settings(replace(base, steps=5, beta1=0.9), base) == {"steps": 5, "beta1": 0.9}


def test_a_note_is_read_as_it_was_written(tmp_path: Path) -> None:
    PLAN.write(tmp_path)
    assert read_plan(tmp_path) == PLAN


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"recipe": "swift"}',
        '{"recipe": "of tomorrow", "data": []}',
        '{"recipe": "swift", "data": [], "changed": {"steps": -1}}',
        '{"recipe": "swift", "data": [], "changed": {"unknown": 1}}',
        '{"recipe": "swift", "data": 3}',
    ],
)
def test_a_note_that_cannot_be_understood_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text)
    assert read_plan(tmp_path) is None


def test_what_a_trainer_would_miss_is_told_before_it_starts() -> None:
    with pytest.raises(VidcolorError, match="needs pictures"):
        TrainingPlan(recipe="swift", data=()).check()
    with pytest.raises(VidcolorError, match="features of a network"):
        TrainingPlan(recipe="swift-adversarial", data=("photos",)).check()
    PLAN.check()
