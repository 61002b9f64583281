"""Turns text subtitles of one kind into another that the target container holds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from av.packet import Packet

TEXT_CODECS = {"srt", "subrip", "ass", "ssa", "webvtt", "mov_text", "text"}
"""FFmpeg's decoders of subtitles that are text."""


class TextConverter:
    """Decodes text subtitles and codes them anew, with the same times."""

    def __init__(self, source: Any, target: Any) -> None:
        decoder, encoder = source.codec_context, target.codec_context
        if not decoder.is_open:
            decoder.open()
        encoder.subtitle_header = decoder.subtitle_header
        encoder.time_base = target.time_base = source.time_base or Fraction(1, 1000)
        self._decoder = decoder
        self._target = target

    def __call__(self, packet: Packet[Any]) -> Packet[Any] | None:
        """Convert one packet; its time stamp and duration stay.

        Returns:
            The new packet, None where nothing is shown: MP4 fills its pauses with such.
        """
        subtitle = self._decoder.decode2(packet)
        if subtitle is None or not len(subtitle):
            return None
        converted: Packet[Any] = self._target.codec_context.encode_subtitle(subtitle)
        converted.stream = self._target
        converted.time_base = packet.time_base
        converted.pts, converted.dts = packet.pts, packet.dts
        converted.duration = packet.duration
        return converted
