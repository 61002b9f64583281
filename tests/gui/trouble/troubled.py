"""A window in trouble: how it is brought there, and what is true of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hands import is_exact
from PySide6.QtWidgets import QMessageBox

from gui.main_window import MainWindow
from vidcolor.settings import ColorSettings, Look
from vidcolor.steering import LookSpan

Waiter = Callable[[Callable[[], bool]], None]


Buttons = QMessageBox.StandardButton


QUICK = ColorSettings(work_size=64, stabilize=0.0)


WARM = LookSpan(40, 80, Look(warmth=0.6))


def open_whole(window: MainWindow, path: Path, wait: Waiter, frames: int = 80) -> None:
    """Open a film or project, and wait until everything about it is known."""
    window.open_film(path)
    wait(lambda: window.transport.frames == frames)
    wait(lambda: window.document.shots is not None)


def stand_at(window: MainWindow, number: int, wait: Waiter) -> None:
    """Go to a frame and wait for its exact colours."""
    window.view.go_to(number)
    wait(lambda: is_exact(window, number))
