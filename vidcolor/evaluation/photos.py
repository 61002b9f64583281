"""A model on colour photos: made grey, coloured by the engine, compared with the truth."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.upsample import Upsampler
from vidcolor.colorizer import Colorizer, Wish
from vidcolor.devices import Compute, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.contenders import Contender
from vidcolor.evaluation.frechet import Features
from vidcolor.evaluation.guidance import picture_guide, true_ab, true_palette, true_points
from vidcolor.evaluation.measures import (
    Rgb,
    ab_error,
    colorfulness,
    epsilon_accuracy_percent,
    mae,
    psnr_db,
    ssim,
)
from vidcolor.evaluation.uncertainty import doubt, error_map, rank_correlation
from vidcolor.guides import Hint
from vidcolor.networks import Network
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import Photo
from vidcolor.training.validation import centre_square
from vidcolor.video.frames import ChromaFormat, Frame, LumaFormat, Matrix
from vidcolor.video.info import unfilmed
from vidcolor.video.rgb import to_rgb

SIDE_PX = 256
_LUMA = LumaFormat(16, full_range=True, matrix=Matrix.BT601)
_WARM_UP = 3
_TIMED = 20


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What became of one photo."""

    grey: Rgb
    colored: Rgb
    doubt: Tensor | None  # ``(h, w)`` a*b*, of the network's distribution where it has one


@dataclass(frozen=True, slots=True, eq=False)
class PhotoResult:
    """One photo's measures by name, and what the distances between sets are made of."""

    name: str
    measures: dict[str, float | None]
    features: tuple[NDArray[np.float64], ...]
    features_truth: tuple[NDArray[np.float64], ...]


class PhotoColorizer:
    """Colours a photo's luma the way a film frame's is."""

    def __init__(self, network: Network, compute: Compute, settings: ColorSettings) -> None:
        prepare_thread(compute)
        self._network = network
        self._saturation = settings.saturation
        film = unfilmed(Path("photo"), SIDE_PX, SIDE_PX, _LUMA, Fraction(24))
        self._colorizer = Colorizer(network, compute, film, settings)
        chroma = ChromaFormat(SIDE_PX, SIDE_PX, SIDE_PX, SIDE_PX, 16, True, _LUMA.matrix, "center")
        self._upsampler = Upsampler(_LUMA, chroma, compute.device)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width at which the network sees a photo."""
        return self._colorizer.size

    def __call__(self, truth: Rgb) -> tuple[Rgb, Rgb]:
        """Make a photo grey and colour it again.

        Args:
            truth: ``(256, 256, 3)``.

        Returns:
            The grey picture and the coloured one, of the same luma.
        """
        answer = self.answer(truth, distribution=False)
        return answer.grey, answer.colored

    def answer(
        self,
        truth: Rgb,
        *,
        hints: tuple[Hint, ...] = (),
        palette: Tensor | None = None,
        distribution: bool = True,
    ) -> Answer:
        """Make a photo grey and colour it again, with guidance and with the network's doubt.

        Args:
            truth: ``(256, 256, 3)``.
            hints: in force as in a film.
            palette: ``(1, 17)``.
            distribution: whether the doubt is wanted.
        """
        luma = _luma(truth)
        seen = self._colorizer.see(Frame(0, 0, 1, luma, (luma,)))
        logits: Tensor | None = None
        if distribution or hints or palette is not None:
            ab, logits = self._asked(seen.y[0], hints, palette)
        else:
            ab = self._colorizer.colors([seen.y[0]])[0]
        cb, cr = self._upsampler(seen.luma, seen.y[0], ab, self._saturation)
        colored = to_rgb(luma, _LUMA, cb, cr, 8).astype(np.uint8)
        unsure: Tensor | None = None
        if logits is not None:
            unsure = doubt(logits, self._network.module.get_buffer("bins"))[0].cpu()
        return Answer(_grey(luma), colored, unsure)

    def _asked(
        self, y: Tensor, hints: tuple[Hint, ...], palette: Tensor | None
    ) -> tuple[Tensor, Tensor | None]:
        colorizer = self._colorizer
        plain = colorizer.predict([y], None if palette is None else [Wish(None, palette)])
        ab = colorizer.decoded(plain)[:1]
        prediction = plain
        if hints:
            guide = picture_guide(hints, self.size, colorizer.compute.device)
            told = guide.questions[1](0).hints
            prediction = colorizer.predict([y], [Wish(told, palette)])
            ab = guide.changed(0, y, (ab, colorizer.decoded(prediction)[:1]))
        logits = prediction.logits[:1]
        return ab, logits if logits.shape[1] else None


def _luma(truth: Rgb) -> NDArray[np.uint16]:
    shares = np.array(_LUMA.matrix.weights) * 257
    luma: NDArray[np.uint16] = np.rint(truth @ shares).astype(np.uint16)
    return luma


def _grey(luma: NDArray[np.uint16]) -> Rgb:
    neutral = np.full_like(luma, 32768)
    return to_rgb(luma, _LUMA, neutral, neutral, 8).astype(np.uint8)


def photo_squares(photos: Sequence[Photo]) -> list[tuple[str, Rgb]]:
    """Names and centre squares, 256 × 256, of the photos that can be read.

    Raises:
        VidcolorError: there is none.
    """
    squares = [
        (photo.name, centre_square(picture, SIDE_PX))
        for photo in photos
        if (picture := photo.read()) is not None
    ]
    if not squares:
        raise VidcolorError("No photo could be read.", do="Give a folder of intact photos.")
    return squares


def judge_grey(
    squares: Sequence[tuple[str, Rgb]], features: Sequence[Features]
) -> Iterator[tuple[PhotoResult, Rgb]]:
    """Measure the grey pictures: what a model that dares nothing would get."""
    for name, truth in squares:
        grey = _grey(_luma(truth))
        yield _measured(name, grey, truth, None, features), grey


@torch.inference_mode()
def judge_photos(
    network: Network,
    compute: Compute,
    squares: Sequence[tuple[str, Rgb]],
    contender: Contender,
    features: Sequence[Features],
    seed: int,
) -> Iterator[tuple[PhotoResult, Rgb]]:
    """Colour photos one by one and measure each.

    Args:
        network: the contender's.
        compute: where it runs.
        squares: from :func:`photo_squares`.
        contender: settings and guidance.
        features: for the distances between sets.
        seed: of the points that are given to the network.
    """
    colorizer = PhotoColorizer(network, compute, contender.settings)
    for name, truth in squares:
        hints: tuple[Hint, ...] = ()
        palette: Tensor | None = None
        if contender.guided:
            ab = true_ab(truth, colorizer.size)
            hints = true_points(ab, contender.points, name, seed)
            palette = true_palette(ab) if contender.palette else None
        answer = colorizer.answer(truth, hints=hints, palette=palette)
        yield _measured(name, answer.colored, truth, answer.doubt, features), answer.colored


def _measured(
    name: str, picture: Rgb, truth: Rgb, unsure: Tensor | None, features: Sequence[Features]
) -> PhotoResult:
    direct: tuple[Callable[[Rgb, Rgb], float], ...] = (
        psnr_db,
        mae,
        epsilon_accuracy_percent,
        ssim,
        ab_error,
    )
    measures: dict[str, float | None] = {one.__name__: one(picture, truth) for one in direct}
    measures["colorfulness"] = own = colorfulness(picture)
    measures["colorfulness_truth"] = true = colorfulness(truth)
    measures["colorfulness_difference"] = abs(own - true)
    if unsure is not None:
        error = error_map(picture, truth, (unsure.shape[0], unsure.shape[1]))
        measures["doubt"] = float(unsure.mean())
        measures["doubt_rank_correlation"] = rank_correlation(
            unsure.double().numpy(), error.double().numpy()
        )
    return PhotoResult(
        name,
        measures,
        tuple(one.of(picture) for one in features),
        tuple(one.of(truth) for one in features),
    )


@torch.inference_mode()
def frames_per_second(
    network: Network, compute: Compute, settings: ColorSettings, truth: Rgb
) -> float:
    """Photos a second, one after the other: seeing, predicting, upsampling to 256 × 256.

    The median of 20 after three that warm up. A film runs on all cores and with codecs: that is
    what ``vidcolor bench`` measures.
    """
    colorizer = PhotoColorizer(network, compute, settings)
    seconds = []
    for number in range(_WARM_UP + _TIMED):
        start = time.perf_counter()
        colorizer(truth)
        if number >= _WARM_UP:
            seconds.append(time.perf_counter() - start)
    return 1 / statistics.median(seconds)


def speed_conditions(compute: Compute) -> str:
    """Under which conditions :func:`frames_per_second` measures."""
    return (
        f"photos of {SIDE_PX} × {SIDE_PX} one after the other, seeing to RGB, at each row's work "
        f"size; the median of {_TIMED} after {_WARM_UP}; {compute.name}, "
        f"{compute.threads} thread{'s' if compute.threads > 1 else ''}, {str(compute.dtype)[6:]}; "
        "guided rows are not timed; `vidcolor bench` times films"
    )


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
    for _, truth in photo_squares(photos):
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
