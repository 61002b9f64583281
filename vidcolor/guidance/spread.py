"""Makes a hint hold: its colour spreads from where it was set to what belongs to it.

The network sees hints too, but is free to ignore them. A place belongs to a hint as far as the
shortest way to it crosses no edge of the lightness (geodesic distance; Criminisi et al. 2008,
"GeoS", section 2) and the network itself gave both about the same colour.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_REACH = 0.25  # distance, in short sides of the picture, at which a hint counts 1/e
_EDGE_L = 90.0  # L*: as much of an edge is as far as a whole short side
_ALIKE_AB = 10.0  # a*b*: a place whose colour was so far off counts exp(−½)
_SWEEPS = 2  # over the picture in each direction; a third changes little
_LEAST = 0.02  # faith below which a hint is not worth the work


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A hint as it lies in a frame.

    ``mask``: ``(h, w)`` bool, on the track's grid. ``ab``: wanted a*b*. ``faith``: 0 to 1.
    """

    mask: NDArray[np.bool_]
    ab: tuple[float, float]
    faith: float


def enforced(ab: Floats, lightness: Floats, anchors: list[Anchor]) -> Floats:
    """Colours with all hints in force.

    Args:
        ab: ``(2, h, w)`` CIE a*b*.
        lightness: ``(h, w)`` L*.
        anchors: of this frame.

    Returns:
        ``(2, h, w)``; exactly a hint's colour where it was set and is fully believed.
    """
    anchors = [one for one in anchors if one.faith >= _LEAST and one.mask.any()]
    if not anchors:
        return ab
    masks = np.stack([one.mask for one in anchors])
    here = np.array([ab[:, one.mask].mean(1) for one in anchors], np.float32)  # (K, 2)
    wanted = np.array([one.ab for one in anchors], np.float32)
    faith = np.array([one.faith for one in anchors], np.float32)[:, None, None]
    differs = np.square(ab[None] - here[:, :, None, None]).sum(1)  # (K, h, w)
    alike = np.exp(-np.minimum(differs / (2 * _ALIKE_AB**2), 30))
    near = np.exp(-np.minimum(geodesic(lightness, masks) / _REACH, 30)) * alike
    near = np.where(masks, 1.0, near).astype(np.float32)
    # Where several hints reach, the nearest decides: squares favour it.
    share = np.square(near) * faith + 1e-12
    share /= share.sum(0)
    change = (wanted - here)[:, :, None, None]
    moved = ab + (share[:, None] * change).sum(0)
    exact = (share[:, None] * wanted[:, :, None, None]).sum(0)
    set_there = masks.any(axis=0, keepdims=True)
    strength = 1.0 - np.prod(1.0 - near * faith, axis=0)
    return np.asarray(ab + strength * (np.where(set_there, exact, moved) - ab), dtype=np.float32)


def geodesic(lightness: Floats, masks: NDArray[np.bool_]) -> Floats:
    """Length of the shortest way from each mask to each place, edges counting as a long way.

    Args:
        lightness: ``(h, w)`` L*.
        masks: ``(K, h, w)`` bool.

    Returns:
        ``(K, h, w)`` in short sides of the picture.
    """
    height, width = lightness.shape
    pixel = 1.0 / min(height, width)
    smooth = cv2.GaussianBlur(lightness, (0, 0), 0.8)  # grain is no edge
    down = (pixel + np.abs(np.diff(smooth, axis=0)) / _EDGE_L).astype(np.float32)
    across = (pixel + np.abs(np.diff(smooth, axis=1)) / _EDGE_L).astype(np.float32)
    far = np.where(masks, 0.0, 9.0).astype(np.float32)
    turned = np.ascontiguousarray(far.transpose(1, 2, 0))  # (h, w, K): a row is one stretch
    for _ in range(_SWEEPS):
        _sweep(turned, down)
        sideways = np.ascontiguousarray(turned.transpose(1, 0, 2))
        _sweep(sideways, np.ascontiguousarray(across.T))
        turned = np.ascontiguousarray(sideways.transpose(1, 0, 2))
    return np.ascontiguousarray(turned.transpose(2, 0, 1))


def _sweep(far: Floats, step: Floats) -> None:
    """Down and up the rows of ``(h, w, K)`` in place."""
    rows = len(far)
    for y in range(1, rows):
        np.minimum(far[y], far[y - 1] + step[y - 1][:, None], out=far[y])
    for y in range(rows - 2, -1, -1):
        np.minimum(far[y], far[y + 1] + step[y][:, None], out=far[y])
