"""The command palette finds an action by a part of its name and runs it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.forms.command_palette import CommandPalette


@pytest.fixture
def palette(qtbot: QtBot) -> CommandPalette:
    window = QWidget()
    qtbot.addWidget(window)
    window.run = []
    actions = []
    for menu, text in (("File", "&Open film…"), ("View", "&Wipe"), ("View", "Zoom &in")):
        action = QAction(text, window)
        action.triggered.connect(lambda _checked=False, text=text: window.run.append(text))
        actions.append((menu, action))
    actions[2][1].setEnabled(False)
    palette = CommandPalette(actions, window)
    palette.show()
    palette.window_ = window
    return palette


def test_it_lists_what_can_be_done_now(palette: CommandPalette) -> None:
    texts = [palette.list.topLevelItem(i).text(0) for i in range(palette.list.topLevelItemCount())]
    assert texts == ["File › Open film", "View › Wipe"]


def test_typing_narrows_and_enter_runs(palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "view wi")
    assert palette.list.topLevelItemCount() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.window_.run == ["&Wipe"]


def test_arrows_choose_while_one_types(palette: CommandPalette) -> None:
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.window_.run == ["&Wipe"]


def test_enter_on_nothing_does_nothing(palette: CommandPalette) -> None:
    QTest.keyClicks(palette.field, "there is no such command")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.window_.run == []
