"""Who takes part in an evaluation: models at settings, written ``swift@temperature=0.4``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings

ORACLE = "oracle"
MOST_POINTS = 1000


@dataclass(frozen=True, slots=True)
class Contender:
    """One row of the table."""

    label: str  # as it was written
    model: str
    settings: ColorSettings
    weights: Path | None = None
    points: int = 0  # true colours that are given to the network
    palette: bool = False  # whether the truth's own palette is

    @property
    def guided(self) -> bool:
        """Whether it is told anything of the truth."""
        return self.points > 0 or self.palette

    def told(self) -> dict[str, Any]:
        """What decides the row, without paths of this machine."""
        return {
            "work_size": self.settings.work_size,
            "temperature": self.settings.temperature,
            "saturation": self.settings.saturation,
            "hints": self.points,
            "palette": ORACLE if self.palette else "",
            "weights": self.weights.name if self.weights else "",
        }


def parse_contender(text: str, base: ColorSettings, weights: Path | None) -> Contender:
    """Read ``MODEL`` or ``MODEL@KEY=VALUE,KEY=VALUE``.

    Keys: ``temperature``, ``saturation``, ``work-size``, ``hints`` (a number of points),
    ``palette`` (``oracle``) and ``weights`` (a file).

    Args:
        text: as it was typed.
        base: what holds where nothing else is said.
        weights: likewise.

    Raises:
        VidcolorError: a key or a value is none.
    """
    model, _, rest = text.partition("@")
    contender = Contender(text, model, base, weights)
    for part in filter(None, rest.split(",")):
        key, _, value = part.partition("=")
        contender = _with(contender, key.strip().replace("_", "-"), value.strip(), text)
    # The folders of a file have no place in a table that is shown to others.
    if contender.weights is not None and contender.weights is not weights:
        label = text.replace(str(contender.weights), contender.weights.name)
        contender = replace(contender, label=label)
    return contender


def _with(contender: Contender, key: str, value: str, text: str) -> Contender:
    settings = contender.settings
    try:
        match key:
            case "temperature":
                return replace(contender, settings=replace(settings, temperature=float(value)))
            case "saturation":
                return replace(contender, settings=replace(settings, saturation=float(value)))
            case "work-size":
                return replace(contender, settings=replace(settings, work_size=int(value)))
            case "hints":
                return replace(contender, points=checked_points(int(value)))
            case "palette" if value == ORACLE:
                return replace(contender, palette=True)
            case "weights" if value:
                return replace(contender, weights=Path(value))
    except ValueError:
        pass
    raise VidcolorError(
        f"{text!r} is not understood.",
        do="Write MODEL or MODEL@KEY=VALUE,KEY=VALUE with the keys temperature, saturation, "
        "work-size, hints, palette=oracle and weights.",
    )


def checked_points(count: int) -> int:
    """A number of points within bounds.

    Raises:
        VidcolorError: it is not.
    """
    if not 0 <= count <= MOST_POINTS:
        raise VidcolorError(f"{count} hints are asked for.", do=f"Choose 0 to {MOST_POINTS}.")
    return count


def with_guidance(
    contenders: Sequence[Contender], points: Sequence[int], *, palette: bool
) -> list[Contender]:
    """Each contender followed by itself with so many points, and with the truth's palette."""
    rows: list[Contender] = []
    for one in contenders:
        join = "," if "@" in one.label else "@"
        rows.append(one)
        rows += [replace(one, label=f"{one.label}{join}hints={n}", points=n) for n in points]
        if palette:
            label = f"{one.label}{join}palette={ORACLE}"
            rows.append(replace(one, label=label, palette=True))
    labels = [row.label for row in rows]
    if twice := [label for label in labels if labels.count(label) > 1]:
        raise VidcolorError(f"{twice[0]!r} is given twice.", do="Leave one of them out.")
    return rows
