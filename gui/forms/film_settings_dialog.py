"""The settings that hold for the whole film."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from gui.forms.settings_form import SettingsForm
from vidcolor.settings import ColorSettings


class FilmSettingsDialog(QDialog):
    """How the film is coloured; :attr:`settings` is what a person made of it."""

    def __init__(self, settings: ColorSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings of the film"))
        self.form = SettingsForm(
            settings,
            only=(
                "saturation",
                "vibrance",
                "warmth",
                "tint",
                "stabilize",
                "temperature",
                "work_size",
            ),
        )
        note = QLabel(
            self.tr(
                "The first four are the look of every shot that has none of its own.\n"
                "After a change of the others the film is coloured anew."
            )
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(
            lambda: self.form.set_value(ColorSettings(model=settings.model, device=settings.device))
        )
        column = QVBoxLayout(self)
        column.addWidget(note)
        column.addWidget(self.form)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def settings(self) -> ColorSettings:
        """As the form stands."""
        return self.form.value()
