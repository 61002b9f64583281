"""The command `train report`: training runs told in curves, tables and pictures."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from vidcolor.cli import show
from vidcolor.cli.judging import typed_command, versions
from vidcolor.devices import Compute, choose_compute, prepare_thread
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.classified import Classifier
from vidcolor.evaluation.intervals import RESAMPLES
from vidcolor.report.making import Report, ReportPlan, make_report
from vidcolor.report.measuring import Choice

_EVERY_S = 10.0  # between two words of progress

ClassifierLoader = Callable[[Path, Compute], Classifier]
"""From a weight file to a classifier that runs there."""


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("run_folder", type=Path, nargs="+", metavar="RUN", help="folders of runs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the report")
    parser.add_argument(
        "--photos",
        type=Path,
        nargs="+",
        default=[],
        help="measure all runs on these; without them each run's own validation is told",
    )
    parser.add_argument(
        "--features",
        type=Path,
        metavar="FILE",
        help="ImageNet weights of MobileNetV2 or ResNet50 for a second Fréchet distance",
    )
    parser.add_argument(
        "--classifier",
        type=Path,
        metavar="FILE",
        help="weights of a classifier for the Inception score and the share of equal classes",
    )
    parser.add_argument(
        "--checkpoint",
        choices=[one.value for one in Choice],
        default=Choice.BEST.value,
        help="which stands for its run (default %(default)s)",
    )
    parser.add_argument(
        "--no-ranking",
        action="store_true",
        help="do not colour the photos with every checkpoint that was kept",
    )
    parser.add_argument("--speed", action="store_true", help="measure frames a second too")
    parser.add_argument(
        "--resamples", type=int, default=RESAMPLES, help="for the intervals (default %(default)s)"
    )
    parser.add_argument("--device", default="auto")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def run_report(options: argparse.Namespace, load_classifier: ClassifierLoader) -> int:
    """Write the report and say where it is.

    Args:
        options: as :func:`add_report_arguments` has them.
        load_classifier: called where ``--classifier`` names a file.

    Returns:
        0.

    Raises:
        VidcolorError: see ``report.making.make_report``; ``--photos`` is missing where another
            option needs it.
    """
    if not options.photos and (options.features or options.classifier or options.speed):
        raise VidcolorError(
            "There are no photos to measure on.",
            do="Give --photos, or leave out --features, --classifier and --speed.",
        )
    compute = choose_compute(options.device)
    prepare_thread(compute)
    plan = ReportPlan(
        photos=tuple(options.photos),
        features=options.features,
        classifier=load_classifier(options.classifier, compute) if options.classifier else None,
        choice=Choice(options.checkpoint),
        ranking=not options.no_ranking,
        speed=options.speed,
        resamples=options.resamples,
        command=typed_command(),
        versions=versions(compute),
    )
    report = _followed(options, compute, plan)
    files = {"markdown": str(report.markdown), "html": str(report.page)}
    if options.json:
        show.out_json(report.facts | {"files": files})
    else:
        show.out("\n".join(files.values()))
    return 0


def _followed(options: argparse.Namespace, compute: Compute, plan: ReportPlan) -> Report:
    shown = time.monotonic()
    with closing(make_report(options.run_folder, options.out, compute, plan)) as steps:
        for step in steps:
            if step.result is not None:
                return step.result
            if time.monotonic() - shown >= _EVERY_S:
                shown = time.monotonic()
                show.note(f"{step.what}: {step.done} of {step.total} photos coloured")
    raise RuntimeError("a report ended without its result")
