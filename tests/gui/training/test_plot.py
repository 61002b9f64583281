"""The plot: curves lie where their values are, and the mouse asks for values."""

from __future__ import annotations

import numpy as np
import pytest
from hands import pixels
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.palette import apply_palette
from gui.theme import theme
from gui.training.curves import Axis, curve
from gui.training.plot import CurvePlot


@pytest.fixture
def plot(qtbot: QtBot, qapp: QApplication) -> CurvePlot:
    apply_palette(qapp)
    plot = CurvePlot("Loss", Axis.LINEAR, "Nothing so far.")
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.show()
    return plot


def ink_near(plot: CurvePlot, step: float, value: float, color: int, reach: int = 2) -> bool:
    """Whether a curve's colour is seen about a place."""
    at = plot.at(step, value).toPoint()
    columns = slice(at.x() - reach, at.x() + reach + 1)
    seen = pixels(plot.grab().toImage())[at.y() - 2 : at.y() + 3, columns]
    ink = np.array(theme().curves[color].getRgb()[:3])
    return bool((np.abs(seen.astype(int) - ink).max(axis=2) < 40).any())


def test_each_curve_is_painted_in_its_colour_where_its_values_are(plot: CurvePlot) -> None:
    steps = np.linspace(0, 100, 41)
    plot.show_curves(
        [curve("rises", steps, steps / 10, 0), curve("falls", steps, 10 - steps / 10, 1)]
    )
    assert ink_near(plot, 25, 2.5, 0)
    assert ink_near(plot, 25, 7.5, 1)
    assert not ink_near(plot, 25, 5.0, 0)


def test_a_dashed_curve_has_gaps(plot: CurvePlot) -> None:
    steps = np.linspace(0, 100, 5)
    plot.show_curves([curve("grey", steps, np.full(5, 5.0), 0, dashed=True)])
    seen = [ink_near(plot, float(step), 5.0, 0, reach=0) for step in np.linspace(10, 90, 60)]
    assert any(seen)
    assert not all(seen)


def test_the_mouse_asks_for_the_values_at_a_step(qtbot: QtBot, plot: CurvePlot) -> None:
    plot.show_curves([curve("loss", [0, 50, 100], [4, 2, 1], 0)])
    assert plot.words() == ["loss  1"]  # the newest
    QTest.mouseMove(plot, plot.at(52, 1).toPoint())
    qtbot.waitUntil(lambda: plot.words() == ["loss  2"])
    assert plot.step == pytest.approx(52, abs=1)
    assert plot.accessibleDescription() == "loss  2"
    assert ink_near(plot, 50, 2, 0)


def test_the_arrow_keys_ask_too(plot: CurvePlot) -> None:
    plot.show_curves([curve("loss", [0, 50, 100], [4, 2, 1], 0)])
    plot.setFocus()
    for _ in range(30):
        QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.words() == ["loss  2"]
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.step == pytest.approx(71)


def test_many_curves_in_a_small_plot_do_not_paint_over_its_edge(plot: CurvePlot) -> None:
    plot.resize(220, 130)
    plot.show_curves([curve(f"a long name {n}", [0, 1], [n, n + 1], n) for n in range(9)])
    QTest.mouseMove(plot, QPoint(150, 90))
    assert not plot.grab().isNull()
    assert len(plot.words()) == 9


def test_without_values_it_says_so(plot: CurvePlot) -> None:
    plot.show_curves([])
    assert plot.accessibleDescription() == "Nothing so far."
    assert len(np.unique(pixels(plot.grab().toImage()).reshape(-1, 3), axis=0)) > 10  # letters
