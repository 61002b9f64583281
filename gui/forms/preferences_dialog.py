"""The form of the preferences."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from gui.forms.settings_form import SettingsForm
from gui.preferences import Preferences


class PreferencesDialog(QDialog):
    """Shows the preferences; :attr:`preferences` is what a person made of them."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.form = SettingsForm(
            preferences,
            only=(
                "theme",
                "language",
                "device",
                "preset",
                "color_ahead",
                "gpu_viewer",
                "autosave_s",
            ),
            labels={
                "theme": self.tr("Colours"),
                "language": self.tr("Language"),
                "device": self.tr("Device for new projects"),
                "preset": self.tr("Preset for new projects"),
                "color_ahead": self.tr("Colour ahead"),
                "gpu_viewer": self.tr("Paint with OpenGL"),
                "autosave_s": self.tr("Automatic copy, seconds"),
            },
            words={
                "language": {
                    "system": self.tr("As the system"),
                    "en": "English",
                    "de": "Deutsch",
                },
                "theme": {"dark": self.tr("Dark"), "light": self.tr("Light")},
            },
        )
        note = QLabel(self.tr("Language and OpenGL take effect at the next start."))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.form)
        column.addWidget(note)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def preferences(self) -> Preferences:
        """As the form stands."""
        return self.form.value()
