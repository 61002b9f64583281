"""Training for real on a few tiny photos: it learns, resumes bit for bit, refuses mix-ups."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from models.bins import unweighted_state
from models.mobilenet import MobileNetV2Encoder
from models.registry import GENERATORS
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.networks import load_network
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.crops import CropSettings
from vidcolor.training.export import export_weights
from vidcolor.training.rates import rate_at
from vidcolor.training.recipe import Learns, Stage, TrainSettings
from vidcolor.training.recipes import RECIPES, SWIFT
from vidcolor.training.start import load_encoder
from vidcolor.training.trainer import Sources

TINY = replace(SWIFT, stages=(Stage(1.0, CropSettings(32, 0.8, 1.0)),))


def test_a_stopped_and_resumed_run_ends_with_the_same_bits(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "whole")
    run(TINY, photos, tmp_path / "parts", stop_at=3)  # the checkpoint is of step 2
    last = run(TINY, photos, tmp_path / "parts", resume=True)
    assert last.step == 4
    whole, parts = (load_checkpoint(tmp_path / n / "last.pt") for n in ("whole", "parts"))
    for part in ("model", "averaged"):
        assert whole[part].keys() == parts[part].keys()
        for name, value in whole[part].items():
            assert torch.equal(value, parts[part][name]), name


def test_a_run_is_not_overwritten_and_not_resumed_with_other_settings(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "run", stop_at=2)
    with pytest.raises(VidcolorError, match="already holds"):
        run(TINY, photos, tmp_path / "run")
    with pytest.raises(VidcolorError, match="weight_decay"):
        run(TINY, photos, tmp_path / "run", weight_decay=0.3, resume=True)


def test_a_damaged_checkpoint_is_said_clearly(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "run", stop_at=2)
    (tmp_path / "run" / "last.pt").write_bytes(b"nonsense")
    with pytest.raises(VidcolorError, match="damaged"):
        run(TINY, photos, tmp_path / "run", resume=True)


def test_training_lowers_the_loss_on_what_it_sees(run, photos, tmp_path):
    losses = []
    run(
        TINY,
        photos,
        tmp_path,
        each=lambda step: losses.append(step.loss),
        steps=30,
        batch_size=4,
        old_film_chance=0.0,
        validate_every=30,
    )
    assert np.mean(losses[-5:]) < 0.9 * np.mean(losses[:5])


def test_exported_weights_load_as_a_network(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "run", stop_at=2)
    target = tmp_path / "swift.safetensors"
    digest = export_weights(tmp_path / "run" / "best.pt", TINY, target)
    network = load_network("swift", choose_compute("cpu", precision="fp32"), weights=target)
    assert network.sha256 == digest
    trained = load_checkpoint(tmp_path / "run" / "best.pt")["averaged"]
    expected = unweighted_state({name: value.half() for name, value in trained.items()})
    for name, value in network.module.state_dict().items():
        assert torch.equal(value, expected[name].float()), name


def test_weights_that_cannot_be_written_are_told(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "run", steps=1)
    (tmp_path / "folder.safetensors").mkdir()
    for target in (tmp_path / "nowhere" / "swift.safetensors", tmp_path / "folder.safetensors"):
        with pytest.raises(VidcolorError, match="cannot be written"):
            export_weights(tmp_path / "run" / "best.pt", TINY, target)
    assert not list(tmp_path.glob("*.partial"))


def test_numbers_too_large_for_halves_are_exported_whole(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "run", stop_at=2)
    path = tmp_path / "run" / "best.pt"
    state = load_checkpoint(path)
    state["averaged"]["to_ab.bias"][0] = 1e5
    torch.save(state, path)
    export_weights(path, TINY, tmp_path / "swift.safetensors")
    exported = load_file(tmp_path / "swift.safetensors")
    assert exported["to_ab.bias"][0] == 1e5
    assert exported["to_ab.weight"].dtype == torch.float16


def test_rates_rise_then_fall():
    settings = TrainSettings(steps=100, warmup_steps=10)
    rates = [rate_at(TINY, settings, step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) in (9, 10)
    assert rates[-1] < 0.02
    constant = replace(settings, schedule="constant")
    assert [rate_at(TINY, constant, step) for step in (10, 99)] == [1.0, 1.0]


def test_rates_are_halved_in_each_third_of_a_stage_and_lower_in_the_last():
    crop = CropSettings(32, 1.0, 1.0)
    recipe = replace(
        TINY,
        stages=(Stage(0.5, crop, Learns.GENERATOR), Stage(0.5, crop, Learns.BOTH, rate=0.1)),
    )
    settings = TrainSettings(steps=60, warmup_steps=0, schedule="halving")
    rates = [rate_at(recipe, settings, step) for step in (0, 9, 10, 29, 30, 40, 59)]
    assert rates == pytest.approx([1, 1, 0.5, 0.25, 0.1, 0.05, 0.025])


def test_encoder_weights_of_another_shape_are_refused(tmp_path):
    state = MobileNetV2Encoder().state_dict()
    path = tmp_path / "encoder.safetensors"
    save_file(state, path)
    model = torch.nn.Module()
    model.encoder = MobileNetV2Encoder()
    load_encoder(model, path)
    for name, value in model.encoder.state_dict().items():
        assert torch.equal(value, state[name])
    state["b05.expand.weight"] = state["b05.expand.weight"][:, :3].contiguous()
    save_file(state, path)
    with pytest.raises(VidcolorError, match=r"b05\.expand\.weight"):
        load_encoder(model, path)


def test_a_paper_s_pretrained_encoder_is_never_left_to_chance(run, photos, features, tmp_path):
    recipe = RECIPES["iitk-7"]
    with pytest.raises(VidcolorError, match="trained on ImageNet") as without:
        run(recipe, photos, tmp_path / "run")
    assert "ResNet18 or ResNet50" in without.value.do
    with pytest.raises(VidcolorError, match="does not fit"):
        run(recipe, photos, tmp_path / "run", sources=Sources(encoder_weights=features))
    assert not (tmp_path / "run" / "last.pt").exists()


def test_a_recipe_without_an_encoder_wants_no_weights_for_it(run, photos, features, tmp_path):
    sources = Sources(encoder_weights=features)
    with pytest.raises(VidcolorError, match="no pre-trained encoder"):
        run(RECIPES["olsson-cgan"], photos, tmp_path / "run", sources=sources)


def test_a_run_goes_on_from_exported_weights(run, photos, tmp_path):
    run(TINY, photos, tmp_path / "first")
    weights = tmp_path / "first.safetensors"
    export_weights(tmp_path / "first" / "best.pt", TINY, weights)
    run(
        TINY,
        photos,
        tmp_path / "second",
        sources=Sources(start_weights=weights),
        learning_rate=0.0,
        encoder_learning_rate=0.0,
    )
    trained = load_checkpoint(tmp_path / "second" / "last.pt")["model"]
    for name, value in load_file(weights).items():
        assert torch.equal(trained[name], value.float()), name


def test_what_a_recipe_freezes_stays_as_it_was(run, photos, tmp_path):
    recipe = replace(TINY, frozen=("encoder.stem.", "up_2."))
    torch.manual_seed(recipe.settings.seed)
    fresh = GENERATORS[recipe.generator].build().state_dict()
    run(recipe, photos, tmp_path / "run")
    trained = load_checkpoint(tmp_path / "run" / "last.pt")["model"]
    still = {name for name, value in trained.items() if torch.equal(value, fresh[name])}
    assert still >= {name for name in fresh if name.startswith(recipe.frozen)}
    assert not still & {"to_ab.weight", "up_4.join.weight", "encoder.b00.project.weight"}


def test_only_weights_of_the_same_generator_are_a_start(run, photos, features, tmp_path):
    missing = tmp_path / "nowhere.safetensors"
    for wrong, words in ((features, "does not hold trained weights"), (missing, "no file")):
        with pytest.raises(VidcolorError, match=words):
            run(TINY, photos, tmp_path / wrong.stem, sources=Sources(start_weights=wrong))
