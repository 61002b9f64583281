"""The generator and the critic of Mouli et al. (section III): ECCV16 that learns, and its judge."""

from __future__ import annotations

from contextlib import nullcontext

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.bins import published_bins
from models.zhang import AB_RANGE, Eccv16Layers

_WIDTHS = (32, 64, 128, 256, 256)


class TrainableEccv16(Eccv16Layers):
    """ECCV16 with real batch norm and the published keys; 32,236,011 parameters.

    Unlike `models.zhang.Eccv16` it can be trained; published weights load key by key, and what it
    saves can be used as ``eccv16``. Assumed: the last layer starts as the 313 bins, so fresh
    weights already answer a mean of colours.
    """

    def __init__(self) -> None:
        super().__init__(nn.BatchNorm2d)
        self.model_out = nn.Conv2d(313, 2, 1, bias=False)
        bins = published_bins().to(self.model_out.weight.device)
        self.model_out.weight.data = (bins.T / AB_RANGE)[:, :, None, None].contiguous()

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32.
            noise: ignored, there is none.

        Returns:
            ``(B, 2, H, W)`` CIE a*b*.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        logits = self.logits(grey)
        # Halves would round the sum; tensors that hold no numbers know no halves.
        with nullcontext() if logits.is_meta else torch.autocast(logits.device.type, enabled=False):
            # The layer's weights may be halves too, where films are coloured in halves.
            mean = F.conv2d(torch.softmax(logits.float(), 1), self.model_out.weight.float())
            quarter = AB_RANGE * mean
            return F.interpolate(quarter, scale_factor=4.0, mode="bilinear", align_corners=False)


class PoolingCritic(nn.Module):
    """Convolutions and pooling down to one verdict on a picture and its lightness.

    The paper says no more than that. Assumed: five 3×3 convolutions of 32 to 256 channels, each
    with LeakyReLU 0.2 and max pooling, then the mean over the picture and a linear layer.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        into = 3
        for out in _WIDTHS:
            layers += [nn.Conv2d(into, out, 3, padding=1), nn.LeakyReLU(0.2), nn.MaxPool2d(2)]
            into = out
        self.layers = nn.Sequential(*layers)
        self.to_logit = nn.Linear(into, 1)

    def forward(self, grey: Tensor, colors: Tensor) -> Tensor:
        """Judge a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides of at least 32.
            colors: ``(B, 2, H, W)`` CIE a*b*.

        Returns:
            ``(B, 1)``: the logit of being true.
        """
        seen = self.layers(torch.cat([grey / 50 - 1, colors / AB_RANGE], 1))
        logit: Tensor = self.to_logit(seen.mean((2, 3)))
        return logit
