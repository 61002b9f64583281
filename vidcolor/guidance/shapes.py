"""Dots, strokes and outlines as masks on the track's grid, half the work grid."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.guides import Hint, Region

Floats = NDArray[np.float32]
Grid = tuple[int, int]
"""Height and width in pixels."""

_STEP_PX = 3.0  # between the places of a stroke that are followed
_INSIDE = 12  # rows and columns of places that are followed inside of a region
_FINE = 3  # bits behind the point of OpenCV's drawing


def on_grid(places: tuple[tuple[float, float], ...], grid: Grid) -> Floats:
    """``(N, 2)``: shares of the picture as pixels; the centre of the first pixel is 0."""
    size = np.array([grid[1], grid[0]], np.float32)
    return np.asarray(np.array(places, np.float32) * size - 0.5, np.float32)


def radius_px(share: float, grid: Grid) -> float:
    """A brush's radius on the grid; at least half a pixel."""
    return max(share * min(grid), 0.5)


def dots_of(hint: Hint, grid: Grid) -> Floats:
    """``(N, 2)``: the places of a hint that are followed, close enough to be painted again."""
    return _along(on_grid(hint.places, grid))


def dots_within(region: Region, grid: Grid) -> Floats:
    """``(N, 2)``: places inside of a region, evenly laid; at least its own bends."""
    mask = outline(region, None, grid) > 0.5
    ys, xs = np.nonzero(mask)
    if len(xs) < 4:
        return _along(on_grid(region.places, grid))
    step = max(1, round(max(np.ptp(xs), np.ptp(ys)) / _INSIDE))
    laid = ((ys - ys.min()) % step == step // 2) & ((xs - xs.min()) % step == step // 2)
    if laid.sum() < 4:
        laid[:] = True
    return np.stack([xs[laid], ys[laid]], 1).astype(np.float32)


def dotted(xy: Floats, radius: float, grid: Grid) -> NDArray[np.bool_]:
    """``(h, w)``: discs around places, joined; a place always marks at least its own pixel."""
    mask = np.zeros(grid, np.uint8)
    for x, y in xy:
        at = (round(float(x) * 2**_FINE), round(float(y) * 2**_FINE))
        cv2.circle(mask, at, round(radius * 2**_FINE), 1, cv2.FILLED, cv2.LINE_8, _FINE)
        column, row = round(float(x)), round(float(y))
        if 0 <= row < grid[0] and 0 <= column < grid[1]:
            mask[row, column] = 1
    return mask.astype(bool)


def outline(region: Region, carried: Floats | None, grid: Grid) -> Floats:
    """``(h, w)``, 0 to 1: a region, perhaps moved by the affine map ``carried`` ``(2, 3)``."""
    xy = on_grid(region.places, grid)
    scale = 1.0
    if carried is not None:
        xy = xy @ carried[:, :2].T + carried[:, 2]
        scale = float(np.hypot(carried[0, 0], carried[1, 0]))
    mask = np.zeros(grid, np.uint8)
    points = np.rint(xy * 2**_FINE).astype(np.int32)
    if region.radius:
        width = max(1, round(2 * radius_px(region.radius, grid) * scale))
        if len(points) == 1:
            points = np.repeat(points, 2, 0)
        cv2.polylines(mask, [points], False, 255, width, cv2.LINE_AA, _FINE)
    else:
        cv2.fillPoly(mask, [points], 255, cv2.LINE_AA, _FINE)
    return np.asarray(mask.astype(np.float32) / 255)


def _along(bends: Floats) -> Floats:
    dots = [bends[:1]]
    for a, b in pairwise(bends):
        count = max(1, int(np.ceil(np.hypot(*(b - a)) / _STEP_PX)))
        steps = np.linspace(0, 1, count + 1, dtype=np.float32)[1:, None]
        dots.append(a + (b - a) * steps)
    return np.concatenate(dots).astype(np.float32)
