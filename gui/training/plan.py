"""What a person chose for a training, as words of a command and as a note in the run's folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from vidcolor.errors import VidcolorError
from vidcolor.training.recipe import TrainSettings
from vidcolor.training.recipes import RECIPES

_NOTE = "plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """A training that can be started, and gone on with.

    Paths are texts: they are written into a note and handed to a command, no more.
    """

    recipe: str
    data: tuple[str, ...]
    start_weights: str = ""
    encoder_weights: str = ""
    feature_weights: str = ""
    device: str = "auto"
    changed: dict[str, Any] = field(default_factory=dict)  # of `TrainSettings`

    def words(self, run: Path, *, resume: bool = False, dry: bool = False) -> list[str]:
        """The words of ``vidcolor`` that train so, in a run's folder."""
        words = ["train", self.recipe, "--data", *self.data, "--out", str(run)]
        for name in ("start_weights", "encoder_weights", "feature_weights"):
            if value := getattr(self, name):
                words += [_flag(name), value]
        if self.device != "auto":
            words += ["--device", self.device]
        for name, value in self.changed.items():
            words += [_flag(name), str(value)]
        return words + ["--resume"] * resume + ["--dry-run"] * dry

    def check(self) -> None:
        """Check that nothing is missing that a trainer would find missing.

        Raises:
            VidcolorError: there is no data, or a recipe's network is not given.
        """
        if not self.data:
            raise VidcolorError(
                _tr("A training needs pictures."), do=_tr("Add folders of photos, films or shards.")
            )
        recipe = RECIPES[self.recipe]
        if recipe.feature_network and not self.feature_weights:
            raise VidcolorError(
                _tr("{0} compares pictures by the features of a network.").format(recipe.name),
                do=_tr("Choose the network's weights."),
            )

    def write(self, run: Path) -> None:
        """Leave a note in the run's folder, from which it can be gone on with."""
        partial = run / f"{_NOTE}.partial"
        partial.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        os.replace(partial, run / _NOTE)


def read_plan(run: Path) -> TrainingPlan | None:
    """The note in a run's folder; None where there is none, or none that can be understood."""
    try:
        told = json.loads((run / _NOTE).read_text(encoding="utf-8"))
        known = {f.name for f in fields(TrainingPlan)}
        plan = TrainingPlan(**{k: v for k, v in told.items() if k in known})
        changed = dict(plan.changed)
        TrainSettings(**changed)
        data = tuple(str(path) for path in plan.data)
    except (OSError, ValueError, TypeError, AttributeError, VidcolorError):
        return None
    if plan.recipe not in RECIPES:
        return None
    return TrainingPlan(**asdict(plan) | {"data": data, "changed": changed})


def changed_settings(settings: TrainSettings, base: TrainSettings) -> dict[str, Any]:
    """What differs from a recipe's own settings."""
    names = (f.name for f in fields(TrainSettings))
    return {n: v for n in names if (v := getattr(settings, n)) != getattr(base, n)}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _tr(text: str) -> str:
    return QCoreApplication.translate("TrainingPlan", text)
