"""Turing tests whose pictures need no network: what is real is green, what was made is red."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from vidcolor.turing.answers import LEFT, RIGHT, Answer
from vidcolor.turing.pairs import LETTERS, Pair, TuringTest, write_key

MADE = "abbaab"


def made_pairs(folder: Path, *, time_limit_s: float = 0.0, pairs: int = len(MADE)) -> TuringTest:
    """A test in a new folder."""
    folder.mkdir(parents=True)
    test = TuringTest(
        folder,
        "c0ffee",
        "swift@saturation=0.5",
        "5" * 64,
        7,
        time_limit_s,
        tuple(Pair(n, f"photo {n}, secret.jpg", MADE[n - 1]) for n in range(1, pairs + 1)),
    )
    for pair in test.pairs:
        for letter in LETTERS:
            picture = np.zeros((256, 256, 3), np.uint8)
            picture[..., 2 if letter == pair.made else 1] = 200
            picture[:9, :9, 0] = 20 * pair.number
            cv2.imwrite(str(test.picture(pair.number, letter)), picture)
    write_key(test)
    return test


def answered(test: TuringTest, name: str, wrong: set[int], *, seconds: float = 2.5) -> list[Answer]:
    """One participant's answers to all pairs; the real picture always stood on the left."""
    return [
        Answer(
            name,
            1,
            pair.number,
            pair.number,
            pair.real,
            LEFT if pair.number in wrong else RIGHT,
            seconds,
            False,
        )
        for pair in test.pairs
    ]
