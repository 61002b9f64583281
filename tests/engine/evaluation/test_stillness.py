"""Stillness against values worked out by hand, and against what it must not be fooled by."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vidcolor.evaluation.stillness import (
    FEWEST_FRAMES,
    FLOW_WIDTH_PX,
    Motion,
    MotionFinder,
    Stillness,
    motion_of,
)

Rgb = NDArray[np.uint8]


def no_motion(height: int, width: int) -> Motion:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return Motion(np.dstack([x, y]), np.ones((height, width), bool))


def texture(height: int, width: int, seed: int = 0) -> NDArray[np.float32]:
    """Grey patches a few pixels wide, 0.2 to 0.8."""
    noise = np.random.default_rng(seed).random((height // 4, width // 4), np.float32)
    return 0.2 + 0.6 * cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)


def tinted(luma: NDArray[np.float32], u: NDArray | float, v: NDArray | float) -> Rgb:
    """R′G′B′ with this luma and these B′ − Y′ and R′ − Y′ (BT.601)."""
    red, blue = luma + v, luma + u
    green = (luma - 0.299 * red - 0.114 * blue) / 0.587
    rgb = np.dstack([red, green, blue])
    return np.clip(np.rint(rgb * 255), 0, 255).astype(np.uint8)


def measured(
    pictures: Iterable[Rgb], truths: Iterable[Rgb] | None = None, find: Callable | None = None
) -> dict[str, float]:
    """Measure a sequence; without ``find`` nothing is taken to move."""
    judge = Stillness()
    pictures = list(pictures)
    for count, (picture, truth) in enumerate(zip(pictures, truths or pictures, strict=True)):
        motion = find(truth) if find else (no_motion(*picture.shape[:2]) if count else None)
        judge.add(picture, truth, motion)
    return judge.measures()


def test_a_still_coloured_sequence_does_not_flicker() -> None:
    picture = tinted(texture(64, 96), 0.1, -0.05)
    row = measured([picture] * 6, find=MotionFinder())
    assert row["colorfulness"] > 10
    assert (row["flicker"], row["cdc"], row["warping_error"]) == (0, 0, 0)


def test_alternating_flat_colours_give_the_values_worked_out_by_hand() -> None:
    one, other = np.zeros((2, 16, 16, 3), np.uint8)
    one[:], other[:] = (120, 100, 80), (140, 100, 60)
    row = measured([one, other] * 3)
    # Red and blue have no value in common from frame to frame, ln 2 each; green is the same.
    # Two and four frames apart everything is the same.
    assert row["cdc"] == pytest.approx(2 / 3 * np.log(2) / 3)
    assert row["warping_error"] == pytest.approx((20**2 + 20**2) / 3 / 255**2, rel=1e-5)
    # |U| + |V| is 25.9555 and 51.9110, their difference 25.9555; five pairs, three end dark.
    assert row["flicker"] == pytest.approx(5 * 25.9555 / (3 * 51.9110 + 2 * 25.9555), rel=1e-4)


def test_washing_out_does_not_lower_flicker() -> None:
    luma, rng = texture(48, 64), np.random.default_rng(3)
    tremble = [0.02 * rng.standard_normal((48, 64)) for _ in range(6)]
    full = measured(tinted(luma, 0.12 + t, 0.08 - t) for t in tremble)
    pale = measured(tinted(luma, 0.06 + t / 2, 0.04 - t / 2) for t in tremble)
    assert pale["colorfulness"] < 0.6 * full["colorfulness"]
    assert pale["warping_error"] < 0.5 * full["warping_error"]  # which is why flicker is needed
    assert pale["flicker"] == pytest.approx(full["flicker"], rel=0.05)
    assert full["flicker"] > 0.1


def moving_square(count: int) -> list[Rgb]:
    """A textured red square that goes 4 px right a frame over a textured blue ground."""
    ground, square = texture(96, 160, 1), texture(40, 40, 2)
    frames = []
    for number in range(count):
        luma, u, v = ground.copy(), np.full((96, 160), 0.12), np.full((96, 160), -0.06)
        place = np.s_[28:68, 30 + 4 * number : 70 + 4 * number]
        luma[place], u[place], v[place] = square, -0.08, 0.15
        frames.append(tinted(luma, u, v))
    return frames


def test_true_colours_that_move_flicker_less_than_without_following_them() -> None:
    frames = moving_square(8)
    followed = measured(frames, find=MotionFinder())
    assert 0 < followed["flicker"] < 0.25 * measured(frames)["flicker"]
    assert followed["warping_error"] < 0.25 * measured(frames)["warping_error"]


def test_the_motion_found_is_the_one_there_was() -> None:
    find = MotionFinder()
    frames = moving_square(2)
    assert find(frames[0]) is None
    motion = find(frames[1])
    assert motion is not None
    inside = np.s_[40:56, 46:62]  # the square's middle in the second frame
    y, x = np.mgrid[40:56, 46:62]
    assert np.abs(motion.places[inside] - np.dstack([x - 4, y])).max() < 0.5
    assert motion.mask[inside].mean() > 0.9
    assert motion.mask[36:60, 30:34].mean() < 0.2  # uncovered since the frame before


def test_the_mask_leaves_out_hidden_places_motion_boundaries_and_what_leaves_the_picture() -> None:
    back, forth = np.zeros((2, 40, 60, 2), np.float32)
    assert motion_of(back, forth).mask.all()
    back[..., 0], forth[..., 0] = 5, -5
    assert (
        motion_of(back, forth).mask == (np.arange(60) < 55)
    ).all()  # the rest comes from outside
    forth[:] = 0
    assert not motion_of(back, forth).mask.any()  # the way back does not lead home
    back[:] = forth[:] = 0
    back[:, 30:, 0] = 0.3  # too little to be hidden, but an edge
    mask = motion_of(back, forth).mask
    assert not mask[:, 29].any()
    assert mask[:, :29].all()


def test_wide_frames_are_followed_at_a_smaller_width() -> None:
    find = MotionFinder()
    picture = np.zeros((540, 960, 3), np.uint8)
    find(picture)
    motion = find(picture)
    assert motion is not None
    assert motion.mask.shape == (270, FLOW_WIDTH_PX)


def test_psnr_is_pooled_over_the_frames() -> None:
    truth = np.full((8, 8, 3), 100, np.uint8)
    off = truth + np.uint8(10)
    row = measured([truth, truth, truth, off, off], [truth] * 5)
    assert row["psnr_db"] == pytest.approx(10 * np.log10(255**2 / (100 * 2 / 5)))


def test_a_few_frames_are_too_few() -> None:
    picture = np.zeros((8, 8, 3), np.uint8)
    with pytest.raises(ValueError, match=str(FEWEST_FRAMES)):
        measured([picture] * (FEWEST_FRAMES - 1))
    assert measured([picture] * FEWEST_FRAMES)["flicker"] == 0  # grey does not flicker
