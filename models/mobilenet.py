"""MobileNetV2 as an encoder (Sandler et al. 2018, table 2), batch norm folded into the weights."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

# (expansion, channels, repeats, stride) of the paper's table 2.
_ROWS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
# After these blocks the grid is as fine as it will be at strides 2, 4, 8, 16 and 32.
_TAPS = ("b00", "b02", "b05", "b12", "b16")


class _SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow's SAME: the odd pixel goes to the bottom and right."""

    def forward(self, x: Tensor) -> Tensor:
        k, s = self.kernel_size[0], self.stride[0]
        height, width = x.shape[-2:]
        pad_y = max((-(-height // s) - 1) * s + k - height, 0)
        pad_x = max((-(-width // s) - 1) * s + k - width, 0)
        if pad_y == pad_x and pad_y % 2 == 0:  # symmetric: the convolution pads without a copy
            return F.conv2d(x, self.weight, self.bias, s, pad_y // 2, 1, self.groups)
        x = F.pad(x, (pad_x // 2, pad_x - pad_x // 2, pad_y // 2, pad_y - pad_y // 2))
        return F.conv2d(x, self.weight, self.bias, s, 0, 1, self.groups)


class _InvertedResidual(nn.Module):
    def __init__(self, into: int, out: int, expansion: int, stride: int) -> None:
        super().__init__()
        hidden = into * expansion
        self.expand = _SameConv(into, hidden, 1) if expansion > 1 else None
        self.depthwise = _SameConv(hidden, hidden, 3, stride, groups=hidden)
        self.project = _SameConv(hidden, out, 1)
        self.residual = stride == 1 and into == out

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = x if self.expand is None else F.relu6(self.expand(x), inplace=True)
        y = F.relu6(self.depthwise(y), inplace=True)
        y = self.project(y)
        return x + y if self.residual else y


class MobileNetV2Encoder(nn.Module):
    """Features of a picture at five strides.

    Sides are multiples of 32. Output: five tensors of 16, 24, 32, 96 and 320 channels at strides
    2, 4, 8, 16 and 32. Keys of the state are ``stem`` and ``b00`` … ``b16``, as in the shared
    ImageNet weights.
    """

    channels = (16, 24, 32, 96, 320)
    hint_channels = 24

    def __init__(self) -> None:
        super().__init__()
        self.stem = _SameConv(3, 32, 3, 2)
        self.names: list[str] = []
        into = 32
        for expansion, out, repeats, first_stride in _ROWS:
            for repeat in range(repeats):
                name = f"b{len(self.names):02d}"
                stride = first_stride if repeat == 0 else 1
                self.add_module(name, _InvertedResidual(into, out, expansion, stride))
                self.names.append(name)
                into = out

    def forward(self, lightness: Tensor, at_quarter: Tensor | None = None) -> list[Tensor]:
        """Encode ``(B, 1, H, W)`` CIE L*; ``at_quarter`` is added to the features of stride 4."""
        x = (lightness / 50 - 1).expand(-1, 3, -1, -1)
        x = F.relu6(self.stem(x), inplace=True)
        taps: list[Tensor] = []
        for name in self.names:
            x = self.get_submodule(name)(x)
            if name == "b02" and at_quarter is not None:
                x = x + at_quarter
            if name in _TAPS:
                taps.append(x)
        return taps
