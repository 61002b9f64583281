"""The checkpoints of a run in the order of a score, as Petre and Trăușan-Matu (2020) chose theirs.

They sorted them by Inception score, looked at the best twelve by eye and set the best three side
by side (section 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vidcolor.evaluation.classified import inception_score
from vidcolor.evaluation.frechet import frechet_distance
from vidcolor.evaluation.measures import Rgb
from vidcolor.report.measuring import Judge, Judged
from vidcolor.report.sheets import labelled_grid

LOOKED_AT = 12
SIDE_BY_SIDE = 3
_SHEET_PHOTOS = 8
_TRIPTYCHS = 4
_SHEET_PX, _SIDE_PX = 128, 192


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Checkpoints with their scores, the best first."""

    by: str  # the score with the network that it stands on
    higher_is_better: bool
    scores: tuple[float, ...]
    ranked: tuple[Judged, ...]

    @property
    def title(self) -> str:
        """What the order means."""
        better = "higher" if self.higher_is_better else "lower"
        return f"{self.by}, {better} is better"

    def text(self, score: float) -> str:
        """A score as it is printed: Inception scores lie near each other, distances do not."""
        return f"{score:.3f}" if self.higher_is_better else f"{score:.1f}"


def rank(judge: Judge, checkpoints: Sequence[Judged]) -> Ranking:
    """Order checkpoints that were judged on the same photos.

    By the Inception score where there is a classifier; else by the Fréchet distance to the true
    photos on the last of the features.
    """
    if judge.classifier is not None:
        by, higher = f"Inception score ({judge.classifier.label})", True
    else:
        by, higher = judge.features[-1].name, False
    scored = [(_score(one), one) for one in checkpoints]
    scored.sort(key=lambda pair: (-pair[0] if higher else pair[0], pair[1].step))
    return Ranking(by, higher, tuple(score for score, _ in scored), tuple(one for _, one in scored))


def _score(one: Judged) -> float:
    if one.probabilities is not None:
        return inception_score(one.probabilities).mean
    own = np.stack([photo.features[-1] for photo in one.photos])
    true = np.stack([photo.features_truth[-1] for photo in one.photos])
    return frechet_distance(own, true)


def best_sheet(ranking: Ranking, grey: Sequence[Rgb], truth: Sequence[Rgb]) -> Rgb:
    """The best twelve, a row each on the same photos, between the grey ones and the true ones."""
    best = zip(ranking.ranked[:LOOKED_AT], ranking.scores, strict=False)
    rows = [
        ("grey", grey[:_SHEET_PHOTOS]),
        *(
            (f"{place}. step {one.step}: {ranking.text(score)}", one.pictures[:_SHEET_PHOTOS])
            for place, (one, score) in enumerate(best, start=1)
        ),
        ("truth", truth[:_SHEET_PHOTOS]),
    ]
    return labelled_grid(rows, side_px=_SHEET_PX)


def side_by_side(ranking: Ranking, grey: Sequence[Rgb], truth: Sequence[Rgb]) -> Rgb:
    """The best three between grey and truth, a row for each of a few photos."""
    best = ranking.ranked[:SIDE_BY_SIDE]
    heads = ["grey", *(f"{at}. step {one.step}" for at, one in enumerate(best, start=1)), "truth"]
    count = min(_TRIPTYCHS, len(truth))
    rows = [
        (str(at + 1), [grey[at], *(one.pictures[at] for one in best), truth[at]])
        for at in range(count)
    ]
    return labelled_grid(rows, side_px=_SIDE_PX, heads=heads)
