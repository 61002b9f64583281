"""Batches as a function of the step: resuming needs no sampler state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.errors import VidcolorError
from vidcolor.training.crops import CropSettings
from vidcolor.training.photos import Photo, Rgb, cpu_share

Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels of a photo; may reach beyond it."""


def random_crop(photo: Rgb, crop: CropSettings, rng: np.random.Generator) -> Rgb:
    """Cut a stretched, perhaps mirrored and turned square and scale it to ``size_px``.

    A ``largest`` above 1 shows more than the short side, and a turned square may reach beyond the
    photo: the rest is mirrored at the border.
    """
    height, width = photo.shape[:2]
    side = min(height, width) * rng.uniform(crop.smallest, crop.largest)
    stretch = np.exp(rng.uniform(-crop.aspect_jitter, crop.aspect_jitter) / 2)
    crop_w, crop_h = side * stretch, side / stretch
    x = rng.uniform(0, max(width - crop_w, 0)) if crop_w < width else (width - crop_w) / 2
    y = rng.uniform(0, max(height - crop_h, 0)) if crop_h < height else (height - crop_h) / 2
    mirrored = rng.random() < 0.5
    if crop.rotate_degrees:
        degrees = rng.uniform(-crop.rotate_degrees, crop.rotate_degrees)
        square = _turned(photo, (x, y, crop_w, crop_h), degrees, crop.size_px)
    else:
        square = _upright(photo, (x, y, crop_w, crop_h), crop.size_px)
    return cv2.flip(square, 1) if mirrored else square


def _upright(photo: Rgb, box: Box, size_px: int) -> Rgb:
    """Cut at whole pixels and resize, which is several times as fast as the warp of `_turned`."""
    height, width = photo.shape[:2]
    left, top = round(box[0]), round(box[1])
    right, bottom = left + max(round(box[2]), 1), top + max(round(box[3]), 1)
    piece = photo[max(top, 0) : bottom, max(left, 0) : right]
    beyond = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    if any(beyond):
        piece = cv2.copyMakeBorder(piece, *beyond, cv2.BORDER_REFLECT_101)
    shrinks = min(piece.shape[:2]) > size_px
    way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    square: Rgb = cv2.resize(piece, (size_px, size_px), interpolation=way)
    return square


def _turned(photo: Rgb, box: Box, degrees: float, size_px: int) -> Rgb:
    """The same box, turned about its middle."""
    x, y, width, height = box
    scale_x, scale_y = size_px / width, size_px / height
    # Area averaging where the crop shrinks a lot, else the affine warp alone will do.
    shrink = max(1.0, 1 / min(scale_x, scale_y))
    if shrink > 1.5:
        photo = cv2.resize(photo, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
        x, y, scale_x, scale_y = x / shrink, y / shrink, scale_x * shrink, scale_y * shrink
    to_square = np.array(
        [
            [scale_x, 0, (0.5 - x) * scale_x - 0.5],
            [0, scale_y, (0.5 - y) * scale_y - 0.5],
            [0, 0, 1],
        ]
    )
    middle = (size_px - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), degrees, 1.0)
    square: Rgb = cv2.warpAffine(
        photo,
        turn @ to_square,
        (size_px, size_px),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return square


class PhotoBatches:
    """Draws photos by their weights; the batch of a step depends on seed and step alone.

    Each picture is drawn by a generator of its own, so that threads and processes can share the
    making of a step without a change of its pictures.

    Attributes:
        damaged: names of the photos that could not be read so far.
    """

    def __init__(
        self,
        photos: Sequence[Photo],
        weights: NDArray[np.float64],
        *,
        batch_size: int,
        seed: int,
        threads: int = 0,
    ) -> None:
        """Take the photos.

        Args:
            photos: at least one.
            weights: one for each; 0 is never drawn.
            batch_size: pictures of a step's part.
            seed: of all draws.
            threads: that read photos; 0 takes one for each core. The pictures do not depend on it.
        """
        self.photos = photos
        self.weights = weights
        self.cumulated = np.cumsum(weights)
        self.batch_size = batch_size
        self.seed = seed
        self.threads = threads or cpu_share()
        self.damaged: set[str] = set()

    def at(self, step: int, crop: CropSettings, *, part: int = 0) -> Tensor:
        """The photos of one step, or of a part of it.

        Args:
            step: from 0 on.
            crop: how a square is cut out of each.
            part: gives the pictures ``part * batch_size`` and following of the step, so that
                several processes each make their own; a batch of twice the size holds two parts.

        Returns:
            ``(B, 3, size, size)`` sRGB, uint8, R first.

        Raises:
            VidcolorError: no photo can be read. One that cannot is replaced by another draw.
        """
        indices = range(part * self.batch_size, (part + 1) * self.batch_size)
        batch = np.empty((self.batch_size, 3, crop.size_px, crop.size_px), np.uint8)

        def fill(index: int) -> None:
            # Nine times as fast as a change of the axes afterwards; other threads run meanwhile.
            cv2.split(self._square(step, index, crop), list(batch[index - indices.start]))

        if self.threads == 1:
            for index in indices:
                fill(index)
        else:
            with ThreadPoolExecutor(self.threads, "vidcolor-photos") as pool:
                list(pool.map(fill, indices))
        return torch.from_numpy(batch)

    def _square(self, step: int, index: int, crop: CropSettings) -> Rgb:
        rng = np.random.default_rng([self.seed, step, index])
        drawn = int(np.searchsorted(self.cumulated, rng.random() * self.cumulated[-1], "right"))
        photo = self._read(min(drawn, len(self.photos) - 1), crop)
        if photo is None:
            photo = self._another(crop, rng)
        return random_crop(photo, crop, rng)

    def _another(self, crop: CropSettings, rng: np.random.Generator) -> Rgb:
        """Draw again, by the weights and without putting back, until one can be read."""
        # The lowest of exponential variates of these rates is a draw by the weights.
        with np.errstate(divide="ignore"):
            order = np.argsort(rng.exponential(size=len(self.photos)) / self.weights)
        for index in order[: np.count_nonzero(self.weights)]:
            photo = self._read(int(index), crop)
            if photo is not None:
                return photo
        raise VidcolorError(
            f"None of the {len(self.photos)} photos can be read.",
            do="Check that the folders given with --data are still there, and copy them again.",
        )

    def _read(self, index: int, crop: CropSettings) -> Rgb | None:
        photo = self.photos[index]
        decoded = photo.read(enough_px=math.ceil(crop.size_px / crop.smallest))
        if decoded is None:
            self.damaged.add(photo.name)
        return decoded
