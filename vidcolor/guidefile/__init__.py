"""Guides as JSON: the file of ``--hints``, and a part of the project's file.

`docs/guidance.md` describes the format. A file of hints is refused for its first flaw, because
whoever wrote it can mend it; the project's reader leaves a flawed entry out and goes on.
"""

from __future__ import annotations

import json
import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from vidcolor.cache import read_small, write_beside
from vidcolor.errors import VidcolorError
from vidcolor.guidefile.document import guides_document, laid_out
from vidcolor.guidefile.entries import KEYS, Flaw, guides_from
from vidcolor.guidefile.values import shown
from vidcolor.guides import Guides

MOST_BYTES = 16 * 10**6


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


def _members(file: Path) -> dict[str, Any]:
    data = read_small(
        file,
        MOST_BYTES,
        kind="file of hints",
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
