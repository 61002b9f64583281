"""The status bar: what goes on, which frame, which film, who colours."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from vidcolor.video.info import FilmInfo


class Status(QStatusBar):
    """Left what goes on now, right what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.activity = QLabel()
        self.addWidget(self.activity, 1)
        self.notes = QToolButton()
        self.notes.setAutoRaise(True)
        self.notes.setToolTip(self.tr("What is odd about this film (Ctrl+I)"))
        self.frame, self.dimensions, self.zoom, self.engine = QLabel(), QLabel(), QLabel(), QLabel()
        self.engine_known = False
        for widget in (self.notes, self.frame, self.dimensions, self.zoom, self.engine):
            self.addPermanentWidget(widget)
        self.engine.setToolTip(self.tr("Model and device that colour the film"))

    def tell(self, text: str) -> None:
        """What goes on now; "" when nothing does."""
        self.activity.setText(text)

    def show_film(self, info: FilmInfo | None) -> None:
        """Begin with a film, or without one."""
        for widget in (self.notes, self.frame, self.dimensions, self.zoom):
            widget.setVisible(info is not None)
        self.show_notes(0)
        self.frame.clear()
        if info is not None:
            self.dimensions.setText(f"{info.width}×{info.height}")

    def show_notes(self, count: int) -> None:
        """How many sentences there are about the film."""
        self.notes.setVisible(count > 0)
        self.notes.setText(self.tr("1 note") if count == 1 else self.tr("{0} notes").format(count))

    def show_frame(self, number: int, seconds: float) -> None:
        """The frame in the viewer."""
        self.frame.setText(self.tr("frame {0}  ·  {1}").format(number, clock(seconds)))

    def show_zoom(self, zoom: float, is_fit: bool) -> None:
        """The viewer's zoom."""
        percent = f"{100 * zoom:.0f} %"
        self.zoom.setText(self.tr("fit, {0}").format(percent) if is_fit else percent)

    def show_engine(self, model: str, device: str) -> None:
        """Who colours."""
        self.engine_known = True
        self.engine.setText(self.tr("{0} on {1}").format(model, device))


def clock(seconds: float) -> str:
    """``0:01:02.480``: hours, minutes, seconds, thousandths."""
    thousandths = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
