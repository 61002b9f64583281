"""Generators of residual blocks (slides of IIT Kanpur): iitk-4, iitk-5 and iitk-6.

The slides name the ideas and print no layers; all numbers here are assumed.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.papers.skeleton import UNet
from models.zhang import AB_RANGE

_FLAT_WIDTH = 64
_FLAT_BLOCKS = 6
_WIDTHS = (32, 64, 128, 256, 512)
_ENLARGED_WIDTH = 16


class FlatResNet(nn.Module):
    """iitk-4: residual blocks at full size, nothing is made smaller.

    Assumed: the generator of SRGAN (Ledig et al. 2017, section 2.1.1) without its enlargement:
    six blocks of 64 channels, and what enters them added behind them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(1, _FLAT_WIDTH, 9, padding=4), nn.ReLU())
        self.blocks = nn.Sequential(
            *(_Residual(_FLAT_WIDTH, _FLAT_WIDTH, 1) for _ in range(_FLAT_BLOCKS))
        )
        self.to_ab = nn.Conv2d(_FLAT_WIDTH, 2, 3, padding=1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; any size.
            noise: ignored, there is none.

        Returns:
            ``(B, 2, H, W)`` CIE a*b* between -110 and 110.
        """
        x = self.first(grey / 50 - 1)
        return AB_RANGE * torch.tanh(self.to_ab(x + self.blocks(x)))


class ResidualUNet(nn.Module):
    """iitk-5: a U-Net each layer of which is a residual block; iitk-6: the same, enlarged.

    Assumed: sizes and blocks of the deep residual U-Net (Zhang et al. 2018, table 1), with half
    the channels and one size more. With ``upsampling`` the features are enlarged by two (pixel
    shuffle, as in SRGAN) before colours are read; four of these make one pixel's.
    """

    def __init__(self, *, upsampling: bool = False) -> None:
        super().__init__()
        self.unet = UNet(_WIDTHS, _Residual)
        self.enlarge = _enlarging(_WIDTHS[0], _ENLARGED_WIDTH) if upsampling else None
        self.to_ab = nn.Conv2d(_ENLARGED_WIDTH if upsampling else _WIDTHS[0], 2, 3, padding=1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 16.
            noise: ignored, there is none.

        Returns:
            ``(B, 2, H, W)`` CIE a*b* between -110 and 110.

        Raises:
            ValueError: a side is no multiple of 16.
        """
        x = self.unet(grey / 50 - 1)
        if self.enlarge is None:
            return AB_RANGE * torch.tanh(self.to_ab(x))
        return F.avg_pool2d(AB_RANGE * torch.tanh(self.to_ab(self.enlarge(x))), 2)


class _Residual(nn.Module):
    """Two 3×3 convolutions with batch norm, and the input added (He et al. 2016)."""

    def __init__(self, into: int, out: int, stride: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(into, out, 3, stride, 1, bias=False),
            nn.BatchNorm2d(out),
            nn.ReLU(inplace=True),
            nn.Conv2d(out, out, 3, 1, 1, bias=False),
            nn.BatchNorm2d(out),
        )
        fits = stride == 1 and into == out
        self.shortcut = nn.Identity() if fits else nn.Conv2d(into, out, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.layers(x) + self.shortcut(x))


def _enlarging(into: int, out: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(into, 4 * out, 3, padding=1), nn.PixelShuffle(2), nn.ReLU(inplace=True)
    )
