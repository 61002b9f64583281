"""A recipe says what is trained and how; everything it does not say is shared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vidcolor.settings import check_bounds, choice, number
from vidcolor.training.crops import CropSettings


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the training at one picture size."""

    share: float  # of all steps; the shares of a recipe sum to 1
    crop: CropSettings


@dataclass(frozen=True, slots=True)
class LossTerm:
    """One summand of the loss: which measure, of which head of the prediction, how heavy."""

    measure: str  # "bin_cross_entropy", "bin_mean_huber" or "huber"
    head: str  # "logits", "ab" or "coarse_ab"
    weight: float
    # Where Huber turns from quadratic to linear, in a*b*: the larger, the nearer to the mean colour
    # and the farther from the median, which is paler.
    delta: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdversarySpec:
    """What the adversarial stage of a recipe is made of."""

    alone_steps: int = 300  # in which only the discriminator learns
    weight: float = 0.05  # of its verdict in the generator's loss
    feature_weight: float = 0.5
    chroma_weight: float = 0.05  # of the pictures' mean chroma
    learning_rate: float = 1e-4
    betas: tuple[float, float] = (0.0, 0.99)
    temperature: float = 0.45  # at which colours are judged: near that of the shipped decoding
    downs: int = 3  # of the discriminator; 3 sees patches of 70 px, 140 of the picture


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainSettings:
    """What a person may change about a training run."""

    steps: int = number(10_000, 1, 10**8, "optimiser steps in all")
    batch_size: int = number(32, 1, 4096, "pictures in a step")
    learning_rate: float = number(1.5e-3, 0.0, 1.0, "peak rate of everything but the encoder")
    encoder_learning_rate: float = number(2e-4, 0.0, 1.0, "peak rate of the pre-trained encoder")
    weight_decay: float = number(0.02, 0.0, 1.0, "AdamW's decoupled weight decay")
    warmup_steps: int = number(500, 0, 10**6, "steps over which the rate rises from zero")
    ema_decay: float = number(0.999, 0.0, 1.0, "how slowly the averaged weights follow")
    max_grad_norm: float = number(1.0, 0.0, 1e6, "gradients are scaled down to this norm")
    old_film_chance: float = number(0.6, 0.0, 1.0, "share of pictures that look like old film")
    validate_every: int = number(500, 1, 10**8, "steps between validations and checkpoints")
    validation_photos: int = number(400, 1, 10**6, "held-out photos that are looked at each time")
    seed: int = number(1, 0, 2**31 - 1, "of the data, the augmentation and the weights")
    threads: int = number(0, 0, 256, "processor threads; 0 takes all cores")
    precision: str = choice("auto", ("auto", "fp32", "bf16"), "arithmetic of the forward pass")

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """An architecture with its losses, data preparation and schedule."""

    name: str
    generator: str  # a name of models.registry
    stages: tuple[Stage, ...]
    losses: tuple[LossTerm, ...]
    source_weights: dict[str, float] = field(default_factory=dict)
    frozen: tuple[str, ...] = ()  # parameters whose names begin so are not trained
    adversary: AdversarySpec | None = None
    settings: TrainSettings = TrainSettings()

    def stage_at(self, step: int, steps: int) -> Stage:
        """The stage that ``step`` of ``steps`` belongs to."""
        reached = 0.0
        for stage in self.stages:
            reached += stage.share
            if step < reached * steps:
                return stage
        return self.stages[-1]


SWIFT = Recipe(
    name="swift",
    generator="swift",
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
    generator="vivid",
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
# half of the encoder still: it is to make the colours livelier, not to learn anew.
VIVID_ADVERSARIAL = replace(
    VIVID,
    name="vivid-adversarial",
    stages=(Stage(1.0, CropSettings(192, 0.60, 1.15)),),
    frozen=(*VIVID.frozen, "encoder.layer2."),
    adversary=AdversarySpec(),
    settings=replace(
        VIVID.settings,
        steps=2000,
        batch_size=16,
        learning_rate=2e-5,
        encoder_learning_rate=2e-5,
        warmup_steps=0,
        ema_decay=0.995,
        validate_every=200,
    ),
)

SWIFT_ADVERSARIAL = replace(
    VIVID_ADVERSARIAL,
    name="swift-adversarial",
    generator="swift",
    frozen=tuple(f"encoder.{part}." for part in ("stem", *(f"b{n:02d}" for n in range(7)))),
)

RECIPES = {
    recipe.name: recipe
    for recipe in (SWIFT, SWIFT_LARGE, SWIFT_ADVERSARIAL, VIVID, VIVID_ADVERSARIAL)
}
