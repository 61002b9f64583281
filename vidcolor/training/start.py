"""The weights that a training starts from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from vidcolor.errors import VidcolorError


def load_encoder(
    model: nn.Module,
    path: Path,
    adapt: Callable[[dict[str, Tensor]], dict[str, Tensor]] = dict,
) -> None:
    """Fill the encoder with pre-trained weights; keys it does not have (a classifier) are left.

    ``adapt`` brings them into the encoder's own keys.

    Raises:
        VidcolorError: a key of the encoder is missing or has another shape.
    """
    encoder = model.get_submodule("encoder")
    given = adapt(load_file(path))
    wanted = encoder.state_dict()
    wrong = [k for k, v in wanted.items() if k not in given or given[k].shape != v.shape]
    if wrong:
        raise VidcolorError(
            f"{path.name} does not fit the encoder: {wrong[0]} is missing or has another shape.",
            do="Give the weights that this recipe's encoder was made for.",
        )
    encoder.load_state_dict({k: given[k].float() for k in wanted})


def load_trained(model: nn.Module, path: Path) -> None:
    """Fill a whole model with exported weights, to go on from them.

    Raises:
        VidcolorError: the file cannot be read or is of another architecture.
    """
    try:
        model.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    except (OSError, SafetensorError, RuntimeError) as error:
        raise VidcolorError(
            f"{path} does not hold trained weights of this model.",
            do="Give a safetensors file that was exported from a run of the same generator.",
            detail=str(error),
        ) from error
