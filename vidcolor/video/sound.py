"""The sound of a film for loudspeakers: 48 kHz stereo, without gaps, timed as the pictures are."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard
from numpy.typing import NDArray

from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.opening import open_container, packets_of
from vidcolor.video.probe import probe

log = logging.getLogger(__name__)

RATE_HZ = 48_000
"""Samples a second of what :meth:`Sound.blocks` gives."""

_SILENCE_SAMPLES = RATE_HZ // 10  # of one block, so that a gap of an hour needs no memory
# A decoder's first packets after a search come out wrong (AAC overlaps, Opus wants 80 ms).
_RUN_IN_S = Fraction(1, 4)
# Sound lies beside its pictures in the file, but not exactly: then one goes back farther.
_BACK_S = (Fraction(1), Fraction(4), Fraction(16))
# Matroska and FLV round time stamps to milliseconds, captures shake them: no reason for a gap.
_SHAKEN_S = Fraction(1, 50)
_ROUNDED_S = Fraction(1, 500)


@dataclass(frozen=True, slots=True, eq=False)
class SoundBlock:
    """Some sound; the next block begins where it ends."""

    seconds: float  # of its first sample, since the film's first picture
    samples: NDArray[np.int16]  # ``(n, 2)``, left and right


@dataclass(frozen=True, slots=True, eq=False)
class _Decoded:
    frame: AudioFrame
    broken: bool  # packets before it were lost


@contextmanager
def open_sound(path: Path) -> Iterator[Sound | None]:
    """Open the sound of a film: the default track, else the first.

    Yields:
        None where there is no sound, or none that can be decoded here.

    Raises:
        VidcolorError: as :func:`vidcolor.video.probe.probe`.
    """
    film = probe(path)
    if film.kind is not SourceKind.FILM:
        yield None
        return
    with open_container(path) as container:
        stream = _sound_stream(container)
        yield None if stream is None else Sound(container, stream, film)


class Sound:
    """The sound of one film; one run of blocks at a time."""

    def __init__(self, container: InputContainer, stream: AudioStream, film: FilmInfo) -> None:
        self._container = container
        self._stream = stream
        self._base = stream.time_base or Fraction(1, stream.codec_context.sample_rate or RATE_HZ)
        self._film_start = film.start_pts * film.time_base
        for other in container.streams:
            if other.index != stream.index:
                other.discard = Discard.all

    def blocks(self, start_s: float, *, speed: float = 1.0) -> Generator[SoundBlock]:
        """Sound from ``start_s`` to its end, without a gap: silence stands for what is missing.

        Args:
            start_s: since the film's first picture.
            speed: at another one than 1 the pitch changes with it, as on a tape.

        Raises:
            ValueError: ``speed`` is not positive.
        """
        if speed <= 0:
            raise ValueError(f"speed is {speed}")
        rate_hz = round(RATE_HZ / speed)  # of the film's seconds
        next_sample = round(start_s * rate_hz)
        for at, samples in self._placed(Fraction(start_s), rate_hz):
            while at > next_sample:
                silence = np.zeros((min(at - next_sample, _SILENCE_SAMPLES), 2), np.int16)
                yield SoundBlock(next_sample / rate_hz, silence)
                next_sample += len(silence)
            samples = samples[next_sample - at :]
            if len(samples):
                yield SoundBlock(next_sample / rate_hz, samples)
                next_sample += len(samples)

    def _placed(self, start_s: Fraction, rate_hz: int) -> Iterator[tuple[int, NDArray[np.int16]]]:
        """Resampled pieces with the place of their first sample; they may overlap or gape."""
        run: _Run | None = None
        for decoded in self._decoded(start_s):
            frame = decoded.frame
            time_s = None if frame.pts is None else frame.pts * self._base - self._film_start
            if run is not None and not run.goes_on(frame, time_s, broken=decoded.broken):
                yield from run.rest()
                run = None
            if run is None:
                begin_s = -self._film_start if time_s is None else time_s
                run = _Run(frame, begin_s, rate_hz)
            yield from run.push(frame)
        if run is not None:
            yield from run.rest()

    def _decoded(self, start_s: Fraction) -> Iterator[_Decoded]:
        broken = False
        for packet in self._packets(start_s):
            try:
                frames = packet.decode()
            except av.FFmpegError as error:
                log.debug("sound is damaged: %s", error)
                broken = True
                continue
            for frame in frames:
                yield _Decoded(frame, broken)
                broken = False

    def _packets(self, start_s: Fraction) -> Iterator[Any]:
        """Packets from some way before ``start_s``, or from the beginning."""
        wanted_s = start_s - _RUN_IN_S
        for back_s in _BACK_S:
            if wanted_s - back_s <= 0 or not self._seek(wanted_s - back_s):
                break
            packets = self._demuxed()
            first = next(packets, None)
            if first is None or first.pts is None:
                break
            if first.pts * self._base - self._film_start <= wanted_s or back_s == _BACK_S[-1]:
                yield first
                yield from packets
                return
        self._seek(None)
        yield from self._demuxed()

    def _demuxed(self) -> Iterator[Any]:
        return iter(packets_of(self._container, cast("Any", self._stream)))

    def _seek(self, film_s: Fraction | None) -> bool:
        """Search a time of the film, None: its beginning."""
        # By the pictures where there are some: Matroska often keeps no table of its sound.
        by = next(iter(self._container.streams.video), None) or self._stream
        try:
            if film_s is None or by.time_base is None:
                start = self._container.start_time or 0
                self._container.seek(start, backward=True)
            else:
                stamp = int((film_s + self._film_start) / by.time_base)
                self._container.seek(stamp, stream=by, backward=True)
        except av.FFmpegError as error:
            log.info("the sound cannot be searched: %s", error)
            return False
        return True


class _Run:
    """Sound that goes on without a gap: its samples are counted, not timed one by one."""

    def __init__(self, first: AudioFrame, begin_s: Fraction, rate_hz: int) -> None:
        self._kind = _kind(first)
        self._resampler = AudioResampler("s16", "stereo", rate_hz)
        self._begin_s = begin_s
        self._taken = 0
        self._at = round(begin_s * rate_hz)

    def goes_on(self, frame: AudioFrame, time_s: Fraction | None, *, broken: bool) -> bool:
        """Whether a frame follows what came last."""
        if _kind(frame) != self._kind:
            return False
        expected_s = self._begin_s + Fraction(self._taken, frame.sample_rate)
        allowed_s = _ROUNDED_S if broken else _SHAKEN_S
        return time_s is None or abs(time_s - expected_s) <= allowed_s

    def push(self, frame: AudioFrame) -> Iterator[tuple[int, NDArray[np.int16]]]:
        """Resample a frame."""
        self._taken += frame.samples
        frame.pts = None  # counted from here on
        yield from self._given(self._resampler.resample(frame))

    def rest(self) -> Iterator[tuple[int, NDArray[np.int16]]]:
        """What the resampler still holds."""
        # One that never needed to convert anything holds nothing and says so with an error.
        with suppress(av.FFmpegError, ValueError):
            yield from self._given(self._resampler.resample(None))

    def _given(self, frames: list[AudioFrame]) -> Iterator[tuple[int, NDArray[np.int16]]]:
        for frame in frames:
            samples = frame.to_ndarray().reshape(-1, 2).astype(np.int16, copy=False)
            yield self._at, samples
            self._at += len(samples)


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _sound_stream(container: InputContainer) -> AudioStream | None:
    best = container.streams.best("audio")
    for stream in (best, *container.streams.audio):
        # PyAV gives streams whose codec is unknown no context.
        if isinstance(stream, AudioStream) and stream.codec_context is not None:
            return stream
    return None
