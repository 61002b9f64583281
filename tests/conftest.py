"""What every test gets: no display, a home of its own, no thread left behind."""

from __future__ import annotations

import os

# Before anything imports Qt: without a display it would abort Python.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import torch
from clips import ClipMaker
from warm import warm_processes

_PATIENCE_S = 5.0

# How long an example takes is a matter of what else the machine does.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures that outlive a test do not find the developer's folders either."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("VIDCOLOR_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def processes_begin_at_once() -> Iterator[None]:
    """Each would import torch, which takes longer than most tests."""
    with warm_processes():
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """vidcolor's folders lie in a fresh temporary folder, never in the developer's own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("VIDCOLOR_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_living_threads() -> Iterator[None]:
    """A test that leaves a thread running fails and names it."""
    before = set(threading.enumerate())
    yield
    patience = time.monotonic() + _PATIENCE_S
    while left := [t for t in threading.enumerate() if t not in before and t.is_alive()]:
        if time.monotonic() > patience:
            names = ", ".join(thread.name for thread in left)
            pytest.fail(f"the test left threads running: {names}")
        left[0].join(0.05)


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> ClipMaker:
    """Small real films, each made once, on first use."""
    return ClipMaker(tmp_path_factory.mktemp("clips"))


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Pictures this small take fifty times as long on threads that wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
