"""Each guided shot has a colour track of its own; together they look like one."""

from __future__ import annotations

import pytest
import torch

from vidcolor.guidance.tracks import ShotTracks
from vidcolor.shotlist import Kind, Shot


class Track:
    """What a colour track keeps, in memory."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[torch.Tensor, ...]] = {}
        self.flushed = self.closed = False

    def get(self, number: int) -> tuple[torch.Tensor, ...] | None:
        return self.kept.get(number)

    def put(self, number: int, views: tuple[torch.Tensor, ...]) -> None:
        self.kept[number] = views

    def numbers(self) -> list[tuple[int, int]]:
        return [(number, number + 1) for number in sorted(self.kept)]

    def flush(self) -> None:
        self.flushed = True

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def opened() -> dict[str, Track]:
    return {}


def tracks(opened: dict[str, Track], digest: str = "one") -> ShotTracks:
    def open_track(name: str) -> Track:
        return opened.setdefault(name, Track())

    guided = (Shot(10, 20, Kind.CUT),)
    return ShotTracks(open_track, lambda _: digest, guided)  # type: ignore[arg-type]


VIEW = (torch.zeros(1, 2, 2, 2),)


def test_a_guided_shot_does_not_share_its_colours(opened: dict[str, Track]) -> None:
    first = tracks(opened)
    for number in (9, 10, 19, 20):
        first.put(number, VIEW)
    assert sorted(opened[""].kept) == [9, 20]
    assert sorted(opened["one"].kept) == [10, 19]
    other = tracks(opened, "two")
    assert other.get(9) is not None
    assert other.get(10) is None
    assert first.get(10) is not None


def test_the_numbers_are_those_that_count(opened: dict[str, Track]) -> None:
    both = tracks(opened)
    for number in range(8, 22):
        opened.setdefault("", Track()).put(number, VIEW)  # also old ones of the guided shot
    assert both.numbers() == [(8, 10), (20, 22)]
    for number in range(10, 15):
        both.put(number, VIEW)
    assert both.numbers() == [(8, 15), (20, 22)]


def test_all_of_them_are_written_and_closed(opened: dict[str, Track]) -> None:
    with tracks(opened) as both:
        both.put(5, VIEW)
        both.put(15, VIEW)
        both.flush()
        assert all(track.flushed for track in opened.values())
    assert all(track.closed for track in opened.values())
