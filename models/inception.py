"""Inception v3 (Szegedy et al. 2016) for the Inception score and the Fréchet distance.

Layers and keys are those of torchvision, ``torchvision/models/inception.py`` (BSD-3-Clause),
without the auxiliary head, which only training uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SIDE_PX = 299
FEATURES = 2048
CLASSES = 1000
_EPS = 1e-3
_AUXILIARY = "AuxLogits."


@dataclass(frozen=True, slots=True)
class _Conv:
    """One convolution of a block; those of stride 1 keep the size, the others have no padding."""

    name: str
    out: int
    kernel: tuple[int, int] = (1, 1)
    stride: int = 1


_ONE_BY_SEVEN, _SEVEN_BY_ONE = (1, 7), (7, 1)
# A branch is a chain of steps; the convolutions of one step all see what the last step said.
_Branch = Sequence[Sequence[_Conv]]


class _Normed(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(
        self,
        into: int,
        out: int,
        kernel: tuple[int, int],
        stride: int = 1,
        padding: tuple[int, int] = (0, 0),
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(into, out, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(out, eps=_EPS)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)), inplace=True)


class _Mixed(nn.Module):
    """Branches side by side, and the pooled input: projected, or at a stride of 2 as it is."""

    def __init__(self, into: int, branches: Sequence[_Branch], pooled: int) -> None:
        super().__init__()
        self.plan = [[[conv.name for conv in step] for step in branch] for branch in branches]
        self.out = pooled or into
        for branch in branches:
            channels = into
            for step in branch:
                for conv in step:
                    keeps = conv.stride == 1
                    height, width = conv.kernel
                    padding = (height // 2, width // 2) if keeps else (0, 0)
                    layer = _Normed(channels, conv.out, conv.kernel, conv.stride, padding)
                    self.add_module(conv.name, layer)
                channels = sum(conv.out for conv in step)
            self.out += channels
        self.branch_pool = _Normed(into, pooled, (1, 1)) if pooled else None

    def forward(self, x: Tensor) -> Tensor:
        said = []
        for branch in self.plan:
            y = x
            for step in branch:
                y = torch.cat([self.get_submodule(name)(y) for name in step], 1)
            said.append(y)
        if self.branch_pool is None:
            said.append(F.max_pool2d(x, 3, 2))
        else:
            said.append(self.branch_pool(F.avg_pool2d(x, 3, 1, 1)))
        return torch.cat(said, 1)


class InceptionV3(nn.Module):
    """Pooled features and ImageNet's classes; 24 million parameters. It only answers."""

    def __init__(self) -> None:
        super().__init__()
        self.Conv2d_1a_3x3 = _Normed(3, 32, (3, 3), 2)
        self.Conv2d_2a_3x3 = _Normed(32, 32, (3, 3))
        self.Conv2d_2b_3x3 = _Normed(32, 64, (3, 3), 1, (1, 1))
        self.Conv2d_3b_1x1 = _Normed(64, 80, (1, 1))
        self.Conv2d_4a_3x3 = _Normed(80, 192, (3, 3))
        self.mixed: list[str] = []
        into = 192
        for name, branches, pooled in _blocks():
            block = _Mixed(into, branches, pooled)
            self.add_module(name, block)
            self.mixed.append(name)
            into = block.out
        self.fc = nn.Linear(FEATURES, CLASSES)
        self.eval()

    def forward(self, rgb: Tensor) -> tuple[Tensor, Tensor]:
        """Look at a batch.

        Args:
            rgb: ``(B, 3, H, W)`` sRGB, 0 to 1; other sizes are brought to 299 × 299.

        Returns:
            Features ``(B, 2048)``, the last layer's mean over the picture, and logits
            ``(B, 1000)``.
        """
        if rgb.shape[2:] != (SIDE_PX, SIDE_PX):
            rgb = F.interpolate(rgb, (SIDE_PX, SIDE_PX), mode="bilinear", antialias=True)
        x = self.Conv2d_1a_3x3(2 * rgb - 1)  # (B, 32, 149, 149)
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(x))  # (B, 64, 147, 147)
        x = self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2))  # (B, 80, 73, 73)
        x = F.max_pool2d(self.Conv2d_4a_3x3(x), 3, 2)  # (B, 192, 35, 35)
        for name in self.mixed:
            x = self.get_submodule(name)(x)
        features = x.mean((2, 3))  # of (B, 2048, 8, 8)
        return features, self.fc(features)


def inception_state(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """Leave out of torchvision's weights the head that only training uses."""
    return {key: value for key, value in published.items() if not key.startswith(_AUXILIARY)}


def _blocks() -> list[tuple[str, list[_Branch], int]]:
    """Name, branches and channels of the pooled branch of each block, 35 to 8 pixels wide."""
    return [
        ("Mixed_5b", _at_35(), 32),
        ("Mixed_5c", _at_35(), 64),
        ("Mixed_5d", _at_35(), 64),
        ("Mixed_6a", _from_35_to_17(), 0),
        ("Mixed_6b", _at_17(128), 192),
        ("Mixed_6c", _at_17(160), 192),
        ("Mixed_6d", _at_17(160), 192),
        ("Mixed_6e", _at_17(192), 192),
        ("Mixed_7a", _from_17_to_8(), 0),
        ("Mixed_7b", _at_8(), 192),
        ("Mixed_7c", _at_8(), 192),
    ]


def _chain(*convs: _Conv) -> _Branch:
    return [[conv] for conv in convs]


def _at_35() -> list[_Branch]:
    return [
        _chain(_Conv("branch1x1", 64)),
        _chain(_Conv("branch5x5_1", 48), _Conv("branch5x5_2", 64, (5, 5))),
        _chain(
            _Conv("branch3x3dbl_1", 64),
            _Conv("branch3x3dbl_2", 96, (3, 3)),
            _Conv("branch3x3dbl_3", 96, (3, 3)),
        ),
    ]


def _from_35_to_17() -> list[_Branch]:
    return [
        _chain(_Conv("branch3x3", 384, (3, 3), 2)),
        _chain(
            _Conv("branch3x3dbl_1", 64),
            _Conv("branch3x3dbl_2", 96, (3, 3)),
            _Conv("branch3x3dbl_3", 96, (3, 3), 2),
        ),
    ]


def _at_17(inner: int) -> list[_Branch]:
    return [
        _chain(_Conv("branch1x1", 192)),
        _chain(
            _Conv("branch7x7_1", inner),
            _Conv("branch7x7_2", inner, _ONE_BY_SEVEN),
            _Conv("branch7x7_3", 192, _SEVEN_BY_ONE),
        ),
        _chain(
            _Conv("branch7x7dbl_1", inner),
            _Conv("branch7x7dbl_2", inner, _SEVEN_BY_ONE),
            _Conv("branch7x7dbl_3", inner, _ONE_BY_SEVEN),
            _Conv("branch7x7dbl_4", inner, _SEVEN_BY_ONE),
            _Conv("branch7x7dbl_5", 192, _ONE_BY_SEVEN),
        ),
    ]


def _from_17_to_8() -> list[_Branch]:
    return [
        _chain(_Conv("branch3x3_1", 192), _Conv("branch3x3_2", 320, (3, 3), 2)),
        _chain(
            _Conv("branch7x7x3_1", 192),
            _Conv("branch7x7x3_2", 192, _ONE_BY_SEVEN),
            _Conv("branch7x7x3_3", 192, _SEVEN_BY_ONE),
            _Conv("branch7x7x3_4", 192, (3, 3), 2),
        ),
    ]


def _at_8() -> list[_Branch]:
    return [
        _chain(_Conv("branch1x1", 320)),
        [
            [_Conv("branch3x3_1", 384)],
            [_Conv("branch3x3_2a", 384, (1, 3)), _Conv("branch3x3_2b", 384, (3, 1))],
        ],
        [
            [_Conv("branch3x3dbl_1", 448)],
            [_Conv("branch3x3dbl_2", 384, (3, 3))],
            [_Conv("branch3x3dbl_3a", 384, (1, 3)), _Conv("branch3x3dbl_3b", 384, (3, 1))],
        ],
    ]
