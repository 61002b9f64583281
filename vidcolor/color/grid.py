"""The work grid: the small, upright picture of the luma that the generator looks at."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.video.frames import LumaFormat, Plane

Luma = Plane | Tensor
"""A luma plane where it is worked on: numpy on a CPU, what `upload` gave elsewhere."""

MAX_ASPECT = 4.0  # wider pictures are squeezed: the generator's memory must stay bounded
MAX_ENLARGEMENT = 4.0  # more would only show the generator blur


def work_size(
    width: int, height: int, *, sample_aspect: Fraction, short_side: int, multiple: int = 32
) -> tuple[int, int]:
    """Choose the work grid of a film, in the film's own (unturned) orientation.

    The whole picture is resized to exactly this grid, with the aspect that a viewer
    sees; the rounding squeezes it by a few per cent but needs no padding, so that
    work grid and film share their corners. Sizes are symmetric: turned by 90° the
    grid is the one of the turned film.

    Args:
        width: of the film as coded, pixels.
        height: likewise.
        sample_aspect: width of a pixel divided by its height; 0 counts as 1.
        short_side: wanted, pixels.
        multiple: both sides are multiples of this.

    Returns:
        ``(height, width)`` of the work grid.

    Raises:
        ValueError: a size is not positive.
    """
    if min(width, height, short_side, multiple) < 1:
        raise ValueError(f"sizes must be positive, got {width}×{height} to {short_side}")
    shown_width = width * float(sample_aspect or 1)
    aspect = min(max(shown_width, height) / min(shown_width, height), MAX_ASPECT)
    short = _round_to(min(short_side, MAX_ENLARGEMENT * min(shown_width, height)), multiple)
    long = _round_to(short * aspect, multiple)
    return (short, long) if height <= shown_width else (long, short)


def _round_to(length: float, multiple: int) -> int:
    return max(multiple, int(length / multiple + 0.5) * multiple)


def upload(luma: Plane, device: torch.device) -> Luma:
    """Bring a luma plane to the device once, for `work_luma` and the upsampler.

    Args:
        luma: ``(H, W)`` uint8 or uint16.
        device: where colour is computed.

    Returns:
        The plane itself on a CPU. Elsewhere a tensor ``(H, W)``: uint8, or int16 that
        holds the 16 unsigned bits (few devices compute with uint16).
    """
    if device.type == "cpu":
        return luma
    bits = luma.view(np.int16) if luma.dtype == np.uint16 else luma
    return torch.from_numpy(np.ascontiguousarray(bits)).to(device)


def codes_as_float(luma: Tensor) -> Tensor:
    """``(1, 1, H, W)`` float32 code values of an uploaded plane."""
    if luma.dtype == torch.int16:
        luma = luma.to(torch.int32) & 0xFFFF
    return luma.to(torch.float32)[None, None]


def work_luma(luma: Luma, fmt: LumaFormat, size: tuple[int, int], device: torch.device) -> Tensor:
    """Shrink a luma plane to the work grid by the mean over each cell's area.

    Args:
        luma: ``(H, W)`` uint8 or uint16 plane, or what `upload` made of it.
        fmt: how its codes are to be read.
        size: ``(height, width)`` of the work grid; an axis that grows is interpolated.
        device: of the result.

    Returns:
        ``(1, 1, height, width)`` float32, Y′, clipped to 0 to 1.
    """
    if isinstance(luma, np.ndarray) and device.type != "cpu":
        luma = upload(luma, device)
    if isinstance(luma, Tensor):
        small = _resize_tensor(codes_as_float(luma), size)
        return small.sub_(fmt.black).div_(fmt.white - fmt.black).clamp_(0.0, 1.0)
    plane = (_resize_plane(luma, size) - np.float32(fmt.black)) / np.float32(fmt.white - fmt.black)
    return torch.from_numpy(plane.clip(0.0, 1.0))[None, None]


def turn(picture: Tensor, clockwise_degrees: int) -> Tensor:
    """Turn pictures by right angles: the view upright, then its colour back.

    Args:
        picture: ``(B, C, H, W)``.
        clockwise_degrees: any multiple of 90; negative turns back.

    Returns:
        ``(B, C, H, W)`` or ``(B, C, W, H)``, contiguous.

    Raises:
        ValueError: the angle is not a multiple of 90.
    """
    if clockwise_degrees % 90:
        raise ValueError(f"want a multiple of 90 degrees, got {clockwise_degrees}")
    return torch.rot90(picture, -clockwise_degrees // 90, (2, 3)).contiguous()


def _halvings(shape: tuple[int, int], size: tuple[int, int]) -> int:
    """How often to halve first: ten times faster than the general mean.

    A halved sample counts as one at a cell's border, so at least four, two each way, must
    remain in a cell; that many also hide the rounding to whole codes.
    """
    count = 0
    while all(n % 2 == 0 and n >= 4 * after for n, after in zip(shape, size, strict=True)):
        shape = (shape[0] // 2, shape[1] // 2)
        count += 1
    return count


def _resize_plane(luma: Plane, size: tuple[int, int]) -> NDArray[np.float32]:
    height, width = size
    for _ in range(_halvings((luma.shape[0], luma.shape[1]), size)):
        half = (luma.shape[1] // 2, luma.shape[0] // 2)
        luma = cv2.resize(luma, half, interpolation=cv2.INTER_AREA)
    # OpenCV's area mean turns into plain interpolation as soon as one axis grows.
    shrunk = (min(width, luma.shape[1]), min(height, luma.shape[0]))
    small = cv2.resize(luma.astype(np.float32), shrunk, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def _resize_tensor(codes: Tensor, size: tuple[int, int]) -> Tensor:
    for _ in range(_halvings((codes.shape[2], codes.shape[3]), size)):
        codes = F.avg_pool2d(codes, 2)
    rows = _resize_matrix(codes.shape[2], size[0]).to(codes.device)
    columns = _resize_matrix(codes.shape[3], size[1]).to(codes.device)
    return rows @ codes @ columns.T


@lru_cache
def _resize_matrix(before: int, after: int) -> Tensor:
    """``(after, before)`` float32: area mean when it shrinks, linear when it grows."""
    if after > before:
        centre = (torch.arange(after, dtype=torch.float64) + 0.5) * before / after - 0.5
        centre.clamp_(0, before - 1)
        distance = (centre[:, None] - torch.arange(before, dtype=torch.float64)).abs()
        return (1.0 - distance).clamp(min=0.0).float()
    edges = torch.arange(after + 1, dtype=torch.float64)[:, None] * before / after
    pixel = torch.arange(before, dtype=torch.float64)
    covered = torch.minimum(edges[1:], pixel + 1) - torch.maximum(edges[:-1], pixel)
    return (covered.clamp(min=0.0) * after / before).float()
