"""Classes: the sub-folders of a collection, of which a training may take a few."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from vidcolor.errors import VidcolorError
from vidcolor.training.data.photo import Photo

_MOST_NAMED = 20


def count_classes(photos: Sequence[Photo]) -> dict[str, int]:
    """How many photos each class has, by its name; photos in no sub-folder are not counted."""
    return dict(sorted(Counter(p.label for p in photos if p.label).items()))


def choose_classes(
    photos: Sequence[Photo], names: Sequence[str] = (), *, equal: bool, seed: int = 1
) -> list[Photo]:
    """Keep the photos of some classes, in their order.

    Args:
        photos: of any classes.
        names: classes, as `Photo.label` tells them; none takes all classes.
        equal: take as many of each class as the smallest one has. Which ones hangs on their names
            and the seed alone, so that a growing collection keeps most of them.
        seed: of that choice.

    Raises:
        VidcolorError: a class is not there; the error names those that are.
    """
    there = count_classes(photos)
    missing = [name for name in names if name not in there]
    if missing or not there:
        known = ", ".join(list(there)[:_MOST_NAMED]) + (", …" if len(there) > _MOST_NAMED else "")
        what = "There are no classes: no photo lies in a sub-folder."
        if missing:
            what = f"There is no class {', '.join(missing)}."
        raise VidcolorError(
            what,
            do=f"Choose among: {known}." if there else "Put the photos of each class in a folder.",
        )
    wanted = {name: [p for p in photos if p.label == name] for name in names or there}
    if equal:
        least = min(map(len, wanted.values()))
        wanted = {
            n: sorted(each, key=lambda p: _lot(p, seed))[:least] for n, each in wanted.items()
        }
    chosen = {photo for each in wanted.values() for photo in each}
    return [photo for photo in photos if photo in chosen]


def _lot(photo: Photo, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}/{photo.name}".encode()).digest()
