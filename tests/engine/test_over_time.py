"""What colours do over time, with the shipped model: hidden things, dissolves, fades."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from filming import write_film
from numpy.typing import NDArray

import vidcolor
from vidcolor.color.lab import rgb_to_lab
from vidcolor.engine import Engine
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings
from vidcolor.shotlist import Cut, Kind
from vidcolor.shots import find_shots
from vidcolor.video.reader import open_reader

Luma = NDArray[np.uint8]
FPS = 24


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(ColorSettings(device="cpu", work_size=128), remembers=False)


@pytest.fixture(scope="module")
def pans() -> tuple[list[Luma], list[Luma]]:
    """Two shots of 60 frames each, from the bundled clip: a cat and a cup, panned slowly."""
    with open_reader(Path(vidcolor.__file__).parent / "assets" / "demo.mp4") as reader:
        frames = [
            cv2.resize(frame.luma, (240, 136), interpolation=cv2.INTER_AREA)
            for frame in islice(reader.frames(), 120)
        ]
    return frames[:60], frames[60:]


def film_of(pictures: Sequence[Luma], path: Path) -> Path:
    return write_film(path, pictures, rate=FPS, options={"crf": "4"})


def ab_of(film: Path, numbers: Sequence[int], engine: Engine) -> dict[int, NDArray[np.float32]]:
    """For each frame ``(H, W, 2)`` CIE a*b* as a person sees it."""
    found = {}
    with open_reader(film) as reader:
        for number in numbers:
            rgb = torch.from_numpy(frame_at(reader, number, engine).color.copy())
            lab = rgb_to_lab(rgb.permute(2, 0, 1)[None].float() / 255)
            found[number] = lab[0, 1:].permute(1, 2, 0).numpy()
    return found


def cuts_of(film: Path) -> tuple[Cut, ...]:
    with open_reader(film) as reader:
        shots = [step.shots for step in find_shots(reader)][-1]
    assert shots is not None
    return shots.cuts


def test_what_was_hidden_for_a_second_comes_back_in_its_colour(
    engine: Engine, pans: tuple[list[Luma], list[Luma]], tmp_path: Path
) -> None:
    cup = pans[1][30]
    pictures = []
    for number in range(96):
        picture = cup.copy()
        # A post as wide as the object stands before it from frame 36 to 60, a second.
        left = 80 + 4 * min(number - 36, 0) + 4 * max(number - 60, 0)
        picture[:, max(left, 0) : max(left + 90, 0)] = 70
        pictures.append(picture)
    film = film_of(pictures, tmp_path / "hidden.mp4")
    shown = ab_of(film, [8, 88], engine)
    object_ = np.s_[50:110, 90:160]
    before, after = shown[8][object_].mean(axis=(0, 1)), shown[88][object_].mean(axis=(0, 1))
    assert float(np.hypot(*before)) > 2.5  # it has a colour at all
    assert float(np.hypot(*(after - before))) < 3


def test_a_dissolve_is_found_and_nothing_smears_out_of_it(
    engine: Engine, pans: tuple[list[Luma], list[Luma]], tmp_path: Path
) -> None:
    cat, cup = pans
    shares = [(n + 1) / 17 for n in range(16)]
    mixed = [
        cv2.addWeighted(one, 1 - share, other, share, 0)
        for one, other, share in zip(cat[40:56], cup[:16], shares, strict=True)
    ]
    film = film_of([*cat[:40], *mixed, *cup[16:]], tmp_path / "dissolve.mp4")
    [cut] = cuts_of(film)
    assert cut.kind is Kind.DISSOLVE
    assert abs(cut.frame - 48) <= 3
    assert 5 <= cut.mixed <= 11
    assert_as_alone(engine, film, film_of(cat, tmp_path / "cat.mp4"), {36: 36, 39: 39})
    assert_as_alone(engine, film, film_of(cup, tmp_path / "cup.mp4"), {57: 17, 60: 20})


def test_a_fade_is_found_and_nothing_smears_out_of_it(
    engine: Engine, pans: tuple[list[Luma], list[Luma]], tmp_path: Path
) -> None:
    cat, cup = pans

    def dimmed(picture: Luma, share: float) -> Luma:
        return np.rint(16 + (picture - 16.0) * share).clip(16, 235).astype(np.uint8)

    out = [dimmed(picture, 1 - (n + 1) / 13) for n, picture in enumerate(cat[36:48])]
    into = [dimmed(picture, (n + 1) / 13) for n, picture in enumerate(cup[:12])]
    black = [np.full_like(cat[0], 16)] * 6
    film = film_of([*cat[:36], *out, *black, *into, *cup[12:48]], tmp_path / "fade.mp4")
    [cut] = cuts_of(film)
    assert cut.kind is Kind.FADE
    assert 44 <= cut.frame <= 48
    assert_as_alone(engine, film, film_of(cat[:36], tmp_path / "cat.mp4"), {30: 30})
    assert_as_alone(engine, film, film_of(cup, tmp_path / "cup.mp4"), {72: 18})


def assert_as_alone(engine: Engine, film: Path, alone: Path, frames: dict[int, int]) -> None:
    """That these frames of a film have the colours they have in a film of their shot alone."""
    here, there = ab_of(film, list(frames), engine), ab_of(alone, list(frames.values()), engine)
    for number, same in frames.items():
        apart = np.hypot(*np.moveaxis(here[number] - there[same], -1, 0)).mean()
        assert apart < 1.0
