"""What a recipe is made of, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.registry import DISCRIMINATORS, GENERATORS, PAPERS
from vidcolor.color.spaces import SPACES
from vidcolor.training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a network."""

    name: str
    kind: str
    output: tuple[int, ...]  # without the batch
    parameters: int


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """A network's layers in the order in which they are called."""

    title: str
    layers: tuple[Layer, ...]
    parameters: int

    def lines(self) -> list[str]:
        """A table for a terminal."""
        wide = max((len(layer.name) for layer in self.layers), default=0) + 2
        rows = [
            f"{layer.name:<{wide}}{layer.kind:<20}{'×'.join(map(str, layer.output)):<18}"
            f"{layer.parameters:>12,}"
            for layer in self.layers
        ]
        return [self.title, *rows, f"{self.parameters:,} parameters in all"]


def summarize(recipe: Recipe, generator_name: str = "") -> list[NetworkSummary]:
    """The generator of a recipe and, where there is one, its discriminator.

    Only shapes are reckoned: no weights are made, and nothing is computed.

    Args:
        recipe: of the networks.
        generator_name: where a substitute takes the place of the recipe's own.
    """
    spec = (GENERATORS | PAPERS)[generator_name or recipe.generator]
    side = recipe.stages[-1].crop.size_px
    with torch.device("meta"):
        grey = torch.zeros(1, 1, side, side)
        summaries = [_summary(f"generator {spec.name}", spec.build(), grey)]
        if recipe.adversary is not None:
            name = recipe.adversary.discriminator
            channels = SPACES[spec.native.space].channels if spec.native else 2
            half = side // 2 if spec.native is None else side  # ours are judged at half their size
            pair = (torch.zeros(1, 1, half, half), torch.zeros(1, channels, half, half))
            summaries.append(_summary(f"discriminator {name}", DISCRIMINATORS[name](), *pair))
    return summaries


def _summary(title: str, network: nn.Module, *inputs: Tensor) -> NetworkSummary:
    layers: list[Layer] = []

    def note(name: str, layer: nn.Module, said: object) -> None:
        if isinstance(said, Tensor):
            own = sum(p.numel() for p in layer.parameters(recurse=False))
            layers.append(Layer(name, type(layer).__name__, tuple(said.shape[1:]), own))

    for name, layer in network.named_modules():
        if not any(layer.children()):
            layer.register_forward_hook(lambda layer, _, said, name=name: note(name, layer, said))
    with torch.no_grad():
        network.eval()(*inputs)
    return NetworkSummary(title, tuple(layers), sum(p.numel() for p in network.parameters()))
