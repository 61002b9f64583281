"""a*b* and the screen's colours, against the engine's own arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PySide6.QtGui import QColor

from gui.picture.ab_colors import ab_of, color_of, hue_word, lightness_of
from vidcolor.color.lab import rgb_to_lab


def engine_lab(color: QColor) -> np.ndarray:
    rgb = torch.tensor([color.redF(), color.greenF(), color.blueF()]).reshape(1, 3, 1, 1)
    return rgb_to_lab(rgb)[0, :, 0, 0].numpy()


@pytest.mark.parametrize("name", ["#ff0000", "#1144cc", "#808080", "#fefefe", "#030405", "#30c060"])
def test_colours_of_the_screen_are_read_as_the_engine_reads_them(name: str) -> None:
    color = QColor(name)
    assert [lightness_of(color), *ab_of(color)] == pytest.approx(engine_lab(color), abs=0.05)


@pytest.mark.parametrize(("ab", "lightness"), [((30, 20), 60), ((-20, 10), 40), ((5, -30), 55)])
def test_a_colour_is_shown_as_it_is_where_the_screen_has_it(
    ab: tuple[float, float], lightness: float
) -> None:
    assert engine_lab(color_of(ab, lightness)) == pytest.approx([lightness, *ab], abs=0.2)


@pytest.mark.parametrize("ab", [(120, 0), (-120, 120), (0, -128), (90, 90)])
def test_a_colour_that_no_screen_has_is_paler_and_keeps_hue_and_lightness(
    ab: tuple[float, float],
) -> None:
    lightness, a, b = engine_lab(color_of(ab, 60))
    assert lightness == pytest.approx(60, abs=0.3)
    assert np.hypot(a, b) < np.hypot(*ab)
    between = a * ab[1] - b * ab[0]  # sine of the angle, times both lengths
    assert between / np.hypot(a, b) / np.hypot(*ab) == pytest.approx(0, abs=0.01)


def test_hues_have_words() -> None:
    words = [hue_word(ab) for ab in ((0, 2), (60, 40), (10, 60), (-50, 30), (0, -50))]
    assert words == ["grey", "red", "yellow", "green", "blue"]
