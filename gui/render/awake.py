"""Keeps the machine from falling asleep while films are rendered."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication

log = logging.getLogger(__name__)

_CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001  # Windows' ES_… flags
_ANSWER_MS = 500


class Guard(Protocol):
    """Something that keeps the machine awake until it is released."""

    @property
    def alive(self) -> bool:
        """Whether it still does."""

    def release(self) -> None:
        """Let the machine sleep again."""


class Awake:
    """Holds the machine awake between :meth:`hold` and :meth:`release`.

    Where the system offers no way to do so, nothing happens; a render that is interrupted by
    sleep goes on afterwards.
    """

    def __init__(self) -> None:
        self._guard: Guard | None = None
        self._untried: list[Callable[[], Guard | None]] | None = None

    @property
    def held(self) -> bool:
        """Whether something keeps the machine awake now."""
        return self._guard is not None and self._guard.alive

    def set_held(self, on: bool) -> None:
        """Hold or release; doing so again and again is harmless."""
        (self.hold if on else self.release)()

    def hold(self) -> None:
        """Ask the system to stay awake; where one way has failed since, try the next."""
        if self._untried is None:
            self._untried = _ways()
        while not self.held and self._untried:
            self._drop()
            self._guard = self._untried.pop(0)()

    def release(self) -> None:
        """Let the machine sleep again."""
        self._untried = None
        self._drop()

    def _drop(self) -> None:
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.release()


def _ways() -> list[Callable[[], Guard | None]]:
    """What can be tried on this system, the best first."""
    reason = QCoreApplication.translate("awake", "A film is being rendered.")
    if sys.platform == "win32":
        return [_WindowsGuard]
    if sys.platform == "darwin":
        # Ends with our process, also where that is killed.
        return [lambda: _child(["caffeinate", "-i", "-w", str(os.getpid())])]
    # `cat` ends when our end of its pipe closes, also where our process is killed.
    what = ["--what=idle:sleep", "--who=vidcolor", f"--why={reason}", "--mode=block", "cat"]
    return [
        lambda: _child(["systemd-inhibit", *what]),
        lambda: _ScreenSaverGuard.make(reason),
    ]


def _child(command: list[str]) -> _ChildGuard | None:
    if shutil.which(command[0]) is None:
        return None
    try:
        return _ChildGuard(command)
    except OSError as error:
        log.info("%s did not start: %s", command[0], error)
        return None


class _ChildGuard:
    """A child process; the system stays awake while it lives."""

    def __init__(self, command: list[str]) -> None:
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere
        )

    @property
    def alive(self) -> bool:
        """Without its service the child ends at once, and says so to nobody."""
        return self._process.poll() is None

    def release(self) -> None:
        """End the child."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.kill()
        self._process.wait()


class _ScreenSaverGuard:
    """The desktop's own switch, over a connection of its own: it falls back when that closes."""

    _NAME = "vidcolor-awake"

    @classmethod
    def make(cls, reason: str) -> _ScreenSaverGuard | None:
        """None where there is no desktop that listens."""
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return None
        try:
            from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage
        except ImportError:
            return None
        name = "org.freedesktop.ScreenSaver"
        question = QDBusMessage.createMethodCall(
            name, "/" + name.replace(".", "/"), name, "Inhibit"
        )
        question.setArguments(["vidcolor", reason])
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, cls._NAME)
        answer = bus.call(question, QDBus.CallMode.Block, _ANSWER_MS)
        if answer.type() == QDBusMessage.MessageType.ReplyMessage:
            return cls()
        log.info("the desktop does not keep the machine awake: %s", answer.errorMessage())
        QDBusConnection.disconnectFromBus(cls._NAME)
        return None

    @property
    def alive(self) -> bool:
        """Nothing ends it but :meth:`release`."""
        return True

    def release(self) -> None:
        """Close the connection that the switch hangs on."""
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(self._NAME)


class _WindowsGuard:
    """Windows keeps this state for the thread that set it."""

    def __init__(self) -> None:
        self._set(_CONTINUOUS | _SYSTEM_REQUIRED)

    @property
    def alive(self) -> bool:
        """Nothing ends it but :meth:`release`."""
        return True

    def release(self) -> None:
        """Back to the system's own habit."""
        self._set(_CONTINUOUS)

    @staticmethod
    def _set(state: int) -> None:
        ctypes.windll.kernel32.SetThreadExecutionState(state)  # type: ignore[attr-defined]  # Windows
