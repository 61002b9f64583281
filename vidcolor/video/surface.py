"""Fills FFmpeg's pictures with numpy planes, without converting anything."""

from __future__ import annotations

from typing import Any

import av
import numpy as np

from vidcolor.video.depth import LumaMap
from vidcolor.video.encoders import PixelFormat
from vidcolor.video.frames import Plane


def plane_view(plane: Any, dtype: type[np.uint8] | type[np.uint16], width: int) -> Any:
    """A writable ``(H, width)`` view of one plane of an FFmpeg picture."""
    rows = np.frombuffer(plane, dtype).reshape(-1, plane.line_size // np.dtype(dtype).itemsize)
    return rows[: plane.height, :width]


def fill_picture(
    pixels: PixelFormat, size: tuple[int, int], luma_map: LumaMap, luma: Plane, cb: Plane, cr: Plane
) -> av.VideoFrame:
    """Make the encoder's picture of a luma and two chroma planes.

    Args:
        pixels: the encoder's pixel format.
        size: its width and height, at most one more than the luma's; the missing column
            and row repeat the last one.
        luma_map: from the film's luma codes to the target's.
        luma: ``(H, W)`` codes of the film.
        cb, cr: ``(h, w)`` codes of the target, on its chroma grid.

    Raises:
        ValueError: a chroma plane has not the size or the depth of the target's grid.
    """
    picture = av.VideoFrame(size[0], size[1], pixels.name)
    dtype: type[np.uint8] | type[np.uint16] = np.uint8 if pixels.depth == 8 else np.uint16
    height, width = luma.shape
    target = plane_view(picture.planes[0], dtype, size[0])
    luma_map(luma, out=target[:height, :width])
    target[:height, width:] = target[:height, width - 1 : width]
    target[height:] = target[height - 1]
    if pixels.semi_planar:
        pair = plane_view(picture.planes[1], dtype, 2 * picture.planes[1].width)
        grids = [pair[:, 0::2], pair[:, 1::2]]
    else:
        grids = [plane_view(picture.planes[i], dtype, picture.planes[i].width) for i in (1, 2)]
    for grid, chroma in zip(grids, (cb, cr), strict=True):
        if chroma.shape != grid.shape or chroma.dtype != dtype:
            raise ValueError(
                f"want chroma of {grid.shape} and {np.dtype(dtype)}, "
                f"got {chroma.shape} and {chroma.dtype}"
            )
        np.copyto(grid, chroma)
    if pixels.left_aligned:  # p010 keeps its ten bits at the upper end of sixteen
        for filled in (target, *grids):
            np.left_shift(filled, 16 - pixels.depth, out=filled)
    return picture
