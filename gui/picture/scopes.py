"""Scopes: what a picture's colours and brightness measure, for eyes that have grown used to it."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.picture import scope_pictures
from gui.picture.scope_painting import (
    paint_bands,
    paint_empty,
    paint_histogram,
    paint_vectorscope,
)
from gui.theme import CHANNEL_TINTS, NEUTRAL_TINT, Tint, theme
from vidcolor.video.frames import Matrix

_MOST_PX = QSize(320, 180)  # more pixels would not be told apart in the plots
_VECTORSCOPE_SIDE = 128  # finer than this, the steps of 8-bit pictures leave stripes
_WAVEFORM_COLUMNS = 320
_PARADE_COLUMNS = 160

Glow = NDArray[np.float32]


class ScopeKind(StrEnum):
    """What is measured."""

    VECTORSCOPE = "vectorscope"
    VECTORSCOPE_CLOSE = "vectorscope close"
    WAVEFORM = "waveform"
    PARADE = "parade"
    HISTOGRAM = "histogram"


REACH = {ScopeKind.VECTORSCOPE: 0.56, ScopeKind.VECTORSCOPE_CLOSE: 0.28}
"""Cb and Cr at the rim of the vectorscopes; pure colours reach 0.5."""


class ScopePlot(QWidget):
    """Measures the picture when it is painted, and only if it has changed since."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.kind = ScopeKind.VECTORSCOPE
        self.matrix = Matrix.BT709
        self.measured = 0  # how often; tests look at it
        self._image: QImage | None = None
        self._plots: list[QImage] | None = None
        self._counts: NDArray[np.int64] | None = None

    def sizeHint(self) -> QSize:
        return QSize(300, 260)

    def show_image(self, image: QImage | None) -> None:
        """Another picture, or none."""
        self._image = None if image is None or image.isNull() else image
        self.forget()

    def forget(self) -> None:
        """Measure again at the next painting."""
        self._plots = self._counts = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().backdrop)
        area = QRectF(self.rect())
        if self._image is None:
            paint_empty(painter, area, self.tr("No picture yet"))
        else:
            if self._plots is None:
                self._measure(sampled(self._image))
            self._paint_plots(painter, area)
        painter.end()

    def _measure(self, pixels: scope_pictures.Pixels) -> None:
        self.measured += 1
        self._plots = []
        if self.kind in REACH:
            reach = REACH[self.kind]
            counts = scope_pictures.vectorscope(
                pixels, matrix=self.matrix, side=_VECTORSCOPE_SIDE, reach=reach
            )
            colors = scope_pictures.chroma_colors(self.matrix, _VECTORSCOPE_SIDE, reach)
            glow = scope_pictures.glow(counts, pixels.shape[0] * pixels.shape[1])
            self._plots = [_image(glow[..., None] * colors)]
        elif self.kind is ScopeKind.HISTOGRAM:
            self._counts = scope_pictures.histogram(pixels, matrix=self.matrix)
        elif self.kind is ScopeKind.WAVEFORM:
            luma = scope_pictures.luma(pixels, self.matrix)
            self._plots = [_band(luma, _WAVEFORM_COLUMNS, NEUTRAL_TINT)]
        else:
            shares = pixels.astype(np.float32) / np.float32(255)
            self._plots = [
                _band(shares[..., channel], _PARADE_COLUMNS, tint)
                for channel, tint in enumerate(CHANNEL_TINTS)
            ]

    def _paint_plots(self, painter: QPainter, area: QRectF) -> None:
        if self.kind in REACH:
            skin = self.tr("Skin")
            paint_vectorscope(painter, area, self._plots[0], self.matrix, REACH[self.kind], skin)
        elif self.kind is ScopeKind.HISTOGRAM:
            paint_histogram(painter, area, self._counts, (*CHANNEL_TINTS, NEUTRAL_TINT))
        else:
            letters = ("Y",) if self.kind is ScopeKind.WAVEFORM else ("R", "G", "B")
            paint_bands(painter, area, self._plots, letters)


class Scopes(QWidget):
    """A choice of scope, and its plot.

    Signals:
        kind_changed: the ScopeKind that a person chose.
    """

    kind_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = ScopePlot()
        self.choice = QComboBox()
        for kind in ScopeKind:
            self.choice.addItem("", kind)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.addWidget(self.choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self._name_things()

    def show_image(self, image: QImage | None) -> None:
        """Measure another picture, or none; the work is done when the plot is painted."""
        self.plot.show_image(image)

    def kind(self) -> ScopeKind:
        """What is measured."""
        return self.plot.kind

    def set_kind(self, kind: ScopeKind) -> None:
        """Measure something else."""
        self.choice.setCurrentIndex(list(ScopeKind).index(kind))

    def set_matrix(self, matrix: Matrix) -> None:
        """Weigh the colours as this matrix does; BT.709 unless told."""
        self.plot.matrix = matrix
        self.plot.forget()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._name_things()
        super().changeEvent(event)

    def _on_chosen(self, index: int) -> None:
        self.plot.kind = list(ScopeKind)[index]
        self.plot.setAccessibleDescription(self.choice.itemText(index))
        self.plot.forget()
        self.kind_changed.emit(self.plot.kind)

    def _name_things(self) -> None:
        names: dict[ScopeKind, tuple[str, str]] = {
            ScopeKind.VECTORSCOPE: (
                self.tr("Vectorscope"),
                self.tr("Hue as direction, saturation as distance from the middle."),
            ),
            ScopeKind.VECTORSCOPE_CLOSE: (
                self.tr("Vectorscope, 2× as large"),
                self.tr("The middle of the vectorscope, where pale colours lie."),
            ),
            ScopeKind.WAVEFORM: (
                self.tr("Waveform"),
                self.tr("Brightness from bottom to top, for each column of the picture."),
            ),
            ScopeKind.PARADE: (
                self.tr("RGB parade"),
                self.tr("Red, green and blue as three waveforms."),
            ),
            ScopeKind.HISTOGRAM: (
                self.tr("Histogram"),
                self.tr("How often each level of red, green, blue and brightness occurs."),
            ),
        }
        for index, kind in enumerate(ScopeKind):
            name, help_text = names[kind]
            self.choice.setItemText(index, name)
            self.choice.setItemData(index, help_text, Qt.ItemDataRole.ToolTipRole)
        self.choice.setAccessibleName(self.tr("Scope"))
        self.choice.setToolTip(self.tr("What is measured in the picture"))
        self.plot.setAccessibleName(self.tr("Scope of the picture"))
        self.plot.setAccessibleDescription(self.choice.currentText())


def sampled(image: QImage) -> scope_pictures.Pixels:
    """At most about 320 × 180 of the picture's pixels, evenly chosen, none of them mixed."""
    if image.width() > _MOST_PX.width() or image.height() > _MOST_PX.height():
        image = image.scaled(
            _MOST_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.FastTransformation,
        )
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def _band(plane: Glow, columns: int, tint: Tint) -> QImage:
    columns = min(columns, plane.shape[1])
    counts = scope_pictures.smoothed(scope_pictures.waveform(plane, columns=columns))
    # A column is the whole of what a level can fill, so the crowd is counted by columns.
    glow = scope_pictures.glow(counts, plane.size * 8 // columns)
    return _image(glow[..., None] * np.array(tint, np.float32))


def _image(shares: Glow) -> QImage:
    """An RGB picture of shares from 0 to 1, in memory of its own."""
    pixels = np.ascontiguousarray((shares * 255).astype(np.uint8))
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()
