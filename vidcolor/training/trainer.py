"""Everything that learns in a run, and one step of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from vidcolor.encoders import ENCODER_NAMES, encoder_kind, load_rgb_encoder
from vidcolor.errors import VidcolorError
from vidcolor.interpreter import Interpreter
from vidcolor.training.adversary import Adversary
from vidcolor.training.distributed import World
from vidcolor.training.fakes import SNAPSHOTS, Snapshots, recolored
from vidcolor.training.lesson import Lesson, OwnLesson, PaperLesson
from vidcolor.training.likeness import Likeness
from vidcolor.training.losses import Answer, Pair, generator_losses, rarity_weights
from vidcolor.training.photos import Photo
from vidcolor.training.rates import rate_at
from vidcolor.training.recipe import Learns, Recipe, Stage, TrainSettings
from vidcolor.training.start import Beginning, begin, count_colors

_OWN_VALIDATION_PX = 160


@dataclass(frozen=True, slots=True)
class Sources:
    """Weights from which a run begins or by which it judges; each a safetensors file, or None."""

    encoder_weights: Path | None = None  # pre-trained on ImageNet
    start_weights: Path | None = None  # exported from a run of the same generator
    feature_weights: Path | None = None  # of the network that compares pictures


@dataclass(slots=True)
class Outcome:
    """What a step came to."""

    finite: bool  # else nothing was learned of it
    loss: float
    rate: float  # share of the peak learning rates
    parts: dict[str, float]  # the weighted summands of the generator's loss
    discriminator: dict[str, float] | None  # see `Adversary.loss`


class Trainer:
    """Generator, discriminator and their optimisers; all randomness of a step hangs on its number.

    Attributes:
        generator: learns.
        model: its averaged weights as films are coloured with; answers a `Prediction`.
    """

    def __init__(
        self,
        recipe: Recipe,
        settings: TrainSettings,
        photos: Sequence[Photo],
        folder: Path,
        *,
        device: torch.device,
        sources: Sources,
        world: World,
        generator_name: str = "",
    ) -> None:
        """Build all and fill it with what it starts from.

        Args:
            recipe: what is trained.
            settings: how; ``steps`` is not 0.
            photos: to count colours in, where the recipe has classes.
            folder: of the run, for a generator's earlier states.
            device: where it learns.
            sources: weights.
            world: the processes it shares the work with.
            generator_name: of a run that is resumed; "": as recipe and sources say.

        Raises:
            VidcolorError: weights are missing or do not fit.
        """
        self.recipe, self.settings, self.device, self.world = recipe, settings, device, world
        self.sources = sources
        self.autocast = _autocast(settings, device)
        torch.manual_seed(settings.seed)
        begun = begin(recipe, sources.encoder_weights, sources.start_weights, generator_name)
        self.begun = begun
        self.lesson = self._lesson(begun, photos)
        self.generator = begun.generator
        self.generator.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # of torch
        self._averaged = self.generator
        if settings.ema_decay > 0:
            self._averaged = deepcopy(self.generator).eval().requires_grad_(False)
        for name, parameter in self.generator.named_parameters():
            if name.startswith(recipe.frozen):
                parameter.requires_grad_(False)
        self.model: nn.Module = self._averaged
        if begun.spec.native is not None:
            self.model = Interpreter(self._averaged, begun.spec.native).to(device)
        self.optimizer = _optimizer(self.generator, settings)
        self.scaler = torch.amp.GradScaler(device.type, enabled=settings.precision == "fp16")
        self.adversary: Adversary | None = None
        if recipe.adversary is not None:
            self.adversary = Adversary(recipe.adversary, settings, device, self.autocast)
        self.likeness = self._likeness(sources.feature_weights)
        self.snapshots = Snapshots(folder, device)
        self.slowed = 1.0  # of the learning rates, since numbers ran away

    def learn(self, step: int, pictures: Sequence[Tensor]) -> Outcome:
        """Do one step.

        Args:
            step: its number, from 0.
            pictures: for each part that is accumulated ``(B, 3, H, W)`` sRGB, uint8.
        """
        stage = self.recipe.stage_at(step, self.settings.steps)
        rate = self.slowed * rate_at(self.recipe, self.settings, step)
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        answers = _Answers(self, step, pictures)
        outcome = Outcome(True, 0.0, rate, {}, None)
        self.generator.train()
        if self.adversary is not None and stage.learns is not Learns.GENERATOR:
            self.adversary.set_rate(rate)
            self._teach_discriminator(self.adversary, stage, answers, outcome)
        if outcome.finite and stage.learns is not Learns.DISCRIMINATOR:
            self._teach_generator(stage, answers, outcome)
            if outcome.finite and self._averaged is not self.generator:
                decay = min(self.settings.ema_decay, (step + 1) / (step + 10))
                _follow(self._averaged, self.generator, decay)
        if outcome.finite and step + 1 in self._snapshot_steps():
            self.snapshots.take(self.generator, step + 1)
        return outcome

    def _teach_discriminator(
        self, adversary: Adversary, stage: Stage, answers: _Answers, outcome: Outcome
    ) -> None:
        alone = stage.learns is Learns.DISCRIMINATOR
        count = len(answers)
        for answer, draws in answers.to_judge(keep=not alone):
            assert answer.pair is not None
            pair = self._alone(answer.pair, draws) if alone else answer.pair
            loss, told = adversary.loss(pair)
            self._backward(loss / count)
            outcome.discriminator = _added(outcome.discriminator or {}, told, 1 / count)
        outcome.loss = (outcome.discriminator or {}).get("loss", 0.0)
        self.world.average(adversary.parameters)
        outcome.finite = self._followed(adversary.optimizer, adversary.parameters, 0.0)

    def _alone(self, pair: Pair, draws: torch.Generator) -> Pair:
        """What the discriminator is shown while the generator does not learn."""
        if self.settings.fakes == "random-recolor":
            return recolored(pair, draws)
        if self.settings.fakes == "generator-snapshots" and len(self.snapshots):
            assert isinstance(self.lesson, PaperLesson)
            return self.snapshots.fakes(self.lesson, self.generator, pair, draws)
        return pair

    def _teach_generator(self, stage: Stage, answers: _Answers, outcome: Outcome) -> None:
        alone = self.adversary is None or stage.learns is Learns.GENERATOR
        terms = [term for term in self.recipe.losses if alone or not term.before_adversary]
        for answer in answers.to_learn():
            parts = generator_losses(answer, terms, features=self.likeness)
            if not alone and self.adversary is not None:
                assert answer.pair is not None
                parts["adversary"] = self.adversary.demand(answer.pair)
            loss = torch.stack(list(parts.values())).sum() / len(answers)
            self._backward(loss)
            told = {name: value.item() for name, value in parts.items()}
            outcome.parts = _added(outcome.parts, told, 1 / len(answers))
        outcome.loss = sum(outcome.parts.values())
        learning = [p for p in self.generator.parameters() if p.requires_grad]
        self.world.average(learning)
        outcome.finite = self._followed(self.optimizer, learning, self.settings.max_grad_norm)
        (none,) = self.world.agreed([not math.isfinite(outcome.loss)], self.device)
        outcome.finite &= not none

    def _backward(self, loss: Tensor) -> None:
        self.scaler.scale(loss).backward()  # type: ignore[no-untyped-call]  # of torch

    def _followed(
        self, optimizer: torch.optim.Optimizer, parameters: Sequence[Tensor], most: float
    ) -> bool:
        """Follow the gradients, if they are numbers."""
        self.scaler.unscale_(optimizer)
        norm = nn.utils.clip_grad_norm_(parameters, most or math.inf)
        # Halves overflow now and then: their scaler passes over such a step and goes on.
        finite = bool(norm.isfinite()) or self.scaler.is_enabled()
        if finite:
            self.scaler.step(optimizer)
            self.scaler.update()
        optimizer.zero_grad(set_to_none=True)
        return finite

    def _snapshot_steps(self) -> list[int]:
        """After which steps the generator is remembered: evenly over the stage it has alone."""
        if self.settings.fakes != "generator-snapshots":
            return []
        begin = 0.0
        for stage in self.recipe.stages:
            length = stage.share * self.settings.steps
            if stage.learns is Learns.GENERATOR:
                return [
                    max(int(begin + length * k / SNAPSHOTS), 1) for k in range(1, SNAPSHOTS + 1)
                ]
            begin += length
        return []

    def _lesson(self, begun: Beginning, photos: Sequence[Photo]) -> Lesson:
        chance, native = self.settings.old_film_chance, begun.spec.native
        if native is None:
            bins = begun.generator.get_buffer("bins").to(self.device)
            return OwnLesson(self.recipe, bins, old_film_chance=chance, autocast=self.autocast)
        if not native.classes:
            return PaperLesson(native, old_film_chance=chance, autocast=self.autocast)
        classes = count_colors(begun.spec, begun.generator, photos)
        begun.generator.get_buffer("bins").copy_(classes.ab)
        if native.space != "lab":
            begun.generator.get_buffer("centres").copy_(classes.centres)
        weights = rarity_weights(classes.shares, strength=self.settings.rebalance)
        return PaperLesson(
            native,
            old_film_chance=chance,
            autocast=self.autocast,
            centres=classes.centres.to(self.device),
            class_weights=weights.to(self.device),
        )

    def _likeness(self, feature_weights: Path | None) -> Likeness | None:
        if not any(term.measure == "features" for term in self.recipe.losses):
            return None
        if feature_weights is None:
            raise VidcolorError(
                f"{self.recipe.name} compares pictures by the features of a network.",
                do="Give ImageNet weights (VGG16, VGG19, MobileNetV2 or ResNet50) with "
                "--feature-weights.",
            )
        encoder = load_rgb_encoder(feature_weights, self.device)
        return Likeness(encoder, self.settings.feature_distance, self.autocast)

    @property
    def validation_px(self) -> int:
        """The side at which held-out photos are looked at: a multiple that all networks take."""
        if self.begun.spec.native is None:
            return _OWN_VALIDATION_PX
        return max(stage.crop.size_px for stage in self.recipe.stages)

    @property
    def substitute_features(self) -> tuple[str, ...]:
        """What is told of the feature network, where it is not the paper's own."""
        wanted, given = self.recipe.feature_network, self.sources.feature_weights
        if wanted not in ENCODER_NAMES or given is None:
            return ()
        kind = encoder_kind(given)
        told = f"{ENCODER_NAMES[kind]} for {ENCODER_NAMES[wanted]} (features)"
        return () if kind == wanted else (told,)

    def state_dict(self) -> dict[str, Any]:
        """What a resumed run needs."""
        state = {
            "model": self.generator.state_dict(),
            "averaged": self._averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scaler": self.scaler.state_dict(),
            "slowed": self.slowed,
        }
        if self.adversary is not None:
            state["adversary"] = self.adversary.state_dict()
        return state

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what `state_dict` gave."""
        self.generator.load_state_dict(state["model"])
        self._averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scaler.load_state_dict(state["scaler"])
        self.slowed = state["slowed"]
        if self.adversary is not None:
            self.adversary.load_state_dict(state["adversary"])


class _Answers:
    """The generator's answers to the parts of one step, each asked with its own randomness.

    A single part is asked once, for both networks. Of several only one has room at a time: the
    discriminator is shown answers without gradients, and the generator is asked again.
    """

    def __init__(self, trainer: Trainer, step: int, pictures: Sequence[Tensor]) -> None:
        self._trainer = trainer
        self._step = step
        self._pictures = pictures
        self._kept: Answer | None = None

    def __len__(self) -> int:
        return len(self._pictures)

    def to_judge(self, *, keep: bool) -> Iterator[tuple[Answer, torch.Generator]]:
        """For the discriminator; ``keep``: the generator learns from them too."""
        keep = keep and len(self) == 1
        for part in range(len(self)):
            draws = self._draws(part)
            with torch.set_grad_enabled(keep):
                answer = self._asked(part, draws)
            if keep:
                self._kept = answer
            yield answer, draws

    def to_learn(self) -> Iterator[Answer]:
        """For the generator."""
        for part in range(len(self)):
            yield self._kept or self._asked(part, self._draws(part))

    def _asked(self, part: int, draws: torch.Generator) -> Answer:
        trainer = self._trainer
        rgb = self._pictures[part].to(trainer.device).float() / 255
        return trainer.lesson.answer(trainer.generator, rgb, draws)

    def _draws(self, part: int) -> torch.Generator:
        """All randomness hangs on seed, step and part: resuming repeats it exactly."""
        trainer = self._trainer
        number = trainer.world.rank * len(self) + part
        seeds = np.random.SeedSequence([trainer.settings.seed, self._step, number])
        own, torchs = (int(seed) for seed in seeds.generate_state(2))
        torch.manual_seed(torchs)  # of dropout
        return torch.Generator().manual_seed(own)


def _added(sums: dict[str, float], told: dict[str, float], share: float) -> dict[str, float]:
    return {name: sums.get(name, 0.0) + share * value for name, value in told.items()}


def _optimizer(model: nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
    groups: list[dict[str, Any]] = []
    for in_encoder, peak in (
        (True, settings.encoder_learning_rate),
        (False, settings.learning_rate),
    ):
        named = [
            (name, p)
            for name, p in model.named_parameters()
            if name.startswith("encoder.") == in_encoder and p.requires_grad
        ]
        # Norms and biases are not pulled to zero: that only shifts what the next layer must undo.
        groups += [
            {
                "params": [p for _, p in named if p.ndim > 1],
                "peak": peak,
                "weight_decay": settings.weight_decay,
            },
            {"params": [p for _, p in named if p.ndim <= 1], "peak": peak, "weight_decay": 0.0},
        ]
    kind = torch.optim.AdamW if settings.optimizer == "adamw" else torch.optim.Adam
    return kind(groups, lr=settings.learning_rate, betas=(settings.beta1, settings.beta2))


@torch.no_grad()
def _follow(averaged: nn.Module, model: nn.Module, decay: float) -> None:
    mine = [p for p in averaged.state_dict().values() if p.is_floating_point()]
    theirs = [p for p in model.state_dict().values() if p.is_floating_point()]
    torch._foreach_lerp_(mine, theirs, 1 - decay)


def _autocast(settings: TrainSettings, device: torch.device) -> Callable[[], torch.autocast]:
    fast_bf16 = device.type == "cuda" or (
        device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16", False))
    )
    half = settings.precision in ("bf16", "fp16")
    enabled = half or (settings.precision == "auto" and fast_bf16)
    dtype = torch.float16 if settings.precision == "fp16" else torch.bfloat16
    return lambda: torch.autocast(device.type, dtype=dtype, enabled=enabled)
