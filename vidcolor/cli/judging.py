"""The command `evaluate`: models on colour photos and clips, in tables and on a page."""

from __future__ import annotations

import argparse
import platform
import re
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import torch

from vidcolor import __version__
from vidcolor.cli import show
from vidcolor.devices import Compute, choose_compute, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.baselines import LAYERS
from vidcolor.evaluation.clips import (
    FRAMES,
    ClipResult,
    evaluate_clips,
    find_clips,
    mean_rows,
    write_strips,
)
from vidcolor.evaluation.comparison import GREY, Row, compare
from vidcolor.evaluation.contenders import (
    Contender,
    checked_points,
    parse_contender,
    with_guidance,
)
from vidcolor.evaluation.frechet import COLOR_LAYOUT, encoder_features
from vidcolor.evaluation.intervals import RESAMPLES, SEED
from vidcolor.evaluation.measures import Rgb
from vidcolor.evaluation.page import TRUTH, Gallery, write_page
from vidcolor.evaluation.photos import (
    PhotoResult,
    contact_sheet,
    frames_per_second,
    judge_grey,
    judge_photos,
    photo_squares,
    speed_conditions,
)
from vidcolor.evaluation.printed import PRINTED, find_printed
from vidcolor.evaluation.tables import footnotes, tables
from vidcolor.networks import Network, load_network
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import find_photos

_EVERY_S = 10.0  # between two words of progress


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    judge = commands.add_parser("evaluate")
    judge.add_argument(
        "model",
        nargs="+",
        metavar="MODEL[@KEY=VALUE,…]",
        help="one row each; keys: temperature, saturation, work-size, hints, palette=oracle, "
        "weights; what is not said holds for all rows",
    )
    judge.add_argument("--photos", type=Path, nargs="+", default=[])
    judge.add_argument("--clips", type=Path, nargs="+", default=[], help="colour films of one shot")
    judge.add_argument(
        "--layers",
        default=",".join(LAYERS),
        help="temporal layers to compare on the clips (default %(default)s)",
    )
    judge.add_argument(
        "--frames", type=int, default=FRAMES, help="of each clip; 0 is all (default %(default)s)"
    )
    judge.add_argument("--weights", type=Path, help="a safetensors file instead of the shipped one")
    judge.add_argument(
        "--sheet",
        type=Path,
        help="write photos beside their truth (first model), or clips over time, here (PNG)",
    )
    judge.add_argument("--device", default="auto")
    judge.add_argument("--work-size", type=int, default=ColorSettings().work_size)
    judge.add_argument("--temperature", type=float, default=0.0)
    judge.add_argument("--saturation", type=float, default=1.0)
    photos = judge.add_argument_group("on photos")
    photos.add_argument(
        "--hints", default="", metavar="N,N", help="further rows: so many true colours are told"
    )
    photos.add_argument(
        "--reference-palette",
        action="store_true",
        help="further rows: the truth's own palette is told (an upper bound)",
    )
    photos.add_argument(
        "--features",
        type=Path,
        metavar="FILE",
        help="ImageNet weights of MobileNetV2 or ResNet50 for a second Fréchet distance",
    )
    photos.add_argument("--speed", action="store_true", help="measure frames a second too")
    photos.add_argument(
        "--printed",
        default="",
        metavar="NAME,NAME",
        help=f"rows as printed in papers: {', '.join(PRINTED)}",
    )
    photos.add_argument(
        "--html", type=Path, metavar="PATH", help="a page of pictures: a .html file, or a folder"
    )
    photos.add_argument(
        "--resamples", type=int, default=RESAMPLES, help="for the intervals (default %(default)s)"
    )
    photos.add_argument(
        "--seed", type=int, default=SEED, help="of resamples and hints (default %(default)s)"
    )
    judge.add_argument("--json", action="store_true", help="one JSON object on stdout")
    judge.set_defaults(run=_evaluate)


class _Networks:
    """Each network is loaded once, whatever the rows that ask for it."""

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self._loaded: dict[tuple[str, Path | None], Network] = {}

    def __call__(self, contender: Contender) -> Network:
        key = contender.model, contender.weights
        if key not in self._loaded:
            self._loaded[key] = load_network(
                contender.model, self._compute, weights=contender.weights
            )
        return self._loaded[key]


def _evaluate(options: argparse.Namespace) -> int:
    if not options.photos and not options.clips:
        raise VidcolorError("There is nothing to measure on.", do="Give --photos or --clips.")
    if options.sheet and options.photos and options.clips:
        raise VidcolorError(
            "One sheet cannot show photos and clips.", do="Evaluate them one after the other."
        )
    layers = _layers(options)
    base = ColorSettings(
        device=options.device,
        work_size=options.work_size,
        temperature=options.temperature,
        saturation=options.saturation,
    )
    contenders = with_guidance(
        [parse_contender(text, base, options.weights) for text in options.model], (), palette=False
    )
    compute = choose_compute(options.device)
    networks = _Networks(compute)
    answer: dict[str, Any] = {"command": typed_command(), "versions": versions(compute), "rows": []}
    if options.photos:
        answer |= _photos(options, contenders, compute, networks)
    if options.clips:
        clips = find_clips(options.clips)
        clip_rows, results = [], []
        for contender in contenders:
            network = replace(networks(contender), name=contender.label)
            color = contender.settings
            of_model = _evaluate_clips(options, network, compute, clips, color, layers)
            clip_rows += mean_rows(of_model)
            results += of_model
            if options.sheet:
                write_strips(of_model, options.sheet)
        answer["rows"] = answer["rows"] + clip_rows
        answer["clips"] = [row for result in results for row in result.rows]
        if not options.json:
            _table(clip_rows, ("model", "layer", "clips"))
    if options.json:
        show.out_json(answer)
    return 0


def _photos(
    options: argparse.Namespace,
    contenders: Sequence[Contender],
    compute: Compute,
    networks: _Networks,
) -> dict[str, Any]:
    """Judge all rows on the photos; print and write what is asked for."""
    prepare_thread(compute)
    printed = find_printed(options.printed)
    features = [COLOR_LAYOUT]
    if options.features:
        features.append(encoder_features(options.features, compute))
    photos = find_photos(options.photos)
    squares = photo_squares(photos)
    if len(squares) < 2:
        raise VidcolorError("One photo tells nothing of others.", do="Give two photos or more.")
    gallery = Gallery() if options.html else None
    if gallery is not None:
        for name, truth in squares:
            gallery.add(name, TRUTH, truth)
    grey = _judged(GREY, judge_grey(squares, features), len(squares), gallery)
    rows = [Row(GREY, grey, GREY)]
    for contender in _guided(contenders, options, networks):
        network = networks(contender)
        speed = None
        if options.speed and not contender.guided:
            speed = frames_per_second(network, compute, contender.settings, squares[0][1])
        judged = judge_photos(network, compute, squares, contender, features, options.seed)
        rows.append(
            Row(
                contender.label,
                _judged(contender.label, judged, len(squares), gallery),
                contender.model,
                contender.told(),
                network.sha256,
                sum(part.numel() for part in network.module.parameters()),
                speed,
            )
        )
    show.note("intervals")
    comparison = compare(rows, features, resamples=options.resamples, seed=options.seed)
    conditions = speed_conditions(compute) if options.speed else ""
    found = tables(comparison, printed)
    notes = footnotes(comparison, printed, conditions=conditions)
    if not options.json:
        show.out("\n\n".join("\n".join([table.title, *table.lines()]) for table in found))
        show.out("\n" + "\n".join(f"- {note}" for note in notes))
    if gallery is not None:
        page = write_page(
            options.html,
            comparison,
            gallery,
            found,
            notes,
            command=typed_command(),
            versions=versions(compute),
        )
        show.note(f"{page}")
    if options.sheet:
        first = contenders[0]
        contact_sheet(networks(first), compute, photos, first.settings, options.sheet)
    return comparison.as_json() | {
        "conditions": conditions,
        "printed": [
            {"label": one.name, "source": one.source, **one.figures, "fid_of_theirs": one.fid}
            for one in printed
        ],
        "notes": notes,
    }


def _guided(
    contenders: Sequence[Contender], options: argparse.Namespace, networks: _Networks
) -> list[Contender]:
    """The contenders with the guided rows that are asked for, as far as their networks listen."""
    try:
        points = [checked_points(int(part)) for part in options.hints.split(",") if part.strip()]
    except ValueError as error:
        raise VidcolorError(
            f"--hints is {options.hints!r}.", do="Give numbers of points, for example 1,5,20."
        ) from error
    rows = []
    for one in with_guidance(contenders, points, palette=options.reference_palette):
        network = networks(one)
        if (one.points and not network.takes_hints) or (one.palette and not network.takes_palette):
            show.note(f"{one.label}: left out, {one.model} takes no such guidance")
        else:
            rows.append(one)
    return rows


def _judged(
    label: str,
    steps: Iterator[tuple[PhotoResult, Rgb]],
    count: int,
    gallery: Gallery | None,
) -> list[PhotoResult]:
    results: list[PhotoResult] = []
    shown = time.monotonic()
    for result, picture in steps:
        results.append(result)
        if gallery is not None:
            gallery.add(result.name, label, picture)
        if time.monotonic() - shown >= _EVERY_S:
            shown = time.monotonic()
            show.note(f"{label}: {len(results)} of {count} photos")
    return results


def typed_command() -> str:
    """What was typed; of files and folders only the last name, they are nobody's business."""
    # A path may stand behind an "=": --photos=DIR, swift@weights=FILE.
    words = (re.sub(r"(?:[^=/\\]*[/\\])+([^=/\\])", r"\1", word) for word in sys.argv[1:])
    return "vidcolor " + shlex.join(words)


def versions(compute: Compute) -> str:
    """The program and its parts, where figures were measured with them."""
    return (
        f"vidcolor {__version__}, torch {torch.__version__}, OpenCV {cv2.__version__}, "
        f"Python {platform.python_version()}, {compute.name}, {str(compute.dtype)[6:]}"
    )


def _layers(options: argparse.Namespace) -> list[str]:
    layers = [name.strip() for name in options.layers.split(",") if name.strip()]
    if wrong := [name for name in layers if name not in LAYERS]:
        raise VidcolorError(
            f"There is no temporal layer called {wrong[0]!r}.",
            do=f"Choose some of: {', '.join(LAYERS)}.",
        )
    if options.frames < 0:
        raise VidcolorError(
            f"--frames is {options.frames}.", do="Give a number of frames, or 0 for all."
        )
    return list(dict.fromkeys(layers))


def _evaluate_clips(
    options: argparse.Namespace,
    network: Network,
    compute: Compute,
    clips: Sequence[Path],
    color: ColorSettings,
    layers: Sequence[str],
) -> list[ClipResult]:
    results = []
    shown = time.monotonic()
    steps = evaluate_clips(network, compute, clips, color, layers=layers, frames=options.frames)
    with closing(steps):
        for step in steps:
            if step.result is not None:
                results.append(step.result)
                show.note(f"{step.clip}: done, {len(results)} of {len(clips)}")
            elif time.monotonic() - shown >= _EVERY_S:
                shown = time.monotonic()
                show.note(f"{step.clip}: {step.stage}, frame {step.frame}")
    return results


def _table(rows: Sequence[dict[str, Any]], labels: Sequence[str]) -> None:
    """Print rows of measures behind their labels; None is a dash."""
    names = [name for name in rows[0] if name not in labels]
    wide = max(12, *(len(str(row[label])) + 2 for row in rows for label in labels))
    head = "".join(label.ljust(wide) for label in labels)
    show.out(head + "".join(name.rjust(max(len(name) + 2, 10)) for name in names))
    for row in rows:
        cells = (_cell(row[name]).rjust(max(len(name) + 2, 10)) for name in names)
        show.out("".join(str(row[label]).ljust(wide) for label in labels) + "".join(cells))


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    # Stillness is told in hundredths and thousandths.
    return f"{value:.3f}" if value >= 1 else f"{value:.5f}"
