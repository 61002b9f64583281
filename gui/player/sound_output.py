"""The loudspeakers: hands sound to the device and tells how much of it was heard."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QIODevice, QTimer

from gui.player.player_protocol import SOUND_RATE_HZ

log = logging.getLogger(__name__)

_FRAME_BYTES = 4  # left and right, 16 bits each
_BYTES_HZ = SOUND_RATE_HZ * _FRAME_BYTES
_BUFFER_S = 0.25  # what a stall of the window may last before the sound stutters
_PATIENCE_S = 3.0  # a device that has just been woken up may take two to begin
_END_S = 0.05  # so little is left where a film ends: pictures and sound do not end at once
_TAIL_S = 0.3  # until that was heard, and what a driver holds of which Qt knows nothing


class Sink(Protocol):
    """What is used of ``QAudioSink``."""

    def start(self) -> QIODevice | None: ...
    def reset(self) -> None: ...
    def bytesFree(self) -> int: ...
    def bufferSize(self) -> int: ...
    def processedUSecs(self) -> int: ...
    def error(self) -> Any: ...


class SoundOutput:
    """One sound device, 48 kHz stereo of 16 bits.

    Args:
        sink: a ``QAudioSink`` of this format.
        harmless: what its ``error()`` may say while the device is there.
        wanted: whether sound still belongs to this device; another may have become the default.
    """

    def __init__(
        self,
        sink: Sink,
        harmless: Collection[object],
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._sink = sink
        self._harmless = harmless
        self._wanted = wanted
        self._device: QIODevice | None = None
        self._waiting = bytearray()
        self._given_bytes = 0
        self._moved = (-1.0, 0.0)  # what was heard, and since when it is no more than that
        self._tail = QTimer(singleShot=True, interval=int(1000 * _TAIL_S))
        self._tail.timeout.connect(sink.reset)

    @property
    def works(self) -> bool:
        """False once the device was lost; before :meth:`start` True."""
        return self._sink.error() in self._harmless

    @property
    def wanted(self) -> bool:
        """Whether sound still belongs to this device."""
        return self._wanted()

    @property
    def stuck(self) -> bool:
        """Whether the device has held sound for seconds and let none of it be heard.

        A sound server that dies or takes its stream away tells Qt nothing.
        """
        heard_s, now_s = self.heard_s(), time.monotonic()
        if heard_s != self._moved[0] or not self._held_bytes():
            self._moved = heard_s, now_s
        return now_s - self._moved[1] > _PATIENCE_S

    @property
    def full(self) -> bool:
        """Whether sound waits here because the device has no room for it."""
        return bool(self._waiting)

    def start(self) -> bool:
        """Begin anew; whether the device takes sound."""
        self.stop()
        if self._tail.isActive():
            self._tail.stop()
            self._sink.reset()
        self._moved = -1.0, 0.0
        self._device = self._sink.start()
        return self._device is not None and self.works

    def stop(self) -> None:
        """Be silent at once; what was given to its end is heard to its end."""
        if self._device is not None:
            ends = not self._waiting and self._held_bytes() < _END_S * _BYTES_HZ
            if self._given_bytes and ends and self.works:
                self._tail.start()
            else:
                # Not stop(), which plays what is held on some systems.
                self._sink.reset()
        self._device = None
        self._waiting.clear()
        self._given_bytes = 0

    def give(self, samples: bytes) -> None:
        """Add sound behind what was given before."""
        self._waiting += samples
        self.push()

    def push(self) -> None:
        """Hand over as much of what waits as the device has room for."""
        if self._device is None or not self._waiting:
            return
        room = min(self._sink.bytesFree(), len(self._waiting))
        room -= room % _FRAME_BYTES
        if room > 0:
            taken = int(self._device.write(bytes(self._waiting[:room])))
            if taken > 0:
                del self._waiting[:taken]
                self._given_bytes += taken

    def heard_s(self) -> float:
        """Seconds that have left the device's buffer since the start."""
        if self._device is None:
            return 0.0
        # Some of Qt's devices count what they were given as processed, some what they played.
        played_bytes = max(self._given_bytes - self._held_bytes(), 0)
        return min(played_bytes / _BYTES_HZ, self._sink.processedUSecs() / 1e6)

    def _held_bytes(self) -> int:
        return max(self._sink.bufferSize() - self._sink.bytesFree(), 0)


def open_sound_output() -> tuple[SoundOutput | None, str]:
    """The default sound device.

    Returns:
        The output, or None and a sentence that says why there is no sound.
    """
    translate = QCoreApplication.translate
    try:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices
    except ImportError as error:
        log.info("QtMultimedia cannot be used: %s", error)
        return None, translate("SoundOutput", "No sound: QtMultimedia is not there.")
    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        return None, translate("SoundOutput", "No sound: there is no audio device.")
    wanted = QAudioFormat()
    wanted.setSampleRate(SOUND_RATE_HZ)
    wanted.setChannelCount(2)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    if not device.isFormatSupported(wanted):
        return None, translate(
            "SoundOutput", "No sound: the audio device does not take 48 kHz stereo."
        )
    sink = QAudioSink(device, wanted)
    sink.setBufferSize(int(_BUFFER_S * SOUND_RATE_HZ) * _FRAME_BYTES)
    # The kinds of errors have moved from one class to another between Qt's versions.
    kinds = type(sink.error())
    # An underrun is silence for a moment: the sound came late, the device is there.
    harmless = (kinds.NoError, kinds.UnderrunError)
    return SoundOutput(sink, harmless, lambda: QMediaDevices.defaultAudioOutput() == device), ""
