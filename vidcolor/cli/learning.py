"""The command `train`."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from vidcolor.cli import show
from vidcolor.cli.learning_data import add_data, photos_of, split_of
from vidcolor.cli.options import add_settings, settings_from
from vidcolor.cli.report import add_report_arguments, run_report
from vidcolor.cli.verdicts import add_judge_arguments
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.classifiers import load_classifier
from vidcolor.getmodels.checkpoint import add_checkpoint
from vidcolor.training.data.splits import Split
from vidcolor.training.data.statistics import photo_statistics
from vidcolor.training.data.statistics_picture import statistics_picture
from vidcolor.training.distributed import World, joined_world, own_device
from vidcolor.training.export import export_weights
from vidcolor.training.grid import grid_runs
from vidcolor.training.length import try_out, with_steps
from vidcolor.training.loop import TrainProgress, train
from vidcolor.training.recipe import Recipe, TrainSettings
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run
from vidcolor.training.summary import summarize
from vidcolor.training.trainer import Sources

_EVERY_S = 10.0


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module, which `cli.COMMANDS` lists."""
    teach = commands.add_parser("train")
    words = teach.add_subparsers(dest="recipe", metavar="RECIPE | list | …", required=True)
    listing = words.add_parser("list", help="all recipes")
    listing.add_argument("--json", action="store_true", help="one JSON object on stdout")
    listing.set_defaults(run=_list)
    looking = words.add_parser("statistics", help="what a collection of photos is like")
    add_data(looking)
    looking.add_argument("--out", type=Path, help="draw a picture of it (PNG)")
    looking.add_argument("--json", action="store_true", help="one JSON object on stdout")
    looking.set_defaults(run=_statistics)
    adding = words.add_parser("add", help="make a checkpoint of a run one of your models")
    adding.add_argument("folder", type=Path, metavar="RUN")
    adding.add_argument("--name", default="", help="of the model; the run's folder's where empty")
    adding.add_argument("--checkpoint", default="best", help="best, last or a step")
    adding.add_argument("--json", action="store_true", help="one JSON object on stdout")
    adding.set_defaults(run=_add)
    reporting = words.add_parser("report", help="tell runs in curves, tables and pictures")
    add_report_arguments(reporting)
    reporting.set_defaults(run=lambda options: run_report(options, load_classifier))
    add_judge_arguments(words.add_parser("judge", help="what a run says of colour pictures"))
    for recipe in RECIPES.values():
        _add_recipe(words.add_parser(recipe.name, help=recipe.summary), recipe)


def _add_recipe(parser: argparse.ArgumentParser, recipe: Recipe) -> None:
    add_data(parser)
    parser.add_argument("--out", type=Path, help="folder of the run")
    parser.add_argument("--encoder-weights", type=Path, help="pre-trained encoder")
    parser.add_argument("--start-weights", type=Path, help="go on from exported weights")
    parser.add_argument(
        "--feature-weights", type=Path, help="ImageNet network that compares pictures"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the run in --out")
    parser.add_argument("--export", type=Path, help="write the weights here when done")
    parser.add_argument("--device", default="auto")
    parser.add_argument(
        "--dry-run", action="store_true", help="layers, memory and time; nothing is trained"
    )
    parser.add_argument(
        "--grid", action="append", default=[], metavar="NAME=V,V", help="a run for each value"
    )
    add_settings(parser, TrainSettings, "settings", base=recipe.settings)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.set_defaults(run=_train)


def _list(options: argparse.Namespace) -> int:
    if options.json:
        show.out_json({"recipes": [_told(recipe) for recipe in RECIPES.values()]})
        return 0
    wide = max(map(len, RECIPES)) + 2
    for recipe in RECIPES.values():
        show.out(f"{recipe.name:<{wide}}{recipe.summary}")
        if recipe.source:
            show.out(f"{'':<{wide}}{recipe.source}")
    return 0


def _told(recipe: Recipe) -> dict[str, Any]:
    return {
        "name": recipe.name,
        "summary": recipe.summary,
        "source": recipe.source,
        "generator": recipe.generator,
        "sizes_px": [stage.crop.size_px for stage in recipe.stages],
        "encoder": recipe.encoder,
        "feature_network": recipe.feature_network,
        "assumed": list(recipe.assumed),
    }


def _statistics(options: argparse.Namespace) -> int:
    statistics = None
    for step in photo_statistics(photos_of(options)):
        statistics = step.statistics
    assert statistics is not None
    if options.out:
        statistics_picture(statistics, options.out)
    told = statistics.as_json()
    if options.json:
        show.out_json(told)
        return 0
    least, median, greatest = statistics.short_side_px
    show.out(f"{statistics.photos} photos, {statistics.damaged} of {statistics.looked_at} damaged")
    show.out(f"short sides {least} to {greatest} px, median {median}")
    show.out(f"mean chroma {statistics.chroma:.1f}, grey {100 * statistics.grey_share:.1f} %")
    return 0


def _train(options: argparse.Namespace) -> int:
    recipe = RECIPES[options.recipe]
    settings = settings_from(options, TrainSettings)
    if options.out is None and not options.dry_run:
        raise VidcolorError("A training needs a folder for its run.", do="Give --out RUN.")
    sources = Sources(options.encoder_weights, options.start_weights, options.feature_weights)
    device = own_device(choose_compute(options.device).device)
    split = split_of(options)
    if options.dry_run:
        return _dry_run(options, recipe, settings, split, sources)
    runs = {"": settings} if not options.grid else grid_runs(settings, options.grid)
    results = []
    with joined_world(device) as world:
        for label, chosen in runs.items():
            folder = options.out / label if label else options.out
            # A grid that was stopped goes on with the runs that are not done.
            begun = world.of_first(int(Run(folder).last.exists()), device)
            if label and world.first:
                show.note(f"{label}:")
            steps = train(
                recipe,
                chosen,
                split.train,
                split.validation,
                folder,
                device=device,
                sources=sources,
                resume=options.resume and (not label or bool(begun)),
                world=world,
            )
            with closing(steps):
                best = _followed(steps, world)
            results.append({"run": str(folder), "label": label} | best)
    if not world.first:
        return 0
    if options.export:
        _export(options, recipe)
    return _say_results(options, results)


def _followed(steps: Any, world: World) -> dict[str, Any]:
    """Tell how a run goes; the measures of its best validation."""
    shown = 0.0
    best: dict[str, Any] = {}
    for step in steps:
        if step.validation and step.validation["ab_error"] < best.get("ab_error", float("inf")):
            best = {"best_step": step.step} | step.validation
        if world.first and (step.validation or time.monotonic() - shown > _EVERY_S):
            shown = time.monotonic()
            _note_step(step)
    return best


def _note_step(step: TrainProgress) -> None:
    judged = {f"discriminator_{name}": value for name, value in (step.discriminator or {}).items()}
    found = (step.validation or {}) | judged
    measured = "".join(f" {k} {v:.3f}" for k, v in found.items())
    show.note(
        f"step {step.step} of {step.steps}, loss {step.loss:.3f}, "
        f"{step.pictures_per_second:.0f} pictures/s{measured}"
    )
    if step.event:
        show.note(step.event)


def _say_results(options: argparse.Namespace, results: list[dict[str, Any]]) -> int:
    results.sort(key=lambda row: row.get("ab_error", float("inf")))
    if options.json:
        show.out_json({"runs": results})
        return 0
    for row in results:
        error = f"  a*b* error {row['ab_error']:.2f}" if "ab_error" in row else ""
        show.out(f"{row['run']}{error if len(results) > 1 else ''}")
    return 0


def _export(options: argparse.Namespace, recipe: Recipe) -> None:
    # The lowest error belongs to the palest colours, those before the adversary had its say.
    chosen = "best.pt" if recipe.adversary is None else "last.pt"
    digest = export_weights(options.out / chosen, recipe, options.export)
    show.note(f"{options.export} (sha256 {digest})")


def _dry_run(
    options: argparse.Namespace,
    recipe: Recipe,
    settings: TrainSettings,
    split: Split,
    sources: Sources,
) -> int:
    device = choose_compute(options.device).device
    settings = with_steps(recipe, settings, split.train, device, sources, None)
    trial = try_out(recipe, settings, split.train, device, sources)
    summaries = summarize(recipe, trial.generator)
    seconds = trial.seconds(recipe, settings.steps)
    if options.json:
        show.out_json(
            {
                "recipe": recipe.name,
                "generator": trial.generator,
                "parameters": {s.title.split()[0]: s.parameters for s in summaries},
                "steps": settings.steps,
                "step_s": list(trial.step_s),
                "seconds": seconds,
                "memory_mib": trial.memory_mib,
                "device": str(device),
            }
        )
        return 0
    for summary in summaries:
        for line in summary.lines():
            show.out(line)
        show.out("")
    for name, value in json.loads(json.dumps(_told(recipe))).items():
        show.out(f"{name}: {value}")
    each = ", ".join(f"{step_s:.2f} s" for step_s in trial.step_s)
    show.out(f"{settings.steps} steps; a step takes {each} on {device}")
    show.out(f"time {show.clock(seconds)}, memory {trial.memory_mib:.0f} MiB at most")
    return 0


def _add(options: argparse.Namespace) -> int:
    run = Run(options.folder)
    facts = run.facts()
    chosen = {"best": run.best, "last": run.last}.get(options.checkpoint)
    if chosen is None:
        if not options.checkpoint.isdigit() or int(options.checkpoint) not in run.kept_steps():
            kept = ", ".join(map(str, run.kept_steps())) or "none"
            raise VidcolorError(
                f"The run has no checkpoint {options.checkpoint!r}.",
                do=f"Choose best, last or one of the steps that are kept: {kept}.",
            )
        chosen = run.kept(int(options.checkpoint))
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / "weights.safetensors"
        export_weights(chosen, RECIPES[facts.recipe], exported)
        told = f"trained here by {facts.recipe}, {chosen.name} of {run.folder.name}"
        model = add_checkpoint(
            exported, name=options.name or run.folder.resolve().name, source=told
        )
    if options.json:
        show.out_json({"name": model.name, "architecture": model.architecture})
    else:
        show.out(model.name)
    return 0
