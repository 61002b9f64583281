"""ImageNet encoders as judges of coloured pictures: from a weight file to features of sRGB."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models.vgg import vgg16, vgg19
from vidcolor.errors import VidcolorError
from vidcolor.getmodels.checkpoint import read_checkpoint
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
    return _kind_of(read_checkpoint(path)[0], path)


def _kind_of(state: dict[str, Tensor], path: Path) -> str:
    for kind, key in _TELLING:
        if key in state:
            return kind
    raise VidcolorError(
        f"The weights in {path.name} belong to no encoder that is known here.",
        do=f"Give those of one of: {', '.join(ENCODER_NAMES.values())}.",
    )


@dataclass(frozen=True, slots=True)
class RgbEncoder:
    """An encoder that stays as ImageNet made it."""

    name: str  # with the stride of its deepest features
    sha256: str  # of the weight file
    module: nn.Module  # of ``look``
    strides: tuple[int, ...]  # of its features
    look: Callable[[Tensor], list[Tensor]]

    def __call__(self, rgb: Tensor) -> list[Tensor]:
        """Features, finest first, of ``(B, 3, H, W)`` sRGB, 0 to 1; sides multiples of 32."""
        return self.look(rgb)


def load_rgb_encoder(path: Path, device: torch.device) -> RgbEncoder:
    """Load ImageNet weights of MobileNetV2, ResNet50, VGG16 or VGG19.

    Raises:
        VidcolorError: the file cannot be read, or is of another network.
    """
    given, _ = read_checkpoint(path)
    kind = _kind_of(given, path)
    try:
        module, state, strides, look = _made(kind, given)
        missing, _ = module.load_state_dict({k: v.float() for k, v in state.items()}, strict=False)
    except (RuntimeError, KeyError) as error:
        raise _of_another_kind(path) from error
    if missing:
        raise _of_another_kind(path)
    module.eval().requires_grad_(False).to(device)
    name = f"{ENCODER_NAMES[kind]} stride {strides[-1]}"
    return RgbEncoder(name, file_sha256(path), module, strides, look)


_Made = tuple[nn.Module, dict[str, Tensor], tuple[int, ...], Callable[[Tensor], list[Tensor]]]


def _made(kind: str, given: dict[str, Tensor]) -> _Made:
    """The network of a kind, its state, the strides of its features, and how it is asked."""
    if kind in ("vgg16", "vgg19"):
        deepest = "3" if kind == "vgg16" else "4"
        names = ("relu1_2", "relu2_2", f"relu3_{deepest}", f"relu4_{deepest}")
        vgg = vgg16() if kind == "vgg16" else vgg19()

        def look_vgg(rgb: Tensor) -> list[Tensor]:
            found = vgg(rgb, names)
            return [found[name] for name in names]

        return vgg, given, (1, 2, 4, 8), look_vgg
    if kind == "resnet18":
        raise KeyError(kind)  # nobody compares pictures by it
    spec = find_spec("swift" if kind == "mobilenet_v2" else "vivid")
    module = spec.build().get_submodule("encoder")
    strides = (2, 4, 8, 16, 32) if kind == "mobilenet_v2" else (2, 4, 8, 16)
    order = [0, 1, 2] if kind == "mobilenet_v2" else [2, 1, 0]  # the latter's weights: blue first

    def look(rgb: Tensor) -> list[Tensor]:
        # Our encoders spread one plane of L*, 0 to 100, over three channels; three planes stay.
        features: list[Tensor] = module(100 * rgb[:, order])
        return features

    return module, spec.encoder_state(given), strides, look


def _of_another_kind(path: Path) -> VidcolorError:
    return VidcolorError(
        f"The weights in {path.name} belong to no encoder that is known here.",
        do="Give those of MobileNetV2, of ResNet50 to stride 16, of VGG16 or of VGG19.",
    )
