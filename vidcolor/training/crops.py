"""How a square is cut out of a photo: a part of a recipe, known without torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CropSettings:
    """How a square is cut out of a photo."""

    size_px: int
    smallest: float  # side of the crop as a share of the photo's short side
    largest: float
    aspect_jitter: float = 0.15  # natural logarithm of the largest stretch
    rotate_degrees: float = 0.0  # turned by at most so much, either way
