"""The command `train judge`: what a run says of colour pictures."""

from __future__ import annotations

import argparse
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from vidcolor.cli import show
from vidcolor.devices import choose_compute, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.training.photos import find_photos
from vidcolor.training.run import Run
from vidcolor.training.verdict_picture import draw_verdict
from vidcolor.training.verdicts import JudgeStep, RunJudge, Verdict, judge_photos

_EVERY_S = 10.0  # between two words of progress


@dataclass(frozen=True, slots=True)
class _Row:
    """The numbers of a verdict; its pictures would fill the memory."""

    name: str
    unusual: float
    true: float | None
    true_of_expected: float | None
    map: str  # file name of its picture; "": none was asked for

    def line(self) -> str:
        told = "".join(
            f"{'-' if value is None else f'{value:.2f}':>10}"
            for value in (self.true, self.true_of_expected)
        )
        return f"{self.unusual:8.1f}{told}  {self.name}"

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unusual": self.unusual,
            "true": self.true,
            "true_of_expected": self.true_of_expected,
            "map": self.map or None,
        }


def add_judge_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("run_folder", type=Path, metavar="RUN", help="folder of a run")
    parser.add_argument(
        "--photos", type=Path, nargs="+", required=True, help="folders of colour pictures"
    )
    parser.add_argument("--maps", type=Path, metavar="DIR", help="draw a PNG of each verdict here")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.set_defaults(run=run_judge)


def run_judge(options: argparse.Namespace) -> int:
    """Judge the pictures and print a table, the most unusual first.

    Returns:
        0.

    Raises:
        VidcolorError: there is no run or no picture, or a map cannot be written.
    """
    compute = choose_compute(options.device)
    prepare_thread(compute)
    judge = RunJudge(Run(options.run_folder), compute)
    photos = find_photos(options.photos)
    if options.maps:
        _make_folder(options.maps)
    rows: list[_Row] = []
    damaged, shown = 0, time.monotonic()
    with closing(judge_photos(judge, photos)) as steps:
        for step in steps:
            damaged = step.damaged
            if step.verdict is not None:
                rows.append(_row(step, step.verdict, options.maps))
            if time.monotonic() - shown >= _EVERY_S:
                shown = time.monotonic()
                show.note(f"{step.done} of {step.total} pictures judged")
    rows.sort(key=lambda row: -row.unusual)
    _say(options, judge, rows, damaged)
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VidcolorError(
            f"{folder} cannot be made.", do="Choose another folder.", detail=str(error)
        ) from error


def _row(step: JudgeStep, verdict: Verdict, maps: Path | None) -> _Row:
    file = ""
    if maps is not None:
        # Two folders may hold pictures of one name.
        file = f"{step.done:05d}_{PurePosixPath(verdict.name).stem}.png"
        draw_verdict(verdict, maps / file)
    return _Row(verdict.name, verdict.unusual, verdict.true, verdict.true_of_expected, file)


def _say(options: argparse.Namespace, judge: RunJudge, rows: list[_Row], damaged: int) -> None:
    if judge.silence:
        show.note(f"only how unusual: {judge.silence}")
    if damaged:
        show.note(f"{damaged} damaged pictures are left out")
    if options.json:
        show.out_json(
            {
                "run": str(options.run_folder),
                "step": judge.step,
                "side_px": judge.side_px,
                "discriminator": judge.discriminator_name or None,
                "damaged": damaged,
                "pictures": [row.as_json() for row in rows],
            }
        )
        return
    show.out(" unusual      true  expected  picture")
    for row in rows:
        show.out(row.line())
    show.note("unusual: mean a*b* distance from what the run's model gives the picture's luma")
    if not judge.silence:
        show.note(
            f"true, expected: how true the discriminator ({judge.discriminator_name}, step "
            f"{judge.step}) holds the picture's colours and the model's own, 0 to 1"
        )
