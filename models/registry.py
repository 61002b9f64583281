"""Which generators exist, where their shipped weights and cards lie, and what sizes they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor, nn

from models.resnet import fold_norms
from models.swift import Swift
from models.unet import SIZE_MULTIPLE
from models.vivid import Vivid

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class GeneratorSpec:
    """One architecture and what is shipped for it."""

    name: str
    summary: str
    build: Callable[[], nn.Module]
    size_multiple: int  # sides of its input, px
    # Brings the pre-trained weights of its encoder into the encoder's own keys.
    encoder_state: Callable[[dict[str, Tensor]], dict[str, Tensor]] = dict

    @property
    def weights(self) -> Path:
        """The shipped safetensors file; it may not exist."""
        return _HERE / "weights" / f"{self.name}.safetensors"

    @property
    def card(self) -> Path:
        """Data, training, figures and limits, in Markdown."""
        return _HERE / "cards" / f"{self.name}.md"


GENERATORS = {
    spec.name: spec
    for spec in (
        GeneratorSpec(
            name="swift",
            summary="small U-Net on MobileNetV2 for processors and laptops",
            build=Swift,
            size_multiple=SIZE_MULTIPLE,
        ),
        GeneratorSpec(
            name="vivid",
            summary="large U-Net on ResNet50 for colours rather than speed",
            build=Vivid,
            size_multiple=SIZE_MULTIPLE,
            encoder_state=fold_norms,
        ),
    )
}
