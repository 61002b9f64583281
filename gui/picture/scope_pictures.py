"""What scopes measure in a picture, with numpy alone: vectorscope, waveform, histogram."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vidcolor.video.frames import Matrix

Pixels = NDArray[np.uint8]
"""``(H, W, 3)`` R′ G′ B′, full range."""

LEVELS = 256
SKIN_ANGLE_DEGREES = 123.0
"""Direction of skin from the +Cb axis towards +Cr: the +I axis of NTSC, whatever the complexion."""

_TRACE_LUMA = 0.62  # of the colour in which a place of the vectorscope glows
_FAINTEST = 0.3  # brightness of a place that a single pixel has
_FULL_SHARE = 0.01  # of all pixels: who has that many in one place, glows fully


@dataclass(frozen=True, slots=True)
class Target:
    """Where a primary or secondary colour lies in the vectorscope."""

    letter: str
    cb: float
    cr: float


def luma(pixels: Pixels, matrix: Matrix = Matrix.BT709) -> NDArray[np.float32]:
    """Y′ of each pixel, 0 to 1, ``(H, W)``."""
    weights = np.array(matrix.weights, np.float32) / np.float32(255)
    return pixels.astype(np.float32) @ weights


def chroma(
    pixels: Pixels, matrix: Matrix = Matrix.BT709
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cb and Cr of each pixel, -0.5 to 0.5, each ``(H, W)``."""
    red_weight, green_weight, blue_weight = matrix.weights
    to_cb = np.array([-red_weight, -green_weight, 1 - blue_weight]) / (2 * (1 - blue_weight))
    to_cr = np.array([1 - red_weight, -green_weight, -blue_weight]) / (2 * (1 - red_weight))
    both = np.stack([to_cb, to_cr], axis=1).astype(np.float32) / np.float32(255)
    planes = pixels.astype(np.float32) @ both
    return planes[..., 0], planes[..., 1]


def targets(matrix: Matrix = Matrix.BT709, level: float = 0.75) -> tuple[Target, ...]:
    """The six colours of the bars at a level; 0.75 is the customary one, 1 the purest."""
    colors = {
        "R": (1, 0, 0), "Mg": (1, 0, 1), "B": (0, 0, 1),
        "Cy": (0, 1, 1), "G": (0, 1, 0), "Yl": (1, 1, 0),
    }  # fmt: skip
    full = np.array([[rgb] for rgb in colors.values()], np.uint8) * np.uint8(255)
    cb, cr = (plane[:, 0] * level for plane in chroma(full, matrix))
    return tuple(
        Target(letter, float(x), float(y)) for letter, x, y in zip(colors, cb, cr, strict=True)
    )


def skin_direction() -> tuple[float, float]:
    """Cb and Cr of a step of length 1 along the skin line."""
    angle = math.radians(SKIN_ANGLE_DEGREES)
    return math.cos(angle), math.sin(angle)


def vectorscope(
    pixels: Pixels, *, matrix: Matrix = Matrix.BT709, side: int = 256, reach: float = 0.5
) -> NDArray[np.int64]:
    """Count the pixels at each place of the Cb Cr plane.

    Args:
        pixels: the picture.
        matrix: that makes Cb and Cr.
        side: places along each axis.
        reach: Cb and Cr at the rim; what lies beyond is counted there.

    Returns:
        ``(side, side)``; Cb grows to the right, Cr upwards.
    """
    cb, cr = chroma(pixels, matrix)
    column = _places(cb / (2 * reach) + 0.5, side)
    row = _places(0.5 - cr / (2 * reach), side)
    return np.bincount((row * side + column).ravel(), minlength=side * side).reshape(side, side)


def waveform(plane: NDArray[np.float32], *, columns: int) -> NDArray[np.int64]:
    """Count for each column of the picture how often each level occurs.

    Args:
        plane: ``(H, W)``, 0 to 1.
        columns: of the result; those of the picture are shared out among them.

    Returns:
        ``(LEVELS, columns)``; the highest level on top.
    """
    width = plane.shape[1]
    column = np.arange(width) * columns // width
    row = LEVELS - 1 - np.rint(np.clip(plane, 0, 1) * (LEVELS - 1)).astype(np.int64)
    places = (row * columns + column).ravel()
    return np.bincount(places, minlength=LEVELS * columns).reshape(LEVELS, columns)


def histogram(pixels: Pixels, *, matrix: Matrix = Matrix.BT709) -> NDArray[np.int64]:
    """Count the levels of R′, G′, B′ and Y′, ``(4, LEVELS)``."""
    levels = np.rint(luma(pixels, matrix) * (LEVELS - 1)).astype(np.uint8)
    planes = [*np.moveaxis(pixels, 2, 0), levels]
    return np.stack([np.bincount(plane.ravel(), minlength=LEVELS) for plane in planes])


def smoothed(counts: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Counts shared with the levels beside them, along the first axis.

    Video levels do not fill all 256; without this every seventh would be missing.
    """
    shared = counts * 0.5
    shared[1:] += counts[:-1] * 0.25
    shared[:-1] += counts[1:] * 0.25
    return shared


def glow(counts: NDArray[np.int64] | NDArray[np.float64], pixel_count: int) -> NDArray[np.float32]:
    """Brightness for counts, 0 to 1: single pixels can be seen, crowds do not drown them."""
    full = max(pixel_count * _FULL_SHARE, 2.0)
    bright = np.log1p(counts.astype(np.float32)) / np.float32(math.log1p(full))
    return np.where(counts > 0, np.clip(bright, _FAINTEST, 1), 0).astype(np.float32)


@lru_cache(maxsize=8)
def chroma_colors(matrix: Matrix, side: int, reach: float) -> NDArray[np.float32]:
    """The colour of each place of the vectorscope, 0 to 1, ``(side, side, 3)``."""
    axis = (np.arange(side, dtype=np.float32) + 0.5) / side * 2 - 1
    cb, cr = np.meshgrid(axis * reach, -axis * reach)
    red_weight, green_weight, blue_weight = matrix.weights
    red = _TRACE_LUMA + cr * 2 * (1 - red_weight)
    blue = _TRACE_LUMA + cb * 2 * (1 - blue_weight)
    green = (_TRACE_LUMA - red_weight * red - blue_weight * blue) / green_weight
    # No place so dark that a trace there could not be seen.
    return np.clip(np.stack([red, green, blue], axis=2), 0.15, 1).astype(np.float32)


def _places(shares: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    return np.clip((shares * count).astype(np.int64), 0, count - 1)
