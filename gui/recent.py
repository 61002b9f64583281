"""The films and projects that were opened last, and where the window was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from vidcolor.paths import user_data_dir

MOST = 10


class WindowMemory:
    """A small file beside the preferences; losing it costs nothing but habits."""

    def __init__(self) -> None:
        path = user_data_dir() / "window.ini"
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def recent(self) -> list[Path]:
        """Newest first; those that are gone are left out."""
        found = self._settings.value("recent", [])
        names = [found] if isinstance(found, str) else list(found or [])
        return [path for path in map(Path, names) if path.exists()]

    def add_recent(self, path: Path) -> None:
        """Put a film or a project first."""
        path = path.absolute()
        others = [one for one in self.recent if one != path]
        self._settings.setValue("recent", [str(one) for one in [path, *others][:MOST]])

    def forget_recent(self) -> None:
        """Empty the list."""
        self._settings.remove("recent")

    def bytes_of(self, name: str) -> QByteArray:
        """What was kept under a name; empty where nothing was."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        """Keep geometry or the state of the docks."""
        self._settings.setValue(name, value)
        self._settings.sync()
