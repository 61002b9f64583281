"""Curves and the round numbers of their axes, before anything is painted; knows no Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Axis(StrEnum):
    """How values are laid out upwards."""

    LINEAR = "linear"
    LOG = "log"  # only where all values are positive and span a decade
    SHARE = "share"  # from 0 to 1


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A line over the steps."""

    name: str
    steps: Numbers
    values: Numbers
    color: int  # a place in the theme's `curves`
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis' ends, and whether it is logarithmic."""

    low: float
    high: float
    log: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, from 0, the low end, to 1."""
        if self.log:
            span = math.log(self.high / self.low)
            return math.log(max(value, self.low) / self.low) / span
        return (value - self.low) / (self.high - self.low)


def curve(
    name: str,
    steps: Sequence[float],
    values: Sequence[float],
    color: int,
    *,
    smoothing: float = 0.0,
    dashed: bool = False,
) -> Curve:
    """A curve of what can be shown: values that are no numbers are left out."""
    at, numbers = np.asarray(steps, np.float64), np.asarray(values, np.float64)
    there = np.isfinite(numbers)
    return Curve(name, at[there], smoothed(numbers[there], smoothing), color, dashed)


def smoothed(values: Numbers, share: float) -> Numbers:
    """A running mean in which the past weighs ``share`` of it; 0 changes nothing.

    The first values are not drawn towards zero: the weights are brought to a sum of 1, as Adam
    does (Kingma and Ba 2015, section 3).
    """
    if share <= 0 or not len(values):
        return values
    found, mean, weight = np.empty_like(values), 0.0, 0.0
    for place, value in enumerate(values.tolist()):
        mean = share * mean + (1 - share) * value
        weight = share * weight + (1 - share)
        found[place] = mean / weight
    return found


def thinned(steps: Numbers, values: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Lowest and highest value of each of ``most`` stretches: no peak is lost on the screen."""
    if len(steps) <= 2 * most:
        return steps, values
    edges = np.linspace(0, len(steps), most + 1).astype(int)
    places = []
    for start, end in pairwise(edges.tolist()):
        part = values[start:end]
        places += sorted({start + int(part.argmin()), start + int(part.argmax())})
    return steps[places], values[places]


def step_scale(curves: Sequence[Curve]) -> Scale:
    """From the first step, or 0, to the last of all curves."""
    ends = [float(c.steps[-1]) for c in curves if len(c.steps)]
    return Scale(0.0, max([1.0, *ends]))


def value_scale(curves: Sequence[Curve], axis: Axis) -> Scale:
    """Holds every value, with some air."""
    if axis is Axis.SHARE:
        return Scale(0.0, 1.0)
    filled = [c.values for c in curves if len(c.values)]
    if not filled:
        return Scale(0.0, 1.0)
    low, high = min(float(v.min()) for v in filled), max(float(v.max()) for v in filled)
    if axis is Axis.LOG and low > 0 and high >= 10 * low:
        return Scale(low / 1.1, high * 1.1, log=True)
    if axis is Axis.LINEAR and 0 <= low < high / 3:
        low = 0.0
    air = 0.05 * (high - low) or 0.05 * abs(high) or 0.5
    return Scale(low - air if low else 0.0, high + air)


def ticks(scale: Scale, most: int) -> list[float]:
    """Round numbers on an axis, ``most`` or fewer: 1, 2 and 5 times powers of ten."""
    if scale.log:
        return _log_ticks(scale, most)
    wanted = (scale.high - scale.low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(m * power for m in (1, 2, 5, 10, 20) if m * power >= wanted * (1 - 1e-9))
    first = math.ceil(scale.low / step - 1e-9)
    last = math.floor(scale.high / step + 1e-9)
    # Multiplied, not added up, and rounded: 0.30000000000000004 is no label.
    places = max(0, 1 - math.floor(math.log10(step)))
    found = [round(n * step, places) for n in range(first, last + 1)]
    return found[:: 2 if len(found) > most else 1]


def _log_ticks(scale: Scale, most: int) -> list[float]:
    powers = range(math.floor(math.log10(scale.low)), math.ceil(math.log10(scale.high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = [float(f"{f}e{p}") for p in powers for f in factors]
        found = [tick for tick in found if scale.low <= tick <= scale.high]
        if len(found) <= most:
            return found
    return found[:: math.ceil(len(found) / max(most, 1))]


def number_words(value: float) -> str:
    """Four digits, without a tail of zeros: "0.001", "1.25", "12 000"."""
    if value and not 1e-4 <= abs(value) < 1e7:
        return f"{value:.3g}"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.4g}"


def nearest(curve: Curve, step: float) -> int | None:
    """The place of the point nearest to a step; None: the curve is empty."""
    if not len(curve.steps):
        return None
    place = int(np.searchsorted(curve.steps, step))
    around = [p for p in (place - 1, place) if 0 <= p < len(curve.steps)]
    return min(around, key=lambda p: abs(curve.steps[p] - step))
