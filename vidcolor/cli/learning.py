"""Commands on models: models, train, evaluate."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from vidcolor.cli import show
from vidcolor.cli.options import add_settings, given_settings
from vidcolor.devices import Compute, choose_compute
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
from vidcolor.evaluation.photos import contact_sheet, evaluate_photos
from vidcolor.networks import Network, find_spec, known_models, load_network, verify_weights
from vidcolor.settings import ColorSettings
from vidcolor.training.export import export_weights
from vidcolor.training.loop import train
from vidcolor.training.photos import find_photos, split_validation, without_near_duplicates
from vidcolor.training.recipe import RECIPES, TrainSettings


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module."""
    known = commands.add_parser("models", help="which models there are; are they intact")
    known.add_argument("what", choices=("list", "info", "verify"))
    known.add_argument("name", nargs="?", default="swift")
    known.set_defaults(run=_models)

    teach = commands.add_parser("train", help="train a model by a recipe (`vidcolor train list`)")
    teach.add_argument("recipe", choices=("list", *RECIPES))
    teach.add_argument("--data", type=Path, nargs="+", default=[], help="photos or tar shards")
    teach.add_argument("--exclude", type=Path, nargs="+", default=[], help="never train on these")
    teach.add_argument("--out", type=Path, help="folder of the run")
    teach.add_argument("--encoder-weights", type=Path, help="pre-trained encoder (safetensors)")
    teach.add_argument("--start-weights", type=Path, help="go on from exported weights")
    teach.add_argument("--resume", action="store_true", help="go on with the run in --out")
    teach.add_argument("--export", type=Path, help="write the best weights here when done")
    teach.add_argument("--device", default="auto")
    add_settings(teach, TrainSettings, "settings")
    teach.set_defaults(run=_train)

    judge = commands.add_parser("evaluate", help="measure a model on colour photos and clips")
    judge.add_argument("model", nargs="+")
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
        "--sheet", type=Path, help="write photos beside their truth, or clips over time, here (PNG)"
    )
    judge.add_argument("--device", default="auto")
    judge.add_argument("--work-size", type=int, default=ColorSettings().work_size)
    judge.add_argument("--temperature", type=float, default=1.0)
    judge.add_argument("--saturation", type=float, default=1.0)
    judge.set_defaults(run=_evaluate)
    for parser in (known, teach, judge):
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _models(options: argparse.Namespace) -> int:
    if options.what == "list":
        rows = known_models()
        if options.json:
            show.out_json({"models": rows})
        else:
            for row in rows:
                there = f"{row['megabytes']} MB" if row["installed"] else "weights missing"
                show.out(f"{row['name']:10} {there:16} {row['summary']}")
        return 0
    if options.what == "info":
        card = _card(options.name)
        if options.json:
            show.out_json({"name": options.name, "card": card})
        else:
            show.out(card)
        return 0
    intact = verify_weights()
    if options.json:
        show.out_json({"intact": intact})
    else:
        for name, good in intact.items():
            show.out(f"{name}: {'intact' if good else 'DAMAGED, install vidcolor again'}")
    return 0 if all(intact.values()) else 1


def _card(name: str) -> str:
    path = find_spec(name).card
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise VidcolorError(
            f"The card of {name} is missing: {path}.", do="Install vidcolor again."
        ) from error


def _train(options: argparse.Namespace) -> int:
    if options.recipe == "list":
        for recipe in RECIPES.values():
            sizes = ", ".join(str(stage.crop.size_px) for stage in recipe.stages)
            show.out(f"{recipe.name}: generator {recipe.generator}, {sizes} px")
        return 0
    if not options.data or options.out is None:
        raise VidcolorError(
            "A training needs photos and a folder.", do="Give --data DIR… and --out RUN."
        )
    recipe = RECIPES[options.recipe]
    settings = given_settings(options, recipe.settings)
    photos, held_out = split_validation(find_photos(options.data))
    if options.exclude:
        photos, dropped = without_near_duplicates(photos, find_photos(options.exclude))
        show.note(f"{len(dropped)} photos are left out: they resemble excluded ones")
    show.note(f"{len(photos)} photos to train on, {len(held_out)} held out")
    steps = train(
        recipe,
        settings,
        photos,
        held_out,
        options.out,
        device=choose_compute(options.device).device,
        encoder_weights=options.encoder_weights,
        start_weights=options.start_weights,
        resume=options.resume,
    )
    shown = 0.0
    with closing(steps):
        for step in steps:
            if step.validation is None and time.monotonic() - shown < 10:
                continue
            shown = time.monotonic()
            measured = "".join(f" {k} {v:.3f}" for k, v in (step.validation or {}).items())
            show.note(
                f"step {step.step} of {step.steps}, loss {step.loss:.3f}, "
                f"{step.pictures_per_second:.0f} pictures/s{measured}"
            )
    if options.export:
        digest = export_weights(options.out / "best.pt", recipe, options.export)
        show.note(f"{options.export} (sha256 {digest})")
    show.out(str(options.out))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    if not options.photos and not options.clips:
        raise VidcolorError("There is nothing to measure on.", do="Give --photos or --clips.")
    if options.sheet and options.photos and options.clips:
        raise VidcolorError(
            "One sheet cannot show photos and clips.", do="Evaluate them one after the other."
        )
    layers = _layers(options)
    color = ColorSettings(
        device=options.device,
        work_size=options.work_size,
        temperature=options.temperature,
        saturation=options.saturation,
    )
    compute = choose_compute(options.device)
    photos = find_photos(options.photos) if options.photos else []
    clips = find_clips(options.clips) if options.clips else []
    rows, clip_rows, results = [], [], []
    for name in options.model:
        network = load_network(name, compute, weights=options.weights)
        if photos:
            rows.append(evaluate_photos(network, compute, photos, color))
            if options.sheet:
                contact_sheet(network, compute, photos, color, options.sheet)
        if clips:
            of_model = _evaluate_clips(options, network, compute, clips, color, layers)
            clip_rows += mean_rows(of_model)
            results += of_model
            if options.sheet:
                write_strips(of_model, options.sheet)
    if options.json:
        answer: dict[str, Any] = {"rows": rows + clip_rows}
        if clips:
            answer["clips"] = [row for result in results for row in result.rows]
        show.out_json(answer)
        return 0
    if rows:
        _table(rows, ("model",))
    if clip_rows:
        _table(clip_rows, ("model", "layer", "clips"))
    return 0


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
            elif time.monotonic() - shown >= 10:
                shown = time.monotonic()
                show.note(f"{step.clip}: {step.stage}, frame {step.frame}")
    return results


def _table(rows: Sequence[dict[str, Any]], labels: Sequence[str]) -> None:
    """Print rows of measures behind their labels; None is a dash."""
    names = [name for name in rows[0] if name not in labels]
    head = "".join(label.ljust(12) for label in labels)
    show.out(head + "".join(name.rjust(max(len(name) + 2, 10)) for name in names))
    for row in rows:
        cells = (_cell(row[name]).rjust(max(len(name) + 2, 10)) for name in names)
        show.out("".join(str(row[label]).ljust(12) for label in labels) + "".join(cells))


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    # Stillness is told in hundredths and thousandths.
    return f"{value:.3f}" if value >= 1 else f"{value:.5f}"
