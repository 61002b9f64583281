"""The machine stays awake while it is asked to, and not a moment longer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.render.awake import Awake

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other ways")

Inhibitor = Callable[[str], Path]


@pytest.fixture
def inhibitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inhibitor:
    """Puts an own `systemd-inhibit` before that of the system; it notes what it was told."""

    def install(then: str) -> Path:
        notes = tmp_path / "notes"
        script = tmp_path / "bin" / "systemd-inhibit"
        script.parent.mkdir()
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" $$ "$@" > "{notes}.new"\n'
                          f'mv "{notes}.new" "{notes}"\n{then}\n')  # fmt: skip
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
        return notes

    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return install


def test_the_system_is_asked_to_stay_awake_until_the_release(
    qtbot: QtBot, inhibitor: Inhibitor
) -> None:
    notes = inhibitor("exec cat")
    awake = Awake()
    awake.hold()
    qtbot.waitUntil(notes.exists)
    pid, *arguments = notes.read_text().splitlines()
    assert "--what=idle:sleep" in arguments
    assert "--who=vidcolor" in arguments
    assert awake.held
    os.kill(int(pid), 0)
    awake.release()
    assert not awake.held
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_holding_twice_asks_once_and_releasing_twice_is_harmless(
    qtbot: QtBot, inhibitor: Inhibitor
) -> None:
    notes = inhibitor("exec cat")
    awake = Awake()
    awake.set_held(True)
    qtbot.waitUntil(notes.exists)
    first = notes.read_text()
    awake.set_held(True)
    assert notes.read_text() == first
    awake.set_held(False)
    awake.set_held(False)
    assert not awake.held


def test_an_inhibitor_that_gives_up_does_not_count_as_awake(
    qtbot: QtBot, inhibitor: Inhibitor
) -> None:
    inhibitor("exit 1")
    awake = Awake()
    awake.hold()
    qtbot.waitUntil(lambda: not awake.held)
    awake.hold()  # there is no other way here
    assert not awake.held
    awake.release()


def test_a_system_without_any_way_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    awake = Awake()
    awake.hold()
    assert not awake.held
    awake.release()
