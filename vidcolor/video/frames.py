"""What passes the video door: formats and frames, in numpy and plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8] | NDArray[np.uint16]
"""``(H, W)`` code values: uint8 up to 8 bits, uint16 above, right-aligned."""


class Matrix(StrEnum):
    """The YCbCr matrix of a picture."""

    BT601 = "bt601"
    BT709 = "bt709"
    BT2020 = "bt2020"

    @property
    def weights(self) -> tuple[float, float, float]:
        """Shares of R′, G′ and B′ in Y′ (ITU-R BT.601, BT.709, BT.2020); their sum is 1."""
        kr, kb = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722), "bt2020": (0.2627, 0.0593)}[
            self.value
        ]
        return kr, 1.0 - kr - kb, kb


@dataclass(frozen=True, slots=True)
class LumaFormat:
    """How code values of a luma plane are to be read."""

    bit_depth: int
    full_range: bool
    matrix: Matrix

    @property
    def black(self) -> int:
        """Code value of Y′ = 0."""
        return 0 if self.full_range else 16 << (self.bit_depth - 8)

    @property
    def white(self) -> int:
        """Code value of Y′ = 1."""
        if self.full_range:
            return (1 << self.bit_depth) - 1
        return 235 << (self.bit_depth - 8)


@dataclass(frozen=True, slots=True)
class ChromaFormat:
    """The chroma planes that a writer wants: their grid and their code values."""

    width: int
    height: int
    luma_width: int
    luma_height: int
    bit_depth: int
    full_range: bool
    matrix: Matrix
    siting: str  # "left", "center" or "topleft": where a chroma sample lies among its luma samples

    @property
    def neutral(self) -> int:
        """Code value of no colour."""
        return 1 << (self.bit_depth - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Chroma:
    """Two chroma planes and how they are to be read."""

    cb: Plane
    cr: Plane
    format: ChromaFormat


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of the film.

    ``luma`` is what the film holds and what leaves again. ``views`` is what the
    generator looks at: the luma itself for progressive film; for interlaced film
    whose fields are kept, two full-height progressive pictures (first the top, then
    the bottom field), and the chroma of each field comes from its own view.
    """

    number: int  # in presentation order, the film's first frame is 0
    pts: int  # ticks of the reader's time base
    duration: int  # ticks; 0 where the file does not tell
    luma: Plane
    views: tuple[Plane, ...]
    alpha: Plane | None = None
    chroma: Chroma | None = None  # the film's own; None where it has none or nobody asked for it
