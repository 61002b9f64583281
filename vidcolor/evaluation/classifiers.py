"""Classifiers of ImageNet, from the weights that others have published."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from models.inception import InceptionV3, inception_state
from models.vgg import Vgg, vgg16, vgg19
from vidcolor.devices import Compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.classified import Classifier
from vidcolor.getmodels.checkpoint import read_checkpoint
from vidcolor.networks import file_sha256

_VGG_PX = 224


def load_classifier(path: Path, compute: Compute) -> Classifier:
    """Load VGG16, VGG19 or Inception v3 with its classifier, under torchvision's keys.

    Raises:
        VidcolorError: the file cannot be read, or is of another network.
    """
    state, _ = read_checkpoint(path)
    network: InceptionV3 | Vgg
    if "Mixed_7c.branch_pool.conv.weight" in state:
        name, network = "Inception v3", InceptionV3()
        state = inception_state(state)
    elif "classifier.6.weight" in state and "features.28.weight" in state:
        deeper = "features.34.weight" in state
        name = "VGG19" if deeper else "VGG16"
        network = (vgg19 if deeper else vgg16)(classifier=True)
    else:
        raise _unknown(path)
    try:
        missing, _ = network.load_state_dict(state, strict=False)
    except RuntimeError as error:
        raise _unknown(path) from error
    if missing:
        raise _unknown(path)
    network.eval().requires_grad_(False).to(compute.device)

    def probabilities(rgb: Tensor) -> Tensor:
        return torch.softmax(_logits(network, rgb.to(compute.device)), 1)

    return Classifier(name, file_sha256(path), probabilities)


def _logits(network: InceptionV3 | Vgg, rgb: Tensor) -> Tensor:
    if isinstance(network, InceptionV3):
        said: Tensor = network(rgb)[1]
        return said
    seen = F.interpolate(rgb, (_VGG_PX, _VGG_PX), mode="bilinear", antialias=True)
    return network.logits(seen)


def _unknown(path: Path) -> VidcolorError:
    return VidcolorError(
        f"The weights in {path.name} belong to no classifier that is known here.",
        do="Give those of VGG16, VGG19 or Inception v3 as torchvision publishes them.",
    )
