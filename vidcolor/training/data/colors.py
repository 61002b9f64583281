"""The colours of a photo, looked at quickly: a grid of its own pixels in CIE Lab."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.color.lab import rgb_to_lab
from vidcolor.training.data.photo import Rgb

GRID = 64
GREY_CHROMA = 3.0
"""Pictures of less mean chroma (a*b*) are grey; of 994 colour photos none had less than 3.7."""
TONED_CHROMA = 1.5
"""Pictures are toned if a*b* differ by less, on average, from a parabola over L*.

Of 994 colour photos none had less; a telecine of black-and-white film with a cast had 0.9 to 1.0.
"""


def grid_lab(picture: Rgb) -> NDArray[np.float32]:
    """A grid of pixels spread over a picture; none is a mean, so that no colour is made paler.

    Returns:
        ``(3, 64, 64)`` CIE Lab.
    """
    pixels = cv2.resize(picture, (GRID, GRID), interpolation=cv2.INTER_NEAREST)
    rgb = torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255
    return np.asarray(rgb_to_lab(rgb)[0].numpy())


def mean_chroma(lab: NDArray[np.float32]) -> float:
    """Mean distance of colours from grey, in a*b*, of what `grid_lab` gave."""
    return float(np.hypot(lab[1], lab[2]).mean())


def is_grey(lab: NDArray[np.float32]) -> bool:
    """Whether a picture has no colour, or only a tone (sepia, tinting) that its lightness tells.

    Args:
        lab: as `grid_lab` gave it.
    """
    if mean_chroma(lab) < GREY_CHROMA:
        return True
    level = lab[0].ravel()
    curve = np.stack([level**2, level, np.ones_like(level)], 1)
    ab = lab[1:].reshape(2, -1).T
    tone = curve @ np.linalg.lstsq(curve, ab, rcond=None)[0]
    return float(np.linalg.norm(ab - tone, axis=1).mean()) < TONED_CHROMA
