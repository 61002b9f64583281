"""Photos to learn from: folders and tar shards, read one by one, never all in memory."""

from __future__ import annotations

import hashlib
import logging
import os
import tarfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError

log = logging.getLogger(__name__)

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
Rgb = NDArray[np.uint8]
"""``(H, W, 3)`` sRGB, R first."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Where one encoded photo lies: a whole file, or a stretch of a tar shard."""

    name: str
    path: Path
    offset: int = 0
    size: int = -1  # -1: to the end of the file

    @property
    def source(self) -> str:
        """The collection it came from: the part of the name before ``__``, or the folder."""
        stem = Path(self.name).name
        return stem.split("__")[0] if "__" in stem else self.path.parent.name

    def read(self) -> Rgb | None:
        """The decoded photo, or None where the file is damaged."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            encoded = np.frombuffer(file.read(self.size), np.uint8)
        if not encoded.size:
            return None
        bgr = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
        return None if bgr is None else cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def find_photos(places: Iterable[Path]) -> list[Photo]:
    """List the photos of folders (with their sub-folders) and tar shards, in a fixed order.

    Raises:
        VidcolorError: a place is missing or damaged, or no photo is found.
    """
    photos: list[Photo] = []
    for place in places:
        if place.is_dir():
            for path in sorted(p for p in place.rglob("*") if p.is_file()):
                if path.suffix.lower() == ".tar":
                    photos += _shard(path)
                elif path.suffix.lower() in PICTURE_SUFFIXES:
                    photos.append(Photo(str(path.relative_to(place)), path))
        elif place.suffix.lower() == ".tar" and place.is_file():
            photos += _shard(place)
        else:
            raise VidcolorError(
                f"{place} is neither a folder nor a tar file.",
                do="Give folders of photos or tar shards of photos with --data.",
            )
    if not photos:
        raise VidcolorError(
            "No photos were found.", do="Give a folder that holds JPEG, PNG or WebP pictures."
        )
    return photos


def _shard(path: Path) -> list[Photo]:
    try:
        with tarfile.open(path) as shard:
            return [
                Photo(member.name, path, member.offset_data, member.size)
                for member in shard
                if member.isfile() and Path(member.name).suffix.lower() in PICTURE_SUFFIXES
            ]
    except (tarfile.TarError, OSError) as error:
        raise VidcolorError(
            f"{path.name} could not be read as a tar file.",
            do="Make the shard again or leave it out.",
            detail=str(error),
        ) from error


def split_validation(photos: Sequence[Photo]) -> tuple[list[Photo], list[Photo]]:
    """Hold photos out for validation.

    With three shards or more the last one is held out whole; otherwise one photo in fifty, chosen
    by the digest of its name, so that a growing collection keeps its split.
    """
    shards = sorted({p.path for p in photos if p.size >= 0})
    if len(shards) >= 3:
        held = {p.name for p in photos if p.path == shards[-1]}
    else:
        held = {p.name for p in photos if hashlib.sha256(p.name.encode()).digest()[0] < 256 // 50}
        held = held or {photos[-1].name}
    return [p for p in photos if p.name not in held], [p for p in photos if p.name in held]


def fingerprint_bits(picture: Rgb) -> NDArray[np.bool_]:
    """A 128-bit gradient hash that survives scaling, squashing and re-encoding."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    across = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    down = cv2.resize(grey, (8, 9), interpolation=cv2.INTER_AREA).astype(np.int16)
    return np.concatenate(
        [(across[:, 1:] > across[:, :-1]).ravel(), (down[1:] > down[:-1]).ravel()]
    )


def without_near_duplicates(
    photos: Sequence[Photo], excluded: Sequence[Photo], *, most_bits: int = 14
) -> tuple[list[Photo], list[str]]:
    """Drop the photos that look like one of ``excluded``, and damaged ones.

    Mirrored copies are found too. ``most_bits`` of 128 may differ.

    Returns:
        The photos kept, and the names of those dropped as near-duplicates.
    """
    hashes = []
    for photo in excluded:
        picture = photo.read()
        if picture is not None:
            hashes += [fingerprint_bits(picture), fingerprint_bits(picture[:, ::-1])]
    known = np.array(hashes, dtype=bool).reshape(-1, 128)
    kept, dropped, damaged = [], [], 0
    for photo in photos:
        picture = photo.read()
        if picture is None:
            damaged += 1
        elif len(known) and (known != fingerprint_bits(picture)).sum(1).min() <= most_bits:
            dropped.append(photo.name)
        else:
            kept.append(photo)
    if damaged:
        log.warning("%d damaged photos are left out", damaged)
    return kept, dropped


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
