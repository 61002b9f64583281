"""The command on a film's shots."""

from __future__ import annotations

import argparse
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from vidcolor.cli import show
from vidcolor.errors import VidcolorError
from vidcolor.shotfiles import check_list_target, read_shots, write_csv, write_edl
from vidcolor.shotlist import Shot, ShotList
from vidcolor.shots import find_shots
from vidcolor.video.clock import FilmClock
from vidcolor.video.reader import Reader, open_reader

_EVERY_S = 10.0


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command of this module."""
    shots = commands.add_parser("shots")
    shots.add_argument("source", type=Path)
    shots.add_argument("--import", type=Path, metavar="FILE", dest="list", help="take a CSV or EDL")
    edits = shots.add_argument_group(
        "corrections",
        "carried out in the order given; POS is 300f, 12.5s or a time code",
    )
    for name, metavar, help_text in (
        ("add", "POS", "a shot begins at this frame"),
        ("remove", "POS", "no shot begins at this frame"),
        ("move", "POS=POS", "the shot that begins at one frame begins at another"),
    ):
        edits.add_argument(
            f"--{name}",
            action="append",
            dest="edits",
            default=[],
            # All go into one list, or their order would be lost.
            type=lambda text, name=name: (name, text),  # type: ignore[misc]  # of a default
            metavar=metavar,
            help=help_text,
        )
    shots.add_argument("--csv", type=Path, metavar="OUT", help="write the list as CSV")
    shots.add_argument("--edl", type=Path, metavar="OUT", help="write the list as CMX 3600 EDL")
    shots.add_argument("--overwrite", action="store_true", help="replace OUT")
    shots.add_argument("--json", action="store_true", help="one JSON object on stdout")
    shots.set_defaults(run=_shots)


def _shots(options: argparse.Namespace) -> int:
    targets = [target for target in (options.csv, options.edl) if target is not None]
    with open_reader(options.source) as reader:
        for target in targets:  # before the long work
            check_list_target(target, options.source, overwrite=options.overwrite)
        if options.list is not None:
            clock = FilmClock.of(reader)
            shots = read_shots(options.list, clock)
        else:
            shots = _found(reader)
            clock = FilmClock.of(reader)
        for name, text in options.edits:
            shots = _edited(shots, reader, name, text)
        warnings = list(reader.warnings)
    if options.csv is not None:
        write_csv(options.csv, shots, clock, overwrite=options.overwrite)
    if options.edl is not None:
        write_edl(options.edl, shots, clock, overwrite=options.overwrite)
    for warning in warnings:
        show.note(f"warning: {warning}")
    rows = [_row(shot, clock) for shot in shots.shots]
    if options.json:
        show.out_json({"shots": rows, "frames": shots.frame_count, "warnings": warnings})
        return 0
    show.out(f"{'shot':>5}  {'start':12}{'frame':>9}{'frames':>9}{'seconds':>10}  kind")
    for number, row in enumerate(rows, start=1):
        frames = row["end_frame"] - row["start_frame"]
        show.out(
            f"{number:5}  {row['start_timecode']:12}{row['start_frame']:9}{frames:9}"
            f"{row['end_s'] - row['start_s']:10.3f}  {row['kind']}"
        )
    return 0


def _found(reader: Reader) -> ShotList:
    shown = time.monotonic()
    shots: ShotList | None = None
    with closing(find_shots(reader)) as steps:
        for step in steps:
            shots = step.shots
            if time.monotonic() - shown >= _EVERY_S:
                shown = time.monotonic()
                total = "" if step.frames_total is None else f" of {step.frames_total}"
                show.note(f"frame {step.frames}{total}")
    if shots is None:
        raise RuntimeError("a search ended without its result")
    return shots


def _edited(shots: ShotList, reader: Reader, name: str, text: str) -> ShotList:
    if name == "add":
        return shots.added(reader.frame_number(text))
    if name == "remove":
        return shots.removed(reader.frame_number(text))
    before, equals, after = text.partition("=")
    if not equals:
        raise VidcolorError(
            f"--move {text} does not say where to.", do="Write --move 300f=310f, for example."
        )
    return shots.moved(reader.frame_number(before), reader.frame_number(after))


def _row(shot: Shot, clock: FilmClock) -> dict[str, Any]:
    return {
        "start_frame": shot.start_frame,
        "end_frame": shot.end_frame,
        "start_s": round(float(clock.seconds(shot.start_frame)), 6),
        "end_s": round(float(clock.seconds(shot.end_frame)), 6),
        "start_timecode": clock.timecode(shot.start_frame),
        "kind": shot.kind,
    }
