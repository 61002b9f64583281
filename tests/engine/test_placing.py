"""What a frame is told of its shot and exposure: from its neighbourhood, the same from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from vidcolor.colorizer import SeenFrame
from vidcolor.shotlist import Cut, Kind
from vidcolor.temporal.placing import MOST_MIXED, REACH, placed
from vidcolor.video.frames import Frame

PLANE = np.zeros((2, 2), np.uint8)


def backdrop(seed: int) -> NDArray[np.float32]:
    noise = np.random.default_rng(seed).random((128, 400)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 8)
    return np.asarray(cv2.normalize(soft, None, 0.15, 0.7, cv2.NORM_MINMAX))


BACKDROPS = [backdrop(seed) for seed in range(4)]


def seen(number: int, exposure: float = 1.0, shot: int = 0) -> SeenFrame:
    """Frame of a slow pan; ``exposure`` is a factor on its Y′."""
    picture = BACKDROPS[shot][:, number : number + 160] * np.float32(exposure)
    y = torch.from_numpy(np.ascontiguousarray(picture))[None, None]
    return SeenFrame(Frame(number, number, 1, PLANE, (PLANE,)), PLANE, (y,))


def gains(frames: Iterable[SeenFrame], cuts: Sequence[Cut] = ()) -> dict[int, float]:
    return {one.frame.number: one.gain for one in placed(frames, cuts)}


def test_every_frame_leaves_once_and_in_order() -> None:
    for count in (1, 2, 20, 90):
        assert [one.frame.number for one in placed(map(seen, range(count)))] == [*range(count)]


def test_a_frame_waits_for_no_more_than_the_reach() -> None:
    taken = 0

    def counted() -> Iterable[SeenFrame]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield seen(number)

    for one in placed(counted()):
        assert taken <= one.frame.number + REACH + 1


def test_known_cuts_name_the_shots() -> None:
    cuts = [Cut(7, Kind.CUT), Cut(30, Kind.CUT)]
    shots = [one.shot for one in placed(map(seen, range(60)), cuts)]
    assert shots == [-1] * 7 + [7] * 23 + [30] * 30


def test_both_sides_of_a_dissolve_are_mixed() -> None:
    cuts = [Cut(40, Kind.DISSOLVE, mixed=5), Cut(80, Kind.DISSOLVE, mixed=24), Cut(120, Kind.CUT)]
    mixed = [one.frame.number for one in placed(map(seen, range(140)), cuts) if one.mixed]
    assert mixed == [*range(35, 45), *range(80 - MOST_MIXED, 80 + MOST_MIXED)]


def test_pumping_exposure_is_evened_out() -> None:
    pumping = [1 + 0.2 * np.sin(2 * np.pi * number / 5) for number in range(60)]
    film = [seen(number, exposure) for number, exposure in enumerate(pumping)]
    even = [pumping[one.frame.number] * one.gain for one in placed(film, [])]
    inner = slice(10, 50)
    assert np.std(pumping[inner]) > 0.13
    assert np.std(even[inner]) < 0.02


def test_a_single_flash_is_taken_back() -> None:
    film = [seen(number, 1.2 if number == 20 else 1.0) for number in range(40)]
    answer = gains(film)
    assert answer[20] == pytest.approx(1 / 1.2, rel=0.04)
    assert all(0.97 < gain < 1.03 for number, gain in answer.items() if number != 20)


def test_a_steady_change_of_light_stays() -> None:
    film = [seen(number, 0.5 + 0.01 * number) for number in range(60)]
    assert all(gain == pytest.approx(1, abs=0.02) for gain in gains(film).values())


def test_exposures_are_not_compared_across_a_cut() -> None:
    film = [seen(n, 1.0) if n < 20 else seen(n, 0.6, shot=1) for n in range(40)]
    answer = gains(film, [Cut(20, Kind.CUT)])
    assert all(gain == pytest.approx(1, abs=0.02) for gain in answer.values())


def test_the_gain_changes_what_the_generator_sees_and_nothing_else() -> None:
    film = [seen(number, 1.2 if number == 20 else 1.0) for number in range(40)]
    flash = next(one for one in placed(film, []) if one.frame.number == 20)
    assert torch.equal(flash.y[0], film[20].y[0])
    torch.testing.assert_close(flash.even_y[0], (film[20].y[0] * flash.gain).clamp(max=1))


def test_the_answer_does_not_depend_on_where_reading_began() -> None:
    def film(start: int, end: int) -> list[SeenFrame]:
        return [seen(n, 1 + 0.1 * (n % 3), shot=n // 50) for n in range(start, end)]

    whole = {one.frame.number: one for one in placed(film(0, 200))}
    for start, end in ((13, 150), (37, 190)):
        part = {one.frame.number: one for one in placed(film(start, end))}
        for number in range(start + REACH, end - REACH):
            assert part[number].mixed == whole[number].mixed
            assert part[number].gain == whole[number].gain
            same_shot = part[number].shot == part[number - 1].shot
            assert same_shot == (whole[number].shot == whole[number - 1].shot)
