"""A timeline of five shots that tells what it wants."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot
from timeline_hands import FRAMES, STARTS, Wishes, shots

from gui.shots.timeline import Timeline


@pytest.fixture
def timeline(qtbot: QtBot) -> Iterator[Timeline]:
    """1000 pixels wide: at first four frames to a pixel."""
    timeline = Timeline()
    timeline.setLocale(QLocale(QLocale.Language.English))
    timeline.resize(1000, timeline.sizeHint().height())
    timeline.set_film(FRAMES, 25.0, lambda frame: f"code {frame}")
    timeline.set_shots(shots(FRAMES, STARTS), searching=None)
    timeline.show()
    qtbot.waitExposed(timeline)
    yield timeline
    timeline.close()
    timeline.deleteLater()


@pytest.fixture
def wishes(timeline: Timeline) -> Wishes:
    return Wishes(timeline)
