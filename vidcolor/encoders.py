"""ImageNet encoders as judges of coloured pictures: from a weight file to features of sRGB."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from vidcolor.errors import VidcolorError
from vidcolor.networks import file_sha256, find_spec


ENCODER_NAMES = {
    "mobilenet_v2": "MobileNetV2",
    "resnet18": "ResNet18",
    "resnet50": "ResNet50",
    "vgg16": "VGG16",
    "vgg19": "VGG19",
}
"""The kinds of ImageNet networks that are known by their files, and what people call them."""

# A key that only this kind has, the more telling ones first.
_TELLING = (
    ("vgg19", "features.34.weight"),
    ("vgg16", "features.28.weight"),
    ("resnet50", "layer1.0.conv3.weight"),
    ("resnet18", "layer1.0.conv2.weight"),
    ("mobilenet_v2", "b16.project.weight"),
)


def encoder_kind(path: Path) -> str:
    """The kind of network that a file of ImageNet weights belongs to, a key of `ENCODER_NAMES`.

    Raises:
        VidcolorError: the file cannot be read, or is of no kind that is known.
    """
    try:
        with safe_open(path, framework="pt") as file:
            keys = set(file.keys())
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error
    for kind, key in _TELLING:
        if key in keys:
            return kind
    raise VidcolorError(
        f"The weights in {path.name} belong to no encoder that is known here.",
        do=f"Give those of one of: {', '.join(ENCODER_NAMES.values())}.",
    )


def _unreadable(path: Path, error: Exception) -> VidcolorError:
    return VidcolorError(
        f"{path.name} could not be read as weights.",
        do="Give the safetensors file of an ImageNet encoder.",
        detail=str(error),
    )


@dataclass(frozen=True, slots=True)
class RgbEncoder:
    """An encoder that stays as ImageNet made it."""

    name: str  # with the stride of its deepest features
    sha256: str  # of the weight file
    module: nn.Module
    order: tuple[int, int, int]  # of R, G and B as its weights want them
    strides: tuple[int, ...]  # of its features

    def __call__(self, rgb: Tensor) -> list[Tensor]:
        """Features, finest first, of ``(B, 3, H, W)`` sRGB, 0 to 1; sides multiples of 32."""
        # Our encoders spread one plane of L*, 0 to 100, over three channels; three planes stay.
        features: list[Tensor] = self.module(100 * rgb[:, list(self.order)])
        return features


def load_rgb_encoder(path: Path, device: torch.device) -> RgbEncoder:
    """Load the weights from which `swift` (MobileNetV2) or `vivid` (ResNet50) start to train.

    Raises:
        VidcolorError: the file cannot be read, or is neither of the two.
    """
    try:
        given = load_file(path)
        digest = file_sha256(path)
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error
    wrong = VidcolorError(
        f"The weights in {path.name} belong to no encoder that is known here.",
        do="Give those of MobileNetV2 or of ResNet50 to stride 16.",
    )
    if "stem.weight" in given:
        spec, name, order = find_spec("swift"), "MobileNetV2 stride 32", (0, 1, 2)
        strides: tuple[int, ...] = (2, 4, 8, 16, 32)
    elif "conv1.weight" in given:  # these weights want blue first
        spec, name, order = find_spec("vivid"), "ResNet50 stride 16", (2, 1, 0)
        strides = (2, 4, 8, 16)
    else:
        raise wrong
    module = spec.build().get_submodule("encoder")
    try:
        state = spec.encoder_state(given)
        missing, _ = module.load_state_dict({k: v.float() for k, v in state.items()}, strict=False)
    except (RuntimeError, KeyError) as error:
        raise wrong from error
    if missing:
        raise wrong
    module.eval().requires_grad_(False).to(device)
    return RgbEncoder(name, digest, module, order, strides)
