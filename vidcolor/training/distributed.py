"""Several processes that train one model, each on its part of every batch (``torchrun``)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor


@dataclass(frozen=True, slots=True)
class World:
    """The processes of a training. The first one writes and tells; the others only compute."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this process is the one that writes."""
        return self.rank == 0

    def average(self, parameters: Sequence[Tensor]) -> None:
        """Make every process' gradients the mean of all."""
        if self.size == 1:
            return
        grads = [p.grad for p in parameters if p.grad is not None]
        # One long message is faster than many short ones.
        flat = torch.cat([grad.flatten() for grad in grads])
        dist.all_reduce(flat)
        flat /= self.size
        at = 0
        for grad in grads:
            grad.copy_(flat[at : at + grad.numel()].view_as(grad))
            at += grad.numel()

    def agreed(self, worries: Sequence[bool], device: torch.device) -> list[bool]:
        """Whether any process has each of the worries: all go the same way."""
        if self.size == 1:
            return list(worries)
        votes = torch.tensor(worries, dtype=torch.float32, device=device)
        dist.all_reduce(votes, op=dist.ReduceOp.MAX)
        return [bool(vote) for vote in votes]

    def of_first(self, number: int, device: torch.device) -> int:
        """What the first process reckoned, for all."""
        if self.size == 1:
            return number
        told = torch.tensor([number], device=device)
        dist.broadcast(told, src=0)
        return int(told)

    def wait(self) -> None:
        """Go on when all have come this far."""
        if self.size > 1:
            dist.barrier()


@contextmanager
def joined_world(device: torch.device) -> Iterator[World]:
    """Join the processes that ``torchrun`` has started; alone where it has not."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield World()
        return
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield World(dist.get_rank(), size)
    finally:
        dist.destroy_process_group()


def own_device(device: torch.device) -> torch.device:
    """The accelerator of this process among those of the machine."""
    if device.type == "cuda" and "LOCAL_RANK" in os.environ:
        return torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    return device
