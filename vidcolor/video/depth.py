"""Luma code values at another depth or range: exact where that is possible, else rounded."""

from __future__ import annotations

import cv2
import numpy as np

from vidcolor.video.frames import LumaFormat, Plane


def dtype_of(bit_depth: int) -> type[np.uint8] | type[np.uint16]:
    """The sample type of a plane of this depth."""
    return np.uint8 if bit_depth <= 8 else np.uint16


def empty_plane(shape: tuple[int, ...], bit_depth: int) -> Plane:
    """An uninitialised plane whose samples hold this depth."""
    return np.empty(shape, np.uint8) if bit_depth <= 8 else np.empty(shape, np.uint16)


class LumaMap:
    """Maps code values of one luma format to another.

    Limited range to a deeper limited range is a left shift; full range to full range
    maps white to white (``v * 257`` from 8 to 16 bits); both can be undone. A lower depth
    rounds to the nearest code. The matrix is not looked at: a luma is not converted.

    Attributes:
        same: codes pass untouched.
        reversible: no two codes become one.
        changes_range: full range becomes limited or the other way round.
    """

    def __init__(self, source: LumaFormat, target: LumaFormat) -> None:
        self.source = source
        self.target = target
        self.changes_range = source.full_range != target.full_range
        self.same = not self.changes_range and source.bit_depth == target.bit_depth
        self._shift = target.bit_depth - source.bit_depth
        self._shifts = not (source.full_range or target.full_range) and self._shift >= 0
        self._table = _table(source, target)
        self.reversible = bool(np.all(np.diff(self._table.astype(np.int64)) > 0))

    def __call__(self, luma: Plane, out: Plane | None = None) -> Plane:
        """Map ``(H, W)`` codes; ``out`` may be a view into an FFmpeg frame.

        Raises:
            ValueError: the samples are not of the source's type.
        """
        if luma.dtype != dtype_of(self.source.bit_depth):
            raise ValueError(f"want {self.source.bit_depth}-bit codes, got {luma.dtype}")
        if out is None:
            out = empty_plane(luma.shape, self.target.bit_depth)
        if self.same:
            np.copyto(out, luma)
        elif self._shifts:
            np.left_shift(luma, self._shift, out=out, dtype=out.dtype, casting="unsafe")
        elif luma.dtype == np.uint8:
            np.copyto(out, cv2.LUT(luma, self._table))
        else:
            # Codes above the depth would read beyond the table.
            np.copyto(out, np.take(self._table, luma, mode="clip"))
        return out


def _table(source: LumaFormat, target: LumaFormat) -> Plane:
    """The target's code for each of the source's codes."""
    codes = np.arange(1 << source.bit_depth, dtype=np.float64)
    if not source.full_range and not target.full_range:
        # Both scales are multiples of the same 8-bit scale, foot and head room included.
        values = codes * 2.0 ** (target.bit_depth - source.bit_depth)
    else:
        share = (codes - source.black) / (source.white - source.black)
        values = share * (target.white - target.black) + target.black
    rounded = np.floor(values + 0.5).clip(0, (1 << target.bit_depth) - 1)
    if target.bit_depth <= 8:
        return rounded.astype(np.uint8)
    return rounded.astype(np.uint16)
