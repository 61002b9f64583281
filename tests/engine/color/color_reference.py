"""Reference arithmetic in numpy, written apart from the engine's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vidcolor.video.frames import ChromaFormat, LumaFormat, Matrix

Float = NDArray[np.float64]


def luma_codes(y: Float, fmt: LumaFormat) -> NDArray[np.uint8] | NDArray[np.uint16]:
    codes = np.rint(fmt.black + y * (fmt.white - fmt.black))
    codes = codes.clip(0, 2**fmt.bit_depth - 1)
    return codes.astype(np.uint8) if fmt.bit_depth <= 8 else codes.astype(np.uint16)


def rgb_from_ycc(y: Float, cb: Float, cr: Float, matrix: Matrix) -> Float:
    """R′G′B′ of Y′ 0 to 1 and Cb, Cr −0.5 to 0.5, by the recommendations' formulas."""
    kr, kg, kb = matrix.weights
    r = y + 2 * (1 - kr) * cr
    b = y + 2 * (1 - kb) * cb
    return np.stack([r, (y - kr * r - kb * b) / kg, b], axis=-1)


def chroma_values(plane: NDArray[np.integer], fmt: ChromaFormat) -> Float:
    span = 2**fmt.bit_depth - 1 if fmt.full_range else 224 * 2 ** (fmt.bit_depth - 8)
    return (plane.astype(np.float64) - 2 ** (fmt.bit_depth - 1)) / span


def chroma_format(
    luma: tuple[int, int],
    ratio: tuple[int, int] = (2, 2),
    *,
    bit_depth: int = 8,
    full_range: bool = False,
    matrix: Matrix = Matrix.BT709,
    siting: str = "left",
) -> ChromaFormat:
    """Of a luma ``(height, width)`` and luma samples for each chroma sample, (y, x)."""
    return ChromaFormat(
        width=-(-luma[1] // ratio[1]),
        height=-(-luma[0] // ratio[0]),
        luma_width=luma[1],
        luma_height=luma[0],
        bit_depth=bit_depth,
        full_range=full_range,
        matrix=matrix,
        siting=siting,
    )
