"""A first look: open, see grey, see colour, move about, save pictures, drop films, close."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene
from hands import Answers, is_exact, pixels, scrub
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.picture.viewer import ViewMode
from gui.preview.protocol import Role
from gui.render.batch_dialog import BatchDialog

PATIENCE_MS = 60_000
Opener = Callable[[Path], MainWindow]


def wait_for_color(qtbot: QtBot, window: MainWindow, number: int) -> None:
    """Until the newest picture is this frame in its exact colours."""
    qtbot.waitUntil(lambda: is_exact(window, number), timeout=PATIENCE_MS)


def test_opening_a_film_shows_its_first_frame_grey_and_then_in_colour(
    open_clip: Opener, clips: ClipMaker
) -> None:
    window = open_clip(clips.odd_size())
    first = window.journal.pictures[0]
    # On a busy machine a draft may be asked for anew before the colours are there.
    shown = list(dict.fromkeys((one.role, one.draft) for one in window.journal.pictures))
    assert shown == [(Role.GREY, False), (Role.COLOR, True), (Role.COLOR, False)]
    grey, color = pixels(first.image).astype(int), pixels(window.viewer.color)
    luma = scene(0, 175, 131).astype(float)
    expected = np.clip((luma - 16) * 255 / 219, 0, 255)
    assert grey.shape == (131, 175, 3)
    assert np.abs(grey - expected[..., None]).max() <= 0.51
    assert np.ptp(grey, axis=2).max() == 0
    assert np.ptp(color, axis=2).max() > 0
    weighed = color @ np.array([0.299, 0.587, 0.114])
    assert np.abs(weighed - grey[..., 0]).max() <= 1.0
    assert window.pages.currentIndex() == 1
    assert "swift" in window.status.engine.text()
    assert window.transport.frames == 5


def test_fast_scrubbing_ends_on_the_last_frame_and_colours_only_that(
    qtbot: QtBot, open_clip: Opener, clips: ClipMaker
) -> None:
    window = open_clip(clips.even())
    window.journal.pictures.clear()
    scrub(window.timeline, *range(1, 51))
    wait_for_color(qtbot, window, 50)
    grey = window.journal.shown(Role.GREY)
    assert grey[-1] == 50
    assert grey == sorted(grey)
    assert len(grey) < 10  # wishes that were overtaken are never worked on
    assert window.journal.shown(Role.COLOR) == [50]
    assert "frame 50" in window.status.frame.text()
    assert "0:00:02.000" in window.status.frame.text()


def test_arrow_keys_home_and_end_step_through_the_film(
    qtbot: QtBot, open_clip: Opener, clips: ClipMaker
) -> None:
    window = open_clip(clips.even())
    actions = window.actions_
    window.journal.pictures.clear()
    for action, number in (
        (actions.steps[1], 1),
        (actions.steps[10], 11),
        (actions.steps[-1], 10),
        (actions.steps[-10], 0),
        (actions.steps[-1], 0),
        (actions.last, 59),
        (actions.steps[1], 59),
        (actions.first, 0),
    ):
        action.trigger()
        assert window.transport.number == number
    keys = [actions.steps[n].shortcut().toString() for n in (1, -1, 10, -10)]
    assert keys == ["Right", "Left", "Shift+Right", "Shift+Left"]
    wait_for_color(qtbot, window, 0)
    assert window.journal.shown(Role.GREY)[-1] == 0


def test_the_saved_picture_is_the_frame_that_was_shown(
    qtbot: QtBot,
    open_clip: Opener,
    clips: ClipMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_clip(clips.odd_size())
    window.transport.go_to(3)
    wait_for_color(qtbot, window, 3)
    target = tmp_path / "third"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(target), ""))
    with qtbot.waitSignal(window.service.frame_saved, timeout=PATIENCE_MS):
        window.actions_.save_frame.trigger()
    with av.open(str(tmp_path / "third.png")) as picture:
        saved = next(picture.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert np.abs(saved - pixels(window.viewer.color)).max() <= 1
    assert not window.isWindowModified()
    assert "third.png" in window.messages.text.text()


def test_a_picture_that_cannot_be_saved_says_why(
    qtbot: QtBot,
    open_clip: Opener,
    clips: ClipMaker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = open_clip(clips.odd_size())
    target = tmp_path / "nowhere" / "frame.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(target), ""))
    window.actions_.save_frame.trigger()
    qtbot.waitUntil(lambda: window.journal.has_told("nowhere"), timeout=PATIENCE_MS)
    assert window.pages.currentIndex() == 1


def test_closing_while_a_film_is_being_coloured_ends_the_engine(
    qtbot: QtBot, window: MainWindow, clips: ClipMaker
) -> None:
    window.open_film(clips.even())
    qtbot.waitUntil(lambda: window.viewer.grey is not None, timeout=PATIENCE_MS)
    pid = window.service.process_id
    with qtbot.waitSignal(window.service.stopped, timeout=PATIENCE_MS):
        window.close()
        assert not window.isVisible()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    window.dropEvent(event)


def test_one_dropped_film_is_opened_and_several_are_a_batch(
    qtbot: QtBot, window: MainWindow, clips: ClipMaker
) -> None:
    drop(window, clips.odd_size(), clips.even())
    dialog = window.rendering.dialog
    assert isinstance(dialog, BatchDialog)
    assert dialog.isVisible()
    assert window.document.project is None
    dialog.reject()
    drop(window, clips.odd_size())
    qtbot.waitUntil(lambda: window.viewer.grey is not None, timeout=PATIENCE_MS)
    assert window.info.path == clips.odd_size()


def test_keys_save_the_project_and_close_the_film(
    qtbot: QtBot, open_clip: Opener, clips: ClipMaker, answers: Answers, tmp_path: Path
) -> None:
    window = open_clip(clips.odd_size())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_M)
    assert window.isWindowModified()
    answers.give(tmp_path / "odd")
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (tmp_path / "odd.vidcolor").is_file()
    assert window.windowTitle() == "odd.vidcolor[*] – vidcolor"
    assert not window.isWindowModified()
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentIndex() == 0
    assert answers.asked == ["Save project"]


def test_the_divider_parts_film_and_colour(
    qtbot: QtBot, open_clip: Opener, clips: ClipMaker
) -> None:
    window = open_clip(clips.odd_size())
    viewer = window.viewer
    window.actions_.modes[ViewMode.WIPE].trigger()
    start = QPoint(round(viewer.divider_x()), viewer.height() // 2)
    rect = viewer.picture_rect()
    end = QPoint(round(rect.left() + 0.25 * rect.width()), viewer.height() // 2)
    qtbot.mousePress(viewer, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewer, end)
    qtbot.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=end)
    assert viewer.divider == pytest.approx(0.25, abs=0.01)
    shown = pixels(viewer.grab().toImage())
    # Below the labels, beside the line.
    below = slice(round(rect.top()) + 60, round(rect.bottom()) - 5)
    left = shown[below, round(rect.left()) + 5 : end.x() - 10]
    right = shown[below, end.x() + 10 : round(rect.right()) - 5]
    assert np.ptp(left, axis=2).max() == 0
    assert np.ptp(right, axis=2).max() > 0


def test_importing_the_window_loads_neither_torch_nor_codecs() -> None:
    code = (
        "import sys, gui.main_window, gui.uncaught; "
        "sys.exit(', '.join({'torch', 'av', 'cv2'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
