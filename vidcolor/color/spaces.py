"""The colour spaces that networks of the papers speak: how a picture is parted and put together.

Greys and colours are in plain units (CIE L*a*b*; Y′ 0 to 1; U and V, which are Cb and Cr of BT.601,
−.5 to .5; R′G′B′ 0 to 1): what a network divides them by is its own business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from vidcolor.color.lab import lab_to_rgb, luma_from_lightness, rgb_to_lab, rgb_to_luma
from vidcolor.video.frames import Matrix

_RED, _GREEN, _BLUE = Matrix.BT601.weights


@dataclass(frozen=True, slots=True)
class ColorSpace:
    """One way to part a picture into grey and colours.

    ``channels``: of the colours. ``grey``: of ``(B, 1, H, W)`` CIE L* of the neutral grey.
    ``colors``: of ``(B, 3, H, W)`` sRGB, 0 to 1. ``rgb``: grey and colours to sRGB, not clipped,
    where a gradient still leads back.
    """

    name: str
    channels: int
    grey: Callable[[Tensor], Tensor]
    colors: Callable[[Tensor], Tensor]
    rgb: Callable[[Tensor, Tensor], Tensor]

    def ab(self, grey: Tensor, colors: Tensor) -> Tensor:
        """``(B, 2, H, W)`` CIE a*b* of ``(B, 1, H, W)`` grey and its colours."""
        if self is LAB:
            return colors
        return rgb_to_lab(self.rgb(grey, colors).clamp(0, 1))[:, 1:]


def _uv(rgb: Tensor) -> Tensor:
    luma = rgb_to_luma(rgb, Matrix.BT601)
    u = (rgb[:, 2:] - luma) / (2 - 2 * _BLUE)
    v = (rgb[:, :1] - luma) / (2 - 2 * _RED)
    return torch.cat([u, v], 1)


def _yuv_to_rgb(luma: Tensor, uv: Tensor) -> Tensor:
    blue = luma + (2 - 2 * _BLUE) * uv[:, :1]
    red = luma + (2 - 2 * _RED) * uv[:, 1:]
    green = (luma - _RED * red - _BLUE * blue) / _GREEN
    return torch.cat([red, green, blue], 1)


LAB = ColorSpace(
    "lab",
    2,
    grey=lambda lightness: lightness,
    colors=lambda rgb: rgb_to_lab(rgb)[:, 1:],
    rgb=lambda grey, colors: lab_to_rgb(torch.cat([grey, colors], 1)),
)
YUV = ColorSpace("yuv", 2, grey=luma_from_lightness, colors=_uv, rgb=_yuv_to_rgb)
RGB = ColorSpace(
    "rgb",
    3,
    grey=luma_from_lightness,
    colors=lambda rgb: rgb,
    rgb=lambda grey, colors: colors,
)

SPACES = {space.name: space for space in (LAB, YUV, RGB)}
