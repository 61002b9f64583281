"""Which films of a folder are rendered, and to where; no widgets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from vidcolor.errors import VidcolorError

FILM_SUFFIXES = frozenset(
    {
        ".3gp", ".avi", ".dv", ".flv", ".m2ts", ".m2v", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg",
        ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".vob", ".webm", ".wmv",
    }
)  # fmt: skip
"""Endings of files that are taken for films; whether they are shows when they are opened."""

STANDARD_PATTERN = "{name}.color{suffix}"


class Fate(StrEnum):
    """What happens to a listed film."""

    RENDER = "render"
    REPLACE = "replace"
    SKIP = "skip"
    TAKEN = "taken"  # an earlier film has the same target
    ITSELF = "itself"  # the target is the film


@dataclass(frozen=True, slots=True)
class Planned:
    """One film and what becomes of it."""

    source: Path
    target: Path
    fate: Fate

    @property
    def rendered(self) -> bool:
        """Whether it makes a job."""
        return self.fate in (Fate.RENDER, Fate.REPLACE)


def holds_films(folder: Path) -> bool:
    """Whether a folder holds films, and not the frames of one."""
    try:
        return any(child.suffix.lower() in FILM_SUFFIXES for child in folder.iterdir())
    except OSError:  # no folder, or not to be read
        return False


def films_in(folder: Path, *, deep: bool) -> Iterator[Path | None]:
    """Files that look like films, in the order of their names.

    Yields None after each folder without one, so that a caller can do other things between.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if deep else []
        yield None
        for name in sorted(names):
            if Path(name).suffix.lower() in FILM_SUFFIXES and not name.startswith("."):
                yield Path(place, name)


def looks_colored(path: Path) -> bool:
    """Whether a file is by its name one that a render has made."""
    return path.stem.endswith(".color")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern for names that gives no usable name.

    Raises:
        VidcolorError: what is wrong with it.
    """
    do = _tr("Write for example {pattern}.").replace("{pattern}", STANDARD_PATTERN)
    if any(sign in pattern for sign in '/\\:*?"<>|'):
        raise VidcolorError(_tr('A name cannot hold any of / \\ : * ? " < > |.'), do=do)
    try:
        named = _name(pattern, Path("a"), ".mp4", "share") != _name(
            pattern, Path("b"), ".mp4", "share"
        )
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise VidcolorError(
            _tr("Names can hold {name}, {suffix} and {preset} only."), do=do, detail=str(error)
        ) from error
    if not named:
        raise VidcolorError(_tr("Without {name} all films would have the same name."), do=do)


def plan(
    films: tuple[Path, ...], *, folder: Path | None, pattern: str, suffix: str, preset: str,
    replace: bool,
) -> tuple[Planned, ...]:  # fmt: skip
    """What becomes of each film.

    Args:
        folder: where targets go; None: beside each film.
        pattern: as :func:`check_pattern` takes it.
        replace: render over targets that are there; else these films are skipped.
    """
    taken: set[Path] = set()
    planned = []
    for film in films:
        target = (folder or film.parent) / _name(pattern, film, suffix, preset)
        if target == film:
            fate = Fate.ITSELF
        elif target in taken:
            fate = Fate.TAKEN
        elif target.exists():
            fate = Fate.REPLACE if replace else Fate.SKIP
        else:
            fate = Fate.RENDER
        taken.add(target)
        planned.append(Planned(film, target, fate))
    return tuple(planned)


def fate_words(fate: Fate) -> str:
    """For the list."""
    return {
        Fate.RENDER: _tr("New"),
        Fate.REPLACE: _tr("Exists, is replaced"),
        Fate.SKIP: _tr("Exists, is skipped"),
        Fate.TAKEN: _tr("Same target as another film"),
        Fate.ITSELF: _tr("The target is the film itself"),
    }[fate]


def _name(pattern: str, film: Path, suffix: str, preset: str) -> str:
    name = pattern.format(name=film.stem, suffix=suffix, preset=preset)
    return name if name.lower().endswith(suffix) else name + suffix


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch", text)
