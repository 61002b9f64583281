"""The generator and the discriminator of Zheng et al., by the tables they printed (1 and 2)."""

from __future__ import annotations

from torch import Tensor, nn

SIDE_PX = 256
_CODE = (3, 64, 64)  # of the picture before it is enlarged
_CODE_NUMBERS = 3 * 64 * 64


class ZhengGenerator(nn.Module):
    """Luma to sRGB by convolutions, three linear layers and enlargement; 26,229,621 parameters.

    Assumed, as the table does not say: padding 1, no activation between the linear layers, and
    enlargement by the nearest neighbour, which is torch's default.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, 6, 3, stride=2, padding=1),
            nn.Conv2d(6, 6, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(6, 6, 3, stride=2, padding=1),
            nn.Conv2d(6, 3, 3, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(_CODE_NUMBERS, 1024),
            nn.Linear(1024, 1024),
            nn.Linear(1024, _CODE_NUMBERS),
            nn.Unflatten(1, _CODE),
            nn.Upsample(scale_factor=4),
        )

    def forward(self, grey: Tensor, noise: Tensor | None = None) -> Tensor:
        """Colour a batch.

        Args:
            grey: ``(B, 1, 256, 256)`` Y′, 0 to 1.
            noise: ignored, there is none.

        Returns:
            ``(B, 3, 256, 256)`` sRGB, trained towards 0 to 1; the table ends without a bound.

        Raises:
            ValueError: another size.
        """
        _check_side(grey)
        colors: Tensor = self.layers(grey)
        return colors


class ZhengDiscriminator(nn.Module):
    """Tells true pictures from made ones; 299,650 parameters.

    Assumed: paddings of 1, 2 and 1, which give the printed shapes, and a slope of 0.2. The sigmoid
    stands where the table has it, before the two linear layers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 64, 4, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(64),
            nn.LeakyReLU(0.2),
            nn.Conv2d(64, 128, 6, stride=2, padding=2, bias=False),
            nn.BatchNorm2d(128),
            nn.LeakyReLU(0.2),
            nn.Conv2d(128, 1, 3, padding=1, bias=False),
            nn.Sigmoid(),
        )
        self.along_rows = nn.Linear(64, 1)
        self.along_columns = nn.Linear(64, 1)

    def forward(self, grey: Tensor, colors: Tensor) -> Tensor:
        """Judge a batch.

        Args:
            grey: ignored; the luma is part of the colours.
            colors: ``(B, 3, 256, 256)`` sRGB, 0 to 1.

        Returns:
            ``(B, 1, 1, 1)``: the logit of being true.

        Raises:
            ValueError: another size.
        """
        _check_side(colors)
        rows = self.along_rows(self.layers(colors))  # (B, 1, 64, 1)
        logit: Tensor = self.along_columns(rows.transpose(2, 3))
        return logit


def _check_side(picture: Tensor) -> None:
    height, width = picture.shape[2:]
    if (height, width) != (SIDE_PX, SIDE_PX):  # the linear layers take no other
        raise ValueError(f"sides must be {SIDE_PX}, got {height}×{width}")
