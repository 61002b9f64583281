"""Which part of a film is rendered: all of it, from in to out, or one shot."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from vidcolor.settings import RangeSettings


class ExportRange(QWidget):
    """A button for each part that can be chosen, with its frames and how long they last.

    Args:
        frames: of the film; 0 as long as they are not counted.
        rate: frames a second; 0 where nobody knows.
        in_frame: first frame that was marked; None: the film's first.
        out_frame: frame after the last one that was marked; None: the film's end.
        shot: first frame and the frame after the last one of the shot one stands in.

    Signals:
        changed: a person chose another part.
    """

    changed = Signal()

    def __init__(
        self,
        frames: int,
        rate: Fraction,
        in_frame: int | None,
        out_frame: int | None,
        shot: tuple[int, int] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._frames, self._rate = frames, rate
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._parts: list[tuple[int, int]] = []  # 0 for an end that is the film's
        self.whole = self._add(self.tr("&Whole film"), 0, 0)
        self.marked = self._add(self.tr("From &in to out"), in_frame or 0, out_frame or 0)
        self.shot = self._add(self.tr("This &shot"), *(shot or (0, 0)))
        self.marked.setEnabled(in_frame is not None or out_frame is not None)
        self.shot.setEnabled(shot is not None)
        (self.marked if self.marked.isEnabled() else self.whole).setChecked(True)
        self._group.idToggled.connect(lambda _, on: self.changed.emit() if on else None)

    @property
    def span(self) -> RangeSettings:
        """As the engine takes it."""
        start, end = self._parts[self._group.checkedId()]
        return RangeSettings(start=f"{start}f" if start else "", end=f"{end}f" if end else "")

    @property
    def frames(self) -> int:
        """How many these are; 0 where that is not known."""
        start, end = self._parts[self._group.checkedId()]
        return max((end or self._frames) - start, 0)

    def _add(self, text: str, start: int, end: int) -> QRadioButton:
        button = QRadioButton(self)
        self._parts.append((start, end))
        frames = (end or self._frames) - start
        words = self._words(frames)
        button.setText(f"{text} ({words})" if words else text)
        button.setToolTip(self.tr("The part of the film to render."))
        self._group.addButton(button, len(self._parts) - 1)
        self._column.addWidget(button)
        return button

    def _words(self, frames: int) -> str:
        if frames <= 0:
            return ""
        text = self.tr("1 frame") if frames == 1 else self.tr("{n} frames").format(n=frames)
        return f"{text}, {_clock(frames / self._rate)}" if self._rate else text


def _clock(seconds: Fraction) -> str:
    """Hours, minutes, seconds: "0:02.40", "1:02:03"."""
    minutes, rest = divmod(float(seconds), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02}:{int(rest):02}" if hours else f"{minutes}:{rest:05.2f}"
