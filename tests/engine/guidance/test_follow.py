"""Places are found again in later and earlier frames of their shot, and given up when hidden."""

from __future__ import annotations

from collections.abc import Generator

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from vidcolor.guidance.follow import Follower, Places, carried_shape

HEIGHT, WIDTH = 96, 128
FRAMES = 40
SPEED = 1.5  # pixels of the work grid a frame


def world() -> np.ndarray:
    rng = np.random.default_rng(4)
    coarse = cv2.GaussianBlur(rng.random((HEIGHT, WIDTH + 100)).astype(np.float32), (0, 0), 3)
    return cv2.normalize(coarse, None, 0.15, 0.85, cv2.NORM_MINMAX)


def frame(number: int) -> np.ndarray:
    """The camera pans to the right: what is seen moves to the left."""
    shift = np.array([[1, 0, -SPEED * number], [0, 1, 0]], np.float32)
    return cv2.warpAffine(world(), shift, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)


class Shot:
    """Frames that a follower reads; counts how many it has read."""

    def __init__(self, covered: range = range(0), last: int = FRAMES) -> None:
        self.read: list[int] = []
        self.open = 0
        self._covered, self._last = covered, last

    def __call__(self, start: int, end: int) -> Generator[Tensor]:
        self.open += 1
        try:
            for number in range(start, min(end, self._last)):
                self.read.append(number)
                picture = frame(number)
                if number in self._covered:
                    picture[:] = 0.99
                yield torch.from_numpy(picture)[None, None]
        finally:
            self.open -= 1


SET = np.array([[30.0, 20.0], [40.0, 30.0], [24.0, 34.0]], np.float32)


@pytest.mark.parametrize("number", [11, 12, 20, 28, 4])
def test_places_move_with_the_picture(number: int) -> None:
    follower = Follower(Shot(), 0, FRAMES)
    places = follower.at(number, 12, SET)
    # The track's grid has half the pixels of the work grid.
    wanted = SET - np.array([SPEED / 2 * (number - 12), 0], np.float32)
    assert np.abs(places.xy - wanted).max() < 0.75
    assert (places.faith > 0.9).all()


def test_a_place_is_where_it_was_set_in_its_own_frame_and_nothing_is_read() -> None:
    shot = Shot()
    places = Follower(shot, 0, FRAMES).at(12, 12, SET)
    assert np.array_equal(places.xy, SET)
    assert (places.faith == 1).all()
    assert not shot.read


def test_it_does_not_matter_in_which_order_frames_are_asked_for() -> None:
    forth = Follower(Shot(), 0, FRAMES)
    straight = [forth.at(number, 12, SET) for number in range(FRAMES)]
    other = Follower(Shot(), 0, FRAMES)
    other.at(5, 8, SET[:1])
    for number in (39, 0, 20, 13, 3, 30, 11):
        found = other.at(number, 12, SET)
        assert np.array_equal(found.xy, straight[number].xy), number
        assert np.array_equal(found.faith, straight[number].faith), number


def test_going_on_reads_each_frame_once() -> None:
    shot = Shot()
    follower = Follower(shot, 0, FRAMES)
    for number in range(12, FRAMES):
        follower.at(number, 12, SET)
    assert shot.read == list(range(12, FRAMES))
    follower.close()
    assert shot.open == 0
    follower.at(20, 12, SET)
    assert shot.read == list(range(12, FRAMES))  # what was found stays known


def test_going_back_holds_few_frames_and_reads_none_twice_but_the_joints() -> None:
    shot = Shot()
    Follower(shot, 0, FRAMES).at(0, 39, SET + np.array([-10, 0], np.float32))
    assert sorted(set(shot.read)) == list(range(FRAMES))
    assert len(shot.read) <= FRAMES + 2
    assert shot.open == 0


def test_what_is_hidden_for_long_is_lost_and_what_comes_back_soon_is_not() -> None:
    soon = Follower(Shot(covered=range(15, 17)), 0, FRAMES)
    assert (soon.at(16, 12, SET).faith < 0.8).all()
    assert (soon.at(24, 12, SET).faith > 0.9).any()
    long = Follower(Shot(covered=range(15, 30)), 0, FRAMES)
    assert (long.at(36, 12, SET).faith == 0).all()


def test_a_place_that_leaves_the_picture_is_given_up() -> None:
    edge = np.array([[3.0, 20.0]], np.float32)
    follower = Follower(Shot(), 0, FRAMES)
    assert follower.at(13, 12, edge).faith[0] > 0.9
    assert follower.at(32, 12, edge).faith[0] < 0.1


def test_frames_that_cannot_be_read_have_no_places() -> None:
    follower = Follower(Shot(last=20), 0, FRAMES)
    assert (follower.at(25, 12, SET).faith == 0).all()
    assert (follower.at(18, 12, SET).faith > 0.9).all()


def test_a_shot_has_no_places_of_other_frames() -> None:
    follower = Follower(Shot(), 10, 20)
    with pytest.raises(ValueError, match="are not in 10"):
        follower.at(9, 12, SET)


def test_a_shape_is_moved_turned_and_scaled_as_most_of_its_places() -> None:
    rng = np.random.default_rng(2)
    before = (rng.random((30, 2)) * 40).astype(np.float32)
    turn = 1.2 * np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    after = (before @ turn.T + np.array([5, -3])).astype(np.float32)
    after[:4] += 15  # followed to somewhere else
    found = carried_shape(before, Places(after, np.ones(30, np.float32)))
    assert found is not None
    assert np.abs(before @ found[:, :2].T + found[:, 2] - after)[4:].max() < 1.0


def test_a_shape_is_lost_when_few_of_its_places_are_believed() -> None:
    before = (np.random.default_rng(2).random((30, 2)) * 40).astype(np.float32)
    faith = np.zeros(30, np.float32)
    faith[:2] = 1
    assert carried_shape(before, Places(before, faith)) is None
