"""The picture or frame whose colours a shot takes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage, QImageReader, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.forms.flow_layout import FlowLayout
from gui.picture.ab_colors import ab_of
from vidcolor.guides import Reference

_ROOM_PX = QSize(240, 80)


class ReferenceBox(QGroupBox):
    """Shows the reference of the shot under the playhead.

    Signals:
        strength_wanted: 0 to 1, whether the slider was let go.
        remove_wanted: the shot shall follow no reference of its own.
        color_taken: a*b* of the place of the picture that was clicked.
    """

    strength_wanted = Signal(float, bool)
    remove_wanted = Signal()
    color_taken = Signal(object)

    def __init__(
        self, choose: QAction, take: QAction, use: QAction, parent: QWidget | None = None
    ) -> None:
        """
        Args:
            choose: asks for a picture.
            take: keeps the shown frame.
            use: lets the shot follow the kept frame.
        """
        super().__init__(parent)
        self.setTitle(self.tr("Reference"))
        self._image: QImage | None = None
        self._loaded = ""  # path of that picture
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.picture = QLabel()
        self.picture.setToolTip(self.tr("A click takes the colour of this place for the brush"))
        self.picture.setAccessibleName(self.tr("The reference"))
        self.picture.setCursor(Qt.CursorShape.CrossCursor)
        self.picture.installEventFilter(self)
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(0, 100)
        self.strength.setPageStep(10)
        self.strength.setAccessibleName(self.tr("Strength of the reference"))
        self.percent = QLabel()
        self.remove = QPushButton(self.tr("Take it away"))
        self._strength_row = QWidget()
        row = QHBoxLayout(self._strength_row)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(self.tr("Strength"))
        label.setBuddy(self.strength)
        for widget in (label, self.strength, self.percent):
            row.addWidget(widget)
        buttons = QWidget()
        flow = FlowLayout(buttons, margin_px=0)
        for action, text in (
            (choose, self.tr("Picture…")),
            (take, self.tr("Take this frame")),
            (use, self.tr("Use that frame")),
        ):
            flow.addWidget(_button(action, text))
        flow.addWidget(self.remove)
        column = QVBoxLayout(self)
        for widget in (self.words, self.picture, self._strength_row, buttons):
            column.addWidget(widget)
        self.strength.valueChanged.connect(self._on_strength)
        self.strength.sliderReleased.connect(
            lambda: self.strength_wanted.emit(self.strength.value() / 100, True)
        )
        self.remove.clicked.connect(lambda: self.remove_wanted.emit())
        self.show_reference(None, own=False, kept=None)

    def show_reference(self, reference: Reference | None, *, own: bool, kept: int | None) -> None:
        """Show what a shot follows.

        Args:
            reference: None: nothing.
            own: whether it was chosen for this shot.
            kept: number of the frame that is kept to be used as a reference.
        """
        if reference is None:
            text = self.tr("This shot follows no reference.")
        elif reference.of_frame is not None:
            text = self.tr("This shot takes the colours of frame {0}.").format(reference.of_frame)
        else:
            name = Path(reference.picture).name
            text = self.tr("This shot takes the colours of {0}.").format(name)
        if kept is not None:
            text += " " + self.tr("Frame {0} is kept as reference.").format(kept)
        self.words.setText(text)
        self._load(reference.picture if reference else "")
        self.picture.setVisible(self._image is not None)
        self._strength_row.setVisible(own)
        self.remove.setVisible(own)
        if reference is not None:
            percent = round(100 * reference.strength)
            self.percent.setText(f"{percent} %")
            if not self.strength.isSliderDown():
                with QSignalBlocker(self.strength):
                    self.strength.setValue(percent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.picture
            and isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and self._image is not None
        ):
            at = event.position().toPoint()
            if self._image.valid(at):
                self.color_taken.emit(ab_of(self._image.pixelColor(at)))
        return super().eventFilter(watched, event)

    def _load(self, path: str) -> None:
        """A small copy of the picture; Qt reads it, since it belongs to no film."""
        if path == self._loaded:
            return
        self._loaded, self._image = path, None
        reader = QImageReader(path)
        if path and reader.canRead():
            reader.setAutoTransform(True)
            size = reader.size().scaled(_ROOM_PX, Qt.AspectRatioMode.KeepAspectRatio)
            reader.setScaledSize(size)
            image = reader.read()
            if not image.isNull():
                self._image = image
                self.picture.setPixmap(QPixmap.fromImage(image))
                self.picture.setFixedSize(image.size())

    def _on_strength(self, percent: int) -> None:
        self.percent.setText(f"{percent} %")
        self.strength_wanted.emit(percent / 100, not self.strength.isSliderDown())


def _button(action: QAction, text: str) -> QToolButton:
    """For an action that has a longer name in the menu."""
    button = QToolButton()
    button.setText(text)
    button.setToolTip(action.toolTip().replace("&", ""))
    button.setAccessibleName(action.text().replace("&", ""))
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(action.trigger)
    return button
