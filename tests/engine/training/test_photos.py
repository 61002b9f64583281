"""Photos from folders and shards, held out, kept apart from excluded ones."""

import tarfile

import cv2
import numpy as np
import pytest

from vidcolor.errors import VidcolorError
from vidcolor.training.photos import (
    find_photos,
    list_digest,
    sampling_weights,
    split_validation,
    without_near_duplicates,
)


def scene(seed, height=60, width=80):
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "photos"
    place.mkdir()
    for seed in range(4):
        cv2.imwrite(str(place / f"a__{seed}.png"), scene(seed))
    return place


def test_a_shard_gives_the_same_photos_as_the_folder_it_was_made_of(folder, tmp_path):
    shard = tmp_path / "train-00.tar"
    with tarfile.open(shard, "w") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name)
    loose, packed = find_photos([folder]), find_photos([shard])
    assert [p.name for p in loose] == [p.name for p in packed]
    for one, other in zip(loose, packed, strict=True):
        assert np.array_equal(one.read(), other.read())
    assert list_digest(loose) == list_digest(packed)
    assert loose[0].source == "a"


def test_red_stays_red(folder):
    red = np.zeros((20, 20, 3), np.uint8)
    red[..., 2] = 255  # OpenCV writes B, G, R
    cv2.imwrite(str(folder / "red.png"), red)
    photo = next(p for p in find_photos([folder]) if p.name == "red.png")
    assert photo.read()[0, 0].tolist() == [255, 0, 0]


def test_near_duplicates_and_mirrored_ones_are_dropped_others_kept(folder, tmp_path):
    excluded = tmp_path / "dev"
    excluded.mkdir()
    small_copy = cv2.resize(scene(1), (50, 40), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(excluded / "copy.jpg"), small_copy)
    cv2.imwrite(str(excluded / "mirrored.jpg"), scene(2)[:, ::-1])
    kept, dropped = without_near_duplicates(find_photos([folder]), find_photos([excluded]))
    assert sorted(dropped) == ["a__1.png", "a__2.png"]
    assert [p.name for p in kept] == ["a__0.png", "a__3.png"]


def test_damaged_photos_are_left_out(folder, caplog):
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    kept, _ = without_near_duplicates(find_photos([folder]), [])
    assert "broken.jpg" not in [p.name for p in kept]
    assert "1 damaged" in caplog.text


def test_the_last_of_three_shards_is_held_out_whole(folder, tmp_path):
    for number in range(3):
        with tarfile.open(tmp_path / f"s{number}.tar", "w") as tar:
            for path in sorted(folder.iterdir()):
                tar.add(path, f"{number}_{path.name}")
    photos = find_photos(sorted(tmp_path.glob("s*.tar")))
    learn, held = split_validation(photos)
    assert {p.path.name for p in held} == {"s2.tar"}
    assert len(learn) == 8


def test_weights_of_sources_are_shares(folder):
    cv2.imwrite(str(folder / "b__0.png"), scene(9))
    photos = find_photos([folder])
    weights = sampling_weights(photos, {"b": 4.0})
    assert weights.sum() == pytest.approx(1)
    by_source = {p.source: w for p, w in zip(photos, weights, strict=True)}
    assert by_source["b"] == pytest.approx(4 * by_source["a"])


@pytest.mark.parametrize("place", ["missing", "empty"])
def test_no_photos_is_said_clearly(tmp_path, place):
    if place == "empty":
        (tmp_path / place).mkdir()
    with pytest.raises(VidcolorError):
        find_photos([tmp_path / place])
