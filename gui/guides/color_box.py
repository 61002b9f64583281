"""The brush: its colour in numbers and as a swatch, its size, and what a region does."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from gui.guides.brush import RADIUS_LIMITS, Brush
from gui.guides.swatches import swatch
from gui.picture.ab_colors import ab_of, color_of, hue_word
from vidcolor.guides import MOST_AB, Deed


class ColorBox(QGroupBox):
    """Shows a brush and changes it.

    Signals:
        save_wanted: the colour shall be kept under a name.
    """

    save_wanted = Signal()

    def __init__(self, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Brush"))
        self._brush = brush
        self.swatch = QPushButton()
        self.swatch.setIconSize(QSize(24, 24))
        self.swatch.setToolTip(self.tr("Choose a colour (Ctrl+K)"))
        self.swatch.clicked.connect(self.choose)
        self.a = self._number(self.tr("a*: red above 0, green below"))
        self.b = self._number(self.tr("b*: yellow above 0, blue below"))
        self.percent = QDoubleSpinBox()
        self.percent.setRange(100 * RADIUS_LIMITS[0], 100 * RADIUS_LIMITS[1])
        self.percent.setDecimals(1)
        self.percent.setSingleStep(0.5)
        self.percent.setSuffix(" %")
        self.percent.setKeyboardTracking(False)
        self.percent.setAccessibleName(self.tr("Size of the brush"))
        self.percent.setToolTip(
            self.tr("Radius in per cent of the picture's short side (keys: comma, full stop)")
        )
        self.percent.valueChanged.connect(lambda percent: brush.set_radius(percent / 100))
        self.deed = QComboBox()
        self.deed.setAccessibleName(self.tr("What a region does"))
        for deed, name in (
            (Deed.NEUTRAL, self.tr("no colour")),
            (Deed.RECOLOR, self.tr("the brush's colour")),
            (Deed.PROTECT, self.tr("protection")),
        ):
            self.deed.addItem(name, deed)
        self.deed.setToolTip(
            self.tr(
                "What becomes of a region that is drawn: no colour, one colour, or protection "
                "from hints and references"
            )
        )
        self.deed.currentIndexChanged.connect(
            lambda index: brush.set_deed(Deed(self.deed.itemData(index)))
        )
        self.save = QPushButton(self.tr("Save…"))
        self.save.setToolTip(self.tr("Keep this colour under a name (Ctrl+Shift+K)"))
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        self._lay_out()
        brush.color_changed.connect(self._show_color)
        brush.radius_changed.connect(self._show_radius)
        brush.deed_changed.connect(self._show_deed)
        self._show_color()
        self._show_radius()

    def choose(self) -> None:
        """Ask for a colour; its lightness is left to the film."""
        color = QColorDialog.getColor(
            color_of(self._brush.ab),
            self.window(),
            self.tr("The brush's colour"),
            QColorDialog.ColorDialogOption.DontUseNativeDialog,
        )
        if color.isValid():
            self._brush.set_color(ab_of(color))

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        for widget in (self.swatch, self.a, self.b, self.save):
            first.addWidget(widget)
        first.addStretch()
        rows = QGridLayout()
        for row, (text, widget) in enumerate(
            ((self.tr("Size"), self.percent), (self.tr("A region gets"), self.deed))
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            rows.addWidget(label, row, 0)
            rows.addWidget(widget, row, 1)
        rows.setColumnStretch(1, 1)
        grid = QGridLayout(self)
        grid.addLayout(first, 0, 0)
        grid.addLayout(rows, 1, 0)

    def _number(self, name: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox()
        box.setRange(-MOST_AB, MOST_AB)
        box.setDecimals(0)
        box.setKeyboardTracking(False)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.valueChanged.connect(lambda _: self._brush.set_color((self.a.value(), self.b.value())))
        return box

    def _show_color(self) -> None:
        ab = self._brush.ab
        self.swatch.setIcon(swatch(ab))
        name = self._brush.name or hue_word(ab)
        self.swatch.setAccessibleName(self.tr("The brush's colour: {0}").format(name))
        for box, value in ((self.a, ab[0]), (self.b, ab[1])):
            with QSignalBlocker(box):
                box.setValue(value)

    def _show_radius(self) -> None:
        with QSignalBlocker(self.percent):
            self.percent.setValue(100 * self._brush.radius)

    def _show_deed(self, deed: Deed) -> None:
        with QSignalBlocker(self.deed):
            self.deed.setCurrentIndex(self.deed.findData(deed))
