"""A preview that is shared, because each has to start a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from clips import ClipMaker
from previews import PALE, PATIENCE_MS, PLAIN, WARM, Journal, Pictures, Waiter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.preview.preview_service import PreviewService
from gui.preview.protocol import Role
from vidcolor.engine import Engine
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings
from vidcolor.steering import Steering
from vidcolor.video.reader import open_reader


@pytest.fixture(scope="module")
def exact(clips: ClipMaker) -> Pictures:
    """What a render gives of :meth:`ClipMaker.odd_size`, made without the engine process.

    By settings and frame; PALE and the bold settings are steered by WARM.
    """
    engine = Engine(PLAIN, remembers=False)
    bold = ColorSettings(saturation=1.9)
    pictures = {}
    with open_reader(clips.odd_size()) as reader:
        for color, steering in ((PLAIN, Steering()), (PALE, WARM), (bold, WARM)):
            steered = engine.steered(color, steering)
            for number in (0, 2):
                pictures[color, number] = frame_at(reader, number, steered).color
    return pictures


@pytest.fixture(scope="module")
def one_service(qapp: QApplication) -> Iterator[PreviewService]:
    """One engine process for all these tests: to start it takes longer than most of them."""
    service = PreviewService()
    service.warm_up()
    yield service
    service.stop_and_wait()


@pytest.fixture
def no_engine(exact: Pictures, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the engine may be called in the window's process."""

    def never(*args: object, **kwargs: object) -> NoReturn:
        raise AssertionError("the engine was called in the window's process")

    for name in (
        "vidcolor.engine.Engine.finished",
        "vidcolor.video.reader.Reader.frames",
        "vidcolor.networks.load_network",
        "vidcolor.cache.content_digest",
    ):
        monkeypatch.setattr(name, never)


@pytest.fixture
def service(one_service: PreviewService, no_engine: None, qtbot: QtBot) -> Iterator[PreviewService]:
    """A service without a window."""
    one_service.steer(PLAIN)
    one_service.set_color_ahead(True)
    one_service.journal = Journal(one_service)
    yield one_service
    one_service.close_film()
    one_service.journal.end()


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    """Waits for a condition, long enough for a busy machine."""
    return lambda condition: qtbot.waitUntil(condition, timeout=PATIENCE_MS)


@pytest.fixture
def opened(
    exact: Pictures, service: PreviewService, clips: ClipMaker, wait: Waiter
) -> PreviewService:
    """Shows the first frame of :meth:`ClipMaker.odd_size` in its plain, exact colours."""
    service.open(clips.odd_size())
    wait(lambda: service.journal.shows(Role.COLOR, 0, exact[PLAIN, 0]))
    return service
