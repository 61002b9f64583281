"""The generator's answers to the parts of one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from vidcolor.training.lesson import Lesson
from vidcolor.training.losses import Answer


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

    def to_judge(self, *, keep: bool) -> Iterator[tuple[Answer, torch.Generator]]:
        """For the discriminator; ``keep``: the generator learns from them too."""
        keep = keep and len(self) == 1
        for part in range(len(self)):
            draws = self._draws(part)
            with torch.set_grad_enabled(keep):
                answer = self._asked(part, draws)
            if keep:
                self._kept = answer
            yield answer, draws

    def to_learn(self) -> Iterator[Answer]:
        """For the generator."""
        for part in range(len(self)):
            yield self._kept or self._asked(part, self._draws(part))

    def _asked(self, part: int, draws: torch.Generator) -> Answer:
        rgb = self.pictures[part].to(self.device).float() / 255
        return self.lesson.answer(self.generator, rgb, draws)

    def _draws(self, part: int) -> torch.Generator:
        seeds = np.random.SeedSequence([self.seed, self.step, self.first_number + part])
        own, torchs = (int(seed) for seed in seeds.generate_state(2))
        torch.manual_seed(torchs)  # of dropout
        return torch.Generator().manual_seed(own)
