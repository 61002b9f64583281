"""Axes: from values to places, with ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

DECADES_FOR_LOG = 1.5  # values that span more are told apart on a logarithmic axis only
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, from 0 at ``low`` to 1 at ``high``."""
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def linear(low: float, high: float, *, most: int = 6, rounded: bool = True) -> Scale:
    """An even axis.

    Args:
        low: the least value.
        high: the greatest.
        most: ticks, about.
        rounded: whether the axis goes on to the next ticks.
    """
    if high <= low:
        room = abs(low) / 10 or 1.0
        low, high = low - room, high + room
    step = _round_step((high - low) / max(most - 1, 1))
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [number * step for number in range(first, last + 1)]
    if rounded:
        return Scale(ticks[0], ticks[-1], tuple(ticks))
    least = step / 1e6  # rounding puts no tick out of the axis
    inside = tuple(tick for tick in ticks if low - least <= tick <= high + least)
    return Scale(low, high, inside)


def logarithmic(low: float, high: float, *, most: int = 8) -> Scale:
    """A logarithmic axis between positive values, with ticks at 1, 2 and 5 or at powers of ten."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    fine = [number * 10.0**power for power in range(first, last + 1) for number in _ROUND]
    start = max(tick for tick in fine if tick <= low * (1 + 1e-9))
    end = min((tick for tick in fine if tick >= high * (1 - 1e-9)), default=10.0**last)
    end = max(end, start * 10)
    ticks = [tick for tick in fine if start <= tick <= end]
    if len(ticks) > most:
        every = math.ceil((last - first) / most)
        ticks = [10.0**power for power in range(first, last + 1, every)]
        ticks = [tick for tick in ticks if start <= tick <= end]
    return Scale(start, end, tuple(ticks), logarithmic=True)


def spans_decades(values: Sequence[float]) -> bool:
    """Whether values want a logarithmic axis, and can have one."""
    return min(values) > 0 and math.log10(max(values) / min(values)) > DECADES_FOR_LOG


def tick_text(value: float) -> str:
    """A tick's number: ``0.05``, ``12``, ``20,000``."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next((number * power for number in _ROUND if step <= number * power), 10 * power)
