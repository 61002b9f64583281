"""A grid search: the same recipe with every combination of some settings."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import fields, replace

from vidcolor.errors import VidcolorError
from vidcolor.training.recipe import TrainSettings


def grid_runs(settings: TrainSettings, axes: Sequence[str]) -> dict[str, TrainSettings]:
    """Settings for each combination, by a name that suits a folder.

    Args:
        settings: what all have in common.
        axes: each ``NAME=VALUE,VALUE…``, where NAME is one of the settings.

    Raises:
        VidcolorError: an axis is not understood, a value is out of bounds.
    """
    columns = [[(name, value) for value in values] for name, values in map(_axis, axes)]
    runs = {}
    for cells in itertools.product(*columns):
        label = "_".join(f"{name}={_short(value)}" for name, value in cells)
        runs[label] = replace(settings, **dict(cells))  # type: ignore[arg-type]  # checked in _axis
    return runs


def _axis(text: str) -> tuple[str, list[float | int | str]]:
    name, _, values = text.partition("=")
    name = name.strip().removeprefix("--").replace("-", "_")
    known = {f.name: type(getattr(TrainSettings(), f.name)) for f in fields(TrainSettings)}
    if name not in known or not values.strip():
        raise VidcolorError(
            f"--grid {text!r} is not understood.",
            do="Write NAME=VALUE,VALUE with one of the settings, for example "
            "learning_rate=0.001,0.0001.",
        )
    try:
        return name, [known[name](value.strip()) for value in values.split(",")]
    except ValueError as error:
        raise VidcolorError(
            f"--grid {text!r} has a value that is none for {name}.",
            do="Give numbers with commas between.",
        ) from error


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"
