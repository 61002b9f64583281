"""The command `train`."""

from __future__ import annotations

import argparse
import time
from contextlib import closing
from pathlib import Path

from vidcolor.cli import show
from vidcolor.cli.options import add_settings, given_settings
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.training.export import export_weights
from vidcolor.training.loop import train
from vidcolor.training.photos import find_photos, split_validation, without_near_duplicates
from vidcolor.training.recipe import RECIPES, TrainSettings


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module, which `cli.COMMANDS` lists."""
    teach = commands.add_parser("train")
    teach.add_argument("recipe", choices=("list", *RECIPES))
    teach.add_argument("--data", type=Path, nargs="+", default=[], help="photos or tar shards")
    teach.add_argument("--exclude", type=Path, nargs="+", default=[], help="never train on these")
    teach.add_argument("--out", type=Path, help="folder of the run")
    teach.add_argument("--encoder-weights", type=Path, help="pre-trained encoder (safetensors)")
    teach.add_argument("--start-weights", type=Path, help="go on from exported weights")
    teach.add_argument(
        "--feature-weights", type=Path, help="ImageNet encoder, for recipes with an adversary"
    )
    teach.add_argument("--resume", action="store_true", help="go on with the run in --out")
    teach.add_argument("--export", type=Path, help="write the weights here when done")
    teach.add_argument("--device", default="auto")
    add_settings(teach, TrainSettings, "settings")
    teach.add_argument("--json", action="store_true", help="one JSON object on stdout")
    teach.set_defaults(run=_train)


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
        feature_weights=options.feature_weights,
        resume=options.resume,
    )
    shown = 0.0
    with closing(steps):
        for step in steps:
            if step.validation is None and time.monotonic() - shown < 10:
                continue
            shown = time.monotonic()
            found = (step.validation or {}) | (step.discriminator or {})
            measured = "".join(f" {k} {v:.3f}" for k, v in found.items())
            show.note(
                f"step {step.step} of {step.steps}, loss {step.loss:.3f}, "
                f"{step.pictures_per_second:.0f} pictures/s{measured}"
            )
    if options.export:
        # The lowest error belongs to the palest colours, those before the adversary had its say.
        chosen = "best.pt" if recipe.adversary is None else "last.pt"
        digest = export_weights(options.out / chosen, recipe, options.export)
        show.note(f"{options.export} (sha256 {digest})")
    show.out(str(options.out))
    return 0
