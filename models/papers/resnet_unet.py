"""A U-Net on a pre-trained ResNet encoder: iitk-7, and its substitute on ResNet50."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.papers.skeleton import check_multiple, pair_of_convs
from models.resnet import ResNet50Encoder
from models.resnet18 import ResNet18Encoder
from models.unet import SIZE_MULTIPLE
from models.zhang import AB_RANGE

_NARROWEST = 32


class ResNetUNet(nn.Module):
    """Lightness to a*b*; the slides print no layers.

    Assumed: each step up is bilinear, joined with the encoder's features of that size, and two
    3×3 convolutions with batch norm; it has the channels of these features, 32 at full size.
    """

    def __init__(self, encoder: ResNet18Encoder | ResNet50Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        *skips, into = encoder.channels
        self.joins = nn.ModuleList()
        for skip in (*reversed(skips), 0):
            out = min(skip, 256) or _NARROWEST
            self.joins.append(pair_of_convs(into + skip, out))
            into = out
        self.to_ab = nn.Conv2d(into, 2, 3, padding=1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32.
            noise: ignored, there is none.

        Returns:
            ``(B, 2, H, W)`` CIE a*b* between -110 and 110.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        check_multiple(grey, SIZE_MULTIPLE)
        *skips, x = self.encoder(grey)
        for join in self.joins:
            x = F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
            x = join(torch.cat([x, skips.pop()], 1) if skips else x)
        return AB_RANGE * torch.tanh(self.to_ab(x))
