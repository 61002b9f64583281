"""Batches as a function of the step: resuming needs no sampler state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.training.photos import Photo, Rgb


@dataclass(frozen=True, slots=True)
class CropSettings:
    """How a square is cut out of a photo."""

    size_px: int
    smallest: float  # side of the crop as a share of the photo's short side
    largest: float
    aspect_jitter: float = 0.15  # natural logarithm of the largest stretch


def random_crop(photo: Rgb, crop: CropSettings, rng: np.random.Generator) -> Rgb:
    """Cut a stretched, perhaps mirrored square and scale it to ``size_px``.

    A ``largest`` above 1 shows more than the short side: the rest is mirrored at the border.
    """
    height, width = photo.shape[:2]
    side = min(height, width) * rng.uniform(crop.smallest, crop.largest)
    stretch = np.exp(rng.uniform(-crop.aspect_jitter, crop.aspect_jitter) / 2)
    crop_w, crop_h = side * stretch, side / stretch
    x = rng.uniform(0, max(width - crop_w, 0)) if crop_w < width else (width - crop_w) / 2
    y = rng.uniform(0, max(height - crop_h, 0)) if crop_h < height else (height - crop_h) / 2
    # Area averaging where the crop shrinks a lot, else the affine warp alone will do.
    scale_x, scale_y = crop.size_px / crop_w, crop.size_px / crop_h
    shrink = max(1.0, 1 / min(scale_x, scale_y))
    if shrink > 1.5:
        photo = cv2.resize(photo, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        x, y, scale_x, scale_y = x / shrink, y / shrink, scale_x * shrink, scale_y * shrink
    if rng.random() < 0.5:
        photo = photo[:, ::-1]
        x = photo.shape[1] - x - crop.size_px / scale_x
    shift = np.array(
        [
            [scale_x, 0, (0.5 - x) * scale_x - 0.5],
            [0, scale_y, (0.5 - y) * scale_y - 0.5],
        ]
    )
    square: Rgb = cv2.warpAffine(
        np.ascontiguousarray(photo),
        shift,
        (crop.size_px, crop.size_px),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return square


class PhotoBatches:
    """Draws photos by their weights; the batch of a step depends on seed and step alone."""

    def __init__(
        self,
        photos: Sequence[Photo],
        weights: NDArray[np.float64],
        *,
        batch_size: int,
        seed: int,
    ) -> None:
        self.photos = photos
        self.cumulated = np.cumsum(weights)
        self.batch_size = batch_size
        self.seed = seed

    def at(self, step: int, crop: CropSettings) -> Tensor:
        """The photos of one step.

        Returns:
            ``(B, 3, size, size)`` sRGB, uint8, R first.

        Raises:
            VidcolorError: never; a photo that cannot be read is replaced by another draw.
        """
        rng = np.random.default_rng([self.seed, step])
        squares: list[Rgb] = []
        while len(squares) < self.batch_size:
            index = int(np.searchsorted(self.cumulated, rng.random() * self.cumulated[-1]))
            photo = self.photos[min(index, len(self.photos) - 1)].read()
            if photo is not None:
                squares.append(random_crop(photo, crop, rng))
        return torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2).contiguous()
