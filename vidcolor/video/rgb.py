"""Y′CbCr to R′G′B′ pictures whose own luma is the film's, exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vidcolor.video.depth import LumaMap, dtype_of
from vidcolor.video.frames import LumaFormat, Plane

_ROWS = 64  # rows at a time: the intermediate planes stay in the processor's cache


def to_rgb(
    luma: Plane, source: LumaFormat, cb: Plane, cr: Plane, bit_depth: int
) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Make an RGB picture in which rounding the weighted sum gives back the luma.

    R′ and B′ are rounded to codes first and G′ is solved for, so that what they miss is
    made good: the sum is then less than half a code off, for every colour and matrix.
    A colour that does not fit loses chroma at its hue until it does, never luma; a pixel
    without chroma stays neutral.

    Args:
        luma: ``(H, W)`` codes of ``source``.
        source: how to read them; its matrix counts for the chroma as well.
        cb, cr: ``(H, W)`` uint16, full range of 16 bits, neutral 32768.
        bit_depth: 8 or 16, of the picture.

    Returns:
        ``(H, W, 3)`` R′G′B′ codes of full range, uint8 or uint16.

    Raises:
        ValueError: the planes differ in size.
    """
    if not luma.shape == cb.shape == cr.shape:
        raise ValueError(f"want planes of one size, got {luma.shape}, {cb.shape}, {cr.shape}")
    full = LumaMap(source, LumaFormat(bit_depth, full_range=True, matrix=source.matrix))(luma)
    picture = np.empty((*luma.shape, 3), dtype_of(bit_depth))
    for top in range(0, len(luma), _ROWS):
        rows = slice(top, top + _ROWS)
        _solve(full[rows], cb[rows], cr[rows], source.matrix.weights, bit_depth, picture[rows])
    return picture


def _solve(
    luma: Plane,
    cb: Plane,
    cr: Plane,
    weights: tuple[float, float, float],
    bit_depth: int,
    out: NDArray[np.uint8] | NDArray[np.uint16],
) -> None:
    kr, kg, kb = weights
    white = np.float32((1 << bit_depth) - 1)
    scale = white / np.float32(65535)
    y = luma.astype(np.float32)
    red = (cr.astype(np.float32) - 32768) * (scale * np.float32(2 * (1 - kr)))
    blue = (cb.astype(np.float32) - 32768) * (scale * np.float32(2 * (1 - kb)))
    green = red * np.float32(-kr / kg) - blue * np.float32(kb / kg)
    share = np.ones_like(y)
    room_up = white - y
    for difference in (red, green, blue):
        room = np.where(difference > 0, room_up, y)
        size = np.maximum(np.abs(difference), np.float32(1e-6))
        np.minimum(share, room / size, out=share)
    # 16-bit codes and their weights need more than float32's 24 bits near the half.
    r = np.rint(y + red * share)
    b = np.rint(y + blue * share)
    np.clip(r, 0, white, out=r)
    np.clip(b, 0, white, out=b)
    g = np.rint((y.astype(np.float64) - kr * r - kb * b) / kg)
    np.clip(g, 0, white, out=g)
    out[..., 0], out[..., 1], out[..., 2] = r, g, b
