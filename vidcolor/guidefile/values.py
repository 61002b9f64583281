"""Values as they stand in a file, and as they are shown in a sentence about it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from vidcolor.guides import Ab, Place

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
    return kept_ab((500 * (x - y), 200 * (y - z)))


class ExplainedError(ValueError):
    """Says itself what is wrong with a value."""


def or_none(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Reads null as None."""
    return lambda value: None if value is None else read(value)


def listed_places(value: Any) -> tuple[Place, ...]:
    """Places from a list of [x, y], shares of the picture's width and height.

    Raises:
        ExplainedError: it is none, or a share is not from 0 to 1.
    """
    if not isinstance(value, list) or not value:
        raise ExplainedError('"places" is no list of places [x, y]')
    for at, place in enumerate(value, start=1):
        if not (
            isinstance(place, list)
            and len(place) == 2
            and all(type(share) in (int, float) and 0 <= share <= 1 for share in place)
        ):
            raise ExplainedError(
                f'place {at} of "places" is no [x, y] with numbers from 0 to 1, '
                "as shares of the picture"
            )
    return kept_places(value)


def listed_ab(value: Any) -> Ab:
    """CIE a*b* from [a, b].

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, list) or len(value) != 2:
        raise ExplainedError('"ab" is no [a, b]')
    a, b = map(as_number, value)
    return kept_ab((a, b))


def kept_ab(ab: Ab) -> Ab:
    """CIE a*b* with the decimals that a file keeps; no -0."""
    return (round(float(ab[0]), _AB_DECIMALS) + 0.0, round(float(ab[1]), _AB_DECIMALS) + 0.0)


def kept_places(places: Sequence[Sequence[float]]) -> tuple[Place, ...]:
    """Places, shares of width and height, with the decimals that a file keeps; no -0."""
    return tuple(
        (round(float(x), _PLACE_DECIMALS) + 0.0, round(float(y), _PLACE_DECIMALS) + 0.0)
        for x, y in places
    )
