"""A player that cannot keep up leaves frames out and stays with its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from clips import ClipMaker

from gui.player.play_route import Route
from gui.player.player_frames import FrameChoice, Pace
from vidcolor.video.frames import Frame
from vidcolor.video.reader import Reader, open_reader


class SlowReader:
    """A film's frames, each of which takes a time that is told to a clock of the test's own."""

    def __init__(self, reader: Reader, decode_s: float) -> None:
        self.begun: list[int] = []
        self.now_s = 0.0
        self.searched_from = reader.searched_from
        self._reader = reader
        self._decode_s = decode_s

    def frames(self, start: int, end: int, *, with_chroma: object) -> Iterator[Frame]:
        self.begun.append(start)
        self.now_s += self._decode_s * (start - (self.searched_from(start) or 0))
        for frame in self._reader.frames(start, end):
            self.now_s += self._decode_s
            yield frame


Steps = Callable[..., tuple[list[int], SlowReader]]


@pytest.fixture
def played() -> Steps:
    """Frames that are chosen of a film of 25 a second, and the reader they were read with."""

    def choose(path: Path, decode_s: float, speed: float = 1.0) -> tuple[list[int], SlowReader]:
        screen = SimpleNamespace(
            prepare_thread=lambda: None,
            leaves=lambda number: False,
            reduced=lambda frame: SimpleNamespace(frame=frame),
        )
        with open_reader(path) as reader:
            count = reader.count_frames()
            start = 0 if speed > 0 else count - 1
            route = Route(np.arange(count + 1) / 25, start=start, speed=speed)
            slow = SlowReader(reader, decode_s)
            choice = FrameChoice(slow, screen, route, Pace(lambda: slow.now_s), lambda: False)
            return [step.seen.frame.number for step in choice.steps()], slow

    return choose


def test_a_late_reader_jumps_to_a_nearer_key_frame(played: Steps, clips: ClipMaker) -> None:
    numbers, slow = played(clips.even(), decode_s=0.2)
    assert len(slow.begun) > 1
    assert slow.begun == sorted(set(slow.begun))
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == 59
    assert len(numbers) < 15


def test_a_late_reader_reads_on_where_a_jump_would_read_the_same_again(
    played: Steps, clips: ClipMaker
) -> None:
    numbers, slow = played(clips.long_gop(), decode_s=0.2)
    assert slow.begun == [0]
    # Nothing but decoding is done for most of them.
    assert len(numbers) <= 200 / 25 / 0.125 + 1
    assert numbers[-1] == 199


@pytest.mark.parametrize("speed", [1.0, 4.0])
def test_a_reader_in_time_leaves_nothing_out_that_is_seen(
    played: Steps, clips: ClipMaker, speed: float
) -> None:
    numbers, slow = played(clips.even(), decode_s=0.0, speed=speed)
    assert slow.begun == [0]
    assert max(b - a for a, b in pairwise(numbers)) <= speed


def test_a_late_reader_jumps_backwards_as_well(played: Steps, clips: ClipMaker) -> None:
    numbers, slow = played(clips.even(), decode_s=0.05, speed=-1.0)
    assert slow.begun == sorted(set(slow.begun), reverse=True)
    assert numbers == sorted(set(numbers), reverse=True)
    assert numbers[-1] == 0
    assert len(numbers) < 50
