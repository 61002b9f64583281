"""Which generators exist, what they take and answer, and what is shipped for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models.bins import unweighted_state
from models.ddcolor import ddcolor_large, ddcolor_state, ddcolor_tiny
from models.resnet import fold_norms
from models.swift import Swift
from models.unet import SIZE_MULTIPLE
from models.vivid import Vivid
from models.zhang import Eccv16, Siggraph17, eccv16_state, siggraph17_state

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
    # Makes what the module holds of a weight file. KeyError or RuntimeError: it is of another kind.
    own_state: Callable[[dict[str, Tensor]], dict[str, Tensor]] = dict
    takes_hints: bool = True
    takes_palette: bool = True
    has_distribution: bool = True
    trained_at_px: int = 224  # the size it saw most; a good work size

    @property
    def weights(self) -> Path:
        """The shipped safetensors file; it may not exist."""
        return _HERE / "weights" / f"{self.name}.safetensors"

    @property
    def shipped(self) -> bool:
        """Whether its weights belong to the package; else it is a recipe to be trained."""
        return self.weights.with_suffix(".sha256").exists()

    @property
    def card(self) -> Path:
        """Data, training, figures and limits, in Markdown."""
        return _HERE / "cards" / f"{self.name}.md"


def _unfilled(build: Callable[[], nn.Module]) -> Callable[[], nn.Module]:
    """Builds without random numbers, which take longer than loading; all are loaded over."""

    def made() -> nn.Module:
        with torch.device("meta"):
            module = build()
        return module.to_empty(device="cpu")

    return made


GENERATORS = {
    spec.name: spec
    for spec in (
        GeneratorSpec(
            name="swift",
            summary="small U-Net on MobileNetV2 for processors and laptops",
            build=Swift,
            size_multiple=SIZE_MULTIPLE,
            own_state=unweighted_state,
        ),
        GeneratorSpec(
            name="vivid",
            summary="large U-Net on ResNet50 for colours rather than speed",
            build=Vivid,
            size_multiple=SIZE_MULTIPLE,
            encoder_state=fold_norms,
            own_state=unweighted_state,
        ),
    )
}
"""Our own, which can be trained."""

PUBLISHED = {
    spec.name: spec
    for spec in (
        GeneratorSpec(
            name="eccv16",
            summary="Zhang et al. 2016, a distribution over 313 colours",
            build=_unfilled(Eccv16),
            size_multiple=SIZE_MULTIPLE,
            own_state=eccv16_state,
            takes_hints=False,
            takes_palette=False,
            trained_at_px=256,
        ),
        GeneratorSpec(
            name="siggraph17",
            summary="Zhang et al. 2017, takes colours given by hand",
            build=_unfilled(Siggraph17),
            size_multiple=SIZE_MULTIPLE,
            own_state=siggraph17_state,
            takes_palette=False,
            has_distribution=False,
            trained_at_px=256,
        ),
        GeneratorSpec(
            name="ddcolor-tiny",
            summary="DDColor-T (Kang et al. 2023), ConvNeXt-T with colour queries",
            build=_unfilled(ddcolor_tiny),
            size_multiple=SIZE_MULTIPLE,
            own_state=ddcolor_state,
            takes_hints=False,
            takes_palette=False,
            has_distribution=False,
            trained_at_px=512,
        ),
        GeneratorSpec(
            name="ddcolor-large",
            summary="DDColor-L (Kang et al. 2023), ConvNeXt-L with colour queries",
            build=_unfilled(ddcolor_large),
            size_multiple=SIZE_MULTIPLE,
            own_state=ddcolor_state,
            takes_hints=False,
            takes_palette=False,
            has_distribution=False,
            trained_at_px=512,
        ),
    )
}
"""Those of others, for checkpoints that others have published."""
