"""The colours that a colour film has, beside the luma that the reader takes from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError
from vidcolor.video.film import FilmSource
from vidcolor.video.frames import Frame, LumaFormat, Plane
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.notices import Notices
from vidcolor.video.pixels import CHROMA_RATIOS, Kind, describe, luma_plane
from vidcolor.video.planes import rgb_channels, rows_of
from vidcolor.video.probe import examine


@dataclass(frozen=True, slots=True, eq=False)
class TrueFrame:
    """A frame as the reader gives it, and its own colour.

    ``cb`` and ``cr`` are ``(H, W)`` uint16, full range of 16 bits, neutral 32768: as
    :func:`vidcolor.video.rgb.to_rgb` takes them, under the matrix of the film's luma.
    """

    frame: Frame
    cb: Plane
    cr: Plane


class ColorFilm:
    """A progressive colour film whose colours can be looked at."""

    def __init__(self, info: FilmInfo, source: FilmSource) -> None:
        self.info = info
        self._source = source

    def frames(self, end: int | None = None) -> Iterator[TrueFrame]:
        """All frames, or those before number ``end``, streaming.

        Raises:
            VidcolorError: the picture's size or format changes on the way.
        """
        for picture in self._source.pictures(0, end):
            frame = picture.frame
            if (frame.format.name, frame.width, frame.height) != (
                self.info.pixel_format,
                self.info.width,
                self.info.height,
            ):
                raise VidcolorError(
                    f"{self.info.path.name} changes its size or format at frame {picture.number}.",
                    do="Evaluate on films of one size and format.",
                )
            luma = luma_plane(frame)
            cb, cr = _chroma(frame, self.info.luma, luma)
            yield TrueFrame(
                Frame(picture.number, picture.pts, picture.duration, luma, (luma,)), cb, cr
            )


@contextmanager
def open_color_film(path: Path) -> Iterator[ColorFilm]:
    """Open a film whose own colours are wanted.

    Raises:
        VidcolorError: it cannot be read, is no film, holds fields, or has no colour.
    """
    examination = examine(path, stills=False)
    info = examination.info
    if info.kind is not SourceKind.FILM:
        raise VidcolorError(f"{path.name} is no film.", do="Give a film file in colour.")
    if info.field_order.interlaced:
        raise VidcolorError(
            f"{path.name} is interlaced.", do="Evaluate on progressive films, or deinterlace it."
        )
    if info.subsampling == "gray" or describe(info.pixel_format).kind is Kind.FLOAT:
        raise VidcolorError(
            f"The pictures of {path.name} ({info.pixel_format}) have no colours to compare with.",
            do="Give a film in YCbCr or RGB.",
        )
    source = FilmSource(examination, Notices(info.warnings))
    try:
        yield ColorFilm(info, source)
    finally:
        source.close()


def _chroma(frame: VideoFrame, luma: LumaFormat, y: Plane) -> tuple[Plane, Plane]:
    facts = describe(frame.format.name)
    if facts.kind is Kind.RGB:
        red, _, blue, _ = rgb_channels(frame)
        share_r, _, share_b = luma.matrix.weights
        return (
            _codes((blue.astype(np.float32) - y) / np.float32(2 * (1 - share_b))),
            _codes((red.astype(np.float32) - y) / np.float32(2 * (1 - share_r))),
        )
    depth = facts.bit_depth
    planar = f"yuv{facts.subsampling}p" + (f"{depth}le" if depth > 8 else "")
    if not frame.format.name.startswith(("yuv4", "yuvj4")) or len(frame.planes) < 3:
        # With its default threads swscale was seen to leave some samples unwritten.
        frame = frame.reformat(format=planar, threads=1)
    span = (1 << depth) - 1 if luma.full_range else 224 << (depth - 8)
    planes = (_samples(frame, index) for index in (1, 2))
    cb, cr = (
        _codes(
            _enlarged((plane - (1 << (depth - 1))) * np.float32(65535 / span), y.shape, facts.name)
        )
        for plane in planes
    )
    return cb, cr


def _samples(frame: VideoFrame, index: int) -> NDArray[np.float32]:
    """One chroma plane ``(h, w)``, in code values."""
    dtype = np.dtype("u1" if frame.format.components[0].bits <= 8 else "<u2")
    if frame.format.name.endswith("be"):
        dtype = dtype.newbyteorder(">")
    used = rows_of(frame, index)[:, : frame.planes[index].width * dtype.itemsize]
    return np.ascontiguousarray(used).view(dtype).astype(np.float32)


def _enlarged(
    plane: NDArray[np.float32], shape: tuple[int, ...], pixel_format: str
) -> NDArray[np.float32]:
    """Bring a chroma plane to the luma's grid, each sample from where its siting puts it.

    Columns lie on luma columns, rows between luma rows (H.264's and MPEG-2's default); in
    JPEG's formats both lie between.
    """
    facts = describe(pixel_format)
    across, down = CHROMA_RATIOS[facts.subsampling]
    if across == down == 1:
        return plane
    left = 0.0 if not pixel_format.startswith("yuvj") else (across - 1) / 2
    top = (down - 1) / 2
    to_chroma = np.array([[1 / across, 0, -left / across], [0, 1 / down, -top / down]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    large: NDArray[np.float32] = cv2.warpAffine(
        plane, to_chroma, (shape[1], shape[0]), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return large


def _codes(difference: NDArray[np.float32]) -> NDArray[np.uint16]:
    return np.clip(np.rint(difference + 32768), 0, 65535).astype(np.uint16)
