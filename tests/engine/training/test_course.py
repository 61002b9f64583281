"""The course of a run: steered by wishes, ended early, brought back when its numbers run away."""

import json
import threading
from dataclasses import replace

import pytest
import torch

from vidcolor.errors import VidcolorError
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.crops import CropSettings
from vidcolor.training.length import steps_per_epoch
from vidcolor.training.patience import Patience
from vidcolor.training.recipe import Stage, TrainSettings
from vidcolor.training.recipes import SWIFT
from vidcolor.training.run import Run, RunStatus, Wish
from vidcolor.training.trainer import Trainer
from vidcolor.training.validation import Validation

TINY = replace(SWIFT, stages=(Stage(1.0, CropSettings(32, 0.8, 1.0)),))


def same_weights(one, other):
    states = [load_checkpoint(folder / "last.pt")["model"] for folder in (one, other)]
    return all(torch.equal(value, states[1][name]) for name, value in states[0].items())


def test_a_run_leaves_facts_state_metrics_and_sheets(run, photos, tmp_path):
    run(TINY, photos, tmp_path)
    kept = Run(tmp_path)
    facts, state = kept.facts(), kept.state()
    assert (facts.recipe, facts.photos, facts.held_out) == ("swift", 4, 1)
    assert facts.settings["steps"] == 4
    assert facts.parameters["generator"] > 1_000_000
    assert (state.status, state.step, state.steps) == (RunStatus.DONE, 4, 4)
    assert state.best_step in (2, 4)
    assert not kept.alive()
    lines, _ = kept.lines()
    validations = [line for line in lines if line["kind"] == "validation"]
    assert [line["step"] for line in validations] == [2, 4]
    measures = validations[0]["measures"]
    assert {"ab_error", "ab_error_grey", "psnr_db", "mae"} <= set(measures)
    steps = [line for line in lines if line["kind"] == "step"]
    assert "huber ab" in steps[0]["parts"]
    assert list(kept.sheets()) == [2, 4]
    assert kept.kept_steps() == [2, 4]


def test_a_wish_to_stop_costs_no_step(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "whole")
    folder = tmp_path / "parts"

    def wish(step):
        if step.step == 3:  # between two validations
            Run(folder).ask(Wish.STOP)

    last = run(TINY, photos, folder, each=wish)
    assert last.step == 3
    assert Run(folder).state().status is RunStatus.STOPPED
    assert load_checkpoint(folder / "last.pt")["step"] == 3
    run(TINY, photos, folder, resume=True)
    assert same_weights(tmp_path / "whole", folder)


def test_a_paused_run_says_so_and_goes_on(run, photos, tmp_path):
    folder = Run(tmp_path)
    seen = []
    # The pause is noticed, written down, and ended by somebody else.
    released = threading.Event()

    def release():
        while folder.state() is None or folder.state().status is not RunStatus.PAUSED:
            released.wait(0.02)
        seen.append(folder.state().step)
        folder.ask(None)

    helper = threading.Thread(target=release)

    def wish(step):
        if step.step == 1:
            folder.ask(Wish.PAUSE)
            helper.start()

    last = run(TINY, photos, tmp_path, each=wish)
    helper.join()
    assert last.step == 4
    assert folder.state().status is RunStatus.DONE
    assert len(seen) == 1


def test_two_processes_do_not_train_in_one_folder(run, photos, tmp_path):
    with Run(tmp_path).held(), pytest.raises(VidcolorError, match="Another process"):
        run(TINY, photos, tmp_path)


def test_numbers_that_run_away_send_the_run_back(run, photos, tmp_path, monkeypatch):
    whole = Trainer.learn
    broken = [3]

    def learn(self, step, pictures):
        outcome = whole(self, step, pictures)
        if step in broken:
            broken.remove(step)
            for parameter in self.generator.parameters():
                parameter.data.fill_(float("nan"))
            outcome.finite = False
        return outcome

    monkeypatch.setattr(Trainer, "learn", learn)
    last = run(TINY, photos, tmp_path)
    assert last.step == 4
    lines, _ = Run(tmp_path).lines()
    (event,) = (line["what"] for line in lines if line["kind"] == "event")
    assert "back to step 2" in event
    state = load_checkpoint(tmp_path / "last.pt")
    assert state["slowed"] == 0.5
    assert all(value.isfinite().all() for value in state["model"].values())


def test_a_run_that_always_runs_away_ends_with_advice(run, photos, tmp_path, monkeypatch):
    def feature_that_is_none(*arguments, **choices):
        return {"huber ab": torch.tensor(float("nan"), requires_grad=True)}

    monkeypatch.setattr("vidcolor.training.trainer.generator_losses", feature_that_is_none)
    with pytest.raises(VidcolorError, match="3 times in a row") as ended:
        run(TINY, photos, tmp_path)
    assert "--learning-rate" in ended.value.do
    state = Run(tmp_path).state()
    assert state.status is RunStatus.FAILED
    assert "3 times in a row" in state.message


def test_measures_that_are_none_are_not_kept(run, photos, tmp_path, monkeypatch):
    measured = Validation.measure
    calls = []

    def measure(self, *arguments):
        calls.append(1)
        found = measured(self, *arguments)
        return found | {"ab_error": float("nan")} if len(calls) == 2 else found

    monkeypatch.setattr(Validation, "measure", measure)
    run(TINY, photos, tmp_path)
    lines, _ = Run(tmp_path).lines()
    assert [line["step"] for line in lines if line["kind"] == "validation"] == [2, 4]
    assert any("ran away" in line.get("what", "") for line in lines)


def test_patience_counts_validations_without_a_gain():
    patience = Patience(TrainSettings(early_stop="validation", patience=2))
    assert [patience.ended(error, 0.0) for error in (5, 4, 4.5, 3, 3, 3)] == [False] * 5 + [True]
    resumed = Patience(TrainSettings(early_stop="validation", patience=2))
    resumed.load_state_dict(patience.state_dict())
    assert resumed.ended(3, 0.0)
    by_loss = Patience(TrainSettings(early_stop="generator-loss", patience=1))
    assert not by_loss.ended(9, 1.0)
    assert not by_loss.ended(10, 0.5)
    assert by_loss.ended(1, 0.6)
    never = Patience(TrainSettings())
    assert not any(never.ended(9, 9) for _ in range(9))


def test_a_run_without_gain_ends_early_in_its_last_stage_only(run, photos, tmp_path):
    crop = CropSettings(32, 0.8, 1.0)
    recipe = replace(TINY, stages=(Stage(0.5, crop), Stage(0.5, crop)))
    still = {"learning_rate": 0.0, "encoder_learning_rate": 0.0}
    last = run(recipe, photos, tmp_path, steps=12, early_stop="validation", patience=1, **still)
    assert last.step == 10  # validated at 8 and at 10, both in the second half
    assert "no gain" in last.event
    assert Run(tmp_path).state().status is RunStatus.STOPPED_EARLY


def test_only_the_newest_checkpoints_are_kept(run, photos, tmp_path):
    run(TINY, photos, tmp_path, steps=6, keep_checkpoints=2)
    assert Run(tmp_path).kept_steps() == [4, 6]
    assert (tmp_path / "best.pt").exists()


def test_a_checkpoint_for_each_epoch_and_at_the_end_of_each_stage(run, photos, tmp_path):
    crop = CropSettings(32, 0.8, 1.0)
    recipe = replace(TINY, stages=(Stage(0.5, crop), Stage(0.5, crop)))
    assert steps_per_epoch(TrainSettings(batch_size=2), 4) == 2
    run(recipe, photos, tmp_path, steps=6, validate_every=0)
    assert Run(tmp_path).kept_steps() == [2, 3, 4, 6]


def test_several_parts_make_one_step(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "one", accumulate=2, batch_size=1, steps=2)
    run(TINY, photos, tmp_path / "other", accumulate=1, batch_size=1, steps=2)
    assert not same_weights(tmp_path / "one", tmp_path / "other")
    told = json.loads((tmp_path / "one" / "metrics.jsonl").read_text().splitlines()[0])
    assert told["epoch"] == 0.5


def test_steps_can_be_told_as_epochs_or_minutes(run, photos, tmp_path):
    epochs = replace(TINY, epochs=1.5)
    last = run(epochs, photos, tmp_path / "epochs", steps=0)
    assert last.steps == 3
    first = run(TINY, photos, tmp_path / "minutes", minutes=0.02, stop_at=1)
    assert first.steps == Run(tmp_path / "minutes").facts().settings["steps"]
    again = run(TINY, photos, tmp_path / "minutes", minutes=0.02, resume=True, stop_at=2)
    assert again is None or again.steps == first.steps
