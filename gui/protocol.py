"""What the window and its engine process say to each other: frozen data, no Qt, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings
from vidcolor.video.info import FilmInfo


class Role(StrEnum):
    """Which of the two pictures of a frame."""

    GREY = "grey"
    COLOR = "color"


@dataclass(frozen=True, slots=True)
class ShowFrame:
    """Window to engine: first the grey picture, then the coloured one."""

    generation: int
    number: int


@dataclass(frozen=True, slots=True)
class OpenFilm:
    """Window to engine: forget the film before, open this one, show a frame of it."""

    generation: int
    path: Path
    number: int = 0

    @property
    def first_frame(self) -> ShowFrame:
        """The frame that is shown without being asked for."""
        return ShowFrame(self.generation, self.number)


@dataclass(frozen=True, slots=True)
class SaveFrame:
    """Window to engine: render one frame into a picture file, replacing it."""

    generation: int
    number: int
    target: Path


@dataclass(frozen=True, slots=True)
class Stop:
    """Window to engine: finish what cannot be interrupted, then exit."""


@dataclass(frozen=True, slots=True)
class FilmOpened:
    """Engine to window."""

    generation: int
    info: FilmInfo


@dataclass(frozen=True, slots=True)
class FilmCounted:
    """Engine to window: how many frames there really are."""

    generation: int
    frames: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """Engine to window: all sentences about this film so far."""

    generation: int
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EngineReady:
    """Engine to window: who colours, and on what."""

    model: str
    device: str


@dataclass(frozen=True, slots=True)
class PictureReady:
    """Engine to window: a picture lies in shared memory until the window has copied it.

    ``channels`` is 1 for grey and 3 for R, G, B; rows follow each other without a gap.
    """

    generation: int
    role: Role
    number: int
    seconds: float  # of the frame since the film's first one
    width: int
    height: int
    channels: int
    block: str  # name of the shared memory
    draft: bool = False  # the exact colours of the same frame follow


@dataclass(frozen=True, slots=True)
class FrameSaved:
    """Engine to window."""

    generation: int
    target: Path


class Task(StrEnum):
    """What failed."""

    OPEN = "open"
    GREY = "grey"
    COLOR = "color"
    SAVE = "save"


@dataclass(frozen=True, slots=True)
class Failed:
    """Engine to window: a :class:`VidcolorError` in parts, because it does not survive pickling."""

    generation: int
    task: Task
    what: str
    do: str
    detail: str

    @classmethod
    def of(cls, generation: int, task: Task, error: VidcolorError) -> Failed:
        """Take an error apart."""
        return cls(generation, task, error.what, error.do, error.detail)

    @property
    def error(self) -> VidcolorError:
        """The error put together again."""
        return VidcolorError(self.what, do=self.do, detail=self.detail)


@dataclass(frozen=True, slots=True)
class Crashed:
    """Not sent by anybody: the engine process ended without being asked to."""

    exit_code: int


Request = OpenFilm | ShowFrame | SaveFrame | Stop
Reply = FilmOpened | FilmCounted | Noticed | EngineReady | PictureReady | FrameSaved | Failed


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the engine process is started with."""

    color: ColorSettings
    rest_s: float = 0.12  # a frame is coloured once it was the wanted one for so long
    niceness: int = 5  # added, so that the window stays quick while the engine works
