"""Every recipe learns, is exported, loads with the same bits and colours a film."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from standins import render

from models.registry import GENERATORS, PAPERS
from models.resnet import ResNet50Encoder
from vidcolor.engine import Engine
from vidcolor.getmodels.checkpoint import add_checkpoint
from vidcolor.settings import ColorSettings
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.export import export_weights
from vidcolor.training.photos import find_photos
from vidcolor.training.recipe import Learns
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run
from vidcolor.training.trainer import Sources

ALL = GENERATORS | PAPERS
SMALL_PX = 64
# Those that only differ from another one in their settings; the other stands for them.
LIKE_ANOTHER = {"swift-large", "vivid", "vivid-adversarial"}
# Linear layers behind each other want small steps.
OTHERWISE = {"zheng-fc": {"steps": 26, "batch_size": 2, "learning_rate": 1e-4}}


@pytest.fixture(autouse=True)
def narrow(monkeypatch):
    """The largest networks have fewer channels here; the layers are all there."""
    monkeypatch.setattr("models.papers.pix2pix._WIDTHS", (8, 16, 32, *[64] * 5))
    monkeypatch.setattr("models.papers.residual._FLAT_WIDTH", 16)


@pytest.fixture(scope="module")
def eight(tmp_path_factory):
    """Eight photos of warm colours to learn by heart, and one to judge by."""
    place = tmp_path_factory.mktemp("eight")
    rng = np.random.default_rng(1)
    for number in range(9):
        grey = cv2.resize(rng.integers(40, 200, (5, 5), dtype=np.uint8), (80, 80))
        tint = np.array([0.55, 0.8, 1.25])  # B, G, R
        warm = np.clip(grey[..., None] * tint, 0, 255).astype(np.uint8)
        cv2.imwrite(str(place / f"{number}.png"), warm)
    return find_photos([place])


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    """Weights of ResNet50 under the shared file's keys; by chance, as only in tests."""
    torch.manual_seed(0)
    state = {}
    for key, value in ResNet50Encoder().state_dict().items():
        state[key.replace("downsample.", "downsample.0.")] = value
        if not key.endswith(".weight"):
            continue
        conv = key.removesuffix(".weight").replace("downsample", "downsample.0")
        norm = conv[:-1] + "1" if conv.endswith("downsample.0") else _norm_of(conv)
        size = len(value)
        numbers = (torch.ones(size), torch.zeros(size), torch.zeros(size), torch.ones(size))
        names = ("weight", "bias", "running_mean", "running_var")
        state |= {f"{norm}.{name}": value for name, value in zip(names, numbers, strict=True)}
    path = tmp_path_factory.mktemp("weights") / "resnet50.safetensors"
    save_file(state, path)
    return path


def _norm_of(conv):
    head, _, tail = conv.rpartition("conv")
    return f"{head}bn{tail}"


def small(recipe):
    """The recipe on small pictures, where its network takes other sizes at all."""
    native = ALL[recipe.generator].native
    if native is not None and native.fixed_px:
        return recipe
    stages = tuple(
        replace(stage, crop=replace(stage.crop, size_px=SMALL_PX)) for stage in recipe.stages
    )
    return replace(recipe, stages=stages)


@pytest.mark.parametrize("name", [name for name in RECIPES if name not in LIKE_ANOTHER])
def test_it_learns_photos_by_heart_and_colours_a_film(
    run, eight, encoder, features, clips, tmp_path, name
):
    recipe = small(RECIPES[name])
    pretrained = bool(recipe.encoder and recipe.source)
    sources = Sources(
        encoder_weights=encoder if pretrained else None,
        feature_weights=features if recipe.feature_network else None,
    )
    told = []
    run(
        recipe,
        eight,
        tmp_path / "run",
        each=told.append,
        sources=sources,
        **{
            "steps": 12,
            "batch_size": 4,
            "validate_every": 100,
            "keep_checkpoints": 0,
            "learning_rate": 1e-3,
            # A judge that learns as fast as the painter would move what the loss is counted from.
            "discriminator_learning_rate": 1e-6,
            "old_film_chance": 0.0,
            "early_stop": "none",
        }
        | OTHERWISE.get(name, {}),
    )
    assert has_learned(recipe, told)
    facts = Run(tmp_path / "run").facts()
    assert bool(facts.substitutes) == (pretrained or recipe.feature_network.startswith("vgg"))

    weights = tmp_path / "weights.safetensors"
    export_weights(tmp_path / "run" / "last.pt", recipe, weights)
    trained = load_checkpoint(tmp_path / "run" / "last.pt")["averaged"]
    for key, value in load_file(weights).items():
        assert torch.equal(value, trained[key].to(value.dtype)), key

    model = add_checkpoint(weights, name="mine")
    kept, given = load_file(model.weights), load_file(weights)
    assert all(torch.equal(kept[key], given[key]) for key in given)
    engine = Engine(ColorSettings(model="mine", device="cpu", work_size=64))
    result = render(clips.even(), tmp_path / "out.mkv", engine, frames=2)
    assert (result.frames, result.model) == (2, "mine")


def has_learned(recipe, told):
    """Whether what the generator lowers has fallen, in the first stage in which it learns."""
    alone = recipe.stages[0].learns is Learns.GENERATOR
    values = [step.loss for step in told if step.discriminator is None or not alone]
    if recipe.stages[0].learns is Learns.DISCRIMINATOR:
        values = values[-5:]  # of the second stage
    half = len(values) // 2
    return np.mean(values[half:]) < np.mean(values[:half])
