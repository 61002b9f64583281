"""VGG16 and VGG19 (Simonyan and Zisserman 2015, table 1, D and E) as judges of pictures.

Keys are those of torchvision: ``features.N`` and ``classifier.N``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTHS = (64, 128, 256, 512, 512)
VGG16_CONVS = (2, 2, 3, 3, 3)
VGG19_CONVS = (2, 2, 4, 4, 4)
CLASSES = 1000
# Of ImageNet's pictures as R, G, B of 0 to 1; torchvision's weights want them taken off.
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


class Vgg(nn.Module):
    """Named activations of a picture and, with its classifier, ImageNet's classes.

    Args:
        convs: how many convolutions each of the five blocks has.
        classifier: whether the linear layers, nine tenths of the weights, are there too.
    """

    def __init__(self, convs: Sequence[int], *, classifier: bool = False) -> None:
        super().__init__()
        self.normalize = ImageNetNorm()
        self.names: dict[int, str] = {}
        layers: list[nn.Module] = []
        into = 3
        for block, (count, out) in enumerate(zip(convs, WIDTHS, strict=True), start=1):
            for number in range(1, count + 1):
                layers += [nn.Conv2d(into, out, 3, padding=1), nn.ReLU(inplace=True)]
                self.names[len(layers) - 1] = f"relu{block}_{number}"
                into = out
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.classifier = _classifier() if classifier else None

    def forward(self, rgb: Tensor, names: Collection[str]) -> dict[str, Tensor]:
        """What layers say of a picture; those behind the deepest are not run.

        Args:
            rgb: ``(B, 3, H, W)`` sRGB, 0 to 1; sides of at least 16.
            names: such as ``relu3_3``: block and number of a convolution.

        Returns:
            For each name ``(B, C, h, w)``, after its ReLU.

        Raises:
            ValueError: a name is of no layer.
        """
        if unknown := set(names) - set(self.names.values()):
            raise ValueError(f"no layers of this network: {', '.join(sorted(unknown))}")
        found: dict[str, Tensor] = {}
        x = self.normalize(rgb)
        for place, layer in enumerate(self.features):
            if len(found) == len(set(names)):
                break
            x = layer(x)
            if self.names.get(place) in names:
                found[self.names[place]] = x
        return found

    def logits(self, rgb: Tensor) -> Tensor:
        """ImageNet's classes, ``(B, 1000)``, before the softmax.

        Args:
            rgb: ``(B, 3, H, W)`` sRGB, 0 to 1; sides of at least 32, 224 as trained.

        Raises:
            ValueError: the network was made without its classifier.
        """
        if self.classifier is None:
            raise ValueError("this network was made without its classifier")
        features = F.adaptive_avg_pool2d(self.features(self.normalize(rgb)), 7)
        said: Tensor = self.classifier(features.flatten(1))
        return said


def vgg16(*, classifier: bool = False) -> Vgg:
    """The network of 138 million parameters; 15 million without the classifier."""
    return Vgg(VGG16_CONVS, classifier=classifier)


def vgg19(*, classifier: bool = False) -> Vgg:
    """The network of 144 million parameters; 20 million without the classifier."""
    return Vgg(VGG19_CONVS, classifier=classifier)


class ImageNetNorm(nn.Module):
    """sRGB of 0 to 1 as torchvision's ImageNet weights want it; it has no weights of its own."""

    mean: Tensor
    std: Tensor

    def __init__(self) -> None:
        super().__init__()
        for name, values in (("mean", IMAGENET_MEAN), ("std", IMAGENET_STD)):
            self.register_buffer(name, torch.tensor(values).view(1, 3, 1, 1), persistent=False)

    def forward(self, rgb: Tensor) -> Tensor:
        """``(B, 3, H, W)``; of one plane, ``(B, 1, H, W)``, three are made."""
        return (rgb - self.mean) / self.std


def _classifier() -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(512 * 7 * 7, 4096),
        nn.ReLU(inplace=True),
        nn.Dropout(),
        nn.Linear(4096, 4096),
        nn.ReLU(inplace=True),
        nn.Dropout(),
        nn.Linear(4096, CLASSES),
    )
