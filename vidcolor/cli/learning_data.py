"""Flags of the command `train` that say what to learn from."""

from __future__ import annotations

import argparse
import time
from contextlib import closing
from pathlib import Path

from vidcolor.cli import show
from vidcolor.errors import VidcolorError
from vidcolor.training.data.classes import choose_classes
from vidcolor.training.data.films import PER_SHOT, film_photos
from vidcolor.training.data.photo import Photo
from vidcolor.training.data.splits import Split, split_photos
from vidcolor.training.photos import find_films, find_photos, without_near_duplicates

_EVERY_S = 10.0


def add_data(parser: argparse.ArgumentParser) -> None:
    """Flags that say what to learn from."""
    group = parser.add_argument_group("data")
    group.add_argument(
        "--data", type=Path, nargs="+", default=[], help="folders, tar shards and colour films"
    )
    group.add_argument("--exclude", type=Path, nargs="+", default=[], help="never train on these")
    group.add_argument("--classes", default="", help="sub-folders to take, with commas between")
    group.add_argument(
        "--equal-classes", action="store_true", help="as many photos of each class as of the rarest"
    )
    group.add_argument("--per-shot", type=int, default=PER_SHOT, help="frames of a film's shot")
    group.add_argument(
        "--split", default="", metavar="10:1", help="to learn from, judge by (, test)"
    )
    for part in ("train", "validation", "test"):
        group.add_argument(f"--{part}-list", type=Path, help="names of photos, one a line")


def photos_of(options: argparse.Namespace) -> list[Photo]:
    """The photos that the flags name; films are decoded when they are first met.

    Raises:
        VidcolorError: none is named, or none is there.
    """
    if not options.data:
        raise VidcolorError("A training needs photos.", do="Give --data DIR….")
    if films := find_films(options.data):
        shown = 0.0
        with closing(film_photos(films, per_shot=options.per_shot)) as steps:
            for step in steps:
                if time.monotonic() - shown > _EVERY_S:
                    shown = time.monotonic()
                    show.note(f"{step.film.name}: {step.stage}, frame {step.frames}")
    photos = find_photos(options.data, per_shot=options.per_shot)
    if options.classes or options.equal_classes:
        names = [name.strip() for name in options.classes.split(",") if name.strip()]
        photos = choose_classes(photos, names, equal=options.equal_classes)
    if options.exclude:
        photos, dropped = without_near_duplicates(photos, find_photos(options.exclude))
        show.note(f"{len(dropped)} photos are left out: they resemble excluded ones")
    return photos


def split_of(options: argparse.Namespace) -> Split:
    """Those photos, divided as the flags say.

    Raises:
        VidcolorError: as above, or the division is none.
    """
    split = split_photos(
        photos_of(options),
        ratio=options.split,
        train_list=options.train_list,
        validation_list=options.validation_list,
        test_list=options.test_list,
    )
    show.note(f"{len(split.train)} photos to train on, {len(split.validation)} held out")
    return split
