"""The preferences in force: read at the start, kept when they change, acted on at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gui.preferences import Preferences, load_preferences, save_preferences
from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings, OutputSettings


class Likings(QObject):
    """Holds the preferences for the parts of the window.

    Attributes:
        now: those in force.
        dropped: a sentence for each that could not be read.

    Signals:
        changed: Preferences.
        failed: VidcolorError; they hold for this window, but could not be kept.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now, self.dropped = load_preferences()

    def prefer(self, preferences: Preferences) -> None:
        """Take others, and keep them for the next start."""
        if preferences == self.now:
            return
        self.now = preferences
        self.changed.emit(preferences)
        try:
            save_preferences(preferences)
        except VidcolorError as error:
            self.failed.emit(error)

    def defaults(self) -> tuple[ColorSettings, OutputSettings]:
        """What a new project begins with."""
        return ColorSettings(device=self.now.device), OutputSettings(preset=self.now.preset)
