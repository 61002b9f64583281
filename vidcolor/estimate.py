"""What a render will take, told from a short piece of it; and whether its encoder starts."""

from __future__ import annotations

import shutil
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.pipeline import colorize_film, span_of
from vidcolor.progress import RenderProgress
from vidcolor.queue import JobSpec
from vidcolor.settings import OutputSettings, RangeSettings
from vidcolor.video.encoders import choose_encoder
from vidcolor.video.frames import Frame, LumaFormat, Matrix
from vidcolor.video.info import FilmInfo, unfilmed
from vidcolor.video.presets import FILM_CONTAINERS, resolve, target_suffix
from vidcolor.video.reader import Reader, open_reader
from vidcolor.video.streamplan import stream_plan
from vidcolor.video.streamsize import carried_bytes, film_bytes
from vidcolor.video.writer import open_writer

# Rendered after the frames that are timed, so that no stage has come to its end while they are.
_RUN_OUT = 16


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a render will take, as far as a short piece tells.

    Attributes:
        bytes: of the whole target.
        room_bytes: that its disk must have: while the segments are joined, the film is there twice.
        seconds: of the whole render.
        free_bytes: on the disk of the target.
    """

    bytes: int
    room_bytes: int
    seconds: float
    free_bytes: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Which frames are asked for, and how long they last."""

    info: FilmInfo
    first: int
    frames: int
    start_s: float
    seconds: float


def estimate(
    spec: JobSpec, *, frames: int = 24, engine: Engine | None = None
) -> Generator[RenderProgress | Estimate]:
    """Render a short piece of a job into a temporary folder and tell what all of it will take.

    Colours that are known already are made again, so that the time holds for the whole film.
    To cancel, close the generator: nothing stays.

    Args:
        spec: the job; its target is not touched and may exist.
        frames: how many are timed.
        engine: one that is loaded already; its network is used if it is the same.

    Yields:
        The progress, at first of no frame at all, because the first one needs the network and its
        neighbours and takes the longest, then after each frame; at last the estimate.

    Raises:
        VidcolorError: as :func:`vidcolor.pipeline.colorize_film`.
    """
    free = free_bytes(spec.target)
    part, output = _part(spec), spec.output
    fates = stream_plan(part.info, spec.target, output)
    if fates and target_suffix(spec.target) in FILM_CONTAINERS:
        output = replace(output, leave_out=",".join(str(fate.index) for fate in fates))
    wanted = min(frames + _RUN_OUT, part.frames)
    first = part.first + (part.frames - wanted) // 3
    yield RenderProgress(0, max(wanted, 0), 0.0)
    engine = _forgetful(spec, engine)
    began, stamps = time.monotonic(), []
    with TemporaryDirectory(prefix="vidcolor-") as folder:
        target = Path(folder) / f"sample{target_suffix(spec.target)}"
        steps = colorize_film(
            spec.source,
            target,
            color=spec.color,
            output=output,
            span=RangeSettings(start=f"{first}f", frames=wanted) if wanted > 0 else spec.span,
            engine=engine,
        )
        with closing(steps):
            for step in steps:
                if step.result is None and not (step.note and step.frames):  # joining is quick
                    if step.frames:  # else the film's shots are being searched
                        stamps.append(time.monotonic())
                    yield replace(step, frames_total=wanted)
        whole_s = time.monotonic() - began
        written = _size(target, len(stamps), part.frames)
    seconds = whole_s
    if len(stamps) < part.frames and len(stamps) > 1:
        timed = stamps[:frames]
        seconds = (timed[-1] - timed[0]) / (len(timed) - 1) * part.frames
    carried = carried_bytes(part.info, fates, start_s=part.start_s, seconds=part.seconds)
    twice = target_suffix(spec.target) in FILM_CONTAINERS
    room = 2 * written + carried if twice else written + carried
    yield Estimate(written + carried, room, seconds, free)


def free_bytes(target: Path) -> int:
    """Free bytes on the disk where a target will lie; its folder need not exist yet.

    Raises:
        VidcolorError: there is no such disk.
    """
    for folder in target.absolute().parents:
        if folder.is_dir():
            return shutil.disk_usage(folder).free
    raise VidcolorError(
        f"The disk of {target} is not there.", do="Connect it, or choose another target."
    )


def encoder_test(output: OutputSettings, width: int, height: int) -> str:
    """Write one grey picture as a target would be written.

    Args:
        output: preset, codec and so on.
        width: of the film.
        height: likewise.

    Returns:
        FFmpeg's name of the encoder; the codec's for pictures.

    Raises:
        VidcolorError: the encoder does not start with these settings.
    """
    wish = resolve(output)
    output = replace(output, leave_out="")
    luma = LumaFormat(8, full_range=False, matrix=Matrix.BT709)
    with TemporaryDirectory(prefix="vidcolor-") as folder:
        source = unfilmed(Path(folder) / "source", width, height, luma, Fraction(25))
        is_film = wish.suffix in FILM_CONTAINERS
        name = choose_encoder(source, wish, output, []).name if is_film else wish.codec
        target = Path(folder) / f"target{wish.suffix}"
        with open_writer(target, source=source, settings=output, provenance={}) as writer:
            grey = np.full((height, width), 126, np.uint8)
            grid = writer.chroma
            neutral = np.full(
                (grid.height, grid.width),
                grid.neutral,
                np.uint8 if grid.bit_depth == 8 else np.uint16,
            )
            writer.write(Frame(0, 0, 1, grey, (grey,)), neutral, neutral)
    return name


def _part(spec: JobSpec) -> _Part:
    with open_reader(spec.source, stills=spec.color.stills) as reader:
        count = _count(reader)
        first, end = span_of(reader, spec.span)
        frames = (count if end is None else min(end, count)) - first
        frame_s = reader.info.duration_s / count if count else 0.0
        return _Part(reader.info, first, frames, first * frame_s, frames * frame_s)


def _count(reader: Reader) -> int:
    return reader.frame_count or reader.info.frame_count_hint or reader.count_frames()


def _forgetful(spec: JobSpec, engine: Engine | None) -> Engine:
    """An engine that takes no colours from the film's track, nor puts any there."""
    same = engine is not None and (engine.settings.model, engine.settings.device) == (
        spec.color.model,
        spec.color.device,
    )
    network = engine.network if engine is not None and same else None
    return Engine(spec.color, network=network, remembers=False, steering=spec.steering)


def _size(sample: Path, frames: int, frames_in_all: int) -> int:
    """What the whole target takes of which ``frames`` frames were written."""
    if target_suffix(sample) in FILM_CONTAINERS and frames < frames_in_all:
        return film_bytes(sample, frames_in_all)
    files = sample.rglob("*") if sample.is_dir() else [sample]
    written = sum(file.stat().st_size for file in files if file.is_file())
    return round(written * frames_in_all / max(frames, 1))
