"""The scopes: what they measure in hand-made pictures, and when they measure."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.picture import scope_pictures
from gui.picture.scopes import REACH, ScopeKind, Scopes, sampled
from vidcolor.video.frames import Matrix

PRIMARIES = {
    "R": (255, 0, 0), "Mg": (255, 0, 255), "B": (0, 0, 255),
    "Cy": (0, 255, 255), "G": (0, 255, 0), "Yl": (255, 255, 0),
}  # fmt: skip


def filled(color: tuple[int, int, int], height: int = 18, width: int = 32) -> np.ndarray:
    return np.full((height, width, 3), color, np.uint8)


def image_of(pixels: np.ndarray) -> QImage:
    height, width = pixels.shape[:2]
    pixels = np.ascontiguousarray(pixels)
    return QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def place_of(counts: np.ndarray, reach: float) -> tuple[float, float]:
    """Cb and Cr of the one place that holds all pixels."""
    rows, columns = np.nonzero(counts)
    assert len(rows) == 1
    side = counts.shape[0]
    return (
        float(((columns[0] + 0.5) / side * 2 - 1) * reach),
        float((1 - (rows[0] + 0.5) / side * 2) * reach),
    )


@pytest.mark.parametrize("matrix", list(Matrix))
@pytest.mark.parametrize("level", [0.75, 1.0])
@pytest.mark.parametrize("letter", list(PRIMARIES))
def test_a_pure_colour_lands_in_its_box(letter: str, level: float, matrix: Matrix) -> None:
    color = tuple(round(part * level) for part in PRIMARIES[letter])
    counts = scope_pictures.vectorscope(filled(color), matrix=matrix, side=256, reach=0.56)
    target = next(t for t in scope_pictures.targets(matrix, level) if t.letter == letter)
    assert counts.sum() == 18 * 32
    # A place is 0.0044 wide, a level of red moves Cr by at most 0.002.
    assert place_of(counts, 0.56) == pytest.approx((target.cb, target.cr), abs=0.005)


def test_red_lies_where_the_standard_puts_it() -> None:
    red = scope_pictures.targets(Matrix.BT709, 1.0)[0]
    assert (red.letter, red.cb, red.cr) == ("R", pytest.approx(-0.1146, abs=1e-4), 0.5)


def test_grey_lies_in_the_middle() -> None:
    for level in (0, 90, 255):
        counts = scope_pictures.vectorscope(filled((level,) * 3), side=255)
        assert counts[127, 127] == 18 * 32


@pytest.mark.parametrize("skin", [(224, 172, 140), (141, 85, 60), (255, 219, 194), (92, 58, 42)])
def test_skin_lies_near_the_skin_line(skin: tuple[int, int, int]) -> None:
    cb, cr = (float(plane[0, 0]) for plane in scope_pictures.chroma(filled(skin)))
    angle = np.degrees(np.arctan2(cr, cb))
    assert angle == pytest.approx(scope_pictures.SKIN_ANGLE_DEGREES, abs=10)


def test_colours_beyond_the_rim_are_counted_at_the_rim() -> None:
    counts = scope_pictures.vectorscope(filled((0, 0, 255)), side=64, reach=0.28)
    assert counts[:, -1].sum() == 18 * 32


def test_the_waveform_of_a_ramp_is_a_diagonal() -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    plane = scope_pictures.luma(np.repeat(ramp, 10, axis=0))
    counts = scope_pictures.waveform(plane, columns=256)
    np.testing.assert_array_equal(counts, 10 * np.eye(256, dtype=int)[::-1])


def test_the_waveform_keeps_every_pixel_when_columns_are_shared() -> None:
    plane = np.random.default_rng(1).random((20, 321), dtype=np.float32)
    counts = scope_pictures.waveform(plane, columns=100)
    assert counts.sum() == plane.size
    assert counts.sum(axis=0).min() > 0


def test_luma_weighs_as_the_matrix_says() -> None:
    pure = [filled(PRIMARIES[letter], 1, 1) for letter in ("R", "G", "B")]
    for matrix in Matrix:
        weights = [float(scope_pictures.luma(pixels, matrix)[0, 0]) for pixels in pure]
        assert weights == pytest.approx(matrix.weights, abs=1e-5)


def test_the_histogram_counts_each_channel_and_luma() -> None:
    pixels = np.concatenate([filled((255, 0, 0)), filled((10, 200, 30))])
    red, green, blue, luma = scope_pictures.histogram(pixels)
    half = 18 * 32
    assert (red[255], red[10]) == (half, half)
    assert (green[0], green[200]) == (half, half)
    assert (blue[0], blue[30]) == (half, half)
    assert (luma[54], luma[147]) == (half, half)


def test_measuring_is_quick() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (180, 320, 3), dtype=np.uint8)
    for measure in (
        lambda: scope_pictures.vectorscope(pixels, side=128),
        lambda: scope_pictures.waveform(scope_pictures.luma(pixels), columns=320),
        lambda: scope_pictures.histogram(pixels),
    ):
        took = []
        for _ in range(20):
            start = time.perf_counter()
            measure()
            took.append(time.perf_counter() - start)
        assert min(took) < 0.02  # about a thousandth; a busy machine is not a slow scope


def test_a_large_picture_is_sampled_evenly() -> None:
    pixels = np.zeros((720, 1280, 3), np.uint8)
    pixels[:, 640:] = (10, 200, 30)
    few = sampled(image_of(pixels))
    assert few.shape == (180, 320, 3)
    assert {tuple(color) for color in few.reshape(-1, 3)} == {(0, 0, 0), (10, 200, 30)}
    assert (few[:, 160:] == (10, 200, 30)).all()


def test_a_small_picture_is_taken_as_it_is() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (13, 31, 3), dtype=np.uint8)
    np.testing.assert_array_equal(sampled(image_of(pixels)), pixels)


# --- the widget ---


@pytest.fixture
def scopes(qtbot: QtBot) -> Scopes:
    scopes = Scopes()
    qtbot.addWidget(scopes)
    scopes.resize(300, 320)
    scopes.show()
    return scopes


def test_a_red_picture_glows_red_in_the_box(scopes: Scopes) -> None:
    scopes.show_image(image_of(filled((255, 0, 0))))
    shown = scopes.plot.grab().toImage()
    red = scope_pictures.targets(Matrix.BT709, 1.0)[0]
    unit = (min(shown.width(), shown.height()) - 8) / (2 * REACH[ScopeKind.VECTORSCOPE])
    x, y = shown.width() / 2 + red.cb * unit, shown.height() / 2 - red.cr * unit
    around = [
        shown.pixelColor(round(x) + dx, round(y) + dy)
        for dx in (-2, -1, 0, 1, 2)
        for dy in (-2, -1, 0, 1, 2)
    ]
    glow = max(around, key=lambda color: color.red() - color.green())
    assert glow.red() > 140
    assert glow.red() > 1.5 * glow.green()


@pytest.mark.parametrize("kind", list(ScopeKind))
def test_every_scope_shows_another_picture_differently(scopes: Scopes, kind: ScopeKind) -> None:
    scopes.set_kind(kind)
    scopes.show_image(image_of(filled((140, 110, 90))))
    first = scopes.plot.grab().toImage()
    scopes.show_image(image_of(filled((90, 110, 140))))
    assert scopes.plot.grab().toImage() != first


def test_the_picture_is_measured_once_for_many_paintings(scopes: Scopes) -> None:
    for level in range(10):
        scopes.show_image(image_of(filled((level, level, level))))
    before = scopes.plot.measured
    for _ in range(3):
        scopes.plot.grab()
    assert scopes.plot.measured == before + 1


def test_scopes_that_nobody_sees_measure_nothing(qtbot: QtBot, scopes: Scopes) -> None:
    scopes.hide()
    before = scopes.plot.measured
    scopes.show_image(image_of(filled((9, 9, 9))))
    qtbot.wait(1)
    assert scopes.plot.measured == before


def test_without_a_picture_the_scopes_say_so(scopes: Scopes) -> None:
    empty = scopes.plot.grab().toImage()
    scopes.show_image(image_of(filled((90, 110, 140))))
    assert scopes.plot.grab().toImage() != empty
    for nothing in (None, QImage()):
        scopes.show_image(nothing)
        assert scopes.plot.grab().toImage() == empty


def test_the_choice_is_told_and_can_be_set(qtbot: QtBot, scopes: Scopes) -> None:
    with qtbot.waitSignal(scopes.kind_changed) as told:
        scopes.set_kind(ScopeKind.HISTOGRAM)
    assert told.args == [ScopeKind.HISTOGRAM]
    assert scopes.kind() is ScopeKind.HISTOGRAM
    assert scopes.plot.accessibleDescription() == "Histogram"


class TextWatcher(QPainter):
    """Remembers each text, where its letters stand, and where they may be seen."""

    def __init__(self, device: QImage) -> None:
        super().__init__(device)
        self.texts: list[tuple[str, QRectF, QRectF]] = []

    def drawText(self, box: QRectF, flags: int, text: str) -> None:
        metrics = QFontMetricsF(self.font())
        place = metrics.boundingRect(box, flags, text)
        tight = metrics.tightBoundingRect(text)
        top = place.top() + metrics.ascent() + tight.top()
        ink = QRectF(place.left(), top, place.width(), tight.height())
        seen = QRectF(0, 0, self.device().width(), self.device().height())
        if self.hasClipping():
            seen &= self.clipBoundingRect()
        if not flags & Qt.TextFlag.TextDontClip:
            seen &= box.adjusted(-1, -1, 1, 1)
        self.texts.append((text, ink, seen))
        super().drawText(box, flags, text)


@pytest.mark.parametrize(
    "size", [(160, 120), (120, 160), (80, 60), (30, 30), (300, 260), (900, 120)]
)
@pytest.mark.parametrize("points", [8, 12, 24])
@pytest.mark.parametrize("kind", list(ScopeKind))
def test_letters_are_whole_and_apart_or_not_there(
    scopes: Scopes, kind: ScopeKind, size: tuple[int, int], points: int
) -> None:
    scopes.set_kind(kind)
    scopes.show_image(image_of(filled((255, 0, 0))))
    scopes.plot.grab()  # measured now
    canvas = QImage(*size, QImage.Format.Format_RGB32)
    painter = TextWatcher(canvas)
    font = painter.font()
    font.setPointSize(points)
    painter.setFont(font)
    scopes.plot._paint_plots(painter, QRectF(canvas.rect()))
    painter.end()
    texts = painter.texts
    assert len(texts) <= 9
    if size == (300, 260) and points < 20:
        many = {ScopeKind.VECTORSCOPE: 7, ScopeKind.VECTORSCOPE_CLOSE: 1, ScopeKind.HISTOGRAM: 7}
        assert len(texts) == many.get(kind, 6 if kind is ScopeKind.WAVEFORM else 8)
    for number, (text, ink, seen) in enumerate(texts):
        assert seen.contains(ink), text
        for other, its_ink, _ in texts[:number]:
            assert not ink.intersects(its_ink), (text, other)


@pytest.mark.parametrize("kind", [ScopeKind.WAVEFORM, ScopeKind.PARADE])
def test_low_bands_have_no_letters_on_their_trace(scopes: Scopes, kind: ScopeKind) -> None:
    scopes.set_kind(kind)
    scopes.show_image(image_of(filled((255, 0, 0))))
    scopes.plot.grab()
    for height, there in ((120, True), (24, False)):
        canvas = QImage(300, height, QImage.Format.Format_RGB32)
        painter = TextWatcher(canvas)
        scopes.plot._paint_plots(painter, QRectF(canvas.rect()))
        painter.end()
        assert any(text.isalpha() for text, _, _ in painter.texts) == there


@pytest.mark.parametrize("kind", list(ScopeKind))
def test_every_size_can_be_painted(scopes: Scopes, kind: ScopeKind) -> None:
    scopes.set_kind(kind)
    for pixels in (filled((255, 0, 0), 1, 1), filled((0, 0, 0)), filled((255, 255, 255), 3, 700)):
        scopes.show_image(image_of(pixels))
        for size in ((160, 150), (900, 200), (200, 900)):
            scopes.resize(*size)
            assert not scopes.grab().isNull()
