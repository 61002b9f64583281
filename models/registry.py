"""Which generators exist, what they take and answer, and what is shipped for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models.bins import unweighted_state
from models.ddcolor import ddcolor_large, ddcolor_state, ddcolor_tiny
from models.papers.billaut import BillautUNet
from models.papers.mouli import PoolingCritic, TrainableEccv16
from models.papers.olsson import (
    NOISE_NUMBERS,
    OlssonDiscriminator,
    OlssonGenerator,
)
from models.papers.olsson import SIDE_PX as OLSSON_PX
from models.papers.olsson_vgg import VggClassification, VggFront, VggRegression
from models.papers.petre import PetreUNet
from models.papers.pix2pix import Pix2PixUNet
from models.papers.residual import FlatResNet, ResidualUNet
from models.papers.resnet_unet import ResNetUNet
from models.papers.zheng import SIDE_PX as ZHENG_PX
from models.papers.zheng import ZhengDiscriminator, ZhengGenerator
from models.patchgan import PatchGan
from models.resnet import ResNet50Encoder, fold_norms
from models.resnet18 import ResNet18Encoder, resnet18_state
from models.swift import Swift
from models.unet import SIZE_MULTIPLE
from models.vivid import Vivid
from models.zhang import Eccv16, Siggraph17, eccv16_state, siggraph17_state

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Native:
    """How a network of the papers speaks, where it is not as our own do.

    It is called with grey and, perhaps, noise. In "lab" grey is CIE L*, 0 to 100, and colours are
    CIE a*b*; in "yuv" Y′, 0 to 1, and Cb Cr of BT.601, -0.5 to 0.5; in "rgb" Y′, 0 to 1, and
    sRGB, 0 to 1.
    """

    space: str  # "lab", "yuv" or "rgb"
    fixed_px: int = 0  # the only side it takes; 0: any multiple
    noise_numbers: int = 0  # of its noise vector
    classes: bool = False  # answers logits, not colours


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
    native: Native | None = None  # None: it answers a `Prediction`

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


def _paper(
    name: str,
    summary: str,
    build: Callable[[], nn.Module],
    native: Native,
    *,
    size_multiple: int = SIZE_MULTIPLE,
    trained_at_px: int = 256,
    encoder_state: Callable[[dict[str, Tensor]], dict[str, Tensor]] = dict,
) -> GeneratorSpec:
    return GeneratorSpec(
        name=name,
        summary=summary,
        build=build,
        size_multiple=size_multiple,
        encoder_state=encoder_state,
        takes_hints=False,
        takes_palette=native.noise_numbers > 0,  # other noise in place of another palette
        has_distribution=native.classes,
        trained_at_px=native.fixed_px or trained_at_px,
        native=native,
    )


_LAB, _LAB_CLASSES = Native("lab"), Native("lab", classes=True)

PAPERS = {
    spec.name: spec
    for spec in (
        _paper(
            "zheng-fc",
            "convolutions and linear layers to RGB (Zheng et al.)",
            ZhengGenerator,
            Native("rgb", fixed_px=ZHENG_PX),
        ),
        _paper(
            "olsson-cgan",
            "luma and noise to Cb Cr at 64×64 (Olsson et al.)",
            OlssonGenerator,
            Native("yuv", fixed_px=OLSSON_PX, noise_numbers=NOISE_NUMBERS),
        ),
        _paper(
            "olsson-vgg-regression",
            "modified VGG16, a*b* (Olsson et al.)",
            lambda: VggRegression(VggFront()),
            _LAB,
            trained_at_px=224,
        ),
        _paper(
            "olsson-vgg-regression-resnet50",
            "the same on ResNet50",
            lambda: VggRegression(ResNet50Encoder(layers=2)),
            _LAB,
            trained_at_px=224,
            encoder_state=fold_norms,
        ),
        _paper(
            "olsson-vgg-classification",
            "modified VGG16, 313 bins (Olsson et al.)",
            lambda: VggClassification(VggFront()),
            _LAB_CLASSES,
            trained_at_px=224,
        ),
        _paper(
            "olsson-vgg-classification-resnet50",
            "the same on ResNet50",
            lambda: VggClassification(ResNet50Encoder(layers=2)),
            _LAB_CLASSES,
            trained_at_px=224,
            encoder_state=fold_norms,
        ),
        _paper("petre-unet", "U-Net (Petre and Trausan-Matu 2020)", PetreUNet, _LAB),
        _paper(
            "billaut-colorunet",
            "light U-Net over 32 colours (Billaut et al. 2018)",
            BillautUNet,
            Native("yuv", classes=True),
        ),
        _paper("mouli-eccv16", "ECCV16 that learns (Mouli et al.)", TrainableEccv16, _LAB),
        _paper("pix2pix-unet", "U-Net of pix2pix (Isola et al. 2017)", Pix2PixUNet, _LAB),
        _paper("resnet-flat", "residual blocks at full size (IIT Kanpur)", FlatResNet, _LAB),
        _paper("residual-unet", "U-Net of residual blocks (IIT Kanpur)", ResidualUNet, _LAB),
        _paper(
            "residual-unet-upsampling",
            "the same with an enlargement (IIT Kanpur)",
            lambda: ResidualUNet(upsampling=True),
            _LAB,
        ),
        _paper(
            "resnet18-unet",
            "U-Net on ResNet18 (IIT Kanpur)",
            lambda: ResNetUNet(ResNet18Encoder()),
            _LAB,
            encoder_state=resnet18_state,
        ),
        _paper(
            "resnet50-unet",
            "the same on ResNet50",
            lambda: ResNetUNet(ResNet50Encoder()),
            _LAB,
            encoder_state=fold_norms,
        ),
    )
}
"""Those of the papers, for the recipes of the training module."""

DISCRIMINATORS: dict[str, Callable[[], nn.Module]] = {
    "patchgan-spectral": PatchGan,
    "patchgan-34": lambda: PatchGan(downs=2, batch_norm=True),
    "patchgan-70": lambda: PatchGan(downs=3, batch_norm=True),
    "zheng": ZhengDiscriminator,
    "olsson": OlssonDiscriminator,
    "pooling-critic": PoolingCritic,
}
"""Judges of grey and colours, in the units of their generators, by logits."""
