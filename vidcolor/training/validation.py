"""Measures on held-out photos while a model trains: quick, and the same photos each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from vidcolor.color.lab import lightness_from_luma, rgb_to_lab, rgb_to_luma
from vidcolor.training.losses import mean_color
from vidcolor.training.photos import Photo, Rgb
from vidcolor.video.frames import Matrix

SIDE_PX = 160


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


@torch.inference_mode()
def validate(
    model: nn.Module,
    photos: Sequence[Photo],
    device: torch.device,
    autocast: Callable[[], torch.autocast],
    *,
    batch_size: int = 16,
) -> dict[str, float]:
    """a*b* errors and kept colour of both heads.

    Returns:
        ``ab_error`` (of the heads' mean), ``ab_error_bins``, ``ab_error_regression``,
        ``ab_error_grey``: mean Euclidean distance in a*b*; ``ab_rmse``: root of the mean square;
        ``chroma_share``: mean chroma over the truth's mean chroma.
    """
    model.eval()
    bins = model.get_buffer("bins")
    squares = [centre_square(p, SIDE_PX) for photo in photos if (p := photo.read()) is not None]
    sums: dict[str, float] = {}
    for start in range(0, len(squares), batch_size):
        stack = np.stack(squares[start : start + batch_size])
        rgb = torch.from_numpy(stack).to(device).permute(0, 3, 1, 2).float() / 255
        truth = F.avg_pool2d(rgb_to_lab(rgb)[:, 1:], 2)
        lightness = lightness_from_luma(rgb_to_luma(rgb, Matrix.BT601))
        with autocast():
            prediction = model(lightness.contiguous(memory_format=torch.channels_last))
        binned = mean_color(prediction.logits.float(), bins)
        binned = F.interpolate(binned, truth.shape[-2:], mode="bilinear")
        regressed = prediction.ab.float()
        both = (binned + regressed) / 2

        def distance(ab: Tensor, truth: Tensor = truth) -> float:
            return float((ab - truth).norm(dim=1).mean((1, 2)).sum())

        here = {
            "ab_error": distance(both),
            "ab_error_bins": distance(binned),
            "ab_error_regression": distance(regressed),
            "ab_error_grey": distance(torch.zeros_like(truth)),
            "ab_square": float((both - truth).square().sum(1).mean((1, 2)).sum()),
            "chroma": float(both.norm(dim=1).mean((1, 2)).sum()),
        }
        for name, value in here.items():
            sums[name] = sums.get(name, 0.0) + value
    means = {name: value / len(squares) for name, value in sums.items()}
    return {
        "ab_error": means["ab_error"],
        "ab_error_bins": means["ab_error_bins"],
        "ab_error_regression": means["ab_error_regression"],
        "ab_error_grey": means["ab_error_grey"],
        "ab_rmse": means["ab_square"] ** 0.5,
        "chroma_share": means["chroma"] / means["ab_error_grey"],
    }
