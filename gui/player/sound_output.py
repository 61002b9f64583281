"""The loudspeakers: hands sound to the device and tells how much of it was heard."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QIODevice

from gui.player.player_protocol import SOUND_RATE_HZ

log = logging.getLogger(__name__)

_FRAME_BYTES = 4  # left and right, 16 bits each
_BUFFER_S = 0.25  # what a stall of the window may last before the sound stutters


class Sink(Protocol):
    """What is used of ``QAudioSink``."""

    def start(self) -> QIODevice | None: ...
    def stop(self) -> None: ...
    def bytesFree(self) -> int: ...
    def bufferSize(self) -> int: ...
    def processedUSecs(self) -> int: ...
    def error(self) -> Any: ...


class SoundOutput:
    """One sound device, 48 kHz stereo of 16 bits.

    Args:
        sink: a ``QAudioSink`` of this format.
        harmless: what its ``error()`` may say while the device is there.
    """

    def __init__(self, sink: Sink, harmless: Collection[object]) -> None:
        self._sink = sink
        self._harmless = harmless
        self._device: QIODevice | None = None
        self._waiting = bytearray()
        self._given_bytes = 0

    @property
    def works(self) -> bool:
        """False once the device was lost; before :meth:`start` True."""
        return self._sink.error() in self._harmless

    @property
    def full(self) -> bool:
        """Whether sound waits here because the device has no room for it."""
        return bool(self._waiting)

    def start(self) -> bool:
        """Begin anew; whether the device takes sound."""
        self.stop()
        self._device = self._sink.start()
        return self._device is not None and self.works

    def stop(self) -> None:
        """Be silent at once."""
        if self._device is not None:
            self._sink.stop()
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
        waiting = max(self._sink.bufferSize() - self._sink.bytesFree(), 0)
        played_s = max(self._given_bytes - waiting, 0) / (SOUND_RATE_HZ * _FRAME_BYTES)
        return min(played_s, self._sink.processedUSecs() / 1e6)


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
    return SoundOutput(sink, (kinds.NoError, kinds.UnderrunError)), ""
