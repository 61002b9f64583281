"""The PatchGAN discriminator (Isola et al. 2017, section 3.2 and appendix 6.1.2)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

_KERNEL = 4
_START_STD = 0.02


class PatchGan(nn.Module):
    """Judges overlapping patches of a coloured picture, given its lightness.

    4×4 convolutions of 64, 128, 256 … channels, ``downs`` of them with stride 2, then two with
    stride 1. Of its own it has spectral norm (Miyato et al. 2018) in place of batch norm: it bounds
    how fast the verdict changes, and it does not mix the pictures of a batch. With ``batch_norm``
    the layers are the paper's: a norm behind all convolutions but the first and the last.
    """

    def __init__(self, *, width: int = 64, downs: int = 3, batch_norm: bool = False) -> None:
        super().__init__()
        widths = [width * min(2**step, 8) for step in range(downs + 1)]
        strides = [2] * downs + [1]
        layers: list[nn.Module] = []
        into = 3
        for out, stride in zip(widths, strides, strict=True):
            if batch_norm and layers:  # the norm shifts, so the convolution need not
                conv = nn.Conv2d(into, out, _KERNEL, stride, 1, bias=False)
                layers += [conv, nn.BatchNorm2d(out)]
            else:
                layers.append(_conv(into, out, stride, spectral=not batch_norm))
            layers.append(nn.LeakyReLU(0.2))
            into = out
        self.layers = nn.Sequential(*layers, _conv(into, 1, 1, spectral=not batch_norm))
        if batch_norm:
            start_small(self)

    def forward(self, lightness: Tensor, ab: Tensor) -> Tensor:
        """Judge each patch.

        Args:
            lightness: ``(B, 1, H, W)`` CIE L*, 0 to 100.
            ab: ``(B, 2, H, W)`` CIE a*b*.

        Returns:
            ``(B, 1, h, w)``: above 0 for true colours, below for made ones; no bounds.
        """
        score: Tensor = self.layers(torch.cat([lightness / 50 - 1, ab / 50], 1))
        return score

    @property
    def receptive_field_px(self) -> int:
        """The side of the patch that one verdict sees."""
        field = 1
        for layer in reversed(self.layers):
            if isinstance(layer, nn.Conv2d):
                field = (field - 1) * layer.stride[0] + _KERNEL
        return field


def _conv(into: int, out: int, stride: int, *, spectral: bool) -> nn.Module:
    conv = nn.Conv2d(into, out, _KERNEL, stride, 1)
    if not spectral:
        return conv
    made: nn.Module = spectral_norm(conv)
    return made


def start_small(module: nn.Module) -> None:
    """Give all convolutions weights of mean 0 and deviation 0.02 (Isola et al. 2017, 6.2)."""
    for layer in module.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            nn.init.normal_(layer.weight, std=_START_STD)
