"""Training for real on a few tiny photos: it learns, resumes bit for bit, refuses mix-ups."""

from contextlib import closing
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
from vidcolor.training.batches import CropSettings, PhotoBatches
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.export import export_weights
from vidcolor.training.loop import learning_rate, train
from vidcolor.training.photos import sampling_weights
from vidcolor.training.recipe import SWIFT, Stage, TrainSettings
from vidcolor.training.start import load_encoder

TINY = replace(SWIFT, stages=(Stage(1.0, CropSettings(32, 0.8, 1.0)),))
SETTINGS = TrainSettings(
    steps=4,
    batch_size=2,
    warmup_steps=1,
    validate_every=2,
    validation_photos=2,
    threads=1,
    precision="fp32",
)


def run(photos, out, settings=SETTINGS, *, recipe=TINY, stop_at=None, **choices):
    steps = train(
        recipe, settings, photos[:4], photos[4:], out, device=torch.device("cpu"), **choices
    )
    with closing(steps):
        last = None
        for step in steps:
            last = step
            if step.step == stop_at:
                break
    return last


def test_a_stopped_and_resumed_run_ends_with_the_same_bits(photos, tmp_path):
    run(photos, tmp_path / "whole")
    run(photos, tmp_path / "parts", stop_at=3)  # the checkpoint is of step 2
    last = run(photos, tmp_path / "parts", resume=True)
    assert last.step == 4
    whole, parts = (load_checkpoint(tmp_path / n / "last.pt") for n in ("whole", "parts"))
    for part in ("model", "averaged"):
        assert whole[part].keys() == parts[part].keys()
        for name, value in whole[part].items():
            assert torch.equal(value, parts[part][name]), name


def test_a_run_is_not_overwritten_and_not_resumed_with_other_settings(photos, tmp_path):
    run(photos, tmp_path / "run", stop_at=2)
    with pytest.raises(VidcolorError, match="already holds"):
        run(photos, tmp_path / "run")
    with pytest.raises(VidcolorError, match="weight_decay"):
        run(photos, tmp_path / "run", replace(SETTINGS, weight_decay=0.3), resume=True)


def test_a_damaged_checkpoint_is_said_clearly(photos, tmp_path):
    run(photos, tmp_path / "run", stop_at=2)
    (tmp_path / "run" / "last.pt").write_bytes(b"nonsense")
    with pytest.raises(VidcolorError, match="damaged"):
        run(photos, tmp_path / "run", resume=True)


def test_training_lowers_the_loss_on_what_it_sees(photos, tmp_path):
    settings = replace(SETTINGS, steps=30, batch_size=4, old_film_chance=0.0, validate_every=30)
    steps = train(TINY, settings, photos[:4], photos[4:], tmp_path, device=torch.device("cpu"))
    losses = [step.loss for step in steps]
    assert np.mean(losses[-5:]) < 0.9 * np.mean(losses[:5])


def test_exported_weights_load_as_a_network(photos, tmp_path):
    run(photos, tmp_path / "run", stop_at=2)
    target = tmp_path / "swift.safetensors"
    digest = export_weights(tmp_path / "run" / "best.pt", TINY, target)
    network = load_network("swift", choose_compute("cpu", precision="fp32"), weights=target)
    assert network.sha256 == digest
    trained = load_checkpoint(tmp_path / "run" / "best.pt")["averaged"]
    expected = unweighted_state({name: value.half() for name, value in trained.items()})
    for name, value in network.module.state_dict().items():
        assert torch.equal(value, expected[name].float()), name


def test_batches_depend_on_seed_and_step_alone(photos):
    crop = CropSettings(32, 0.7, 1.2)
    weights = sampling_weights(photos, {})
    batches = PhotoBatches(photos, weights, batch_size=3, seed=1)
    seventh = batches.at(7, crop)
    batches.at(1, crop)
    assert torch.equal(seventh, batches.at(7, crop))
    assert not torch.equal(seventh, batches.at(8, crop))
    assert seventh.shape == (3, 3, 32, 32)
    assert seventh.dtype == torch.uint8


def test_learning_rate_rises_then_falls():
    settings = TrainSettings(steps=100, warmup_steps=10)
    rates = [learning_rate(step, settings) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) in (9, 10)
    assert rates[-1] < 0.02


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


def test_a_run_goes_on_from_exported_weights(photos, tmp_path):
    run(photos, tmp_path / "first")
    weights = tmp_path / "first.safetensors"
    export_weights(tmp_path / "first" / "best.pt", TINY, weights)
    still = replace(SETTINGS, learning_rate=0.0, encoder_learning_rate=0.0)
    run(photos, tmp_path / "second", still, start_weights=weights)
    trained = load_checkpoint(tmp_path / "second" / "last.pt")["model"]
    for name, value in load_file(weights).items():
        assert torch.equal(trained[name], value.float()), name


def test_what_a_recipe_freezes_stays_as_it_was(photos, tmp_path):
    recipe = replace(TINY, frozen=("encoder.stem.", "up_2."))
    torch.manual_seed(SETTINGS.seed)
    fresh = GENERATORS[recipe.generator].build().state_dict()
    run(photos, tmp_path / "run", recipe=recipe)
    trained = load_checkpoint(tmp_path / "run" / "last.pt")["model"]
    still = {name for name, value in trained.items() if torch.equal(value, fresh[name])}
    assert still >= {name for name in fresh if name.startswith(recipe.frozen)}
    assert not still & {"to_ab.weight", "up_4.join.weight", "encoder.b00.project.weight"}


def test_only_weights_of_the_same_generator_are_a_start(photos, tmp_path):
    other = tmp_path / "other.safetensors"
    save_file(MobileNetV2Encoder().state_dict(), other)
    for wrong in (other, tmp_path / "nowhere.safetensors"):
        with pytest.raises(VidcolorError, match="does not hold trained weights of this model"):
            run(photos, tmp_path / wrong.stem, start_weights=wrong)
