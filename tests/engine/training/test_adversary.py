"""Adversaries on tiny photos: who learns when, what is judged, what resuming needs."""

from contextlib import nullcontext
from dataclasses import replace

import pytest
import torch

from models.bins import in_gamut_bins
from vidcolor import cli
from vidcolor.color.spaces import LAB
from vidcolor.encoders import load_rgb_encoder
from vidcolor.errors import VidcolorError
from vidcolor.training import journal
from vidcolor.training.adversary import Adversary
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.crops import CropSettings
from vidcolor.training.export import export_weights
from vidcolor.training.lesson import judged_pair
from vidcolor.training.likeness import Likeness
from vidcolor.training.losses import Pair, mean_chroma
from vidcolor.training.recipe import AdversarySpec, Learns, Stage, TrainSettings
from vidcolor.training.recipes import SWIFT_ADVERSARIAL
from vidcolor.training.run import Run
from vidcolor.training.trainer import Sources

CPU = torch.device("cpu")
CROP = CropSettings(64, 0.8, 1.0)
TINY = replace(
    SWIFT_ADVERSARIAL,
    stages=(Stage(0.5, CROP, Learns.DISCRIMINATOR), Stage(0.5, CROP)),
)


def test_at_first_only_the_discriminator_learns(run, photos, features, tmp_path):
    sources = Sources(feature_weights=features)
    run(TINY, photos, tmp_path / "run", sources=sources)
    early, late = (
        load_checkpoint(tmp_path / "run" / f"step_{step}.pt")["averaged"] for step in (2, 4)
    )
    moved = {name for name, value in late.items() if not torch.equal(value, early[name])}
    assert "to_logits.weight" in moved
    assert not {name for name in moved if name.startswith(TINY.frozen)}
    run(TINY, photos, tmp_path / "again", sources=sources, stop_at=2)
    begun = load_checkpoint(tmp_path / "again" / "last.pt")
    assert begun["optimizer"]["state"] == {}  # the generator has not made a step
    assert begun["adversary"]["optimizer"]["state"]


def test_a_stopped_and_resumed_run_ends_with_the_same_bits(run, photos, features, tmp_path):
    sources = Sources(feature_weights=features)
    run(TINY, photos, tmp_path / "whole", sources=sources)
    run(TINY, photos, tmp_path / "parts", sources=sources, stop_at=3)
    run(TINY, photos, tmp_path / "parts", sources=sources, resume=True)
    whole, parts = (load_checkpoint(tmp_path / n / "last.pt") for n in ("whole", "parts"))
    judges = (whole["adversary"]["discriminator"], parts["adversary"]["discriminator"])
    for one, other in ((whole["model"], parts["model"]), judges):
        assert one.keys() == other.keys()
        for name, value in one.items():
            assert torch.equal(value, other[name]), name


def test_a_board_is_told_of_both_losses_by_names_of_their_own(
    run, photos, features, tmp_path, monkeypatch
):
    told = []

    class Board:
        def add_scalar(self, name, value, step):
            told.append((step, name, value))

        def close(self):
            told.append("closed")

    monkeypatch.setattr(journal, "_EVERY_S", 0.0)
    monkeypatch.setattr(journal, "_tensorboard", lambda run: Board())
    run(TINY, photos, tmp_path / "run", sources=Sources(feature_weights=features))
    assert told.pop() == "closed"
    names = {name for step, name, _ in told if step == 4}
    assert {"loss", "loss/adversary", "discriminator/loss"} <= names
    assert "validation/ab_error" in names
    lines, _ = Run(tmp_path / "run").lines()
    losses = [line["loss"] for line in lines if line["kind"] == "step"]
    assert [value for _, name, value in told if name == "loss"] == losses


def test_a_discriminator_s_loss_that_is_none_sends_the_run_back(
    run, photos, features, tmp_path, monkeypatch
):
    whole = Adversary.loss

    def loss(self, pair):
        lowered, told = whole(self, pair)
        return lowered, told | {"loss": float("nan")}

    monkeypatch.setattr(Adversary, "loss", loss)
    with pytest.raises(VidcolorError, match="3 times in a row"):
        run(TINY, photos, tmp_path / "run", sources=Sources(feature_weights=features))


def test_any_kept_step_can_be_exported(run, photos, features, tmp_path):
    sources = Sources(feature_weights=features)
    run(TINY, photos, tmp_path / "run", sources=sources, stop_at=2)
    kept = tmp_path / "run" / "step_2.pt"
    assert export_weights(kept, TINY, tmp_path / "some.safetensors")


def test_without_weights_for_its_feature_loss_it_says_so(run, photos, tmp_path, capsys):
    with pytest.raises(VidcolorError, match="features of a network"):
        run(TINY, photos, tmp_path / "run")
    place = photos[0].path.parent
    asked = ["train", "swift-adversarial", "--data", str(place), "--out", str(tmp_path / "run")]
    assert cli.main(asked) == 1
    assert "--feature-weights" in capsys.readouterr().err


def adversary(objective, **settings):
    spec = AdversarySpec(discriminator="patchgan-spectral", objective=objective)
    chosen = TrainSettings(discriminator_learning_rate=1e-3, **settings)
    return Adversary(spec, chosen, CPU, nullcontext)


@pytest.mark.parametrize(
    ("objective", "lowered"),
    [("hinge", "hinge"), ("minimax", "bce"), ("non_saturating", "bce"), ("distance", "mse")],
)
def test_a_discriminator_learns_to_tell_grey_from_colour(objective, lowered):
    torch.manual_seed(0)
    judge = adversary(objective, discriminator_loss=lowered)
    grey = torch.rand(4, 1, 64, 64) * 100
    real = (torch.rand(4, 2, 1, 1) * 60 + 20).expand(4, 2, 64, 64)
    none = torch.zeros_like(real)
    for _ in range(20):
        loss, told = judge.loss(Pair(LAB, grey, real, none))
        loss.backward()
        judge.optimizer.step()
        judge.optimizer.zero_grad()
    assert told["real_told"] == 1.0
    assert told["fake_told"] == 1.0
    # Then it pulls what is grey towards colour, at no cost to itself.
    fake = none.clone().requires_grad_()
    judge.demand(Pair(LAB, grey, real, fake)).backward()
    assert (-fake.grad.mean((0, 2, 3)) > 0).all()
    assert all(p.grad is None for p in judge.parameters)


def test_hinge_asks_no_more_than_a_margin():
    class Echo(torch.nn.Module):
        def forward(self, grey, colors):
            return colors

    judge = adversary("hinge", discriminator_loss="hinge")
    judge.discriminator = Echo()

    def loss(*verdicts):
        real = torch.tensor(verdicts)
        return judge.loss(Pair(LAB, real, real, -real))[0]

    assert loss(3.0, 1.0) == 0
    assert loss(0.5) == pytest.approx(1.0)
    assert loss(-3.0, -1.0) == pytest.approx(6.0)


def test_smoothed_labels_keep_a_verdict_from_being_certain():
    torch.manual_seed(0)
    grey, real = torch.rand(2, 1, 64, 64) * 100, torch.full((2, 2, 64, 64), 40.0)
    pair = Pair(LAB, grey, real, torch.zeros_like(real))
    plain, smooth = (adversary("hinge", real_label=label) for label in (1.0, 0.9))
    smooth.discriminator.load_state_dict(plain.discriminator.state_dict())
    certain = 8.0  # of a judge that is sure of every patch
    for judge in (plain, smooth):
        last = judge.discriminator.layers[-1]
        last.bias.data.fill_(certain)
    losses = [judge.loss(pair)[0] for judge in (plain, smooth)]
    assert losses[1] > losses[0] + 0.5  # a tenth of the verdict's size


def test_sharpness_does_not_give_true_colours_away():
    bins = in_gamut_bins()
    lab = torch.rand(1, 3, 64, 64) * 100 - 50  # finer than the distribution's grid
    coarse = torch.nn.functional.avg_pool2d(lab[:, 1:], 4)
    nearest = torch.cdist(coarse.flatten(2)[0].T, bins).argmin(1)
    logits = 1e4 * torch.nn.functional.one_hot(nearest, len(bins)).float()
    pair = judged_pair(logits.T.reshape(1, len(bins), 16, 16), lab, bins, temperature=0.45)
    assert pair.grey.shape == (1, 1, 32, 32)
    assert pair.real.shape == pair.fake.shape == (1, 2, 32, 32)
    assert (pair.real - pair.fake).norm(dim=1).max() < 8  # a bin's width apart
    assert pair.real.std() < 0.5 * lab[:, 1:].std()


@pytest.mark.parametrize("distance", ["relative", "l1", "mse", "rmse"])
def test_likeness_is_nothing_for_the_same_picture_and_grows_with_colour(features, distance):
    likeness = Likeness(load_rgb_encoder(features, CPU), distance, nullcontext)
    rgb = torch.rand(1, 3, 64, 64)
    other, far = ((rgb + shift).clamp(0, 1).requires_grad_() for shift in (0.05, 0.3))
    assert likeness(rgb, rgb) <= 1e-6
    near = likeness(other, rgb)
    assert 0 < near < likeness(far, rgb)
    near.backward()
    assert other.grad.abs().sum() > 0


def test_grey_has_a_gradient_towards_colour():
    ab = torch.full((1, 2, 4, 4), 0.01, requires_grad=True)
    mean_chroma(ab).sum().backward()
    assert torch.isfinite(ab.grad).all()
    assert (ab.grad > 0).all()
