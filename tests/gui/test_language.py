"""The window speaks German: every text of the code, the same places, keys that do not clash."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from gui.actions import WindowActions
from gui.language import install_language
from gui.translations import collect

CATALOGUE = collect.FOLDER / "vidcolor_de.ts"
DIALOGS = ("Export", "Batch", "Models", "Training", "Turing")  # how the contexts of each begin


class Message(NamedTuple):
    """One text of a catalogue."""

    context: str
    source: str
    translation: str
    finished: bool


def messages(catalogue: Path) -> list[Message]:
    """All that a catalogue holds."""
    found = []
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found.append(
                Message(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    translation.text or "",
                    "type" not in translation.attrib,
                )
            )
    return found


def access_key(text: str) -> str:
    """The letter behind a single "&"; "" where there is none."""
    match = re.search(r"&(\w)", text.replace("&&", ""))
    return match[1].lower() if match else ""


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application; whatever was installed is gone after the test."""
    before = QLocale()
    yield qapp
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def german(app: QApplication) -> QApplication:
    """The application in German."""
    assert install_language(app, "de")
    return app


def test_every_text_is_translated() -> None:
    assert [m for m in messages(CATALOGUE) if not m.translation or not m.finished] == []


def test_translations_have_the_same_places_lines_and_ends() -> None:
    def shape(text: str) -> tuple[object, ...]:
        places = Counter(re.findall(r"\{\w*\}", text))
        margin = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        ends = text.endswith("…"), " " in text and text.endswith(".")
        return places, text.count("\n"), margin, ends, bool(access_key(text))

    wrong = [m for m in messages(CATALOGUE) if shape(m.source) != shape(m.translation)]
    assert wrong == []


def test_the_compiled_catalogue_is_the_one_that_is_read(app: QApplication) -> None:
    compiled = QTranslator()
    assert compiled.load(str(CATALOGUE.with_suffix(".qm")))
    found = messages(CATALOGUE)
    assert len(found) > 500
    assert [
        m.source for m in found if compiled.translate(m.context, m.source) != m.translation
    ] == []


def test_the_menus_are_german_in_german_and_english_in_english(
    app: QApplication, qtbot: QtBot
) -> None:
    def first_menu(language: str) -> tuple[str, str]:
        install_language(app, language)
        window = QMainWindow()
        qtbot.addWidget(window)
        actions = WindowActions(window)
        return actions.menus[0].title(), actions.quit.text()

    assert first_menu("en") == ("&File", "&Quit")
    assert first_menu("de") == ("&Datei", "B&eenden")


def test_a_language_without_a_catalogue_stays_english(app: QApplication) -> None:
    assert not install_language(app, "fo")
    assert app.translate("WindowActions", "&File") == "&File"


def test_access_keys_of_a_german_menu_do_not_clash(german: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = WindowActions(window)
    titles = [menu.title() for menu in actions.menus]
    menus = [[action.text() for action in menu.actions()] for menu in window.findChildren(QMenu)]
    for texts in (titles, *menus):
        twice = [key for key, n in Counter(filter(None, map(access_key, texts))).items() if n > 1]
        assert twice == [], texts


@pytest.mark.parametrize("dialog", DIALOGS)
def test_access_keys_of_a_german_dialog_do_not_clash(dialog: str) -> None:
    english_of: dict[str, set[str]] = defaultdict(set)
    for message in messages(CATALOGUE):
        if message.context.startswith(dialog) and access_key(message.source):
            english_of[access_key(message.translation)].add(access_key(message.source))
    assert english_of
    # Two texts of one button have one key, in both languages.
    assert {key: of for key, of in english_of.items() if len(of) > 1} == {}


@pytest.mark.parametrize("dialog", DIALOGS)
def test_tooltips_name_the_access_keys_that_the_german_texts_have(dialog: str) -> None:
    of_dialog = [m for m in messages(CATALOGUE) if m.context.startswith(dialog)]
    key_of = {access_key(m.source): access_key(m.translation) for m in of_dialog}
    for message in of_dialog:
        named = re.search(r"\(Alt\+(\w)\)", message.source)
        if named:
            assert f"(Alt+{key_of[named[1].lower()].upper()})" in message.translation


def test_no_text_of_the_code_is_missing(app: QApplication, tmp_path: Path) -> None:
    if collect.tool("pyside6-lupdate") is None:
        pytest.skip("pyside6-lupdate is not installed; PySide6-Essentials brings it")
    fresh = tmp_path / "fresh.ts"
    collect.update(fresh)
    known = {(m.context, m.source) for m in messages(CATALOGUE)}
    wanted = {(m.context, m.source) for m in messages(fresh)}
    assert len(wanted) > 500
    # To mend: python -m gui.translations.collect, then docs/translating.md.
    assert wanted - known == set()
