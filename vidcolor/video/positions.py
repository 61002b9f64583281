"""Positions as people write them: ``300f``, ``12.5s``, ``1:02.5``, ``00:00:12:05``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from vidcolor.errors import VidcolorError


@dataclass(frozen=True, slots=True)
class FrameNumber:
    """The number of a frame in presentation order; the film's first is 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds after the film's first frame."""

    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Timecode:
    """A SMPTE address: hours, minutes, seconds, frames."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop_frame: bool

    def count(self, nominal_rate: int) -> int:
        """Frames since 00:00:00:00 at a whole number of frames a second (30 for 29.97).

        Raises:
            VidcolorError: the frame part is no frame of such a second, or the address is
                one that drop-frame counting leaves out.
        """
        if self.frames >= nominal_rate:
            raise VidcolorError(
                f"{self} has no such frame: this film has {nominal_rate} frames in a second.",
                do=f"Let the last part be at most {nominal_rate - 1}.",
            )
        minutes = self.hours * 60 + self.minutes
        total = (minutes * 60 + self.seconds) * nominal_rate + self.frames
        if not self.drop_frame:
            return total
        left_out = nominal_rate // 15  # 2 addresses at 30 a second, 4 at 60
        if self.minutes % 10 and self.seconds == 0 and self.frames < left_out:
            raise VidcolorError(
                f"{self} does not exist: drop-frame counting leaves it out.",
                do=f"Use {self.hours:02}:{self.minutes:02}:00;{left_out:02}.",
            )
        return total - left_out * (minutes - minutes // 10)

    def __str__(self) -> str:
        last = ";" if self.drop_frame else ":"
        return f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{last}{self.frames:02}"


Position = FrameNumber | Time | Timecode


def parse_position(text: str) -> Position:
    """Read a position.

    Args:
        text: ``300f`` (a frame number), ``12.5s`` or ``12.5`` (seconds), ``1:02.5`` or
            ``00:01:02.5`` (minutes and hours), ``00:00:12:05`` or ``00:00:12;05`` (a
            time code; the semicolon says drop-frame). A bare whole number is refused,
            for it could be either.

    Raises:
        VidcolorError: the text is none of these.
    """
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,12})f", text):
        return FrameNumber(int(match[1]))
    if match := re.fullmatch(r"(\d{1,12}(?:\.\d{1,12})?|\.\d{1,12})s", text):
        return Time(Fraction(match[1]))
    if re.fullmatch(r"\d{0,12}\.\d{1,12}", text):
        return Time(Fraction(text))
    if match := re.fullmatch(r"(\d{1,4}):(\d\d):(\d\d)([:;])(\d\d\d?)", text):
        hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
        if minutes < 60 and seconds < 60:
            return Timecode(hours, minutes, seconds, frames, match[4] == ";")
    if match := re.fullmatch(r"(?:(\d{1,4}):)?(\d{1,4}):(\d\d(?:\.\d{1,12})?)", text):
        hours, minutes, rest = int(match[1] or 0), int(match[2]), Fraction(match[3])
        if rest < 60 and (match[1] is None or minutes < 60):
            return Time((hours * 60 + minutes) * 60 + rest)
    if text.isdecimal():
        raise VidcolorError(
            f"{text!r} could be a frame or a time.", do=f"Write {text}f or {text}s."
        )
    raise VidcolorError(
        f"{text!r} is no position in a film.",
        do="Write a frame number (300f), a time (12.5s, 1:02.5) or a time code (00:00:12:05).",
    )
