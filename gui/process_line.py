"""One life of a process of ours, and the thread that listens to it."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import SpawnContext
from multiprocessing.shared_memory import SharedMemory

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""How long a process that was asked to end may take before it is killed."""


@dataclass(frozen=True, slots=True)
class Crashed:
    """Not sent by anybody: the process has ended, as wished or not."""

    exit_code: int


class ProcessLine(ABC):
    """A running process; its subclasses say which, and what becomes of its messages.

    Attributes:
        context: what the process' own semaphores and values are made with.
        far_end: the process' end of the connection; closed here once it runs.

    Args:
        deliver: called with this line and each message, in the listening thread. The last one is
            :class:`Crashed`, also after a wished end.
    """

    def __init__(self, deliver: Callable[[object, object], None]) -> None:
        # Spawned, never forked: a fork would copy Qt's threads and locks half-way.
        self.context: SpawnContext = multiprocessing.get_context("spawn")
        self._connection, self.far_end = self.context.Pipe()
        self._deliver = deliver
        self._blocks: dict[Hashable, SharedMemory] = {}

    @abstractmethod
    def received(self, message: object) -> object | None:
        """What is delivered of a message; None: nothing. In the listening thread."""

    def begin(self, target: Callable[..., None], args: tuple[object, ...], name: str) -> None:
        """Start the process and listen; one of ``args`` holds :attr:`far_end`."""
        self.process = self.context.Process(target=target, args=args, name=name, daemon=True)
        self.process.start()
        self.far_end.close()  # so that the process' end is noticed as the end of the line
        self._thread = threading.Thread(target=self._listen, name=f"{name}-listen", daemon=True)
        self._thread.start()

    def send(self, request: object) -> None:
        """Pass a request on; to a dead process it is lost, and the last message says so."""
        with suppress(OSError):
            self._connection.send(request)

    def end(self, patience_s: float) -> None:
        """Wait for the process, kill it if need be, give everything back."""
        self._thread.join(patience_s)
        if self._thread.is_alive():
            self.process.kill()
            self._thread.join()
        self._connection.close()

    def memory_of(self, place: Hashable, name: str) -> memoryview:
        """The shared memory that a picture lies in.

        Args:
            place: where it is kept open; another block there takes the place of the one before.
            name: of the block.

        Raises:
            OSError: it was gone before it was fetched.
        """
        block = self._blocks.get(place)
        if block is None or block.name != name:
            if block is not None:
                _give_back(block)
            block = self._blocks[place] = SharedMemory(name)
        memory = block.buf
        assert memory is not None
        return memory

    def _listen(self) -> None:
        while True:
            try:
                message = self.received(self._connection.recv())
            except (EOFError, OSError):
                break
            if message is not None:
                self._tell(message)
        self.process.join(PATIENCE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        for block in self._blocks.values():
            _give_back(block, unlink=self.process.exitcode != 0)
        self._tell(Crashed(self.process.exitcode or 0))

    def _tell(self, message: object) -> None:
        # The window may have been destroyed before its thread could be told to end.
        with suppress(RuntimeError):
            self._deliver(self, message)


def _give_back(block: SharedMemory, *, unlink: bool = False) -> None:
    """Close our side; ``unlink`` where the process died before it could."""
    with suppress(BufferError):  # a picture is just being copied; the mapping goes with it
        block.close()
    if unlink:
        with suppress(FileNotFoundError):  # the process had unlinked it
            block.unlink()
