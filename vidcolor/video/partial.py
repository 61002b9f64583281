"""Where a target grows before it is whole: a hidden neighbour, also after its writer was killed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidcolor.video.borders import border


def partial_of(target: Path) -> Path:
    """The hidden neighbour that becomes ``target``."""
    return target.with_name(f".{target.stem}.partial{target.suffix}")


def remove_partial(target: Path) -> None:
    """Remove what a process that was killed left beside ``target``; the target itself stays."""
    remove(partial_of(target))


def remove(partial: Path) -> None:
    """Remove a file or a folder, if it is there and can be removed."""
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A neighbour's path, moved onto ``target`` if the block ends well, else removed."""
    partial = partial_of(target)
    try:
        remove(partial)
        yield partial
        with border(target):
            _move(partial, target)
    finally:
        remove(partial)


def _move(partial: Path, target: Path) -> None:
    if partial.is_dir() and target.is_dir():
        # Pictures of the same name are replaced; what else lies there is not ours.
        for picture in sorted(partial.iterdir()):
            picture.replace(target / picture.name)
    else:
        partial.replace(target)
