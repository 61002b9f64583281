"""How the stand-in of the trainer is called, and how any trainer is ended."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from vidcolor.training.run import Run, RunStatus

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = (sys.executable, str(Path(__file__).with_name("standin_trainer.py")))


def end_trainer(run: Run) -> None:
    """Kill the process of a run that goes on."""
    state = run.state()
    if state is not None and state.status in (RunStatus.RUNNING, RunStatus.PAUSED):
        with suppress(ProcessLookupError):  # it has ended by itself
            os.kill(state.pid, signal.SIGKILL)
