"""Frames of real small films as photos: which are taken, what stays of them, what a split does."""

import logging
from contextlib import closing
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest

from vidcolor.errors import VidcolorError
from vidcolor.paths import user_cache_dir
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.training.data.films import film_photos
from vidcolor.training.data.frames import candidates, sharpness
from vidcolor.training.data.splits import split_photos
from vidcolor.training.photos import find_films, find_photos


def picture(seed, *, blur=0, grey=False, tone=None):
    """A picture of coloured patches, 96 × 72 RGB."""
    rng = np.random.default_rng(seed)
    small = rng.integers(20, 235, (6, 8, 3), dtype=np.uint8)
    large = cv2.resize(small, (96, 72), interpolation=cv2.INTER_NEAREST)
    if grey or tone:
        large = np.repeat(cv2.cvtColor(large, cv2.COLOR_RGB2GRAY)[..., None], 3, 2)
    if tone:
        large = (large * np.array(tone)).clip(0, 255).astype(np.uint8)
    return cv2.GaussianBlur(large, (0, 0), blur) if blur else large


def write(path, pictures):
    """A lossless film in colour, 25 frames a second."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 72, "yuv444p"
        stream.codec_context.time_base = Fraction(1, 25)
        for number, rgb in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24").reformat(format="yuv444p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def panned(seed, count):
    """A shot whose picture moves far enough that its frames are not near-duplicates."""
    wide = np.hstack([picture(seed), picture(seed + 50)])
    return [np.ascontiguousarray(wide[:, 2 * at : 2 * at + 96]) for at in range(count)]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two colourful moving shots of 30 frames and a grey one."""
    shots = [*panned(1, 30), *panned(2, 30), *[picture(3, grey=True)] * 30]
    return write(tmp_path_factory.mktemp("film") / "walk.mkv", shots)


def taken(films, **choices):
    *_, last = film_photos(films, **choices)
    return last


def test_frames_are_spread_over_each_shot_and_told_by_film_shot_and_time(film):
    last = taken([film], per_shot=2)
    [count] = last.counts
    assert (count.shots, count.kept, count.grey, count.black_and_white) == (3, 4, 2, False)
    names = [photo.name for photo in last.photos]
    stamps = [int(name.split("_p")[1].removesuffix(".webp")) // 40 for name in names]
    assert [name[:16] for name in names] == ["walk.mkv__s00000"] * 2 + ["walk.mkv__s00001"] * 2
    assert [stamp // 15 for stamp in stamps] == [0, 1, 2, 3]  # one in each half of each shot
    assert {photo.film for photo in last.photos} == {"walk.mkv"}
    assert last.photos[0].source == "walk.mkv"


def test_a_frame_keeps_its_colours(tmp_path):
    truth = picture(4)
    [photo] = taken([write(tmp_path / "still.mkv", [truth] * 8)]).photos
    made = photo.read().astype(int)
    middles = np.s_[6::12, 6::12]  # of the patches
    assert np.abs(made[middles] - truth[middles]).mean() < 8


def test_a_shot_that_does_not_move_gives_one_frame(tmp_path):
    [count] = taken([write(tmp_path / "still.mkv", [picture(5)] * 30)], per_shot=3).counts
    assert (count.kept, count.alike) == (1, 2)


@pytest.mark.parametrize("tone", [None, (1.0, 0.86, 0.66)], ids=["grey", "sepia"])
def test_a_black_and_white_film_gives_nothing_and_is_told(tmp_path, caplog, tone):
    path = write(tmp_path / "old.mkv", [picture(6, grey=True, tone=tone)] * 10)
    last = taken([path])
    assert last.photos == ()
    assert last.counts[0].black_and_white
    assert "old.mkv gives no photos: it is black and white" in caplog.text


def test_of_blurred_and_sharp_frames_the_sharp_ones_are_taken(tmp_path):
    pan = panned(7, 30)
    blurred = [cv2.GaussianBlur(p, (0, 0), 4) if n % 3 else p for n, p in enumerate(pan)]
    [photo] = taken([write(tmp_path / "pan.mkv", blurred)], per_shot=1).photos
    assert int(photo.name.split("_p")[1].removesuffix(".webp")) // 40 % 3 == 0
    assert sharpness(picture(8)) > 1.5 * sharpness(picture(8, blur=4))
    assert sharpness(np.full((72, 96, 3), 90, np.uint8)) == 0


def test_a_part_of_a_shot_that_is_only_blurred_is_left_out(tmp_path):
    pan = panned(9, 30)
    half = [*pan[:15], *(cv2.GaussianBlur(p, (0, 0), 5) for p in pan[15:])]
    [count] = taken([write(tmp_path / "half.mkv", half)], per_shot=2).counts
    assert (count.kept, count.blurred) == (1, 1)


def test_what_a_dissolve_mixes_is_not_looked_at():
    shots = ShotList(60, (Cut(30, Kind.DISSOLVE, 8),))
    assert all(not 22 <= number < 38 for number in candidates(shots, 4))
    assert {place.shot for place in candidates(shots, 4).values()} == {0, 1}
    assert len(candidates(ShotList(1), 4)) == 1  # one frame is a shot too


def test_a_film_is_decoded_once_and_known_again_under_another_name(film, tmp_path, monkeypatch):
    first = taken([film])
    moved = tmp_path / "moved.mkv"
    moved.write_bytes(film.read_bytes())
    monkeypatch.setattr("vidcolor.training.data.films.open_reader", None)  # nothing is opened
    again = taken([moved])
    assert again.counts == first.counts
    assert [p.name for p in again.photos] == [
        p.name.replace("walk.mkv", "moved.mkv") for p in first.photos
    ]
    assert again.photos[0].read() is not None
    with pytest.raises(TypeError):
        taken([moved], per_shot=1)  # other settings, another shard


def test_a_damaged_shard_is_made_again(film, tmp_path):
    first = taken([film], out=tmp_path)
    [shard] = tmp_path.iterdir()
    shard.write_bytes(shard.read_bytes()[:1000])
    assert taken([film], out=tmp_path).photos == first.photos


def test_a_damaged_film_is_skipped_and_counted(film, clips, tmp_path, caplog):
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(b"no film at all")
    last = taken([broken, film, clips.mp4_without_moov()])
    assert last.damaged == 2
    assert [count is None for count in last.counts] == [True, False, True]
    assert {photo.film for photo in last.photos} == {"walk.mkv"}
    assert "the film broken.mkv is left out" in caplog.text


def test_cancelling_leaves_no_shard(film, tmp_path):
    with closing(film_photos([film], out=tmp_path)) as steps:
        for step in steps:
            if step.stage == "frames" and step.frames == 40:
                break
        assert [p.suffix for p in tmp_path.iterdir()] == [".partial"]
    assert list(tmp_path.iterdir()) == []


def test_shards_that_cannot_be_written_are_no_damage_of_the_film(film, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(VidcolorError, match="cannot be written"):
        taken([film], out=tmp_path / "file")


def test_films_are_found_among_photos_and_their_folder_is_their_class(film, tmp_path):
    folder = tmp_path / "park"
    folder.mkdir()
    (folder / "walk.mkv").write_bytes(film.read_bytes())
    cv2.imwrite(str(folder / "tree.png"), picture(9))
    photos = find_photos([tmp_path], per_shot=1)
    assert [p.name.split("__")[0] for p in photos] == [
        *("park/tree.png", "park/walk.mkv", "park/walk.mkv")
    ]
    assert {p.label for p in photos} == {"park"}
    assert find_films([tmp_path]) == [folder / "walk.mkv"]
    assert [p.film for p in find_photos([film], per_shot=1)] == ["walk.mkv"] * 2
    assert list((user_cache_dir() / "film-photos").glob("*.tar"))


def test_frames_of_one_shot_never_part_and_of_many_films_none_does(film, tmp_path):
    few = list(taken([film], per_shot=3).photos)
    split = split_photos(few, ratio="1:1")
    assert split.train
    assert split.validation
    assert not {p.shot for p in split.train} & {p.shot for p in split.validation}
    films = []
    for number in range(12):
        films.append(tmp_path / f"{number}.mkv")
        films[-1].write_bytes(film.read_bytes())
    many = list(taken(films).photos)
    for split in (split_photos(many, ratio="2:1"), split_photos(many)):
        assert not {p.film for p in split.train} & {p.film for p in split.validation}
        assert len(split.train) + len(split.validation) == len(many)
        assert split.validation


def test_one_shot_cannot_be_learned_from_and_held_out(tmp_path, caplog):
    caplog.set_level(logging.ERROR)
    frames = list(taken([write(tmp_path / "one.mkv", panned(4, 30))]).photos)
    assert len(frames) > 1
    with pytest.raises(VidcolorError, match="one shot"):
        split_photos(frames)
