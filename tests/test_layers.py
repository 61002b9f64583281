"""Imports point one way, and the engine lives without a window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

_WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "gui"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, NoQt())
try:
    import PySide6
except ImportError:
    pass
else:
    sys.exit("Qt is not blocked: the check would prove nothing")
count = 0
for top in ("vidcolor", "models"):
    package = importlib.import_module(top)
    for module in pkgutil.walk_packages(package.__path__, f"{top}."):
        importlib.import_module(module.name)
        count += 1
print(count)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_import_contracts_are_kept() -> None:
    done = run(_LINT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_module_of_the_engine_can_be_imported_without_qt() -> None:
    done = run(_WITHOUT_QT)
    assert done.returncode == 0, done.stderr
    files = [p for top in ("vidcolor", "models") for p in (ROOT / top).rglob("*.py")]
    assert int(done.stdout) >= len(files) - 2  # the two packages themselves are not walked


def test_only_the_window_and_its_tests_speak_of_qt() -> None:
    for top in ("vidcolor", "models"):
        for file in (ROOT / top).rglob("*.py"):
            if file.name != "doctor.py":  # which tells whether Qt is installed
                assert "PySide6" not in file.read_text(encoding="utf-8"), file
