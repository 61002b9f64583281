"""Pictures that look alike, found by a short fingerprint of each."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.training.data.photo import Photo, Rgb

log = logging.getLogger(__name__)

MOST_BITS = 14
"""So many of the 128 bits may differ between pictures that are taken for the same."""


def fingerprint_bits(picture: Rgb) -> NDArray[np.bool_]:
    """A 128-bit gradient hash that survives scaling, squashing and re-encoding."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    across = cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA).astype(np.int16)
    down = cv2.resize(grey, (8, 9), interpolation=cv2.INTER_AREA).astype(np.int16)
    return np.concatenate(
        [(across[:, 1:] > across[:, :-1]).ravel(), (down[1:] > down[:-1]).ravel()]
    )


def without_near_duplicates(
    photos: Sequence[Photo], excluded: Sequence[Photo], *, most_bits: int = MOST_BITS
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
