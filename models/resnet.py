"""ResNet50 to stride 16 as an encoder (He et al. 2016, table 1), batch norm folded into weights."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_MEAN_BGR = (103.939, 116.779, 123.68)  # of ImageNet, taken off the input by the shared weights
_NORM_EPS = 1.001e-5  # of Keras Applications, where the weights come from


class Bottleneck(nn.Module):
    """1×1 (with the stride), 3×3, 1×1, as in the first version of the network."""

    def __init__(self, into: int, inner: int, stride: int, *, widen: int = 4) -> None:
        super().__init__()
        out = inner * widen
        self.conv1 = nn.Conv2d(into, inner, 1, stride)
        self.conv2 = nn.Conv2d(inner, inner, 3, padding=1)
        self.conv3 = nn.Conv2d(inner, out, 1)
        fits = stride == 1 and into == out
        self.downsample = None if fits else nn.Conv2d(into, out, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.conv1(x), inplace=True)
        y = F.relu(self.conv2(y), inplace=True)
        shortcut = x if self.downsample is None else self.downsample(x)
        return F.relu(self.conv3(y) + shortcut, inplace=True)


def _layer(into: int, inner: int, *, blocks: int, stride: int) -> nn.Sequential:
    first = Bottleneck(into, inner, stride)
    return nn.Sequential(first, *(Bottleneck(4 * inner, inner, 1) for _ in range(blocks - 1)))


class ResNet50Encoder(nn.Module):
    """Features of a picture at strides 2, 4, 8 and 16: 64, 256, 512 and 1,024 channels.

    Keys of the state: ``conv1``, ``layer1`` … ``layer3``, as torchvision names them. It may end
    earlier, at ``layer2``.
    """

    mean: Tensor
    channels: tuple[int, ...] = (64, 256, 512, 1024)
    hint_channels = 256

    def __init__(self, *, layers: int = 3) -> None:
        super().__init__()
        self.channels = ResNet50Encoder.channels[: layers + 1]
        self.register_buffer("mean", torch.tensor(_MEAN_BGR).view(1, 3, 1, 1), persistent=False)
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3)
        self.layer1 = _layer(64, 64, blocks=3, stride=1)
        self.layer2 = _layer(256, 128, blocks=4, stride=2)
        self.layer3 = _layer(512, 256, blocks=6, stride=2) if layers == 3 else None

    def forward(self, lightness: Tensor, at_quarter: Tensor | None = None) -> list[Tensor]:
        """Encode ``(B, 1, H, W)`` CIE L*; ``at_quarter`` is added to the features of stride 4."""
        # L* follows the codes of sRGB closely enough for features.
        x = (lightness * 2.55).expand(-1, 3, -1, -1) - self.mean
        half = F.relu(self.conv1(x), inplace=True)
        quarter: Tensor = self.layer1(F.max_pool2d(half, 3, 2, 1))
        if at_quarter is not None:
            quarter = quarter + at_quarter
        eighth = self.layer2(quarter)
        features = [half, quarter, eighth]
        return features if self.layer3 is None else [*features, self.layer3(eighth)]


def fold_norms(given: dict[str, Tensor]) -> dict[str, Tensor]:
    """Draw the batch norms of ImageNet weights into their convolutions.

    Args:
        given: torchvision's keys, with or without biases of the convolutions.

    Returns:
        Weight and bias of each convolution, under the keys of `ResNet50Encoder`, float32.
    """
    folded: dict[str, Tensor] = {}
    for key, weight in given.items():
        if not key.endswith(".weight") or weight.ndim != 4:
            continue
        conv = key.removesuffix(".weight")
        norm = _norm_of(conv)
        part = {
            name: given[f"{norm}.{name}"].float()
            for name in ("weight", "bias", "running_mean", "running_var")
        }
        scale = part["weight"] / (part["running_var"] + _NORM_EPS).sqrt()
        bias = given.get(f"{conv}.bias", torch.zeros(len(weight))).float()
        name = conv.replace("downsample.0", "downsample")
        folded[f"{name}.weight"] = weight.float() * scale.view(-1, 1, 1, 1)
        folded[f"{name}.bias"] = (bias - part["running_mean"]) * scale + part["bias"]
    return folded


def _norm_of(conv: str) -> str:
    if conv.endswith("downsample.0"):
        return conv[:-1] + "1"
    head, _, tail = conv.rpartition("conv")
    return f"{head}bn{tail}"
