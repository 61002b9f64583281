"""The shown frame follows look, settings and comparison, and a crash keeps them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ClipMaker
from previews import PALE, PATIENCE_MS, PLAIN, WARM, Journal, Pictures, Waiter
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from gui.preview.engine_line import Arrived
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import Role, Task
from vidcolor.settings import ColorSettings


@pytest.fixture
def mortal_service(no_engine: None, qtbot: QtBot) -> Iterator[PreviewService]:
    """A service with an engine process of its own."""
    service = PreviewService()
    service.journal = Journal(service)
    yield service
    with qtbot.waitSignal(service.stopped, timeout=PATIENCE_MS):
        service.stop()


def test_another_look_shows_the_frame_as_a_render_gives_it(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    opened.show_frame(2)
    wait(lambda: journal.shows(Role.COLOR, 2, exact[PLAIN, 2]))
    journal.pictures.clear()
    opened.steer(PALE, WARM)
    wait(lambda: journal.shows(Role.COLOR, 2, exact[PALE, 2]))
    # From the colours that were there: no grey picture again, no draft.
    assert [(one.role, one.draft) for one in journal.pictures] == [(Role.COLOR, False)]
    opened.show_frame(0)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    assert not journal.failed


def test_another_look_needs_the_film_no_more(
    service: PreviewService, exact: Pictures, clips: ClipMaker, tmp_path: Path, wait: Waiter
) -> None:
    film = tmp_path / "film.mkv"
    film.write_bytes(clips.odd_size().read_bytes())
    service.open(film)
    wait(lambda: service.journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    wait(lambda: bool(service.journal.said["shots_found"]))
    film.unlink()
    service.compare(PLAIN)
    service.steer(PALE, WARM)
    wait(lambda: service.journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    wait(lambda: service.journal.shows(Role.COMPARE, 0, exact[PLAIN, 0]))
    assert not service.journal.failed


def test_of_quick_steers_only_the_last_is_shown_as_exact(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    journal.pictures.clear()
    for step in range(20):
        opened.steer(ColorSettings(saturation=step / 10), WARM)
    wait(lambda: journal.newest(Role.COLOR) is not None)
    assert journal.shows(Role.COLOR, 0, exact[ColorSettings(saturation=1.9), 0])
    assert [one.draft for one in journal.pictures].count(False) == 1
    assert len(journal.pictures) < 10


def test_a_picture_in_a_look_that_was_changed_meanwhile_is_a_draft(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    received = threading.Event()
    # Direct: in the listening thread, before this thread has seen the picture.
    link = opened._received.connect(
        lambda line, message: received.set() if isinstance(message, Arrived) else None,
        Qt.ConnectionType.DirectConnection,
    )
    opened.journal.pictures.clear()
    opened.steer(ColorSettings(saturation=0.0))
    assert received.wait(PATIENCE_MS / 1000)
    opened.steer(PALE, WARM)
    wait(lambda: opened.journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    QObject.disconnect(link)
    assert [one.draft for one in opened.journal.pictures] == [True, False]


def test_a_film_is_opened_in_the_colours_that_were_wished(
    exact: Pictures, service: PreviewService, clips: ClipMaker, wait: Waiter
) -> None:
    service.steer(PALE, WARM)
    service.open(clips.odd_size(), number=2)
    wait(lambda: service.journal.shows(Role.COLOR, 2, exact[PALE, 2]))


def test_other_colours_come_as_a_draft_and_then_exact(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    journal.pictures.clear()
    opened.steer(ColorSettings(temperature=0.5))
    wait(lambda: journal.newest(Role.COLOR) is not None)
    assert [one.draft for one in journal.pictures] == [True, False]
    assert not journal.shows(Role.COLOR, 0, exact[PLAIN, 0])


def test_a_model_that_is_not_there_leaves_the_colours_as_they_are(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    opened.steer(ColorSettings(model="nowhere"))
    wait(lambda: bool(opened.journal.failed))
    assert opened.journal.failed[0][0] is Task.COLOR
    assert "nowhere" in opened.journal.failed[0][1]
    opened.show_frame(2)
    wait(lambda: opened.journal.shows(Role.COLOR, 2, exact[PLAIN, 2]))
    assert len(opened.journal.failed) == 1


def test_a_saved_frame_has_the_look_of_the_shown_one(
    opened: PreviewService, exact: Pictures, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "second.png"
    with qtbot.waitSignal(opened.frame_saved, timeout=PATIENCE_MS):
        opened.steer(PALE, WARM)
        opened.save_frame(2, target)
    with av.open(str(target)) as picture:
        saved = next(picture.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(saved.astype(int) - exact[PALE, 2]).max() <= 1


def test_each_shown_frame_comes_in_the_compared_colours_as_well(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    journal = opened.journal
    opened.compare(PALE, WARM)
    wait(lambda: journal.shows(Role.COMPARE, 0, exact[PALE, 0]))
    opened.show_frame(2)
    wait(lambda: journal.shows(Role.COMPARE, 2, exact[PALE, 2]))
    assert journal.shows(Role.COLOR, 2, exact[PLAIN, 2])
    opened.stop_comparing()
    journal.pictures.clear()
    opened.show_frame(0)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    opened.steer(PALE, WARM)
    wait(lambda: journal.shows(Role.COLOR, 0, exact[PALE, 0]))
    assert journal.newest(Role.COMPARE) is None


def test_colours_of_another_work_size_can_be_compared(
    opened: PreviewService, exact: Pictures, wait: Waiter
) -> None:
    opened.compare(ColorSettings(work_size=64))
    wait(lambda: opened.journal.newest(Role.COMPARE) is not None)
    assert not opened.journal.shows(Role.COMPARE, 0, exact[PLAIN, 0])
    assert opened.journal.shows(Role.COLOR, 0, exact[PLAIN, 0])


def test_a_crash_keeps_look_comparison_and_thumbnails(
    mortal_service: PreviewService, exact: Pictures, clips: ClipMaker, wait: Waiter
) -> None:
    service, journal = mortal_service, mortal_service.journal
    service.open(clips.odd_size(), PLAIN, number=2)
    service.compare(PLAIN)
    service.want_thumbnails([3], 24)
    service.steer(PALE, WARM)
    wait(lambda: journal.shows(Role.COMPARE, 2, exact[PLAIN, 2]) and bool(journal.thumbnails))
    first = service.process_id
    assert first is not None
    journal.pictures.clear()
    journal.thumbnails.clear()
    os.kill(first, signal.SIGKILL)
    wait(lambda: journal.shows(Role.COMPARE, 2, exact[PLAIN, 2]))
    assert journal.shows(Role.COLOR, 2, exact[PALE, 2])
    wait(lambda: bool(journal.thumbnails))
    assert service.process_id != first
    assert [task for task, _ in journal.failed] == [Task.COLOR]
