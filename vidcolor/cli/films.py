"""Commands on films: demo, colorize, frame, probe, verify."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import asdict
from importlib import resources
from pathlib import Path

from vidcolor.cli import show
from vidcolor.cli.following import follow_film
from vidcolor.cli.options import add_restart, add_settings, settings_from
from vidcolor.pipeline import (
    colorize_film,
    colorize_still_at,
    default_target,
    plan_film,
)
from vidcolor.preview import save_preview
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings
from vidcolor.video.probe import probe
from vidcolor.video.verify import VerifyReport, verify


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module, which `cli.COMMANDS` lists."""
    demo = commands.add_parser("demo")
    demo.add_argument("--out", type=Path, default=Path("vidcolor-demo.mp4"))
    demo.add_argument("--device", default="auto")
    demo.set_defaults(run=_demo)

    colorize = commands.add_parser("colorize")
    colorize.add_argument("source", type=Path)
    colorize.add_argument("target", type=Path, nargs="?", help="default: NAME.color.EXT beside it")
    add_settings(colorize, ColorSettings, "colour")
    add_settings(colorize, OutputSettings, "output")
    add_settings(colorize, RangeSettings, "range")
    colorize.add_argument("--overwrite", action="store_true", help="replace the target")
    add_restart(colorize)
    colorize.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    colorize.set_defaults(run=_colorize)

    frame = commands.add_parser("frame")
    frame.add_argument("source", type=Path)
    frame.add_argument("target", type=Path, help="a .png, .tiff or .jpg")
    frame.add_argument("--at", required=True, help="a time (12.5s) or a frame number (300f)")
    frame.add_argument("--compare", action="store_true", help="grey and colour side by side (PNG)")
    add_settings(frame, ColorSettings, "colour")
    frame.add_argument("--bit-depth", type=int, default=0, choices=(0, 8, 16))
    frame.add_argument("--overwrite", action="store_true", help="replace the target")
    frame.set_defaults(run=_frame)

    look = commands.add_parser("probe")
    look.add_argument("source", type=Path)
    look.set_defaults(run=_probe)

    proof = commands.add_parser("verify")
    proof.add_argument("source", type=Path)
    proof.add_argument("out", type=Path)
    proof.set_defaults(run=_verify)

    for parser in (demo, colorize, frame, look, proof):
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _demo(options: argparse.Namespace) -> int:
    with resources.as_file(resources.files("vidcolor") / "assets" / "demo.mp4") as clip:
        steps = colorize_film(
            clip,
            options.out,
            color=ColorSettings(device=options.device),
            output=OutputSettings(),
            span=RangeSettings(),
            overwrite=True,
            restart=True,
        )
        with closing(steps):
            result = show.follow_render(steps)
    show.render_result(result, as_json=options.json)
    return 0


def _colorize(options: argparse.Namespace) -> int:
    color = settings_from(options, ColorSettings)
    output = settings_from(options, OutputSettings)
    span = settings_from(options, RangeSettings)
    source: Path = options.source
    target = options.target or default_target(source, output, stills=color.stills)
    if options.dry_run:
        return _dry_run(options, target)
    steps = colorize_film(
        source,
        target,
        color=color,
        output=output,
        span=span,
        overwrite=options.overwrite,
        restart=options.restart,
    )
    result = follow_film(steps, target)
    show.render_result(result, as_json=options.json)
    return 0


def _dry_run(options: argparse.Namespace, target: Path) -> int:
    plan = plan_film(
        options.source,
        target,
        color=settings_from(options, ColorSettings),
        output=settings_from(options, OutputSettings),
        span=settings_from(options, RangeSettings),
        overwrite=options.overwrite,
    )
    if options.json:
        show.out_json(asdict(plan))
    else:
        for name, value in asdict(plan).items():
            show.out(f"{name}: {value}")
    return 0


def _frame(options: argparse.Namespace) -> int:
    color = settings_from(options, ColorSettings)
    if options.compare:
        save_preview(options.source, options.target, options.at, color, options.overwrite)
        if options.json:
            show.out_json({"out": str(options.target)})
        else:
            show.out(str(options.target))
        return 0
    steps = colorize_still_at(
        options.source,
        options.target,
        options.at,
        color=color,
        output=OutputSettings(bit_depth=options.bit_depth),
        overwrite=options.overwrite,
    )
    with closing(steps):
        result = show.follow_render(steps)
    show.render_result(result, as_json=options.json)
    return 0


def _probe(options: argparse.Namespace) -> int:
    facts = asdict(probe(options.source))
    if options.json:
        show.out_json(facts)
    else:
        for name, value in facts.items():
            show.out(f"{name}: {value}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    report = VerifyReport()
    with closing(verify(options.source, options.out)) as steps:
        for step in steps:
            report = step
    if options.json:
        show.out_json(asdict(report) | {"ok": report.ok})
        return 0 if report.ok else 1
    show.out(f"frames compared: {report.frames}")
    if report.luma_equal:
        show.out("luma: equal, code for code")
    else:
        show.out(
            f"luma: differs by {report.luma_mean_difference:.3f} of 255 on average, "
            f"{report.luma_max_difference:.1f} at most"
            + (" (the target's codec is lossy)" if report.lossy else "")
        )
    words = {True: "equal", False: "DIFFERENT", None: "nothing to compare"}
    show.out(f"time stamps: {words[report.pts_equal]}")
    show.out(f"sound: {words[report.audio_equal]}")
    for line in report.differences:
        show.note(line)
    show.out("the film is intact" if report.ok else "the film is NOT intact")
    return 0 if report.ok else 1
