"""From what stands in a file to guides; the caller is told of each flaw."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from vidcolor.guidefile.values import (
    ExplainedError,
    ab_of_hex,
    as_frame,
    as_number,
    as_text,
    listed_ab,
    listed_places,
    or_none,
    shown,
)
from vidcolor.guides import Ab, Deed, Guides, Hint, Reference, Region, SavedColor, Variant

KEYS = ("hints", "regions", "references", "variants", "film_reference", "film_variant")
"""Of a file of hints, and of the guides in a project's file."""

_HINT = ("frame", "places", "ab", "color", "radius", "name")
_REGION = ("frame", "places", "deed", "ab", "color", "radius")
_REFERENCE = ("frame", "picture", "of_frame", "strength")
_VARIANT = ("frame", "number")
_SAVED_COLOR = ("name", "ab", "color", "features")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a file that cannot be used.

    Attributes:
        group: the key it stands under, for example "hints".
        number: of the entry there, from 1; 0: what stands under the key as a whole.
        reason: half a sentence.
        unknown: a key of an entry that there is not; "" where something else is wrong.
        known: the keys that there are in its place.
    """

    group: str
    number: int
    reason: str
    unknown: str = ""
    known: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Names the place in a sentence."""
        return f'Entry {self.number} of "{self.group}"' if self.number else f'"{self.group}"'


Told = Callable[[Flaw], None]
"""Is told of each flaw; where it returns, the entry is left out (of an unknown key only that)."""


def guides_from(found: Mapping[str, Any], folder: Path, told: Told) -> Guides:
    """Make guides of what stands under `KEYS`; other keys are not looked at.

    Args:
        found: the members of a file.
        folder: of the file; the pictures' paths begin there.
        told: called for each flaw.
    """

    def reference(entry: dict[str, Any]) -> Reference:
        _check_there(entry, "frame")
        values = _given(entry, frame=as_frame, of_frame=or_none(as_frame), strength=as_number)
        return Reference(**values, picture=_path(folder, _given(entry, picture=as_text)))

    def film_reference(value: Any) -> str:
        return _path(folder, {"picture": as_text(value)})

    return Guides(
        hints=_entries(found, "hints", _HINT, _hint, told),
        regions=_entries(found, "regions", _REGION, _region, told),
        references=_entries(found, "references", _REFERENCE, reference, told),
        variants=_entries(found, "variants", _VARIANT, _variant, told),
        film_reference=_single(found, "film_reference", film_reference, "", told),
        film_variant=_single(found, "film_variant", as_frame, 0, told),
    )


def saved_colors_from(found: Mapping[str, Any], told: Told) -> tuple[SavedColor, ...]:
    """The saved colours of a project's file; of two with one name the first."""
    colors: dict[str, SavedColor] = {}

    def read(entry: dict[str, Any]) -> SavedColor:
        color = _saved_color(entry)
        if color.name in colors:
            raise ValueError(f"there is a colour {shown(color.name)} before it")
        colors[color.name] = color
        return color

    return _entries(found, "saved_colors", _SAVED_COLOR, read, told)


def _entries(
    found: Mapping[str, Any],
    group: str,
    known: tuple[str, ...],
    read: Callable[[dict[str, Any]], T],
    told: Told,
) -> tuple[T, ...]:
    entries = found.get(group)
    if entries is None:
        return ()
    if not isinstance(entries, list):
        told(Flaw(group, 0, f"it is {shown(entries)}, not a list"))
        return ()
    good: list[T] = []
    for at, entry in enumerate(entries, start=1):
        try:
            if not isinstance(entry, dict):
                raise ValueError(f"it is {shown(entry)}")
            for key in entry:
                if key not in known:
                    told(Flaw(group, at, f"{shown(key)} is not known there", key, known))
            good.append(read(entry))
        except ValueError as problem:
            told(Flaw(group, at, str(problem)))
    return tuple(good)


def _single(
    found: Mapping[str, Any], key: str, read: Callable[[Any], T], other: T, told: Told
) -> T:
    if found.get(key) is None:
        return other
    try:
        return read(found[key])
    except ValueError:
        told(Flaw(key, 0, f"it is {shown(found[key])}"))
        return other


def _hint(entry: dict[str, Any]) -> Hint:
    _check_there(entry, "frame", "places")
    if "ab" not in entry and "color" not in entry:
        raise ValueError('it has neither "ab" nor "color" (null there: no colour)')
    given = _given(entry, frame=as_frame, places=listed_places, radius=as_number, name=as_text)
    return Hint(**given, ab=_color(entry))


def _region(entry: dict[str, Any]) -> Region:
    _check_there(entry, "frame", "places")
    given = _given(entry, frame=as_frame, places=listed_places, deed=Deed, radius=as_number)
    return Region(**given, ab=_color(entry))


def _variant(entry: dict[str, Any]) -> Variant:
    _check_there(entry, "frame", "number")
    return Variant(**_given(entry, frame=as_frame, number=as_frame))


def _saved_color(entry: dict[str, Any]) -> SavedColor:
    _check_there(entry, "name")
    ab = _color(entry)
    if ab is None:
        raise ValueError('it has neither "ab" nor "color"')
    return SavedColor(**_given(entry, name=as_text, features=as_text), ab=ab)


def _check_there(entry: dict[str, Any], *names: str) -> None:
    for name in names:
        if name not in entry:
            raise ValueError(f'"{name}" is missing')


def _given(entry: dict[str, Any], **readers: Callable[[Any], Any]) -> dict[str, Any]:
    """Those of the values that are there; the others are as usual."""
    values = {}
    for name, read in readers.items():
        if name in entry:
            try:
                values[name] = read(entry[name])
            except ExplainedError:
                raise
            except ValueError as error:
                raise ValueError(f'"{name}" is {shown(entry[name])}') from error
    return values


def _color(entry: dict[str, Any]) -> Ab | None:
    """From "ab" or "color"; None where it is null or not there."""
    if "ab" in entry and "color" in entry:
        raise ValueError('it has both "ab" and "color"')
    readers = {"ab": or_none(listed_ab), "color": or_none(ab_of_hex)}
    found: Ab | None = None
    for value in _given(entry, **readers).values():
        found = value
    return found


def _path(folder: Path, values: dict[str, Any]) -> str:
    picture: str = values.get("picture", "")
    return os.path.normpath(folder / picture) if picture else ""
