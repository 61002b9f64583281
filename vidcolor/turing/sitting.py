"""In which order and on which sides a participant sees the pairs: a function of one number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vidcolor.turing.pairs import LETTERS

SEEDS = 2**32
"""Seeds are below this."""

# Numerical Recipes (Press et al. 2007), 7.1.1. The page of a test draws by the same rule in
# JavaScript, so that a seed means the same wherever a participant sat.
_FACTOR, _STEP = 1664525, 1013904223


@dataclass(frozen=True, slots=True)
class Trial:
    """One pair as it is shown."""

    pair: int
    left: str  # the letter of the picture on the left


def sitting(pairs: int, seed: int) -> tuple[Trial, ...]:
    """All pairs, shuffled (Fisher and Yates), each with its sides drawn.

    Args:
        pairs: how many there are.
        seed: 0 to ``SEEDS - 1``.

    Raises:
        ValueError: the seed is out of bounds.
    """
    if not 0 <= seed < SEEDS:
        raise ValueError(f"want a seed from 0 to {SEEDS - 1}, got {seed}")
    draw = _draws(seed)
    order = list(range(1, pairs + 1))
    for last in range(pairs - 1, 0, -1):
        at = draw(last + 1)
        order[last], order[at] = order[at], order[last]
    return tuple(Trial(pair, LETTERS[draw(2)]) for pair in order)


def _draws(seed: int) -> Callable[[int], int]:
    """A function that draws whole numbers from 0 to below its argument."""
    state = seed

    def draw(below: int) -> int:
        nonlocal state
        state = (state * _FACTOR + _STEP) % SEEDS
        return (state >> 16) * below >> 16  # the lower bits of such a generator are poor

    return draw
