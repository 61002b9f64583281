"""The course of a run: steered by wishes, ended early, brought back when its numbers run away."""

import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from vidcolor.errors import VidcolorError
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.crops import CropSettings
from vidcolor.training.distributed import World
from vidcolor.training.length import steps_per_epoch, with_steps
from vidcolor.training.patience import Patience
from vidcolor.training.recipe import Stage, TrainSettings
from vidcolor.training.recipes import SWIFT
from vidcolor.training.run import Run, RunStatus, Wish
from vidcolor.training.trainer import Sources, Trainer
from vidcolor.training.validation import Validation

CPU = torch.device("cpu")
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


def test_what_is_best_is_written_down_as_soon_as_it_is(run, photos, tmp_path):
    told = []
    run(TINY, photos, tmp_path, each=lambda step: told.append(Run(tmp_path).state().best_step))
    assert told[1] == 2


def test_a_paused_process_does_not_leave_the_others_waiting(run, photos, tmp_path, monkeypatch):
    folder, asked_again, whole = Run(tmp_path), threading.Event(), World.agreed
    paused = []

    def agreed(self, *arguments):
        state = folder.state()
        if state is not None and state.status is RunStatus.PAUSED:
            paused.append(1)
            if len(paused) == 2:  # else those that wait would give up in the end
                asked_again.set()
        return whole(self, *arguments)

    def release():
        asked_again.wait(20)
        folder.ask(None)

    helper = threading.Thread(target=release)

    def wish(step):
        if step.step == 1:
            folder.ask(Wish.PAUSE)
            helper.start()

    monkeypatch.setattr(World, "agreed", agreed)
    run(TINY, photos, tmp_path, each=wish, steps=2)
    helper.join()
    assert asked_again.is_set()


def test_a_process_that_does_not_validate_ends_no_run(run, photos, tmp_path):
    second = World(rank=1)
    settings = {"early_stop": "validation", "patience": 1}
    last = run(TINY, photos, tmp_path / "run", world=second, **settings)
    assert (last.step, last.event) == (4, "")
    assert not (tmp_path / "run").exists()


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


def test_a_run_that_stumbles_at_the_same_step_again_and_again_ends(
    run, photos, tmp_path, monkeypatch
):
    whole = Trainer.learn
    learned = []

    def learn(self, step, pictures):
        learned.append(step)
        assert len(learned) < 20, "it goes on for ever"
        outcome = whole(self, step, pictures)
        outcome.finite &= step != 3
        return outcome

    monkeypatch.setattr(Trainer, "learn", learn)
    with pytest.raises(VidcolorError, match="3 times in a row"):
        run(TINY, photos, tmp_path)
    assert learned == [0, 1, 2, 3, 2, 3, 2, 3]


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
    errors = (5, 4, 4.5, 3, 3, 3)
    assert [patience.ended(error, counts=True) for error in errors] == [False] * 5 + [True]
    resumed = Patience(TrainSettings(early_stop="validation", patience=2))
    resumed.load_state_dict(patience.state_dict())
    assert resumed.ended(3, counts=True)
    never = Patience(TrainSettings())
    assert not any(never.ended(9, counts=True) for _ in range(9))


def test_patience_by_the_loss_takes_its_mean_since_the_last_validation():
    settings = TrainSettings(early_stop="generator-loss", patience=1)
    patience = Patience(settings)

    def ended(*losses, counts=True):
        for loss in losses:
            patience.learned(loss)
        return patience.ended(9, counts=counts)

    assert not ended(0.1, counts=False)  # of an earlier stage
    assert not ended(1.0, 3.0)
    assert not ended(1.9)
    patience.learned(3.0)
    state = patience.state_dict()
    patience = Patience(settings)  # stopped between two validations, and gone on with
    patience.load_state_dict(state)
    assert ended(1.0)


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_ends_a_run_in_words_and_leaves_the_last_checkpoint(
    run, photos, tmp_path, monkeypatch
):
    folder = Run(tmp_path)
    monkeypatch.setattr("vidcolor.training.journal._EVERY_S", 1e9)  # the checkpoint comes first

    def fill(step):
        if step.step == 2:
            for name in ("last.pt.partial", f"state.json.{os.getpid()}.partial"):
                (tmp_path / name).symlink_to("/dev/full")

    with pytest.raises(VidcolorError, match=r"last\.pt cannot be written") as ended:
        run(TINY, photos, tmp_path, each=fill, keep_checkpoints=0)
    assert "room" in ended.value.do
    assert load_checkpoint(folder.last)["step"] == 2
    assert folder.state().status is RunStatus.FAILED
    assert not list(tmp_path.glob("*.partial"))


def test_samples_that_cannot_be_written_are_told(run, photos, tmp_path):
    (tmp_path / "samples").touch()
    with pytest.raises(VidcolorError, match=r"samples.* cannot be written"):
        run(TINY, photos, tmp_path)


def test_a_run_is_resumed_with_its_own_photos_and_its_own_notes_only(run, photos, tmp_path):
    run(TINY, photos, tmp_path, stop_at=2)
    with pytest.raises(VidcolorError, match="other photos"):
        run(TINY, photos[1:], tmp_path, resume=True)
    (tmp_path / "best.pt").replace(tmp_path / "last.pt")
    with pytest.raises(VidcolorError, match="does not hold all"):
        run(TINY, photos, tmp_path, resume=True)


def test_a_run_that_cannot_be_judged_does_not_begin(run, photos, tmp_path):
    broken = replace(photos[-1], path=tmp_path / "nowhere.png")
    with pytest.raises(VidcolorError, match="held-out"):
        run(TINY, [*photos[:-1], broken], tmp_path)
    assert not Run(tmp_path).last.exists()
    run(TINY, photos, tmp_path, steps=1)


def test_the_words_of_a_killed_life_do_not_spoil_those_of_the_next(run, photos, tmp_path):
    run(TINY, photos, tmp_path, stop_at=2)
    kept = Run(tmp_path)
    before, _ = kept.lines()
    with kept.metrics.open("a") as file:
        file.write('[1]\n{"kind": "step", "step": "three"}\n{"kind": "st')
    run(TINY, photos, tmp_path, resume=True)
    lines, _ = kept.lines()
    assert lines[: len(before)] == before
    assert lines[len(before)]["step"] == 3


def test_files_that_a_person_puts_into_a_run_do_no_harm(tmp_path):
    run = Run(tmp_path)
    (tmp_path / "samples").mkdir()
    for name in ("step_12.pt", "step_12 copy.pt", "samples/step_3.jpg", "samples/step_best.jpg"):
        (tmp_path / name).touch()
    assert run.kept_steps() == [12]
    assert list(run.sheets()) == [3]
    (tmp_path / "lock").mkdir()
    assert not run.alive()
    with pytest.raises(VidcolorError, match="cannot be written"), run.held():
        pass


def test_all_processes_go_as_many_steps(photos):
    class Second(World):
        def of_first(self, number, device):
            return 7

    settings = TrainSettings(batch_size=1, threads=1, precision="fp32", validation_photos=1)
    arguments = (photos, CPU, Sources(), None)
    timed = replace(settings, minutes=0.02)
    assert with_steps(TINY, timed, *arguments, Second(1, 2)).steps == 7
    two_epochs = replace(TINY, epochs=2)
    for world, steps in ((World(), 10), (World(0, 2), 6)):
        assert with_steps(two_epochs, replace(settings, steps=0), *arguments, world).steps == steps
    with pytest.raises(VidcolorError, match="no number of epochs"):
        with_steps(TINY, replace(settings, steps=0), *arguments)


def test_steps_can_be_told_as_epochs_or_minutes(run, photos, tmp_path):
    epochs = replace(TINY, epochs=1.5)
    last = run(epochs, photos, tmp_path / "epochs", steps=0)
    assert last.steps == 3
    first = run(TINY, photos, tmp_path / "minutes", minutes=0.02, stop_at=1)
    assert first.steps == Run(tmp_path / "minutes").facts().settings["steps"]
    facts = Run(tmp_path / "minutes").facts()
    told = replace(facts, settings=facts.settings | {"steps": 12_345})
    timed = TrainSettings(minutes=0.02)  # a resumed run goes on as long as it was to
    assert with_steps(TINY, timed, photos, CPU, Sources(), told).steps == 12_345
