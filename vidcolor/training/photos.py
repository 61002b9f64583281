"""Photos to learn from: folders, tar shards and films, read one by one, never all in memory."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError
from vidcolor.training.data.duplicates import fingerprint_bits, without_near_duplicates
from vidcolor.training.data.films import FILM_SUFFIXES, PER_SHOT, film_photos
from vidcolor.training.data.photo import PICTURE_SUFFIXES, Photo, Rgb, shard_photos
from vidcolor.training.data.splits import split_validation

__all__ = [
    "Photo",
    "Rgb",
    "count_sources",
    "cpu_share",
    "find_films",
    "find_photos",
    "fingerprint_bits",
    "list_digest",
    "sampling_weights",
    "split_validation",
    "without_near_duplicates",
]


def find_photos(
    places: Iterable[Path], *, per_shot: int = PER_SHOT, film_shards: Path | None = None
) -> list[Photo]:
    """List the photos of folders (with their sub-folders), tar shards and films, in a fixed order.

    A film's frames are taken out of it when it is first met, which decodes it twice. Whoever wants
    to show how far that is runs `film_photos` over `find_films` before.

    Args:
        places: folders, tar shards, film files.
        per_shot: frames of each shot of a film at most.
        film_shards: as ``out`` of `film_photos`.

    Raises:
        VidcolorError: a place is missing, a shard is damaged, or no photo is found. Damaged films
            are left out with a warning.
    """
    photos: list[Photo] = []
    for place in places:
        for path in _files(place):
            below = PurePosixPath((path if path == place else path.relative_to(place)).as_posix())
            suffix = path.suffix.lower()
            if suffix == ".tar":
                photos += shard_photos(path)
            elif suffix in FILM_SUFFIXES:
                *_, last = film_photos([path], per_shot=per_shot, out=film_shards)
                folder = below.parent if path != place else PurePosixPath()
                photos += [replace(p, name=str(folder / p.name)) for p in last.photos or ()]
            elif suffix in PICTURE_SUFFIXES:
                photos.append(Photo(str(below), path))
    if not photos:
        raise VidcolorError(
            "No photos were found.", do="Give a folder that holds JPEG, PNG or WebP pictures."
        )
    return photos


def find_films(places: Iterable[Path]) -> list[Path]:
    """The films that `find_photos` would take frames of, in its order; there may be none.

    Raises:
        VidcolorError: a place is missing.
    """
    return [p for place in places for p in _files(place) if p.suffix.lower() in FILM_SUFFIXES]


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(p for p in place.rglob("*") if p.is_file())
    if place.is_file() and place.suffix.lower() in {".tar", *FILM_SUFFIXES}:
        return [place]
    raise VidcolorError(
        f"{place} is neither a folder nor a tar file nor a film.",
        do="Give folders of photos, tar shards of photos or films with --data.",
    )


def list_digest(photos: Iterable[Photo]) -> str:
    """SHA-256 of the photos' names, one a line: names a training set in a model's card."""
    digest = hashlib.sha256()
    for photo in photos:
        digest.update(photo.name.encode() + b"\n")
    return digest.hexdigest()


def sampling_weights(photos: Sequence[Photo], by_source: dict[str, float]) -> NDArray[np.float64]:
    """Chance of each photo to be drawn; sums to 1. Sources not named count 1."""
    weights = np.array([by_source.get(p.source, 1.0) for p in photos])
    return np.asarray(weights / weights.sum())


def count_sources(photos: Iterable[Photo]) -> dict[str, int]:
    """How many photos each collection gives, most first."""
    return dict(Counter(p.source for p in photos).most_common())


def cpu_share() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
