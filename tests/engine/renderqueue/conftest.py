"""Queues with a process that is shared, or of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filming import scenes, write_film
from queues import LONG, Watched, spec


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rendered in a moment."""
    return write_film(tmp_path_factory.mktemp("short") / "short.mp4", scenes(12, 32, 32))


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long enough for something to happen to its render."""
    return write_film(tmp_path_factory.mktemp("long") / "long.mp4", scenes(LONG, 32, 32))


@pytest.fixture(scope="module")
def shared(film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A queue whose process is warm."""
    watched = Watched()
    number = watched.queue.add(spec(film, tmp_path_factory.mktemp("warm") / "out.mp4")).number
    watched.wait_over(number)
    yield watched
    watched.queue.close()


@pytest.fixture
def warm(shared: Watched) -> Iterator[Watched]:
    yield shared
    for job in shared.queue.jobs:
        shared.queue.cancel(job.number)
        shared.wait_over(job.number)
        shared.queue.remove(job.number)
