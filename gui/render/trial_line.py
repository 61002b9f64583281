"""One life of the trial process, and the thread that listens to it."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection
from tempfile import TemporaryDirectory

from gui.render.trial_process import Answer, EstimateProgress, Question, Withdraw, serve

PATIENCE_S = 3.0
"""How long a process that was told to end may take before it is killed."""


class TrialLine:
    """A running trial process, and the folder for its temporary files.

    Args:
        deliver: called with this line and each answer or progress, in the listening thread; None
            comes last, when process and folder are gone, also after a wished end.
    """

    def __init__(
        self, deliver: Callable[[TrialLine, Answer | EstimateProgress | None], None]
    ) -> None:
        self._deliver = deliver
        self._folder = TemporaryDirectory(prefix="vidcolor-", ignore_cleanup_errors=True)
        # Spawned, never forked: a fork would copy Qt's threads and locks half-way.
        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self.process = context.Process(
            target=serve, args=(far_end, self._folder.name), name="vidcolor-estimate", daemon=True
        )
        self.process.start()
        far_end.close()  # so that the process' end is noticed as the end of the line
        self._ear, self._bell = context.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._listen, name="vidcolor-trials", daemon=True)
        self._thread.start()

    def send(self, message: Question | Withdraw) -> None:
        """Ask; to a dead process it is lost, and the last answer says so."""
        with suppress(OSError):
            self._connection.send(message)

    def end(self) -> None:
        """Tell the process to end; it is killed if it takes too long. Does not wait."""
        with suppress(OSError):
            self._bell.send_bytes(b"!")

    def wait(self) -> None:
        """Until everything is gone, after :meth:`end`."""
        self._thread.join()

    def _listen(self) -> None:
        while self._ear not in connection.wait([self._connection, self._ear]):
            try:
                self._tell(self._connection.recv())
            except (EOFError, OSError):
                break
        for end in (self._connection, self._ear, self._bell):
            end.close()
        self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self._folder.cleanup()
        self._tell(None)

    def _tell(self, answer: Answer | EstimateProgress | None) -> None:
        # The window may have been destroyed before its thread could be told to end.
        with suppress(RuntimeError):
            self._deliver(self, answer)
