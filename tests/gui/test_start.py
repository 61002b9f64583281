"""Starting the window, and what happens where it cannot start."""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gui.app import main
from gui.preview.mailbox import Mailbox
from gui.preview.protocol import OpenFilm, SaveFrame, ShowFrame
from gui.uncaught import UncaughtErrors


def test_without_pyside6_one_sentence_names_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main([]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert 'pip install "vidcolor[gui]"' in error


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_one_sentence_says_so() -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "gui"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "no display" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_polite_kill_closes_window_and_engine() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SIGNALLED],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "leaked" not in done.stderr
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


_SIGNALLED = """
import os, signal
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gui.app import main

def end():
    window = next(w for w in QApplication.topLevelWidgets() if hasattr(w, "service"))
    print(window.service.process_id, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)

app = QApplication([])
QTimer.singleShot(1500, end)
raise SystemExit(main([]))
"""


def test_an_unexpected_error_is_logged_and_shown_once(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    errors = UncaughtErrors()
    errors.install()
    try:
        with caplog.at_level(logging.CRITICAL):
            for _ in range(3):
                try:
                    raise ZeroDivisionError("seven by nothing")
                except ZeroDivisionError as error:
                    sys.excepthook(type(error), error, error.__traceback__)
    finally:
        errors.remove()
    assert len(caplog.records) == 3
    dialog = errors.dialog
    assert isinstance(dialog, QMessageBox)
    assert "ZeroDivisionError" in dialog.text()
    assert "Traceback" not in dialog.text() + dialog.informativeText()
    assert "seven by nothing" in dialog.detailedText()
    dialog.close()
    assert errors.dialog is None


def test_the_mailbox_keeps_films_and_saves_and_only_the_newest_frame() -> None:
    mailbox = Mailbox()
    film, save = OpenFilm(1, Path("film")), SaveFrame(1, 4, Path("picture"))
    for request in (film, ShowFrame(2, 5), save, ShowFrame(3, 6)):
        mailbox.put(request)
    wishes = mailbox.take(rest_s=0.01)
    assert (wishes.film, wishes.saves, wishes.frame) == (film, (save,), ShowFrame(3, 6))
    mailbox.close()
    assert mailbox.take() is None
