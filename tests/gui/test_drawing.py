"""Drawing on the viewer: places come out as shares of the picture as the film holds it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.picture.drawing import Shape
from gui.picture.viewer import Viewer, ViewMode
from vidcolor.guides import Deed, Hint, Region

_LEFT = Qt.MouseButton.LeftButton
SHAPES = [
    (Fraction(1), 0), (Fraction(1), 90), (Fraction(1), 180), (Fraction(1), 270),
    (Fraction(16, 11), 0), (Fraction(8, 9), 90),
]  # fmt: skip


@pytest.fixture
def viewer(qtbot: QtBot) -> Viewer:
    viewer = Viewer()
    qtbot.addWidget(viewer)
    viewer.resize(640, 520)
    viewer.set_mode(ViewMode.COLOR)
    viewer.show()
    show_frame(viewer)
    viewer.told = []
    viewer.drawn.connect(viewer.told.append)
    return viewer


def show_frame(viewer: Viewer, aspect: Fraction = Fraction(1), rotation: int = 0) -> None:
    """A frame whose stored picture is red in its upper left quarter, grey elsewhere."""
    viewer.set_shape(aspect, rotation)
    image = QImage(160, 120, QImage.Format.Format_RGB32)
    image.fill(QColor(128, 128, 128))
    for y in range(60):
        for x in range(80):
            image.setPixelColor(x, y, QColor(200, 40, 40))
    viewer.set_grey(image)
    viewer.set_color(image)


def at(viewer: Viewer, x: float, y: float) -> QPoint:
    return viewer.view.at_stored((x, y)).toPoint()


def hover(viewer: Viewer, x: float, y: float) -> None:
    """Sent, not by the pointer: where that goes depends on the windows of the tests before."""
    there = QPointF(at(viewer, x, y))
    none, still = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, there, viewer.mapToGlobal(there), none, none, still)
    QApplication.sendEvent(viewer, event)


def drag(viewer: Viewer, *places: tuple[float, float]) -> None:
    points = [at(viewer, *place) for place in places]
    QTest.mousePress(viewer, _LEFT, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(viewer, point)
    QTest.mouseRelease(viewer, _LEFT, pos=points[-1])


@pytest.mark.parametrize(("aspect", "rotation"), SHAPES)
def test_a_click_on_what_is_seen_is_that_place_of_the_stored_picture(
    viewer: Viewer, aspect: Fraction, rotation: int
) -> None:
    show_frame(viewer, aspect, rotation)
    viewer.set_brush(Shape.STROKE)
    # The red quarter is found with the eye, wherever the turned picture has it.
    shown = viewer.grab().toImage()
    ratio = viewer.devicePixelRatioF()
    red = [
        QPoint(x, y)
        for y in range(0, viewer.height(), 4)
        for x in range(0, viewer.width(), 4)
        if shown.pixelColor(round(x * ratio), round(y * ratio)).red() > 190
    ]
    middle = sum(red, QPoint()) / len(red)
    QTest.mouseClick(viewer, _LEFT, pos=middle)
    ((place,),) = viewer.told
    assert place == pytest.approx((0.25, 0.25), abs=0.02)


@pytest.mark.parametrize(("aspect", "rotation"), SHAPES)
def test_places_are_found_again_on_the_screen(
    viewer: Viewer, aspect: Fraction, rotation: int
) -> None:
    show_frame(viewer, aspect, rotation)
    viewer.set_zoom(2.0)
    point = viewer.view.at_stored((0.4, 0.55))
    assert viewer.view.stored_at(point) == pytest.approx((0.4, 0.55))
    assert viewer.color_under(viewer.view.at_stored((0.45, 0.45))).red() == 200
    assert viewer.color_under(viewer.view.at_stored((0.55, 0.45))).red() == 128


def test_a_drag_is_a_stroke_and_stays_in_the_picture(viewer: Viewer) -> None:
    viewer.set_brush(Shape.STROKE)
    drag(viewer, (0.2, 0.2), (0.5, 0.3), (0.8, 1.4))
    (stroke,) = viewer.told
    assert len(stroke) == 3
    assert stroke[-1] == pytest.approx((0.8, 1.0), abs=0.01)


def test_a_hand_that_trembles_sets_a_dot(viewer: Viewer) -> None:
    viewer.set_brush(Shape.STROKE)
    point = at(viewer, 0.5, 0.5)
    QTest.mousePress(viewer, _LEFT, pos=point)
    QTest.mouseMove(viewer, point + QPoint(1, 1))
    QTest.mouseRelease(viewer, _LEFT, pos=point + QPoint(1, 1))
    assert [len(places) for places in viewer.told] == [1]


def test_nothing_begins_beside_the_picture(viewer: Viewer) -> None:
    viewer.resize(900, 300)
    viewer.set_brush(Shape.STROKE)
    QTest.mouseClick(viewer, _LEFT, pos=QPoint(3, 150))
    assert viewer.told == []


def test_a_rectangle_has_four_corners(viewer: Viewer) -> None:
    viewer.set_brush(Shape.RECTANGLE)
    drag(viewer, (0.6, 0.7), (0.2, 0.3))
    (corners,) = viewer.told
    expected = [(0.6, 0.7), (0.2, 0.7), (0.2, 0.3), (0.6, 0.3)]
    assert [one for place in corners for one in place] == pytest.approx(
        [one for place in expected for one in place], abs=0.01
    )
    QTest.mouseClick(viewer, _LEFT, pos=at(viewer, 0.5, 0.5))
    assert len(viewer.told) == 1  # a click outlines nothing


@pytest.mark.parametrize("by", ["Enter", "double click"])
def test_a_polygon_is_closed(viewer: Viewer, by: str) -> None:
    viewer.set_brush(Shape.POLYGON)
    corners = [(0.1, 0.1), (0.6, 0.2), (0.3, 0.7)]
    for corner in corners:
        QTest.mouseClick(viewer, _LEFT, pos=at(viewer, *corner))
    assert viewer.told == []
    if by == "Enter":
        QTest.keyClick(viewer, Qt.Key.Key_Return)
    else:
        QTest.mouseDClick(viewer, _LEFT, pos=at(viewer, *corners[-1]))
    (drawn,) = viewer.told
    assert [one for place in drawn for one in place] == pytest.approx(
        [one for place in corners for one in place], abs=0.01
    )


def test_a_polygon_is_taken_back_and_abandoned(viewer: Viewer) -> None:
    viewer.set_brush(Shape.POLYGON)
    for corner in [(0.1, 0.1), (0.6, 0.2), (0.3, 0.7)]:
        QTest.mouseClick(viewer, _LEFT, pos=at(viewer, *corner))
    QTest.keyClick(viewer, Qt.Key.Key_Backspace)
    assert len(viewer.drawing.places) == 2
    QTest.keyClick(viewer, Qt.Key.Key_Return)  # two corners are no region
    assert not viewer.drawing.begun
    QTest.mouseClick(viewer, _LEFT, pos=at(viewer, 0.5, 0.5))
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.drawing.begun
    assert viewer.told == []


def test_another_frame_abandons_what_was_begun(viewer: Viewer) -> None:
    viewer.set_brush(Shape.POLYGON)
    QTest.mouseClick(viewer, _LEFT, pos=at(viewer, 0.5, 0.5))
    viewer.set_grey(viewer.grey)
    assert not viewer.drawing.begun


def test_one_draws_across_the_divider_but_takes_its_grip(viewer: Viewer) -> None:
    viewer.set_mode(ViewMode.WIPE)
    viewer.set_brush(Shape.STROKE)
    QTest.mouseClick(viewer, _LEFT, pos=at(viewer, 0.5, 0.2))
    assert len(viewer.told) == 1
    drag(viewer, (0.5, 0.5), (0.3, 0.5))
    assert len(viewer.told) == 1
    assert viewer.divider == pytest.approx(0.3, abs=0.02)


def test_a_brush_that_is_held_still_tells_where(qtbot: QtBot, viewer: Viewer) -> None:
    viewer.set_brush(Shape.STROKE)
    with qtbot.waitSignal(viewer.rested, timeout=30_000) as told:
        hover(viewer, 0.6, 0.6)
        hover(viewer, 0.3, 0.4)
    assert told.args[0] == pytest.approx((0.3, 0.4), abs=0.01)


@pytest.mark.parametrize("rotation", [0, 90])
def test_marks_are_painted_at_their_places(viewer: Viewer, rotation: int) -> None:
    show_frame(viewer, rotation=rotation)
    before = viewer.grab().toImage()
    hint = Hint(0, ((0.75, 0.3),), (0.0, -50.0), radius=0.05)
    viewer.set_marks([hint, Region(0, ((0.6, 0.6), (0.9, 0.6), (0.8, 0.9)), Deed.PROTECT)])
    after = viewer.grab().toImage()
    ratio = viewer.devicePixelRatioF()

    def changed(x: float, y: float) -> bool:
        pixel = (viewer.view.at_stored((x, y)) * ratio).toPoint()
        return before.pixelColor(pixel) != after.pixelColor(pixel)

    assert changed(0.75, 0.3)  # the heart of the hint
    assert changed(0.6, 0.6)  # a corner of the region
    assert not changed(0.3, 0.3)
    heart = after.pixelColor((viewer.view.at_stored((0.75, 0.3)) * ratio).toPoint())
    assert heart.blue() > heart.red()
    viewer.show_marks(False)
    assert viewer.grab().toImage() == before


def test_a_click_means_the_mark_under_it(viewer: Viewer) -> None:
    dot = Hint(0, ((0.5, 0.5),), (40.0, 0.0))
    stroke = Hint(0, ((0.1, 0.8), (0.9, 0.8)), None)
    region = Region(0, ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)))
    viewer.set_marks([dot, stroke, region])

    def under(x: float, y: float) -> object:
        return viewer.mark_under(QPointF(at(viewer, x, y)))

    assert under(0.5, 0.5) == dot  # though the region is newer
    assert under(0.45, 0.45) == region
    assert under(0.3, 0.8) == stroke
    assert under(0.2, 0.2) is None
