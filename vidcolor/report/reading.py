"""What training runs have noted, read whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from vidcolor.errors import VidcolorError
from vidcolor.training.run import Run, RunFacts, RunState

Points = list[tuple[float, float]]
"""Steps and what was noted there, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """One run as the report tells it."""

    name: str  # of its folder; unlike those of the other runs
    run: Run
    facts: RunFacts
    state: RunState | None
    steps: tuple[dict[str, Any], ...]  # lines of metrics.jsonl, in the order of their steps
    validations: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]

    @property
    def label(self) -> str:
        """As its rows are called: what stands in for a paper's own parts is never left out."""
        recipe = "" if self.facts.recipe in self.name else f" ({self.facts.recipe})"
        return f"{self.name}{recipe}{self.substitute}"

    @property
    def substitute(self) -> str:
        """What stands in for the paper's own parts; "" where nothing does."""
        names = ", ".join(self.facts.substitutes)
        return f" – substitute: {names}" if names else ""

    def curve(self, *way: str) -> Points:
        """A number of the noted steps.

        Args:
            way: the keys that lead to it, ``"loss"`` or ``"discriminator", "real_told"``.
        """
        return _points(self.steps, way)

    def validated(self, measure: str) -> Points:
        """A measure of the validations."""
        return _points(self.validations, ("measures", measure))

    def measures_at(self, step: int) -> dict[str, float]:
        """The validation of a step, or the last one before it; {} where there is none."""
        found = [line for line in self.validations if line["step"] <= step]
        if not found:
            return {}
        measures = found[-1]["measures"]
        return {name: value for name, value in measures.items() if _is_number(value)}

    def stage_borders(self) -> list[tuple[int, int]]:
        """Where a stage begins, and its number from 1; the first is left out."""
        borders: list[tuple[int, int]] = []
        for before, after in pairwise(self.steps):
            was, is_ = before.get("stage"), after.get("stage")
            if isinstance(was, int) and isinstance(is_, int) and was != is_:
                borders.append((after["step"], is_ + 1))
        return borders

    def epoch_of(self, step: int) -> float:
        """How often the photos have been seen at a step."""
        return step / max(self.facts.steps_per_epoch, 1)


def read_stories(folders: Sequence[Path]) -> list[Story]:
    """Read runs.

    Raises:
        VidcolorError: a folder holds no run, or one is given twice.
    """
    places = [folder.resolve() for folder in folders]
    if len(set(places)) < len(places):
        raise VidcolorError("A run is given twice.", do="Name each folder once.")
    names = [place.name for place in places]
    return [
        _read(place, place.name if names.count(place.name) == 1 else _longer_name(place))
        for place in places
    ]


def _longer_name(place: Path) -> str:
    return f"{place.parent.name}/{place.name}"


def _read(folder: Path, name: str) -> Story:
    run = Run(folder)
    facts = run.facts()
    kinds: dict[str, dict[int, dict[str, Any]]] = {"step": {}, "validation": {}}
    events = []
    lines, _ = run.lines()
    for line in lines:
        if not isinstance(line, dict) or not isinstance(line.get("step"), int):
            continue
        if line.get("kind") == "event":
            events.append(line)
        elif line.get("kind") in kinds:
            # A run that was killed repeats the steps since its last checkpoint.
            kinds[line["kind"]][line["step"]] = line
    steps, validations = (
        tuple(of_kind[step] for step in sorted(of_kind)) for of_kind in kinds.values()
    )
    whole = tuple(line for line in validations if isinstance(line.get("measures"), dict))
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name)
    return Story(shown, run, facts, run.state(), steps, whole, tuple(events))


def _points(lines: Sequence[dict[str, Any]], way: Sequence[str]) -> Points:
    points = []
    for line in lines:
        value: Any = line
        for key in way:
            value = value.get(key) if isinstance(value, dict) else None
        if _is_number(value):
            points.append((float(line["step"]), float(value)))
    return points


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
