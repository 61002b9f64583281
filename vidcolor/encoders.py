"""ImageNet encoders as judges of coloured pictures: from a weight file to features of sRGB."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from vidcolor.errors import VidcolorError
from vidcolor.networks import file_sha256, find_spec


@dataclass(frozen=True, slots=True)
class RgbEncoder:
    """An encoder that stays as ImageNet made it."""

    name: str  # with the stride of its deepest features
    sha256: str  # of the weight file
    module: nn.Module
    order: tuple[int, int, int]  # of R, G and B as its weights want them

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
        raise VidcolorError(
            f"{path.name} could not be read as weights.",
            do="Give the safetensors file of an ImageNet encoder.",
            detail=str(error),
        ) from error
    wrong = VidcolorError(
        f"The weights in {path.name} belong to no encoder that is known here.",
        do="Give those of MobileNetV2 or of ResNet50 to stride 16.",
    )
    if "stem.weight" in given:
        spec, name, order = find_spec("swift"), "MobileNetV2 stride 32", (0, 1, 2)
    elif "conv1.weight" in given:  # these weights want blue first
        spec, name, order = find_spec("vivid"), "ResNet50 stride 16", (2, 1, 0)
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
    return RgbEncoder(name, digest, module, order)
