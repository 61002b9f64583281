"""The dialogs that belong to no other part: each opens beside the work, which goes on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.actions import WindowActions
from gui.document import Document
from gui.forms.command_palette import CommandPalette
from gui.forms.doctor_dialog import DoctorDialog
from gui.forms.film_settings_dialog import FilmSettingsDialog
from gui.forms.models_dialog import ModelsDialog
from gui.forms.preferences_dialog import PreferencesDialog
from gui.help import TextDialog, about_html, film_html, keys_html
from gui.likings import Likings
from gui.training.training_window import TrainingWindow
from gui.turing.turing_dialog import TuringDialog
from vidcolor.settings import ColorSettings
from vidcolor.video.info import FilmInfo


class Dialogs(QObject):
    """Opens a dialog and brings what a person chose to the document or the preferences."""

    def __init__(
        self, document: Document, likings: Likings, actions: WindowActions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._likings = likings
        self._actions = actions
        self._window = window
        self.newest: QWidget | None = None
        self.training: TrainingWindow | None = None
        self.turing: TuringDialog | None = None

    def show_preferences(self) -> None:
        """Ask what the window shall be like."""
        dialog = PreferencesDialog(self._likings.now, self._window)
        dialog.accepted.connect(lambda: self._likings.prefer(dialog.preferences))
        self._open(dialog)

    def show_film_settings(self) -> None:
        """Ask how the whole film is to be coloured."""
        if project := self._document.project:
            dialog = FilmSettingsDialog(project.color, self._window)
            dialog.accepted.connect(lambda: self._set_color(dialog.settings))
            self._open(dialog)

    def show_models(self) -> None:
        """Tell which models there are, and choose one."""
        project = self._document.project
        color = project.color if project else self._likings.defaults()[0]
        dialog = ModelsDialog(color.model, color.device, self._window)
        dialog.chosen.connect(
            lambda model, device: self._set_color(replace(color, model=model, device=device))
        )
        self._open(dialog)

    def show_training(self) -> None:
        """The trainings; they go on when their window is closed."""
        if self.training is None:
            self.training = TrainingWindow()
            self.training.model_made.connect(self._use_model)
        self.training.show()
        self.training.raise_()
        self.training.activateWindow()

    def show_turing(self) -> None:
        """Ask people which pictures a model has coloured; hidden, a test is still made."""
        if self.turing is None:
            project = self._document.project
            color = project.color if project else self._likings.defaults()[0]
            self.turing = TuringDialog(color.model, self._window)
        self.turing.show()
        self.turing.raise_()

    def show_doctor(self) -> None:
        """Examine the machine."""
        self._open(DoctorDialog(self._window))

    def show_palette(self) -> None:
        """Find a command by typing."""
        self._open(CommandPalette(list(self._actions.all()), self._window))

    def show_keys(self) -> None:
        """All keys."""
        self._open(TextDialog(self.tr("Keys"), keys_html(self._actions.all()), self._window))

    def show_about(self) -> None:
        """What the program is."""
        self._open(TextDialog(self.tr("About vidcolor"), about_html(), self._window))

    def show_film(self, info: FilmInfo | None, notes: tuple[str, ...]) -> None:
        """What the film holds and what is odd about it."""
        if info is not None:
            html = film_html(info, notes)
            self._open(TextDialog(self.tr("About this film"), html, self._window))

    def may_close(self) -> bool:
        """Whether the window may go; trainings that run are left or stopped, as a person says."""
        running = self.training.running if self.training is not None else []
        if self.training is None or not running:
            return True
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            self.tr("Trainings are running"),
            self.tr(
                "Shall they go on without the window: {0}?\n"
                "No stops them with a checkpoint from which they can go on later."
            ).format(", ".join(run.folder.name for run in running)),
            button.Yes | button.No | button.Cancel,
            button.Yes,
        )
        if answer == button.No:
            self.training.stop_all()
        return bool(answer in (button.Yes, button.No))

    def end(self) -> None:
        """End what dialogs look after; trainings have processes of their own."""
        if self.training is not None:
            self.training.end()
            self.training = None
        if self.turing is not None:
            self.turing.end()

    def _use_model(self, name: str) -> None:
        """Colour the film with a model that a training has made."""
        assert self.training is not None
        if project := self._document.project:
            self._set_color(replace(project.color, model=name))
            told = self.tr("Your film is coloured with {0} now.").format(name)
        else:
            told = self.tr(
                "{0} is one of your models now. Open your film, then choose it in Colour > Models."
            ).format(name)
        self.training.messages.show_notice(told)

    def _set_color(self, color: ColorSettings) -> None:
        if project := self._document.project:
            text = self.tr("Change the film's settings")
            self._document.edit(text, replace(project, color=color))
        else:
            self._likings.prefer(replace(self._likings.now, device=color.device))

    def _open(self, dialog: QWidget) -> None:
        self.newest = dialog
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()
