"""One frame for the screen: the same as a render gives, as RGB."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.color.painting import Painter
from vidcolor.devices import memory_advice, prepare_thread
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings
from vidcolor.temporal.steady import ColoredFrame
from vidcolor.video.depth import LumaMap
from vidcolor.video.folder import scan_folder
from vidcolor.video.frames import ChromaFormat, LumaFormat, Plane
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.reader import Reader, open_reader
from vidcolor.video.rgb import to_rgb
from vidcolor.video.writer import check_target, write_whole


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What a preview was made of; another look needs no more than this."""

    info: FilmInfo
    colored: ColoredFrame
    engine: Engine


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """One frame for the screen: ``grey`` and ``color`` are ``(H, W, 3)`` uint8, R first.

    A ``draft`` was coloured without its neighbours; a render gives something steadier.
    """

    number: int
    grey: NDArray[np.uint8]
    color: NDArray[np.uint8]
    draft: bool = False
    held: Held | None = None  # None of frames that were only made ahead


def previews_at(
    reader: Reader, number: int, engine: Engine, *, ahead: int = 0
) -> Generator[Preview]:
    """First a draft, unless the exact colours lie ready, then the frame that a render writes.

    Args:
        ahead: so many of the frames behind it follow; once they were made, their colours lie ready.

    Raises:
        VidcolorError: as :func:`frame_at`.
    """
    if reader.info.kind in (SourceKind.STILL, SourceKind.STILLS):
        yield frame_at(reader, number, engine)
        return
    if engine.settings.stabilize and not engine.knows(reader, number):
        yield replace(frame_at(reader, number, engine.draft()), draft=True)
    with closing(_shown(reader, number, number + 1 + ahead, engine)) as frames:
        first = next(frames, None)
        if first is None or first.number != number:
            raise _unreadable(reader, number)
        yield first
        yield from frames


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
            preview = frame_at(single, 0, engine.of_picture(number))
        assert preview.held is not None
        return replace(preview, number=number, held=replace(preview.held, engine=engine))
    with closing(_shown(reader, number, number + 1, engine)) as frames:
        for preview in frames:
            return preview
    raise _unreadable(reader, number)


def relooked(preview: Preview, engine: Engine) -> Preview | None:
    """The same frame with the look that ``engine`` has for it; nothing is read and no network runs.

    The colours are bit for bit those of :func:`frame_at`; of a draft those of a draft.

    Args:
        preview: with ``held``.
        engine: steered anew; see `Engine.steered`.

    Returns:
        None where more than the look has changed, so that the frame must be coloured again.
    """
    held = preview.held
    if held is None:
        return None
    if preview.draft:
        engine = engine.draft()
    if not engine.colors_like(held.engine):
        return None
    frame, seen = held.colored.seen.frame, held.colored.seen
    prepare_thread(engine.compute)
    paint = Painter(held.info.luma, _screen_chroma(held.info), engine.compute.device)
    look = engine.look_at(preview.number)
    with memory_advice(engine.compute):
        cb, cr = paint(seen.luma, seen.y, held.colored.ab, look, frame.chroma)
    color = _screen_rgb(held.info, frame.luma, cb, cr)
    return replace(preview, color=color, held=replace(held, engine=engine))


def _unreadable(reader: Reader, number: int) -> VidcolorError:
    return VidcolorError(
        f"Frame {number} of {reader.info.path.name} could not be read.", do="Choose another frame."
    )


def _shown(reader: Reader, start: int, end: int, engine: Engine) -> Generator[Preview]:
    info = reader.info
    grey = LumaMap(info.luma, LumaFormat(8, full_range=True, matrix=info.luma.matrix))
    chroma = _screen_chroma(info)
    with engine.finished(reader, chroma, start, end, held=start) as (frames, _):
        for finished in frames:
            number, luma = finished.frame.number, finished.frame.luma
            yield Preview(
                number,
                np.asarray(cv2.cvtColor(grey(luma), cv2.COLOR_GRAY2RGB), np.uint8),
                _screen_rgb(info, luma, finished.cb, finished.cr),
                held=Held(info, finished.colored, engine) if number == start else None,
            )


def _screen_chroma(info: FilmInfo) -> ChromaFormat:
    return ChromaFormat(
        width=info.width,
        height=info.height,
        luma_width=info.width,
        luma_height=info.height,
        bit_depth=16,
        full_range=True,
        matrix=info.luma.matrix,
        siting="center",
    )


def _screen_rgb(info: FilmInfo, luma: Plane, cb: Plane, cr: Plane) -> NDArray[np.uint8]:
    return to_rgb(luma, info.luma, cb, cr, 8).astype(np.uint8, copy=False)


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
