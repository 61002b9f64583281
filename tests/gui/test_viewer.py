"""The viewer's geometry: shape, rotation, zoom, pan, modes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from pytestqt.qtbot import QtBot

from gui.picture.viewer import Viewer, ViewMode


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


def noise(width: int, height: int) -> QImage:
    """A picture in which no two neighbours are alike."""
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    return QImage(pixels.data, width, height, QImage.Format.Format_RGB32).copy()


def values(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGBX8888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return lines[..., :3].astype(int)


def turn_wheel(
    viewer: Viewer,
    where: QPointF,
    *,
    angle: int = 0,
    pixels: int = 0,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    button, key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    viewer.wheelEvent(
        QWheelEvent(where, where, QPoint(0, pixels), QPoint(0, angle), button, key, phase, False)
    )


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
        turn_wheel(viewer, where, angle=120)
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


def test_a_touchpad_zooms_in_fine_steps_and_stops_with_the_fingers(viewer: Viewer) -> None:
    viewer.set_zoom(2.0)
    where = QPointF(200, 150)
    turn_wheel(viewer, where, angle=12, pixels=6, phase=Qt.ScrollPhase.ScrollUpdate)
    assert viewer.zoom() == pytest.approx(2 * 1.25**0.1)
    turn_wheel(viewer, where, angle=120, pixels=60, phase=Qt.ScrollPhase.ScrollMomentum)
    assert viewer.zoom() == pytest.approx(2 * 1.25**0.1)


def test_pixels_that_a_plain_wheel_claims_are_not_believed(viewer: Viewer) -> None:
    viewer.set_zoom(2.0)
    turn_wheel(viewer, QPointF(200, 150), angle=120, pixels=5)
    assert viewer.zoom() == pytest.approx(2.5)


def test_pinching_zooms_at_the_fingers(viewer: Viewer) -> None:
    viewer.set_zoom(8.0)
    where = QPointF(120, 140)
    before = viewer.view.share_at(where)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        where,
        where,
        where,
        0.25,
        QPointF(),
    )
    assert viewer.event(pinch)
    assert viewer.zoom() == pytest.approx(10.0)
    after = viewer.view.share_at(where)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_zoom_has_limits(viewer: Viewer) -> None:
    viewer.set_zoom(1000)
    assert viewer.zoom() == 32
    viewer.set_zoom(0.0001)
    assert viewer.zoom() == 1 / 16


def test_resizing_keeps_the_middle_of_the_picture(viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.COLOR)
    viewer.set_zoom(16.0)
    viewer.pan(130, -60)
    before = viewer.view.share_at(QPointF(200, 150))
    viewer.resize(640, 480)
    after = viewer.view.share_at(QPointF(320, 240))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_panning_by_keys_moves_the_picture_as_a_hand_would(viewer: Viewer) -> None:
    viewer.set_zoom(8.0)
    left, top = viewer.picture_rect().left(), viewer.picture_rect().top()
    viewer.pan(30, -20)
    assert viewer.picture_rect().left() == pytest.approx(left + 30)
    assert viewer.picture_rect().top() == pytest.approx(top - 20)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("rotation", [0, 90])
def test_at_full_size_every_film_pixel_is_one_of_the_screen(
    viewer: Viewer, ratio: float, rotation: int
) -> None:
    """Also on screens whose pixels are finer than the widget's, and by an odd number."""
    film = noise(101, 53)
    viewer.resize(331, 277)
    viewer.set_shape(Fraction(1), rotation)
    viewer.set_grey(film)
    viewer.set_mode(ViewMode.GREY)
    viewer.view.device_ratio = ratio
    viewer.set_zoom(1.0)
    assert viewer.zoom() == pytest.approx(1.0)
    turned = np.rot90(values(film), -rotation // 90)
    np.testing.assert_array_equal(values(viewer.visible_picture()), turned)


def test_the_widget_shows_the_very_pixels(viewer: Viewer) -> None:
    film = noise(101, 53)
    viewer.set_grey(film)
    viewer.stop_waiting()
    viewer.set_mode(ViewMode.GREY)
    viewer.set_zoom(1.0)
    left, top = 150, 124  # half a pixel is rounded up
    shown = values(viewer.grab().toImage())[top : top + 53, left : left + 101]
    # The word "Film" lies in the upper left corner.
    np.testing.assert_array_equal(shown[:, 60:], values(film)[:, 60:])


def test_a_reduced_picture_is_averaged_not_thinned_out(viewer: Viewer) -> None:
    stripes = np.where(np.arange(800) % 4 == 0, 240, 0)
    rows = np.broadcast_to(stripes[None, :, None], (400, 800, 4))
    pixels = np.array(rows, np.uint8, order="C")
    viewer.set_grey(QImage(pixels.data, 800, 400, QImage.Format.Format_RGB32).copy())
    viewer.set_mode(ViewMode.GREY)
    viewer.set_zoom(0.25)
    inner = values(viewer.visible_picture())[4:-4, 4:-4]
    assert inner.min() > 50
    assert inner.max() < 70


@pytest.mark.parametrize(("zoom", "colors"), [(3.0, 2), (2.9, 3)])
def test_pixels_are_squares_from_three_hundred_percent(
    viewer: Viewer, zoom: float, colors: int
) -> None:
    halves = QImage(40, 40, QImage.Format.Format_RGB32)
    halves.fill(QColor("black"))
    for y in range(40):
        for x in range(20):
            halves.setPixelColor(x, y, QColor("white"))
    viewer.set_grey(halves)
    viewer.set_mode(ViewMode.GREY)
    viewer.set_zoom(zoom)
    line = values(viewer.visible_picture())[20, :, 0]
    assert len(set(line.tolist())) >= colors
    assert (len(set(line.tolist())) == 2) is (colors == 2)


def test_the_information_lies_under_the_picture_not_on_it(viewer: Viewer) -> None:
    viewer.set_information("Frame 12")
    viewer.show_information(True)
    strip_top = viewer.view.area.bottom()
    assert 300 - 40 < strip_top < 300 - 12
    viewer.set_zoom(32.0)
    assert viewer.view.seen_rect().bottom() == pytest.approx(strip_top)
    viewer.show_information(False)
    assert viewer.view.seen_rect().bottom() == pytest.approx(300)
