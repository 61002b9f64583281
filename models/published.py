"""What the published checkpoints of others have in common: norms that are drawn into numbers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

_BATCH_NORM_EPS = 1e-5


class Affine(nn.Module):
    """A batch norm that has ended learning: a scale and a shift for each channel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return torch.addcmul(self.bias[:, None, None], x, self.weight[:, None, None])


def settle_batch_norms(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Draw running mean and variance into weight and bias, for `Affine`.

    Raises:
        KeyError: a norm lacks one of its numbers.
    """
    settled = {k: v for k, v in state.items() if not k.endswith(".num_batches_tracked")}
    for key in [k for k in settled if k.endswith(".running_mean")]:
        norm = key.removesuffix(".running_mean")
        mean = settled.pop(key).float()
        variance = settled.pop(f"{norm}.running_var").float()
        scale = settled[f"{norm}.weight"].float() / (variance + _BATCH_NORM_EPS).sqrt()
        settled[f"{norm}.weight"] = scale
        settled[f"{norm}.bias"] = settled[f"{norm}.bias"].float() - mean * scale
    return settled


def settle_spectral_norms(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Divide each spectrally normed weight (Miyato et al. 2018) by its greatest singular value.

    That value is told by the two vectors that training kept beside the weight.

    Raises:
        KeyError: a vector is missing.
        RuntimeError: it does not fit the weight.
    """
    settled = dict(state)
    for key in [k for k in state if k.endswith(".weight_orig")]:
        layer = key.removesuffix("_orig")
        weight = settled.pop(key).float()
        left, right = settled.pop(f"{layer}_u").float(), settled.pop(f"{layer}_v").float()
        settled[layer] = weight / torch.dot(left, weight.flatten(1) @ right)
    return settled
