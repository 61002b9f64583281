"""How long a run is: steps from epochs, or from the time that there is."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from vidcolor.errors import VidcolorError
from vidcolor.training.batches import PhotoBatches
from vidcolor.training.distributed import World
from vidcolor.training.journal import most_memory_mib
from vidcolor.training.photos import Photo, sampling_weights
from vidcolor.training.recipe import Recipe, TrainSettings
from vidcolor.training.run import RunFacts
from vidcolor.training.trainer import Sources, Trainer
from vidcolor.training.validation import Validation

_TIMED_STEPS = 2
_VALIDATIONS = 10  # that a trial expects


@dataclass(frozen=True, slots=True)
class Trial:
    """What a few steps have shown. ``step_s``: of a step in each stage of the recipe."""

    generator: str  # a name of models.registry
    step_s: tuple[float, ...]
    validation_s: float
    memory_mib: float

    def seconds(self, recipe: Recipe, steps: int) -> float:
        """What a run of so many steps will take."""
        return self.validation_s * _VALIDATIONS + steps * self._mean_step_s(recipe)

    def steps_in(self, recipe: Recipe, seconds: float) -> int:
        """How many steps there is time for, at least one."""
        left = seconds - self.validation_s * _VALIDATIONS
        return max(int(left / self._mean_step_s(recipe)), 1)

    def _mean_step_s(self, recipe: Recipe) -> float:
        pairs = zip(recipe.stages, self.step_s, strict=True)
        return sum(stage.share * step_s for stage, step_s in pairs)


def steps_per_epoch(settings: TrainSettings, photos: int, processes: int = 1) -> int:
    """Steps in which as many pictures are drawn as there are."""
    return max(math.ceil(photos / (settings.batch_size * settings.accumulate * processes)), 1)


def with_steps(
    recipe: Recipe,
    settings: TrainSettings,
    photos: Sequence[Photo],
    device: torch.device,
    sources: Sources,
    facts: RunFacts | None,
    world: World | None = None,
) -> TrainSettings:
    """Settings whose steps are a number: as given, from the time, or from the recipe's epochs.

    Args:
        recipe: what is trained.
        settings: as a person gave them.
        photos: to learn from.
        device: where.
        sources: weights.
        facts: of a run that is resumed: it goes on as long as it was to.
        world: the processes that share the work; None: there is one.

    Raises:
        VidcolorError: the recipe has no epochs of its own; as `try_out`.
    """
    world = world or World()
    if facts is not None and (settings.steps == 0 or settings.minutes > 0):
        return replace(settings, steps=int(facts.settings["steps"]))
    if settings.minutes > 0:
        some = replace(settings, steps=settings.steps or 1000)
        trial = try_out(recipe, some, photos, device, sources)
        steps = trial.steps_in(recipe, 60 * settings.minutes)
        return replace(settings, steps=world.of_first(steps, device))
    if settings.steps == 0:
        if recipe.epochs <= 0:
            raise VidcolorError(
                f"{recipe.name} has no number of epochs of its own.",
                do="Say how long it shall be trained: --steps or --minutes.",
            )
        epoch = steps_per_epoch(settings, len(photos), world.size)
        return replace(settings, steps=max(round(recipe.epochs * epoch), 1))
    return settings


def try_out(
    recipe: Recipe,
    settings: TrainSettings,
    photos: Sequence[Photo],
    device: torch.device,
    sources: Sources,
) -> Trial:
    """Do a few steps of each stage, and throw them away.

    Raises:
        VidcolorError: weights are missing or do not fit.
    """
    batches = PhotoBatches(
        photos,
        sampling_weights(photos, recipe.source_weights),
        batch_size=settings.batch_size,
        seed=settings.seed,
    )
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(
            recipe,
            settings,
            photos,
            Path(folder),
            device=device,
            sources=sources,
            world=World(),
        )
        begin = 0.0
        for stage in recipe.stages:
            step = min(math.ceil(begin * settings.steps), settings.steps - 1)
            pictures = [batches.at(step, stage.crop, part=p) for p in range(settings.accumulate)]
            trainer.learn(step, pictures)  # the first one also makes room
            began = _clock_s(device)
            for _ in range(_TIMED_STEPS):
                trainer.learn(step, pictures)
            seconds.append((_clock_s(device) - began) / _TIMED_STEPS)
            begin += stage.share
        some = photos[: min(settings.validation_photos, 16)]
        validation = Validation(some, trainer.validation_px)
        began = _clock_s(device)
        validation.measure(trainer.model, device, trainer.autocast)
        judged_s = (_clock_s(device) - began) / len(some) * settings.validation_photos
    return Trial(trainer.begun.spec.name, tuple(seconds), judged_s, most_memory_mib())


def _clock_s(device: torch.device) -> float:
    """Seconds; on a processor those that it worked for us, as if nobody else were there."""
    if device.type == "cpu":
        return time.process_time() / torch.get_num_threads()
    return time.perf_counter()
