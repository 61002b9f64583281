"""The settings of a training: a form made of their dataclass, with the recipe's own values."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGroupBox, QHBoxLayout, QVBoxLayout, QWidget

from gui.forms.settings_form import SettingsForm
from gui.training.plan import changed_settings
from vidcolor.training.recipe import Recipe, TrainSettings

_FIRST = ("steps", "minutes", "batch_size", "learning_rate", "validate_every")
_NAMES = tuple(f.name for f in fields(TrainSettings))
_REST = tuple(name for name in _NAMES if name not in _FIRST)
FINE = tuple(f.name for f in fields(TrainSettings) if isinstance(f.default, float))

# Choices are terms of the trade; they are shown as papers and the command line write them.
_WORDS = {
    f.name: {word: word for word in f.metadata["choices"]}
    for f in fields(TrainSettings)
    if "choices" in f.metadata
}


class SettingsBox(QGroupBox):
    """What a person changes most stands first, all else behind a switch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("4. Settings"), parent)
        self._base = TrainSettings()
        half = (len(_REST) + 1) // 2
        self.forms = [
            SettingsForm(
                self._base,
                only=names,
                fine=FINE,
                labels=self._labels(),
                words=_WORDS,
                specials=self._specials(),
            )
            for names in (_FIRST, _REST[:half], _REST[half:])
        ]
        self.all = QCheckBox(self.tr("All settings"))
        rest = QHBoxLayout()
        for form in self.forms[1:]:
            rest.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        self._rest = QWidget()
        self._rest.setLayout(rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(24)
        self._rest.hide()
        column = QVBoxLayout(self)
        column.addWidget(self.forms[0])
        column.addWidget(self.all)
        column.addWidget(self._rest)
        self.all.toggled.connect(self._rest.setVisible)

    def field(self, name: str) -> QWidget:
        """The widget of a setting."""
        form = self.forms[0 if name in _FIRST else 1 + (name in _REST[(len(_REST) + 1) // 2 :])]
        return form.field(name)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show a recipe's own settings."""
        self._base = recipe.settings
        for form in self.forms:
            form.set_value(recipe.settings)

    @property
    def changed(self) -> dict[str, Any]:
        """What a person changed of them."""
        return {
            name: value
            for form in self.forms
            for name, value in changed_settings(form.value(), self._base).items()
        }

    def _labels(self) -> dict[str, str]:
        return {
            "validate_every": self.tr("Steps between checkpoints"),
            "ema_decay": self.tr("Averaging of weights"),
            "max_grad_norm": self.tr("Largest gradient"),
        }

    def _specials(self) -> dict[str, str]:
        """What the lowest value of a number means."""
        return {
            "steps": self.tr("the paper's epochs"),
            "minutes": self.tr("by the steps"),
            "validate_every": self.tr("an epoch"),
            "threads": self.tr("all cores"),
            "ema_decay": self.tr("none"),
            "max_grad_norm": self.tr("any"),
        }
