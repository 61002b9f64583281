"""What a run tells while it goes on: its state, its metrics, and TensorBoard where it is there."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TextIO

from vidcolor.errors import VidcolorError
from vidcolor.training.run import Run, RunState, RunStatus, unwritable

_EVERY_S = 1.0


class Journal:
    """Writes ``metrics.jsonl`` and ``state.json`` about once a second; every validation is told.

    A process that is not the first of its world keeps a journal that writes nothing.
    """

    def __init__(self, run: Run, state: RunState, *, enabled: bool = True) -> None:
        """Begin where the run stands, ``state``."""
        self._run = run
        self._enabled = enabled
        self._state = state
        self._file: TextIO | None = None
        self._told_s = 0.0
        self._board: Any = None

    def __enter__(self) -> Self:
        if self._enabled:
            try:
                self._file = self._run.metrics.open("a", encoding="utf-8")
            except OSError as error:
                raise unwritable(self._run.metrics, error) from error
            if self._file.tell():
                self._write_out("\n")  # ends a line that a killed process left half written
            self._board = _tensorboard(self._run)
            self._run.write_state(self._state)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._enabled:
            return
        if kind is not None:
            # A generator that is closed was not wanted any more; everything else is a failure.
            wanted = issubclass(kind, GeneratorExit | KeyboardInterrupt)
            with suppress(VidcolorError):  # on a full disk the first error is the one to be told
                self.end(
                    RunStatus.STOPPED if wanted else RunStatus.FAILED, "" if wanted else str(error)
                )
        assert self._file is not None
        with suppress(OSError):  # each line was written out, or its error told, before
            self._file.close()
        if self._board is not None:
            self._board.close()

    def step(self, told: dict[str, Any], state: dict[str, Any]) -> None:
        """A step was done.

        Args:
            told: of ``Run.lines``' kind "step".
            state: fields of `RunState`.
        """
        self._state = replace(self._state, status=RunStatus.RUNNING, **state)
        if not self._enabled or time.monotonic() - self._told_s < _EVERY_S:
            return
        self._told_s = time.monotonic()
        self._write({"kind": "step"} | told)
        self._run.write_state(self._state)
        self._to_board(told["step"], "", {"loss": told["loss"]})
        self._to_board(told["step"], "loss/", told["parts"])
        self._to_board(told["step"], "discriminator/", told["discriminator"] or {})

    def validation(self, step: int, measures: dict[str, float], best_step: int) -> None:
        """A step was validated."""
        self._state = replace(self._state, best_step=best_step)
        self._write({"kind": "validation", "step": step, "measures": measures})
        if self._enabled:  # whoever reads the best checkpoint now must not find an older step here
            self._run.write_state(self._state)
        self._to_board(step, "validation/", measures)

    def event(self, what: str) -> None:
        """Something happened that a person should know."""
        self._state = replace(self._state, message=what)
        self._write({"kind": "event", "step": self._state.step, "what": what})

    def paused(self, *, on: bool) -> None:
        """The run waits, or goes on."""
        status = RunStatus.PAUSED if on else RunStatus.RUNNING
        self._state = replace(self._state, status=status)
        if self._enabled:
            self._run.write_state(self._state)

    def end(self, status: RunStatus, message: str = "") -> None:
        """The run ends so."""
        message = message or self._state.message
        self._state = replace(self._state, status=status, seconds_left=None, message=message)
        if self._enabled:
            self._run.write_state(self._state)

    def _write(self, line: dict[str, Any]) -> None:
        self._write_out(json.dumps(line) + "\n")

    def _write_out(self, text: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            raise unwritable(self._run.metrics, error) from error

    def _to_board(self, step: int, group: str, values: dict[str, float]) -> None:
        if self._board is not None:
            for name, value in values.items():
                self._board.add_scalar(group + name, value, step)


def _tensorboard(run: Run) -> Any:
    """A writer into the run's folder, where TensorBoard is installed."""
    if importlib.util.find_spec("tensorboard") is None:
        return None
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(str(run.folder / "tensorboard"))


def most_memory_mib() -> float:
    """The most memory that this process has held, where the system tells it; else 0."""
    if sys.platform == "win32":
        return 0.0
    import resource

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / 2**20 if sys.platform == "darwin" else held / 2**10  # bytes there, KiB elsewhere
