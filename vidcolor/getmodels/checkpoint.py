"""A checkpoint of anybody's: read safely, known by its keys, kept as safetensors."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from vidcolor import addedmodels
from vidcolor.addedmodels import AddedModel
from vidcolor.errors import VidcolorError
from vidcolor.networks import file_sha256, known_models, recognize

# Training programs keep the weights below one of these; averaged ones are better than the last.
_BELOW = ("params_ema", "params", "state_dict", "model", "net_g", "generator")
_BEFORE = ("module.", "_orig_mod.")  # what wrappers of torch put before each name
# How torch says that a pickle wants to call something.
_CODE = ("unsupported global", "unsupported class", "unrecognized function")
_DECODING = "decoding"
_ONE_COLOR = '{"bins_share": 0.0, "chroma_gain": 1.0}'  # published networks answer as they are


def add_checkpoint(
    path: Path, *, name: str = "", source: str = "", license_name: str = ""
) -> AddedModel:
    """Take a checkpoint into the user's folder of models.

    Args:
        path: a ``.pth``, ``.pt``, ``.bin`` or ``.safetensors`` file.
        name: of the new model; the file's where empty.
        source: where the file is from; its name where empty.
        license_name: as its publisher calls it.

    Raises:
        VidcolorError: it cannot be read safely, its architecture is not known, the name is taken.
    """
    name = name or re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._") or "model"
    if any(name.lower() == row["name"].lower() for row in known_models() if not row["added"]):
        raise VidcolorError(
            f"The name {name} belongs to a shipped model.", do="Give another name (--name)."
        )
    addedmodels.check_name(name)
    state, notes = read_checkpoint(path)
    spec = recognize(state)
    if spec is None:
        raise VidcolorError(
            f"The architecture of {path.name} is not known.",
            do="Known are ECCV16, SIGGRAPH17, DDColor (tiny and large) as published, and weights "
            "that `vidcolor train` exported.",
            detail=f"{len(state)} tensors, the first: {', '.join(sorted(state)[:5])}",
        )
    if odd := [key for key, value in state.items() if not bool(torch.isfinite(value).all())]:
        raise VidcolorError(
            f"{path.name} is damaged: it holds numbers that are none.",
            do="Get the file again from its source.",
            detail=odd[0],
        )
    folder = addedmodels.models_dir()
    target = folder / f"{name}.safetensors"
    partial = target.with_name(target.name + ".partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_file(state, partial, {_DECODING: notes.get(_DECODING, _ONE_COLOR)})
        partial.chmod(0o644)  # safetensors makes it readable by its owner alone
        model = AddedModel(
            name=name,
            architecture=spec.name,
            source=source or path.name,
            original_sha256=file_sha256(path),
            weights_sha256=file_sha256(partial),
            license=license_name,
            added=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        os.replace(partial, target)
        addedmodels.keep(model)
    except (OSError, SafetensorError) as error:
        raise VidcolorError(
            f"The model could not be written to {folder}.",
            do="Make room on that disk, or see whether the folder may be written to.",
            detail=str(error),
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return model


def read_checkpoint(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors of a checkpoint under their published names, and its notes.

    Nothing of a pickle is run: only tensors and plain containers are taken from it.

    Raises:
        VidcolorError: the file is missing, damaged, holds code, or holds no named tensors.
    """
    try:
        if path.suffix.lower() == ".safetensors":
            with safe_open(path, framework="pt") as file:
                state = {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118  # not a dict
                return _plain(state), dict(file.metadata() or {})
        given = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise VidcolorError(
            f"There is no file {path}.", do="See whether its name is right."
        ) from error
    except pickle.UnpicklingError as error:
        if any(words in str(error).lower() for words in _CODE):
            raise VidcolorError(
                f"{path.name} holds more than numbers; opening it could run foreign code.",
                do="Ask its publisher for a safetensors file, or for one with the weights alone.",
                detail=str(error),
            ) from error
        raise _damaged(path, error) from error
    # What torch raises for damaged files has no common ground.
    except Exception as error:
        raise _damaged(path, error) from error
    named = _named_tensors(given)
    if named is None:
        raise VidcolorError(
            f"{path.name} holds no named weights.", do="Choose a checkpoint of a colour network."
        )
    return _plain(named), {}


def _damaged(path: Path, error: Exception) -> VidcolorError:
    return VidcolorError(
        f"{path.name} is damaged or no checkpoint of torch.",
        do="Get the file again from its source.",
        detail=str(error),
    )


def _named_tensors(given: Any) -> dict[str, Tensor] | None:
    """The names and tensors in a checkpoint, which may lie one or two levels down."""
    if not isinstance(given, Mapping):
        return None
    if given and all(isinstance(value, Tensor) for value in given.values()):
        return {str(name): value for name, value in given.items()}
    below = (_named_tensors(given[key]) for key in _BELOW if key in given)
    return next((state for state in below if state is not None), None)


def _plain(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Without what wrappers put before each name; each tensor with memory of its own."""
    while prefix := next((p for p in _BEFORE if state and all(k.startswith(p) for k in state)), ""):
        state = {key.removeprefix(prefix): value for key, value in state.items()}
    return {key: value.detach().clone().contiguous() for key, value in state.items()}
