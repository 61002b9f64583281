"""What the command line shows: results on stdout, progress and warnings on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from vidcolor.errors import VidcolorError
from vidcolor.progress import RenderProgress, RenderResult

_EVERY_S = 0.2  # a terminal that is written to for each frame slows the film down


def out(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(text + "\n")


def out_json(value: Any) -> None:
    """The result as one JSON object."""
    out(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def note(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def error(problem: VidcolorError) -> None:
    """What happened, and what to do."""
    note(f"vidcolor: {problem.what}\n  {problem.do}")


def clock(seconds: float) -> str:
    """``1:02:03`` or ``2:03``."""
    whole = int(seconds + 0.5)
    hours, minutes = divmod(whole // 60, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{whole % 60:02d}"
    return f"{minutes}:{whole % 60:02d}"


def follow_render(steps: Iterable[RenderProgress]) -> RenderResult:
    """Show a render's progress on stderr until it is done."""
    shown = 0.0
    live = sys.stderr.isatty()
    result: RenderResult | None = None
    try:
        for step in steps:
            result = step.result
            now = time.monotonic()
            if now - shown >= _EVERY_S * (1 if live else 25) and step.result is None:
                shown = now
                left = "" if step.seconds_left is None else f", {clock(step.seconds_left)} left"
                total = "" if step.frames_total is None else f" of {step.frames_total}"
                speed = f", {step.fps:.1f} frames/s" if step.fps else ""
                line = step.note or f"frame {step.frames}{total}{speed}{left}"
                sys.stderr.write(f"\r\x1b[2K{line}" if live else f"{line}\n")
                sys.stderr.flush()
    finally:
        if live:  # what is said next stands on a line of its own
            sys.stderr.write("\r\x1b[2K")
    if result is None:
        raise RuntimeError("a render ended without its result")
    return result


def render_result(result: RenderResult, *, as_json: bool) -> None:
    """Say where the coloured film is, how fast it went and what is not as in the source."""
    for warning in result.warnings:
        note(f"warning: {warning}")
    if as_json:
        out_json(
            {
                "out": str(result.out),
                "frames": result.frames,
                "seconds": round(result.seconds, 3),
                "fps": round(result.fps, 2),
                "model": result.model,
                "device": result.device,
                "warnings": list(result.warnings),
            }
        )
    else:
        out(str(result.out))
        note(
            f"{result.frames} frames in {clock(result.seconds)}, {result.fps:.1f} frames/s, "
            f"{result.model} on {result.device}"
        )
