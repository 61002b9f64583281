"""ColorUNet (Billaut et al. 2018, arXiv:1811.03120): a light U-Net over 32 classes of colour.

Kernels, channels and the order of norm and pooling are those of the authors' own definition,
https://github.com/vincentbillaut/all-colors-matter, ``models/unet.py``.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.papers.skeleton import check_multiple

CLASSES = 32
_MULTIPLE = 8


class BillautUNet(nn.Module):
    """Luma to logits over the training set's 32 most frequent colours, at full size.

    ``centres`` are these colours as Cb Cr, ``bins`` as CIE a*b*; both are zeros until training
    fills them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("bins", torch.zeros(CLASSES, 2))
        self.register_buffer("centres", torch.zeros(CLASSES, 2))
        self.down_2 = _down(1, 16)
        self.down_4 = _down(16, 32)
        self.down_8 = _down(32, 64)
        self.up_4 = nn.Sequential(*_up(64, 32, 32), *_conv(32, 32), nn.BatchNorm2d(32))
        self.up_2 = nn.Sequential(*_up(32 + 32, 16, 32), *_conv(32, 32), nn.BatchNorm2d(32))
        self.up_1 = nn.Sequential(*_up(32 + 16, 16, 16))
        self.to_logits = nn.Conv2d(16, CLASSES, 1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Tell how likely each class is at each pixel.

        Args:
            grey: ``(B, 1, H, W)`` Y′, 0 to 1; sides multiples of 8.
            noise: ignored, there is none.

        Returns:
            ``(B, 32, H, W)`` logits over `centres`.

        Raises:
            ValueError: a side is no multiple of 8.
        """
        check_multiple(grey, _MULTIPLE)
        half = self.down_2(2 * grey - 1)
        quarter = self.down_4(half)
        x = self.up_4(self.down_8(quarter))
        x = self.up_2(torch.cat([x, quarter], 1))
        logits: Tensor = self.to_logits(self.up_1(torch.cat([x, half], 1)))
        return logits


def _conv(into: int, out: int) -> list[nn.Module]:
    return [nn.Conv2d(into, out, 3, padding=1), nn.ReLU(inplace=True)]


def _down(into: int, out: int) -> nn.Sequential:
    return nn.Sequential(*_conv(into, out), *_conv(out, out), nn.MaxPool2d(2), nn.BatchNorm2d(out))


def _up(into: int, between: int, out: int) -> list[nn.Module]:
    up = nn.ConvTranspose2d(into, between, 3, stride=2, padding=1, output_padding=1)
    return [up, nn.ReLU(inplace=True), *_conv(between, out)]
