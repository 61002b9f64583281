"""The U-Net of Petre and Trausan-Matu 2020 (section 3), with transposed convolutions."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.papers.skeleton import UNet, pair_of_convs
from models.zhang import AB_RANGE

_WIDTHS = (32, 64, 128, 256, 512)


class PetreUNet(nn.Module):
    """Lightness to a*b*; the paper prints no layers.

    Assumed: five sizes of 32 to 512 channels, pairs of 3×3 convolutions with batch norm and ReLU,
    max pooling down, 2×2 transposed convolutions up, and tanh over a range of 110.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unet = UNet(_WIDTHS, _block)
        self.to_ab = nn.Conv2d(_WIDTHS[0], 2, 1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 16, 256 in the paper.
            noise: ignored, there is none.

        Returns:
            ``(B, 2, H, W)`` CIE a*b* between -110 and 110.

        Raises:
            ValueError: a side is no multiple of 16.
        """
        return AB_RANGE * torch.tanh(self.to_ab(self.unet(grey / 50 - 1)))


def _block(into: int, out: int, stride: int) -> nn.Module:
    pair = pair_of_convs(into, out)
    return pair if stride == 1 else nn.Sequential(nn.MaxPool2d(stride), pair)
