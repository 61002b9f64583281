"""The order and the times of what is played, the clock it is played by, and what is left out."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import pytest

from gui.player.play_clock import PlayClock
from gui.player.play_route import Leg, Route
from gui.player.player_frames import Pace

EDGES_S = np.array([0.0, 1.0, 1.5, 3.0, 4.0, 6.0])  # five frames of uneven length


def shown(route: Route, until_s: float, step_s: float = 0.05) -> list[int]:
    """The frames on screen one after the other."""
    numbers: list[int] = []
    for at_s in np.arange(0.0, until_s, step_s):
        number = route.frame_at(float(at_s))
        if not numbers or numbers[-1] != number:
            numbers.append(number)
    return numbers


@pytest.mark.parametrize(
    ("start", "speed", "loop", "end_s", "order"),
    [
        (0, 1.0, None, 6.0, [0, 1, 2, 3, 4]),
        (2, 2.0, None, 2.25, [2, 3, 4]),
        (3, -1.0, None, 4.0, [3, 2, 1, 0]),
        (9, 1.0, None, 2.0, [4]),
        (2, 1.0, (3, 3), 4.5, [2, 3, 4]),
    ],
)
def test_playing_ends_when_its_last_frame_was_shown(
    start: int, speed: float, loop: tuple[int, int] | None, end_s: float, order: list[int]
) -> None:
    route = Route(EDGES_S, start=start, speed=speed, loop=loop)
    assert route.end_s == pytest.approx(end_s)
    assert route.last == order[-1]
    assert shown(route, end_s + 1) == order


@pytest.mark.parametrize(
    ("start", "speed", "order"),
    [
        (2, 1.0, [2, 3, 1, 2, 3, 1]),
        (0, 1.0, [0, 1, 2, 3, 1, 2]),  # it comes to the loop by itself
        (4, 1.0, [1, 2, 3, 1, 2, 3]),  # it never would
        (2, -1.0, [2, 1, 3, 2, 1, 3]),
        (4, -1.0, [4, 3, 2, 1, 3, 2]),
        (0, -1.0, [3, 2, 1, 3, 2, 1]),
    ],
)
def test_a_loop_is_gone_round(start: int, speed: float, order: list[int]) -> None:
    route = Route(EDGES_S, start=start, speed=speed, loop=(1, 4))
    assert route.end_s == float("inf")
    assert route.last is None
    assert shown(route, 30)[:6] == order
    legs = list(islice(route.legs(), 4))
    for before, after in pairwise(legs):
        assert after.due_s == pytest.approx(before.due_s + route.length_s(before))


@pytest.mark.parametrize("speed", [1.0, -1.0, 4.0, -8.0])
def test_each_frame_is_on_screen_from_when_it_is_due(speed: float) -> None:
    route = Route(EDGES_S, start=0 if speed > 0 else 4, speed=speed)
    leg = route.leg(0)
    for number in range(5):
        assert route.frame_at(route.due_s(leg, number)) == number


def test_a_leg_knows_its_part_of_the_film() -> None:
    route = Route(EDGES_S, start=3, speed=-2.0)
    assert route.leg(0) == Leg(3, 0, 0.0)
    assert route.film_s(route.leg(0)) == (0.0, 4.0)


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


def test_the_clock_runs_by_itself_and_stands_at_nought_before() -> None:
    hand = Hand()
    clock = PlayClock(hand)
    hand.s += 3
    assert (clock.running, clock.played_s()) == (False, 0.0)
    clock.start()
    hand.s += 2.5
    assert (clock.running, clock.played_s()) == (True, 2.5)
    clock.stop()
    assert clock.played_s() == 0.0


def test_the_clock_follows_the_sound_gently_and_never_goes_back() -> None:
    hand = Hand()
    clock = PlayClock(hand)
    clock.start()
    told = []
    for tick in range(1, 1000):
        hand.s += 0.01
        # Sound that is 60 ms behind and comes in steps of 20 ms.
        clock.follow(max(tick * 0.01 - 0.06, 0.0) // 0.02 * 0.02)
        told.append(clock.played_s())
    steps = np.diff(told)
    assert steps.min() >= 0
    assert steps.max() < 0.015
    assert told[-1] == pytest.approx(9.99 - 0.06 - 0.01, abs=0.015)


def test_the_clock_stands_while_the_sound_stands() -> None:
    hand = Hand()
    clock = PlayClock(hand)
    clock.start()
    told = []
    for _ in range(200):
        hand.s += 0.01
        clock.follow(0.5)
        told.append(clock.played_s())
    assert told == sorted(told)
    assert told[-1] < 0.7


def test_before_the_first_picture_is_shown_nothing_is_late() -> None:
    pace = Pace(lambda: -float("inf"))
    pace.took(10.0, known=False)
    assert all(pace.wants(n / 25, known=False) for n in range(5))


def test_what_cannot_be_there_in_time_is_not_made() -> None:
    pace = Pace(lambda: 1.0)
    for _ in range(5):
        pace.took(0.1, known=False)
        pace.took(0.01, known=True)
    assert pace.wants(2.0, known=False)  # and now there was one a moment ago
    assert not pace.wants(1.1, known=False)
    assert pace.wants(1.1, known=True)
    assert not pace.wants(0.9, known=True)
    assert pace.wants(1.2, known=False)


def test_a_first_picture_that_took_long_is_forgotten() -> None:
    pace = Pace(lambda: 1.0)
    for cost_s in (3.0, 3.0, 0.02, 0.02):
        pace.took(cost_s, known=False)
    assert pace.wants(2.0, known=False)
    assert pace.wants(1.1, known=False)


def test_a_late_picture_is_better_than_none_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()
    monkeypatch.setattr("gui.player.player_frames.time.monotonic", hand)
    pace = Pace(lambda: 1.0)
    assert pace.wants(0.5, known=True)
    assert not pace.wants(0.5, known=True)
    hand.s += 0.3
    assert pace.wants(0.5, known=True)
