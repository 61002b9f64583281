"""The engine and the player die, and come back where they were."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from hands import drag_slider, is_exact, pixels
from troubled import Waiter, open_whole, stand_at

from gui.main_window import MainWindow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to processes")


def test_an_engine_that_dies_comes_back_at_the_same_frame_in_the_same_look(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter
) -> None:
    open_whole(window, project_file, wait)
    stand_at(window, 60, wait)
    window.journal.pictures.clear()
    drag_slider(window, "tint", 0.3)
    wait(lambda: is_exact(window, 60))
    before, process = pixels(window.viewer.color), window.service.process_id
    window.journal.pictures.clear()
    os.kill(process, signal.SIGKILL)
    wait(lambda: is_exact(window, 60))
    assert (pixels(window.viewer.color) == before).all()
    assert window.service.process_id != process
    assert (window.transport.number, window.timeline.position) == (60, 60)
    assert window.look_panel.sliders["tint"].value() == 30
    assert window.journal.has_told("The engine stopped unexpectedly. It was started again.")
    stand_at(window, 61, wait)


def test_a_player_that_dies_leaves_the_frame_and_plays_again(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter
) -> None:
    open_whole(window, project_file, wait)
    window.actions_.loop.trigger()
    window.actions_.toggle.trigger()
    wait(lambda: window.view.position > 2)
    process = window.playback.process_id
    os.kill(process, signal.SIGKILL)
    wait(lambda: window.journal.has_told("The player stopped unexpectedly."))
    wait(lambda: not window.view.playing)
    assert window.transport.speed == 0.0
    stopped = window.view.position
    wait(lambda: is_exact(window, stopped))
    window.actions_.toggle.trigger()
    wait(lambda: window.view.position != stopped)
    assert window.playback.process_id not in (None, process)
