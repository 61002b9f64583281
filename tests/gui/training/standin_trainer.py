"""A trainer that trains nothing: it keeps a run's folder as the real one does, and obeys wishes.

Called as the command line is: ``train RECIPE --data … --out RUN``, ``train statistics``,
``train add`` and ``train report``. The run is called for what it is to do: "broken" finds no
pictures, "slow" never gets ready, "short" ends by itself.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import threading
from pathlib import Path

from PySide6.QtGui import QColor, QImage

from vidcolor.training.recipe import Recipe
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run, RunFacts, RunState, RunStatus, Wish

STEP_S = 0.005


def main(argv: list[str]) -> int:
    """Do what the words ask for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("train")
    parser.add_argument("what")
    parser.add_argument("runs", type=Path, nargs="*")
    parser.add_argument("--data", nargs="+", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--name")
    parser.add_argument("--steps", type=int, default=100_000)
    for flag in ("--resume", "--dry-run", "--json"):
        parser.add_argument(flag, action="store_true")
    options, others = parser.parse_known_args(argv)
    if options.what == "statistics":
        picture((400, 300), 200).save(str(options.out))
        sys.stdout.write(json.dumps({"photos": 3}) + "\n")
    elif options.what in ("add", "report"):
        sys.stdout.write(f"{options.name or options.out}\n")
    elif options.dry_run:
        sys.stdout.write(f"would train {options.what} on {', '.join(options.data)} {others}\n")
    else:
        return train(options, others)
    return 0


def train(options: argparse.Namespace, others: list[str]) -> int:
    """Train until the steps are done or somebody asks to stop."""
    run, recipe = Run(options.out), RECIPES[options.what]
    if options.out.name.startswith("broken"):
        sys.stderr.write("vidcolor: The folder holds no pictures.\n  Choose another folder.\n")
        return 1
    if options.out.name.startswith("slow"):
        threading.Event().wait()
    sys.stderr.write(f"begins with {others}\n")
    with run.held():
        first = run.state().step if options.resume else 0
        run.write_facts(facts(recipe, options.steps))
        steps = 40 if options.out.name.startswith("short") else options.steps
        state = RunState(RunStatus.RUNNING, os.getpid(), first, steps)
        for step in range(first + 1, steps + 1):
            state = RunState(
                RunStatus.RUNNING, os.getpid(), step, steps, 0, step / 10, (steps - step) / 10, 9.5
            )
            tell(run, step)
            run.write_state(state)
            while (wish := run.asked()) is Wish.PAUSE:
                pause(run, state, RunStatus.PAUSED)
            if wish is Wish.STOP:
                pause(run, state, RunStatus.STOPPED)
                return 0
            threading.Event().wait(STEP_S)
        pause(run, state, RunStatus.DONE)
    return 0


def tell(run: Run, step: int) -> None:
    """Write what a real trainer would write of a step."""
    loss = 2 / math.sqrt(step)
    lines = [
        {
            "kind": "step",
            "step": step,
            "stage": 0,
            "epoch": step / 50,
            "loss": loss,
            "parts": {"l1": 0.7 * loss, "adversary": 0.3 * loss},
            "discriminator": {"loss": 1.0, "real_told": 0.7, "fake_told": 0.6},
        }
    ]
    if step % 20 == 0:
        measures = {"ab_error": 9 + loss, "ab_error_grey": 12.0}
        lines.append({"kind": "validation", "step": step, "measures": measures})
        run.sheet(step).parent.mkdir(exist_ok=True)
        picture((240, 160), min(step, 200)).save(str(run.sheet(step)))
        for checkpoint in (run.best, run.last, run.kept(step)):
            checkpoint.write_bytes(b"weights")
        lines.append({"kind": "event", "step": step, "what": "a checkpoint was written"})
    with run.metrics.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)


def pause(run: Run, state: RunState, status: RunStatus) -> None:
    """Stand still for a moment, and say so."""
    run.write_state(
        RunState(status, state.pid, state.step, state.steps, 0, state.seconds, None, 0.0)
    )
    threading.Event().wait(STEP_S)


def facts(recipe: Recipe, steps: int) -> RunFacts:
    """What does not change."""
    return RunFacts(
        recipe=recipe.name,
        settings={"steps": steps},
        generator=recipe.generator,
        parameters={"generator": 1000},
        photos=300,
        held_out=30,
        photo_list_sha256="0" * 64,
        steps_per_epoch=50,
        substitutes=(),
        start_weights="",
        device="cpu",
        threads=1,
        precision="fp32",
        vidcolor="0",
        begun="2026-01-01T00:00:00",
    )


def picture(size: tuple[int, int], level: int) -> QImage:
    """A plain picture that tells one step from another."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(level, 90, 60))
    return image


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
