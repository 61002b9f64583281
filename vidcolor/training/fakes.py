"""False colours that a discriminator can learn from before its generator paints any."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import torch
from torch import Tensor, nn

from vidcolor.training.checkpoint import load_checkpoint, save_checkpoint
from vidcolor.training.lesson import PaperLesson
from vidcolor.training.losses import Pair
from vidcolor.training.recipe import Learns, Recipe, TrainSettings

SNAPSHOTS = 4
"""How often a generator that learns alone is remembered, evenly over that stage."""


def recolored(pair: Pair, draws: torch.Generator) -> Pair:
    """Randomly modified channels in place of what the generator made.

    The paper of `zheng-fc` says no more of it. Here each channel of R′G′B′ is mixed with the
    others, scaled and shifted, each picture by numbers of its own.

    Args:
        pair: ``fake`` is not looked at.
        draws: the source of all randomness, on the CPU.
    """
    rgb = pair.space.rgb(pair.grey, pair.real)
    count = len(rgb)
    mixing = torch.eye(3) + 0.6 * (torch.rand(count, 3, 3, generator=draws) - 0.5)
    scale = 0.5 + torch.rand(count, 3, 1, 1, generator=draws)
    shift = 0.3 * (torch.rand(count, 3, 1, 1, generator=draws) - 0.5)
    mixed = torch.einsum("boc,bchw->bohw", mixing.to(rgb), rgb)
    false = (mixed * scale.to(rgb) + shift.to(rgb)).clamp(0, 1)
    return Pair(pair.space, pair.grey, pair.real, pair.space.colors(false))


def snapshot_steps(recipe: Recipe, settings: TrainSettings) -> list[int]:
    """After which steps the generator is remembered: evenly over the stage it has alone."""
    if settings.fakes != "generator-snapshots":
        return []
    begin = 0.0
    for stage in recipe.stages:
        length = stage.share * settings.steps
        if stage.learns is Learns.GENERATOR:
            return [max(int(begin + length * k / SNAPSHOTS), 1) for k in range(1, SNAPSHOTS + 1)]
        begin += length
    return []


class Snapshots:
    """Earlier states of a generator, whose colours look as those of the later ones will."""

    def __init__(self, folder: Path, device: torch.device, *, writes: bool = True) -> None:
        """Read the snapshots that a run has taken so far.

        Args:
            folder: of the run.
            device: where they paint.
            writes: whether this process writes them; of several that train one model only one does.

        Raises:
            VidcolorError: a snapshot is damaged.
        """
        self._folder = folder
        self._device = device
        self._writes = writes
        # By their steps: a run that goes back behind a snapshot takes it again, in its place.
        self._taken: dict[int, dict[str, Tensor]] = {
            int(path.stem.removeprefix("snapshot_")): load_checkpoint(path)["averaged"]
            for path in sorted(folder.glob("snapshot_*.pt"))
        }
        self._painter: nn.Module | None = None

    def __len__(self) -> int:
        return len(self._taken)

    def take(self, generator: nn.Module, step: int) -> None:
        """Remember a generator as it is now."""
        state = {
            name: value.detach().cpu().clone() for name, value in generator.state_dict().items()
        }
        if self._writes:
            save_checkpoint({"averaged": state}, self._folder / f"snapshot_{step:09d}.pt")
        self._taken[step] = state

    @torch.no_grad()
    def fakes(
        self, lesson: PaperLesson, generator: nn.Module, pair: Pair, draws: torch.Generator
    ) -> Pair:
        """What a remembered generator, drawn by chance, makes of the same greys."""
        if self._painter is None:
            self._painter = deepcopy(generator).to(self._device).requires_grad_(False)
        drawn = int(torch.randint(len(self._taken), (), generator=draws))
        self._painter.load_state_dict(self._taken[sorted(self._taken)[drawn]])
        made = lesson.colors(self._painter.train(), pair.grey, draws)
        return Pair(pair.space, pair.grey, pair.real, made)
