"""The discriminator of a recipe: how it learns, and what it asks of the generator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.registry import DISCRIMINATORS
from vidcolor.training.losses import Pair
from vidcolor.training.recipe import AdversarySpec, TrainSettings


class Adversary:
    """A discriminator with its optimiser."""

    def __init__(
        self,
        spec: AdversarySpec,
        settings: TrainSettings,
        device: torch.device,
        autocast: Callable[[], torch.autocast],
    ) -> None:
        """Build a fresh discriminator; ``autocast`` is the arithmetic of its forward passes."""
        self.spec = spec
        self.settings = settings
        self.autocast = autocast
        self.discriminator = DISCRIMINATORS[spec.discriminator]().to(device)
        self.peak = settings.discriminator_learning_rate
        self.optimizer = torch.optim.Adam(
            self.discriminator.parameters(),
            lr=self.peak,
            betas=(settings.discriminator_beta1, settings.beta2),
        )

    @property
    def parameters(self) -> list[nn.Parameter]:
        """What learns."""
        return list(self.discriminator.parameters())

    def loss(self, pair: Pair) -> tuple[Tensor, dict[str, float]]:
        """What the discriminator lowers.

        Returns:
            The loss; ``loss`` and the shares of its verdicts that were right, ``real_told`` and
            ``fake_told``.
        """
        self.discriminator.requires_grad_(True).train()
        of_real = self._verdict(pair.grey, pair.real)
        of_fake = self._verdict(pair.grey, pair.fake.detach())
        match self.settings.discriminator_loss:
            case "hinge":  # Lim and Ye 2017
                loss = F.relu(1 - of_real).mean() + F.relu(1 + of_fake).mean()
            case "mse":
                loss = (of_real.sigmoid() - self.settings.real_label).square().mean()
                loss = loss + of_fake.sigmoid().square().mean()
            case _:
                label_of = torch.full_like(of_real, self.settings.real_label)
                loss = F.binary_cross_entropy_with_logits(of_real, label_of)
                loss = loss + F.softplus(of_fake).mean()
        told = {
            "loss": loss.item(),
            "real_told": (of_real > 0).float().mean().item(),
            "fake_told": (of_fake < 0).float().mean().item(),
        }
        return loss, told

    def set_rate(self, share: float) -> None:
        """Set the learning rate to a share of its peak."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.peak * share

    def demand(self, pair: Pair) -> Tensor:
        """What the generator lowers to pass for real, weighted; the discriminator stays."""
        self.discriminator.requires_grad_(False)  # its gradients would be thrown away
        of_fake = self._verdict(pair.grey, pair.fake)
        match self.spec.objective:
            case "hinge":
                asked = -of_fake.mean()
            case "minimax":  # log(1 − D(G)), Goodfellow et al. 2014, equation 1
                asked = -F.softplus(of_fake).mean()
            case "non_saturating":  # −log D(G), ibid., section 3
                asked = F.softplus(-of_fake).mean()
            case "distance":  # of the patches from ones
                asked = (1 - of_fake.sigmoid()).abs().mean()
            case other:
                raise ValueError(f"no objective is called {other!r}")
        return self.spec.weight * asked

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

    def _verdict(self, grey: Tensor, colors: Tensor) -> Tensor:
        with self.autocast():
            logits: Tensor = self.discriminator(grey, colors)
        return logits.float()
