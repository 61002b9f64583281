"""One photo: where it lies, what its name says of it, and its pixels."""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
Rgb = NDArray[np.uint8]
"""``(H, W, 3)`` sRGB, R first."""

_FILM_FRAME = re.compile(r"(?P<shot>(?P<film>.+)__s\d+)_p-?\d+\.\w+")
_REDUCED = {
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
}


@dataclass(frozen=True, slots=True)
class Photo:
    """Where one encoded photo lies: a whole file, or a stretch of a tar shard.

    The name is a path below the place that was given, parted by ``/``. Of a frame of a film it
    ends as `frame_name` makes it.
    """

    name: str
    path: Path
    offset: int = 0
    size: int = -1  # -1: to the end of the file

    @property
    def source(self) -> str:
        """The collection it came from: the part of the name before ``__``, or the folder."""
        name = PurePosixPath(self.name)
        if "__" in name.name:
            return name.name.split("__")[0]
        return name.parent.name or self.path.parent.name

    @property
    def label(self) -> str:
        """Its class: the first folder of its name; "" where it lies in none."""
        folder, slash, _ = self.name.partition("/")
        return folder if slash else ""

    @property
    def film(self) -> str:
        """The film it is a frame of, as in its name; "" where it is of none."""
        found = _FILM_FRAME.fullmatch(self.name)
        return found["film"] if found else ""

    @property
    def shot(self) -> str:
        """The film and the shot it is a frame of; "" where it is of none."""
        found = _FILM_FRAME.fullmatch(self.name)
        return found["shot"] if found else ""

    def read(self, *, enough_px: int = 0) -> Rgb | None:
        """The decoded photo, or None where the file is damaged or gone.

        Args:
            enough_px: a JPEG may be decoded at a half, a quarter or an eighth of its size, as long
                as its short side keeps so many pixels; 0 decodes it whole. That takes a third to
                a quarter of the time; of other formats nothing is gained.
        """
        try:
            with self.path.open("rb") as file:
                file.seek(self.offset)
                encoded = file.read(self.size)
            bgr = cv2.imdecode(np.frombuffer(encoded, np.uint8), _flag(encoded, enough_px))
        except (OSError, cv2.error):  # cv2.error: it is empty, or its header names a vast picture
            return None
        return None if bgr is None else cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def frame_name(film: str, shot: int, pts: int) -> str:
    """The name of a film's frame: the film, the number of the shot, the time stamp in ticks."""
    return f"{film}__s{shot:05d}_p{pts}.webp"


def shard_photos(path: Path) -> list[Photo]:
    """The photos of a tar shard, in its order.

    Raises:
        VidcolorError: it is damaged.
    """
    try:
        with tarfile.open(path) as shard:
            return [
                Photo(member.name, path, member.offset_data, member.size)
                for member in shard
                if member.isfile() and Path(member.name).suffix.lower() in PICTURE_SUFFIXES
            ]
    except (tarfile.TarError, OSError) as error:
        raise VidcolorError(
            f"{path.name} could not be read as a tar file.",
            do="Make the shard again or leave it out.",
            detail=str(error),
        ) from error


def _flag(encoded: bytes, enough_px: int) -> int:
    if enough_px:
        short_px = _jpeg_short_side_px(encoded)
        for parts, flag in _REDUCED.items():
            if short_px >= parts * enough_px:
                return int(flag)
    return int(cv2.IMREAD_COLOR)


def _jpeg_short_side_px(encoded: bytes) -> int:
    """From the frame header (ITU-T T.81, B.2.2); 0 of what is no JPEG."""
    at = 2
    if encoded[:at] != b"\xff\xd8":
        return 0
    while at + 9 < len(encoded) and encoded[at] == 0xFF:
        marker = encoded[at + 1]
        # C4, C8 and CC lie among the frame headers' numbers but are tables and extensions.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(encoded[at + 5 : at + 7], "big")
            return min(height, int.from_bytes(encoded[at + 7 : at + 9], "big"))
        at += 2 + int.from_bytes(encoded[at + 2 : at + 4], "big")
    return 0
