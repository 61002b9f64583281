"""What a person asks for inside a picture: hints, regions, references and variants.

Places are shares of the picture as it is stored (not turned): ``(0, 0)`` is its top left corner,
``(1, 1)`` its bottom right one. Each guide belongs to a frame and acts on the whole shot that holds
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b
from typing import TypeVar

Place = tuple[float, float]
"""x and y, 0 to 1."""

Ab = tuple[float, float]
"""CIE a*b*."""

MOST_AB = 128.0


@dataclass(frozen=True, slots=True)
class Hint:
    """A dot or a stroke of colour.

    Attributes:
        frame: number of the frame it was set on.
        places: one for a dot, the bends of the line for a stroke.
        ab: wanted colour; None: no colour here.
        radius: of the brush, as a share of the picture's short side.
        name: of the saved colour it was taken from; "" if none.

    Raises:
        ValueError: no place, or one outside of the picture, or a colour that there is not.
    """

    frame: int
    places: tuple[Place, ...]
    ab: Ab | None
    radius: float = 0.012
    name: str = ""

    def __post_init__(self) -> None:
        _check(self.frame, self.places, self.ab)
        if not 0 < self.radius <= 0.5:
            raise ValueError(f"a brush of {self.radius} of the picture")


class Deed(StrEnum):
    """What becomes of a region."""

    NEUTRAL = "neutral"  # no colour
    RECOLOR = "recolor"  # one colour
    PROTECT = "protect"  # hints and references do not reach it


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture, roughly outlined.

    Attributes:
        frame: number of the frame it was drawn on.
        places: corners of a polygon; with a ``radius`` the bends of a broad stroke.
        deed: what becomes of it.
        ab: wanted colour; only where the deed is RECOLOR.
        radius: of the stroke, as a share of the picture's short side; 0: a polygon.

    Raises:
        ValueError: a polygon of fewer than three corners, or a recoloured region without a colour.
    """

    frame: int
    places: tuple[Place, ...]
    deed: Deed = Deed.NEUTRAL
    ab: Ab | None = None
    radius: float = 0.0

    def __post_init__(self) -> None:
        _check(self.frame, self.places, self.ab)
        if not self.radius and len(self.places) < 3:
            raise ValueError("a polygon has at least three corners")
        if not 0 <= self.radius <= 0.5:
            raise ValueError(f"a brush of {self.radius} of the picture")
        if (self.ab is not None) != (self.deed is Deed.RECOLOR):
            raise ValueError("a colour belongs to a recoloured region, and to no other")


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture whose colours a shot takes.

    Attributes:
        frame: number of a frame of the shot that takes them.
        picture: path of a colour picture; "" where a frame of the film is the reference.
        of_frame: number of a frame of the film that was liked; only without a ``picture``.
        strength: 0 to 1.

    Raises:
        ValueError: neither or both are given.
    """

    frame: int
    picture: str = ""
    of_frame: int | None = None
    strength: float = 1.0

    def __post_init__(self) -> None:
        if self.frame < 0 or (self.of_frame is not None and self.of_frame < 0):
            raise ValueError("frames count from 0")
        if bool(self.picture) == (self.of_frame is not None):
            raise ValueError("a reference is a picture or a frame")
        if not 0 <= self.strength <= 1:
            raise ValueError(f"a strength of {self.strength}")


@dataclass(frozen=True, slots=True)
class Variant:
    """Another of the colourings that a shot could have.

    Attributes:
        frame: number of a frame of the shot.
        number: of the variant; 0 is the colouring that is likeliest.

    Raises:
        ValueError: a negative number.
    """

    frame: int
    number: int

    def __post_init__(self) -> None:
        if self.frame < 0 or self.number < 0:
            raise ValueError("frames and variants count from 0")


_G = TypeVar("_G", Hint, Region, Reference, Variant)


@dataclass(frozen=True, slots=True)
class SavedColor:
    """A colour that a person wants to find again.

    Attributes:
        name: by which it is offered.
        ab: the colour.
        features: how the place looked that it was taken from, as `vidcolor.suggest` describes it;
            "" where it was taken from no place: then it is not found again.

    Raises:
        ValueError: no name, or a colour that there is not.
    """

    name: str
    ab: Ab
    features: str = ""

    def __post_init__(self) -> None:
        _check(0, ((0.0, 0.0),), self.ab)
        if not self.name:
            raise ValueError("a saved colour has a name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guides:
    """Everything that was asked for inside the pictures of a film, or of one of its shots.

    Attributes:
        hints, regions, references, variants: in the order in which they were set.
        film_reference: path of the picture whose colours the shots take that have no reference of
            their own; "": none.
        film_variant: of the shots that have none of their own.
    """

    hints: tuple[Hint, ...] = ()
    regions: tuple[Region, ...] = ()
    references: tuple[Reference, ...] = ()
    variants: tuple[Variant, ...] = ()
    film_reference: str = ""
    film_variant: int = 0

    def __bool__(self) -> bool:
        own = self.hints or self.regions or self.references or self.variants
        return bool(own or self.film_reference or self.film_variant)

    def within(self, start: int, end: int) -> Guides:
        """Those for the shot from ``start`` to before ``end``; what holds for the film too."""

        def here(guides: Sequence[_G]) -> tuple[_G, ...]:
            return tuple(guide for guide in guides if start <= guide.frame < end)

        references, variants = here(self.references), here(self.variants)
        if not references and self.film_reference:
            references = (Reference(start, self.film_reference),)
        if not variants and self.film_variant:
            variants = (Variant(start, self.film_variant),)
        return Guides(
            hints=here(self.hints),
            regions=here(self.regions),
            references=references,
            variants=variants,
        )

    def of_picture(self, number: int) -> Guides:
        """Those of a folder's picture when it is opened alone, as frame 0."""

        def first(guides: Sequence[_G]) -> tuple[_G, ...]:
            return tuple(replace(guide, frame=0) for guide in guides)

        here = self.within(number, number + 1)
        return Guides(
            hints=first(here.hints),
            regions=first(here.regions),
            references=first([one for one in here.references if one.picture]),
            variants=first(here.variants),
        )

    def joined(self, other: Guides) -> Guides:
        """Both; for the whole film ``other`` decides where it says something."""
        return Guides(
            hints=(*self.hints, *other.hints),
            regions=(*self.regions, *other.regions),
            references=(*self.references, *other.references),
            variants=(*self.variants, *other.variants),
            film_reference=other.film_reference or self.film_reference,
            film_variant=other.film_variant or self.film_variant,
        )

    @property
    def frames(self) -> tuple[int, ...]:
        """Numbers of all frames that something was set on, rising."""
        groups = (self.hints, self.regions, self.references, self.variants)
        return tuple(sorted({guide.frame for group in groups for guide in group}))

    @property
    def digest(self) -> str:
        """Names all that is asked for; "" where nothing is."""
        return blake2b(repr(self).encode(), digest_size=16).hexdigest() if self else ""


NO_GUIDES = Guides()
"""Nothing is asked for."""


def _check(frame: int, places: tuple[Place, ...], ab: Ab | None) -> None:
    if frame < 0:
        raise ValueError("frames count from 0")
    if not places or not all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places):
        raise ValueError(f"places lie in the picture, from 0 to 1: {places}")
    if ab is not None and not all(-MOST_AB <= value <= MOST_AB for value in ab):
        raise ValueError(f"no colour has a*b* {ab}")
