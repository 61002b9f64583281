"""The noise-conditioned cGAN of Olsson et al. (section 2.1), after Cao et al. 2017."""

from __future__ import annotations

import torch
from torch import Tensor, nn

SIDE_PX = 64
NOISE_NUMBERS = 100
_KERNEL = 5
# Of each block: channels made, and planes appended behind it (luma and noise, or luma alone).
_BLOCKS = ((128, 2), (64, 2), (64, 1), (64, 1), (32, 1))
_DISCRIMINATOR_WIDTHS = (64, 128, 256, 512)


class OlssonGenerator(nn.Module):
    """Luma and noise to Cb Cr, all at 64×64.

    The paper prints the noise layer of 413,696 parameters and the 130 channels behind the first
    block. Assumed: 66, 65, 65 and 33 behind the next ones, and 5×5 kernels.
    """

    def __init__(self) -> None:
        super().__init__()
        self.to_plane = nn.Linear(NOISE_NUMBERS, SIDE_PX * SIDE_PX)
        self.blocks = nn.ModuleList()
        into = 2
        for made, appended in _BLOCKS:
            conv = nn.Conv2d(into, made, _KERNEL, padding=_KERNEL // 2, bias=False)
            self.blocks.append(nn.Sequential(conv, nn.BatchNorm2d(made), nn.ReLU(inplace=True)))
            into = made + appended
        self.to_colors = nn.Conv2d(into, 2, _KERNEL, padding=_KERNEL // 2)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch; other noise gives other colours.

        Args:
            grey: ``(B, 1, 64, 64)`` Y′, 0 to 1.
            noise: ``(B, 100)``, -1 to 1; zeros where none is given.

        Returns:
            ``(B, 2, 64, 64)`` Cb Cr of BT.601, -0.5 to 0.5.

        Raises:
            ValueError: another size.
        """
        _check_side(grey)
        if noise is None:
            noise = grey.new_zeros(len(grey), NOISE_NUMBERS)
        luma = 2 * grey - 1
        conditions = torch.cat([luma, self.to_plane(noise).view_as(luma)], 1)
        x = conditions
        for block, (_, appended) in zip(self.blocks, _BLOCKS, strict=True):
            x = torch.cat([block(x), conditions[:, :appended]], 1)
        return torch.tanh(self.to_colors(x)) / 2


class OlssonDiscriminator(nn.Module):
    """Judges Y′ with Cb Cr: blocks of stride 2 down to 512×4×4, then one linear layer.

    Assumed: 64, 128 and 256 channels before the printed 512, and the generator's 5×5 kernels.
    """

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        into = 3
        for out in _DISCRIMINATOR_WIDTHS:
            conv = nn.Conv2d(into, out, _KERNEL, stride=2, padding=_KERNEL // 2, bias=False)
            layers += [conv, nn.BatchNorm2d(out), nn.LeakyReLU(0.2, inplace=True)]
            into = out
        self.layers = nn.Sequential(*layers)
        self.to_logit = nn.Linear(into * 4 * 4, 1)

    def forward(self, grey: Tensor, colors: Tensor) -> Tensor:
        """Judge a batch.

        Args:
            grey: ``(B, 1, 64, 64)`` Y′, 0 to 1.
            colors: ``(B, 2, 64, 64)`` Cb Cr of BT.601, -0.5 to 0.5.

        Returns:
            ``(B, 1)``: the logit of being true.

        Raises:
            ValueError: another size.
        """
        _check_side(grey)
        seen = self.layers(torch.cat([2 * grey - 1, 2 * colors], 1))  # (B, 512, 4, 4)
        logit: Tensor = self.to_logit(seen.flatten(1))
        return logit


def _check_side(picture: Tensor) -> None:
    height, width = picture.shape[2:]
    if (height, width) != (SIDE_PX, SIDE_PX):  # the noise's plane has no other
        raise ValueError(f"sides must be {SIDE_PX}, got {height}×{width}")
