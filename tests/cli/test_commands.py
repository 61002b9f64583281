"""The list of commands: true of the modules that hold them, and quick to show."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib import import_module

import pytest

from vidcolor.cli import COMMANDS


@pytest.mark.parametrize("module", sorted({module for module, _ in COMMANDS.values()}))
def test_each_module_holds_the_commands_that_are_listed(module: str) -> None:
    commands = argparse.ArgumentParser().add_subparsers()
    import_module(f"vidcolor.cli.{module}").add_commands(commands)
    assert set(commands.choices) == {name for name, (at, _) in COMMANDS.items() if at == module}


@pytest.mark.parametrize("words", [(), ("--help",), ("--version",), ("gui",), ("no-command",)])
def test_what_needs_no_network_does_not_wait_for_torch(words: tuple[str, ...]) -> None:
    code = (
        "import sys; from vidcolor.cli import build_parser\n"
        "try: build_parser(sys.argv[1:]).parse_args(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print({'torch', 'av', 'cv2'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("set()\n")
