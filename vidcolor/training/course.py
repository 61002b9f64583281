"""The course of a run: steps, validations, checkpoints, wishes and detours."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from vidcolor.errors import VidcolorError
from vidcolor.prefetch import prefetched
from vidcolor.training.batches import PhotoBatches
from vidcolor.training.journal import Journal, most_memory_mib
from vidcolor.training.keeping import Keeping
from vidcolor.training.length import steps_per_epoch
from vidcolor.training.patience import Patience
from vidcolor.training.photos import Photo, sampling_weights
from vidcolor.training.run import Run, RunStatus, Wish
from vidcolor.training.trainer import Outcome, Trainer
from vidcolor.training.validation import Validation

_MOST_DETOURS = 3
_ASK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class TrainProgress:
    """Where a training run stands."""

    step: int  # finished steps
    steps: int
    loss: float
    learning_rate: float  # as a share of the peaks
    pictures_per_second: float
    validation: dict[str, float] | None  # measures, where this step was validated
    discriminator: dict[str, float] | None = None  # of `Adversary.loss`, where it learned
    event: str = ""  # what happened beside, in words


class Course:
    """One life of a run, from its first step or its last checkpoint to its end."""

    def __init__(
        self,
        trainer: Trainer,
        keeping: Keeping,
        patience: Patience,
        journal: Journal,
        run: Run,
        photos: Sequence[Photo],
        held_out: Sequence[Photo],
    ) -> None:
        """Join the parts of a run.

        Args:
            trainer: learns.
            keeping: stands where the run begins or goes on.
            patience: ends it before its time.
            journal: tells of it.
            run: its folder.
            photos: to learn from.
            held_out: to judge by.

        Raises:
            VidcolorError: no held-out photo can be read.
        """
        self.trainer, self.keeping, self.patience = trainer, keeping, patience
        self.journal, self.run = journal, run
        self.recipe, self.settings, self.world = trainer.recipe, trainer.settings, trainer.world
        self.batches = PhotoBatches(
            photos,
            sampling_weights(photos, self.recipe.source_weights),
            batch_size=self.settings.batch_size,
            seed=self.settings.seed,
        )
        self.epoch = steps_per_epoch(self.settings, len(photos), self.world.size)
        self.validation: Validation | None = None
        if self.world.first:
            shown = held_out[: self.settings.validation_photos]
            self.validation = Validation(shown, trainer.validation_px)

    def steps(self) -> Generator[TrainProgress]:
        """Go on to the end, yielding after each step.

        Raises:
            VidcolorError: the numbers run away again and again; a file cannot be written.
        """
        detours = 0
        while self.keeping.step < self.settings.steps:
            first = self.keeping.step
            ahead = (self._pictures(step) for step in range(first, self.settings.steps))
            with prefetched(ahead, ahead=3, name="batches") as ready:
                for step, pictures in zip(range(first, self.settings.steps), ready, strict=True):
                    if self._stop_is_wished():
                        self._save()
                        self.journal.end(RunStatus.STOPPED)
                        return
                    began = time.monotonic()
                    outcome = self.trainer.learn(step, pictures)
                    progress = self._finished(step, outcome, began) if outcome.finite else None
                    if progress is None:
                        break
                    if progress.validation is not None:  # there is a newer checkpoint
                        detours = 0
                    yield progress
                    if progress.event:
                        self.journal.end(RunStatus.STOPPED_EARLY, progress.event)
                        return
            if self.keeping.step < self.settings.steps:
                detours += 1
                self._go_back(detours)
        self.journal.end(RunStatus.DONE)

    def _pictures(self, step: int) -> list[Tensor]:
        crop = self.recipe.stage_at(step, self.settings.steps).crop
        count = self.settings.accumulate
        parts = range(self.world.rank * count, (self.world.rank + 1) * count)
        return [self.batches.at(step, crop, part=part) for part in parts]

    def _stop_is_wished(self) -> bool:
        """Wait as long as a pause is wished."""
        pause, stop = self._wishes()
        if not pause:
            return stop
        self._save()
        self.journal.paused(on=True)
        # All ask again and again: processes that wait long for another one give it up for dead.
        while pause:
            time.sleep(_ASK_EVERY_S)
            pause, stop = self._wishes()
        self.journal.paused(on=False)
        return stop

    def _wishes(self) -> list[bool]:
        """Whether a pause is wished, and whether a stop is."""
        wish = self.run.asked() if self.world.first else None
        return self.world.agreed([wish is Wish.PAUSE, wish is Wish.STOP], self.trainer.device)

    def _finished(self, step: int, outcome: Outcome, began: float) -> TrainProgress | None:
        """Validate a step where it is due, and tell of it; None: its numbers are none."""
        self.patience.learned(outcome.loss)
        measures = self._validated(step + 1) if self._is_due(step + 1) else None
        if measures is not None:
            none = not all(map(math.isfinite, measures.values()))
            if self.world.agreed([none], self.trainer.device)[0]:
                return None
        took = time.monotonic() - began
        self.keeping.step = step + 1
        self.keeping.seconds += took
        count = self.settings.batch_size * self.settings.accumulate * self.world.size
        progress = TrainProgress(
            step + 1,
            self.settings.steps,
            outcome.loss,
            outcome.rate,
            count / max(took, 1e-6),
            measures,
            outcome.discriminator,
        )
        self._tell(progress, outcome)
        if measures is None:
            return progress
        error = measures.get("ab_error", math.inf)
        ended = self.patience.ended(error, counts=self._in_last_stage(step))
        # The others have no error on held-out photos, and would soon see no gain in that.
        (ended,) = self.world.agreed([ended and self.world.first], self.trainer.device)
        if self.world.first:
            self.keeping.validated(error)
            self.journal.validation(step + 1, measures, self.keeping.best_step)
        if not ended or step + 1 == self.settings.steps:
            return progress
        return replace(progress, event=f"no gain any more at step {step + 1}")

    def _validated(self, step: int) -> dict[str, float]:
        """Measures; nothing where this process does not validate."""
        if self.validation is None:
            return {}
        trainer = self.trainer
        measures = self.validation.measure(trainer.model, trainer.device, trainer.autocast)
        sheet = self.run.sheet(step)
        self.validation.draw_sheet(trainer.model, trainer.device, trainer.autocast, sheet)
        return measures

    def _tell(self, progress: TrainProgress, outcome: Outcome) -> None:
        stage = self.recipe.stage_at(progress.step - 1, progress.steps)
        index = self.recipe.stages.index(stage)
        seconds = self.keeping.seconds
        left = seconds / progress.step * (progress.steps - progress.step)
        told = {
            "step": progress.step,
            "stage": index,
            "epoch": round(progress.step / self.epoch, 3),
            "loss": progress.loss,
            "parts": outcome.parts,
            "discriminator": outcome.discriminator,
            "rate": progress.learning_rate,
            "pictures_per_second": round(progress.pictures_per_second, 2),
            "seconds": round(seconds, 1),
        }
        state = {
            "step": progress.step,
            "stage": index,
            "seconds": seconds,
            "seconds_left": left,
            "pictures_per_second": progress.pictures_per_second,
            "memory_mib": most_memory_mib(),
        }
        self.journal.step(told, state)

    def _is_due(self, step: int) -> bool:
        every = self.settings.validate_every or self.epoch
        last = step == self.settings.steps
        return step % every == 0 or last or self._stage(step) is not self._stage(step - 1)

    def _stage(self, step: int) -> object:
        return self.recipe.stage_at(step, self.settings.steps)

    def _in_last_stage(self, step: int) -> bool:
        return self._stage(step) is self.recipe.stages[-1]

    def _save(self) -> None:
        if self.world.first:
            self.keeping.save()

    def _go_back(self, detours: int) -> None:
        """Back to the last checkpoint, more slowly.

        Raises:
            VidcolorError: it has been of no use.
        """
        stumbled = self.keeping.step + 1
        self.world.wait()
        slowed = self.trainer.slowed / 2
        self.keeping.load(resuming=False)
        self.trainer.slowed = slowed
        self.journal.event(
            f"the numbers ran away after step {stumbled}: back to step {self.keeping.step}, "
            f"at {slowed:.3g} of the learning rates"
        )
        if detours == _MOST_DETOURS:
            raise VidcolorError(
                f"The numbers of the training ran away {detours} times in a row.",
                do="Start again with a lower --learning-rate, or with --precision fp32.",
            )
