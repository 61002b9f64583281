"""The look: what a person makes of the colours of a shot."""

from __future__ import annotations

from dataclasses import dataclass

from vidcolor.settings import check_bounds, number, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the colours of a shot are shown; the default changes nothing."""

    saturation: float = number(1.0, 0.0, 2.0, "1 keeps the model's colour, 0 is grey")
    vibrance: float = number(0.0, -1.0, 1.0, "strengthens pale colours more than strong ones")
    warmth: float = number(0.0, -1.0, 1.0, "towards amber, or towards blue below 0")
    tint: float = number(0.0, -1.0, 1.0, "towards magenta, or towards green below 0")
    leave: bool = switch(False, "the shot stays as it is: titles, and shots that have colour")

    def __post_init__(self) -> None:
        check_bounds(self)
