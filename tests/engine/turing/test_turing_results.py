"""What answers mean: who was fooled, how often, how far that is to be trusted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pairs_made import answered, made_pairs

from vidcolor.turing.answers import Answer
from vidcolor.turing.pairs import TuringTest
from vidcolor.turing.results import PRINTED, Tally, outcome, wilson


@pytest.fixture
def sample(tmp_path: Path) -> TuringTest:
    return made_pairs(tmp_path / "test")


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, p. 857–872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # By hand: z² = 3.8415; (n + z² ± z √z²) / 2 (n + z²) for a half of 100.
        (50, 100, 0.4038, 0.5962),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_the_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    found = wilson(count, of)
    assert found.value == count / of
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "of"), [(0, 0), (3, 2), (-1, 4)])
def test_counts_that_cannot_be_are_a_bug(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="want a count"):
        wilson(count, of)


@pytest.mark.parametrize(
    ("left", "chosen", "fooled"),
    [("a", "left", False), ("a", "right", True), ("b", "left", True), ("b", "right", False)],
)
def test_whoever_calls_the_real_picture_the_fake_is_fooled(
    sample: TuringTest, left: str, chosen: str, fooled: bool
) -> None:
    assert sample.pairs[0].made == "a"
    assert Answer("Ann", 0, 1, 1, left, chosen, 1.0, False).fooled(sample) is fooled


def test_answers_are_counted_in_all_by_pair_and_by_participant(sample: TuringTest) -> None:
    ann = answered(sample, "Ann", {1, 2}, seconds=1)
    bob = answered(sample, "Bob", {2}, seconds=3)[:4]
    bob[0] = replace(bob[0], timed_out=True, seconds=9)
    found = outcome(sample, ann + bob)
    assert found.total == Tally(3, 10)
    assert [one.tally for one in found.pairs] == [
        *(Tally(1, 2), Tally(2, 2), Tally(0, 2), Tally(0, 2)),
        *(Tally(0, 1), Tally(0, 1)),
    ]
    assert [(one.name, one.tally) for one in found.participants] == [
        ("Ann", Tally(2, 6)),
        ("Bob", Tally(1, 4)),
    ]
    assert [(one.median_s, one.timed_out) for one in found.participants] == [(1, 0), (3, 1)]


def test_without_answers_there_is_no_share(sample: TuringTest) -> None:
    found = outcome(sample, [])
    assert found.total.estimate() is None
    assert found.as_json()["fooled_percent"] is None
    assert len(found.pairs) == 6


def test_the_result_is_told_beside_the_papers(sample: TuringTest) -> None:
    told = json.loads(json.dumps(outcome(sample, answered(sample, "Ann", {1, 2, 3})).as_json()))
    assert (told["fooled"], told["answers"], told["fooled_percent"]) == (3, 6, 50.0)
    assert told["low_percent"] == pytest.approx(100 - told["high_percent"])
    assert told["model"] == "swift@saturation=0.5"
    assert [(one["fooled_percent"], one["pairs"]) for one in told["printed"]] == [
        (32.0, 40),
        (23.0, 20),
    ]
    assert told["pairs"][2]["fooled_percent"] == 100.0
    assert {one.participants for one in PRINTED} == {40}
