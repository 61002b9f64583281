"""How fast each stage is on this machine, alone and together."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from vidcolor.color.upsample import Upsampler
from vidcolor.colorizer import Colorizer
from vidcolor.devices import core_count, prepare_thread
from vidcolor.engine import Engine
from vidcolor.pipeline import colorize_film
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.temporal.placing import placed
from vidcolor.temporal.steady import ColoredFrame, steadied
from vidcolor.video.frames import Frame, LumaFormat, Matrix, Plane
from vidcolor.video.info import unfilmed
from vidcolor.video.reader import open_reader
from vidcolor.video.writer import Writer, open_writer

SIZES = {"360p": (640, 360), "720p": (1280, 720), "1080p": (1920, 1080), "2160p": (3840, 2160)}


@dataclass(frozen=True, slots=True)
class StageTime:
    """What a stage costs for one frame, measured over ``frames``."""

    stage: str
    core_ms: float  # processor time of all threads
    wall_ms: float
    frames: int

    @property
    def fps(self) -> float:
        """Frames a second of this stage alone."""
        return 1000 / self.wall_ms


@contextmanager
def _timed(stage: str, frames: int, times: list[StageTime]) -> Iterator[None]:
    wall, core = time.perf_counter(), time.process_time()
    yield
    wall, core = time.perf_counter() - wall, time.process_time() - core
    times.append(StageTime(stage, 1000 * core / frames, 1000 * wall / frames, frames))


def make_film(path: Path, *, width: int, height: int, frames: int, grain_codes: float) -> None:
    """Write a moving grey scene; ``grain_codes`` is the standard deviation of its grain."""
    rng = np.random.default_rng(7)
    scene = cv2.GaussianBlur(rng.random((height + 128, width + 256)).astype(np.float32), (0, 0), 24)
    scene = cv2.normalize(scene, None, 24, 224, cv2.NORM_MINMAX)
    for _ in range(60):
        x, y = int(rng.integers(0, width + 200)), int(rng.integers(0, height + 80))
        size = (int(rng.integers(20, 200)), int(rng.integers(20, 120)))
        cv2.ellipse(scene, (x, y), size, 0, 0, 360, float(rng.integers(30, 220)), -1)
    noise = rng.normal(0, grain_codes, (height + 64, width + 64)).astype(np.float32)
    luma = LumaFormat(8, full_range=False, matrix=Matrix.BT709)
    info = unfilmed(path.with_name("made.in.memory"), width, height, luma, Fraction(24))
    settings = OutputSettings(codec="h264", crf=12, speed="veryfast")
    with open_writer(path, source=info, settings=settings, provenance={}) as writer:
        neutral = _neutral(writer)
        for number in range(frames):
            dx, dy = int(64 + 60 * np.sin(number / 20)), int(40 + 30 * np.cos(number / 31))
            picture = scene[dy : dy + height, dx : dx + width]
            if grain_codes:
                ny, nx = rng.integers(0, 64, 2)
                picture = picture + noise[ny : ny + height, nx : nx + width]
            plane = np.clip(picture, 16, 235).astype(np.uint8)
            writer.write(Frame(number, number, 1, plane, (plane,)), *neutral)


def bench(
    *, size: str, frames: int, grain_codes: float, color: ColorSettings, output: OutputSettings
) -> Generator[StageTime]:
    """Time every stage alone, then the whole engine, then a plain transcode.

    Raises:
        VidcolorError: the model or the encoder does not start.
    """
    width, height = SIZES[size]
    engine = Engine(color, remembers=False)
    prepare_thread(engine.compute)
    times: list[StageTime] = []
    with tempfile.TemporaryDirectory(prefix="vidcolor-bench-") as folder:
        film, target = Path(folder) / "film.mp4", Path(folder) / "out.mp4"
        make_film(film, width=width, height=height, frames=frames, grain_codes=grain_codes)

        with open_reader(film) as reader, _timed("decode", frames, times):
            for _ in reader.frames():
                pass
        yield times[-1]

        with open_reader(film) as reader:
            some = list(islice(reader.frames(), 8))
            info = reader.info
        few = [some[i % len(some)] for i in range(frames)]
        colorizer = Colorizer(engine.network, engine.compute, info, color)
        seen = [colorizer.see(frame) for frame in some]
        ab = [colorizer.colors([one.y[0]])[0] for one in seen]
        with _timed("downscale", frames, times):
            for frame in few:
                colorizer.see(frame)
        yield times[-1]
        with _timed("generator", frames, times):
            for index in range(frames):
                colorizer.colors([seen[index % 8].y[0]])
        yield times[-1]
        # The steadying goes by number: the same eight pictures, counted on.
        run = (
            replace(seen[i % 8], frame=replace(seen[i % 8].frame, number=i)) for i in range(frames)
        )
        with _timed("steady", frames, times):
            colored = (ColoredFrame(one, (ab[one.frame.number % 8],)) for one in placed(run))
            for _ in steadied(colored, color.stabilize):
                pass
        yield times[-1]

        with open_writer(target, source=info, settings=output, provenance={}) as writer:
            upsampler = Upsampler(info.luma, writer.chroma, engine.compute.device)
            upsampler(seen[0].luma, seen[0].y[0], ab[0])  # builds its table
            with _timed("upsample", frames, times):
                for index in range(frames):
                    planes = upsampler(seen[index % 8].luma, seen[index % 8].y[0], ab[index % 8])
            writer.write(some[0], *planes)
        yield times[-1]

        yield _encode(engine, film, target, output, frames, times)
        yield _transcode(film, target, output, frames, times)
        with _timed("together", frames, times):
            for _ in colorize_film(
                film,
                target,
                color=color,
                output=output,
                span=RangeSettings(),
                overwrite=True,
                engine=engine,
            ):
                pass
        yield times[-1]


def summary(times: list[StageTime]) -> dict[str, float]:
    """How the whole compares with its parts.

    Returns:
        ``engine_core_ms`` (stages without codecs), ``overlap`` (the time together over the larger
        of the slowest stage alone and all work shared by all cores), ``against_transcode``.
    """
    by_name = {t.stage: t for t in times}
    stages = ("decode", "downscale", "generator", "steady", "upsample", "encode")
    bound = max(
        max(by_name[s].wall_ms for s in stages),
        sum(by_name[s].core_ms for s in stages) / core_count(),
    )
    together = by_name["together"].wall_ms
    return {
        "engine_core_ms": sum(
            by_name[s].core_ms for s in ("downscale", "generator", "steady", "upsample")
        ),
        "overlap": together / bound,
        "against_transcode": together / by_name["transcode"].wall_ms,
    }


def _encode(
    engine: Engine,
    film: Path,
    target: Path,
    output: OutputSettings,
    frames: int,
    times: list[StageTime],
) -> StageTime:
    """The encoder, fed from memory with coloured frames: neutral chroma would cost it nothing."""
    with open_reader(film) as reader:
        opened = partial(
            open_writer, target, source=reader.info, settings=output, provenance={}, overwrite=True
        )
        with (
            opened() as writer,
            engine.finished(reader, writer.chroma, 0, min(frames, 48)) as (finished, _),
        ):
            held = list(finished)
            for one in held:
                writer.write(one.frame, one.cb, one.cr)
        with _timed("encode", len(held), times), opened() as writer:
            for one in held:
                writer.write(one.frame, one.cb, one.cr)
    return times[-1]


def _transcode(
    film: Path,
    target: Path,
    output: OutputSettings,
    frames: int,
    times: list[StageTime],
) -> StageTime:
    with (
        open_reader(film) as reader,
        _timed("transcode", frames, times),
        open_writer(
            target, source=reader.info, settings=output, provenance={}, overwrite=True
        ) as writer,
    ):
        planes = _neutral(writer)
        for frame in reader.frames():
            writer.write(frame, *planes)
    return times[-1]


def _neutral(writer: Writer) -> tuple[Plane, Plane]:
    grid = writer.chroma
    dtype = np.uint8 if grid.bit_depth <= 8 else np.uint16
    plane = np.full((grid.height, grid.width), grid.neutral, dtype)
    return plane, plane.copy()
