"""ResNet18 (He et al. 2016, table 1) as an encoder under torchvision's keys, with real norms."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.vgg import ImageNetNorm


class _Block(nn.Module):
    """Two 3×3 convolutions, and the input added."""

    def __init__(self, into: int, out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(into, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        fits = stride == 1 and into == out
        self.downsample = (
            None
            if fits
            else nn.Sequential(nn.Conv2d(into, out, 1, stride, bias=False), nn.BatchNorm2d(out))
        )

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        shortcut = x if self.downsample is None else self.downsample(x)
        return F.relu(self.bn2(self.conv2(y)) + shortcut, inplace=True)


class ResNet18Encoder(nn.Module):
    """Features of a picture at strides 2, 4, 8, 16 and 32.

    Its batch norms are kept and go on learning: the whole encoder is trained on from ImageNet's
    weights, so there is nothing to be gained by drawing them into the convolutions.
    """

    channels = (64, 64, 128, 256, 512)

    def __init__(self) -> None:
        super().__init__()
        self.normalize = ImageNetNorm()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = nn.Sequential(_Block(64, 64, 1), _Block(64, 64, 1))
        self.layer2 = nn.Sequential(_Block(64, 128, 2), _Block(128, 128, 1))
        self.layer3 = nn.Sequential(_Block(128, 256, 2), _Block(256, 256, 1))
        self.layer4 = nn.Sequential(_Block(256, 512, 2), _Block(512, 512, 1))

    def forward(self, lightness: Tensor) -> list[Tensor]:
        """Encode ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32."""
        x = self.normalize(lightness / 100)  # L* follows the codes of sRGB closely enough
        half = F.relu(self.bn1(self.conv1(x)), inplace=True)
        features = [half]
        x = F.max_pool2d(half, 3, 2, 1)
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = layer(x)
            features.append(x)
        return features


def resnet18_state(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """Bring torchvision's weights, of any age, into the keys of `ResNet18Encoder`.

    The classifier is left out. The older files do not count the batches their norms have seen.
    """
    state = {key: value for key, value in published.items() if not key.startswith("fc.")}
    for key in published:
        if key.endswith(".running_mean"):
            counter = f"{key.removesuffix('.running_mean')}.num_batches_tracked"
            state.setdefault(counter, torch.tensor(0))
    return state
