"""All recipes: our own, and those of the papers."""

from __future__ import annotations

from dataclasses import replace

from vidcolor.training.crops import CropSettings
from vidcolor.training.paper_recipes import PAPER_RECIPES
from vidcolor.training.recipe import AdversarySpec, Learns, LossTerm, Recipe, Stage, TrainSettings

SWIFT = Recipe(
    name="swift",
    summary="the small shipped model, on MobileNetV2",
    generator="swift",
    encoder="mobilenet_v2",
    stages=(
        Stage(0.60, CropSettings(128, 0.60, 1.0)),
        Stage(0.30, CropSettings(160, 0.60, 1.05)),
        Stage(0.10, CropSettings(192, 0.60, 1.20)),
    ),
    losses=(
        LossTerm("bin_cross_entropy", "logits", 0.4),
        LossTerm("bin_mean_huber", "logits", 0.1),
        LossTerm("huber", "ab", 0.1),
        LossTerm("huber", "coarse_ab", 0.05),
    ),
    source_weights={
        "intel_scenes100": 0.5,
        "utkface": 0.5,
        "flowers": 0.5,
        "sports22": 0.7,
        "imagenet1000": 2.0,
        "imagenet1000b": 2.0,
        "bsds_train": 2.0,
        "bsds_val": 2.0,
        "coparsing_people": 1.5,
    },
)

# Goes on from trained weights (--start-weights) at the size that films are coloured at.
SWIFT_LARGE = replace(
    SWIFT,
    name="swift-large",
    summary="goes on with swift at the size that films are coloured at",
    encoder="",
    stages=(
        Stage(0.70, CropSettings(192, 0.60, 1.10)),
        Stage(0.30, CropSettings(224, 0.70, 1.15)),
    ),
    losses=(
        LossTerm("bin_cross_entropy", "logits", 0.4),
        LossTerm("bin_mean_huber", "logits", 0.1, delta=20.0),
        LossTerm("huber", "ab", 0.4, delta=20.0),
        LossTerm("huber", "coarse_ab", 0.1, delta=20.0),
    ),
    settings=TrainSettings(
        steps=4000,
        batch_size=24,
        learning_rate=6e-4,
        encoder_learning_rate=1e-4,
        weight_decay=0.05,
        warmup_steps=200,
        ema_decay=0.9995,
        validation_photos=240,
    ),
)

# The pictures are few for so many weights: the finest layers stay as ImageNet made them.
VIVID = replace(
    SWIFT,
    name="vivid",
    summary="the large generator, on ResNet50",
    generator="vivid",
    encoder="resnet50",
    stages=(
        Stage(0.45, CropSettings(128, 0.55, 1.0)),
        Stage(0.33, CropSettings(160, 0.55, 1.1)),
        Stage(0.22, CropSettings(192, 0.60, 1.2)),
    ),
    losses=SWIFT_LARGE.losses,
    frozen=("encoder.conv1.", "encoder.layer1."),
    settings=TrainSettings(
        steps=3200,
        batch_size=24,
        learning_rate=1e-3,
        encoder_learning_rate=1e-4,
        weight_decay=0.05,
        warmup_steps=300,
        old_film_chance=0.5,
        validate_every=250,
        validation_photos=240,
    ),
)

# Goes on from trained weights (--start-weights) beside a discriminator. Small steps, and the first
# half of the encoder still: it is to make the colours livelier, not to learn anew. At first only
# the discriminator learns: a fresh one would push at random.
VIVID_ADVERSARIAL = replace(
    VIVID,
    name="vivid-adversarial",
    summary="makes vivid's colours livelier beside a discriminator",
    encoder="",
    feature_network="imagenet",
    stages=(
        Stage(0.15, CropSettings(192, 0.60, 1.15), Learns.DISCRIMINATOR),
        Stage(0.85, CropSettings(192, 0.60, 1.15)),
    ),
    losses=(
        *VIVID.losses,
        LossTerm("features", "judged", 0.5),
        LossTerm("mean_chroma", "judged", 0.05),
    ),
    frozen=(*VIVID.frozen, "encoder.layer2."),
    adversary=AdversarySpec(
        discriminator="patchgan-spectral",
        objective="hinge",
        weight=0.05,
        temperature=0.45,  # near that of the shipped decoding
    ),
    settings=replace(
        VIVID.settings,
        steps=2000,
        batch_size=16,
        learning_rate=2e-5,
        encoder_learning_rate=2e-5,
        warmup_steps=0,
        ema_decay=0.995,
        validate_every=200,
        discriminator_loss="hinge",
    ),
)

SWIFT_ADVERSARIAL = replace(
    VIVID_ADVERSARIAL,
    name="swift-adversarial",
    summary="makes swift's colours livelier beside a discriminator",
    generator="swift",
    frozen=tuple(f"encoder.{part}." for part in ("stem", *(f"b{n:02d}" for n in range(7)))),
)

OWN_RECIPES = (SWIFT, SWIFT_LARGE, SWIFT_ADVERSARIAL, VIVID, VIVID_ADVERSARIAL)

RECIPES = {recipe.name: recipe for recipe in (*OWN_RECIPES, *PAPER_RECIPES)}
