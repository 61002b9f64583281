"""ConvNeXt (Liu et al. 2022) as DDColor's encoder: features at strides 4 to 32.

Layers and names are those of https://github.com/facebookresearch/ConvNeXt (MIT) as
https://github.com/piddnad/DDColor uses them (Apache-2.0), ``ddcolor_arch_utils/convnext.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_EPS = 1e-6


@dataclass(frozen=True, slots=True)
class Depths:
    """How large the encoder is: blocks and channels at strides 4, 8, 16 and 32."""

    blocks: tuple[int, int, int, int]
    channels: tuple[int, int, int, int]


TINY = Depths((3, 3, 9, 3), (96, 192, 384, 768))
LARGE = Depths((3, 3, 27, 3), (192, 384, 768, 1536))


class _ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of ``(B, C, H, W)``."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, eps=_EPS)

    def forward(self, x: Tensor) -> Tensor:
        normed: Tensor = super().forward(x.permute(0, 2, 3, 1))
        return normed.permute(0, 3, 1, 2)


class _Block(nn.Module):
    """A wide depthwise convolution, then each place by itself, added at a learned strength."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.dwconv = nn.Conv2d(channels, channels, 7, padding=3, groups=channels)
        self.norm = nn.LayerNorm(channels, eps=_EPS)
        self.pwconv1 = nn.Linear(channels, 4 * channels)
        self.pwconv2 = nn.Linear(4 * channels, channels)
        self.gamma = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        places = self.norm(self.dwconv(x).permute(0, 2, 3, 1))  # (B, H, W, C)
        places = self.gamma * self.pwconv2(F.gelu(self.pwconv1(places)))
        strengthened: Tensor = x + places.permute(0, 3, 1, 2)
        return strengthened


class ConvNeXt(nn.Module):
    """The four stages, and a norm for what each of them hands over."""

    def __init__(self, depths: Depths) -> None:
        super().__init__()
        first = depths.channels[0]
        steps: list[nn.Module] = [
            nn.Sequential(nn.Conv2d(3, first, 4, stride=4), _ChannelNorm(first))
        ]
        for into, out in zip(depths.channels, depths.channels[1:], strict=False):
            steps.append(nn.Sequential(_ChannelNorm(into), nn.Conv2d(into, out, 2, stride=2)))
        self.downsample_layers = nn.ModuleList(steps)
        self.stages = nn.ModuleList(
            nn.Sequential(*(_Block(channels) for _ in range(blocks)))
            for blocks, channels in zip(depths.blocks, depths.channels, strict=True)
        )
        for number, channels in enumerate(depths.channels):
            self.add_module(f"norm{number}", _ChannelNorm(channels))

    def forward(self, picture: Tensor) -> list[Tensor]:
        """Features of ``(B, 3, H, W)`` at strides 4, 8, 16 and 32."""
        features = []
        x = picture
        for number, (step, stage) in enumerate(
            zip(self.downsample_layers, self.stages, strict=True)
        ):
            x = stage(step(x))
            features.append(self.get_submodule(f"norm{number}")(x))
        return features
