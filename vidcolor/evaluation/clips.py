"""A model on colour clips: made grey, coloured, steadied by several layers, held to the truth.

Two passes over each clip: the first evens the exposure as the engine does, asks the network once
for each frame and keeps its small a*b*; the second lets the layers run beside each other and judges
full-size frames, one at a time. So all layers begin with the same colours.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vidcolor.color.upsample import Upsampler
from vidcolor.colorizer import Colorizer, SeenFrame
from vidcolor.devices import Compute, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.baselines import LAYERS, Predicted, papers
from vidcolor.evaluation.measures import Rgb
from vidcolor.evaluation.stillness import FEWEST_FRAMES, MotionFinder, Stillness
from vidcolor.networks import Network
from vidcolor.settings import ColorSettings
from vidcolor.temporal.placing import placed
from vidcolor.video.frames import ChromaFormat, Plane
from vidcolor.video.info import FilmInfo
from vidcolor.video.rgb import to_rgb
from vidcolor.video.truth import ColorFilm, TrueFrame, open_color_film

FRAMES = 120
"""Frames of each clip that are judged where nothing else is asked."""
_FILM_SUFFIXES = {".mp4", ".mkv", ".mov", ".m4v", ".avi", ".webm", ".mpg", ".ts", ".mxf"}
_SHOWN = ("grey", "none", "ours", "truth")  # rows of a strip, as far as they are there
_FAINTEST = 1.0  # colourfulness of a film that is taken for black and white
_COLUMN_PX = 4  # width of a frame in a strip


@dataclass(frozen=True, slots=True)
class ClipStep:
    """How far an evaluation is; the last step of a clip brings its result."""

    clip: str
    frame: int
    stage: str  # "colour" or "judge"
    result: ClipResult | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ClipResult:
    """One clip's measures and its strip of pixels over time.

    ``rows`` has one for ``grey``, for each layer and for ``truth``: ``clip``, ``model``, ``layer``,
    ``frames`` and the measures of :class:`.stillness.Stillness`.
    """

    rows: list[dict[str, Any]]
    columns: dict[str, list[Rgb]] = field(default_factory=dict)  # each ``(H, 1, 3)``


def find_clips(paths: Sequence[Path]) -> list[Path]:
    """Films among ``paths`` and in the folders among them, in order of their names.

    Raises:
        VidcolorError: a path is not there, or there is no film.
    """
    films: list[Path] = []
    for path in paths:
        if not path.exists():
            raise VidcolorError(f"{path} is not there.", do="Check the path.")
        inside = path.iterdir() if path.is_dir() else [path]
        films += sorted(p for p in inside if not path.is_dir() or p.suffix in _FILM_SUFFIXES)
    if not films:
        raise VidcolorError("There is no film in the given folders.", do="Give films in colour.")
    return films


@torch.inference_mode()
def evaluate_clips(
    network: Network,
    compute: Compute,
    clips: Sequence[Path],
    settings: ColorSettings,
    *,
    layers: Sequence[str] = tuple(LAYERS),
    frames: int = FRAMES,
) -> Generator[ClipStep]:
    """Measure a model with several temporal layers on colour clips, each of one shot.

    Truth and colourings share the clip's luma and go through one conversion to RGB, at full size.

    Args:
        network: asked once for each frame, whatever the layers.
        compute: where it runs.
        clips: progressive colour films.
        settings: of the colour; ``stabilize`` has no part in it.
        layers: names from :data:`.baselines.LAYERS`.
        frames: of each clip, from its beginning; 0 takes all. Memory grows with them by the small
            a*b*, not by pictures.

    Raises:
        VidcolorError: a clip cannot be read, is grey or interlaced, or is shorter than five frames.
    """
    prepare_thread(compute)
    for path in clips:
        with open_color_film(path) as film:
            yield from _evaluate(_Clip(network, compute, film, settings, frames), layers)


def mean_rows(results: Sequence[ClipResult]) -> list[dict[str, Any]]:
    """Means over clips, one row for each layer.

    ``colorfulness_difference`` is the difference of the means (the truth's less ours, absolute).
    """
    rows = []
    layers = [str(row["layer"]) for row in results[0].rows]
    for at, layer in enumerate(layers):
        same = [result.rows[at] for result in results]
        row: dict[str, Any] = {"model": same[0]["model"], "layer": layer, "clips": len(same)}
        for name, value in same[0].items():
            if isinstance(value, float) or value is None:
                row[name] = None if value is None else float(np.mean([one[name] for one in same]))
        rows.append(row)
    for row in rows:
        row["colorfulness_difference"] = abs(row["colorfulness"] - rows[-1]["colorfulness"])
    return rows


def write_strips(results: Sequence[ClipResult], path: Path, *, height_px: int = 160) -> None:
    """Write what one column of pixels, the middle one, does over time, as a picture.

    A cell for each clip, three beside each other: rows of grey film, bare prediction, our layer and
    truth (as far as they were evaluated), time runs to the right.
    """
    cells = [_strip(result, height_px) for result in results]
    height, width = (max(cell.shape[axis] for cell in cells) for axis in (0, 1))
    cells += [np.zeros((0, 0, 3), np.uint8)] * (-len(cells) % min(3, len(cells)))
    across = min(3, len(results))
    padded = [
        np.pad(
            cell,
            ((0, height - cell.shape[0] + 8), (0, width - cell.shape[1] + 8), (0, 0)),
            constant_values=24,
        )
        for cell in cells
    ]
    rows = [np.hstack(padded[i : i + across]) for i in range(0, len(padded), across)]
    if not cv2.imwrite(str(path), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR)):
        raise VidcolorError(
            f"{path} could not be written.", do="Choose a .png in a folder that can be written to."
        )


class _Clip:
    """One clip with everything that colours it."""

    def __init__(
        self,
        network: Network,
        compute: Compute,
        film: ColorFilm,
        settings: ColorSettings,
        frames: int,
    ) -> None:
        self.model = network.name
        self.name = film.info.path.name
        self._film = film
        self._end = frames or None
        self._saturation = settings.saturation
        self._colorizer = Colorizer(network, compute, film.info, settings)
        self._upsampler = Upsampler(film.info.luma, _full_chroma(film.info), compute.device)

    def frames(self) -> Iterator[TrueFrame]:
        return self._film.frames(self._end)

    def predicted(self) -> Iterator[Predicted]:
        room = self._colorizer.compute.batch
        batch: list[SeenFrame] = []
        for seen in placed(map(self.see, self.frames())):
            batch.append(seen)
            if len(batch) == room:
                yield from self._predict(batch)
                batch = []
        if batch:
            yield from self._predict(batch)

    def see(self, true: TrueFrame) -> SeenFrame:
        return self._colorizer.see(true.frame)

    def _predict(self, batch: list[SeenFrame]) -> Iterator[Predicted]:
        pictures = [seen.even_y[0] for seen in batch]
        prediction = self._colorizer.predict(pictures)
        colors = self._colorizer.decoded(prediction)
        logits = self._colorizer.turned_back(prediction.logits)
        network = self._colorizer.network
        bins = network.module.get_buffer("bins") * network.decoding.chroma_gain
        for at, (seen, y) in enumerate(zip(batch, pictures, strict=True)):
            here = slice(at, at + 1)
            yield Predicted(
                seen.frame.number, y, colors[here], logits[here], bins, seen.shot, seen.mixed
            )

    def rgb(self, luma: Plane, cb: Plane, cr: Plane) -> Rgb:
        return to_rgb(luma, self._film.info.luma, cb, cr, 8).astype(np.uint8)

    def colored(self, seen: SeenFrame, ab: Tensor) -> Rgb:
        cb, cr = self._upsampler(seen.luma, seen.y[0], ab, self._saturation)
        return self.rgb(seen.frame.luma, cb, cr)


def _full_chroma(info: FilmInfo) -> ChromaFormat:
    size = (info.width, info.height)
    return ChromaFormat(*size, *size, 16, True, info.luma.matrix, "center")


def _evaluate(clip: _Clip, layers: Sequence[str]) -> Generator[ClipStep]:
    kept: list[Predicted] = []
    steady: dict[str, Iterator[Tensor]] = {}

    def keeping() -> Iterator[Predicted]:
        for frame in clip.predicted():
            kept.append(replace(frame, logits=None, bins=None))
            yield frame

    # The papers' layer alone needs the logits, which are too large to keep: it looks on while the
    # network works.
    first: list[Tensor] = []
    for ab in papers(keeping()) if "papers" in layers else (frame.ab for frame in keeping()):
        first.append(ab)
        yield ClipStep(clip.name, len(kept), "colour")
    if len(kept) < FEWEST_FRAMES:
        raise VidcolorError(
            f"{clip.name} has only {len(kept)} frames.",
            do=f"Give clips of at least {FEWEST_FRAMES} frames, and as many with --frames.",
        )
    for layer in layers:
        steady[layer] = iter(first) if layer == "papers" else LAYERS[layer](kept)

    find_motion = MotionFinder()
    judges = {name: Stillness() for name in ("grey", *layers, "truth")}
    columns: dict[str, list[Rgb]] = {name: [] for name in _SHOWN if name in judges}
    for count, true in enumerate(clip.frames(), start=1):
        truth = clip.rgb(true.frame.luma, true.cb, true.cr)
        motion = find_motion(truth)
        seen = clip.see(true)
        neutral = np.full_like(true.cb, 32768)
        for name, judge in judges.items():
            if name == "truth":
                picture = truth
            elif name == "grey":
                picture = clip.rgb(true.frame.luma, neutral, neutral)
            else:
                picture = clip.colored(seen, next(steady[name]))
            judge.add(picture, truth, motion)
            if name in columns:
                middle = picture.shape[1] // 2
                columns[name].append(picture[:, middle : middle + 1].copy())
        yield ClipStep(clip.name, count, "judge")
    yield ClipStep(
        clip.name, len(kept), "judge", ClipResult(_rows(clip, judges, len(kept)), columns)
    )


def _rows(clip: _Clip, judges: dict[str, Stillness], frames: int) -> list[dict[str, Any]]:
    colorfulness = judges["truth"].measures()["colorfulness"]
    if colorfulness < _FAINTEST:
        raise VidcolorError(
            f"{clip.name} has hardly any colour to compare with.", do="Give films in colour."
        )
    rows = []
    for layer, judge in judges.items():
        row: dict[str, Any] = {"clip": clip.name, "model": clip.model, "layer": layer}
        row |= {"frames": frames, **judge.measures()}
        row["colorfulness_difference"] = abs(row["colorfulness"] - colorfulness)
        if layer == "truth":
            row["psnr_db"] = None  # without end
        rows.append(row)
    return rows


def _strip(result: ClipResult, height_px: int) -> NDArray[np.uint8]:
    lines = []
    for columns in result.columns.values():
        picture = np.hstack(columns)
        size = (_COLUMN_PX * picture.shape[1], height_px)
        # By area over the height alone: a frame stays a bar of its own.
        picture = cv2.resize(picture, (picture.shape[1], height_px), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_NEAREST)
        lines.append(np.pad(picture, ((2, 0), (0, 0), (0, 0)), constant_values=24))
    return np.vstack(lines)
