"""How many bytes a target will take, told from a sample of it and from the source's streams."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from statistics import fmean
from typing import Any

import av
from av.container import InputContainer
from av.stream import Discard

from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.opening import open_container
from vidcolor.video.streamplan import Fate, StreamFate

_WINDOW_S = 10.0  # what is read of sound that does not tell its bit rate
_KEY_EVERY = 250  # frames, at most, as encoders do it where nobody tells them


def film_bytes(sample: Path, frames: int) -> int:
    """About what the pictures of a film take, of which a short sample was encoded.

    A sample begins with a key frame like every film; counted by its share of the sample alone it
    would weigh too much.

    Args:
        sample: a film with one video stream.
        frames: how many the whole film has.

    Raises:
        VidcolorError: the sample cannot be opened.
    """
    keys: list[int] = []
    others: list[int] = []
    with open_container(sample) as container:
        for packet in container.demux(video=0):
            if packet.size:
                (keys if packet.is_keyframe else others).append(packet.size)
    count = len(keys) + len(others)
    if not count:
        return 0
    if not others or count >= frames:
        return round((sum(keys) + sum(others)) * frames / count)
    key_count = frames / _KEY_EVERY + (len(keys) - 1) * frames / count  # the latter at cuts
    return round(key_count * fmean(keys) + (frames - key_count) * fmean(others))


def carried_bytes(
    source: FilmInfo, fates: Iterable[StreamFate], *, start_s: float, seconds: float
) -> int:
    """About what the carried streams of a part of a film take.

    Sound counts by its bit rate, which is measured where the file does not tell it; attachments
    by their size. Subtitles and data that do not tell their bit rate are passed over.

    Args:
        source: the film.
        fates: what becomes of its other streams.
        start_s: where the part begins.
        seconds: how long it is.

    Raises:
        VidcolorError: the source cannot be opened.
    """
    carried = [f.index for f in fates if f.fate in (Fate.COPIED, Fate.CONVERTED)]
    if source.kind is not SourceKind.FILM or not carried:
        return 0
    total, untold = 0.0, []
    with open_container(source.path) as container:
        for index in carried:
            stream: Any = container.streams[index]
            if stream.type == "attachment":
                total += len(bytes(stream.data))
            elif rate := _told_rate(stream):
                total += rate / 8 * seconds
            elif stream.type == "audio":
                untold.append(stream)
        if untold:
            total += _measured_rate(container, untold, start_s, seconds) * seconds
    return round(total)


def _told_rate(stream: Any) -> float:
    """Bits a second; 0 where the file does not tell."""
    told = [v for k, v in stream.metadata.items() if k.upper().partition("-")[0] == "BPS"]
    if told and told[0].isdigit():
        return float(told[0])
    context = stream.codec_context
    if stream.type == "audio" and context is not None and context.bit_rate:
        return float(context.bit_rate)
    return 0.0


def _measured_rate(
    container: InputContainer, streams: list[Any], start_s: float, seconds: float
) -> float:
    """Bytes a second of some streams together, looked at for a few seconds."""
    window_s = min(seconds, _WINDOW_S)
    for stream in container.streams:
        if stream.type != "attachment" and stream not in streams:
            stream.discard = Discard.all
    found = 0
    with suppress(av.FFmpegError):
        if start_s > _WINDOW_S:
            container.seek(int(start_s * av.time_base))
        begin = None
        for packet in container.demux(streams):
            if not packet.size or packet.pts is None:
                continue
            time_s = float(packet.pts * packet.time_base)
            begin = time_s if begin is None else begin
            if time_s >= begin + window_s:
                break
            found += packet.size
    return found / window_s if window_s > 0 else 0.0
