"""The statistics of photos as a picture: colours, sizes, chroma, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from vidcolor.cache import write_beside
from vidcolor.color.lab import lab_to_rgb
from vidcolor.errors import VidcolorError
from vidcolor.training.data.colors import GREY_CHROMA
from vidcolor.training.data.photo import Rgb
from vidcolor.training.data.statistics import AB_CELL, AB_REACH, PhotoStatistics

WIDTH_PX, HEIGHT_PX = 1280, 800

_PAPER, _INK, _FAINT, _MARK = (250, 250, 248), (40, 40, 44), (206, 206, 204), (47, 96, 176)
_MARGIN_PX = 40
_PLANE = (84, 120, 560)  # left, top and side of the a*b* plane in pixels
_RIGHT = (760, 480)  # left and width of the right column in pixels
_LIGHTNESS = 70.0  # of the plane: most colours of sRGB are there at this one
_MOST_ROWS = 11  # of the table

Color = tuple[int, int, int]


def statistics_picture(
    statistics: PhotoStatistics | Mapping[str, PhotoStatistics], path: Path
) -> None:
    """Write statistics as a PNG of 1280 × 800 pixels; several sets side by side, each that large.

    Args:
        statistics: of one set, or of several by their titles.
        path: of the PNG; written whole or not at all.

    Raises:
        VidcolorError: it cannot be written.
    """
    sets = {"Photos": statistics} if isinstance(statistics, PhotoStatistics) else statistics
    picture = np.hstack([_panel(title, one) for title, one in sets.items()])
    _, encoded = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    try:
        write_beside(path, encoded.tobytes())
    except OSError as error:
        raise VidcolorError(
            f"{path} cannot be written.", do="Choose another place.", detail=str(error)
        ) from error


def _panel(title: str, statistics: PhotoStatistics) -> Rgb:
    canvas = np.full((HEIGHT_PX, WIDTH_PX, 3), _PAPER, np.uint8)
    _text(canvas, title, (_MARGIN_PX, 52), size=1.0, weight=2)
    _text(canvas, _summary(statistics), (_MARGIN_PX, 84), color=(90, 90, 94))
    _draw_plane(canvas, statistics)
    left, width = _RIGHT
    sizes, size_counts = statistics.size_histogram()
    greatest_px = statistics.short_side_px[-1]
    labels = [f"{edge}" for edge in sizes]
    labels[-1] += "+" if greatest_px >= sizes[-1] else ""
    _draw_bars(canvas, "Short side, px", (left, 120, width, 130), size_counts, labels)
    chromas, chroma_counts = statistics.chroma_histogram()
    labels = [f"{edge}" if edge % 10 == 0 else "" for edge in chromas]
    labels[-1] += "+"
    heading = f"Mean chroma of a photo (below {GREY_CHROMA:g} it is taken for grey)"
    _draw_bars(canvas, heading, (left, 310, width, 130), chroma_counts, labels)
    _draw_sources(canvas, statistics, (left, 500))
    return canvas


def _summary(statistics: PhotoStatistics) -> str:
    least, median, greatest = statistics.short_side_px
    return (
        f"{statistics.photos} photos, {statistics.looked_at} looked at, "
        f"{statistics.damaged} damaged, {statistics.grey_share:.1%} grey.  "
        f"Mean L* {statistics.lightness:.1f}, chroma {statistics.chroma:.1f}.  "
        f"Short side {least} to {greatest} px, median {median}."
    )


def _draw_plane(canvas: Rgb, statistics: PhotoStatistics) -> None:
    """The count of pixels over a* and b*: the paler a cell, the rarer; drawn in its own colour."""
    left, top, side = _PLANE
    density = _enlarged(np.log1p(statistics.ab_counts), side)
    strength = density / max(float(density.max()), 1e-9)
    steps = (np.arange(side) + 0.5) / side * 2 * AB_REACH - AB_REACH
    lab = np.empty((1, 3, side, side), np.float32)
    lab[0, 0] = _LIGHTNESS
    lab[0, 1], lab[0, 2] = steps[None, :], -steps[:, None]
    colors = lab_to_rgb(torch.from_numpy(lab))[0].permute(1, 2, 0).clamp(0, 1).numpy() * 255
    paper = np.array(_PAPER, np.float32)
    plane = paper + (colors - paper) * (0.1 + 0.9 * strength[..., None])
    canvas[top : top + side, left : left + side] = plane.round().astype(np.uint8)
    for level in (0.25, 0.5, 0.75):
        mask = (strength >= level).astype(np.uint8)
        lines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        moved = [line + np.array([left, top]) for line in lines]
        cv2.polylines(canvas, moved, True, (70, 70, 74), 1, cv2.LINE_AA)
    for value in range(-100, 101, 50):
        at = round((value + AB_REACH) / (2 * AB_REACH) * side)
        shade = _INK if value == 0 else _FAINT
        cv2.line(canvas, (left + at, top), (left + at, top + side), shade, 1)
        cv2.line(canvas, (left, top + side - at), (left + side, top + side - at), shade, 1)
        _text(canvas, f"{value}", (left + at, top + side + 20), anchor=0.5)
        _text(canvas, f"{value}", (left - 8, top + side - at + 5), anchor=1.0)
    cv2.rectangle(canvas, (left, top), (left + side, top + side), _INK, 1)
    _text(canvas, "a*", (left + side + 10, top + side + 20), size=0.6)
    _text(canvas, "b*", (left - 8, top - 10), size=0.6, anchor=1.0)
    most = statistics.ab_counts.max() / max(statistics.ab_counts.sum(), 1)
    note = f"Pixels over a* and b*, cells of {AB_CELL}, logarithmic; the fullest has {most:.1%}"
    _text(canvas, note, (left, top + side + 48))


def _enlarged(counts: NDArray[np.float64], side_px: int) -> NDArray[np.float32]:
    """Upright (b* grows upwards), cells blended into each other."""
    upright = np.ascontiguousarray(counts[::-1]).astype(np.float32)
    large: NDArray[np.float32] = cv2.resize(
        upright, (side_px, side_px), interpolation=cv2.INTER_LINEAR
    )
    return large


def _draw_bars(
    canvas: Rgb,
    title: str,
    place: tuple[int, int, int, int],
    counts: Sequence[int],
    labels: Sequence[str],
) -> None:
    """A histogram; ``place`` is left, top, width and height in pixels, ``labels`` are of edges."""
    left, top, width, height = place
    _text(canvas, title, (left, top), size=0.55)
    top, bottom, most = top + 16, top + 16 + height, max(*counts, 1)
    edges = [left + round(width * i / len(counts)) for i in range(len(counts) + 1)]
    for count, begin, end in zip(counts, edges, edges[1:], strict=False):
        if count:
            tall = max(1, round(count / most * height))
            cv2.rectangle(canvas, (begin + 1, bottom - tall), (end - 1, bottom), _MARK, cv2.FILLED)
    cv2.line(canvas, (left, bottom), (left + width, bottom), _INK, 1)
    for label, at in zip(labels, edges, strict=True):
        _text(canvas, label, (at, bottom + 18), anchor=0.5)
    _text(canvas, f"tallest: {most}", (left + width, top - 16), anchor=1.0, color=(90, 90, 94))


def _draw_sources(canvas: Rgb, statistics: PhotoStatistics, place: tuple[int, int]) -> None:
    """The largest sources, or classes where there are some, with their numbers of photos."""
    left, top = place
    width = _RIGHT[1]
    titles = "Classes" if statistics.classes else "Sources"
    counts = statistics.classes or statistics.sources
    rows = sorted(counts.items(), key=lambda row: -row[1])
    _text(canvas, f"{titles}: {len(rows)}", (left, top), size=0.55)
    if len(rows) > _MOST_ROWS:
        rest = rows[_MOST_ROWS - 1 :]
        rows = [*rows[: _MOST_ROWS - 1], (f"{len(rest)} others", sum(count for _, count in rest))]
    most = max(count for _, count in rows)
    for row, (name, count) in enumerate(rows):
        base = top + 28 + 23 * row
        tall = round(count / most * (width - 290))
        cv2.rectangle(canvas, (left + 210, base - 12), (left + 210 + tall, base + 2), _MARK, -1)
        _text(canvas, name if len(name) <= 24 else name[:23] + "~", (left, base))
        _text(canvas, f"{count}", (left + width, base), anchor=1.0)


def _text(
    canvas: Rgb,
    text: str,
    at: tuple[int, int],
    *,
    size: float = 0.45,
    weight: int = 1,
    color: Color = _INK,
    anchor: float = 0.0,
) -> None:
    """Write a line; ``anchor`` is 0 where ``at`` is its left end, 1 where it is its right one."""
    readable = text.encode("ascii", "replace").decode()  # OpenCV's fonts have no other letters
    (width, _), _ = cv2.getTextSize(readable, cv2.FONT_HERSHEY_SIMPLEX, size, weight)
    left = at[0] - round(anchor * width)
    cv2.putText(
        canvas,
        readable,
        (left, at[1]),
        cv2.FONT_HERSHEY_SIMPLEX,
        size,
        color,
        weight,
        cv2.LINE_AA,
    )
