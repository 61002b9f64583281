"""Folders of pictures: numbered frames are a film, unnumbered pictures are stills.

A folder of frames has no clock. Frame ``i`` is shown at ``i / 24`` seconds, unless a file
``vidcolor.json`` beside the pictures says otherwise: ``{"frame_rate": "24000/1001"}``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from vidcolor.errors import VidcolorError

PICTURE_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("png", "jpg", "jpeg", "jp2", "j2k", "j2c", "tif", "tiff", "bmp", "webp", "dpx", "exr"),
        *("cin", "tga", "sgi", "rgb", "pgm", "ppm", "pnm", "pam", "pbm", "hdr", "avif", "jxl"),
        "qoi",
    )
)
DEFAULT_RATE = Fraction(24)
SIDECAR = "vidcolor.json"


@dataclass(frozen=True, slots=True)
class PictureFolder:
    """The pictures of a folder, in order.

    Attributes:
        files: all pictures; by number where numbered, else by name.
        numbered: whether they are the frames of a film.
        first_number: the number in the first file's name, 0 for stills.
        rate: frames a second.
    """

    files: tuple[Path, ...]
    numbered: bool
    first_number: int
    rate: Fraction


def scan_folder(path: Path, *, stills: bool = False) -> PictureFolder:
    """List a folder's pictures and find out whether they are a film.

    They are, if all names are the same but for the last number in them.

    Args:
        path: the folder; folders below it are not looked into.
        stills: take the pictures as unrelated, numbered or not.

    Raises:
        VidcolorError: there are no pictures, a number is missing or there twice, or the
            sidecar cannot be read.
    """
    pictures = sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in PICTURE_SUFFIXES
        and not file.name.startswith(".")
        and file.is_file()
    )
    if not pictures:
        raise VidcolorError(
            f"The folder {path.name or path} holds no pictures.",
            do="Choose a folder with PNG, TIFF, JPEG, DPX or EXR files in it.",
        )
    rate = _sidecar_rate(path)
    numbers = None if stills else _numbers(pictures)
    if numbers is None:
        return PictureFolder(tuple(pictures), False, 0, rate)
    ordered = [file for _, file in sorted(zip(numbers, pictures, strict=True))]
    _check_complete(sorted(numbers), ordered)
    return PictureFolder(tuple(ordered), True, min(numbers), rate)


def _numbers(pictures: list[Path]) -> list[int] | None:
    """The number of each name, or None if the names differ in more than that."""
    # Of the stem: the digit of a suffix such as ".jp2" is no number.
    matches = [re.fullmatch(r"(.*?)(\d+)(\D*)", picture.stem) for picture in pictures]
    found = [match for match in matches if match]
    if len(found) < len(pictures):
        return None
    frames = {
        (match[1], match[3], picture.suffix.lower())
        for match, picture in zip(found, pictures, strict=True)
    }
    return [int(match[2]) for match in found] if len(frames) == 1 else None


def _check_complete(numbers: list[int], files: list[Path]) -> None:
    for before, number, file in zip(numbers, numbers[1:], files, strict=False):
        if number == before:
            raise VidcolorError(
                f"Frame number {number} is there twice ({file.name} and another).",
                do="Remove one of the two.",
            )
        if number > before + 1:
            gap = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
            raise VidcolorError(
                f"Frame number {gap} is missing after {file.name}.",
                do="Add it; if the pictures are no film, name one without a number (or use "
                "--stills).",
            )


def _sidecar_rate(path: Path) -> Fraction:
    file = path / SIDECAR
    if not file.is_file():
        return DEFAULT_RATE
    try:
        rate = Fraction(str(json.loads(file.read_text(encoding="utf-8"))["frame_rate"]))
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        raise VidcolorError(
            f"{file.name} in {path.name} does not give a frame rate.",
            do='Write {"frame_rate": "24"} or {"frame_rate": "24000/1001"}, or remove it.',
            detail=str(error),
        ) from error
    if not 0 < rate <= 1000:
        raise VidcolorError(
            f"{file.name} gives a frame rate of {rate}.", do="Give one between 0 and 1000."
        )
    return rate
