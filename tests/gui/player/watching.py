"""Watches what a player shows and says."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.player.playback import Playback
from vidcolor.settings import ColorSettings

PATIENCE_MS = 60_000


COLOR = ColorSettings(work_size=64, device="cpu")


WAY_S = 1.0  # how far off a busy machine may be


class Watcher:
    """Remembers what a playback said, and when."""

    def __init__(self, playback: Playback) -> None:
        self.playback = playback
        self.numbers: list[int] = []
        self.at_s: list[float] = []
        self.images: list[QImage] = []
        self.drafts: list[bool] = []
        self.positions: list[int] = []
        self.stops: list[int] = []
        self.notes: list[str] = []
        self.errors: list[str] = []
        self.delay_s = 0.0  # how long the window is busy with each picture
        self._connections = [
            playback.frame_shown.connect(self._on_frame),
            playback.position.connect(self.positions.append),
            playback.stopped_at.connect(self.stops.append),
            playback.note.connect(self.notes.append),
            playback.failed.connect(lambda error: self.errors.append(str(error))),
        ]

    def leave(self) -> None:
        """See no more."""
        for connection in self._connections:
            self.playback.disconnect(connection)

    def _on_frame(self, number: int, image: QImage, draft: bool) -> None:
        self.numbers.append(number)
        self.at_s.append(time.monotonic())
        self.images.append(image)
        self.drafts.append(draft)
        time.sleep(self.delay_s)

    def since_first_s(self) -> list[float]:
        return [at - self.at_s[0] for at in self.at_s]


def play_out(qtbot: QtBot, watcher: Watcher, path: Path, **wishes: object) -> None:
    """Play until the film's end."""
    stops = len(watcher.stops)
    start(watcher.playback, path, **wishes)
    qtbot.waitUntil(lambda: len(watcher.stops) > stops, timeout=PATIENCE_MS)


def start(playback: Playback, path: Path, **wishes: object) -> None:
    playback.play(
        path,
        COLOR,
        None,
        **{"start_frame": 0, "speed": 1.0, "picture_size_px": (640, 480)} | wishes,
    )
