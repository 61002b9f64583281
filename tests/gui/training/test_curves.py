"""Curves, their axes and histories, before anything is painted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gui.training.curves import (
    Axis,
    Scale,
    curve,
    nearest,
    number_words,
    smoothed,
    step_scale,
    thinned,
    ticks,
    value_scale,
)
from gui.training.history import Event, History


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 4321, [0, 1000, 2000, 3000, 4000]),
        (-0.3, 0.31, [-0.2, 0, 0.2]),
        (9.1, 9.9, [9.2, 9.4, 9.6, 9.8]),
    ],
)
def test_ticks_are_round_numbers_inside_the_axis(
    low: float, high: float, expected: list[float]
) -> None:
    assert ticks(Scale(low, high), 6) == expected


@pytest.mark.parametrize("most", range(1, 12))
@pytest.mark.parametrize("log", [False, True])
def test_there_are_never_more_ticks_than_asked_for(most: int, log: bool) -> None:
    for high in (0.013, 0.9, 7, 99, 12_345):
        assert len(ticks(Scale(0.01, high, log), most)) <= most


def test_a_logarithmic_axis_has_ticks_of_one_two_and_five() -> None:
    assert ticks(Scale(0.08, 2.5, log=True), 6) == [0.1, 0.2, 0.5, 1, 2]
    assert ticks(Scale(0.001, 1000, log=True), 8) == [10.0**n for n in range(-3, 4)]


def test_losses_are_laid_out_by_their_logarithm_where_that_helps() -> None:
    def scale(*values: float) -> Scale:
        return value_scale([curve("loss", range(len(values)), values, 0)], Axis.LOG)

    assert scale(0.1, 5.0).log
    assert not scale(1.0, 5.0).log  # less than a decade
    assert not scale(-0.1, 5.0).log  # an adversary's loss can be negative
    middle = scale(0.01, 1.0).share(0.1)
    assert middle == pytest.approx(0.5, abs=0.01)


def test_shares_lie_between_nought_and_one_and_one_value_has_air() -> None:
    one = curve("share", [1], [0.7], 0)
    assert value_scale([one], Axis.SHARE) == Scale(0.0, 1.0)
    scale = value_scale([one], Axis.LINEAR)
    assert scale.low < 0.7 < scale.high
    assert value_scale([], Axis.LOG) == step_scale([]) == Scale(0.0, 1.0)


def test_smoothing_is_a_running_mean_that_starts_with_the_first_value() -> None:
    values = np.array([4.0, 0.0, 2.0])
    expected = [4.0, (0.5 * 4 + 0) / 1.5, (0.25 * 4 + 0 + 2) / 1.75]
    assert smoothed(values, 0.5) == pytest.approx(expected)
    assert smoothed(values, 0.0) is values


def test_values_that_are_no_numbers_leave_no_point() -> None:
    found = curve("loss", [1, 2, 3], [1.0, math.nan, math.inf], 0)
    assert found.steps.tolist() == [1]


def test_thinning_keeps_every_peak() -> None:
    steps, values = np.arange(10_000.0), np.zeros(10_000)
    values[[7, 6543]] = 3, -2
    few_steps, few = thinned(steps, values, 100)
    assert len(few) <= 200
    assert set(few.tolist()) == {0, 3, -2}
    assert few_steps[few == -2].tolist() == [6543]
    assert np.all(np.diff(few_steps) > 0)


def test_the_nearest_point_is_found() -> None:
    line = curve("loss", [10, 20, 40], [1, 2, 3], 0)
    assert [nearest(line, step) for step in (0, 14, 16, 29, 31, 99)] == [0, 0, 1, 1, 2, 2]
    assert nearest(curve("none", [], [], 0), 5) is None


def test_numbers_are_short() -> None:
    numbers = (0, 0.5, 0.00012, 0.00001, 12_000, 1234.5, 1.23456, 2e8)
    words = ["0", "0.5", "0.00012", "1e-05", "12 000", "1 234", "1.235", "2e+08"]
    assert [number_words(n).replace("\u202f", " ") for n in numbers] == words


def step(number: int, loss: float, **more: object) -> dict[str, object]:
    return {"kind": "step", "step": number, "loss": loss, "epoch": number / 2} | more


def test_lines_become_tracks_by_their_names() -> None:
    history = History()
    told = {"loss": 1.2, "real_told": 0.7, "fake_told": 0.6}
    history.take([step(1, 3.0, parts={"l1": 2.0}, discriminator=told), step(2, 2.5)])
    history.take(
        [
            {"kind": "validation", "step": 2, "measures": {"ab_error": 9.5}},
            {"kind": "event", "step": 2, "what": "paused"},
            {"kind": "of tomorrow", "step": 3},
        ]
    )
    assert history.losses["loss"].values == [3.0, 2.5]
    assert history.losses["l1"].steps == [1]
    assert history.discriminator["real_told"].values == [0.7]
    assert history.measures["ab_error"].values == [9.5]
    assert history.events == [Event(2, "paused")]
    assert history.epoch == 1.0


def test_steps_that_a_killed_life_told_give_way_to_those_of_the_next() -> None:
    history = History()
    history.take([step(n, n) for n in (10, 20, 30)])
    history.take([step(20, 99.0)])
    assert history.losses["loss"].steps == [10, 20]
    assert history.losses["loss"].values == [10, 99]
