"""Recipes hold what their papers print, fit their networks, and are all different."""

import itertools
from dataclasses import fields

import pytest
import torch

from models.registry import DISCRIMINATORS, GENERATORS, PAPERS
from vidcolor.evaluation.printed import PRINTED
from vidcolor.training.paper_recipes import PAPER_RECIPES
from vidcolor.training.recipe import Learns, TrainSettings
from vidcolor.training.recipes import RECIPES
from vidcolor.training.summary import summarize

ALL = GENERATORS | PAPERS
EVERY = pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)

# What the documents print, as systems of theirs: a setting, or a fact of the recipe.
PRINTED_SETTINGS = {
    "zheng-fc": {
        "batch_size": 64,
        "learning_rate": 1e-3,
        "weight_decay": 1e-5,
        "optimizer": "adam",
        "discriminator_loss": "bce",
        "fakes": "random-recolor",
    },
    "olsson-cgan": {
        "batch_size": 64,
        "learning_rate": 5e-5,
        "discriminator_learning_rate": 5e-5,
        "steps": 1000,
        "early_stop": "generator-loss",
    },
    "olsson-vgg-regression": {
        "batch_size": 64,
        "learning_rate": 1e-4,
        "early_stop": "validation",
    },
    "olsson-vgg-classification": {
        "batch_size": 64,
        "learning_rate": 3e-5,
        "early_stop": "none",
    },
    "petre-unet-patchgan": {"real_label": 0.9},
    "billaut-colorunet": {"rebalance": 1.0},
    "mouli-eccv16-gan": {"feature_distance": "l1"},
    "iitk-1": {},
    "iitk-2": {"feature_distance": "mse"},
    "iitk-3": {"feature_distance": "mse"},
    "iitk-4": {},
    "iitk-5": {},
    "iitk-6": {},
    "iitk-7": {},
}
PRINTED_EPOCHS = {
    "zheng-fc": 65,  # 20 + 40 + 5
    "olsson-vgg-regression": 35,
    "olsson-vgg-classification": 250,
    "petre-unet-patchgan": 20,
} | {f"iitk-{number}": 50 for number in range(1, 8)}
PRINTED_SIZES_PX = {
    "zheng-fc": 256,
    "olsson-cgan": 64,
    "olsson-vgg-regression": 224,
    "olsson-vgg-classification": 224,
    "petre-unet-patchgan": 256,
} | {f"iitk-{number}": 256 for number in range(1, 8)}


@EVERY
def test_the_stages_cover_the_run_with_sizes_that_the_networks_take(recipe):
    assert sum(stage.share for stage in recipe.stages) == pytest.approx(1.0)
    spec = ALL[recipe.generator]
    # The feature network of our own adversary sees pictures of half the size.
    halved = recipe.adversary is not None and spec.native is None
    multiple = spec.size_multiple * (2 if halved else 1)
    assert [stage.crop.size_px % multiple for stage in recipe.stages] == [0] * len(recipe.stages)
    met = {id(recipe.stage_at(step, 1000)) for step in range(1000)}
    assert met == {id(stage) for stage in recipe.stages}
    if spec.native is not None and spec.native.fixed_px:
        assert {stage.crop.size_px for stage in recipe.stages} == {spec.native.fixed_px}


@EVERY
def test_what_it_freezes_and_who_judges_it_is_there(recipe):
    with torch.device("meta"):
        names = [name for name, _ in ALL[recipe.generator].build().named_parameters()]
    for prefix in recipe.frozen:
        assert any(name.startswith(prefix) for name in names), prefix
    if recipe.adversary is None:
        assert all(stage.learns is not Learns.DISCRIMINATOR for stage in recipe.stages)
        assert recipe.losses
    else:
        assert recipe.adversary.discriminator in DISCRIMINATORS
        assert recipe.stages[-1].learns is Learns.BOTH
    assert set(recipe.substitutes.values()) <= set(ALL)
    judged = any(term.measure == "features" for term in recipe.losses)
    assert judged == bool(recipe.feature_network)
    assert recipe.settings.steps or recipe.epochs


def test_no_two_recipes_share_generator_and_losses():
    for one, other in itertools.combinations(RECIPES.values(), 2):
        same = one.generator == other.generator
        alike = (one.losses, one.adversary) == (other.losses, other.adversary)
        # swift-large goes on with swift at larger sizes, with heavier ends of its Huber losses.
        assert not (same and alike), (one.name, other.name)


@pytest.mark.parametrize("recipe", PAPER_RECIPES, ids=lambda recipe: recipe.name)
def test_a_paper_recipe_holds_what_is_printed_and_names_what_is_not(recipe):
    for name, value in PRINTED_SETTINGS[recipe.name].items():
        assert getattr(recipe.settings, name) == value, name
    if recipe.name in PRINTED_EPOCHS:
        assert recipe.epochs == PRINTED_EPOCHS[recipe.name]
    if recipe.name in PRINTED_SIZES_PX:
        assert {stage.crop.size_px for stage in recipe.stages} == {PRINTED_SIZES_PX[recipe.name]}
    assert recipe.settings.optimizer == "adam"
    assert recipe.source
    assert recipe.photos
    assert recipe.assumed


def test_the_stages_of_zheng_are_20_40_and_5_epochs():
    recipe = RECIPES["zheng-fc"]
    assert [round(stage.share * 65) for stage in recipe.stages] == [20, 40, 5]
    assert [stage.learns for stage in recipe.stages] == [
        Learns.GENERATOR,
        Learns.DISCRIMINATOR,
        Learns.BOTH,
    ]
    assert all(term.before_adversary for term in recipe.losses)  # then minimax alone


def test_what_the_slides_tell_apart_is_told_apart():
    losses = {
        name: {term.measure for term in RECIPES[name].losses}
        for name in (f"iitk-{number}" for number in range(1, 8))
    }
    assert losses["iitk-2"] == {"features"}
    assert losses["iitk-3"] == {"l1", "features"}
    assert all(losses[f"iitk-{number}"] == {"l1"} for number in (1, 4, 5, 6, 7))
    assert RECIPES["iitk-7"].stages[0].learns is Learns.GENERATOR
    assert set(losses) <= set(PRINTED)


def test_summaries_have_the_printed_totals():
    generator, discriminator = summarize(RECIPES["zheng-fc"])
    assert generator.parameters == 26_229_621
    assert discriminator.parameters == 299_650
    assert [layer.parameters for layer in generator.layers if layer.kind == "Linear"] == [
        12_583_936,
        1_049_600,
        12_595_200,
    ]
    assert generator.layers[0].output == (6, 128, 128)
    (mouli, _) = summarize(RECIPES["mouli-eccv16-gan"])
    assert mouli.parameters == 32_236_011
    assert "26,229,621 parameters in all" in generator.lines()[-1]


@EVERY
def test_every_recipe_can_be_summed_up(recipe):
    summaries = summarize(recipe)
    assert len(summaries) == (1 if recipe.adversary is None else 2)
    assert all(summary.layers for summary in summaries)


def test_every_setting_has_words_for_a_form():
    for f in fields(TrainSettings):
        assert f.metadata["help"], f.name
