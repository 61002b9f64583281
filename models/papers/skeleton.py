"""The U-Net that some papers fill with blocks of their own (Ronneberger et al. 2015)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn


class UNet(nn.Module):
    """One plane to features of full size, by way of ever smaller sizes.

    ``widths`` are the channels at strides 1, 2, 4 …; ``block`` makes what works at one size from
    channels in, channels out and a stride of 1 or 2.
    """

    def __init__(
        self, widths: Sequence[int], block: Callable[[int, int, int], nn.Module], *, into: int = 1
    ) -> None:
        super().__init__()
        self.multiple = 2 ** (len(widths) - 1)
        self.first = block(into, widths[0], 1)
        pairs = list(itertools.pairwise(widths))
        self.downs = nn.ModuleList(block(wide, narrow, 2) for wide, narrow in pairs)
        pairs.reverse()
        self.ups = nn.ModuleList(nn.ConvTranspose2d(deep, out, 2, stride=2) for out, deep in pairs)
        self.joins = nn.ModuleList(block(2 * out, out, 1) for out, _ in pairs)

    def forward(self, x: Tensor) -> Tensor:
        """``(B, widths[0], H, W)`` of ``(B, into, H, W)``.

        Raises:
            ValueError: a side is no multiple of the deepest stride.
        """
        check_multiple(x, self.multiple)
        x = self.first(x)
        skips = []
        for down in self.downs:
            skips.append(x)
            x = down(x)
        for up, join, skip in zip(self.ups, self.joins, reversed(skips), strict=True):
            x = join(torch.cat([up(x), skip], 1))
        return x


def pair_of_convs(into: int, out: int) -> nn.Sequential:
    """Two 3×3 convolutions with batch norm and ReLU, which keep the size."""
    layers: list[nn.Module] = []
    for channels in (into, out):
        conv = nn.Conv2d(channels, out, 3, padding=1, bias=False)
        layers += [conv, nn.BatchNorm2d(out), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


def check_multiple(picture: Tensor, multiple: int) -> None:
    """Refuse ``(B, C, H, W)`` whose sides are no multiples.

    Raises:
        ValueError: so it is.
    """
    height, width = picture.shape[2:]
    if height % multiple or width % multiple:
        raise ValueError(f"sides must be multiples of {multiple}, got {height}×{width}")
