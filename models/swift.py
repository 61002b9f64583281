"""`swift`: the small generator for processors and laptops, a U-Net on MobileNetV2."""

from __future__ import annotations

from models.mobilenet import MobileNetV2Encoder
from models.unet import ColorUNet, Widths


class Swift(ColorUNet):
    """3.7 million parameters."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        widths = Widths(deepest=320, context=256, heads=4, blocks=2, up=(160, 96, 64, 24))
        super().__init__(MobileNetV2Encoder(), widths, dropout=dropout)
