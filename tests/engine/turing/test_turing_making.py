"""Making a test: what is in it, and that nothing but colour tells the two pictures apart."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from standins import WORK_SIZE, tint_network

from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.contenders import Contender
from vidcolor.evaluation.photos import photo_squares
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import Photo, find_photos
from vidcolor.turing.making import in_turns, make_test
from vidcolor.turing.pairs import TuringTest, read_test

CONTENDER = Contender("tint@x", "tint", ColorSettings(device="cpu", work_size=WORK_SIZE))


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Photo]:
    folder = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(1)
    for number in range(6):
        small = rng.integers(0, 255, (5, 7, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), cv2.resize(small, (300, 280)))
    grey = np.repeat(rng.integers(0, 255, (40, 40, 1), dtype=np.uint8), 3, 2)
    cv2.imwrite(str(folder / "grey.png"), grey)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n")
    return find_photos([folder])


def make(photos: list[Photo], folder: Path, *, pairs: int = 5, seed: int = 0) -> TuringTest:
    compute = choose_compute("cpu", precision="fp32")
    steps = make_test(
        tint_network(), compute, CONTENDER, photos, folder, pairs=pairs, seed=seed, time_limit_s=2
    )
    assert list(steps) == list(range(1, pairs + 1))
    return read_test(folder)


def rgb(path: Path) -> NDArray[np.uint8]:
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


def assert_whole(png: bytes) -> None:
    """Each chunk has its own checksum; readers that are strict look at them all."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        end = at + 8 + length
        assert struct.unpack_from(">I", png, end) == (zlib.crc32(png[at + 4 : end]),)
        at = end + 4
    assert at == len(png)


@pytest.fixture(scope="module")
def sample(photos: list[Photo], tmp_path_factory: pytest.TempPathFactory) -> TuringTest:
    return make(photos, tmp_path_factory.mktemp("made") / "deep" / "test", seed=1)


def test_a_pair_is_the_photo_and_its_luma_in_other_colours(
    sample: TuringTest, photos: list[Photo]
) -> None:
    squares = dict(photo_squares(photos))
    weights = np.array([0.299, 0.587, 0.114])
    for pair in sample.pairs:
        real = rgb(sample.picture(pair.number, pair.real))
        made = rgb(sample.picture(pair.number, pair.made))
        assert np.array_equal(real, squares[pair.photo])
        assert np.abs(real @ weights - made @ weights).max() <= 1.0
        assert np.abs(real.astype(int) - made).max() > 20
    assert len({pair.photo for pair in sample.pairs}) == 5
    assert (sample.model, sample.time_limit_s, sample.seed) == ("tint@x", 2.0, 1)


def test_neither_name_nor_size_nor_letter_tells_which_was_made(sample: TuringTest) -> None:
    assert {pair.made for pair in sample.pairs} == {"a", "b"}
    for pair in sample.pairs:
        one, other = (sample.picture(pair.number, letter).read_bytes() for letter in "ab")
        assert len(one) == len(other)
        assert one != other
        for png in (one, other):
            assert_whole(png)


def test_the_same_seed_makes_the_same_test_and_another_seed_another(
    sample: TuringTest, photos: list[Photo], tmp_path: Path
) -> None:
    again = make(photos, tmp_path / "again", seed=1)
    other = make(photos, tmp_path / "other", seed=2)
    names = sorted(path.name for path in sample.folder.iterdir())
    assert names == sorted(path.name for path in again.folder.iterdir())
    for name in names:
        assert (sample.folder / name).read_bytes() == (again.folder / name).read_bytes()
    assert other.identity != sample.identity
    assert [pair.photo for pair in other.pairs] != [pair.photo for pair in sample.pairs]


def test_small_collections_come_as_often_as_large_ones() -> None:
    photos = [
        Photo(f"{source}__{n}.jpg", Path())
        for source, count in (("a", 9), ("b", 2))
        for n in range(count)
    ]
    order = in_turns(photos, 4)
    assert [photo.source for photo in order[:4]].count("b") == 2
    assert sorted(photo.name for photo in order) == sorted(photo.name for photo in photos)


def test_grey_and_broken_photos_are_passed_over_and_too_few_are_refused(
    photos: list[Photo], tmp_path: Path
) -> None:
    with pytest.raises(VidcolorError, match="only 6 of the photos"):
        make(photos, tmp_path / "test", pairs=7)
    assert list(tmp_path.iterdir()) == []


def test_a_making_that_is_stopped_leaves_nothing(photos: list[Photo], tmp_path: Path) -> None:
    compute = choose_compute("cpu", precision="fp32")
    steps = make_test(
        tint_network(), compute, CONTENDER, photos, tmp_path / "test", pairs=3, seed=0
    )
    next(steps)
    assert list(tmp_path.iterdir()) != []
    steps.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_not_replaced(photos: list[Photo], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    make(photos, tmp_path / "empty", pairs=1)
    with pytest.raises(VidcolorError, match="not an empty folder"):
        make(photos, tmp_path / "empty", pairs=1)
