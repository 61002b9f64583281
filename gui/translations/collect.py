"""Brings the catalogues up to the texts of the code: ``python -m gui.translations.collect``.

lupdate finds ``self.tr("…")`` and ``translate("…", "…")``, but neither what a module's own
``_tr("…")`` translates nor the names and sentences of a form that is made of a dataclass. Both are
handed to it in a file that is thrown away. Needed where texts are written, not where they are read.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from gui.forms.film_settings_dialog import FilmSettingsDialog
from gui.forms.preferences_dialog import PreferencesDialog
from gui.preferences import Preferences
from gui.training.settings_box import SettingsBox
from vidcolor.settings import ColorSettings

FOLDER = Path(__file__).parent

Text = tuple[str, str]  # its context, and the English


def tool(name: str) -> str | None:
    """A tool of PySide6, beside this Python or on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def update(catalogue: Path) -> None:
    """Add new texts to a catalogue and drop those that are gone. Needs a QApplication."""
    lupdate = tool("pyside6-lupdate")
    assert lupdate is not None, "PySide6-Essentials brings it"
    with tempfile.TemporaryDirectory() as folder:
        hidden = Path(folder, "hidden.py")
        lines = [
            f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)})\n"
            for context, text in sorted(hidden_texts())
        ]
        hidden.write_text("".join(lines), encoding="utf-8")
        sources = [*sorted(FOLDER.parent.rglob("*.py")), hidden]
        options = ["-silent", "-locations", "none", "-no-obsolete"]
        subprocess.run(
            [lupdate, *options, *map(str, sources), "-ts", str(catalogue)],
            check=True,
            capture_output=True,
        )


def hidden_texts() -> set[Text]:
    """What lupdate does not see. Needs a QApplication."""
    found = _texts_of_forms()
    for file in FOLDER.parent.rglob("*.py"):
        found.update(_texts_of_module(ast.parse(file.read_text(encoding="utf-8"))))
    return found


def _texts_of_module(module: ast.Module) -> Iterator[Text]:
    """The literal arguments of a module's ``_tr``, in the context that this function names."""
    functions = [n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == "_tr"]
    for function in functions:
        (call,) = (n for n in ast.walk(function) if isinstance(n, ast.Call))
        context = ast.literal_eval(call.args[0])
        for node in ast.walk(module):
            match node:
                case ast.Call(func=ast.Name(id="_tr"), args=[ast.Constant(value=str(text))]):
                    yield context, text


def _texts_of_forms() -> set[Text]:
    """What forms ask a translator for: their texts come from fields and are not in the code."""
    asked = _Asked()
    QCoreApplication.installTranslator(asked)
    try:
        FilmSettingsDialog(ColorSettings())
        PreferencesDialog(Preferences())
        SettingsBox()
    finally:
        QCoreApplication.removeTranslator(asked)
    return {(context, text) for context, text in asked.texts if context == "settings"}


def _quoted(text: str) -> str:
    """A text as lupdate reads it in Python code."""
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
    return '"' + "".join(signs.get(sign, sign) for sign in text) + '"'


class _Asked(QTranslator):
    """Translates nothing and remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[Text] = set()

    def isEmpty(self) -> bool:
        """False, or Qt would not ask."""
        return False

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """None: the text stays as it is."""
        self.texts.add((context, text))
        return None


if __name__ == "__main__":
    app = QApplication.instance() or QApplication(sys.argv)
    for one in sorted(FOLDER.glob("*.ts")):
        update(one)
