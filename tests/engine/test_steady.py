"""Steadying: the same from anywhere, no colour lost, nothing carried over a cut."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import torch
from filming import scene, write_film
from standins import render
from torch import Tensor
from written import planes

from vidcolor.colorizer import SeenFrame
from vidcolor.temporal.steady import REACH, ColoredFrame, steadied
from vidcolor.video.frames import Frame

pytestmark = pytest.mark.usefixtures("one_thread")


def colored(number: int, y: Tensor, ab: Tensor) -> ColoredFrame:
    plane = np.zeros((2, 2), np.uint8)
    frame = Frame(number, number, 1, plane, (plane,))
    return ColoredFrame(SeenFrame(frame, plane, (y,)), (ab,))


def film(numbers: Iterable[int], noise: float = 6.0) -> list[ColoredFrame]:
    """A slow pan whose predicted colours tremble; frame ``k`` is always the same."""
    frames = []
    for number in numbers:
        tremble = torch.Generator().manual_seed(number)
        y = torch.from_numpy(scene(number, 32, 32)).float()[None, None] / 255
        ab = torch.tensor([20.0, -15.0]).reshape(1, 2, 1, 1).expand(1, 2, 16, 16)
        frames.append(colored(number, y, ab + noise * torch.randn(1, 2, 16, 16, generator=tremble)))
    return frames


def still_film(count: int, noise: float) -> list[ColoredFrame]:
    y = torch.from_numpy(scene(0, 32, 32)).float()[None, None] / 255
    return [colored(f.seen.frame.number, y, f.ab[0]) for f in film(range(count), noise)]


def colors(frames: Iterable[ColoredFrame]) -> dict[int, Tensor]:
    return {frame.seen.frame.number: frame.ab[0] for frame in frames}


def chroma(ab: Tensor) -> float:
    return float(torch.hypot(ab[:, 0], ab[:, 1]).mean())


def test_every_frame_leaves_once_and_in_order() -> None:
    for count in (1, 2, REACH, REACH + 1, 2 * REACH + 1, 20):
        left = [frame.seen.frame.number for frame in steadied(film(range(count)), 1.0)]
        assert left == list(range(count))


def test_a_frame_waits_for_no_more_than_the_reach() -> None:
    taken = 0

    def counted() -> Iterable[ColoredFrame]:
        nonlocal taken
        for frame in film(range(30)):
            taken += 1
            yield frame

    for left, frame in enumerate(steadied(counted(), 1.0)):
        assert frame.seen.frame.number == left
        assert taken <= left + REACH + 2


def test_a_frames_colour_does_not_depend_on_where_reading_began() -> None:
    whole = colors(steadied(film(range(90)), 1.0))
    for first in (5, 9, 13):
        part = colors(steadied(film(range(first, 85)), 1.0))
        for number in range(first + REACH + 1, 85 - REACH - 1):
            assert torch.equal(part[number], whole[number])


def test_only_wanted_frames_are_given_and_are_the_same() -> None:
    whole = colors(steadied(film(range(40)), 1.0))
    part = colors(steadied(film(range(40)), 1.0, start=17, end=20))
    assert list(part) == [17, 18, 19]
    assert all(torch.equal(part[number], whole[number]) for number in part)


def test_a_frame_with_its_neighbours_alone_is_that_frame_of_the_whole() -> None:
    there = [n for n in range(80) if n not in (31, 32, 37, 40, 41, 42, 43)]
    whole = colors(steadied(film(there), 1.0))
    for number in there[::3]:
        near = [n for n in there if abs(n - number) <= REACH + 1]
        assert torch.equal(colors(steadied(film(near), 1.0))[number], whole[number])


def test_strength_nothing_changes_nothing() -> None:
    frames = film(range(12))
    for before, after in zip(frames, steadied(frames, 0.0), strict=True):
        assert torch.equal(before.ab[0], after.ab[0])


def test_half_the_strength_lies_half_way() -> None:
    frames = film(range(12))
    half, full = colors(steadied(frames, 0.5)), colors(steadied(frames, 1.0))
    for number, ab in colors(frames).items():
        assert torch.allclose(half[number], (ab + full[number]) / 2, atol=1e-4)


def test_the_frames_that_came_in_are_left_alone() -> None:
    frames = film(range(12))
    before = [frame.ab[0].clone() for frame in frames]
    list(steadied(frames, 1.0))
    for frame, ab in zip(frames, before, strict=True):
        assert torch.equal(frame.ab[0], ab)


def test_a_still_scene_with_trembling_colour_grows_calm_and_stays_as_colourful() -> None:
    frames = still_film(96, noise=6.0)
    before, after = colors(frames), colors(steadied(frames, 1.0))
    inner = range(REACH, 96 - REACH)

    def flicker(of: dict[int, Tensor]) -> float:
        return float(np.mean([(of[n] - of[n - 1]).abs().mean() for n in inner]))

    assert flicker(after) < 0.1 * flicker(before)
    kept = np.mean([chroma(after[n]) for n in inner]) / np.mean([chroma(before[n]) for n in inner])
    assert 0.96 <= kept <= 1.02  # trembling itself looks like chroma


def hued(hue_degrees: float, number: int) -> ColoredFrame:
    """A still scene in one colour of chroma 30; a stabiliser that only looks at luma sees none."""
    y = torch.from_numpy(scene(0, 32, 32)).float()[None, None] / 255
    hue = math.radians(hue_degrees)
    ab = 30 * torch.tensor([[math.cos(hue), math.sin(hue)]]).reshape(1, 2, 1, 1)
    return colored(number, y, ab.expand(1, 2, 16, 16).contiguous())


def test_a_light_that_turns_is_followed_without_lag_and_without_fading() -> None:
    frames = [hued(360 * n / 96, n) for n in range(120)]  # once around in four seconds
    before, after = colors(frames), colors(steadied(frames, 1.0))
    for number in range(REACH, 120 - REACH):
        assert (after[number] - before[number]).abs().max() < 1.0


def test_a_sudden_change_of_hue_is_there_within_half_a_second() -> None:
    frames = [hued(0 if n < 40 else 90, n) for n in range(80)]  # at 24 frames a second
    before, after = colors(frames), colors(steadied(frames, 1.0))
    for number in (*range(28), *range(52, 80)):
        assert (after[number] - before[number]).abs().max() < 0.05 * 42  # of the step
    assert all(chroma(ab) > 0.9 * 30 for ab in after.values())  # never through grey


def test_a_cut_between_two_scenes_is_not_smeared() -> None:
    def shot(number: int) -> ColoredFrame:
        late = number >= 10
        y = torch.full((1, 1, 32, 32), 0.75 if late else 0.25)
        ab = torch.tensor([[-30.0, 40.0] if late else [25.0, -35.0]]).reshape(1, 2, 1, 1)
        return colored(number, y, ab.expand(1, 2, 16, 16).contiguous())

    frames = [shot(number) for number in range(20)]
    for before, after in zip(frames, steadied(frames, 1.0), strict=True):
        assert (before.ab[0] - after.ab[0]).abs().max() < 0.01


def test_a_cut_in_a_real_film_is_not_smeared(tmp_path: Path) -> None:
    flat = [np.full((48, 64), 60 if n < 8 else 190, np.uint8) for n in range(16)]
    source = write_film(tmp_path / "in.mkv", flat, codec="ffv1")
    render(source, tmp_path / "out.mkv", preset="archive")
    stored = [np.stack(frame[1:]).astype(int) for frame in planes(tmp_path / "out.mkv")]
    for number, frame in enumerate(stored):
        shot = stored[0] if number < 8 else stored[15]
        assert np.abs(frame - shot).max() <= 1
    assert np.abs(stored[7] - stored[8]).mean() > 10


def test_each_view_of_an_interlaced_frame_is_steadied_with_its_own_kind() -> None:
    two = [
        ColoredFrame(
            SeenFrame(a.seen.frame, a.seen.luma, (a.seen.y[0], b.seen.y[0])), (a.ab[0], b.ab[0])
        )
        for a, b in zip(still_film(12, 6.0), film(range(12)), strict=True)
    ]
    first, second = (
        colors(steadied(still_film(12, 6.0), 1.0)),
        colors(steadied(film(range(12)), 1.0)),
    )
    for frame in steadied(two, 1.0):
        assert torch.equal(frame.ab[0], first[frame.seen.frame.number])
        assert torch.equal(frame.ab[1], second[frame.seen.frame.number])
