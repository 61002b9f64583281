"""What a training run has told so far, sorted into curves; knows no Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Track:
    """One number over the steps, in order."""

    steps: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, step: int, value: float) -> None:
        """Append; what was told of this step or later ones was of a life that did not last."""
        if self.steps and step <= self.steps[-1]:
            kept = bisect_left(self.steps, step)
            del self.steps[kept:], self.values[kept:]
        self.steps.append(step)
        self.values.append(value)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened once."""

    step: int
    what: str


@dataclass(slots=True)
class History:
    """The lines of ``metrics.jsonl`` as tracks by their names.

    Attributes:
        losses: "loss" and its weighted summands.
        discriminator: "loss", and the shares of right verdicts "real_told" and "fake_told".
        measures: on held-out photos.
        epoch: of the newest step.
    """

    losses: dict[str, Track] = field(default_factory=dict)
    discriminator: dict[str, Track] = field(default_factory=dict)
    measures: dict[str, Track] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    epoch: float = 0.0

    def take(self, lines: Iterable[dict[str, Any]]) -> None:
        """Sort fresh lines in; those of unknown kinds are passed over."""
        for line in lines:
            step = int(line.get("step", 0))
            match line.get("kind"):
                case "step":
                    self.epoch = float(line.get("epoch", 0.0))
                    told = {"loss": line.get("loss")} | (line.get("parts") or {})
                    _add(self.losses, step, told)
                    _add(self.discriminator, step, line.get("discriminator") or {})
                case "validation":
                    _add(self.measures, step, line.get("measures") or {})
                case "event":
                    self.events.append(Event(step, str(line.get("what", ""))))


def _add(tracks: dict[str, Track], step: int, told: dict[str, Any]) -> None:
    for name, value in told.items():
        if isinstance(value, int | float):
            tracks.setdefault(name, Track()).add(step, float(value))
