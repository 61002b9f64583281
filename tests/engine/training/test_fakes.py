"""What a discriminator is shown before its generator paints: channels by chance, or snapshots."""

from dataclasses import replace

import pytest
import torch

from vidcolor.color.spaces import SPACES
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.fakes import Snapshots, recolored
from vidcolor.training.lesson import PaperLesson
from vidcolor.training.losses import Pair
from vidcolor.training.recipe import Learns
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run

ZHENG = RECIPES["zheng-fc"]
CGAN = RECIPES["olsson-cgan"]
# The stages of the one with the networks of the other, which are far smaller.
THIRDS = replace(
    CGAN,
    losses=ZHENG.losses,
    stages=tuple(replace(CGAN.stages[0], share=1 / 3, learns=one.learns) for one in ZHENG.stages),
)


@pytest.mark.parametrize("name", ["rgb", "yuv", "lab"])
def test_recoloured_pictures_are_other_pictures_in_gamut(name):
    space = SPACES[name]
    rgb = torch.rand(3, 3, 8, 8)
    lightness = torch.full((3, 1, 8, 8), 50.0)
    grey = space.grey(lightness)
    pair = Pair(space, grey, space.colors(rgb), space.colors(rgb))
    draws = torch.Generator().manual_seed(1)
    false = recolored(pair, draws)
    assert torch.equal(false.real, pair.real)
    assert torch.equal(false.grey, pair.grey)
    moved = (false.fake - false.real).abs().mean((1, 2, 3))
    assert (moved > 0.01).all()
    assert moved.unique().numel() == 3  # each picture by numbers of its own
    again = recolored(pair, torch.Generator().manual_seed(1))
    assert torch.equal(false.fake, again.fake)


def test_snapshots_are_taken_while_the_generator_learns_alone_and_survive(run, photos, tmp_path):
    settings = {"steps": 6, "batch_size": 2, "fakes": "generator-snapshots", "validate_every": 6}
    run(THIRDS, photos, tmp_path, **settings)
    taken = sorted(path.name for path in tmp_path.glob("snapshot_*.pt"))
    assert taken == ["snapshot_000000001.pt", "snapshot_000000002.pt"]
    lines, _ = Run(tmp_path).lines()
    assert [line["step"] for line in lines if line["kind"] == "validation"] == [2, 4, 6]
    kept = Snapshots(tmp_path, torch.device("cpu"))
    assert len(kept) == 2
    second = load_checkpoint(tmp_path / taken[1])["averaged"]
    at_two = load_checkpoint(tmp_path / "step_2.pt")["averaged"]
    assert all(torch.equal(value, at_two[name]) for name, value in second.items())
    # Alone, the discriminator left the generator as it was; then both learned.
    at_four, at_six = (load_checkpoint(tmp_path / f"step_{n}.pt")["averaged"] for n in (4, 6))
    assert all(torch.equal(value, at_four[name]) for name, value in at_two.items())
    assert any(not torch.equal(value, at_six[name]) for name, value in at_two.items())


@pytest.mark.parametrize(("fakes", "asked"), [("generator", 3), ("random-recolor", 0)])
def test_alone_a_discriminator_leaves_the_generator_s_norms_and_asks_it_only_if_it_must(
    run, photos, tmp_path, monkeypatch, fakes, asked
):
    stages = tuple(replace(stage, learns=Learns.DISCRIMINATOR) for stage in CGAN.stages)
    answers = []
    whole = PaperLesson.answer
    monkeypatch.setattr(
        PaperLesson, "answer", lambda *args: answers.append(whole(*args)) or answers[-1]
    )
    settings = {"steps": 3, "batch_size": 2, "fakes": fakes, "validate_every": 1}
    run(replace(CGAN, stages=stages), photos, tmp_path, **settings)
    assert len(answers) == asked
    first, last = (load_checkpoint(tmp_path / f"step_{n}.pt")["averaged"] for n in (1, 3))
    means = [name for name in first if name.endswith(("running_mean", "running_var"))]
    assert means
    assert all(torch.equal(first[name], last[name]) for name in means)


def test_a_snapshot_that_is_taken_again_counts_once_and_one_process_writes_it(tmp_path):
    device, painter = torch.device("cpu"), torch.nn.Linear(2, 2)
    first, second = (Snapshots(tmp_path, device, writes=writes) for writes in (True, False))
    second.take(painter, 5)
    assert len(second) == 1
    assert not list(tmp_path.iterdir())
    first.take(painter, 5)
    resumed = Snapshots(tmp_path, device)
    resumed.take(painter, 5)  # the checkpoint was older
    resumed.take(painter, 6)
    assert len(resumed) == len(Snapshots(tmp_path, device)) == 2


def test_a_run_with_snapshots_resumes_bit_for_bit(run, photos, tmp_path):
    settings = {"steps": 3, "batch_size": 2, "fakes": "generator-snapshots", "validate_every": 1}
    run(THIRDS, photos, tmp_path / "whole", **settings)
    run(THIRDS, photos, tmp_path / "parts", stop_at=1, **settings)
    run(THIRDS, photos, tmp_path / "parts", resume=True, **settings)
    whole, parts = (load_checkpoint(tmp_path / name / "last.pt") for name in ("whole", "parts"))
    for name, value in whole["model"].items():
        assert torch.equal(value, parts["model"][name]), name
    for name, value in whole["adversary"]["discriminator"].items():
        assert torch.equal(value, parts["adversary"]["discriminator"][name]), name
