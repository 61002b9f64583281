"""Films sent through reader and writer with a synthetic colour, and looked at afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import numpy as np
from filming import scene, write_film

from vidcolor.settings import OutputSettings
from vidcolor.video.frames import ChromaFormat, Plane
from vidcolor.video.reader import open_reader
from vidcolor.video.writer import open_writer

PROVENANCE = {"comment": "Colours made by a machine (vidcolor, model swift)."}


@dataclass
class Passed:
    """What went through: for each frame its luma and time, and what the writer said."""

    lumas: list[Plane]
    times: list[Fraction]
    warnings: list[str]
    chroma: ChromaFormat
    colors: list[tuple[Plane, Plane]]


def tint(grid: ChromaFormat, number: int) -> tuple[Plane, Plane]:
    """Cb and Cr of frame ``number``: soft slopes around neutral, on the writer's grid."""
    y, x = np.mgrid[0 : grid.height, 0 : grid.width]
    unit = 1 << (grid.bit_depth - 8)
    cb = grid.neutral + unit * ((x + number) % 24 - 12)
    cr = grid.neutral + unit * ((y + 2 * number) % 20 - 6)
    kind = np.uint8 if grid.bit_depth == 8 else np.uint16
    return cb.astype(kind), cr.astype(kind)


def color_film(
    source: Path,
    target: Path,
    *,
    overwrite: bool = False,
    first: int = 0,
    end: int | None = None,
    **settings: Any,
) -> Passed:
    """Read ``source``, give it the tint, write ``target``; frames ``first`` to ``end``."""
    out = OutputSettings(**settings)
    with open_reader(source, fields="keep") as reader:
        frames = [f for f in reader.frames() if f.number >= first and (not end or f.number < end)]
        part = (
            {"first_pts": frames[0].pts, "last_pts_end": frames[-1].pts + frames[-1].duration}
            if first or end
            else {}
        )
        passed = Passed([], [], [], None, [])  # type: ignore[arg-type]
        with open_writer(
            target,
            source=reader.info,
            settings=out,
            provenance=PROVENANCE,
            overwrite=overwrite,
            **part,
        ) as writer:
            for frame in frames:
                cb, cr = tint(writer.chroma, frame.number)
                writer.write(frame, cb, cr)
                passed.lumas.append(frame.luma)
                passed.times.append(frame.pts * reader.info.time_base)
                passed.colors.append((cb, cr))
        passed.warnings, passed.chroma = writer.warnings, writer.chroma
    return passed


def planes(path: Path) -> list[list[Plane]]:
    """All frames' planes as stored, without any conversion."""
    frames = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            kind = np.uint8 if frame.format.components[0].bits == 8 else np.uint16
            frames.append(
                [
                    np.frombuffer(p, kind)
                    .reshape(-1, p.line_size // np.dtype(kind).itemsize)[: p.height, : p.width]
                    .copy()
                    for p in frame.planes
                ]
            )
    return frames


def times(path: Path) -> list[Fraction]:
    """Presentation times of all frames in seconds."""
    with av.open(str(path)) as container:
        return [f.pts * f.time_base for f in container.decode(video=0)]


def payloads(path: Path, kind: str) -> list[tuple[Fraction, str]]:
    """Time and digest of every packet of the first stream of a kind."""
    with av.open(str(path)) as container:
        stream = next(s for s in container.streams if s.type == kind)
        return [
            (p.pts * p.time_base, sha256(bytes(p)).hexdigest())
            for p in container.demux(stream)
            if p.size
        ]


def rubble(folder: Path) -> list[str]:
    """Names of everything in a folder that is no finished target."""
    return sorted(p.name for p in folder.iterdir() if ".partial" in p.name)


def tagged_film(
    path: Path,
    pixel_format: str,
    *,
    full: bool = False,
    matrix: int = 6,
    size: tuple[int, int] = (64, 48),
    frames: int = 3,
) -> Path:
    """A lossless film whose samples use the whole depth of the pixel format."""
    depth = av.VideoFormat(pixel_format, 8, 8).components[0].bits

    def tags(stream: Any) -> None:
        context = stream.codec_context
        context.color_range = 2 if full else 1
        context.colorspace = context.color_primaries = context.color_trc = matrix

    low_bits = np.arange(size[0]) % (1 << (depth - 8))  # else a shift would go unseen
    lumas = (
        (scene(n, *size).astype(np.int32) << (depth - 8)) + low_bits.astype(np.int32)
        for n in range(frames)
    )
    options = {"level": "3", "slices": "1"} if size[1] < 16 else {}
    return write_film(
        path, lumas, codec="ffv1", pixel_format=pixel_format, prepare=tags, options=options
    )


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
