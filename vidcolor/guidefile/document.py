"""From guides to what is written into a file."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from vidcolor.guidefile.values import kept_ab, kept_places
from vidcolor.guides import Guides, SavedColor


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
    return [{"name": one.name, "ab": kept_ab(one.ab), "features": one.features} for one in colors]


def as_written(guides: Guides) -> Guides:
    """Guides with the decimals that a file keeps.

    What is not rounded so before it acts would give other colours after it was saved and opened.
    """
    return replace(
        guides,
        hints=tuple(
            replace(
                hint,
                places=kept_places(hint.places),
                ab=None if hint.ab is None else kept_ab(hint.ab),
            )
            for hint in guides.hints
        ),
        regions=tuple(
            replace(
                one, places=kept_places(one.places), ab=None if one.ab is None else kept_ab(one.ab)
            )
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


def _from(folder: Path, picture: str) -> str:
    """A picture's path as it is written into a file of a folder."""
    if not picture:
        return ""
    path = Path(os.path.abspath(picture))
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
