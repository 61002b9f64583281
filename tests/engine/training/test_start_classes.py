"""A network with colour classes of its own keeps them, whatever photos it goes on with."""

from dataclasses import replace

import torch

from models.registry import PAPERS
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.crops import CropSettings
from vidcolor.training.export import export_weights
from vidcolor.training.recipe import Stage
from vidcolor.training.recipes import RECIPES
from vidcolor.training.start import count_colors
from vidcolor.training.trainer import Sources

BILLAUT = replace(RECIPES["billaut-colorunet"], stages=(Stage(1.0, CropSettings(64, 1.0, 1.0)),))


def test_trained_weights_keep_the_colours_that_they_stand_for(run, photos, tmp_path):
    few = photos[:2]
    run(BILLAUT, few, tmp_path / "first", steps=1)
    weights = tmp_path / "first.safetensors"
    export_weights(tmp_path / "first" / "last.pt", BILLAUT, weights)
    sources = Sources(start_weights=weights)
    run(BILLAUT, photos, tmp_path / "second", sources=sources, steps=2, stop_at=1)
    first, second = (load_checkpoint(tmp_path / n / "last.pt") for n in ("first", "second"))
    assert torch.equal(second["model"]["centres"], first["model"]["centres"])
    assert not torch.equal(second["class_weights"], first["class_weights"])
    # Gone on with, without those weights: what the checkpoint tells is what counts.
    run(BILLAUT, photos, tmp_path / "second", steps=2, resume=True)
    resumed = load_checkpoint(tmp_path / "second" / "last.pt")
    for name in ("centres", "bins"):
        assert torch.equal(resumed["model"][name], second["model"][name])
    assert torch.equal(resumed["class_weights"], second["class_weights"])
    spec = PAPERS[BILLAUT.generator]
    fresh = count_colors(spec, spec.build(), photos[:-1])
    assert not torch.equal(fresh.centres, second["model"]["centres"])
