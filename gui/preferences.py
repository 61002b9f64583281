"""What a person likes the window to be, kept between its lives."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from vidcolor.cache import write_beside
from vidcolor.errors import VidcolorError
from vidcolor.paths import user_data_dir
from vidcolor.settings import check_bounds, choice, number, switch, text

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The form, the file and the window know these, and nothing else."""

    theme: str = choice("dark", ("dark", "light"), "colours of the window")
    language: str = choice("system", ("system", "en", "de"), "language of the window")
    device: str = text("auto", "what colours: auto, cpu, cuda, cuda:1, mps or xpu")
    preset: str = choice(
        "share", ("share", "archive", "edit", "master"), "what a new render begins with"
    )
    color_ahead: bool = switch(True, "colour the frames behind the shown one while nothing happens")
    gpu_viewer: bool = switch(False, "paint the film with OpenGL, where the graphics card can")
    autosave_s: int = number(20, 5, 600, "seconds between automatic copies of unsaved work")
    first_run_told: bool = switch(False, "the note on speed was read")

    def __post_init__(self) -> None:
        check_bounds(self)


def _file() -> Path:
    return user_data_dir() / "preferences.json"


def load_preferences() -> tuple[Preferences, tuple[str, ...]]:
    """Read them; what cannot be understood falls back to its default.

    Returns:
        The preferences, and a sentence for each that was dropped.
    """
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("no table of names and values")
    except FileNotFoundError:
        return Preferences(), ()
    except (OSError, ValueError) as error:
        log.info("the preferences are unusable: %s", error)
        return Preferences(), ("The preferences could not be read; the defaults are used.",)
    values: dict[str, Any] = {}
    dropped = []
    for f in fields(Preferences):
        if f.name not in found:
            continue
        value = found[f.name]
        try:
            if type(value) is not type(f.default):
                raise VidcolorError("Of another kind.", do="")
            Preferences(**{f.name: value})
            values[f.name] = value
        except VidcolorError:
            dropped.append(f"The preference {f.name} was not understood; its default is used.")
    return Preferences(**values), tuple(dropped)


def save_preferences(preferences: Preferences) -> None:
    """Keep them.

    Raises:
        VidcolorError: the folder cannot be written to.
    """
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_beside(file, json.dumps(asdict(preferences), indent=1).encode())
    except OSError as error:
        raise VidcolorError(
            "The preferences could not be saved.",
            do=f"Check that {file.parent} can be written to.",
            detail=str(error),
        ) from error
