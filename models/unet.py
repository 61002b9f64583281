"""The U-Net that all of our own generators are: an encoder of any kind, one decoder, two heads.

It predicts a distribution over in-gamut a*b* bins at a quarter of the picture (Zhang et al. 2016)
and a*b* itself at a half. Attention blocks at stride 32 and FiLM (Perez et al. 2018) let every
pixel know the whole scene. Hints and a palette enter through layers that start at zero, so a
pre-trained encoder is undisturbed at first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.bins import in_gamut_bins

PALETTE_NUMBERS = 16
SIZE_MULTIPLE = 32
_FILM = 128


class Encoder(Protocol):
    """What the U-Net asks of its encoder, beside being a module."""

    channels: tuple[int, ...]  # of the features at strides 2, 4, 8, 16 and, perhaps, 32
    hint_channels: int  # of what may be added at a quarter

    def __call__(self, lightness: Tensor, at_quarter: Tensor | None = None) -> list[Tensor]:
        """Features of ``(B, 1, H, W)`` CIE L*, 0 to 100, at those strides."""
        ...


@dataclass(frozen=True, slots=True)
class Widths:
    """How many channels the decoder has."""

    deepest: int  # of the features at stride 32
    context: int  # of the attention blocks there
    heads: int
    blocks: int
    up: tuple[int, int, int, int]  # at strides 16, 8, 4, 2
    narrow: bool = False  # bring the encoder's features to these widths before joining


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a generator says of a picture of ``H × W``.

    ``logits``: ``(B, Q, H/4, W/4)`` over the bins of ``models.bins``; Q is 0 where the distribution
    was not asked for. ``ab``: ``(B, 2, H/2, W/2)`` CIE a*b*, or no numbers where it was not asked
    for. ``coarse_ab``: ``(B, 2, H/16, W/16)``, used in training only.
    """

    logits: Tensor
    ab: Tensor
    coarse_ab: Tensor


class _Attention(nn.Module):
    """Pre-norm self-attention over all places, its position told by a depthwise convolution."""

    def __init__(self, channels: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.position = nn.Conv2d(channels, channels, 3, padding=1, groups=channels)
        self.norm_1 = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.out = nn.Linear(channels, channels)
        self.norm_2 = nn.LayerNorm(channels)
        self.mlp = nn.Sequential(
            nn.Linear(channels, 2 * channels), nn.GELU(), nn.Linear(2 * channels, channels)
        )
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        batch, channels, height, width = x.shape
        x = x + self.position(x)
        tokens = x.flatten(2).transpose(1, 2)  # (B, HW, C)
        qkv = self.qkv(self.norm_1(tokens)).unflatten(2, (3, self.heads, -1))
        q, k, v = qkv.permute(2, 0, 3, 1, 4)  # each (B, heads, HW, C/heads)
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        tokens = tokens + self.drop(self.out(mixed))
        tokens = tokens + self.drop(self.mlp(self.norm_2(tokens)))
        picture: Tensor = tokens.transpose(1, 2)
        return picture.reshape(batch, channels, height, width)


class _Up(nn.Module):
    """Twice as large, joined with the encoder's features of that size, tinted by the scene."""

    def __init__(self, into: int, skip: int, out: int, *, narrow: bool) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(into, out, 1)
        self.narrow = nn.Conv2d(skip, out, 1) if narrow else nn.Identity()
        self.join = nn.Conv2d(out + (out if narrow else skip), out, 3, padding=1, bias=False)
        self.norm = nn.GroupNorm(8, out)
        self.film = nn.Linear(_FILM, 2 * out)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, skip: Tensor, scene: Tensor) -> Tensor:
        x = F.interpolate(self.reduce(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        x = self.join(torch.cat([x, self.narrow(skip)], 1))
        scale, shift = self.film(scene).chunk(2, 1)
        if len(x) == 1:  # then the tint can be part of the norm's own scale and shift, in one pass
            weight = self.norm.weight * (1 + scale[0])
            bias = self.norm.bias * (1 + scale[0]) + shift[0]
            return F.relu(F.group_norm(x, self.norm.num_groups, weight, bias), inplace=True)
        scale, shift = scale[..., None, None], shift[..., None, None]
        return F.relu(torch.addcmul(shift, self.norm(x), 1 + scale), inplace=True)


class ColorUNet(nn.Module):
    """Lightness and guidance in, a distribution over colours and a colour out."""

    encoder: Encoder

    def __init__(self, encoder: nn.Module, widths: Widths, *, dropout: float) -> None:
        super().__init__()
        bins = in_gamut_bins()
        self.register_buffer("bins", bins, persistent=False)
        self.encoder = encoder  # type: ignore[assignment]  # a module that is an Encoder too
        half, quarter, eighth, sixteenth = self.encoder.channels[:4]
        context, (up_16, up_8, up_4, up_2) = widths.context, widths.up
        self.to_context = nn.Conv2d(widths.deepest, context, 1)
        self.context = nn.Sequential(
            *(_Attention(context, widths.heads, dropout) for _ in range(widths.blocks))
        )
        self.scene = nn.Sequential(
            nn.Linear(context, _FILM), nn.GELU(), nn.Dropout(dropout), nn.Linear(_FILM, _FILM)
        )
        # The palette with a flag "given", the masked mean of the hints with the hinted share.
        self.wish = nn.Sequential(
            nn.Linear(PALETTE_NUMBERS + 1 + 3, _FILM), nn.GELU(), nn.Linear(_FILM, _FILM)
        )
        self.hint_widths = (self.encoder.hint_channels, up_4)
        self.hint_stem = nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(32, sum(self.hint_widths), 3, padding=1),
        )
        narrow = widths.narrow
        self.up_16 = _Up(context, sixteenth, up_16, narrow=narrow)
        self.up_8 = _Up(up_16, eighth, up_8, narrow=narrow)
        self.up_4 = _Up(up_8, quarter, up_4, narrow=narrow)
        self.up_2 = _Up(up_4, half, up_2, narrow=narrow)
        self.to_coarse_ab = nn.Conv2d(up_16, 2, 1)
        self.to_logits = nn.Conv2d(up_4, len(bins), 1)
        self.to_ab = nn.Conv2d(up_2, 2, 3, padding=1)
        for layer in (self.wish[-1], self.hint_stem[-1]):
            nn.init.zeros_(layer.weight)  # type: ignore[arg-type]  # Sequential hides the class
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]  # as above

    def encode(self, lightness: Tensor, at_quarter: Tensor | None) -> list[Tensor]:
        """Features at strides 2 to 32; overridden where the encoder ends earlier."""
        return self.encoder(lightness, at_quarter)

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """Predict the colours of a batch.

        Args:
            lightness: ``(B, 1, H, W)`` CIE L* of the neutral grey, 0 to 100; sides multiples of 32.
            hints: ``(B, 3, H, W)``: a*, b* and a mask of 0 or 1; a*b* count where the mask is 1.
            palette: ``(B, 17)``: the sixteen numbers of ``palette_of`` and 1, or zeros.
            distribution: whether the logits are wanted.
            regression: whether ``ab`` is wanted, which takes a quarter of the work.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        batch, _, height, width = lightness.shape
        if height % SIZE_MULTIPLE or width % SIZE_MULTIPLE:
            raise ValueError(f"sides must be multiples of {SIZE_MULTIPLE}, got {height}×{width}")
        wish = lightness.new_zeros(batch, PALETTE_NUMBERS + 1 + 3)
        if palette is not None:
            wish[:, : PALETTE_NUMBERS + 1] = palette
        at_quarter: Tensor | None = None
        into_decoder: Tensor | None = None
        if hints is not None:
            weighted = torch.cat([hints[:, :2] * hints[:, 2:] / 50, hints[:, 2:]], 1)
            share = weighted.mean((2, 3))  # (B, 3)
            wish[:, -3:-1] = share[:, :2] / (share[:, 2:] + 1e-4)
            wish[:, -1] = share[:, 2].sqrt()
            small = F.avg_pool2d(weighted, 4)
            small = torch.cat([small[:, :2] / (small[:, 2:] + 1e-2), small[:, 2:]], 1)
            hinted = self.hint_stem(small)
            at_quarter, into_decoder = hinted.split(self.hint_widths, 1)
        half, quarter, eighth, sixteenth, deepest = self.encode(lightness, at_quarter)
        context = self.context(self.to_context(deepest))  # (B, C, H/32, W/32)
        scene = self.scene(context.mean((2, 3))) + self.wish(wish)  # (B, 128)
        x_16 = self.up_16(context, sixteenth, scene)
        x_8 = self.up_8(x_16, eighth, scene)
        x_4 = self.up_4(x_8, quarter, scene)
        if into_decoder is not None:
            x_4 = x_4 + into_decoder
        # The heads answer in units of 50 a*b*, so that fresh weights start near the right scale.
        return Prediction(
            logits=self.to_logits(x_4) if distribution else x_4[:, :0],
            ab=50 * self.to_ab(self.up_2(x_4, half, scene)) if regression else x_4.new_zeros(0),
            coarse_ab=50 * self.to_coarse_ab(x_16),
        )


def palette_of(ab: Tensor) -> Tensor:
    """The sixteen numbers that describe which colours a picture holds, not where.

    Args:
        ab: ``(B, 2, H, W)`` CIE a*b*.

    Returns:
        ``(B, 17)``: mean a*, mean b*, mean chroma (each / 50), share of near-neutral pixels
        (chroma < 8), the chroma found in twelve hue sectors of 30° (/ 20), and 1 for "given".
    """
    a, b = ab[:, 0].flatten(1), ab[:, 1].flatten(1)
    chroma = torch.hypot(a, b)
    sector = (torch.atan2(b, a) / (2 * torch.pi) * 12).floor().long() % 12  # (B, N)
    mass = torch.zeros(len(ab), 12, dtype=ab.dtype, device=ab.device)
    mass.scatter_add_(1, sector, chroma / chroma.shape[1])
    neutral = (chroma < 8).to(ab.dtype).mean(1)
    means = torch.stack([a.mean(1), b.mean(1), chroma.mean(1)], 1) / 50
    return torch.cat([means, neutral[:, None], mass / 20, torch.ones_like(neutral[:, None])], 1)
