"""DDColor (Kang et al. 2023): colour queries that ask a picture's features; published weights.

Layers and names are those of https://github.com/piddnad/DDColor (Apache-2.0), ``ddcolor/model.py``
and ``basicsr/archs/ddcolor_arch_utils``, as all four published checkpoints use them: 100 queries,
9 layers, 3 scales, 2 channels of output, spectral norm. What comes after the last ReLU is linear,
so it is drawn together here: the queries never become 100 full-size pictures.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.convnext import LARGE, TINY, ConvNeXt, Depths
from models.published import Affine, settle_batch_norms, settle_spectral_norms
from models.unet import SIZE_MULTIPLE, Prediction

QUERIES = 100
_WIDTH = 256  # of a query
_LAYERS = 9
_SCALES = 3
_HEADS = 8
# Kept by the checkpoints, part of no answer: the encoder's own last norm and, perhaps, its head.
_LEFT_OVER = ("encoder.arch.norm.weight", "encoder.arch.norm.bias")
_PERHAPS = ("encoder.arch.head_cls.weight", "encoder.arch.head_cls.bias")


class _Attention(nn.Module):
    """Attention of several heads, in the layout of ``nn.MultiheadAttention``'s weights."""

    def __init__(self) -> None:
        super().__init__()
        self.in_proj_weight = nn.Parameter(torch.zeros(3 * _WIDTH, _WIDTH))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * _WIDTH))
        self.out_proj = nn.Linear(_WIDTH, _WIDTH)

    def forward(self, asking: Tensor, asked: Tensor, told: Tensor) -> Tensor:
        """``(B, N, C)`` ask; the keys are of ``asked``, the values of ``told``, ``(B, M, C)``."""
        weights, biases = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)
        q, k, v = (
            F.linear(x, weight, bias).reshape(*x.shape[:-1], _HEADS, -1).transpose(-3, -2)
            for x, weight, bias in zip((asking, asked, told), weights, biases, strict=True)
        )  # (B, heads, N or M, C/heads)
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        answer: Tensor = self.out_proj(mixed)
        return answer


class _FromPicture(nn.Module):
    """The queries ask the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.multihead_attn = _Attention()
        self.norm = nn.LayerNorm(_WIDTH)

    def forward(self, x: Tensor, names: Tensor, picture: Tensor, places: Tensor) -> Tensor:
        told: Tensor = self.norm(x + self.multihead_attn(x + names, picture + places, picture))
        return told


class _AmongThemselves(nn.Module):
    """The queries ask each other."""

    def __init__(self) -> None:
        super().__init__()
        self.self_attn = _Attention()
        self.norm = nn.LayerNorm(_WIDTH)

    def forward(self, x: Tensor, names: Tensor) -> Tensor:
        told: Tensor = self.norm(x + self.self_attn(x + names, x + names, x))
        return told


class _Thought(nn.Module):
    """Each query by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.linear1 = nn.Linear(_WIDTH, 2048)
        self.linear2 = nn.Linear(2048, _WIDTH)
        self.norm = nn.LayerNorm(_WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        thought: Tensor = self.norm(x + self.linear2(F.relu(self.linear1(x))))
        return thought


class _Mlp(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(_WIDTH, _WIDTH) for _ in range(3))

    def forward(self, x: Tensor) -> Tensor:
        first, second, third = self.layers
        return third(F.relu(second(F.relu(first(x)))))  # type: ignore[no-any-return]  # ModuleList


class _ColorDecoder(nn.Module):
    """From features at strides 16, 8 and 4 to what each query looks for in a pixel."""

    def __init__(self) -> None:
        super().__init__()
        self.query_feat = nn.Embedding(QUERIES, _WIDTH)
        self.query_embed = nn.Embedding(QUERIES, _WIDTH)
        self.level_embed = nn.Embedding(_SCALES, _WIDTH)
        self.input_proj = nn.ModuleList(nn.Conv2d(n, _WIDTH, 1) for n in (512, 512, 256))
        self.transformer_cross_attention_layers = nn.ModuleList(
            _FromPicture() for _ in range(_LAYERS)
        )
        self.transformer_self_attention_layers = nn.ModuleList(
            _AmongThemselves() for _ in range(_LAYERS)
        )
        self.transformer_ffn_layers = nn.ModuleList(_Thought() for _ in range(_LAYERS))
        self.decoder_norm = nn.LayerNorm(_WIDTH)
        self.color_embed = _Mlp()

    def forward(self, features: list[Tensor]) -> Tensor:
        """``(B, 100, 256)``: the weights of each query over a pixel's features."""
        pictures, places = [], []
        for feature, project, level in zip(
            features, self.input_proj, self.level_embed.weight, strict=True
        ):
            pictures.append(project(feature).flatten(2).transpose(1, 2) + level)  # (B, HW, 256)
            places.append(_places(*feature.shape[2:], like=feature))  # (HW, 256)
        names = self.query_embed.weight
        x = self.query_feat.weight.expand(len(features[0]), -1, -1)
        for number, (from_picture, among, thought) in enumerate(
            zip(
                self.transformer_cross_attention_layers,
                self.transformer_self_attention_layers,
                self.transformer_ffn_layers,
                strict=True,
            )
        ):
            scale = number % _SCALES
            x = thought(among(from_picture(x, names, pictures[scale], places[scale]), names))
        wanted: Tensor = self.color_embed(self.decoder_norm(x))
        return wanted


class _Shuffle(nn.Module):
    """A convolution of one pixel, a norm or a bias of its own behind it."""

    def __init__(self, into: int, out: int, *, norm: bool) -> None:
        super().__init__()
        layers = [nn.Conv2d(into, out, 1, bias=not norm)]
        self.conv = nn.Sequential(*layers, Affine(out)) if norm else nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.conv(x), inplace=True)


class _Up(nn.Module):
    """Twice as large, joined with the encoder's features of that size."""

    def __init__(self, into: int, skip: int, out: int) -> None:
        super().__init__()
        self.shuf = _Shuffle(into, 4 * out, norm=True)
        self.bn = Affine(skip)
        self.conv = nn.Sequential(
            nn.Conv2d(out + skip, out, 3, padding=1, bias=False), nn.ReLU(inplace=True), Affine(out)
        )

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        x = _blurred(F.pixel_shuffle(self.shuf(x), 2))
        joined: Tensor = self.conv(F.relu(torch.cat([x, self.bn(skip)], 1), inplace=True))
        return joined


class _Decoder(nn.Module):
    def __init__(self, channels: tuple[int, int, int, int]) -> None:
        super().__init__()
        quarter, eighth, sixteenth, deepest = channels
        self.layers = nn.ModuleList(
            [_Up(deepest, sixteenth, 512), _Up(512, eighth, 512), _Up(512, quarter, 256)]
        )
        self.last_shuf = _Shuffle(256, 16 * 256, norm=False)
        self.color_decoder = _ColorDecoder()


class _Encoder(nn.Module):
    def __init__(self, depths: Depths) -> None:
        super().__init__()
        self.arch = ConvNeXt(depths)


class DDColor(nn.Module):
    """Lightness in, a*b* at full size out; 55 (tiny) or 228 (large) million parameters."""

    def __init__(self, depths: Depths) -> None:
        super().__init__()
        self.register_buffer("bins", torch.zeros(0, 2), persistent=False)
        self.register_buffer("mean", torch.zeros(1, 3, 1, 1))
        self.register_buffer("std", torch.ones(1, 3, 1, 1))
        self.encoder = _Encoder(depths)
        self.decoder = _Decoder(depths.channels)
        self.refine_net = nn.Sequential(nn.Sequential(nn.Conv2d(QUERIES + 3, 2, 1)))

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """Predict the colours of a batch; it knows no distribution, hints or palette.

        Args:
            lightness: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32, 512 as published.
            hints: ignored.
            palette: ignored.
            distribution: ignored, there is none.
            regression: ignored, it is always there.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        height, width = lightness.shape[2:]
        if height % SIZE_MULTIPLE or width % SIZE_MULTIPLE:
            raise ValueError(f"sides must be multiples of {SIZE_MULTIPLE}, got {height}×{width}")
        grey = _srgb_of(lightness).expand(-1, 3, -1, -1)
        picture = (grey - self.get_buffer("mean")) / self.get_buffer("std")
        quarter, eighth, sixteenth, deepest = self.encoder.arch(picture)
        features = []
        x = deepest
        for up, skip in zip(self.decoder.layers, (sixteenth, eighth, quarter), strict=True):
            x = up(x, skip)
            features.append(x)
        wanted = self.decoder.color_decoder(features)  # (B, 100, 256)
        last = self.refine_net.get_submodule("0.0")
        assert isinstance(last, nn.Conv2d)
        assert last.bias is not None
        of_queries, of_picture = last.weight[:, :QUERIES], last.weight[:, QUERIES:]
        wanted = of_queries.flatten(1).to(wanted) @ wanted  # (B, 2, 256): queries mixed to a*b*
        pixels = self.decoder.last_shuf(x).unflatten(1, (_WIDTH, 16))  # (B, 256, 16, H/4, W/4)
        ab = torch.einsum("boc,bcshw->boshw", wanted, pixels).flatten(1, 2)
        ab = _blurred(F.pixel_shuffle(ab, 4)) + F.conv2d(
            picture, of_picture.to(picture), last.bias.to(picture)
        )  # (B, 2, H, W)
        ab = F.avg_pool2d(ab.float(), 2)
        return Prediction(
            ab.new_zeros(len(ab), 0, height // 4, width // 4), ab, F.avg_pool2d(ab, 8)
        )


def ddcolor_tiny() -> DDColor:
    """The size of `ddcolor_paper_tiny`."""
    return DDColor(TINY)


def ddcolor_large() -> DDColor:
    """The size of `ddcolor_paper`, `ddcolor_modelscope` and `ddcolor_artistic`."""
    return DDColor(LARGE)


def ddcolor_state(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """Bring the published weights into the keys of `DDColor`.

    Raises:
        KeyError: one is missing.
        RuntimeError: a vector of a spectral norm does not fit.
    """
    state = settle_batch_norms(settle_spectral_norms(published))
    for key in _LEFT_OVER:
        del state[key]
    for key in _PERHAPS:
        state.pop(key, None)
    return state


def _srgb_of(lightness: Tensor) -> Tensor:
    """sRGB code, 0 to 1, of a neutral grey of CIE L*."""
    f = (lightness + 16) / 116
    linear = torch.where(lightness > 8, f**3, lightness * (27 / 24389))
    return torch.where(
        linear > 0.0031308, 1.055 * linear.clamp(min=1e-8) ** (1 / 2.4) - 0.055, 12.92 * linear
    )


def _blurred(x: Tensor) -> Tensor:
    """The mean of each pixel, its left, upper and upper left neighbour; against a chessboard."""
    return F.avg_pool2d(F.pad(x, (1, 0, 1, 0), mode="replicate"), 2, stride=1)


def _places(height: int, width: int, *, like: Tensor) -> Tensor:
    """``(HW, 256)``: sines and cosines that tell a place, the same at every size of the picture."""
    half = _WIDTH // 2
    wave = torch.arange(half, device=like.device, dtype=torch.float32).div(2).floor()
    length = 10000 ** (2 * wave / half)

    def along(count: int) -> Tensor:
        steps = torch.arange(1, count + 1, device=like.device, dtype=torch.float32)
        angle = (steps / (count + 1e-6) * (2 * math.pi))[:, None] / length  # (count, 128)
        return torch.stack([angle[:, 0::2].sin(), angle[:, 1::2].cos()], 2).flatten(1)

    rows = along(height)[:, None].expand(-1, width, -1)
    columns = along(width)[None].expand(height, -1, -1)
    return torch.cat([rows, columns], 2).flatten(0, 1)
