"""The models that a user has added: weight files in a folder of theirs, each with a note beside."""

from __future__ import annotations

import json
import logging
import os
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.paths import user_data_dir

log = logging.getLogger(__name__)

_VERSION = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class AddedModel:
    """One added model, as its note tells.

    ``original_sha256`` is the sum of the file that was given, ``weights_sha256`` of what is kept.
    """

    name: str
    architecture: str  # a name of `vidcolor.networks.ARCHITECTURES`
    source: str  # an address, or the name of a file
    original_sha256: str
    weights_sha256: str
    license: str  # empty where nobody told it
    added: str  # ISO 8601

    @property
    def weights(self) -> Path:
        """The safetensors file."""
        return models_dir() / f"{self.name}.safetensors"

    @property
    def facts(self) -> str:
        """What the note tells, in Markdown."""
        rows = (
            ("Architecture", self.architecture),
            ("Added", self.added),
            ("From", self.source),
            ("SHA-256 of what was given", f"`{self.original_sha256}`"),
            ("SHA-256 of what is kept", f"`{self.weights_sha256}`"),
            ("Licence", self.license or "not told"),
        )
        return "".join(f"- **{what}**: {value}\n" for what, value in rows)


def models_dir() -> Path:
    """The folder of added models; it need not exist."""
    return user_data_dir() / "models"


def added_models() -> list[AddedModel]:
    """All that were added, by name; a note that cannot be read is passed over with a warning."""
    notes = sorted(models_dir().glob("*.json"))
    return [model for note in notes if (model := _read(note)) is not None]


def added_model(name: str) -> AddedModel | None:
    """The one of that name."""
    note = models_dir() / f"{name}.json"
    return _read(note) if _NAME.fullmatch(name) and note.exists() else None


def check_name(name: str) -> None:
    """Check that a new model may have this name.

    Raises:
        VidcolorError: it is no good name for a file; an added model has it.
    """
    if not _NAME.fullmatch(name):
        raise VidcolorError(
            f"{name!r} cannot be a model's name.",
            do="Give another name (--name): letters, digits, dots, dashes; at most 64.",
        )
    # Folders of some systems take "Film" and "film" for one.
    if any(name.lower() == model.name.lower() for model in added_models()):
        raise VidcolorError(
            f"There is a model called {name} already.",
            do=f"Give another name (--name), or take it away with `vidcolor models remove {name}`.",
        )


def keep(model: AddedModel) -> None:
    """Write a model's note; from here on it is known. Its weights lie in place."""
    note = models_dir() / f"{model.name}.json"
    partial = note.with_name(note.name + ".partial")
    text = json.dumps({"version": _VERSION} | asdict(model), indent=2, ensure_ascii=False)
    partial.write_text(text + "\n", encoding="utf-8")
    os.replace(partial, note)


def remove(name: str) -> None:
    """Forget an added model and delete its weights.

    Raises:
        VidcolorError: no added model has that name; the files cannot be deleted.
    """
    model = added_model(name)
    if model is None:
        names = ", ".join(m.name for m in added_models()) or "there is none"
        raise VidcolorError(
            f"No added model is called {name!r}; shipped ones cannot be removed.",
            do=f"Choose an added one: {names}.",
        )
    try:
        (models_dir() / f"{name}.json").unlink()
        model.weights.unlink(missing_ok=True)
    except OSError as error:
        raise VidcolorError(
            f"The model {name} could not be removed: {error.strerror}.",
            do=f"Close what uses it, or delete it by hand in {models_dir()}.",
            detail=str(error),
        ) from error


def _read(note: Path) -> AddedModel | None:
    try:
        given = json.loads(note.read_text(encoding="utf-8"))
        if given.pop("version") != _VERSION:
            raise ValueError("it is of another version of vidcolor")
        model = AddedModel(**{f.name: str(given[f.name]) for f in fields(AddedModel)})
        if model.name != note.stem:
            raise ValueError("it is another model's")
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        log.warning("the note of an added model is passed over: %s: %s", note, error)
        return None
    return model
