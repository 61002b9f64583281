"""Checkpoints: written beside and renamed, read without running anything in them."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path
from typing import Any

import torch

from vidcolor.errors import VidcolorError


def save_checkpoint(state: dict[str, Any], path: Path) -> None:
    """Write ``state`` so that a crash leaves the old file or the new one, never half of one."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint.

    Raises:
        VidcolorError: it is missing or damaged.
    """
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise VidcolorError(
            f"There is no checkpoint {path}.", do="Start the training without --resume."
        ) from error
    except (RuntimeError, pickle.UnpicklingError, EOFError, zipfile.BadZipFile, OSError) as error:
        raise VidcolorError(
            f"The checkpoint {path.name} is damaged.",
            do=f"Delete it and resume from best.pt, or start again in another folder than "
            f"{path.parent.name}.",
            detail=str(error),
        ) from error
    return state
