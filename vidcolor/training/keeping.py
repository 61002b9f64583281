"""The checkpoints of a run: which are written, which are kept, which is the best."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from vidcolor.errors import VidcolorError
from vidcolor.training.checkpoint import load_checkpoint, save_checkpoint
from vidcolor.training.patience import Patience
from vidcolor.training.run import Run
from vidcolor.training.trainer import Trainer


class Keeping:
    """Writes ``last.pt`` (all to go on from), ``best.pt`` and ``step_N.pt`` (weights).

    Attributes:
        step: finished steps.
        seconds: of training.
        best_step: of the lowest error on held-out photos.
    """

    def __init__(self, run: Run, trainer: Trainer, patience: Patience) -> None:
        self._run = run
        self._config = asdict(trainer.settings) | {"recipe": trainer.recipe.name}
        self._most = trainer.settings.keep_checkpoints
        self._trainer = trainer
        self._patience = patience
        self.step = 0
        self.seconds = 0.0
        self.best_step = 0
        self._best_error = math.inf

    def save(self) -> None:
        """Write ``last.pt``."""
        state = self._trainer.state_dict() | {
            "step": self.step,
            "seconds": self.seconds,
            "best_error": self._best_error,
            "best_step": self.best_step,
            "patience": self._patience.state_dict(),
            "config": self._config,
        }
        save_checkpoint(state, self._run.last)

    def validated(self, error: float) -> None:
        """Keep the weights of a validated step; drop the oldest beyond what is to be kept."""
        weights = self._trainer.state_dict()["averaged"]
        kept = {"averaged": weights, "step": self.step, "config": self._config}
        if self._most:
            save_checkpoint(kept, self._run.kept(self.step))
        for step in self._run.kept_steps()[: -self._most or None]:
            self._run.kept(step).unlink(missing_ok=True)
        if error < self._best_error:
            self._best_error, self.best_step = error, self.step
            save_checkpoint(kept, self._run.best)
        self.save()

    def load(self, *, resuming: bool) -> None:
        """Go back to ``last.pt``.

        Args:
            resuming: the run was started another time; its settings have to be the same.

        Raises:
            VidcolorError: it is missing, damaged or of other settings.
        """
        state: dict[str, Any] = load_checkpoint(self._run.last)
        told = state["config"]
        if resuming and told != self._config:
            changed = sorted(k for k in self._config if told.get(k) != self._config[k])
            raise VidcolorError(
                f"The run in {self._run.folder} was started with other settings: "
                f"{', '.join(changed)}.",
                do="Give the same settings, or start a new run in another folder.",
            )
        try:
            self._trainer.load_state_dict(state)
            self._patience.load_state_dict(state["patience"])
            self.step, self.seconds = state["step"], state["seconds"]
            self._best_error, self.best_step = state["best_error"], state["best_step"]
        except KeyError as error:
            raise VidcolorError(
                f"{self._run.last} does not hold all that a run goes on from.",
                do="Start a new run in another folder, with the weights of this one: "
                "--start-weights.",
                detail=f"{error} is missing",
            ) from error
