"""The viewer's geometry: shape, rotation, zoom, pan, modes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from pytestqt.qtbot import QtBot

from gui.viewer import Viewer, ViewMode


@pytest.fixture
def viewer(qtbot: QtBot) -> Viewer:
    """400×300, showing a 100×50 frame: grey, and blue as its colour."""
    viewer = Viewer()
    qtbot.addWidget(viewer)
    viewer.resize(400, 300)
    viewer.show()
    viewer.set_shape(Fraction(1), 0)
    show(viewer)
    return viewer


def show(viewer: Viewer) -> None:
    grey = QImage(100, 50, QImage.Format.Format_RGB32)
    grey.fill(QColor(120, 120, 120))
    color = QImage(100, 50, QImage.Format.Format_RGB32)
    color.fill(QColor(60, 60, 200))
    viewer.set_grey(grey)
    viewer.set_color(color)


def at(viewer: Viewer, x: int, y: int) -> str:
    return viewer.grab().toImage().pixelColor(x, y).name()


GREY, BLUE, BACKDROP = "#787878", "#3c3cc8", "#121212"


def test_fit_fills_the_window_and_centres(viewer: Viewer) -> None:
    rect = viewer.picture_rect()
    assert rect.getRect() == pytest.approx((0, 50, 400, 200))
    assert viewer.zoom() == pytest.approx(4.0)
    assert at(viewer, 200, 20) == BACKDROP


@pytest.mark.parametrize(
    ("aspect", "rotation", "size"),
    [
        (Fraction(1), 0, (100, 50)),
        (Fraction(8, 5), 0, (160, 50)),
        (Fraction(1), 90, (50, 100)),
        (Fraction(8, 5), 270, (50, 160)),
        (Fraction(1), 180, (100, 50)),
    ],
)
def test_pixel_shape_and_rotation_decide_the_shape(
    viewer: Viewer, aspect: Fraction, rotation: int, size: tuple[int, int]
) -> None:
    viewer.set_shape(aspect, rotation)
    show(viewer)
    viewer.set_mode(ViewMode.GREY)
    viewer.set_zoom(1.0)
    rect = viewer.picture_rect()
    assert (rect.width(), rect.height()) == pytest.approx(size)
    assert rect.center() == QPointF(200, 150)
    inside = np.array([rect.left() + 2, rect.bottom() - 3]).round().astype(int)
    assert at(viewer, *map(int, inside)) == GREY
    assert at(viewer, round(rect.left()) - 3, 150) == BACKDROP
    assert at(viewer, 200, round(rect.top()) - 3) == BACKDROP


def test_a_clockwise_turn_brings_the_left_edge_to_the_top(viewer: Viewer) -> None:
    marked = QImage(100, 50, QImage.Format.Format_RGB32)
    marked.fill(QColor(120, 120, 120))
    for y in range(50):
        for x in range(20):
            marked.setPixelColor(x, y, QColor(255, 0, 0))
    viewer.set_shape(Fraction(1), 90)
    viewer.set_grey(marked)
    viewer.set_mode(ViewMode.COLOR)
    viewer.set_zoom(2.0)
    rect = viewer.picture_rect()
    # Beside the label, which lies in the upper right corner.
    assert at(viewer, round(rect.left()) + 4, round(rect.top()) + 4) == "#ff0000"
    assert at(viewer, round(rect.left()) + 4, round(rect.bottom()) - 8) == GREY


@pytest.mark.parametrize(
    ("mode", "left", "right"),
    [
        (ViewMode.GREY, GREY, GREY),
        (ViewMode.COLOR, BLUE, BLUE),
        (ViewMode.WIPE, GREY, BLUE),
        (ViewMode.SIDE_BY_SIDE, GREY, BLUE),
    ],
)
def test_each_mode_shows_what_it_says(
    viewer: Viewer, mode: ViewMode, left: str, right: str
) -> None:
    viewer.set_mode(mode)
    assert (at(viewer, 100, 160), at(viewer, 300, 160)) == (left, right)


def test_a_new_frame_never_shows_the_colour_of_the_last(viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.COLOR)
    assert at(viewer, 200, 160) == BLUE
    viewer.set_grey(viewer.grey)
    assert at(viewer, 200, 160) == GREY


def test_the_wheel_zooms_at_the_cursor(viewer: Viewer) -> None:
    viewer.set_zoom(8.0)  # where no edge holds the picture back
    where = QPointF(100, 120)
    rect = viewer.picture_rect()
    before = ((where.x() - rect.left()) / rect.width(), (where.y() - rect.top()) / rect.height())
    for _ in range(4):
        viewer.wheelEvent(
            QWheelEvent(
                where,
                where,
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
        )
    rect = viewer.picture_rect()
    after = ((where.x() - rect.left()) / rect.width(), (where.y() - rect.top()) / rect.height())
    assert viewer.zoom() == pytest.approx(8 * 1.25**4)
    assert after == pytest.approx(before)


def test_panning_stops_at_the_edges_of_the_picture(qtbot: QtBot, viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.COLOR)
    viewer.set_zoom(8.0)
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(50, 150))
    qtbot.mouseMove(viewer, QPoint(90, 150))
    assert viewer.picture_rect().left() == pytest.approx(-200 + 40)
    qtbot.mouseMove(viewer, QPoint(399, 150))
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(399, 150))
    assert viewer.picture_rect().left() == pytest.approx(0)


def test_fit_comes_back_after_zooming(viewer: Viewer) -> None:
    viewer.set_zoom(8.0)
    assert not viewer.is_fit()
    viewer.fit()
    assert viewer.is_fit()
    assert viewer.picture_rect().getRect() == pytest.approx((0, 50, 400, 200))
