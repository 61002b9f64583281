"""At the border to the disk: errors become sentences, and a target appears only when whole."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av

from vidcolor.errors import VidcolorError
from vidcolor.video.partial import partial_of, remove

_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def border(target: Path) -> Iterator[None]:
    """Translate what the system and FFmpeg say about writing into sentences."""
    try:
        yield
    except MemoryError as error:
        raise VidcolorError(
            f"There is not enough memory to write {target.name}.",
            do="Close other programs, or choose fewer threads or a faster encoder speed "
            "(--threads, --speed).",
            detail=str(error),
        ) from error
    except (av.FFmpegError, OSError) as error:
        number = getattr(error, "errno", None)
        parent = target.absolute().parent
        if number in _DISK_FULL:
            free_mb = shutil.disk_usage(parent).free / 1e6
            raise VidcolorError(
                f"The disk is full: {target} could not be written "
                f"({free_mb:,.0f} MB are free there).",
                do="Free some space and start again, or choose a target on another disk.",
                detail=str(error),
            ) from error
        if number in _READ_ONLY:
            raise VidcolorError(
                f"The folder {parent} cannot be written to.",
                do="Choose another target, or change the folder's permissions.",
                detail=str(error),
            ) from error
        raise VidcolorError(
            f"{target.name} could not be written.",
            do="Try another container or codec (--codec); the details tell what FFmpeg refused.",
            detail=str(error),
        ) from error


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
