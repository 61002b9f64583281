"""From a checkpoint to the weight file that ships."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

from vidcolor.errors import VidcolorError
from vidcolor.networks import Decoding, file_sha256
from vidcolor.training.checkpoint import load_checkpoint
from vidcolor.training.recipe import Recipe


def export_weights(
    checkpoint: Path, recipe: Recipe, target: Path, *, decoding: Decoding | None = None
) -> str:
    """Write the averaged weights of a checkpoint as fp16 safetensors, and their sum beside them.

    Args:
        decoding: what evaluation found best; it travels in the file's metadata.

    Returns:
        The SHA-256 of the file, in hexadecimal.

    Raises:
        VidcolorError: the checkpoint is damaged, or the file cannot be written.
        KeyError: the checkpoint holds no weights.
    """
    state = load_checkpoint(checkpoint)["averaged"]
    halves = {
        name: _half(value) if value.is_floating_point() else value for name, value in state.items()
    }
    decoding = decoding or Decoding(temperature=recipe.temperature)
    facts = {"recipe": recipe.name, "decoding": json.dumps(asdict(decoding))}
    partial = target.with_name(target.name + ".partial")
    try:
        save_file(halves, partial, facts)
        partial.chmod(0o644)  # safetensors makes it readable by its owner alone
        partial.replace(target)
        digest = file_sha256(target)
        target.with_suffix(".sha256").write_text(f"{digest}  {target.name}\n", encoding="ascii")
    except (OSError, SafetensorError) as error:
        raise VidcolorError(
            f"The weights cannot be written to {target}.",
            do="Choose a file in a folder that is there, on a disk with room.",
            detail=str(error),
        ) from error
    finally:
        with suppress(OSError):  # what stopped the writing is the error to be told
            partial.unlink(missing_ok=True)
    return digest


def _half(value: Tensor) -> Tensor:
    """As fp16, unless a number is too large for it, as the variances of some norms are."""
    half = value.to(torch.float16)
    return (half if bool(half.isfinite().all()) else value.float()).contiguous()
