"""The members of a project's file, also of one that is damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from vidcolor.cache import read_small
from vidcolor.errors import VidcolorError

VERSION_KEY = "vidcolor_project"
MOST_BYTES = 16 * 10**6

_MEMBER = re.compile(r'^  "(\w+)": ', re.MULTILINE)  # as they are saved; no string has line ends


def members(file: Path) -> tuple[dict[str, Any], list[str]]:
    """What stands in a project's file under each key, and what could not be read of it.

    Raises:
        VidcolorError: the file cannot be read, or it is no project at all.
    """
    notices: list[str] = []
    data = read_small(file, MOST_BYTES, kind="project", do="Choose a file that ends in .vidcolor.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
        notices.append("The file is not in UTF-8; letters that could not be read are lost.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found, damage = _salvaged(text)
        notices += damage
    if not isinstance(found, dict) or VERSION_KEY not in found:
        raise VidcolorError(
            f"{file.name} is no project of vidcolor, or nothing of it can be read.",
            do="Choose another file; an earlier state may lie beside it and end in .bak.",
        )
    return found, notices


def _salvaged(text: str) -> tuple[dict[str, Any], list[str]]:
    """Members of a text that is no JSON as a whole, if they stand in lines of their own."""
    starts = list(_MEMBER.finditer(text))
    ends = [*(start.start() for start in starts), len(text)][1:]
    found: dict[str, Any] = {}
    notices = ["The file is damaged; what could be read of it was kept."]
    for start, end in zip(starts, ends, strict=True):
        part = text[start.end() : end].strip().removesuffix("}" if end == len(text) else ",")
        try:
            found[start[1]] = json.loads(part)
        except (ValueError, RecursionError):
            notices.append(f'Lines of "{start[1]}" are damaged and were left out.')
            if part.startswith("[") and (entries := list(_entries(part))):
                found[start[1]] = entries
            elif part.startswith("{"):
                lines = _entries(part, "{", "}")
                found[start[1]] = {key: value for line in lines for key, value in line.items()}
            elif start[1] == VERSION_KEY:
                found[VERSION_KEY] = None  # it is a project all the same
    return found, notices


def _entries(part: str, before: str = "", after: str = "") -> Iterator[Any]:
    """What can be read of a list or a group that has one entry on each line."""
    for line in part.splitlines()[1:]:
        with suppress(ValueError, RecursionError):
            yield json.loads(before + line.strip().removesuffix(",") + after)
