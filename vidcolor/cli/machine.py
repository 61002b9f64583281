"""Commands on this machine: bench, doctor."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from vidcolor.bench import SIZES, bench, summary
from vidcolor.cli import show
from vidcolor.devices import choose_compute
from vidcolor.doctor import examine_machine
from vidcolor.settings import ColorSettings, OutputSettings


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module, which `cli.COMMANDS` lists."""
    speed = commands.add_parser("bench")
    speed.add_argument("--size", choices=tuple(SIZES), default="1080p")
    speed.add_argument("--frames", type=int, default=240)
    speed.add_argument("--grain", type=float, default=0.0, help="standard deviation in codes")
    speed.add_argument("--device", default="auto")
    speed.add_argument("--work-size", type=int, default=ColorSettings().work_size)
    speed.add_argument("--codec", default="")
    speed.add_argument("--speed", default="")
    speed.set_defaults(run=_bench)
    check = commands.add_parser("doctor")
    check.set_defaults(run=_doctor)
    for parser in (speed, check):
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _bench(options: argparse.Namespace) -> int:
    color = ColorSettings(device=options.device, work_size=options.work_size)
    output = OutputSettings(codec=options.codec, speed=options.speed)
    times = []
    if not options.json:
        show.out(f"{options.size}, {options.frames} frames, {choose_compute(options.device).name}")
        show.out(f"{'stage':12}{'core-ms':>10}{'wall-ms':>10}{'frames/s':>10}")
    for step in bench(
        size=options.size,
        frames=options.frames,
        grain_codes=options.grain,
        color=color,
        output=output,
    ):
        times.append(step)
        if not options.json:
            show.out(f"{step.stage:12}{step.core_ms:10.1f}{step.wall_ms:10.1f}{step.fps:10.1f}")
    whole = summary(times)
    if options.json:
        show.out_json({"stages": [asdict(t) for t in times], **whole})
        return 0
    show.out(f"engine without codecs: {whole['engine_core_ms']:.1f} core-ms a frame")
    show.out(f"together: {whole['overlap']:.2f} × the larger of slowest stage and shared work")
    show.out(f"together: {whole['against_transcode']:.2f} × a plain transcode")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    found = examine_machine()
    if options.json:
        show.out_json(found)
    else:
        for name, value in found.items():
            if name == "problems":
                continue
            show.out(f"{name}: {value}")
        for problem in found["problems"]:
            show.out(f"PROBLEM: {problem}")
    return 1 if found["problems"] else 0
