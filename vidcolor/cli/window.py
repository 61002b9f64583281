"""The command `gui`."""

from __future__ import annotations

import argparse
import subprocess
import sys


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the commands of this module, which `cli.COMMANDS` lists."""
    window = commands.add_parser("gui")
    window.add_argument("files", nargs="*")
    window.set_defaults(run=_open_window)


def _open_window(options: argparse.Namespace) -> int:
    # The engine never imports the window; the window imports the engine.
    return subprocess.call([sys.executable, "-m", "gui", *options.files])
