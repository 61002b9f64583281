"""One frame for the screen: the same as a render gives, as RGB."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings
from vidcolor.video.folder import scan_folder
from vidcolor.video.frames import ChromaFormat
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader, open_reader
from vidcolor.video.rgb import to_rgb
from vidcolor.video.writer import check_target, write_whole


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """One frame for the screen: ``grey`` and ``color`` are ``(H, W, 3)`` uint8, R first.

    A ``draft`` was coloured without its neighbours; a render gives something steadier.
    """

    number: int
    grey: NDArray[np.uint8]
    color: NDArray[np.uint8]
    draft: bool = False


def previews_at(reader: Reader, number: int, engine: Engine) -> Generator[Preview]:
    """First a draft, unless the exact colours lie ready, then the frame that a render writes.

    Raises:
        VidcolorError: as :func:`frame_at`.
    """
    film = reader.info.kind not in (SourceKind.STILL, SourceKind.STILLS)
    if film and engine.settings.stabilize and not engine.knows(reader, number):
        yield replace(frame_at(reader, number, engine.draft()), draft=True)
    yield frame_at(reader, number, engine)


def frame_at(reader: Reader, number: int, engine: Engine) -> Preview:
    """The frame that a render would write, as RGB, before any encoder.

    Raises:
        VidcolorError: there is no such frame.
    """
    info = reader.info
    if info.kind is SourceKind.STILLS:  # each has its own size and format
        paths = scan_folder(info.path, stills=True).files
        if number >= len(paths):
            raise VidcolorError(
                f"{info.path.name} holds {len(paths)} pictures.", do="Choose an earlier one."
            )
        with open_reader(paths[number]) as single:
            return replace(frame_at(single, 0, engine), number=number)
    chroma = ChromaFormat(
        width=info.width,
        height=info.height,
        luma_width=info.width,
        luma_height=info.height,
        bit_depth=16,
        full_range=True,
        matrix=info.luma.matrix,
        siting="center",
    )
    with engine.finished(reader, chroma, number, number + 1) as (frames, _):
        for finished in frames:
            neutral = np.full_like(finished.cb, chroma.neutral)
            return Preview(
                number,
                to_rgb(finished.frame.luma, info.luma, neutral, neutral, 8).astype(np.uint8),
                to_rgb(finished.frame.luma, info.luma, finished.cb, finished.cr, 8).astype(
                    np.uint8
                ),
            )
    raise VidcolorError(
        f"Frame {number} of {info.path.name} could not be read.", do="Choose another frame."
    )


def save_preview(
    source: Path, target: Path, position: str, color: ColorSettings, overwrite: bool
) -> None:
    """Write a frame grey and in colour, side by side, as a PNG.

    Raises:
        VidcolorError: as :func:`frame_at`, or ``target`` cannot be written.
    """
    if target.suffix.lower() != ".png":
        raise VidcolorError(f"{target.name} is no PNG.", do="Name the target .png for --compare.")
    with open_reader(source, fields="bwdif") as reader:
        check_target(target, reader.info, overwrite=overwrite)
        preview = frame_at(reader, reader.frame_number(position), Engine(color))
    pair = np.hstack([preview.grey, preview.color])
    encoded = cv2.imencode(".png", cv2.cvtColor(pair, cv2.COLOR_RGB2BGR))[1]
    write_whole(target, encoded.tobytes())
