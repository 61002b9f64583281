"""How often people took the real picture for the made one, beside what papers print."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vidcolor.evaluation.intervals import SHARE, Estimate
from vidcolor.turing.answers import Answer
from vidcolor.turing.pairs import Pair, TuringTest

CHANCE_PERCENT = 50.0
"""What two pictures that nobody can tell apart would get."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some answers were wrong."""

    fooled: int
    answers: int

    def estimate(self) -> Estimate | None:
        """The share of fooled answers with its interval; None without answers."""
        return wilson(self.fooled, self.answers) if self.answers else None

    def as_json(self) -> dict[str, Any]:
        """Counts and, where there are answers, per cents."""
        found = self.estimate()
        return {
            "fooled": self.fooled,
            "answers": self.answers,
            "fooled_percent": None if found is None else round(100 * found.value, 2),
            "low_percent": None if found is None else round(100 * found.low, 2),
            "high_percent": None if found is None else round(100 * found.high, 2),
        }


@dataclass(frozen=True, slots=True)
class PairOutcome:
    """What was answered to one pair."""

    pair: Pair
    tally: Tally


@dataclass(frozen=True, slots=True)
class ParticipantOutcome:
    """What one participant answered."""

    name: str
    tally: Tally
    median_s: float  # from the pictures' appearance to the answer
    timed_out: int  # answers given after the pictures had vanished


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a test so far."""

    test: TuringTest
    total: Tally
    pairs: tuple[PairOutcome, ...]  # all of the test, in its order
    participants: tuple[ParticipantOutcome, ...]  # in the order of their first answers

    def as_json(self) -> dict[str, Any]:
        """All of it, with the papers' figures."""
        return {
            "test": self.test.identity,
            "model": self.test.model,
            "sha256": self.test.sha256,
            "time_limit_s": self.test.time_limit_s,
            **self.total.as_json(),
            "chance_percent": CHANCE_PERCENT,
            "pairs": [
                {"pair": one.pair.number, "photo": one.pair.photo, **one.tally.as_json()}
                for one in self.pairs
            ],
            "participants": [
                {
                    "participant": one.name,
                    **one.tally.as_json(),
                    "median_s": round(one.median_s, 3),
                    "timed_out": one.timed_out,
                }
                for one in self.participants
            ],
            "printed": [
                {
                    "source": one.source,
                    "fooled_percent": one.fooled_percent,
                    "pairs": one.pairs,
                    "participants": one.participants,
                }
                for one in PRINTED
            ],
        }


@dataclass(frozen=True, slots=True)
class Printed:
    """A result as a paper prints it: other photos, other people, never a ranking."""

    source: str
    fooled_percent: float
    pairs: int  # each participant saw
    participants: int


PRINTED = (
    Printed("Zhang et al. 2016", 32.0, 40, 40),
    Printed("Petre and Trăușan-Matu 2020", 23.0, 20, 40),
)


def wilson(count: int, of: int) -> Estimate:
    """A share and its 95 % interval by the score test.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, p. 209–212. Unlike the usual plus and
    minus it stays within 0 to 1 and has a width where nobody or everybody was fooled.

    Raises:
        ValueError: ``count`` is not 0 to ``of``, or ``of`` is 0.
    """
    if not 0 <= count <= of or of < 1:
        raise ValueError(f"want a count of 0 to {of} of at least 1, got {count}")
    z = statistics.NormalDist().inv_cdf((1 + SHARE) / 2)
    middle = (count + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * math.sqrt(count * (of - count) / of + z * z / 4)
    return Estimate(count / of, max(middle - half, 0.0), min(middle + half, 1.0))


def outcome(test: TuringTest, answers: Sequence[Answer]) -> Outcome:
    """Count the answers to a test."""
    by_pair: dict[int, list[Answer]] = defaultdict(list)
    by_name: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        by_pair[one.pair].append(one)
        by_name[one.participant].append(one)
    return Outcome(
        test,
        _tally(test, answers),
        tuple(PairOutcome(pair, _tally(test, by_pair[pair.number])) for pair in test.pairs),
        tuple(
            ParticipantOutcome(
                name,
                _tally(test, own),
                statistics.median(one.seconds for one in own),
                sum(one.timed_out for one in own),
            )
            for name, own in by_name.items()
        ),
    )


def _tally(test: TuringTest, answers: Sequence[Answer]) -> Tally:
    return Tally(sum(one.fooled(test) for one in answers), len(answers))
