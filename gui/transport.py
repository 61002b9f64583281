"""The transport: which frame is shown, by slider, by number, by arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QToolButton,
    QWidget,
)


class Transport(QWidget):
    """Counts frames from 0, as the command line does.

    Signals:
        frame_wanted: the number; many in a row while the slider is dragged.
    """

    frame_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = _JumpingSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Position in the film"))
        self.slider.setPageStep(10)
        self.field = QSpinBox()
        self.field.setAccessibleName(self.tr("Frame number"))
        self.field.setToolTip(self.tr("Frame number: type one and press Enter"))
        self.field.setKeyboardTracking(False)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.total = QLabel()
        self.total.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.back = _step_button(Qt.ArrowType.LeftArrow, self.tr("Frame before (Left)"))
        self.forward = _step_button(Qt.ArrowType.RightArrow, self.tr("Next frame (Right)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        for widget in (self.back, self.forward, self.slider, self.field, self.total):
            row.addWidget(widget, 1 if widget is self.slider else 0)
        self.slider.valueChanged.connect(self.go_to)
        self.field.valueChanged.connect(self.go_to)
        self.back.clicked.connect(lambda: self.step(-1))
        self.forward.clicked.connect(lambda: self.step(1))
        self._number = 0
        self.set_frames(0)

    @property
    def number(self) -> int:
        """The frame that is wanted."""
        return self._number

    @property
    def frames(self) -> int:
        """How many there are; 0 as long as that is unknown."""
        return self.slider.maximum() + 1 if self.isEnabled() else 0

    def set_frames(self, frames: int) -> None:
        """Begin with a film of so many frames, or wait for its count with 0."""
        last = max(frames - 1, 0)
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.slider.setRange(0, last)
            self.field.setRange(0, last)
        self.setEnabled(frames > 0)
        self.total.setText(self.tr("of {0}").format(last) if frames else "")

    def go_to(self, number: int) -> None:
        """Want another frame; the nearest there is."""
        number = min(max(number, 0), self.slider.maximum())
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.slider.setValue(number)
            self.field.setValue(number)
        if number != self._number:
            self._number = number
            self.frame_wanted.emit(number)

    def step(self, frames: int) -> None:
        """Go on or back."""
        self.go_to(self._number + frames)

    def start_over(self) -> None:
        """Stand at the first frame without asking for it: opening a film shows it."""
        self._number = 0
        self.set_frames(0)


class _JumpingSlider(QSlider):
    """A click goes to the place that was clicked, as in every player."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
            self.setValue(
                QStyle.sliderValueFromPosition(
                    self.minimum(),
                    self.maximum(),
                    round(event.position().x() - handle / 2),
                    max(self.width() - handle, 1),
                )
            )
        # The handle lies under the cursor now, so that the same press drags it.
        super().mousePressEvent(event)


def _step_button(arrow: Qt.ArrowType, text: str) -> QToolButton:
    button = QToolButton()
    button.setArrowType(arrow)
    button.setToolTip(text)
    button.setAccessibleName(text)
    button.setAutoRaise(True)
    button.setAutoRepeat(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
