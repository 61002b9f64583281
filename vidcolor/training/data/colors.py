"""The colours of a photo, looked at quickly: a grid of its own pixels in CIE Lab."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.color.lab import rgb_to_lab
from vidcolor.training.data.photo import Rgb

GRID = 64


def grid_lab(picture: Rgb) -> NDArray[np.float32]:
    """A grid of pixels spread over a picture; none is a mean, so that no colour is made paler.

    Returns:
        ``(3, 64, 64)`` CIE Lab.
    """
    pixels = cv2.resize(picture, (GRID, GRID), interpolation=cv2.INTER_NEAREST)
    rgb = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255
    return np.asarray(rgb_to_lab(rgb)[0].numpy())


def mean_chroma(picture: Rgb) -> float:
    """Mean distance of a picture's colours from grey, in a*b*."""
    lab = grid_lab(picture)
    return float(np.hypot(lab[1], lab[2]).mean())
