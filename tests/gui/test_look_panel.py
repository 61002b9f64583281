"""The look panel shows the look of a shot and tells what a person makes of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.look_panel import LookPanel
from vidcolor.settings import Look


@pytest.fixture
def panel(qtbot: QtBot) -> LookPanel:
    panel = LookPanel()
    qtbot.addWidget(panel)
    panel.show_look(Look(), "Shot 1", own=False)
    panel.told = []
    panel.look_wanted.connect(lambda look, done: panel.told.append((look, done)))
    return panel


def test_without_a_film_nothing_can_be_changed(panel: LookPanel) -> None:
    panel.show_look(None, "", own=False)
    assert not panel.isEnabled()


def test_showing_a_look_tells_nothing(panel: LookPanel) -> None:
    panel.show_look(Look(saturation=1.4, warmth=-0.2, leave=True), "Shot 2", own=True)
    assert panel.told == []
    assert panel.sliders["saturation"].value() == 140
    assert panel.boxes["warmth"].value() == pytest.approx(-0.2)
    assert panel.leave.isChecked()
    assert "Shot 2" in panel.title.text()


@pytest.mark.parametrize("name", ["saturation", "vibrance", "warmth", "tint"])
def test_a_slider_moved_by_keys_is_a_finished_change(panel: LookPanel, name: str) -> None:
    QTest.keyClick(panel.sliders[name], Qt.Key.Key_Right)
    default = getattr(Look(), name)
    look, done = panel.told[-1]
    assert getattr(look, name) == pytest.approx(default + 0.01)
    assert done
    assert panel.boxes[name].value() == pytest.approx(default + 0.01)


def test_a_drag_is_done_only_when_the_slider_is_let_go(panel: LookPanel) -> None:
    slider = panel.sliders["warmth"]
    slider.setSliderDown(True)
    slider.setValue(30)
    slider.setValue(50)
    assert [done for _, done in panel.told] == [False, False]
    slider.setSliderDown(False)
    assert panel.told[-1] == (Look(warmth=0.5), True)


def test_a_shot_left_as_it_is_has_no_sliders(panel: LookPanel) -> None:
    panel.leave.click()
    assert panel.told[-1] == (Look(leave=True), True)
    panel.show_look(Look(leave=True), "Shot 1", own=True)
    assert not panel.sliders["saturation"].isEnabled()
    assert panel.leave.isEnabled()


def test_only_a_look_of_its_own_can_be_reset(panel: LookPanel) -> None:
    assert not panel.reset.isEnabled()
    panel.show_look(Look(tint=0.1), "Shot 1", own=True)
    assert panel.reset.isEnabled()
