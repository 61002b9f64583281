"""When each frame of a film is shown: seconds and SMPTE time codes, and back to frame numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from vidcolor.errors import VidcolorError
from vidcolor.video.index import cached_index
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.positions import Timecode, parse_position
from vidcolor.video.reader import Reader
from vidcolor.video.timecode import shifted_timecode

_ZERO = Timecode(0, 0, 0, 0, drop_frame=False)


@dataclass(frozen=True, slots=True, eq=False)
class FilmClock:
    """When each frame of a film is shown, and what its time code is.

    Attributes:
        film: what the film tells of itself.
        pts: time stamps of all frames, rising, and the tick at which the last one ends.
    """

    film: FilmInfo
    pts: Sequence[int]

    @classmethod
    def of(cls, reader: Reader) -> Self:
        """Gather the time stamps of a film.

        They come from its packet index; the few films whose index cannot be trusted are decoded.

        Raises:
            VidcolorError: the film holds no frames.
        """
        film = reader.info
        if film.kind is not SourceKind.FILM:
            return cls(film, range(reader.count_frames() + 1))
        index = cached_index(film.path)
        if index is None:
            reader.count_frames()  # makes the index
            index = cached_index(film.path)
        if index is not None and index.seekable:
            stamps, last = [int(pts) for pts in index.pts], index.last_duration
        else:
            seen = [(frame.pts, frame.duration) for frame in reader.frames()]
            stamps, last = [pts for pts, _ in seen], seen[-1][1] if seen else 0
        if not stamps:
            raise VidcolorError(
                f"{film.path.name} holds no frames.", do="Copy it again from its source."
            )
        return cls(film, [*stamps, stamps[-1] + max(last, 1)])

    @property
    def frame_count(self) -> int:
        """How many frames there are."""
        return len(self.pts) - 1

    def seconds(self, frame: int) -> Fraction:
        """When a frame is shown, counted from the first; of the frame count the film's length."""
        return (self.pts[min(frame, self.frame_count)] - self.pts[0]) * self.film.time_base

    def timecode(self, frame: int) -> str:
        """The SMPTE time code of a frame, counted on from the film's own or from zero.

        Returns:
            ``HH:MM:SS:FF``, or ``HH:MM:SS;FF`` drop-frame; "" where the rate is not known.
        """
        rate = self.film.average_rate
        return shifted_timecode(str(self.begin or _ZERO), frame, rate) if rate else ""

    def frame_at_seconds(self, seconds: Fraction) -> int:
        """The frame that begins nearest to a time.

        Nearest, because a written time is a rounded one.

        Raises:
            VidcolorError: the time lies behind the film's end.
        """
        if not 0 <= seconds <= self.seconds(self.frame_count):
            length = float(self.seconds(self.frame_count))
            raise VidcolorError(
                f"{float(seconds):g} s lies outside the film: it lasts {length:.3f} s.",
                do="Choose an earlier time.",
            )
        ticks = seconds / self.film.time_base + self.pts[0]
        after = min(bisect_left(self.pts, ticks), self.frame_count - 1)
        before = max(after - 1, 0)
        return before if ticks - self.pts[before] <= self.pts[after] - ticks else after

    def frame_at_timecode(self, text: str, *, drop_frame: bool = False) -> int:
        """The frame with a SMPTE time code.

        Args:
            text: the time code. The way of counting is the film's own, however it is written.
            drop_frame: the way of counting where neither film nor text tell.

        Raises:
            VidcolorError: this is no time code, or there is no such frame in a second, or it lies
                outside the film, or the film's rate is not known.
        """
        if not self.film.average_rate:
            raise VidcolorError(
                f"{self.film.path.name} does not tell its frame rate, which time codes need.",
                do="Use frame numbers.",
            )
        wanted = parse_position(text.replace(".", ";"))
        if not isinstance(wanted, Timecode):
            raise VidcolorError(f"{text!r} is no time code.", do="Write one such as 00:00:12:05.")
        first = self.begin or self._counted(_ZERO, drop_frame=wanted.drop_frame or drop_frame)
        day, number = (
            self._counted(one, drop_frame=first.drop_frame).count(self._nominal_rate)
            for one in (replace(_ZERO, hours=24), wanted)
        )
        # A film may run past midnight.
        frame = (number - first.count(self._nominal_rate)) % day
        if frame >= self.frame_count:
            last = self.timecode(self.frame_count - 1)
            raise VidcolorError(
                f"{text} lies outside the film, which runs from {first} to {last}.",
                do="Choose a time code between these.",
            )
        return frame

    @property
    def _nominal_rate(self) -> int:
        return max(round(self.film.average_rate), 1)

    @property
    def begin(self) -> Timecode | None:
        """The first frame's time code, None where the film has none."""
        with suppress(VidcolorError):  # a note in words
            begin = parse_position(self.film.timecode.replace(".", ";"))
            if isinstance(begin, Timecode):
                return self._counted(begin, drop_frame=begin.drop_frame)
        return None

    def _counted(self, timecode: Timecode, *, drop_frame: bool) -> Timecode:
        """A time code in a way of counting; drop-frame is only there at 30 and 60 a second."""
        return replace(timecode, drop_frame=drop_frame and self._nominal_rate % 30 == 0)
