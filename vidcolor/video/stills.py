"""Writes single pictures and folders of pictures: PNG, TIFF, JPEG."""

from __future__ import annotations

import errno
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.depth import LumaMap
from vidcolor.video.folder import scan_folder
from vidcolor.video.frames import ChromaFormat, Frame, LumaFormat, Plane
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.presets import PICTURE_CODECS, Wish, resolve
from vidcolor.video.rgb import to_rgb

_SUFFIXES = {"png": ".png", "tiff": ".tiff", "jpeg": ".jpg"}
_DEPTHS = {"png": (8, 16), "tiff": (16,), "jpeg": (8,)}
_JPEG_QUALITY = 95


class PictureWriter:
    """Writes each frame as a picture of its own; see :class:`vidcolor.video.writer.Writer`.

    Attributes:
        chroma: full size, full range, 16 bits, whatever the depth of the picture.
        luma: of the picture: the weighted sum of its R′G′B′ codes.
        warnings: what is not as in the source.
    """

    def __init__(
        self,
        target: Path,
        suffix: str,
        source: FilmInfo,
        settings: OutputSettings,
        provenance: dict[str, str],
    ) -> None:
        wish = _wish(suffix, settings)
        self._codec = wish.codec
        self._target = target
        self._names = PictureNames(source, self._codec) if not suffix else None
        self._source = source
        self._provenance = provenance
        self._count = 0
        depth = _depth(wish, source)
        self.warnings = _losses(wish, source, depth)
        self.luma = LumaFormat(depth, full_range=True, matrix=source.luma.matrix)
        self.chroma = ChromaFormat(
            width=source.width,
            height=source.height,
            luma_width=source.width,
            luma_height=source.height,
            bit_depth=16,
            full_range=True,
            matrix=source.luma.matrix,
            siting="center",
        )
        if self._names is not None:
            target.mkdir()

    def write(self, frame: Frame, cb: Plane, cr: Plane) -> None:
        """Write one picture.

        Raises:
            VidcolorError: a second frame for a target that is a single picture.
        """
        path = self._target
        if self._names is not None:
            path = path / self._names.name(frame.number)
        elif self._count:
            raise VidcolorError(
                f"{self._source.path.name} holds more than one picture.",
                do="Name a folder as target (no suffix), or a film such as out.mkv.",
            )
        self._count += 1
        picture = to_rgb(frame.luma, self._source.luma, cb, cr, self.luma.bit_depth)
        path.write_bytes(self._coded(picture, frame.alpha))

    def finish(self) -> None:
        """Check that there is something.

        Raises:
            VidcolorError: no frame came.
        """
        if not self._count:
            raise VidcolorError(
                f"{self._source.path.name} gave no picture to write.",
                do="Check the range that was asked for.",
            )

    def _coded(self, picture: Plane, alpha: Plane | None) -> bytes:
        if alpha is not None and self._codec != "jpeg":
            full = LumaFormat(self._source.luma.bit_depth, True, self.luma.matrix)
            opacity = LumaMap(full, self.luma)(alpha)
            samples = np.dstack([picture[..., ::-1], opacity])
        else:
            samples = np.ascontiguousarray(picture[..., ::-1])
        options = []
        if self._codec == "jpeg":
            options = [
                *(cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY),
                *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
            ]
        done, data = cv2.imencode(_SUFFIXES[self._codec], samples, options)
        if not done:
            raise OSError(errno.EIO, f"{self._codec} could not be encoded")
        coded = data.tobytes()
        return png_with_text(coded, self._provenance) if self._codec == "png" else coded


def png_with_text(png: bytes, texts: dict[str, str]) -> bytes:
    """Put texts into a PNG, as iTXt chunks before the picture.

    Args:
        png: a whole PNG file.
        texts: keyword and text; keywords are cut to the 79 letters that PNG allows.
    """
    after_header = 8 + 25  # the signature and the IHDR chunk, whose sizes are fixed
    chunks = b""
    for keyword, text in texts.items():
        body = (
            b"iTXt"
            + keyword.capitalize().encode("latin-1", "replace")[:79]
            + b"\0\0\0\0\0"  # not compressed, no language, no translated keyword
            + text.encode()
        )
        chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:after_header] + chunks + png[after_header:]


class PictureNames:
    """Names in a folder: the stems of the source's pictures, else the frames' numbers."""

    def __init__(self, source: FilmInfo, codec: str) -> None:
        self._suffix = _SUFFIXES[codec]
        self._stems: list[str] = []
        if source.kind in (SourceKind.FRAMES, SourceKind.STILLS):
            folder = scan_folder(source.path, stills=source.kind is SourceKind.STILLS)
            self._stems = [file.stem for file in folder.files]
            if len(set(self._stems)) < len(self._stems):  # a.png beside a.tif
                self._stems = [file.name.replace(".", "_") for file in folder.files]

    def name(self, number: int) -> str:
        """The file name of a frame or picture, counted from 0."""
        stem = self._stems[number] if number < len(self._stems) else f"frame_{number:06d}"
        return stem + self._suffix


def folder_codec(settings: OutputSettings) -> str:
    """The codec of the pictures in a folder: ``png``, ``tiff`` or ``jpeg``.

    Raises:
        VidcolorError: the settings name a codec of films.
    """
    return _wish("", settings).codec


def _wish(suffix: str, settings: OutputSettings) -> Wish:
    if suffix:
        codec = PICTURE_CODECS[suffix]
        if settings.codec and settings.codec != codec:
            raise VidcolorError(
                f"A {suffix} file does not hold {settings.codec}.",
                do="Leave the codec to the preset (no --codec), or name a target that fits it.",
            )
        return resolve(settings, codec)
    codec = settings.codec if settings.codec in _SUFFIXES else "png"
    if settings.codec and codec != settings.codec:
        raise VidcolorError(
            f"A folder of pictures does not hold {settings.codec}.",
            do="Choose a picture codec (--codec png|tiff|jpeg), or name a film such as out.mkv.",
        )
    return resolve(settings, codec)


def _depth(wish: Wish, source: FilmInfo) -> int:
    depths = _DEPTHS[wish.codec]
    if wish.bit_depth in depths:
        return wish.bit_depth
    if wish.bit_depth:
        raise VidcolorError(
            f"{wish.codec} pictures do not have {wish.bit_depth} bits here.",
            do=f"Choose another bit depth (--bit-depth {'|'.join(map(str, depths))}).",
        )
    # Grey and RGB pictures are read at 16 bits; their file's own depth is in its format.
    eight = source.luma.bit_depth == 8 or source.pixel_format in _EIGHT_BIT_RGB
    return 8 if eight and 8 in depths else depths[-1]


_EIGHT_BIT_RGB = {
    "rgb24", "bgr24", "rgba", "bgra", "argb", "abgr", "rgb0", "bgr0", "0rgb", "0bgr", "pal8",
    "gbrp", "gbrap", "ya8", "gray", "monow", "monob", "rgb8", "bgr8", "rgb4_byte", "bgr4_byte",
}  # fmt: skip


def _losses(wish: Wish, source: FilmInfo, depth: int) -> list[str]:
    losses = []
    if wish.codec == "jpeg":
        losses.append("JPEG is lossy: the luma of its pictures is not exactly the film's.")
        if source.has_alpha:
            losses.append("JPEG holds no transparency (alpha): it was left out.")
    if depth < source.luma.bit_depth and source.pixel_format not in _EIGHT_BIT_RGB:
        losses.append(
            f"The luma has {source.luma.bit_depth} bits and was rounded to {depth}; "
            "a bit depth of 16 (--bit-depth 16) keeps them."
        )
    if source.kind is SourceKind.FILM:
        others = sorted({s.kind for s in source.streams} - {"video"})
        if others:
            losses.append(f"Pictures hold no {', '.join(others)}: left out.")
        if source.sample_aspect_ratio != 1:
            losses.append(
                f"The pictures have square pixels; the film's are {source.sample_aspect_ratio} "
                "times as wide as high."
            )
    if source.rotation_degrees:
        losses.append(
            f"The pictures lie as coded; players turn the source by {source.rotation_degrees}°."
        )
    return losses
