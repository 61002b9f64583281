"""The command line: the same engine functions as the window, in words."""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
from collections.abc import Sequence

from vidcolor import __version__
from vidcolor.cli import films, judging, learning, machine, models, projects, shots, show
from vidcolor.errors import VidcolorError

INTERRUPTED = 130


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="vidcolor", description="Colours black-and-white film; keeps the film's own luma."
    )
    parser.add_argument("--version", action="version", version=f"vidcolor {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    films.add_commands(commands)
    projects.add_commands(commands)
    shots.add_commands(commands)
    models.add_commands(commands)
    learning.add_commands(commands)
    judging.add_commands(commands)
    machine.add_commands(commands)
    window = commands.add_parser("gui", help="open the window (also: vidcolor without a command)")
    window.add_argument("files", nargs="*")
    window.set_defaults(run=_open_window)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done, 1 an error that a person can act on, 2 wrong usage, 130 interrupted.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = build_parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as exit_:  # argparse has said what is wrong
        return int(exit_.code or 0)
    if options.command is None:
        options = parser.parse_args(["gui"])
    try:
        code: int = options.run(options)
    except VidcolorError as problem:
        show.error(problem)
        return 1
    except KeyboardInterrupt:
        show.note("\ninterrupted")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output (`head`, a pager) has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for the exit's flush
        return 0
    return code


def _open_window(options: argparse.Namespace) -> int:
    # The engine never imports the window; the window imports the engine.
    return subprocess.call([sys.executable, "-m", "gui", *options.files])
