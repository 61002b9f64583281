"""Measures on held-out photos while a model trains: quick, and the same photos each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from vidcolor.color.lab import lab_to_rgb, lightness_from_luma, rgb_to_lab, rgb_to_luma
from vidcolor.errors import VidcolorError
from vidcolor.interpreter import Interpreter
from vidcolor.training.losses import mean_color
from vidcolor.training.photos import Photo, Rgb
from vidcolor.training.run import unwritable
from vidcolor.video.frames import Matrix

_SHEET_PHOTOS = 8
_SHEET_PX = 128


def centre_square(photo: Rgb, side_px: int) -> Rgb:
    """The largest centred square, area-averaged to ``side_px``."""
    height, width = photo.shape[:2]
    side = min(height, width)
    y, x = (height - side) // 2, (width - side) // 2
    square = np.ascontiguousarray(photo[y : y + side, x : x + side])
    shrinks = side > side_px
    scaled: Rgb = cv2.resize(
        square,
        (side_px, side_px),
        interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR,
    )
    return scaled


class Validation:
    """Held-out photos, read once and kept small.

    Measures, each a mean over the photos: ``ab_error`` (of the mean of all heads; Euclidean
    distance in a*b*), ``ab_error_bins`` and ``ab_error_regression`` where there are such heads,
    ``psnr_db``, ``mae`` and ``epsilon_accuracy_percent`` (8-bit sRGB, ε 5/255), each with a
    ``_grey`` beside it: of a picture without colour; ``ab_rmse``: root of the mean square;
    ``chroma_share``: mean chroma over the truth's.
    """

    def __init__(self, photos: Sequence[Photo], side_px: int) -> None:
        """Read what can be read.

        Raises:
            VidcolorError: nothing can.
        """
        squares = [centre_square(p, side_px) for photo in photos if (p := photo.read()) is not None]
        if not squares:
            raise VidcolorError(
                "No held-out photo could be read.", do="Give a folder of intact photos."
            )
        self._squares = np.stack(squares)

    @torch.inference_mode()
    def measure(
        self,
        model: nn.Module,
        device: torch.device,
        autocast: Callable[[], torch.autocast],
        *,
        batch_size: int = 16,
    ) -> dict[str, float]:
        """Measure a model that answers a `Prediction`."""
        model.eval()
        sums: dict[str, float] = {}
        for start in range(0, len(self._squares), batch_size):
            rgb = _tensor(self._squares[start : start + batch_size], device)
            for name, value in _measures(model, rgb, autocast).items():
                sums[name] = sums.get(name, 0.0) + float(value)
        means = {name: value / len(self._squares) for name, value in sums.items()}
        means["chroma_share"] = means.pop("chroma") / max(means["ab_error_grey"], 1e-6)
        means["ab_rmse"] = means.pop("ab_square") ** 0.5
        return means

    @torch.inference_mode()
    def draw_sheet(
        self,
        model: nn.Module,
        device: torch.device,
        autocast: Callable[[], torch.autocast],
        path: Path,
    ) -> None:
        """Write a picture of some photos: a row of grey ones, one as coloured, one of the truth.

        Raises:
            VidcolorError: it cannot be written.
        """
        model.eval()
        chosen = np.linspace(0, len(self._squares) - 1, _SHEET_PHOTOS).astype(int)
        rgb = _tensor(self._squares[np.unique(chosen)], device)
        lightness, _, ab = seen_and_said(model, rgb, autocast)
        grey = lab_to_rgb(torch.cat([lightness, torch.zeros_like(ab)], 1))
        colored = lab_to_rgb(torch.cat([lightness, ab], 1))
        rows = [np.hstack(list(_small(pictures))) for pictures in (grey, colored, rgb)]
        encoded, data = cv2.imencode(".jpg", cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
        assert encoded
        partial = path.with_suffix(".partial")
        try:
            path.parent.mkdir(exist_ok=True)
            partial.write_bytes(data.tobytes())
            partial.replace(path)
        except OSError as error:
            raise unwritable(path, error) from error


def _tensor(squares: NDArray[np.uint8], device: torch.device) -> Tensor:
    return torch.from_numpy(squares).to(device).permute(0, 3, 1, 2).float() / 255


def _small(pictures: Tensor) -> Iterator[Rgb]:
    for picture in pictures.clamp(0, 1).mul(255).round().byte().permute(0, 2, 3, 1).cpu().numpy():
        yield cv2.resize(picture, (_SHEET_PX, _SHEET_PX), interpolation=cv2.INTER_AREA)


def seen_and_said(
    model: nn.Module, rgb: Tensor, autocast: Callable[[], torch.autocast]
) -> tuple[Tensor, list[Tensor], Tensor]:
    """Lightness, a*b* of each head and their mean, at the size of ``(B, 3, H, W)`` photos."""
    lightness = lightness_from_luma(rgb_to_luma(rgb, Matrix.BT601))
    with autocast():
        said = model(lightness.contiguous(memory_format=torch.channels_last))
    heads = []
    if said.logits.shape[1]:
        heads.append(mean_color(said.logits.float(), model.get_buffer("bins")))
    if not heads or not isinstance(model, Interpreter):  # whose colours are that mean again
        heads.append(said.ab.float())
    large = [F.interpolate(head, rgb.shape[2:], mode="bilinear") for head in heads]
    return lightness, large, torch.stack(large).mean(0)


def _measures(
    model: nn.Module, rgb: Tensor, autocast: Callable[[], torch.autocast]
) -> dict[str, Tensor]:
    """Sums over the photos."""
    truth = rgb_to_lab(rgb)[:, 1:]
    lightness, heads, ab = seen_and_said(model, rgb, autocast)
    found = {"ab_error": _distance(ab, truth), "chroma": ab.norm(dim=1).mean((1, 2)).sum()}
    if len(heads) == 2:
        found["ab_error_bins"] = _distance(heads[0], truth)
        found["ab_error_regression"] = _distance(heads[1], truth)
    found["ab_square"] = (ab - truth).square().sum(1).mean((1, 2)).sum()
    grey = torch.zeros_like(ab)
    found["ab_error_grey"] = _distance(grey, truth)
    for suffix, colors in (("", ab), ("_grey", grey)):
        picture = lab_to_rgb(torch.cat([lightness, colors], 1)).clamp(0, 1)
        off = (picture - rgb).abs() * 255
        square = off.square().mean((1, 2, 3)).clamp(min=1e-6)
        found[f"psnr_db{suffix}"] = (10 * torch.log10(255**2 / square)).sum()
        found[f"mae{suffix}"] = off.mean((1, 2, 3)).sum()
        near = (off < 5).float().mean((1, 2, 3)).sum()
        found[f"epsilon_accuracy_percent{suffix}"] = 100 * near
    return found


def _distance(ab: Tensor, truth: Tensor) -> Tensor:
    lengths: Tensor = torch.linalg.vector_norm(ab - truth, dim=1)
    return lengths.mean((1, 2)).sum()
