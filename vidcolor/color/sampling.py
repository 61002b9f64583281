"""Where chroma samples lie, and the luma that belongs to each of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.grid import Luma, codes_as_float
from vidcolor.video.frames import ChromaFormat, Plane


class Lines(StrEnum):
    """Which lines of the frame a plane holds."""

    ALL = "all"
    TOP = "top"  # 0, 2, 4 …
    BOTTOM = "bottom"  # 1, 3, 5 …


@dataclass(frozen=True, slots=True)
class ChromaAxis:
    """One direction of a chroma grid over a luma plane."""

    count: int  # chroma samples
    ratio: int  # luma samples for each chroma sample
    offset: float  # of the first chroma sample from the first luma sample, in luma samples
    start: float  # place of the first chroma sample in the picture, whose edges are 0 and 1
    step: float  # from one chroma sample to the next, in the same measure

    @property
    def boxes(self) -> tuple[tuple[int, float], ...]:
        """First luma sample and weight of the boxes whose mix is centred on sample 0.

        A box that covers parts of samples equals the mix of its two whole neighbours.
        """
        first = self.offset - (self.ratio - 1) / 2.0
        whole = math.floor(first)
        share = first - whole
        return ((whole, 1.0 - share), (whole + 1, share)) if share else ((whole, 1.0),)


@dataclass(frozen=True, slots=True)
class ChromaGrid:
    """A chroma grid over a luma plane."""

    rows: ChromaAxis
    columns: ChromaAxis


@lru_cache
def chroma_grid(
    target: ChromaFormat, luma_shape: tuple[int, int], lines: Lines = Lines.ALL
) -> ChromaGrid:
    """Lay the target's chroma grid over a source plane.

    In 4:2:0 film with fields the chroma of the top field lies a quarter of a field line
    below its luma line and that of the bottom field three quarters, so that the frame's
    chroma is evenly spaced (ISO/IEC 13818-2, 6.1.1.8, figure 6-3).

    Args:
        target: the whole frame's chroma planes.
        luma_shape: ``(H, W)`` of the source's whole frame; the target may be larger by
            replicated rows and columns.
        lines: which lines of the frame the planes in hand hold.

    Raises:
        ValueError: the sizes are no chroma subsampling, or the siting has no known name.
    """
    if target.siting not in ("left", "center", "topleft"):
        raise ValueError(f"want siting left, center or topleft, got {target.siting!r}")
    ratio_x = _ratio(target.luma_width, target.width)
    ratio_y = _ratio(target.luma_height, target.height)
    offset_x = (ratio_x - 1) / 2.0 if target.siting == "center" else 0.0
    offset_y = 0.0 if target.siting == "topleft" else (ratio_y - 1) / 2.0
    height, width = luma_shape
    columns = ChromaAxis(target.width, ratio_x, offset_x, (offset_x + 0.5) / width, ratio_x / width)
    if lines is Lines.ALL:
        rows = ChromaAxis(
            target.height, ratio_y, offset_y, (offset_y + 0.5) / height, ratio_y / height
        )
        return ChromaGrid(rows, columns)
    odd = int(lines is Lines.BOTTOM)
    # Half the frame's offset in field lines; the bottom field's chroma row belongs to the
    # next frame row pair, which is (ratio − 1) / 2 field lines further down.
    offset_field = offset_y / 2.0 + (odd * (ratio_y - 1) / 2.0 if offset_y else 0.0)
    rows = ChromaAxis(
        (target.height + 1 - odd) // 2,
        ratio_y,
        offset_field,
        (2.0 * offset_field + odd + 0.5) / height,
        2.0 * ratio_y / height,
    )
    return ChromaGrid(rows, columns)


def _ratio(luma: int, chroma: int) -> int:
    for ratio in (1, 2, 4):
        if -(-luma // ratio) == chroma:
            return ratio
    raise ValueError(f"{chroma} chroma samples do not belong to {luma} luma samples")


def luma_on_grid(luma: Luma, grid: ChromaGrid) -> Tensor:
    """Mean luma over the footprint of each chroma sample.

    The footprint is as wide as the samples are apart and centred on where the siting
    puts them; beyond the picture its edge is repeated.

    Args:
        luma: ``(H, W)`` plane, or what `upload` made of it.
        grid: of the chroma samples.

    Returns:
        ``(h, w)`` float32 code values on the plane's device, to be changed at will.
    """
    if isinstance(luma, Tensor):
        return _tensor_on_grid(luma, grid)
    return torch.from_numpy(_plane_on_grid(luma, grid))


def _margins(axis: ChromaAxis, length: int) -> tuple[int, int]:
    """How many samples must be repeated before and after the luma."""
    first, last = axis.boxes[0][0], axis.boxes[-1][0]
    return max(0, -first), max(0, last + axis.count * axis.ratio - length)


def _plane_on_grid(luma: Plane, grid: ChromaGrid) -> NDArray[np.float32]:
    rows, columns = grid.rows, grid.columns
    top, bottom = _margins(rows, luma.shape[0])
    left, right = _margins(columns, luma.shape[1])
    if top or bottom or left or right:
        luma = cv2.copyMakeBorder(luma, top, bottom, left, right, cv2.BORDER_REPLICATE)
    total = np.zeros((0, 0), np.float32)
    for y, weight_y in rows.boxes:
        for x, weight_x in columns.boxes:
            box = luma[
                y + top : y + top + rows.count * rows.ratio,
                x + left : x + left + columns.count * columns.ratio,
            ]
            if rows.ratio * columns.ratio > 1:
                box = cv2.resize(box, (columns.count, rows.count), interpolation=cv2.INTER_AREA)
            if total.size:
                weight = weight_y * weight_x
                cv2.scaleAdd(box.astype(np.float32), weight, total, dst=total)
            else:
                total = np.multiply(box, np.float32(weight_y * weight_x), dtype=np.float32)
    return total


def _tensor_on_grid(luma: Tensor, grid: ChromaGrid) -> Tensor:
    rows, columns = grid.rows, grid.columns
    top, bottom = _margins(rows, luma.shape[0])
    left, right = _margins(columns, luma.shape[1])
    codes = F.pad(codes_as_float(luma), (left, right, top, bottom), mode="replicate")
    total = torch.zeros((), device=luma.device)
    for y, weight_y in rows.boxes:
        for x, weight_x in columns.boxes:
            box = codes[
                :,
                :,
                y + top : y + top + rows.count * rows.ratio,
                x + left : x + left + columns.count * columns.ratio,
            ]
            mean = F.avg_pool2d(box, (rows.ratio, columns.ratio))
            total = total + mean * (weight_y * weight_x)
    return total[0, 0]
