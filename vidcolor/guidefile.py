"""Guides as JSON: the file of ``--hints``, and a part of the project's file.

`docs/guidance.md` describes the format. A file of hints is refused for its first flaw, because
whoever wrote it can mend it; the project's reader leaves a flawed entry out and goes on.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from vidcolor.cache import write_beside
from vidcolor.errors import VidcolorError
from vidcolor.guides import Ab, Deed, Guides, Hint, Place, Reference, Region, SavedColor, Variant

KEYS = ("hints", "regions", "references", "variants", "film_reference", "film_variant")
"""Of a file of hints, and of the guides in a project's file."""

MOST_BYTES = 16 * 10**6

_HINT = ("frame", "places", "ab", "color", "radius", "name")
_REGION = ("frame", "places", "deed", "ab", "color", "radius")
_REFERENCE = ("frame", "picture", "of_frame", "strength")
_VARIANT = ("frame", "number")
_SAVED_COLOR = ("name", "ab", "color", "features")

_AB_DECIMALS = 2  # a hundredth is far below what can be seen
_PLACE_DECIMALS = 5  # a twentieth of a pixel of a picture 5,000 pixels wide
_MOST_NUMBER = 10**9

# Linear BT.709 to XYZ over its white, the sum of each row: as `vidcolor.color.lab`, without torch.
_RGB_TO_XYZ = (
    (0.412453, 0.357580, 0.180423),
    (0.212671, 0.715160, 0.072169),
    (0.019334, 0.119193, 0.950227),
)

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


def read_guides(file: Path) -> Guides:
    """Read a file of guides.

    Raises:
        VidcolorError: it cannot be read, or something in it cannot be understood.
    """
    found = _members(file)

    def refuse(flaw: Flaw) -> NoReturn:
        do = "Correct the file, or leave the entry out; docs/guidance.md describes the format."
        if flaw.unknown:
            do = _advice(flaw.unknown, flaw.known)
        raise VidcolorError(f"{flaw.where} in {file.name} cannot be used: {flaw.reason}.", do=do)

    for key in found:
        if key not in KEYS:
            raise VidcolorError(
                f"{file.name} holds {shown(key)}, which is not known.", do=_advice(key, KEYS)
            )
    return guides_from(found, Path(os.path.abspath(file)).parent, refuse)


def write_guides(guides: Guides, file: Path) -> None:
    """Write a file of guides; it is the old one or the whole new one, whatever happens.

    Raises:
        VidcolorError: it could not be written.
    """
    document = guides_document(guides, Path(os.path.abspath(file)).parent)
    # Names of files that are no Unicode come as lone surrogates: JSON has an escape for them.
    data = (laid_out(document) + "\n").encode("utf-8", "backslashreplace")
    try:
        write_beside(file, data)
    except OSError as error:
        raise VidcolorError(
            f"{file.name} could not be written.",
            do="Make room on the disk, or choose another folder.",
            detail=str(error),
        ) from error


def guides_from(found: Mapping[str, Any], folder: Path, told: Told) -> Guides:
    """Make guides of what stands under `KEYS`; other keys are not looked at.

    Args:
        found: the members of a file.
        folder: of the file; the pictures' paths begin there.
        told: called for each flaw.
    """

    def reference(entry: dict[str, Any]) -> Reference:
        _check_there(entry, "frame")
        values = _given(entry, frame=as_frame, of_frame=_or_none(as_frame), strength=as_number)
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


def guides_document(guides: Guides, folder: Path) -> dict[str, Any]:
    """What is written under `KEYS`.

    Args:
        guides: all of them.
        folder: of the file that is written; pictures in it are named from there.
    """
    guides = as_written(guides)
    return {
        "hints": [
            {
                "frame": hint.frame,
                "places": hint.places,
                "ab": hint.ab,
                "radius": hint.radius,
                "name": hint.name,
            }
            for hint in guides.hints
        ],
        "regions": [
            {"frame": region.frame, "places": region.places, "deed": str(region.deed)}
            | ({} if region.ab is None else {"ab": region.ab})
            | {"radius": region.radius}
            for region in guides.regions
        ],
        "references": [
            {"frame": one.frame}
            | ({"of_frame": one.of_frame} if not one.picture else {})
            | ({"picture": _from(folder, one.picture)} if one.picture else {})
            | {"strength": one.strength}
            for one in guides.references
        ],
        "variants": [{"frame": one.frame, "number": one.number} for one in guides.variants],
        "film_reference": _from(folder, guides.film_reference),
        "film_variant": guides.film_variant,
    }


def saved_colors_document(colors: tuple[SavedColor, ...]) -> list[dict[str, Any]]:
    """What is written under "saved_colors"."""
    return [{"name": one.name, "ab": _ab(one.ab), "features": one.features} for one in colors]


def as_written(guides: Guides) -> Guides:
    """Guides with the decimals that a file keeps.

    What is not rounded so before it acts would give other colours after it was saved and opened.
    """
    return replace(
        guides,
        hints=tuple(
            replace(hint, places=_places(hint.places), ab=None if hint.ab is None else _ab(hint.ab))
            for hint in guides.hints
        ),
        regions=tuple(
            replace(one, places=_places(one.places), ab=None if one.ab is None else _ab(one.ab))
            for one in guides.regions
        ),
    )


def laid_out(value: Any, indent: str = "") -> str:
    """JSON of which each entry of a list stands on one line."""
    inner = indent + "  "
    if isinstance(value, dict) and value:
        rows = [f"{_json(key)}: {laid_out(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{indent}}}"
    if isinstance(value, list | tuple) and value:
        return "[\n" + ",\n".join(inner + _json(item) for item in value) + f"\n{indent}]"
    return _json(value)


def shown(value: Any) -> str:
    """A value in a sentence."""
    if isinstance(value, dict):
        return "a group"
    if isinstance(value, list):
        return "a list"
    words = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return words if len(words) <= 40 else f"{words[:40]}…"


def as_frame(value: Any) -> int:
    """A whole number from 0.

    Raises:
        ValueError: it is none.
    """
    if type(value) is not int or not 0 <= value <= _MOST_NUMBER:
        raise ValueError("no number of a frame")
    return value


def as_text(value: Any) -> str:
    """A text.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def as_number(value: Any) -> float:
    """A number that is not huge.

    Raises:
        ValueError: it is none.
    """
    if type(value) not in (int, float) or not abs(value) <= _MOST_NUMBER:
        raise ValueError("no number")
    return float(value)


def ab_of_hex(color: Any) -> Ab:
    """a*b* of an sRGB colour that is written as #rrggbb.

    Raises:
        ValueError: it is written otherwise.
    """
    if not re.fullmatch("#[0-9a-fA-F]{6}", as_text(color), re.ASCII):
        raise ValueError("no #rrggbb")
    codes = [value / 255 for value in bytes.fromhex(color[1:])]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in codes]
    ts = [sum(w * c for w, c in zip(row, linear, strict=True)) / sum(row) for row in _RGB_TO_XYZ]
    x, y, z = (t ** (1 / 3) if t > (6 / 29) ** 3 else t * (29 / 6) ** 2 / 3 + 4 / 29 for t in ts)
    return _ab((500 * (x - y), 200 * (y - z)))


def _members(file: Path) -> dict[str, Any]:
    try:
        if not os.path.isfile(file):  # a pipe would keep us waiting
            raise FileNotFoundError(file)
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise VidcolorError(
            f"The file of hints {file} cannot be read.",
            do="Check that it is there and that you may read it.",
            detail=str(error),
        ) from error
    if len(data) > MOST_BYTES:
        raise VidcolorError(
            f"{file.name} is larger than {MOST_BYTES // 10**6} MB: no file of hints is that large.",
            do="Choose a file as docs/guidance.md describes it.",
        )
    try:
        found = json.loads(data.decode("utf-8-sig"))
        if not isinstance(found, dict):
            raise ValueError("the outermost thing is no group { }")
    except (ValueError, RecursionError) as error:
        raise VidcolorError(
            f"{file.name} is no file of hints: {error}.",
            do="Correct the place, or choose a file as docs/guidance.md describes it.",
        ) from error
    return found


def _advice(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key, known, n=1)
    if near:
        return f'Write "{near[0]}", if that is what you mean.'
    return f"Known are: {', '.join(known)}."


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
    given = _given(entry, frame=as_frame, places=_listed_places, radius=as_number, name=as_text)
    return Hint(**given, ab=_color(entry))


def _region(entry: dict[str, Any]) -> Region:
    _check_there(entry, "frame", "places")
    given = _given(entry, frame=as_frame, places=_listed_places, deed=Deed, radius=as_number)
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
            except _Explained:
                raise
            except ValueError as error:
                raise ValueError(f'"{name}" is {shown(entry[name])}') from error
    return values


class _Explained(ValueError):
    """Says itself what is wrong."""


def _or_none(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    return lambda value: None if value is None else read(value)


def _listed_places(value: Any) -> tuple[Place, ...]:
    if not isinstance(value, list) or not value:
        raise _Explained('"places" is no list of places [x, y]')
    for at, place in enumerate(value, start=1):
        if not (
            isinstance(place, list)
            and len(place) == 2
            and all(type(share) in (int, float) and 0 <= share <= 1 for share in place)
        ):
            raise _Explained(
                f'place {at} of "places" is no [x, y] with numbers from 0 to 1, '
                "as shares of the picture"
            )
    return _places(value)


def _color(entry: dict[str, Any]) -> Ab | None:
    """From "ab" or "color"; None where it is null or not there."""
    if "ab" in entry and "color" in entry:
        raise ValueError('it has both "ab" and "color"')
    readers = {"ab": _or_none(_listed_ab), "color": _or_none(ab_of_hex)}
    found: Ab | None = None
    for value in _given(entry, **readers).values():
        found = value
    return found


def _listed_ab(value: Any) -> Ab:
    if not isinstance(value, list) or len(value) != 2:
        raise _Explained('"ab" is no [a, b]')
    a, b = map(as_number, value)
    return _ab((a, b))


def _ab(ab: Ab) -> Ab:
    return (round(float(ab[0]), _AB_DECIMALS) + 0.0, round(float(ab[1]), _AB_DECIMALS) + 0.0)


def _places(places: Any) -> tuple[Place, ...]:
    return tuple(
        (round(float(x), _PLACE_DECIMALS) + 0.0, round(float(y), _PLACE_DECIMALS) + 0.0)
        for x, y in places
    )


def _path(folder: Path, values: dict[str, Any]) -> str:
    picture: str = values.get("picture", "")
    return os.path.normpath(folder / picture) if picture else ""


def _from(folder: Path, picture: str) -> str:
    """A picture's path as it is written into a file of a folder."""
    if not picture:
        return ""
    path = Path(os.path.abspath(picture))
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
