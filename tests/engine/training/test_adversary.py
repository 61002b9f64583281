"""The adversarial stage on tiny photos: who learns when, what is judged, what resuming needs."""

from contextlib import closing, nullcontext
from dataclasses import replace

import pytest
import torch
from safetensors.torch import save_file

from models.bins import in_gamut_bins
from models.mobilenet import MobileNetV2Encoder
from models.unet import Prediction
from vidcolor import cli
from vidcolor.encoders import load_rgb_encoder
from vidcolor.errors import VidcolorError
from vidcolor.training.adversary import Adversary, Judged, feature_distance, judged, mean_chroma
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.crops import CropSettings
from vidcolor.training.export import export_weights
from vidcolor.training.loop import train
from vidcolor.training.recipe import SWIFT_ADVERSARIAL, AdversarySpec, Stage

CPU = torch.device("cpu")
SPEC = AdversarySpec(alone_steps=2)
TINY = replace(SWIFT_ADVERSARIAL, stages=(Stage(1.0, CropSettings(64, 0.8, 1.0)),), adversary=SPEC)
SETTINGS = replace(
    SWIFT_ADVERSARIAL.settings,
    steps=4,
    batch_size=2,
    validate_every=2,
    validation_photos=2,
    threads=1,
    precision="fp32",
)


@pytest.fixture(scope="module")
def features(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "encoder.safetensors"
    torch.manual_seed(0)
    save_file(MobileNetV2Encoder().state_dict(), path)
    return path


def run(photos, out, *, stop_at=None, **choices):
    steps = train(TINY, SETTINGS, photos[:4], photos[4:], out, device=CPU, **choices)
    with closing(steps):
        for step in steps:
            if step.step == stop_at:
                break
    return out


def test_at_first_only_the_discriminator_learns(photos, features, tmp_path):
    out = run(photos, tmp_path / "run", feature_weights=features)
    early, late = (load_checkpoint(out / f"step_{step}.pt")["averaged"] for step in (2, 4))
    torch.manual_seed(SETTINGS.seed)
    moved = {name for name, value in late.items() if not torch.equal(value, early[name])}
    assert "to_logits.weight" in moved
    assert not {name for name in moved if name.startswith(TINY.frozen)}
    fresh = run(photos, tmp_path / "again", feature_weights=features, stop_at=2)
    begun = load_checkpoint(fresh / "last.pt")
    assert begun["optimizer"]["state"] == {}  # the generator has not made a step
    assert begun["adversary"]["optimizer"]["state"]


def test_a_stopped_and_resumed_run_ends_with_the_same_bits(photos, features, tmp_path):
    run(photos, tmp_path / "whole", feature_weights=features)
    run(photos, tmp_path / "parts", feature_weights=features, stop_at=3)
    run(photos, tmp_path / "parts", feature_weights=features, resume=True)
    whole, parts = (load_checkpoint(tmp_path / n / "last.pt") for n in ("whole", "parts"))
    judges = (whole["adversary"]["discriminator"], parts["adversary"]["discriminator"])
    for one, other in ((whole["model"], parts["model"]), judges):
        assert one.keys() == other.keys()
        for name, value in one.items():
            assert torch.equal(value, other[name]), name


def test_any_kept_step_can_be_exported(photos, features, tmp_path):
    out = run(photos, tmp_path / "run", feature_weights=features, stop_at=2)
    assert export_weights(out / "step_2.pt", TINY, tmp_path / "some.safetensors")


def test_without_weights_for_its_feature_loss_it_says_so(photos, tmp_path, capsys):
    with pytest.raises(VidcolorError, match="features of a network"):
        run(photos, tmp_path / "run")
    assert not (tmp_path / "run").exists()
    place = photos[0].path.parent
    asked = ["train", "swift-adversarial", "--data", str(place), "--out", str(tmp_path / "run")]
    assert cli.main(asked) == 1
    assert "--feature-weights" in capsys.readouterr().err


def test_a_discriminator_learns_to_tell_grey_from_colour(features):
    torch.manual_seed(0)
    # Its verdict alone: features and mean chroma would pull in the same direction.
    spec = replace(SPEC, learning_rate=1e-3, feature_weight=0.0, chroma_weight=0.0)
    adversary = Adversary(spec, features, CPU, nullcontext)
    lightness = torch.rand(4, 1, 64, 64) * 100
    real = (torch.rand(4, 2, 1, 1) * 60 + 20).expand(4, 2, 64, 64)
    grey = torch.zeros_like(real)
    for _ in range(20):
        told = adversary.learn(Judged(lightness, real, grey))
    assert told["real_told"] == 1.0
    assert told["fake_told"] == 1.0
    # Then it pulls what is grey towards colour, at no cost to itself.
    before = {name: value.clone() for name, value in adversary.discriminator.state_dict().items()}
    fake = grey.clone().requires_grad_()
    adversary.loss(Judged(lightness, real, fake)).backward()
    assert (-fake.grad.mean((0, 2, 3)) > 0).all()
    assert all(p.grad is None for p in adversary.features.module.parameters())
    weights = [name for name in before if name.endswith("original")]
    after = adversary.discriminator.state_dict()
    assert weights
    assert all(torch.equal(before[name], after[name]) for name in weights)


def test_sharpness_does_not_give_true_colours_away():
    bins = in_gamut_bins()
    lab = torch.rand(1, 3, 64, 64) * 100 - 50  # finer than the distribution's grid
    coarse = torch.nn.functional.avg_pool2d(lab[:, 1:], 4)
    nearest = torch.cdist(coarse.flatten(2)[0].T, bins).argmin(1)
    logits = 1e4 * torch.nn.functional.one_hot(nearest, len(bins)).float()
    none = torch.zeros(0)
    prediction = Prediction(logits.T.reshape(1, len(bins), 16, 16), none, none)
    pair = judged(prediction, lab, bins, temperature=0.45)
    assert pair.lightness.shape == (1, 1, 32, 32)
    assert pair.real.shape == pair.fake.shape == (1, 2, 32, 32)
    assert (pair.real - pair.fake).norm(dim=1).max() < 8  # a bin's width apart
    assert pair.real.std() < 0.5 * lab[:, 1:].std()


def test_likeness_is_nothing_for_the_same_picture_and_grows_with_colour(features):
    encoder = load_rgb_encoder(features, CPU)
    rgb = torch.rand(1, 3, 64, 64)
    other, far = ((rgb + shift).clamp(0, 1) for shift in (0.05, 0.3))
    assert feature_distance(encoder, rgb, rgb) == 0
    assert 0 < feature_distance(encoder, other, rgb) < feature_distance(encoder, far, rgb)


def test_grey_has_a_gradient_towards_colour():
    ab = torch.full((1, 2, 4, 4), 0.01, requires_grad=True)
    mean_chroma(ab).sum().backward()
    assert torch.isfinite(ab.grad).all()
    assert (ab.grad > 0).all()
