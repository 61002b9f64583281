"""The U-Net generator of pix2pix (Isola et al. 2017, appendix 6.1.1): iitk-1, iitk-2, iitk-3."""

from __future__ import annotations

import itertools

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.patchgan import start_small
from models.zhang import AB_RANGE

_WIDTHS = (64, 128, 256, 512, 512, 512, 512, 512)
_MULTIPLE = 2 ** len(_WIDTHS)
_DROPPED = 3  # of the first layers on the way up
_SLOPE = 0.2


class Pix2PixUNet(nn.Module):
    """Lightness to a*b* by way of a single pixel.

    The paper's only noise is dropout. Here it works in training alone, and running statistics
    take the place of a batch's own when it answers: a film must not flicker.
    """

    def __init__(self, *, into: int = 1, out: int = 2) -> None:
        super().__init__()
        self.downs = nn.ModuleList()
        self.ups = nn.ModuleList()
        for number, (narrow, wide) in enumerate(itertools.pairwise((into, *_WIDTHS))):
            conv = nn.Conv2d(narrow, wide, 4, stride=2, padding=1, bias=False)
            # A norm of a single pixel would leave nothing of it; the first layer has none either.
            normed = 0 < number < len(_WIDTHS) - 1
            norm = nn.BatchNorm2d(wide) if normed else nn.Identity()
            self.downs.append(nn.Sequential(conv, norm))
        seen = _WIDTHS[-1]
        for number, narrow in enumerate(reversed(_WIDTHS[:-1])):
            conv_up = nn.ConvTranspose2d(seen, narrow, 4, stride=2, padding=1, bias=False)
            drop = nn.Dropout(0.5) if number < _DROPPED else nn.Identity()
            self.ups.append(nn.Sequential(conv_up, nn.BatchNorm2d(narrow), drop))
            seen = 2 * narrow
        self.to_ab = nn.ConvTranspose2d(seen, out, 4, stride=2, padding=1)
        start_small(self)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100. Sides that are no multiples of 256 are
                continued by their last pixels up to the next one, and cut again.
            noise: ignored; see above.

        Returns:
            ``(B, 2, H, W)`` CIE a*b* between -110 and 110.
        """
        height, width = grey.shape[2:]
        right, bottom = -width % _MULTIPLE, -height % _MULTIPLE
        x = F.pad(grey / 50 - 1, (0, right, 0, bottom), mode="replicate")
        skips: list[Tensor] = []
        for down in self.downs:
            x = down(F.leaky_relu(x, _SLOPE) if skips else x)
            skips.append(x)
        skips.pop()
        for up in self.ups:
            x = torch.cat([up(F.relu(x)), skips.pop()], 1)
        ab = AB_RANGE * torch.tanh(self.to_ab(F.relu(x)))
        return ab[:, :, :height, :width]
