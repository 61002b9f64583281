"""Codes a run of frames of a film into a file of packets."""

from __future__ import annotations

from pathlib import Path

from vidcolor.video.film_encoder import FilmEncoder
from vidcolor.video.film_form import FilmForm
from vidcolor.video.frames import Frame, Plane
from vidcolor.video.packets import PacketWriter


class SegmentWriter:
    """Codes a run of frames into a packet file.

    Args:
        path: of the file, which is new and whole after :meth:`finish`.
        form: of the target.
        shift: ticks that are taken from each time stamp.

    Raises:
        VidcolorError: the encoder refuses the size or the format.
        OSError: the file cannot be written.
    """

    def __init__(self, path: Path, form: FilmForm, shift: int) -> None:
        self._encoder = FilmEncoder(form, shift)
        self._packets = PacketWriter(path, self._encoder.extradata)

    def write(self, frame: Frame, cb: Plane, cr: Plane) -> None:
        """Code one frame; see `FilmEncoder.encode`."""
        for picture in self._encoder.encode(frame, cb, cr):
            self._packets.add(picture)

    def finish(self) -> None:
        """Code what the encoder still holds, and see everything on the disk."""
        for picture in self._encoder.finish():
            self._packets.add(picture)
        self._packets.finish(self._encoder.end_pts or 0)

    def close(self) -> None:
        """Let go of the file, be it whole or not."""
        self._packets.__exit__(None, None, None)
