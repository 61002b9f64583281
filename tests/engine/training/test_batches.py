"""Batches do not depend on who makes them; crops are what they promise; damage is passed over."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from vidcolor.errors import VidcolorError
from vidcolor.training.batches import PhotoBatches, random_crop
from vidcolor.training.crops import CropSettings
from vidcolor.training.data.photo import Photo
from vidcolor.training.photos import find_photos, sampling_weights

CROP = CropSettings(32, 0.7, 1.2)
WHOLE = CropSettings(64, 1.0, 1.0, aspect_jitter=0.0)


def batches(photos, size, **choices):
    return PhotoBatches(photos, sampling_weights(photos, {}), batch_size=size, seed=1, **choices)


@pytest.mark.parametrize("degrees", [0.0, 15.0])
def test_the_pictures_of_a_step_do_not_depend_on_threads_or_parts(photos, degrees):
    crop = CropSettings(32, 0.7, 1.2, rotate_degrees=degrees)
    whole = batches(photos, 6, threads=1).at(7, crop)
    assert torch.equal(batches(photos, 6, threads=3).at(7, crop), whole)
    pieces = [batches(photos, 2, threads=1).at(7, crop, part=part) for part in range(3)]
    assert torch.equal(torch.cat(pieces), whole)
    assert not torch.equal(pieces[0], pieces[1])


def test_a_crop_of_the_whole_is_the_picture_or_its_mirror_image():
    rng = np.random.default_rng(0)
    small = rng.integers(0, 255, (8, 8, 3), dtype=np.uint8)
    photo = cv2.resize(small, (64, 64), interpolation=cv2.INTER_CUBIC)
    seen = [random_crop(photo, WHOLE, np.random.default_rng(seed)) for seed in range(8)]
    same = [np.array_equal(square, photo) for square in seen]
    mirrored = [np.array_equal(square, photo[:, ::-1]) for square in seen]
    assert any(same)
    assert any(mirrored)
    assert all(a or b for a, b in zip(same, mirrored, strict=True))


def test_a_turned_crop_is_turned_about_its_middle_with_mirrored_edges():
    photo = np.full((64, 64, 3), 100, np.uint8)
    photo[28:36, 28:36] = 250
    photo[:, :2] = 200
    crop = CropSettings(64, 1.0, 1.0, aspect_jitter=0.0, rotate_degrees=40.0)
    squares = [random_crop(photo, crop, np.random.default_rng(seed)) for seed in range(6)]
    for square in squares:
        assert square[30:34, 30:34].min() > 240
        assert square.min() > 80  # no black corners
    assert len({square.tobytes() for square in squares}) == 6


def test_a_hardly_turned_crop_shows_what_an_upright_one_shows():
    rng = np.random.default_rng(0)
    small = rng.integers(0, 255, (6, 8, 3), dtype=np.uint8)
    photo = cv2.resize(small, (240, 180), interpolation=cv2.INTER_CUBIC)
    for seed in range(6):
        for largest in (0.8, 1.3):
            crops = [CropSettings(64, 0.7, largest, rotate_degrees=d) for d in (0.0, 1e-9)]
            upright, turned = (random_crop(photo, c, np.random.default_rng(seed)) for c in crops)
            assert np.abs(upright.astype(int) - turned).mean() < 6


def test_damaged_photos_are_passed_over_and_named(photos, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG nothing")
    some = [photos[0], Photo("broken.png", broken), Photo("gone.png", tmp_path / "gone.png")]
    made = batches(some, 8, threads=2)
    good = batches([photos[0]], 8)
    squares = made.at(0, WHOLE)
    assert made.damaged == {"broken.png", "gone.png"}
    shown = {square.numpy().tobytes() for square in squares}
    assert shown <= {square.numpy().tobytes() for square in good.at(0, WHOLE)}


def test_photos_that_are_all_damaged_end_the_training(tmp_path):
    some = [Photo(f"{n}.png", tmp_path / f"{n}.png") for n in range(3)]
    made = batches(some, 2)
    with pytest.raises(VidcolorError, match="None of the 3 photos"):
        made.at(0, CROP)
    assert made.damaged == {"0.png", "1.png", "2.png"}


def test_a_photo_without_weight_is_never_drawn_even_for_a_damaged_one(photos, tmp_path):
    some = [Photo("gone.png", Path(tmp_path / "gone.png")), *photos[:2]]
    made = PhotoBatches(some, np.array([0.5, 0.5, 0.0]), batch_size=12, seed=1)
    only = batches([photos[0]], 12)
    shown = {square.numpy().tobytes() for square in made.at(0, WHOLE)}
    assert shown <= {square.numpy().tobytes() for square in only.at(0, WHOLE)}
    with pytest.raises(VidcolorError, match="can be read"):
        PhotoBatches(some, np.array([1.0, 0.0, 0.0]), batch_size=1, seed=1).at(0, WHOLE)


def test_a_large_jpeg_is_decoded_at_a_part_of_its_size_if_enough_is_left(tmp_path):
    large = cv2.resize(np.arange(48, dtype=np.uint8).reshape(4, 4, 3) * 5, (800, 640))
    cv2.imwrite(str(tmp_path / "large.jpg"), large)
    cv2.imwrite(str(tmp_path / "large.png"), large)
    png, jpeg = sorted(find_photos([tmp_path]), key=lambda p: p.name, reverse=True)
    sizes = {enough: jpeg.read(enough_px=enough).shape[:2] for enough in (0, 81, 160, 161, 321)}
    assert sizes == {0: (640, 800), 81: (160, 200), 160: (160, 200), 161: (320, 400)} | {
        321: (640, 800)
    }
    assert jpeg.read(enough_px=80).shape == (80, 100, 3)
    assert png.read(enough_px=80).shape == (640, 800, 3)
    small = cv2.resize(jpeg.read(), (200, 160), interpolation=cv2.INTER_AREA)
    assert np.abs(jpeg.read(enough_px=160).astype(int) - small).mean() < 2
