"""Where a target grows before it is whole: hidden neighbours, also after its writer was killed."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path


def partial_of(target: Path) -> Path:
    """The hidden neighbour that becomes ``target``."""
    return target.with_name(f".{target.stem}.partial{target.suffix}")


def remove_partial(target: Path) -> None:
    """Remove what a process that was killed left half written; ``target`` itself stays.

    Segments that it finished stay too.
    """
    remove(partial_of(target))
    if not any(parts_of(target).glob("*.packets")):
        remove(parts_of(target))


def remove(partial: Path) -> None:
    """Remove a file or a folder, if it is there and can be removed."""
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def parts_of(target: Path) -> Path:
    """The hidden folder in which the finished segments of ``target`` wait for the others."""
    return target.with_name(f".{target.name}.parts")


def remove_parts(target: Path) -> None:
    """Give up what was rendered of ``target`` so far; the target itself stays."""
    remove(parts_of(target))
