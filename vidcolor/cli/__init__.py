"""The command line: the same engine functions as the window, in words."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from vidcolor import __version__
from vidcolor.cli import show
from vidcolor.errors import VidcolorError

INTERRUPTED = 130

COMMANDS = {
    "demo": ("films", "colour a short bundled clip"),
    "colorize": ("films", "colour a film, a still, a folder of frames"),
    "frame": ("films", "colour one frame, as a render would"),
    "probe": ("films", "what a file holds"),
    "verify": ("films", "prove that luma and time stamps are the source's"),
    "render": ("projects", "render a project as the window does"),
    "shots": ("shots", "find where shots begin; correct and export the list"),
    "models": ("models", "which models there are; fetch, add, export them"),
    "train": ("learning", "train a model by a recipe (`vidcolor train list`)"),
    "evaluate": ("judging", "measure models on colour photos and clips"),
    "turing": ("turing", "can people tell a model's colours from a photo's own?"),
    "bench": ("machine", "stage by stage speed on this machine"),
    "doctor": ("machine", "versions, devices, encoders, package clashes"),
    "gui": ("window", "open the window (also: vidcolor without a command)"),
}
"""The module of this package that holds a command, and what it does in a line."""


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser for a call.

    It knows all commands by name, and imports only the one that is asked for: torch takes seconds.
    """
    parser = argparse.ArgumentParser(
        prog="vidcolor", description="Colours black-and-white film; keeps the film's own luma."
    )
    parser.add_argument("--version", action="version", version=f"vidcolor {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    first = next((word for word in argv if not word.startswith("-")), "")
    asked, _ = COMMANDS.get(first, ("", ""))
    for name, (module, summary) in COMMANDS.items():
        if module != asked:
            commands.add_parser(name, help=summary)
    if asked:
        import_module(f"vidcolor.cli.{asked}").add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 done, 1 an error that a person can act on, 2 wrong usage, 130 interrupted.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    argv = list(sys.argv[1:] if argv is None else argv) or ["gui"]
    try:
        options = build_parser(argv).parse_args(argv)
    except SystemExit as exit_:  # argparse has said what is wrong
        return int(exit_.code or 0)
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
