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
    """Write ``state`` so that a crash leaves the old file or the new one, never half of one.

    Raises:
        VidcolorError: it cannot be written; the old file is as it was.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    # Where a disk is full, torch tells of that as of an error of its own.
    except (OSError, RuntimeError) as error:
        raise VidcolorError(
            f"The checkpoint {path} cannot be written.",
            do="Make room on the disk, then go on with --resume.",
            detail=str(error),
        ) from error
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
            do=f"Start again in another folder than {path.parent.name}. The weights of its other "
            "checkpoints can still be used: vidcolor train add.",
            detail=str(error),
        ) from error
    return state
