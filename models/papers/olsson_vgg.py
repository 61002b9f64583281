"""The modified VGG16 of Olsson et al. (section 2.2), after Zhang et al. 2016.

conv1 to conv4 come from ImageNet and stay as they are; what lies behind them is new. Nothing is
pooled: the last convolution of a block has a stride of 2, as in Zhang et al.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.bins import published_bins
from models.papers.skeleton import check_multiple
from models.resnet import ResNet50Encoder
from models.unet import SIZE_MULTIPLE
from models.vgg import VGG16_CONVS, WIDTHS, ImageNetNorm
from models.zhang import block

AB_RANGE = 128.0
_LAST_BLOCK = 4
_DEEP = 512  # channels of conv4, and of ResNet50's layer2


class VggFront(nn.Module):
    """conv1 to conv4 of VGG16 without pooling, under torchvision's keys; 7,635,264 parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.normalize = ImageNetNorm()
        self.features = nn.ModuleDict()
        self.blocks: list[list[str]] = []  # names of the convolutions
        into, place = 3, 0
        for number, count in enumerate(VGG16_CONVS[:_LAST_BLOCK], start=1):
            names = []
            for conv in range(1, count + 1):
                stride = 2 if conv == count and number < _LAST_BLOCK else 1
                out = WIDTHS[number - 1]
                self.features[str(place)] = nn.Conv2d(into, out, 3, stride, 1)
                names.append(str(place))
                into, place = out, place + 2  # torchvision counts the ReLU too
            self.blocks.append(names)
            place += 1  # and the pooling

    def forward(self, lightness: Tensor, norms: nn.ModuleList) -> Tensor:
        """``(B, 512, H/8, W/8)`` of ``(B, 1, H, W)`` CIE L*; a norm of ``norms`` ends each block.

        The lightness is seen as L* / 100 in three planes, brought to what the weights know.
        """
        x: Tensor = self.normalize(lightness / 100)
        for names, norm in zip(self.blocks, norms, strict=True):
            for name in names:
                x = F.relu(self.features[name](x), inplace=True)
            x = norm(x)
        return x


class _OlssonVgg(nn.Module):
    """What the two heads share.

    Assumed: the new layers are conv5 to conv8 of Zhang et al. (dilated by 2, 2, 1, then up to
    stride 4). The norms behind frozen blocks are not frozen (they lie outside of `encoder`): their
    scales can give each next block what it was trained on. ResNet50, a substitute where VGG16's
    weights are missing, has its norms drawn into its convolutions and gets one behind it.
    """

    def __init__(self, encoder: VggFront | ResNet50Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        widths = WIDTHS[:_LAST_BLOCK] if isinstance(encoder, VggFront) else (_DEEP,)
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) for width in widths)
        deep = (_DEEP,) * 4
        self.body = nn.Sequential(
            block(deep, nn.BatchNorm2d, dilation=2),
            block(deep, nn.BatchNorm2d, dilation=2),
            block(deep, nn.BatchNorm2d),
            nn.ConvTranspose2d(_DEEP, 256, 4, stride=2, padding=1),
            nn.ReLU(inplace=True),
            block((256, 256, 256), nn.BatchNorm2d),
        )

    def quarter(self, lightness: Tensor) -> Tensor:
        """``(B, 256, H/4, W/4)`` of ``(B, 1, H, W)`` CIE L*.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        check_multiple(lightness, SIZE_MULTIPLE)
        if isinstance(self.encoder, VggFront):
            x = self.encoder(lightness, self.norms)
        else:
            x = self.norms[0](self.encoder(lightness)[-1])
        features: Tensor = self.body(x)
        return features


class VggRegression(_OlssonVgg):
    """Lightness to a*b*. Assumed: made at a quarter of the size, which the paper does not print."""

    def __init__(self, encoder: VggFront | ResNet50Encoder) -> None:
        super().__init__(encoder)
        self.to_ab = nn.Conv2d(256, 2, 1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32, 224 in the paper.
            noise: ignored, there is none.

        Returns:
            ``(B, 2, H, W)`` CIE a*b* between -128 and 128.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        ab = AB_RANGE * torch.tanh(self.to_ab(self.quarter(grey)))
        return F.interpolate(ab, scale_factor=4.0, mode="bilinear", align_corners=False)


class VggClassification(_OlssonVgg):
    """Lightness to logits over the 313 bins of Zhang et al., kept as ``bins``, CIE a*b*."""

    def __init__(self, encoder: VggFront | ResNet50Encoder) -> None:
        super().__init__(encoder)
        self.register_buffer("bins", published_bins())
        self.to_logits = nn.Conv2d(256, len(self.get_buffer("bins")), 1)

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Tell how likely each bin is.

        Args:
            grey: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32, 224 in the paper.
            noise: ignored, there is none.

        Returns:
            ``(B, 313, H/4, W/4)`` logits: 56×56 of 224×224.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        logits: Tensor = self.to_logits(self.quarter(grey))
        return logits
