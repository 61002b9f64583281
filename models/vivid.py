"""`vivid`: the large generator, for colours rather than speed, a U-Net on ResNet50."""

from __future__ import annotations

from torch import Tensor, nn

from models.resnet import Bottleneck, ResNet50Encoder
from models.unet import ColorUNet, Widths


class Vivid(ColorUNet):
    """17 million parameters."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        widths = Widths(
            deepest=512, context=384, heads=6, blocks=3, up=(256, 160, 96, 48), narrow=True
        )
        super().__init__(ResNet50Encoder(), widths, dropout=dropout)
        # ImageNet's weights end at stride 16: this stage is new.
        self.layer4 = nn.Sequential(
            Bottleneck(1024, 256, 2, widen=2), Bottleneck(512, 256, 1, widen=2)
        )

    def encode(self, lightness: Tensor, at_quarter: Tensor | None) -> list[Tensor]:
        """Features at strides 2 to 32."""
        features = self.encoder(lightness, at_quarter)
        return [*features, self.layer4(features[-1])]
