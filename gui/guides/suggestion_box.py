"""The colours that the model finds likely at a place, to be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QGroupBox, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.forms.flow_layout import FlowLayout
from gui.guides.swatches import swatch
from gui.picture.ab_colors import SWATCH_L, hue_word
from gui.preview.protocol import Suggested


class SuggestionBox(QGroupBox):
    """A button for each suggestion.

    Signals:
        chosen: a*b*.
    """

    chosen = Signal(object)

    def __init__(self, unsure: QAction, parent: QWidget | None = None) -> None:
        """
        Args:
            unsure: shows where the model is unsure.
        """
        super().__init__(parent)
        self.setTitle(self.tr("Likely here"))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.buttons: list[QToolButton] = []
        self._row = QWidget()
        self._flow = FlowLayout(self._row, margin_px=0)
        self.unsure = QCheckBox(self.tr("Show where the model is unsure"))
        self.unsure.setToolTip(unsure.toolTip())
        self.unsure.setChecked(unsure.isChecked())
        self.unsure.toggled.connect(unsure.setChecked)
        unsure.toggled.connect(self.unsure.setChecked)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self._row)
        column.addWidget(self.unsure)
        self.forget()

    def forget(self) -> None:
        """Nothing was asked."""
        self._show([], SWATCH_L)
        self.words.setText(
            self.tr("Click on the film with the hint brush, or hold it still over a place.")
        )

    def wait(self) -> None:
        """The answer is on its way; what was told before stays until it comes."""
        if not self.buttons:
            self.words.setText(self.tr("Asking the model …"))

    def show_suggestions(
        self, suggestions: Sequence[Suggested], lightness: float, *, known: bool
    ) -> None:
        """Show what was told of a place.

        Args:
            suggestions: likeliest first.
            lightness: L* of the place.
            known: False: the model gives no distribution.
        """
        self._show(suggestions, lightness)
        if not known:
            self.words.setText(self.tr("This model gives no distribution of colours."))
        elif not suggestions:
            self.words.setText(self.tr("No colour is likelier than others here."))

    def _show(self, suggestions: Sequence[Suggested], lightness: float) -> None:
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(one, lightness) for one in suggestions]
        for button in self.buttons:
            self._flow.addWidget(button)
            button.show()
        self.words.setVisible(not suggestions)
        self._row.setVisible(bool(suggestions))
        self._row.updateGeometry()

    def _button(self, suggestion: Suggested, lightness: float) -> QToolButton:
        button = QToolButton(self._row)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(swatch(suggestion.ab, lightness=lightness))
        share = f"{100 * suggestion.share:.0f} %"
        button.setText(share)
        words = f"{hue_word(suggestion.ab)}, {share}"
        button.setAccessibleName(words)
        button.setToolTip(
            self.tr("{0}: take this colour; the hint that was just set here gets it").format(words)
        )
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.chosen.emit(suggestion.ab))
        return button
