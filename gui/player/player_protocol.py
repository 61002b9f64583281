"""What the window and its player process say to each other: frozen data, no Qt, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gui.preview.protocol import ColorWish
from vidcolor.errors import VidcolorError

SOUND_RATE_HZ = 48_000
"""Samples a second, each of two 16-bit numbers, left and right."""

PICTURES_AHEAD = 6
"""Pictures that lie in shared memory or wait in the window, all together."""

SOUND_BLOCKS_AHEAD = 10
"""Blocks of sound on their way or waiting in the window, a tenth of a second each."""


@dataclass(frozen=True, slots=True)
class Play:
    """Window to player: give up what was played before, play this.

    Attributes:
        speed: in seconds of the film for one second; negative: backwards.
        loop: first frame, and the one after the last, to be played again and again.
        most_width_px: of the pictures, upright.
        most_height_px: likewise.
        sound: whether there is a device for it.
    """

    generation: int
    path: Path
    wish: ColorWish
    start_frame: int
    speed: float
    loop: tuple[int, int] | None
    most_width_px: int
    most_height_px: int
    sound: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """Window to player: give up what was played."""


@dataclass(frozen=True, slots=True)
class StopPlayer:
    """Window to player: exit."""


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """Player to window: the film is open, pictures follow.

    Attributes:
        edges_s: ``(N + 1,)`` when each frame is shown, and when the last one ends.
        sound: whether blocks of sound follow; they then fill the whole of what is played.
    """

    generation: int
    edges_s: NDArray[np.float64]
    sound: bool


@dataclass(frozen=True, slots=True)
class PlayedPicture:
    """Player to window: a picture lies in shared memory; rows of R, G, B without a gap.

    The window releases one of the ring's places for each, whatever it does with the picture.
    """

    generation: int
    number: int
    seconds: float  # of the frame since the film's first one
    due_s: float  # when it is to be shown, counted from the begin of playing
    draft: bool
    width: int
    height: int
    place: int  # in the ring
    block: str  # name of the shared memory


@dataclass(frozen=True, slots=True, eq=False)
class PlayedSound:
    """Player to window: a tenth of a second of sound (the last one may be shorter)."""

    generation: int
    samples: bytes


@dataclass(frozen=True, slots=True)
class NoMore:
    """Player to window: this was the last picture."""

    generation: int


@dataclass(frozen=True, slots=True)
class PlayFailed:
    """Player to window: a :class:`VidcolorError` in parts, because it does not survive pickling."""

    generation: int
    what: str
    do: str
    detail: str

    @property
    def error(self) -> VidcolorError:
        """The error put together again."""
        return VidcolorError(self.what, do=self.do, detail=self.detail)


PlayRequest = Play | Pause | StopPlayer
PlayReply = Begun | PlayedPicture | PlayedSound | NoMore | PlayFailed
