"""How fast photos come out of the loader, without a network behind it.

    python benchmarks/loader.py PHOTOS [PHOTOS …]

Folders, tar shards or films. Prints pictures a second at three sizes of the crop, made by one
thread and by two, upright and turned. Then the time for a JPEG photo of 12 megapixels, decoded
whole and at the size that is needed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from vidcolor.training.batches import PhotoBatches, random_crop
from vidcolor.training.crops import CropSettings
from vidcolor.training.photos import Photo, find_photos, sampling_weights

SIZES_PX = (128, 192, 256)
BATCH_SIZE = 32
STEPS = 8
LARGE_PX = (4000, 3000)


def pictures_per_second(photos: list[Photo], crop: CropSettings, threads: int) -> float:
    """The best of three runs of a few batches."""
    batches = PhotoBatches(
        photos, sampling_weights(photos, {}), batch_size=BATCH_SIZE, seed=1, threads=threads
    )
    batches.at(0, crop)
    return max(
        BATCH_SIZE * STEPS / seconds(lambda: [batches.at(step, crop) for step in range(STEPS)])
        for _ in range(3)
    )


def seconds(act: Callable[[], object]) -> float:
    """How long it takes once."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def compare_large(photos: list[Photo]) -> None:
    """Time decoding and cropping of a large JPEG with and without the reduced decoding."""
    picture = photos[0].read()
    if picture is None:
        raise SystemExit(f"{photos[0].path} is damaged")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.jpg"
        bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(path), cv2.resize(bgr, LARGE_PX, interpolation=cv2.INTER_CUBIC))
        large = Photo(path.name, path)
        crop = CropSettings(SIZES_PX[-1], 0.6, 1.0)
        for words, enough_px in (("whole", 0), ("reduced", round(crop.size_px / crop.smallest))):

            def act(enough_px: int = enough_px) -> None:
                decoded = large.read(enough_px=enough_px)
                if decoded is not None:
                    random_crop(decoded, crop, np.random.default_rng(0))

            act()
            milliseconds = min(seconds(act) for _ in range(8)) * 1000
            size = "×".join(map(str, LARGE_PX))
            sys.stdout.write(f"JPEG {size} {words}: {milliseconds:.1f} ms\n")


def main() -> None:
    """Print the figures."""
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    photos = find_photos([Path(place) for place in sys.argv[1:]])
    for size_px in SIZES_PX:
        for words, degrees in (("upright", 0.0), ("turned", 10.0)):
            crop = CropSettings(size_px, 0.6, 1.0, rotate_degrees=degrees)
            one, two = (pictures_per_second(photos, crop, threads) for threads in (1, 2))
            sys.stdout.write(
                f"{size_px} px, {words}: {one:.0f} pictures/s by one thread, {two:.0f} by two\n"
            )
    compare_large(photos)


if __name__ == "__main__":
    main()
