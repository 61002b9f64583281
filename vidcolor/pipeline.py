"""The one road of a film: read, colour, steady, bring to size, write, all at the same time."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vidcolor import __version__
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.guidance.film import reference_picture
from vidcolor.progress import RenderProgress, RenderResult
from vidcolor.segments.rendering import SegmentRender
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.shots import find_shots
from vidcolor.stages import FinishedFrame
from vidcolor.steering import UNSTEERED, Steering
from vidcolor.video.film_target import FilmTarget
from vidcolor.video.folder import scan_folder
from vidcolor.video.frames import ChromaFormat
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.presets import FILM_CONTAINERS, default_suffix, resolve, target_suffix
from vidcolor.video.probe import examine
from vidcolor.video.reader import Reader, open_reader
from vidcolor.video.stills import PictureNames, folder_codec
from vidcolor.video.thumbnail import thumbnail
from vidcolor.video.writer import (
    check_output,
    open_album,
    open_writer,
)


def default_target(source: Path, output: OutputSettings, *, stills: bool = False) -> Path:
    """``NAME.color.EXT`` beside the source; a folder for a folder.

    Raises:
        VidcolorError: the source cannot be read.
    """
    suffix = default_suffix(examine(source, stills=stills).info, output)
    stem = source.name if source.is_dir() else source.stem
    return source.absolute().with_name(f"{stem}.color{suffix}")


def colorize_film(
    source: Path,
    target: Path,
    *,
    color: ColorSettings,
    output: OutputSettings,
    span: RangeSettings,
    overwrite: bool = False,
    restart: bool = False,
    engine: Engine | None = None,
    steering: Steering = UNSTEERED,
) -> Generator[RenderProgress]:
    """Write a coloured copy of ``source``, yielding after each frame.

    To cancel, stop iterating and close the generator: the open files unwind and no half-written
    ``target`` is left behind. Finished segments of a film stay beside it, and the next render of
    the same target in the same way goes on with them; `remove_parts` gives them up. The last
    progress carries the result.

    Args:
        source: a film, a still, or a folder of pictures.
        target: its suffix decides container or picture format; none: a folder of pictures.
        engine: one that is loaded already; it must have been made with ``color``, and what it
            is steered by holds.
        restart: give up what an earlier render of ``target`` finished.
        steering: what a person asks of parts of the film, where no engine is given.

    Raises:
        VidcolorError: what happened and what to do; also if an earlier render of ``target`` was
            begun in another way.
    """
    started = time.monotonic()
    with open_reader(source, fields=_fields(output), stills=color.stills) as reader:
        if reader.info.kind is SourceKind.STILLS:
            yield from _colorize_stills(
                reader,
                target,
                span_of(reader, span),
                color=color,
                output=output,
                overwrite=overwrite,
                engine=engine,
                steering=steering,
            )
            return
        first, end = span_of(reader, span)
        total = _total(reader, first, end)
        engine = engine or Engine(color, steering=steering)
        told = _check_guides(engine, reader)
        if target_suffix(target) in FILM_CONTAINERS:
            yield from _colorize_film(
                reader,
                target,
                first,
                end,
                engine=engine,
                settings=(color, output),
                told=told,
                overwrite=overwrite,
                restart=restart,
            )
            return
        with open_writer(
            target,
            source=reader.info,
            settings=output,
            first_pts=reader.pts_at(first) if first or end is not None else None,
            last_pts_end=reader.pts_at(end) if end is not None else None,
            provenance=provenance(engine),
            overwrite=overwrite,
        ) as writer:
            done, first_s = 0, 0.0
            with closing(_shots_searched(engine, reader)) as search:
                for note in search:
                    yield RenderProgress(0, total, time.monotonic() - started, note=note)
            with engine.finished(reader, writer.chroma, first, end) as (frames, notes):
                for finished in frames:
                    writer.write(finished.frame, finished.cb, finished.cr)
                    done += 1
                    now = time.monotonic() - started
                    first_s = first_s or now
                    small = _thumbnails(reader.info, writer.chroma, finished)
                    yield RenderProgress(done, total, now, first_s, thumbnail=small)
            if not done:
                raise VidcolorError(
                    f"No frame of {source.name} could be read.",
                    do="Check that the film plays in another player, or copy it again.",
                )
    seconds = time.monotonic() - started
    warnings = tuple(dict.fromkeys([*reader.warnings, *told, *notes, *writer.warnings]))
    result = RenderResult(target, done, seconds, engine.network.name, engine.compute.name, warnings)
    yield RenderProgress(done, done, seconds, result=result)


def _colorize_film(
    reader: Reader,
    target: Path,
    first: int,
    end: int | None,
    *,
    engine: Engine,
    settings: tuple[ColorSettings, OutputSettings],
    told: list[str],
    overwrite: bool,
    restart: bool,
) -> Generator[RenderProgress]:
    """A film becomes a film: in segments, which survive whatever happens."""
    started = time.monotonic()
    check_output(target, reader.info, settings[1], overwrite=overwrite)
    film = FilmTarget.of(
        target,
        reader.info,
        settings[1],
        first_pts=reader.pts_at(first) if first or end is not None else None,
        last_pts_end=reader.pts_at(end) if end is not None else None,
        provenance=provenance(engine),
    )
    total, first_s = _total(reader, first, end), 0.0
    with closing(_shots_searched(engine, reader)) as search:
        for note in search:
            yield RenderProgress(0, total, time.monotonic() - started, note=note)
    render = SegmentRender(engine, reader, film, first, end, settings)
    with closing(render.run(restart=restart)) as steps:
        for step in steps:
            now = time.monotonic() - started
            small = None
            if step.finished is not None:
                first_s = first_s or now
                small = _thumbnails(reader.info, film.form.chroma, step.finished)
            yield RenderProgress(
                step.frames, total, now, first_s, thumbnail=small, note=step.note, kept=step.kept
            )
    seconds = time.monotonic() - started
    warnings = dict.fromkeys([*reader.warnings, *told, *film.warnings, *render.notes])
    result = RenderResult(
        target, render.frames, seconds, engine.network.name, engine.compute.name, tuple(warnings)
    )
    yield RenderProgress(render.frames, render.frames, seconds, result=result)


@dataclass(frozen=True, slots=True)
class RenderPlan:
    """What a render would do."""

    source: Path
    out: Path
    frames: int | None  # None where the file does not tell
    seconds: float | None
    model: str
    device: str
    warnings: tuple[str, ...]


def plan_film(
    source: Path,
    target: Path,
    *,
    color: ColorSettings,
    output: OutputSettings,
    span: RangeSettings,
    overwrite: bool = False,
) -> RenderPlan:
    """Check everything that can be checked without writing.

    Raises:
        VidcolorError: as :func:`colorize_film` before its first frame.
    """
    with open_reader(source, fields=_fields(output), stills=color.stills) as reader:
        first, end = span_of(reader, span)
        warnings = check_output(target, reader.info, output, overwrite=overwrite)
        engine = Engine(color)
        told = _check_guides(engine, reader)
        return RenderPlan(
            source,
            target,
            _total(reader, first, end),
            reader.info.duration_s or None,
            engine.network.name,
            engine.compute.name,
            (*reader.warnings, *told, *warnings),
        )


def _fields(output: OutputSettings) -> Literal["keep", "bwdif"]:
    return "keep" if resolve(output).fields == "keep" else "bwdif"


def _colorize_stills(
    reader: Reader,
    target: Path,
    span: tuple[int, int | None],
    *,
    color: ColorSettings,
    output: OutputSettings,
    overwrite: bool,
    engine: Engine | None,
    steering: Steering,
) -> Generator[RenderProgress]:
    """Colour the unrelated pictures of a folder, each on its own, into a folder of pictures."""
    started = time.monotonic()
    source = reader.info
    paths = scan_folder(source.path, stills=True).files
    numbers = range(len(paths))[slice(*span)]
    names = PictureNames(source, folder_codec(output))
    engine = engine or Engine(color, steering=steering)
    warnings = dict.fromkeys(_check_guides(engine, reader))
    done = 0
    with open_album(target, source=source, overwrite=overwrite) as folder:
        for number in numbers:
            try:
                examine(paths[number])
            except VidcolorError as error:
                # One bad picture in a folder of hundreds must not cost the others.
                warnings[f"{paths[number].name} is left out: {error}"] = None
                continue
            small = None
            for step in colorize_film(
                paths[number],
                folder / names.name(number),
                color=color,
                output=output,
                span=RangeSettings(),
                engine=engine.of_picture(number),
            ):
                small = step.thumbnail or small
                if step.result:
                    warnings |= dict.fromkeys(step.result.warnings)
            done += 1
            seconds = time.monotonic() - started
            yield RenderProgress(done, len(numbers), seconds, thumbnail=small)
        if not done:
            raise VidcolorError(
                f"None of the {len(numbers)} pictures in {source.path.name} can be read.",
                do="Export them again; the details tell what is wrong with each.",
                detail="\n".join(warnings),
            )
    seconds = time.monotonic() - started
    result = RenderResult(
        target, done, seconds, engine.network.name, engine.compute.name, tuple(warnings)
    )
    yield RenderProgress(done, done, seconds, result=result)


def _check_guides(engine: Engine, reader: Reader) -> list[str]:
    """Look at what is asked for inside the pictures, before any long work.

    Returns:
        Warnings about what will not act, or not fully.

    Raises:
        VidcolorError: the file of hints or a reference cannot be used, or the model has no
            variants.
    """
    guides, network = engine.guides, engine.network
    if not guides:
        return []
    count = max(reader.count_frames(), 1)
    acting = guides.within(0, count)
    variants = [*(one.number for one in acting.variants), guides.film_variant]
    if any(variants) and not network.takes_palette:
        raise VidcolorError(
            f"The model {network.name} has no variants.",
            do="Choose variant 0 (--variant), or another model (--model).",
        )
    pictures = dict.fromkeys([*(one.picture for one in acting.references), guides.film_reference])
    if any(pictures) and reader.info.kind is not SourceKind.STILLS:  # else each looks for its own
        colorizer, _ = engine.colorizer_for(reader)
        for picture in filter(None, pictures):
            reference_picture(Path(picture), engine.matcher(colorizer), colorizer.compute.device)
    for one in acting.references:
        if (one.of_frame or 0) >= count:
            raise VidcolorError(
                f"Frame {one.of_frame}, which is a reference, lies behind the film's last frame.",
                do=f"Choose a frame from 0 to {count - 1} as the reference.",
            )
    warnings = []
    if beyond := [frame for frame in guides.frames if frame >= count]:
        warnings.append(
            f"What is asked for on frame {', '.join(map(str, beyond[:5]))}"
            f"{' …' if beyond[5:] else ''} does nothing: the last frame is {count - 1}."
        )
    if acting.hints and not network.takes_hints:
        warnings.append(
            f"The model {network.name} is not told of hints: "
            "their colours are laid over what it makes."
        )
    if acting.references and not network.takes_palette:
        warnings.append(
            f"The model {network.name} is not told of references: "
            "only what looks alike takes their colours."
        )
    return warnings


def _shots_searched(engine: Engine, reader: Reader) -> Generator[str]:
    """Find the shots that guides act on, where nobody has; says how far that is."""
    if not engine.guides or engine.shots_of(reader, search=False) is not None:
        return
    with closing(find_shots(reader)) as steps:
        for step in steps:
            of = "" if step.frames_total is None else f" of {step.frames_total}"
            yield f"Searching the shots: {step.frames}{of} frames"


def _thumbnails(
    info: FilmInfo, chroma: ChromaFormat, finished: FinishedFrame
) -> Callable[[int], NDArray[np.uint8]]:
    def made(width_px: int) -> NDArray[np.uint8]:
        luma, cb, cr = finished.frame.luma, finished.cb, finished.cr
        return thumbnail(info, luma, cb, cr, chroma, width_px)

    return made


def provenance(engine: Engine) -> dict[str, str]:
    """The tag that tells later viewers that no camera saw these colours."""
    return {
        "comment": f"Colours are machine-made: vidcolor {__version__}, model "
        f"{engine.network.name} (sha256 {engine.network.sha256[:16]}). The luma is the source's."
    }


def span_of(reader: Reader, span: RangeSettings) -> tuple[int, int | None]:
    """First frame of a range and the frame after its last one; None: the film's end.

    Raises:
        VidcolorError: the range holds no frame, or a position cannot be understood.
    """
    first = reader.frame_number(span.start) if span.start else 0
    end = reader.frame_number(span.end, as_end=True) if span.end else None
    if span.frames:
        last = first + span.frames
        end = last if end is None else min(end, last)
    if end is not None and end <= first:
        raise VidcolorError(
            f"The range from {span.start or 'the start'} to {span.end} holds no frame.",
            do="Choose an end (--end) that is later than the start (--start).",
        )
    if span.frames and end is not None and end >= (reader.frame_count or end + 1):
        end = None if not first else reader.frame_count
    return first, end


def _total(reader: Reader, first: int, end: int | None) -> int | None:
    known = reader.frame_count or reader.info.frame_count_hint or None
    if end is None:
        return known - first if known else None
    return min(end, known or end) - first


def colorize_still_at(
    source: Path,
    target: Path,
    position: str,
    *,
    color: ColorSettings,
    output: OutputSettings,
    overwrite: bool = False,
) -> Generator[RenderProgress]:
    """Write the frame at ``position`` as a picture: a render of one frame.

    Raises:
        VidcolorError: as :func:`colorize_film`.
    """
    yield from colorize_film(
        source,
        target,
        color=color,
        output=replace(output, codec=""),
        span=RangeSettings(start=position, frames=1),
        overwrite=overwrite,
    )
