"""The panel of colours: brush, suggestions, saved colours, marks, reference and variants."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.actions import WindowActions
from gui.guides.brush import Brush
from gui.guides.color_box import ColorBox
from gui.guides.guide_lists import MarkBox, SavedColorBox
from gui.guides.reference_box import ReferenceBox
from gui.guides.suggestion_box import SuggestionBox
from gui.guides.variant_box import VariantBox


class GuidePanel(QScrollArea):
    """Its boxes on top of each other; they scroll where the window is low."""

    def __init__(self, brush: Brush, actions: WindowActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brush = ColorBox(brush)
        self.suggestions = SuggestionBox(actions.unsure)
        self.saved = SavedColorBox()
        self.marks = MarkBox()
        self.reference = ReferenceBox(
            actions.reference_picture, actions.take_reference, actions.use_reference
        )
        self.variants = VariantBox()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(4, 4, 4, 4)
        for box in (
            self.brush,
            self.suggestions,
            self.saved,
            self.marks,
            self.reference,
            self.variants,
        ):
            column.addWidget(box)
        column.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """So wide that nothing is cut off: it scrolls up and down only."""
        inside = self.widget().minimumSizeHint().width() if self.widget() else 0
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(inside + bar, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        self.updateGeometry()  # only now its words have the size that they are shown in
        super().showEvent(event)

    def sizeHint(self) -> QSize:
        """No wider than it must be."""
        return QSize(self.minimumSizeHint().width(), super().sizeHint().height())
