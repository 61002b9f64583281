"""Rows of measures over the same photos, with intervals and paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError
from vidcolor.evaluation.frechet import Features, frechet_distance
from vidcolor.evaluation.intervals import (
    RESAMPLES,
    SEED,
    SHARE,
    Draws,
    Estimate,
    Spread,
    draw,
    mean_spread,
    ratio_spread,
    spread,
)
from vidcolor.evaluation.photos import PhotoResult
from vidcolor.evaluation.uncertainty import rank_correlation

GREY = "grey"
FEWEST_FOR_DOUBT = 3  # photos; a rank correlation of two is always 1 or -1
MEANS = (
    "psnr_db",
    "mae",
    "epsilon_accuracy_percent",
    "ssim",
    "ab_error",
    "colorfulness",
    "colorfulness_difference",
)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One contender's photos, and what is known of it beside them."""

    label: str
    photos: Sequence[PhotoResult]
    model: str = ""
    told: dict[str, Any] = field(default_factory=dict)  # its settings
    sha256: str = ""
    parameters: int | None = None
    frames_per_second: float | None = None

    def column(self, name: str) -> NDArray[np.float64]:
        """A measure of all photos."""
        return np.array([photo.measures[name] for photo in self.photos], np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Rows with their figures: the grey one first, then the first model."""

    rows: list[Row]
    features: tuple[str, ...]  # names of the distances between sets, in order
    resamples: int
    seed: int
    figures: list[dict[str, Estimate]]  # of each row, by measure
    to_grey: list[dict[str, Estimate]]  # paired differences
    to_first: list[dict[str, Estimate]]
    truth_colorfulness: Estimate

    def as_json(self) -> dict[str, Any]:
        """Everything, with per-photo values, for ``--json``."""
        return {
            "photos": len(self.rows[0].photos),
            "intervals": {
                "share": SHARE,
                "resamples": self.resamples,
                "seed": self.seed,
                "method": "percentile bootstrap over photos",
            },
            "colorfulness_truth": _numbers(self.truth_colorfulness),
            "rows": [self._row(at) for at in range(len(self.rows))],
        }

    def _row(self, at: int) -> dict[str, Any]:
        row = self.rows[at]
        parts = (self.figures[at], self.to_grey[at], self.to_first[at])
        of_row, to_grey, to_first = ({k: _numbers(v) for k, v in one.items()} for one in parts)
        return {
            "label": row.label,
            "model": row.model,
            "settings": row.told,
            "sha256": row.sha256,
            "parameters": row.parameters,
            "frames_per_second": row.frames_per_second,
            **{name: figure.value for name, figure in self.figures[at].items()},
            "figures": of_row,
            "to_grey": to_grey,
            "to_first": to_first,
            "per_photo": [{"name": photo.name, **photo.measures} for photo in row.photos],
        }


def _numbers(figure: Estimate) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}


def compare(
    rows: Sequence[Row],
    features: Sequence[Features],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Comparison:
    """Put intervals to rows over the same photos.

    Args:
        rows: grey first, then the models.
        features: those that the photos were measured with.
        resamples: of the photos; the same for all rows and measures, so differences are paired.
        seed: of the resamples.

    Raises:
        VidcolorError: fewer than 100 resamples are asked for.
    """
    check_resamples(resamples)
    draws = draw(len(rows[0].photos), resamples, seed)
    truth = mean_spread(rows[0].column("colorfulness_truth"), draws).estimate()
    spreads = [_spreads(row, features, draws) for row in rows]
    first = spreads[min(1, len(spreads) - 1)]
    return Comparison(
        list(rows),
        tuple(one.name for one in features),
        resamples,
        seed,
        [{name: one.estimate() for name, one in of_row.items()} for of_row in spreads],
        [_differences(of_row, spreads[0]) for of_row in spreads],
        [_differences(of_row, first) for of_row in spreads],
        truth,
    )


def check_resamples(resamples: int) -> None:
    """Refuse a number that makes no interval, before anything is measured.

    Raises:
        VidcolorError: it is below 100.
    """
    if resamples < 100:
        raise VidcolorError(f"--resamples is {resamples}.", do="Choose 100 or more.")


def _differences(these: dict[str, Spread], those: dict[str, Spread]) -> dict[str, Estimate]:
    if these is those:
        return {}
    return {k: one.less(those[k]).estimate() for k, one in these.items() if k in those}


def _spreads(row: Row, features: Sequence[Features], draws: Draws) -> dict[str, Spread]:
    found = {name: mean_spread(row.column(name), draws) for name in MEANS}
    found["colorfulness_ratio"] = ratio_spread(
        row.column("colorfulness"), row.column("colorfulness_truth"), draws
    )
    for at, one in enumerate(features):
        own = np.stack([photo.features[at] for photo in row.photos])
        true = np.stack([photo.features_truth[at] for photo in row.photos])
        some = draws[: one.resamples]
        found[one.name] = spread(frechet_distance, some, own, true, moved=True)
    return found | _doubts(row, draws)


def _doubts(row: Row, draws: Draws) -> dict[str, Spread]:
    """Rank correlations of doubt and error, where the network has a doubt that varies."""
    if any(photo.measures.get("doubt_rank_correlation") is None for photo in row.photos):
        return {}
    found = {"doubt_pixels": mean_spread(row.column("doubt_rank_correlation"), draws)}
    if len(row.photos) >= FEWEST_FOR_DOUBT:
        columns = row.column("doubt"), row.column("ab_error")
        found["doubt_photos"] = spread(_rank_or_0, draws, *columns)
    return found


def _rank_or_0(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return rank_correlation(one, other) or 0.0
