"""Everything that learns in a run, and one step of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vidcolor.encoders import ENCODER_NAMES, encoder_kind, load_rgb_encoder
from vidcolor.errors import VidcolorError
from vidcolor.interpreter import Interpreter
from vidcolor.training.adversary import Adversary
from vidcolor.training.answers import Answers
from vidcolor.training.arithmetic import autocast_of, follow, make_optimizer
from vidcolor.training.distributed import World
from vidcolor.training.fakes import Snapshots, recolored, snapshot_steps
from vidcolor.training.lesson import Lesson, OwnLesson, PaperLesson
from vidcolor.training.likeness import Likeness
from vidcolor.training.losses import Pair, generator_losses, rarity_weights
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
        self.autocast = autocast_of(settings, device)
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
        self.optimizer = make_optimizer(self.generator, settings)
        self.scaler = torch.amp.GradScaler(device.type, enabled=settings.precision == "fp16")
        self.adversary: Adversary | None = None
        if recipe.adversary is not None:
            self.adversary = Adversary(recipe.adversary, settings, device, self.autocast)
        self.likeness = self._likeness(sources.feature_weights)
        self.snapshots = Snapshots(folder, device, writes=world.first)
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
        answers = Answers(
            self.lesson,
            self.generator,
            pictures,
            self.device,
            self.settings.seed,
            step,
            first_number=self.world.rank * len(pictures),
        )
        outcome = Outcome(True, 0.0, rate, {}, None)
        self.generator.train()
        if self.adversary is not None and stage.learns is not Learns.GENERATOR:
            self.adversary.set_rate(rate)
            self._teach_discriminator(self.adversary, stage, answers, outcome)
        learned = outcome.finite and stage.learns is not Learns.DISCRIMINATOR
        if learned:
            self._teach_generator(stage, answers, outcome)
        (none,) = self.world.agreed([not math.isfinite(outcome.loss)], self.device)
        outcome.finite &= not none
        if learned and outcome.finite and self._averaged is not self.generator:
            decay = min(self.settings.ema_decay, (step + 1) / (step + 10))
            follow(self._averaged, self.generator, decay)
        if outcome.finite and step + 1 in snapshot_steps(self.recipe, self.settings):
            self.snapshots.take(self.generator, step + 1)
        return outcome

    def _teach_discriminator(
        self, adversary: Adversary, stage: Stage, answers: Answers, outcome: Outcome
    ) -> None:
        count = len(answers)
        alone = stage.learns is Learns.DISCRIMINATOR
        for pair in self._fakes(answers) if alone else _made(answers, keep=True):
            loss, told = adversary.loss(pair)
            self._backward(loss / count)
            outcome.discriminator = _added(outcome.discriminator or {}, told, 1 / count)
        outcome.loss = (outcome.discriminator or {}).get("loss", 0.0)
        self.world.average(adversary.parameters)
        outcome.finite = self._followed(adversary.optimizer, adversary.parameters, 0.0)

    def _fakes(self, answers: Answers) -> Iterator[Pair]:
        """What the discriminator is shown while the generator does not learn."""
        if self.settings.fakes == "random-recolor":
            for true, draws in answers.to_fake():
                yield recolored(true, draws)
        elif self.settings.fakes == "generator-snapshots" and len(self.snapshots):
            assert isinstance(self.lesson, PaperLesson)
            for true, draws in answers.to_fake():
                yield self.snapshots.fakes(self.lesson, self.generator, true, draws)
        else:
            yield from _made(answers, keep=False)

    def _teach_generator(self, stage: Stage, answers: Answers, outcome: Outcome) -> None:
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
        if isinstance(self.lesson, PaperLesson):
            state["class_weights"] = self.lesson.class_weights
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
        weights = state.get("class_weights")
        if isinstance(self.lesson, PaperLesson) and weights is not None:
            self.lesson.class_weights = weights.to(self.device)


def _made(answers: Answers, *, keep: bool) -> Iterator[Pair]:
    for answer in answers.to_judge(keep=keep):
        assert answer.pair is not None
        yield answer.pair


def _added(sums: dict[str, float], told: dict[str, float], share: float) -> dict[str, float]:
    return {name: sums.get(name, 0.0) + share * value for name, value in told.items()}
