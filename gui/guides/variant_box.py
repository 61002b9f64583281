"""Other colourings of a shot, as numbers or as small pictures of the shown frame."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QGroupBox,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

MOST_VARIANT = 8
"""Number of the last variant that is offered."""

PICTURE_HEIGHT_PX = 54
_WIDTH_PX = 80  # of a picture at most: three stand beside each other
_COLUMNS = 3


class VariantBox(QGroupBox):
    """A button for each variant.

    Signals:
        chosen: its number.
        pictures_wanted: bool, whether small pictures shall be made, or no more of them.
    """

    chosen = Signal(int)
    pictures_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Variant"))
        self._left = 0  # pictures that are still being made
        self._group = QButtonGroup(self)
        self.buttons: list[QToolButton] = []
        grid = QGridLayout()
        grid.setSpacing(2)
        for number in range(MOST_VARIANT + 1):
            button = self._button(number)
            self._group.addButton(button)
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
            self.buttons.append(button)
        self.show_pictures = QPushButton()
        self.show_pictures.clicked.connect(self._on_pictures)
        column = QVBoxLayout(self)
        column.addLayout(grid)
        column.addWidget(self.show_pictures)
        self.forget_pictures()

    def show_variant(self, number: int) -> None:
        """Which one the shot has; one beyond the buttons checks none."""
        self._group.setExclusive(False)
        for place, button in enumerate(self.buttons):
            button.setChecked(place == number)
        self._group.setExclusive(True)

    def forget_pictures(self) -> None:
        """Show numbers alone."""
        self._left = 0
        for button in self.buttons:
            button.setIcon(QIcon())
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._tell()

    def set_picture(self, number: int, image: QImage) -> None:
        """Show a variant."""
        if image.width() > _WIDTH_PX:
            image = image.scaledToWidth(_WIDTH_PX, Qt.TransformationMode.SmoothTransformation)
        button = self.buttons[number]
        button.setIconSize(QSize(image.width(), image.height()))
        button.setIcon(QIcon(QPixmap.fromImage(image)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self._left = max(self._left - 1, 0)
        self._tell()

    def _button(self, number: int) -> QToolButton:
        button = QToolButton()
        button.setText(str(number))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = self.tr("Variant {0}").format(number)
        if number == 0:
            name = self.tr("Variant 0: the likeliest colouring")
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button.clicked.connect(lambda: self.chosen.emit(number))
        return button

    def _on_pictures(self) -> None:
        wanted = not self._left
        self._left = len(self.buttons) if wanted else 0
        self._tell()
        self.pictures_wanted.emit(wanted)

    def _tell(self) -> None:
        self.show_pictures.setText(
            self.tr("Stop ({0} left)").format(self._left)
            if self._left
            else self.tr("Show the variants of this frame")
        )
