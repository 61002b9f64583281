"""A model on colour photos: made grey, coloured by the engine, compared with the truth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from vidcolor.color.upsample import Upsampler
from vidcolor.colorizer import Colorizer
from vidcolor.devices import Compute, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.measures import (
    Rgb,
    ab_error,
    colorfulness,
    epsilon_accuracy_percent,
    mae,
    psnr_db,
)
from vidcolor.networks import Network
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import Photo
from vidcolor.training.validation import centre_square
from vidcolor.video.frames import ChromaFormat, Frame, LumaFormat, Matrix
from vidcolor.video.info import unfilmed
from vidcolor.video.rgb import to_rgb

SIDE_PX = 256
_LUMA = LumaFormat(16, full_range=True, matrix=Matrix.BT601)


class PhotoColorizer:
    """Colours a photo's luma the way a film frame's is."""

    def __init__(self, network: Network, compute: Compute, settings: ColorSettings) -> None:
        prepare_thread(compute)
        self._saturation = settings.saturation
        film = unfilmed(Path("photo"), SIDE_PX, SIDE_PX, _LUMA, Fraction(24))
        self._colorizer = Colorizer(network, compute, film, settings)
        chroma = ChromaFormat(SIDE_PX, SIDE_PX, SIDE_PX, SIDE_PX, 16, True, _LUMA.matrix, "center")
        self._upsampler = Upsampler(_LUMA, chroma, compute.device)

    def __call__(self, truth: Rgb) -> tuple[Rgb, Rgb]:
        """Make a photo grey and colour it again.

        Args:
            truth: ``(256, 256, 3)``.

        Returns:
            The grey picture and the coloured one, of the same luma.
        """
        shares = np.array(_LUMA.matrix.weights) * 257
        luma = np.rint(truth @ shares).astype(np.uint16)
        seen = self._colorizer.see(Frame(0, 0, 1, luma, (luma,)))
        ab = self._colorizer.colors([seen.y[0]])[0]
        cb, cr = self._upsampler(seen.luma, seen.y[0], ab, self._saturation)
        grey = to_rgb(luma, _LUMA, np.full_like(cb, 32768), np.full_like(cr, 32768), 8)
        return grey.astype(np.uint8), to_rgb(luma, _LUMA, cb, cr, 8).astype(np.uint8)


def _squares(photos: Sequence[Photo]) -> list[tuple[str, Rgb]]:
    squares = [
        (photo.name, centre_square(picture, SIDE_PX))
        for photo in photos
        if (picture := photo.read()) is not None
    ]
    if not squares:
        raise VidcolorError("No photo could be read.", do="Give a folder of intact photos.")
    return squares


@torch.inference_mode()
def evaluate_photos(
    network: Network, compute: Compute, photos: Sequence[Photo], settings: ColorSettings
) -> dict[str, Any]:
    """Measure a model on the centre squares of photos, 256 × 256.

    Returns:
        The model's name; means over the photos of ``psnr_db``, ``mae``,
        ``epsilon_accuracy_percent``, ``ab_error``, ``colorfulness``; ``colorfulness_truth`` and
        ``colorfulness_difference``; and the same of the grey pictures with ``_grey`` behind.
    """
    colorizer = PhotoColorizer(network, compute, settings)
    sums: dict[str, list[float]] = {}
    for _, truth in _squares(photos):
        grey, colored = colorizer(truth)
        for tail, picture in (("", colored), ("_grey", grey)):
            for measure in (psnr_db, mae, epsilon_accuracy_percent, ab_error):
                sums.setdefault(measure.__name__ + tail, []).append(measure(picture, truth))
        sums.setdefault("colorfulness", []).append(colorfulness(colored))
        sums.setdefault("colorfulness_truth", []).append(colorfulness(truth))
    row: dict[str, Any] = {name: float(np.mean(values)) for name, values in sums.items()}
    row["colorfulness_difference"] = abs(row["colorfulness"] - row["colorfulness_truth"])
    return {"model": network.name, **row}


@torch.inference_mode()
def contact_sheet(
    network: Network,
    compute: Compute,
    photos: Sequence[Photo],
    settings: ColorSettings,
    path: Path,
    *,
    columns: int = 5,
    side_px: int = 144,
) -> None:
    """Write triples of grey, coloured and true photo, ``columns`` triples a row, as a picture."""
    colorizer = PhotoColorizer(network, compute, settings)
    cells = []
    for _, truth in _squares(photos):
        triple = np.hstack([*colorizer(truth), truth])
        cell = cv2.resize(triple, (3 * side_px, side_px), interpolation=cv2.INTER_AREA)
        cells.append(np.pad(cell, ((2, 2), (2, 6), (0, 0)), constant_values=24))
    while len(cells) % columns:
        cells.append(np.full_like(cells[0], 24))
    rows = [np.hstack(cells[i : i + columns]) for i in range(0, len(cells), columns)]
    if not cv2.imwrite(str(path), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)):
        raise VidcolorError(
            f"{path} could not be written.", do="Choose a .png in a folder that can be written to."
        )
