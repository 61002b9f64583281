"""ECCV16 and SIGGRAPH17: the networks of Zhang et al. 2016 and 2017, for the published weights.

Layers, names and units are those of https://github.com/richzhang/colorization (BSD-2-Clause),
``colorizers/{base_color,eccv16,siggraph17}.py``. Both are one chain of blocks: to stride 8, dilated
there, and back; the second also takes colours that a person gave.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.published import Affine, settle_batch_norms
from models.unet import SIZE_MULTIPLE, Prediction

LIGHTNESS_CENTRE, LIGHTNESS_RANGE = 50.0, 100.0  # L* is seen as (L* - 50) / 100
AB_RANGE = 110.0  # a*b* are seen and answered in units of 110
_LEFT_OVER = ("model_class.0.weight", "model_class.0.bias")


class Eccv16Layers(nn.Module):
    """The layers of ECCV16 from lightness to the logits of its 313 bins.

    ``norm`` makes the norm behind a block of that many channels: `Affine` for published weights
    that only answer, batch norm where they learn.
    """

    def __init__(self, norm: Callable[[int], nn.Module]) -> None:
        super().__init__()
        self.model1 = block((1, 64, 64), norm, last_stride=2)
        self.model2 = block((64, 128, 128), norm, last_stride=2)
        self.model3 = block((128, 256, 256, 256), norm, last_stride=2)
        self.model4 = block((256, 512, 512, 512), norm)
        self.model5 = block((512, 512, 512, 512), norm, dilation=2)
        self.model6 = block((512, 512, 512, 512), norm, dilation=2)
        self.model7 = block((512, 512, 512, 512), norm)
        self.model8 = nn.Sequential(
            nn.ConvTranspose2d(512, 256, 4, stride=2, padding=1),
            nn.ReLU(inplace=True),
            *_convs((256, 256, 256)),
            nn.Conv2d(256, 313, 1),
        )

    def logits(self, lightness: Tensor) -> Tensor:
        """``(B, 313, H/4, W/4)`` of ``(B, 1, H, W)`` CIE L*, 0 to 100.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        _check_sides(lightness)
        x = (lightness - LIGHTNESS_CENTRE) / LIGHTNESS_RANGE
        for layers in (self.model1, self.model2, self.model3, self.model4):
            x = layers(x)  # strides 2, 4, 8, 8
        for layers in (self.model5, self.model6, self.model7, self.model8):
            x = layers(x)  # strides 8, 8, 8, 4
        return x


class Eccv16(Eccv16Layers):
    """Lightness in, a distribution over the 313 bins of its own out; 32 million parameters."""

    def __init__(self) -> None:
        super().__init__(Affine)
        # The published last layer multiplies the distribution by a 2 × 313 matrix: its bins.
        self.register_buffer("bins", torch.zeros(313, 2))

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """Predict the colours of a batch; hints and palette are not understood.

        Args:
            lightness: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32.
            hints: ignored.
            palette: ignored.
            distribution: whether the logits are wanted; the colours are made from them anyway.
            regression: ignored, there is none.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        x = self.logits(lightness)
        with torch.autocast(x.device.type, enabled=False):  # a sum of 313: halves would round it
            mean = torch.einsum(
                "bqhw,qc->bchw", torch.softmax(x.float(), 1), self.get_buffer("bins")
            )
            ab = F.interpolate(mean, scale_factor=2.0, mode="bilinear", align_corners=False)
        return Prediction(x if distribution else x[:, :0], ab, F.avg_pool2d(ab, 8))


class Siggraph17(nn.Module):
    """Lightness and hints in, a*b* at full size out; 34 million parameters.

    The published network answers by its regression branch alone. Its second head, 529 classes of
    colour, is part of the weights but of no published answer; it is left out here.
    """

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("bins", torch.zeros(0, 2), persistent=False)
        self.model1 = block((4, 64, 64), Affine)
        self.model2 = block((64, 128, 128), Affine)
        self.model3 = block((128, 256, 256, 256), Affine)
        self.model4 = block((256, 512, 512, 512), Affine)
        self.model5 = block((512, 512, 512, 512), Affine, dilation=2)
        self.model6 = block((512, 512, 512, 512), Affine, dilation=2)
        self.model7 = block((512, 512, 512, 512), Affine)
        self.model8up = _alone(nn.ConvTranspose2d(512, 256, 4, stride=2, padding=1))
        self.model3short8 = _alone(nn.Conv2d(256, 256, 3, padding=1))
        self.model8 = nn.Sequential(nn.ReLU(), *_convs((256, 256, 256)), Affine(256))
        self.model9up = _alone(nn.ConvTranspose2d(256, 128, 4, stride=2, padding=1))
        self.model2short9 = _alone(nn.Conv2d(128, 128, 3, padding=1))
        self.model9 = nn.Sequential(nn.ReLU(), *_convs((128, 128)), Affine(128))
        self.model10up = _alone(nn.ConvTranspose2d(128, 128, 4, stride=2, padding=1))
        self.model1short10 = _alone(nn.Conv2d(64, 128, 3, padding=1))
        self.model10 = nn.Sequential(
            nn.ReLU(), nn.Conv2d(128, 128, 3, padding=1), nn.LeakyReLU(0.2, inplace=True)
        )
        self.model_out = nn.Sequential(nn.Conv2d(128, 2, 1), nn.Tanh())

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """Predict the colours of a batch; the distribution has no bins.

        Args:
            lightness: ``(B, 1, H, W)`` CIE L*, 0 to 100; sides multiples of 32.
            hints: ``(B, 3, H, W)``: a*, b* and a mask of 0 or 1; a*b* count where the mask is 1.
            palette: ignored.
            distribution: ignored, there is none.
            regression: ignored, it is always there.

        Raises:
            ValueError: a side is no multiple of 32.
        """
        _check_sides(lightness)
        grey = (lightness - LIGHTNESS_CENTRE) / LIGHTNESS_RANGE
        if hints is None:
            given = grey.new_zeros(len(grey), 3, *grey.shape[2:])
        else:
            given = torch.cat([hints[:, :2] * hints[:, 2:] / AB_RANGE, hints[:, 2:]], 1)
        full = self.model1(torch.cat([grey, given], 1))
        half = self.model2(full[:, :, ::2, ::2])
        quarter = self.model3(half[:, :, ::2, ::2])
        x = self.model4(quarter[:, :, ::2, ::2])
        for layers in (self.model5, self.model6, self.model7):
            x = layers(x)  # (B, 512, H/8, W/8)
        x = self.model8(self.model8up(x) + self.model3short8(quarter))
        x = self.model9(self.model9up(x) + self.model2short9(half))
        x = self.model10(self.model10up(x) + self.model1short10(full))
        ab = F.avg_pool2d(AB_RANGE * self.model_out(x), 2)  # (B, 2, H/2, W/2)
        none = ab.new_zeros(len(ab), 0, lightness.shape[2] // 4, lightness.shape[3] // 4)
        return Prediction(none, ab, F.avg_pool2d(ab, 8))


def eccv16_state(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """Bring the published weights into the keys of `Eccv16`.

    Raises:
        KeyError: one is missing.
    """
    state = settle_batch_norms(published)
    state["bins"] = AB_RANGE * state.pop("model_out.weight").float().flatten(1).T
    return state


def siggraph17_state(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """Bring the published weights into the keys of `Siggraph17`.

    Raises:
        KeyError: one is missing.
    """
    state = settle_batch_norms(published)
    for key in _LEFT_OVER:
        del state[key]
    return state


def block(
    channels: Sequence[int],
    norm: Callable[[int], nn.Module],
    *,
    last_stride: int = 1,
    dilation: int = 1,
) -> nn.Sequential:
    """Convolutions, each behind it a ReLU, and at the end a norm."""
    return nn.Sequential(
        *_convs(channels, last_stride=last_stride, dilation=dilation), norm(channels[-1])
    )


def _convs(channels: Sequence[int], *, last_stride: int = 1, dilation: int = 1) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for number, (into, out) in enumerate(itertools.pairwise(channels), start=2):
        stride = last_stride if number == len(channels) else 1
        conv = nn.Conv2d(into, out, 3, stride=stride, padding=dilation, dilation=dilation)
        layers += [conv, nn.ReLU(inplace=True)]
    return layers


def _alone(layer: nn.Module) -> nn.Sequential:
    return nn.Sequential(layer)


def _check_sides(lightness: Tensor) -> None:
    height, width = lightness.shape[2:]
    if height % SIZE_MULTIPLE or width % SIZE_MULTIPLE:
        raise ValueError(f"sides must be multiples of {SIZE_MULTIPLE}, got {height}×{width}")
