"""Photos are divided by ratio or by list, and chosen by class."""

import tarfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from vidcolor.errors import VidcolorError
from vidcolor.training.data.classes import choose_classes, count_classes
from vidcolor.training.data.photo import Photo, frame_name
from vidcolor.training.data.splits import split_photos
from vidcolor.training.photos import find_photos, split_validation

MANY = [Photo(f"a__{number}.png", Path("a")) for number in range(2000)]


def names(photos):
    return [photo.name for photo in photos]


@pytest.fixture
def fruit(tmp_path):
    """Six apples, two kiwis and three pears in sub-folders, and one picture beside them."""
    grey = np.full((20, 20, 3), 90, np.uint8)
    for label, count in (("apple", 6), ("kiwi", 2), ("pear", 3)):
        (tmp_path / label).mkdir()
        for number in range(count):
            cv2.imwrite(str(tmp_path / label / f"{number}.png"), grey)
    cv2.imwrite(str(tmp_path / "other.png"), grey)
    return tmp_path


def test_sub_folders_and_folders_in_shards_are_classes(fruit, tmp_path_factory):
    shard = tmp_path_factory.mktemp("shard") / "fruit.tar"
    with tarfile.open(shard, "w") as tar:
        tar.add(fruit, "")
    for place in (fruit, shard):
        photos = find_photos([place])
        assert count_classes(photos) == {"apple": 6, "kiwi": 2, "pear": 3}
        chosen = choose_classes(photos, ["pear", "kiwi"], equal=False)
        assert sorted(names(chosen)) == sorted(
            [*("kiwi/0.png", "kiwi/1.png"), *(f"pear/{n}.png" for n in range(3))]
        )
        assert {p.source for p in chosen} == {"kiwi", "pear"}


def test_equal_numbers_hang_on_names_and_seed_alone(fruit):
    photos = find_photos([fruit])
    chosen = choose_classes(photos, equal=True, seed=1)
    assert count_classes(chosen) == {"apple": 2, "kiwi": 2, "pear": 2}
    assert names(choose_classes(photos[::-1], equal=True, seed=1)) == names(chosen)[::-1]
    others = {tuple(names(choose_classes(photos, equal=True, seed=seed))) for seed in range(9)}
    assert len(others) > 1


def test_a_class_that_is_not_there_is_refused_with_those_that_are(fruit):
    with pytest.raises(VidcolorError, match=r"no class plum\. Choose among: apple, kiwi, pear"):
        choose_classes(find_photos([fruit]), ["apple", "plum"], equal=False)
    with pytest.raises(VidcolorError, match="no classes"):
        choose_classes(MANY, equal=True)


def test_a_ratio_is_kept_and_a_growing_collection_keeps_its_split():
    split = split_photos(MANY, ratio="8:1:1")
    sizes = [len(part) for part in (split.train, split.validation, split.test)]
    assert sum(sizes) == 2000
    assert np.allclose(sizes, (1600, 200, 200), atol=60)
    before = split_photos(MANY[:1000], ratio="8:1:1")
    assert set(names(before.test)) <= set(names(split.test))
    assert set(names(before.train)) <= set(names(split.train))
    two = split_photos(MANY, ratio="10:1")
    assert two.test == []
    assert len(two.validation) == pytest.approx(2000 / 11, abs=45)


@pytest.mark.parametrize("count", [3, 4, 9])
def test_no_part_of_a_small_collection_stays_empty(count):
    split = split_photos(MANY[:count], ratio="98:1:1")
    assert all((split.train, split.validation, split.test))
    assert len(split.train) + len(split.validation) + len(split.test) == count


@pytest.mark.parametrize("ratio", ["8", "8:0", "8:x", "8:1:1:1", "8:-1", "8:nan"])
def test_what_is_no_ratio_is_refused(ratio):
    with pytest.raises(VidcolorError, match="no ratio"):
        split_photos(MANY, ratio=ratio)


def test_too_few_photos_and_two_wishes_are_refused(tmp_path):
    with pytest.raises(VidcolorError, match="cannot be divided"):
        split_photos(MANY[:2], ratio="8:1:1")
    with pytest.raises(VidcolorError, match="twice"):
        split_photos(MANY, ratio="8:1", test_list=tmp_path / "list.txt")


def test_lists_name_the_parts_and_what_they_miss_is_told(tmp_path, caplog):
    held, last = tmp_path / "held.txt", tmp_path / "last.txt"
    held.write_text("a__3.png\n\n a__1.png \nnowhere.png\n")
    last.write_text("a__2.png\n")
    split = split_photos(MANY[:6], validation_list=held, test_list=last)
    assert names(split.train) == ["a__0.png", "a__4.png", "a__5.png"]
    assert names(split.validation) == ["a__1.png", "a__3.png"]
    assert names(split.test) == ["a__2.png"]
    assert split.missing == ("nowhere.png",)
    assert "1 names on the lists are not there: nowhere.png" in caplog.text
    learned = tmp_path / "learned.txt"
    learned.write_text("a__0.png\n")
    split = split_photos(MANY[:6], train_list=learned, validation_list=held)
    assert names(split.train) == ["a__0.png"]


def test_a_list_may_name_films_but_not_part_a_shot(tmp_path):
    frames = [Photo(frame_name("x.mp4", n // 2, n), Path("x")) for n in range(4)]
    photos = [*MANY[:2], *frames]
    held = tmp_path / "held.txt"
    held.write_text("x.mp4\n")
    assert split_photos(photos, validation_list=held).validation == frames
    held.write_text(frames[0].name)
    with pytest.raises(VidcolorError, match=r"x\.mp4__s00000 would be in two parts"):
        split_photos(photos, validation_list=held)


@pytest.mark.parametrize(
    ("listed", "words"),
    [(b"nowhere.png", "names no picture"), (b"\xff\xfe\x00", "no text"), (None, "cannot be read")],
)
def test_a_list_that_is_none_is_refused(tmp_path, listed, words):
    held = tmp_path / "held.txt"
    if listed is not None:
        held.write_bytes(listed)
    with pytest.raises(VidcolorError, match=words):
        split_photos(MANY, validation_list=held)


def test_one_photo_in_fifty_is_held_out_where_nothing_is_asked():
    learn, held = split_validation(MANY)
    assert len(held) == pytest.approx(40, abs=15)
    assert len(learn) + len(held) == 2000
    split = split_photos(MANY)
    assert (split.train, split.validation, split.test) == (learn, held, [])


def test_the_shard_of_a_film_is_no_shard_of_photos():
    shards = [Photo(f"{n}.png", Path(f"{n % 2}.tar"), size=9) for n in range(100)]
    film = [Photo(frame_name("x.mp4", n, n), Path("x.tar"), size=9) for n in range(3)]
    _, held = split_validation(shards + film)
    assert held == [p for p in shards if p in split_validation(shards)[1]]
    _, held = split_validation([*shards, Photo("last.png", Path("2.tar"), size=9), *film])
    assert names(held) == ["last.png"]
