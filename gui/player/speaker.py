"""The sound of what is played: keeps what has come, feeds the device, leads the clock."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from gui.player.play_clock import PlayClock
from gui.player.sound_output import SoundOutput

log = logging.getLogger(__name__)

_BLOCKS_BEFORE_START = 2  # so that the device does not starve at once
_BLOCK_S = 0.1
_PATIENCE_S = 2.0  # for the first of them; then the pictures begin alone


class Speaker:
    """Sound is never dropped while it is played; without a device it is not even asked for.

    Args:
        open_output: opens the sound device.
        say: told why there is no sound.
        free: called for each block that was used or dropped.
    """

    def __init__(
        self,
        open_output: Callable[[], tuple[SoundOutput | None, str]],
        say: Callable[[str], None],
        free: Callable[[], None],
    ) -> None:
        self._open_output = open_output
        self._say = say
        self._free = free
        self._output: SoundOutput | None = None
        self._stuck: SoundOutput | None = None
        self._expects = False
        self._blocks: deque[bytes] = deque()
        self._waits = PlayClock()

    def available(self) -> bool:
        """Whether there is a device; looked for where there is none, or another one by now."""
        # Of a dead sound server Qt still lists the device; starting it would end the window.
        if self._stuck is not None and self._stuck.wanted:
            return False
        self._stuck = None
        if self._output is None or not self._output.wanted:
            self._output, why = self._open_output()
            if self._output is None:
                self._say(why)
        return self._output is not None

    def expect(self, coming: bool) -> None:
        """Whether blocks of sound will come."""
        self._expects = coming

    def add(self, samples: bytes) -> None:
        """A block has come."""
        self._blocks.append(samples)

    def ready(self, length_s: float) -> bool:
        """Whether pictures may begin, which are there and last so long."""
        if not self._waits.running:
            self._waits.start()
        needed = _BLOCKS_BEFORE_START if length_s >= _BLOCKS_BEFORE_START * _BLOCK_S else 1
        if not self._expects or len(self._blocks) >= needed:
            return True
        if self._waits.played_s() < _PATIENCE_S:
            return False
        log.warning("no sound came in time; the pictures begin without it")
        self.silence()
        return True

    def start(self) -> None:
        """Begin to be heard."""
        if self._expects and (self._output is None or not self._output.start()):
            self._lose()

    def follow(self, clock: PlayClock) -> None:
        """Hand over what the device has room for, and let the clock go as it is heard."""
        if not self._expects or self._output is None:
            return
        if not self._output.works:
            self._lose()
            return
        self._output.push()
        while self._blocks and not self._output.full:
            self._output.give(self._blocks.popleft())
            self._free()
        clock.follow(self._output.heard_s())
        if self._output.stuck:
            self._stuck = self._output
            self._lose()

    def silence(self) -> None:
        """Drop everything: nothing is played any more."""
        self._expects = False
        self._waits.stop()
        if self._output is not None:
            self._output.stop()
        while self._blocks:
            self._blocks.popleft()
            self._free()

    def _lose(self) -> None:
        """Go on without: the clock is the computer's from here on."""
        self.silence()
        self._output = None  # at the next play there may be another device
        say = QCoreApplication.translate("Speaker", "No sound: the audio device stopped.")
        self._say(say)
