"""Lets a network of the papers answer as our own generators do."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.registry import Native
from models.unet import PALETTE_NUMBERS, Prediction
from vidcolor.color.spaces import SPACES

_SEED = 20_200_913  # of the noise that is fixed for good: a film must come out the same again


class Interpreter(nn.Module):
    """Lightness in, a `Prediction` out, whatever colour space and size lie between.

    A network with a noise vector gets the same one for every frame. One that is wished another
    palette gets another noise in its place: it knows no palettes, but it has other colourings.
    """

    noise: Tensor
    to_noise: Tensor

    def __init__(self, network: nn.Module, native: Native) -> None:
        super().__init__()
        self.network = network
        self.native = native
        self.space = SPACES[native.space]
        bins = network.get_buffer("bins") if native.classes else torch.zeros(0, 2)
        self.register_buffer("bins", bins, persistent=False)
        draws = torch.Generator().manual_seed(_SEED)
        count = native.noise_numbers
        noise = torch.rand(1, count, generator=draws) * 2 - 1
        self.register_buffer("noise", noise, persistent=False)
        # Wide enough that palettes which differ a little give noises that have nothing in common.
        spread = torch.randn(PALETTE_NUMBERS, count, generator=draws) * 20
        self.register_buffer("to_noise", spread, persistent=False)

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        """Predict the colours of a batch.

        Args:
            lightness: ``(B, 1, H, W)`` CIE L* of the neutral grey, 0 to 100.
            hints: not understood.
            palette: ``(B, 17)``; picks another noise where the network has one.
            distribution: whether the logits are wanted.
            regression: ignored: the colours are always there.
        """
        height, width = lightness.shape[2:]
        # Only the network itself may run in halves: what is made of its answer would be rounded.
        with torch.autocast(lightness.device.type, enabled=False):
            side = self.native.fixed_px
            seen = _resized(lightness, side, side) if side else lightness
            grey = self.space.grey(seen)
            noise = self._noise(len(grey), palette)
        said: Tensor = self.network(grey, noise).float()
        with torch.autocast(lightness.device.type, enabled=False):
            return self._told(grey, said, height, width, distribution=distribution)

    def _told(
        self, grey: Tensor, said: Tensor, height: int, width: int, *, distribution: bool
    ) -> Prediction:
        none = said.new_zeros(len(said), 0, height // 4, width // 4)
        if self.native.classes:
            logits = _resized(said, height // 4, width // 4)
            belief = torch.softmax(logits, 1)
            mean = torch.einsum("bqhw,qc->bchw", belief, self.get_buffer("bins").float())
            ab = _resized(mean, height // 2, width // 2)
            return Prediction(logits if distribution else none, ab, F.avg_pool2d(ab, 8))
        grey = _resized(grey, *said.shape[2:])
        ab = _resized(self.space.ab(grey, said), height // 2, width // 2)
        return Prediction(none, ab, F.avg_pool2d(ab, 8))

    def _noise(self, batch: int, palette: Tensor | None) -> Tensor | None:
        if not self.native.noise_numbers:
            return None
        plain = self.noise.expand(batch, -1)
        if palette is None:
            return plain
        wished = torch.sin(palette[:, :PALETTE_NUMBERS].to(self.to_noise) @ self.to_noise)
        return torch.where(palette[:, PALETTE_NUMBERS:] > 0, wished, plain)


def _resized(values: Tensor, height: int, width: int) -> Tensor:
    if values.shape[2:] == (height, width):
        return values
    return F.interpolate(values, (height, width), mode="bilinear", antialias=True)
