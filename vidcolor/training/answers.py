"""The generator's answers to the parts of one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from vidcolor.training.lesson import Lesson
from vidcolor.training.losses import Answer, Pair


@dataclass(slots=True, eq=False)
class Answers:
    """Each part is asked with its own randomness, which hangs on seed, step and its number.

    A single part is asked once, for both networks. Of several only one has room at a time: the
    discriminator is shown answers without gradients, and the generator is asked again.

    ``pictures``: for each part ``(B, 3, H, W)`` sRGB, uint8. ``first_number``: of the parts of this
    process among those of all.
    """

    lesson: Lesson
    generator: nn.Module
    pictures: Sequence[Tensor]
    device: torch.device
    seed: int
    step: int
    first_number: int
    _kept: Answer | None = field(default=None, init=False)

    def __len__(self) -> int:
        return len(self.pictures)

    def to_judge(self, *, keep: bool) -> Iterator[Answer]:
        """For the discriminator; ``keep``: the generator learns from them too."""
        for part in range(len(self)):
            if keep and len(self) == 1:
                self._kept = answer = self._asked(part, self._draws(part))
            else:
                with torch.no_grad(), held_norms(self.generator):
                    answer = self._asked(part, self._draws(part))
            yield answer

    def to_fake(self) -> Iterator[tuple[Pair, torch.Generator]]:
        """The photos alone, for fakes that are made without the generator."""
        for part in range(len(self)):
            draws = self._draws(part)
            yield self.lesson.truth(self._rgb(part), draws), draws

    def to_learn(self) -> Iterator[Answer]:
        """For the generator."""
        for part in range(len(self)):
            yield self._kept or self._asked(part, self._draws(part))

    def _asked(self, part: int, draws: torch.Generator) -> Answer:
        return self.lesson.answer(self.generator, self._rgb(part), draws)

    def _rgb(self, part: int) -> Tensor:
        return self.pictures[part].to(self.device).float() / 255

    def _draws(self, part: int) -> torch.Generator:
        seeds = np.random.SeedSequence([self.seed, self.step, self.first_number + part])
        own, torchs = (int(seed) for seed in seeds.generate_state(2))
        torch.manual_seed(torchs)  # of dropout
        return torch.Generator().manual_seed(own)


@contextmanager
def held_norms(network: nn.Module) -> Iterator[None]:
    """Normalise by the batch without moving the running means: nothing is learned from it."""
    norms = [module for module in network.modules() if isinstance(module, _BatchNorm)]
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    try:
        yield
    finally:
        for norm, momentum in zip(norms, momenta, strict=True):
            norm.momentum = momentum
