"""The adversarial stage: a discriminator that learns beside the generator, and what it asks.

It judges the mean of the distribution as it is trained, with its weight for colourful pixels; films
are coloured with the same mean, that weight undone. The true colours pass through the same coarse
grid first, so that sharpness does not give them away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from models.patchgan import PatchGan, discriminator_hinge
from models.unet import Prediction
from vidcolor.color.lab import lab_to_rgb
from vidcolor.encoders import RgbEncoder, load_rgb_encoder
from vidcolor.training.losses import mean_color
from vidcolor.training.recipe import AdversarySpec


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A batch of pictures as the discriminator sees them, at half the generator's size.

    ``lightness``: ``(B, 1, h, w)`` CIE L* of the photos. ``real`` and ``fake``: ``(B, 2, h, w)``
    true and made CIE a*b*, no finer than the distribution's grid.
    """

    lightness: Tensor
    real: Tensor
    fake: Tensor


def judged(prediction: Prediction, lab: Tensor, bins: Tensor, *, temperature: float) -> Judged:
    """Bring true and made colours to the same grid.

    Half the size is fine enough for colours that lie on a grid of a quarter, costs a quarter, and
    a verdict sees twice as far.

    Args:
        lab: ``(B, 3, H, W)`` CIE L*a*b* of the photos; sides multiples of 64.
    """
    fake = mean_color(prediction.logits.float(), bins, temperature=temperature)
    real = F.avg_pool2d(lab[:, 1:], 4)
    return Judged(
        F.avg_pool2d(lab[:, :1], 2),
        *(F.interpolate(ab, scale_factor=2.0, mode="bilinear") for ab in (real, fake)),
    )


class Adversary:
    """A discriminator with its optimiser, and a network for the feature loss."""

    def __init__(
        self,
        spec: AdversarySpec,
        features: Path,
        device: torch.device,
        autocast: Callable[[], torch.autocast],
    ) -> None:
        """Build a fresh discriminator.

        Args:
            features: weights of an ImageNet encoder, see `load_rgb_encoder`.
            autocast: the arithmetic of the networks' forward passes.

        Raises:
            VidcolorError: ``features`` cannot be read or is of another network.
        """
        self.spec = spec
        self.autocast = autocast
        self.features = load_rgb_encoder(features, device)
        self.discriminator = PatchGan(downs=spec.downs).to(device)
        self.optimizer = torch.optim.Adam(
            self.discriminator.parameters(), lr=spec.learning_rate, betas=spec.betas
        )

    def learn(self, judged: Judged) -> dict[str, float]:
        """One step of the discriminator.

        Returns:
            ``discriminator_loss`` and the shares of patches that were told rightly,
            ``real_told`` and ``fake_told``.
        """
        self.discriminator.requires_grad_(True)
        with self.autocast():
            of_real = self.discriminator(judged.lightness, judged.real)
            of_fake = self.discriminator(judged.lightness, judged.fake.detach())
        of_real, of_fake = of_real.float(), of_fake.float()
        loss = discriminator_hinge(of_real, of_fake)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # of torch
        self.optimizer.step()
        return {
            "discriminator_loss": loss.item(),
            "real_told": (of_real > 0).float().mean().item(),
            "fake_told": (of_fake < 0).float().mean().item(),
        }

    def loss(self, judged: Judged) -> Tensor:
        """What the generator lowers beside its own losses."""
        spec, made = self.spec, judged.fake
        self.discriminator.requires_grad_(False)  # its gradients would be thrown away
        pictures = [lab_to_rgb(torch.cat([judged.lightness, ab], 1)) for ab in (made, judged.real)]
        with self.autocast():
            verdict: Tensor = self.discriminator(judged.lightness, made).float().mean()
            likeness = feature_distance(self.features, *pictures)
        chroma = F.huber_loss(mean_chroma(made), mean_chroma(judged.real), delta=5.0) / 5
        likeness, chroma = spec.feature_weight * likeness, spec.chroma_weight * chroma
        return likeness + chroma - spec.weight * verdict

    def state_dict(self) -> dict[str, Any]:
        """What a resumed run needs."""
        return {
            "discriminator": self.discriminator.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what `state_dict` gave."""
        self.discriminator.load_state_dict(state["discriminator"])
        self.optimizer.load_state_dict(state["optimizer"])


def mean_chroma(ab: Tensor) -> Tensor:
    """Mean chroma of each picture, ``(B,)``, of ``(B, 2, H, W)`` CIE a*b*."""
    # A root has no gradient at 0, and grey pixels are exactly there.
    return (ab.square().sum(1) + 1e-4).sqrt().mean((1, 2))


def feature_distance(encoder: RgbEncoder, made: Tensor, true: Tensor) -> Tensor:
    """How far apart two pictures are in an encoder's features (Johnson et al. 2016, section 3.2).

    The mean absolute difference at each stride over the features' mean size there, averaged.

    Args:
        made, true: ``(B, 3, H, W)`` sRGB, 0 to 1; out of gamut the codes go on, where a gradient
            still leads back; sides multiples of 32.
    """
    with torch.no_grad():
        wanted = [features.float() for features in encoder(true)]
    got = [features.float() for features in encoder(made)]
    parts = [
        (g - w).abs().mean() / (w.abs().mean() + 1e-6) for g, w in zip(got, wanted, strict=True)
    ]
    return torch.stack(parts).mean()
