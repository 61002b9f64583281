"""A small upright picture of a coloured frame."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.video.frames import ChromaFormat, Plane
from vidcolor.video.info import FilmInfo
from vidcolor.video.rgb import to_rgb


def thumbnail(
    info: FilmInfo, luma: Plane, cb: Plane, cr: Plane, chroma: ChromaFormat, width_px: int
) -> NDArray[np.uint8]:
    """Shrink first, then turn into RGB; square pixels, turned as a player turns the film.

    Args:
        info: of the film.
        luma: ``(H, W)`` of the film.
        cb, cr: codes of ``chroma``, on its grid; small differences in siting are left alone.
        chroma: how they are to be read.
        width_px: at most so wide; a smaller picture is not enlarged.

    Returns:
        ``(h, w, 3)`` uint8, R first.

    Raises:
        ValueError: ``width_px`` is not positive.
    """
    if width_px < 1:
        raise ValueError(f"want a positive width, got {width_px}")
    shown_width = info.width * float(info.sample_aspect_ratio or 1)
    sideways = info.rotation_degrees in (90, 270)
    scale = min(1.0, width_px / (info.height if sideways else shown_width))
    size = max(1, round(shown_width * scale)), max(1, round(info.height * scale))
    span = (1 << chroma.bit_depth) - 1 if chroma.full_range else 224 << (chroma.bit_depth - 8)
    small, blue, red = (
        cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (luma, cb, cr)
    )
    codes = [
        np.clip((plane.astype(np.float32) - chroma.neutral) * (65535 / span) + 32768.5, 0, 65535)
        for plane in (blue, red)
    ]
    picture = to_rgb(
        small, info.luma, codes[0].astype(np.uint16), codes[1].astype(np.uint16), bit_depth=8
    )
    upright = np.rot90(picture, -info.rotation_degrees // 90)
    return np.ascontiguousarray(upright, dtype=np.uint8)
