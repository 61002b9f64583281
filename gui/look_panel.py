"""The look of a shot: sliders for what a person makes of its colours."""

from __future__ import annotations

from dataclasses import fields, replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from vidcolor.settings import Look

_STEPS = 100  # of a slider for 1.0


class LookPanel(QWidget):
    """Shows the look of the shot under the playhead and tells what it shall become.

    Signals:
        look_wanted: Look, whether the slider was let go (the next change is a step of its own).
        reset_wanted: the shot shall look as the film does again.
        copy_wanted, paste_wanted: the look, from shot to shot.
        film_wanted: the look shall become that of the whole film.
    """

    look_wanted = Signal(object, bool)
    reset_wanted = Signal()
    copy_wanted = Signal()
    paste_wanted = Signal()
    film_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        names = {
            "saturation": self.tr("Saturation"),
            "vibrance": self.tr("Vibrance"),
            "warmth": self.tr("Warmth"),
            "tint": self.tr("Tint"),
        }
        helps = {
            "saturation": self.tr("1 keeps the model's colour, 0 is grey"),
            "vibrance": self.tr("Strengthens pale colours more than strong ones"),
            "warmth": self.tr("Towards amber, or towards blue below 0"),
            "tint": self.tr("Towards magenta, or towards green below 0"),
        }
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.sliders: dict[str, QSlider] = {}
        self.boxes: dict[str, QDoubleSpinBox] = {}
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        by_name = {f.name: f for f in fields(Look)}
        for row, (name, text) in enumerate(names.items()):
            low, high = (by_name[name].metadata[end] for end in ("low", "high"))
            self._add_row(grid, row, name, text, helps[name], low, high)
        self.leave = QCheckBox(self.tr("Leave as it is"))
        self.leave.setToolTip(
            self.tr("For titles, and for shots that have colours of their own already")
        )
        self.leave.toggled.connect(self._on_leave)
        self.copy = self._button(self.tr("Copy"), self.tr("Copy this look"), self.copy_wanted)
        self.paste = self._button(
            self.tr("Paste"), self.tr("Give this shot the copied look"), self.paste_wanted
        )
        self.reset = self._button(
            self.tr("Reset"), self.tr("Let this shot look as the film does"), self.reset_wanted
        )
        self.film = self._button(
            self.tr("Use for the film"),
            self.tr("Make this the look of every shot that has none of its own"),
            self.film_wanted,
        )
        buttons = QHBoxLayout()
        for button in (self.copy, self.paste, self.reset):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addLayout(grid)
        column.addWidget(self.leave)
        column.addLayout(buttons)
        column.addWidget(self.film)
        column.addStretch()
        self.show_look(None, "", own=False)

    def show_look(self, look: Look | None, shot: str, *, own: bool) -> None:
        """Show the look of a shot.

        Args:
            look: in force there; None: no film is open.
            shot: its name, for the title.
            own: whether it was chosen for this shot.
        """
        self.setEnabled(look is not None)
        self._look = look or Look()
        for name in self.sliders:
            value = getattr(self._look, name)
            with QSignalBlocker(self.sliders[name]), QSignalBlocker(self.boxes[name]):
                if not self.sliders[name].isSliderDown():
                    self.sliders[name].setValue(round(value * _STEPS))
                self.boxes[name].setValue(value)
            for widget in (self.sliders[name], self.boxes[name]):
                widget.setEnabled(not self._look.leave)
        with QSignalBlocker(self.leave):
            self.leave.setChecked(self._look.leave)
        self.reset.setEnabled(own)
        if look is None:
            self.title.setText(self.tr("No film is open."))
        elif own:
            self.title.setText(self.tr("{0} has a look of its own.").format(shot))
        else:
            self.title.setText(self.tr("{0} looks as the film does.").format(shot))

    def _add_row(
        self,
        grid: QGridLayout,
        row: int,
        name: str,
        text: str,
        help_text: str,
        low: float,
        high: float,
    ) -> None:
        slider = _LookSlider(Qt.Orientation.Horizontal)
        slider.setRange(round(low * _STEPS), round(high * _STEPS))
        slider.setPageStep(10)
        box = QDoubleSpinBox()
        box.setRange(low, high)
        box.setSingleStep(0.05)
        box.setDecimals(2)
        box.setKeyboardTracking(False)
        for widget in (slider, box):
            widget.setAccessibleName(text)
            widget.setToolTip(help_text)
        label = QLabel(text)
        label.setBuddy(box)
        grid.addWidget(label, row, 0)
        grid.addWidget(slider, row, 1)
        grid.addWidget(box, row, 2)
        self.sliders[name], self.boxes[name] = slider, box
        slider.valueChanged.connect(
            lambda value: self._on_value(name, value / _STEPS, done=not slider.isSliderDown())
        )
        slider.sliderReleased.connect(lambda: self.look_wanted.emit(self._look, True))
        slider.reset_wanted.connect(lambda: self._on_value(name, getattr(Look(), name), done=True))
        box.valueChanged.connect(lambda value: self._on_value(name, value, done=True))

    def _on_value(self, name: str, value: float, *, done: bool) -> None:
        self._look = replace(self._look, **{name: value})
        with QSignalBlocker(self.boxes[name]):
            self.boxes[name].setValue(value)
        self.look_wanted.emit(self._look, done)

    def _on_leave(self, on: bool) -> None:
        self._look = replace(self._look, leave=on)
        self.look_wanted.emit(self._look, True)

    def _button(self, text: str, tip: str, signal: Signal) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.clicked.connect(lambda: signal.emit())
        return button


class _LookSlider(QSlider):
    """A double click puts it back to where it changes nothing."""

    reset_wanted = Signal()

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.reset_wanted.emit()
