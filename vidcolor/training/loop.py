"""The training loop: a generator that yields after each step and can be stopped at any."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import torch

from vidcolor import __version__
from vidcolor.errors import VidcolorError
from vidcolor.training.course import Course, TrainProgress
from vidcolor.training.distributed import World
from vidcolor.training.journal import Journal
from vidcolor.training.keeping import Keeping
from vidcolor.training.length import steps_per_epoch, with_steps
from vidcolor.training.patience import Patience
from vidcolor.training.photos import Photo, cpu_share, list_digest
from vidcolor.training.recipe import Recipe, TrainSettings
from vidcolor.training.run import Run, RunFacts, RunState, RunStatus
from vidcolor.training.trainer import Sources, Trainer

__all__ = ["TrainProgress", "train"]


def train(
    recipe: Recipe,
    settings: TrainSettings,
    photos: list[Photo],
    held_out: list[Photo],
    out: Path,
    *,
    device: torch.device,
    sources: Sources | None = None,
    resume: bool = False,
    world: World | None = None,
) -> Generator[TrainProgress]:
    """Train ``recipe``, yielding after each step.

    Writes into ``out`` what `Run` describes. Stopping costs the steps since ``last.pt``; where
    `Run.ask` asks for the stop, nothing. A resumed run gives bit for bit the weights of one that
    was never stopped, on the same machine and threads.

    Numbers that are none (NaN, infinity) send the run back to its last checkpoint, at half the
    learning rate; the third time before there is a newer one ends it.

    Raises:
        VidcolorError: ``out`` holds a run already, or the one to be resumed is another; weights
            are missing or do not fit; the numbers run away; another process trains there.
    """
    world, sources = world or World(), sources or Sources()
    run = Run(out)
    # The others may come here when the first one has written already.
    if world.first and run.last.exists() and not resume:
        raise VidcolorError(
            f"{out} already holds a training run.", do="Continue it with --resume, or name another."
        )
    torch.set_num_threads(settings.threads or cpu_share())
    with run.held() if world.first else nullcontext():
        if world.first:
            run.ask(None)
        facts = run.facts() if resume else None
        if facts is not None and facts.photo_list_sha256 != list_digest(photos):
            raise VidcolorError(
                f"The run in {out} was started with other photos.",
                do="Give the same photos, or start a new run in another folder.",
            )
        settings = with_steps(recipe, settings, photos, device, sources, facts, world)
        patience = Patience(settings)
        trainer = Trainer(
            recipe,
            settings,
            photos,
            out,
            device=device,
            sources=sources,
            world=world,
            generator_name=facts.generator if facts else "",
        )
        keeping = Keeping(run, trainer, patience)
        if facts is not None:
            keeping.load(resuming=True)
        begun = RunState(
            RunStatus.STARTING,
            os.getpid(),
            step=keeping.step,
            steps=settings.steps,
            seconds=keeping.seconds,
            best_step=keeping.best_step,
        )
        journal = Journal(run, begun, enabled=world.first)
        course = Course(trainer, keeping, patience, journal, run, photos, held_out)
        if facts is None and world.first:
            run.write_facts(_facts(trainer, photos, held_out))
            keeping.save()
        with journal:
            yield from course.steps()


def _facts(trainer: Trainer, photos: Sequence[Photo], held_out: Sequence[Photo]) -> RunFacts:
    settings, begun = trainer.settings, trainer.begun
    parameters = {"generator": sum(p.numel() for p in trainer.generator.parameters())}
    if trainer.adversary is not None:
        parameters["discriminator"] = sum(p.numel() for p in trainer.adversary.parameters)
    start = trainer.sources.start_weights
    return RunFacts(
        recipe=trainer.recipe.name,
        settings=asdict(settings),
        generator=begun.spec.name,
        parameters=parameters,
        photos=len(photos),
        held_out=len(held_out),
        photo_list_sha256=list_digest(photos),
        steps_per_epoch=steps_per_epoch(settings, len(photos), trainer.world.size),
        substitutes=(*begun.substitutes, *trainer.substitute_features),
        start_weights=start.name if start else "",
        device=str(trainer.device),
        threads=torch.get_num_threads(),
        precision=settings.precision,
        vidcolor=__version__,
        begun=datetime.now(UTC).isoformat(timespec="seconds"),
    )
