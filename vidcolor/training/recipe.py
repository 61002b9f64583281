"""A recipe says what is trained and how; everything it does not say is shared.

This module knows no network and no torch: the window lists and edits recipes too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from vidcolor.settings import check_bounds, choice, number
from vidcolor.training.crops import CropSettings


class Learns(StrEnum):
    """Who learns in a stage."""

    BOTH = "both"
    GENERATOR = "generator"
    DISCRIMINATOR = "discriminator"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of the training at one picture size."""

    share: float  # of all steps; the shares of a recipe sum to 1
    crop: CropSettings
    learns: Learns = Learns.BOTH
    rate: float = 1.0  # of the settings' learning rates


@dataclass(frozen=True, slots=True)
class LossTerm:
    """One summand of the generator's loss: which measure, of which part of its answer, how heavy.

    Heads of our own generators: "logits", "ab", "coarse_ab". "colors" is what a network of the
    papers answers; "judged" is what the discriminator sees of our own.
    """

    measure: str  # see `losses.generator_losses`
    head: str
    weight: float
    # Where Huber turns from quadratic to linear, in a*b*: the larger, the nearer to the mean colour
    # and the farther from the median, which is paler.
    delta: float = 5.0
    unit: float = 1.0  # errors are counted in this many units of the colour space
    before_adversary: bool = False  # counts only while the generator learns alone


@dataclass(frozen=True, slots=True, kw_only=True)
class AdversarySpec:
    """The discriminator of a recipe and what it asks of the generator."""

    discriminator: str  # a name of models.registry.DISCRIMINATORS
    # What the generator lowers: "hinge", "minimax", "non_saturating" or "distance".
    objective: str
    weight: float = 1.0  # in the generator's loss
    temperature: float = 1.0  # at which the colours of a distribution are judged


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainSettings:
    """What a person may change about a training run."""

    steps: int = number(10_000, 0, 10**8, "optimiser steps in all; 0: the recipe's epochs")
    minutes: float = number(0.0, 0.0, 1e5, "reckon the steps from this time by a trial; 0: do not")
    batch_size: int = number(32, 1, 4096, "pictures in a step, on each device")
    accumulate: int = number(1, 1, 1024, "batches whose gradients make one step")
    learning_rate: float = number(1.5e-3, 0.0, 1.0, "peak rate of everything but the encoder")
    encoder_learning_rate: float = number(2e-4, 0.0, 1.0, "peak rate of the pre-trained encoder")
    discriminator_learning_rate: float = number(1e-4, 0.0, 1.0, "peak rate of the discriminator")
    optimizer: str = choice("adamw", ("adamw", "adam"), "of the generator")
    beta1: float = number(0.9, 0.0, 0.9999, "Adam's memory of gradients")
    beta2: float = number(0.99, 0.0, 0.99999, "Adam's memory of their squares")
    discriminator_beta1: float = number(0.0, 0.0, 0.9999, "beta1 of the discriminator's Adam")
    weight_decay: float = number(0.02, 0.0, 1.0, "weight decay; AdamW's is decoupled")
    schedule: str = choice("cosine", ("cosine", "constant", "halving"), "how rates fall")
    warmup_steps: int = number(500, 0, 10**6, "steps over which the rate rises from zero")
    ema_decay: float = number(0.999, 0.0, 1.0, "how slowly the averaged weights follow; 0: none")
    max_grad_norm: float = number(1.0, 0.0, 1e6, "gradients are scaled down to this; 0: never")
    old_film_chance: float = number(0.6, 0.0, 1.0, "share of pictures that look like old film")
    rebalance: float = number(0.0, 0.0, 1.0, "how much rare colours count more in a classification")
    feature_distance: str = choice(
        "relative", ("relative", "l1", "mse", "rmse"), "how features of pictures are compared"
    )
    real_label: float = number(1.0, 0.5, 1.0, "what the discriminator is told of true pictures")
    discriminator_loss: str = choice("bce", ("bce", "mse", "hinge"), "what it lowers")
    fakes: str = choice(
        "generator",
        ("generator", "random-recolor", "generator-snapshots"),
        "what the discriminator is shown while it learns alone",
    )
    early_stop: str = choice(
        "none", ("none", "validation", "generator-loss"), "what ends a run before its time"
    )
    patience: int = number(3, 1, 1000, "validations without a gain before that")
    validate_every: int = number(500, 0, 10**8, "steps between checkpoints; 0: at each epoch")
    validation_photos: int = number(400, 1, 10**6, "held-out photos that are looked at each time")
    keep_checkpoints: int = number(20, 0, 10**6, "the newest of them that are kept")
    seed: int = number(1, 0, 2**31 - 1, "of the data, the augmentation and the weights")
    threads: int = number(0, 0, 256, "processor threads; 0 takes all cores")
    precision: str = choice("auto", ("auto", "fp32", "bf16", "fp16"), "arithmetic of the networks")

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """An architecture with its losses, data preparation and schedule."""

    name: str
    summary: str
    source: str = ""  # the paper, where it is not our own
    generator: str  # a name of models.registry
    # By the kind of pre-trained encoder that is given in place of the paper's: another generator.
    substitutes: dict[str, str] = field(default_factory=dict)
    encoder: str = ""  # the kind of pre-trained encoder that it starts from; "": none
    feature_network: str = ""  # the kind that its feature loss is made with; "": none
    stages: tuple[Stage, ...]
    losses: tuple[LossTerm, ...]
    adversary: AdversarySpec | None = None
    source_weights: dict[str, float] = field(default_factory=dict)
    frozen: tuple[str, ...] = ()  # parameters whose names begin so are not trained
    settings: TrainSettings = TrainSettings()
    temperature: float = 1.0  # at which films are coloured, where there is a distribution
    epochs: float = 0  # as printed, where steps are not
    photos: str = ""  # what the paper trained on
    assumed: tuple[str, ...] = ()  # what the paper leaves open and is chosen here

    def stage_at(self, step: int, steps: int) -> Stage:
        """The stage that ``step`` of ``steps`` belongs to."""
        reached = 0.0
        for stage in self.stages:
            reached += stage.share
            if step < reached * steps:
                return stage
        return self.stages[-1]
