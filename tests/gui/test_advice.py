"""What the engine advises is right in the window too: it names settings as the window does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import vidcolor
from gui.main_window import MainWindow

ROOT = Path(vidcolor.__file__).parent
# These are met on the command line, and in the window of trainings, only.
OWN_WORDS = ("cli", "training", "report", "evaluation", "bench.py")
ONLY_IN_A_TERMINAL = {"Name the target .png for --compare."}


def advice() -> Iterator[tuple[str, str]]:
    """Place and text of each piece of advice that the window may show; "…" for what varies."""
    for file in sorted(ROOT.rglob("*.py")):
        if file.relative_to(ROOT).parts[0] in OWN_WORDS:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "do":
                yield f"{file.name}:{node.value.lineno}", text_of(node.value)


def text_of(node: ast.AST) -> str:
    """What an expression says, as far as it is written down."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.FormattedValue):
        return "…"
    return "".join(text_of(part) for part in ast.iter_child_nodes(node))


def test_flags_stand_in_brackets_behind_what_the_window_calls_them() -> None:
    found = dict(advice())
    assert len(found) > 80
    bare = {
        place: text
        for place, text in found.items()
        if "--" in re.sub(r"\([^()]*\)?", "", text) and text not in ONLY_IN_A_TERMINAL
    }
    assert bare == {}


def test_the_menus_that_advice_names_are_there(window: MainWindow) -> None:
    commands = {
        f"{menu} > {action.text()}".replace("&", "") for menu, action in window.actions_.all()
    }
    source = "".join(file.read_text(encoding="utf-8") for file in sorted(ROOT.rglob("*.py")))
    named = set(re.findall(r"(?:Colour|Help|Render|File|View|Edit) > [A-Z][a-z ]+", source))
    # "Help > Doctor" is enough for "Doctor: check this machine…".
    lost = {name for name in named if not any(c.startswith(name.strip()) for c in commands)}
    assert lost == set()
    assert len(named) >= 3
