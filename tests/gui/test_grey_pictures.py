"""Grey pictures are the film's frames from wherever the hand comes, and near ones cost little."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from clips import ClipMaker
from filming import scene

from gui.preview import grey_pictures
from gui.preview.grey_pictures import GreyPictures
from vidcolor.video.reader import Reader, open_reader


@pytest.fixture
def reader(clips: ClipMaker) -> Iterator[Reader]:
    with open_reader(clips.long_gop()) as reader:
        yield reader


@pytest.fixture
def pictures(reader: Reader) -> Iterator[GreyPictures]:
    pictures = GreyPictures(reader)
    yield pictures
    pictures.close()


def expected(reader: Reader, number: int) -> np.ndarray:
    (frame,) = reader.frames(number, number + 1)
    return np.clip((frame.luma.astype(float) - 16) * 255 / 219, 0, 255)


def test_every_order_gives_the_films_frames(reader: Reader, pictures: GreyPictures) -> None:
    count = reader.count_frames()
    chance = random.Random(4)
    numbers = [0, 1, 2, 30, 31, 29, 28, 5, count - 1, 40, 0]
    numbers += [chance.randrange(count) for _ in range(20)]
    for number in numbers:
        picture = pictures.at(number)
        assert picture is not None
        assert np.abs(picture.pixels - expected(reader, number)).max() <= 0.51
        assert picture.seconds == pytest.approx(number / 25)


def test_frames_beyond_the_end_are_none_and_others_come_after_them(
    reader: Reader, pictures: GreyPictures
) -> None:
    count = reader.count_frames()
    assert pictures.at(count + 5) is None
    assert pictures.at(count - 1) is not None


def test_a_hand_that_goes_on_or_turns_round_does_not_search_again(
    reader: Reader, pictures: GreyPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    frames = reader.frames

    def counted(start: int = 0, end: int | None = None) -> object:
        begun.append(start)
        return frames(start, end)

    monkeypatch.setattr(reader, "frames", counted)
    for number in (*range(10, 30), *range(29, 9, -1)):
        assert pictures.at(number) is not None
    assert begun == [10]
    pictures.at(9)
    for number in range(8, -1, -1):
        pictures.at(number)
    assert begun == [10, 0]


def test_the_store_is_bounded_and_keeps_the_nearest(
    reader: Reader, pictures: GreyPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = scene(0).size
    monkeypatch.setattr(grey_pictures, "_MOST_BYTES", 5 * size)
    for number in range(20):
        pictures.at(number)
    assert sorted(pictures._kept) == [15, 16, 17, 18, 19]
