"""The presets to choose from, each with a line on what it is for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from gui.render.encoding_choices import preset_words
from vidcolor.video.presets import PRESETS


class ExportPresets(QWidget):
    """A button for each preset.

    Signals:
        chosen: a preset's name, when a person chose it; also the one that was chosen before.
    """

    chosen = Signal(str)

    def __init__(self, preset: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for name in PRESETS:
            word, explanation = preset_words(name)
            button = self.buttons[name] = QRadioButton(word)
            button.setChecked(name == preset)
            button.setToolTip(explanation)
            button.setAccessibleDescription(explanation)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            self._group.addButton(button)
            line = QLabel(explanation)
            line.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            line.setIndent(24)
            line.setWordWrap(True)
            column.addWidget(button)
            column.addWidget(line)

    @property
    def preset(self) -> str:
        """The name of the chosen one."""
        return next(name for name, button in self.buttons.items() if button.isChecked())
