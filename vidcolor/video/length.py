"""How long a film says it is, and whether it keeps that promise."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Discard
from av.video.stream import VideoStream

from vidcolor.video.opening import open_container

log = logging.getLogger(__name__)


def duration_s(container: InputContainer, stream: VideoStream) -> float:
    """Seconds the header claims for the film, 0.0 where it does not tell."""
    claimed = _stream_duration_s(stream)
    if claimed:
        return claimed
    return container.duration / av.time_base if container.duration else 0.0


def _stream_duration_s(stream: VideoStream) -> float:
    """Seconds the header claims for this very stream, 0.0 where it does not tell."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # Matroska keeps it as a tag, in words.
    tag = next((v for k, v in stream.metadata.items() if k.upper().startswith("DURATION")), "")
    if match := re.fullmatch(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)", tag.strip("\0 ")):
        return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
    return 0.0


def promised_end_s(
    container: InputContainer, stream: VideoStream, path: Path, reached_s: float
) -> float:
    """Seconds at which the pictures should end by the header; ``reached_s`` if it is met.

    Args:
        container: of the film.
        stream: its pictures.
        path: of the film; opened again if its sound has to be asked.
        reached_s: where the last picture ended.
    """
    claimed = duration_s(container, stream)
    total = (container.duration or 0) / av.time_base
    if total and total < claimed:
        claimed = total  # an edit list shows less than the track holds
    if claimed <= reached_s:
        return reached_s
    if not _stream_duration_s(stream) and _sound_end_s(path, reached_s) >= claimed - 0.5:
        return reached_s  # the length is that of the sound, which is all there
    return claimed


def _sound_end_s(path: Path, from_s: float) -> float:
    """Where the last sound packet ends, 0.0 if there is none after ``from_s``."""
    latest = 0.0
    with open_container(path) as container:
        sounds = container.streams.audio
        if not sounds:
            return latest
        for stream in container.streams:
            stream.discard = Discard.default if stream in sounds else Discard.all
        try:
            container.seek(int(max(from_s - 1.0, 0.0) * av.time_base))
            for packet in container.demux(*sounds):
                if packet.pts is not None:
                    end = packet.pts + (packet.duration or 0)
                    latest = max(latest, float(end * packet.time_base))
        except av.FFmpegError as error:
            log.debug("%s: %s", path, error)
    return latest
