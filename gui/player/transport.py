"""The transport: which frame is shown and whether it plays, by buttons, number, slider and keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QWidget,
)

from gui.player.shuttle import Shuttle
from gui.player.transport_buttons import Sign, SignButton


class Transport(QWidget):
    """Counts frames from 0, as the command line does.

    It only wants: who plays tells it by :meth:`show_number` and :meth:`show_speed` how it goes.

    Args:
        slider: whether it has one; a timeline takes its place.

    Signals:
        frame_wanted: the number; many in a row while the slider is dragged.
        play_wanted: speed, negative backwards; 0.0 pauses.
        loop_wanted: whether in–out (or the film) is to be played again and again.
    """

    frame_wanted = Signal(int)
    play_wanted = Signal(float)
    loop_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, slider: bool = True) -> None:
        super().__init__(parent)
        self._shuttle = Shuttle()
        self._number = 0
        self._frames = 0
        self._timecode_of: Callable[[int], str] | None = None
        self._make_buttons()
        self.slider = _JumpingSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Position in the film"))
        self.slider.setPageStep(10)
        self.slider.setVisible(slider)
        self.field = QSpinBox()
        self.field.setAccessibleName(self.tr("Frame number"))
        self.field.setToolTip(self.tr("Frame number: type one and press Enter"))
        self.field.setKeyboardTracking(False)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.total = QLabel()
        self.total.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.timecode = _steady_label("00:00:00:00")
        self.timecode.setAccessibleName(self.tr("Time code"))
        self.timecode.setToolTip(self.tr("Time code of this frame"))
        self.speed_label = _steady_label("▶ 8×")
        self.speed_label.setAccessibleName(self.tr("Speed"))
        self.speed_label.setToolTip(self.tr("Speed of playing (J, K, L)"))
        self._lay_out(with_slider=slider)
        self._connect()
        self.set_frames(0)

    def _make_buttons(self) -> None:
        self.first = SignButton(Sign.FIRST, self.tr("First frame (Home)"))
        self.back = SignButton(Sign.BACK, self.tr("Frame before (Left)"))
        self.play = SignButton(Sign.PLAY, self.tr("Play (Space)"))
        self.forward = SignButton(Sign.FORWARD, self.tr("Next frame (Right)"))
        self.last = SignButton(Sign.LAST, self.tr("Last frame (End)"))
        self.loop = SignButton(Sign.LOOP, self.tr("Loop: play again and again (Ctrl+L)"))
        self.loop.setCheckable(True)
        for button in (self.back, self.forward):
            button.setAutoRepeat(True)

    def _lay_out(self, *, with_slider: bool) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self.timecode)
        if not with_slider:
            row.addStretch(1)
        for button in (self.first, self.back, self.play, self.forward, self.last, self.loop):
            row.addWidget(button)
        row.addWidget(self.speed_label)
        if with_slider:
            row.addWidget(self.slider, 1)
        else:
            row.addStretch(1)
        row.addWidget(self.field)
        row.addWidget(self.total)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self.go_to)
        self.field.valueChanged.connect(self.go_to)
        self.first.clicked.connect(lambda: self.go_to(0))
        self.back.clicked.connect(lambda: self.step(-1))
        self.play.clicked.connect(lambda: self.toggle())
        self.forward.clicked.connect(lambda: self.step(1))
        self.last.clicked.connect(lambda: self.go_to(self._frames - 1))
        self.loop.toggled.connect(self.loop_wanted)

    # --- which frame ---

    @property
    def number(self) -> int:
        """The frame that is wanted."""
        return self._number

    @property
    def frames(self) -> int:
        """How many there are; 0 as long as that is unknown."""
        return self._frames

    def set_frames(self, frames: int) -> None:
        """Begin with a film of so many frames, or wait for its count with 0."""
        self._frames = max(frames, 0)
        last = max(frames - 1, 0)
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.slider.setRange(0, last)
            self.field.setRange(0, last)
        self.setEnabled(frames > 0)
        self.total.setText(self.tr("of {0}").format(last) if frames else "")
        self._show_timecode()

    def set_timecodes(self, timecode_of: Callable[[int], str] | None) -> None:
        """Tell the time code of each frame; None: nobody knows."""
        self._timecode_of = timecode_of
        self._show_timecode()

    def go_to(self, number: int) -> None:
        """Want another frame; the nearest there is. What plays is paused."""
        number = min(max(number, 0), max(self._frames - 1, 0))
        if number != self._number and self.speed:
            self._want_speed(0.0)
        changed = self._put(number)
        if changed:
            self.frame_wanted.emit(number)

    def step(self, frames: int) -> None:
        """Go on or back."""
        self.go_to(self._number + frames)

    def show_number(self, number: int) -> None:
        """Stand where playing is, without wanting it."""
        self._put(min(max(number, 0), max(self._frames - 1, 0)))

    def start_over(self) -> None:
        """Stand at the first frame without asking for it: opening a film shows it."""
        self._number = 0
        self._timecode_of = None
        self.show_speed(0.0)
        self.set_frames(0)

    def _put(self, number: int) -> bool:
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.slider.setValue(number)
            self.field.setValue(number)
        changed, self._number = number != self._number, number
        self._show_timecode()
        return changed

    def _show_timecode(self) -> None:
        known = self._timecode_of is not None and self._frames > 0
        self.timecode.setText(self._timecode_of(self._number) if known else "")

    # --- playing ---

    @property
    def speed(self) -> float:
        """The speed that is wanted; 0 where it stands."""
        return self._shuttle.speed

    def show_speed(self, speed: float) -> None:
        """How it really plays: for who plays, when it ended or failed."""
        self._shuttle.speed = speed
        self._tell_speed()

    def toggle(self) -> None:
        """Space: play or pause."""
        if self._frames:
            self._shuttle.toggle()
            self._emit_speed()

    def press_l(self) -> None:
        """L: play, or faster; while K is held a frame on."""
        self._push(self._shuttle.forwards)

    def press_j(self) -> None:
        """J: play backwards, or faster; while K is held a frame back."""
        self._push(self._shuttle.backwards)

    def press_k(self) -> None:
        """K goes down: pause, and step with J and L until :meth:`release_k`."""
        played = self.speed != 0.0
        self._shuttle.hold()
        if played:
            self._emit_speed()

    def release_k(self) -> None:
        """K goes up."""
        self._shuttle.release()

    def show_loop(self, on: bool) -> None:
        """Whether it is played again and again, as somebody else has decided."""
        self.loop.setChecked(on)

    def watch_keys(self, window: QWidget) -> None:
        """Notice there when K goes up, which no shortcut tells."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_K and not event.isAutoRepeat():
                self.release_k()
        elif event.type() == QEvent.Type.WindowDeactivate:
            self.release_k()
        return False

    def _push(self, key: Callable[[], int]) -> None:
        if not self._frames:
            return
        before = self.speed
        steps = key()
        if steps:
            self.step(steps)
        elif self.speed != before:
            self._emit_speed()

    def _want_speed(self, speed: float) -> None:
        self._shuttle.speed = speed
        self._emit_speed()

    def _emit_speed(self) -> None:
        self._tell_speed()
        self.play_wanted.emit(self.speed)

    def _tell_speed(self) -> None:
        speed = self.speed
        arrow = "▶" if speed > 0 else "◀"
        self.speed_label.setText(f"{arrow} {abs(speed):g}×" if speed else "")
        if speed:
            self.play.set_sign(Sign.PAUSE, self.tr("Pause (Space)"))
        else:
            self.play.set_sign(Sign.PLAY, self.tr("Play (Space)"))


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


def _steady_label(widest: str) -> QLabel:
    """A label that keeps its width, so that nothing moves while a film plays."""
    label = QLabel()
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest) + 12)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
