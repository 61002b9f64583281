"""Stand-ins for published checkpoints: their keys and shapes, read from the published sources."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

_TABLES = Path(__file__).parent / "models" / "published"
PUBLISHED_BYTES = {  # of the files that their authors offer
    "eccv16": 128_976_165,
    "siggraph17": 136_787_426,
    "ddcolor-tiny": 220_372_845,
    "ddcolor-large": 911_914_869,
}


def published_shapes(name: str) -> dict[str, tuple[int, ...]]:
    """Key and shape of each tensor of a published checkpoint."""
    lines = (_TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {k: () if s == "-" else tuple(map(int, s.split("x"))) for k, s in rows}


def published_state(
    name: str, seed: int = 7, *, without: tuple[str, ...] = ()
) -> dict[str, Tensor]:
    """Such a checkpoint with numbers of no meaning, so scaled that every layer says something.

    ``without``: what the keys that are left out begin with.
    """
    torch.manual_seed(seed)
    shapes = published_shapes(name)
    return {key: _numbers(key, s) for key, s in shapes.items() if not key.startswith(without)}


def _numbers(key: str, shape: tuple[int, ...]) -> Tensor:
    if key.endswith("num_batches_tracked"):
        return torch.tensor(100)
    if key == "mean":
        return torch.tensor([0.485, 0.456, 0.406]).view(shape)
    if key == "std":
        return torch.tensor([0.229, 0.224, 0.225]).view(shape)
    if key.endswith("running_var"):
        return 0.5 + torch.rand(shape)
    if key == "model_out.weight":  # the bins of ECCV16
        return torch.rand(shape) * 2 - 1
    if len(shape) == 1:
        scale = 0.3 if key.endswith(("weight_u", "weight_v", "gamma")) else 0.1
        # Weights of norms are about 1; a transposed convolution's bias too does no harm there.
        return torch.randn(shape) * scale + (1.0 if key.endswith(".weight") else 0.0)
    into = shape[0] if ("up." in key or key == "model8.0.weight") else torch.Size(shape[1:]).numel()
    if len(shape) == 4 and shape[2:] == (4, 4) and "downsample" not in key:
        into *= 4
    return torch.randn(shape) * (2 / max(into, 1)) ** 0.5
