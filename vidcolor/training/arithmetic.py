"""How weights are moved, and in which arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from vidcolor.training.recipe import TrainSettings


def make_optimizer(model: nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
    """The optimiser of a generator; its groups have a ``peak`` rate each."""
    groups: list[dict[str, Any]] = []
    for in_encoder, peak in (
        (True, settings.encoder_learning_rate),
        (False, settings.learning_rate),
    ):
        named = [
            (name, p)
            for name, p in model.named_parameters()
            if name.startswith("encoder.") == in_encoder and p.requires_grad
        ]
        # Norms and biases are not pulled to zero: that only shifts what the next layer must undo.
        groups += [
            {
                "params": [p for _, p in named if p.ndim > 1],
                "peak": peak,
                "weight_decay": settings.weight_decay,
            },
            {"params": [p for _, p in named if p.ndim <= 1], "peak": peak, "weight_decay": 0.0},
        ]
    kind = torch.optim.AdamW if settings.optimizer == "adamw" else torch.optim.Adam
    return kind(groups, lr=settings.learning_rate, betas=(settings.beta1, settings.beta2))


@torch.no_grad()
def follow(averaged: nn.Module, model: nn.Module, decay: float) -> None:
    """Let averaged weights follow those that learn."""
    mine = [p for p in averaged.state_dict().values() if p.is_floating_point()]
    theirs = [p for p in model.state_dict().values() if p.is_floating_point()]
    torch._foreach_lerp_(mine, theirs, 1 - decay)


def autocast_of(settings: TrainSettings, device: torch.device) -> Callable[[], torch.autocast]:
    """The arithmetic of forward passes, by the settings and what the device is fast at."""
    fast_bf16 = device.type == "cuda" or (
        device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16", False))
    )
    half = settings.precision in ("bf16", "fp16")
    enabled = half or (settings.precision == "auto" and fast_bf16)
    dtype = torch.float16 if settings.precision == "fp16" else torch.bfloat16
    return lambda: torch.autocast(device.type, dtype=dtype, enabled=enabled)
