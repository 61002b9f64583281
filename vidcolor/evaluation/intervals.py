"""How far a mean over photos is to be trusted: the bootstrap over photos (Efron 1979)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 0
SHARE = 0.95

Numbers = NDArray[np.float64]
Draws = NDArray[np.intp]
"""``(resamples, photos)``: which photos each resample holds, with repetition."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """A figure and what it is in each resample.

    ``moved``: the resamples are moved as a whole, so that their mean is the figure. A distance
    between sets needs this: a set with repetitions is further from any other.
    """

    value: float
    resampled: Numbers  # ``(resamples,)``
    moved: bool = False

    def estimate(self) -> Estimate:
        """The figure with its interval by the percentile method."""
        resampled = self.resampled
        if self.moved:
            resampled = resampled + (self.value - resampled.mean())
        low, high = np.quantile(resampled, [(1 - SHARE) / 2, (1 + SHARE) / 2])
        return Estimate(self.value, float(low), float(high))

    def less(self, other: Spread) -> Spread:
        """The paired difference: both were measured on the same photos in each resample."""
        return Spread(self.value - other.value, self.resampled - other.resampled, self.moved)


def draw(photos: int, resamples: int = RESAMPLES, seed: int = SEED) -> Draws:
    """Choose the photos of each resample; the first resamples do not depend on their number."""
    return np.random.default_rng(seed).integers(0, photos, (resamples, photos))


def spread(
    statistic: Callable[..., float], draws: Draws, *columns: Numbers, moved: bool = False
) -> Spread:
    """Any statistic of columns whose first axis is the photos, in all draws."""
    value = statistic(*columns)
    resampled = [statistic(*(column[chosen] for column in columns)) for chosen in draws]
    return Spread(float(value), np.array(resampled, np.float64), moved)


def mean_spread(values: Numbers, draws: Draws) -> Spread:
    """The mean over the photos."""
    return Spread(float(values.mean()), values[draws].mean(1))


def ratio_spread(values: Numbers, of: Numbers, draws: Draws) -> Spread:
    """The ratio of two means over the photos; of nothing it is 0."""
    least = 1e-12
    return Spread(
        float(values.mean() / max(of.mean(), least)),
        values[draws].mean(1) / np.maximum(of[draws].mean(1), least),
    )
