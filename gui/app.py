"""Starts the window: ``vidcolor-gui`` and ``python -m gui``."""

from __future__ import annotations

import argparse
import importlib.util
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vidcolor import __version__

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

# No Qt at the top: the engine process imports this module too, and Qt may not be installed.


def main(argv: list[str] | None = None) -> int:
    """Show the window until it is closed.

    Args:
        argv: arguments without the program's name; ``sys.argv`` if None.

    Returns:
        The exit code: 0, or 1 where no window can be shown.
    """
    parser = argparse.ArgumentParser(
        prog="vidcolor-gui", description="Look at a black-and-white film in colour."
    )
    parser.add_argument("film", nargs="*", type=Path, help="a film, picture or folder of frames")
    parser.add_argument("--version", action="version", version=f"vidcolor {__version__}")
    films: list[Path] = parser.parse_args(argv).film
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    if problem := _why_no_window():
        sys.stderr.write(problem + "\n")
        return 1
    return _run(films)


def _why_no_window() -> str:
    """One sentence, or "" where a window can be shown."""
    if importlib.util.find_spec("PySide6") is None:
        return 'The window needs PySide6, which is not installed: pip install "vidcolor[gui]"'
    display = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    # Without a display Qt aborts the whole process, where Python can say nothing any more.
    if sys.platform == "linux" and not any(os.environ.get(name) for name in display):
        return (
            "There is no display to show a window on. "
            "Start it on a desktop, or use the command line: vidcolor --help"
        )
    return ""


def _close_on_signal(close: Callable[[], object]) -> QTimer:
    """Let Ctrl-C and a polite kill close the window as a person would."""
    from PySide6.QtCore import QTimer

    def handle(number: int, frame: object) -> None:
        close()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    # Python handles signals only between its own instructions, and Qt's loop runs none.
    beat = QTimer()
    beat.timeout.connect(lambda: None)
    beat.start(250)
    return beat


def _run(films: list[Path]) -> int:
    # OpenCV's wheels point Qt at plug-ins of their own, which PySide6 cannot load.
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    from PySide6.QtWidgets import QApplication

    from gui.language import install_language
    from gui.main_window import MainWindow
    from gui.preferences import load_preferences
    from gui.uncaught import UncaughtErrors

    app = QApplication.instance() or QApplication(["vidcolor"])
    assert isinstance(app, QApplication)
    app.setApplicationName("vidcolor")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("vidcolor")
    install_language(app, load_preferences()[0].language)
    app.setQuitOnLastWindowClosed(False)
    window = MainWindow()
    window.closed.connect(app.quit)
    uncaught = UncaughtErrors(window)
    uncaught.install()
    beat = _close_on_signal(window.close)
    try:
        window.show()
        if not window.recover() and films:
            window.open_film(films[0])
        return int(app.exec())
    finally:
        beat.stop()
        window.end()
        uncaught.remove()
