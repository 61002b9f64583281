"""Processes that begin at once: what they import was imported before, and is forked.

The product spawns its processes, and importing torch, FFmpeg and OpenCV takes each of them longer
than most tests take. Here they are forked off a server that holds these modules and has done
nothing else. They are real processes all the same, with the environment that a spawned one has.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

import pytest

_MODULES = [
    "pytest",
    "vidcolor.bench",
    "vidcolor.pipeline",
    "vidcolor.preview",
    "vidcolor.suggest",
    "vidcolor.queue.worker",
    "gui.player.player_process",
    "gui.player.player_source",
    "gui.preview.engine_process",
    "gui.render.trial_process",
]


class _WarmProcess(ForkServerProcess):
    """The server has the environment that it began with: the one of now is sent along."""

    def __init__(
        self, *, target: Callable[..., None], args: tuple[Any, ...], name: str, daemon: bool
    ) -> None:
        super().__init__(
            target=_begin, args=(dict(os.environ), target, args), name=name, daemon=daemon
        )


class _WarmContext(ForkServerContext):
    Process = _WarmProcess  # type: ignore[assignment]  # as the product calls it


@contextmanager
def warm_processes() -> Iterator[None]:
    """Whatever is spawned meanwhile begins warm."""
    context = _WarmContext()
    context.set_forkserver_preload(_MODULES)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(multiprocessing, "get_context", lambda method: context)
        yield


def _begin(
    environment: Mapping[str, str], target: Callable[..., None], args: tuple[Any, ...]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    target(*args)
