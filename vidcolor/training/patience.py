"""When a run ends before its time."""

from __future__ import annotations

import math

from vidcolor.training.recipe import TrainSettings


class Patience:
    """Counts validations without a gain, by the criterion of the settings.

    "validation": the a*b* error on held-out photos, as the paper of `zheng-fc` and the regression
    of `olsson-vgg-regression` were stopped; "generator-loss": the mean of the generator's loss
    since the last validation, as for `olsson-cgan`.
    """

    def __init__(self, settings: TrainSettings) -> None:
        self._criterion = settings.early_stop
        self._most = settings.patience
        self.best = math.inf
        self.misses = 0
        self._losses, self._steps = 0.0, 0  # their sum, since the last validation

    def learned(self, generator_loss: float) -> None:
        """A step was done."""
        self._losses += generator_loss
        self._steps += 1

    def ended(self, error: float, *, counts: bool) -> bool:
        """Whether the run shall end after a validation.

        Args:
            error: a*b* error on held-out photos.
            counts: whether this validation may end it; if not, its values are forgotten.
        """
        mean_loss = self._losses / max(self._steps, 1)
        self._losses, self._steps = 0.0, 0
        if self._criterion == "none" or not counts:
            return False
        value = error if self._criterion == "validation" else mean_loss
        if value < self.best:
            self.best, self.misses = value, 0
        else:
            self.misses += 1
        return self.misses >= self._most

    def state_dict(self) -> dict[str, float]:
        """What a resumed run needs."""
        return {
            "best": self.best,
            "misses": self.misses,
            "losses": self._losses,
            "steps": self._steps,
        }

    def load_state_dict(self, state: dict[str, float]) -> None:
        """Go on from what `state_dict` gave."""
        self.best, self.misses = state["best"], int(state["misses"])
        self._losses, self._steps = state["losses"], int(state["steps"])
