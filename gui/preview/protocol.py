"""What the window and its engine process say to each other: frozen data, no Qt, no torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from gui.preview.film_times import FilmTimes
from vidcolor.errors import VidcolorError
from vidcolor.guides import Ab, Place, SavedColor
from vidcolor.settings import ColorSettings
from vidcolor.video.info import FilmInfo

if TYPE_CHECKING:  # they bring OpenCV and torch along
    from vidcolor.shotlist import ShotList
    from vidcolor.steering import Steering


class Role(StrEnum):
    """Which of the pictures of a frame."""

    GREY = "grey"
    COLOR = "color"
    COMPARE = "compare"  # in other settings


@dataclass(frozen=True, slots=True)
class ColorWish:
    """How a film is to be coloured; no steering: nobody decided anything about its parts."""

    color: ColorSettings = field(default_factory=ColorSettings)
    steering: Steering | None = None


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
    wish: ColorWish = field(default_factory=ColorWish)

    @property
    def first_frame(self) -> ShowFrame:
        """The frame that is shown without being asked for."""
        return ShowFrame(self.generation, self.number)


@dataclass(frozen=True, slots=True)
class CloseFilm:
    """Window to engine: forget the film."""

    generation: int


@dataclass(frozen=True, slots=True)
class Steer:
    """Window to engine: from now on in these colours, the shown frame at once."""

    generation: int
    wish: ColorWish


@dataclass(frozen=True, slots=True)
class Compare:
    """Window to engine: each shown frame also in these colours; None: no longer."""

    generation: int
    wish: ColorWish | None


@dataclass(frozen=True, slots=True)
class ColorAhead:
    """Window to engine: whether the frames behind the shown one are made ready."""

    on: bool


@dataclass(frozen=True, slots=True)
class WantThumbnails:
    """Window to engine: small pictures of these frames, in this order; no others any more."""

    generation: int  # of the film
    numbers: tuple[int, ...]
    height_px: int


@dataclass(frozen=True, slots=True)
class AskFrame:
    """Window to engine: what does the network think of a frame? The newest question counts.

    Attributes:
        generation: of the film.
        question: comes back with the answer.
        number: of the frame.
        place: whose likely colours are wanted; None: of none.
        colors: where they seem to belong in the frame is told.
    """

    generation: int
    question: int
    number: int
    place: Place | None = None
    colors: tuple[SavedColor, ...] = ()


@dataclass(frozen=True, slots=True)
class WantVariants:
    """Window to engine: small pictures of a frame in other colourings; no others any more.

    Attributes:
        generation: of the film.
        question: comes back with each picture.
        number: of the frame.
        variants: their numbers, in the order in which they are made; () makes none.
        height_px: of the upright pictures.
    """

    generation: int
    question: int
    number: int
    variants: tuple[int, ...]
    height_px: int


@dataclass(frozen=True, slots=True)
class SaveFrame:
    """Window to engine: render one frame of a film into a picture file, replacing it."""

    generation: int
    number: int
    target: Path
    source: Path = field(default_factory=Path)
    wish: ColorWish = field(default_factory=ColorWish)


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
class ClockKnown:
    """Engine to window: when each frame is shown."""

    generation: int
    times: FilmTimes


@dataclass(frozen=True, slots=True)
class ShotsSearched:
    """Engine to window: how far the search for shots is."""

    generation: int
    frames: int
    frames_total: int | None


@dataclass(frozen=True, slots=True)
class ShotsFound:
    """Engine to window."""

    generation: int
    shots: ShotList


@dataclass(frozen=True, slots=True)
class ThumbnailReady:
    """Engine to window: a small picture, upright, in square pixels, rows without gaps.

    Attributes:
        grey: ``height × width`` bytes.
        color: ``height × width × 3`` bytes, R first; None where the colours are not known.
    """

    generation: int
    number: int
    width: int
    height: int
    grey: bytes
    color: bytes | None


@dataclass(frozen=True, slots=True)
class Suggested:
    """A likely colour, and how much of the network's belief lies near it (0 to 1)."""

    ab: Ab
    share: float


@dataclass(frozen=True, slots=True)
class Offered:
    """A saved colour that seems to belong to a place."""

    color: SavedColor
    place: Place


@dataclass(frozen=True, slots=True)
class UnsureMap:
    """How far the likely colours lie apart, as the film lies.

    Attributes:
        spread: ``height × width`` bytes: a*b*, the standard deviation of the distribution.
    """

    width: int
    height: int
    spread: bytes


@dataclass(frozen=True, slots=True)
class FrameTold:
    """Engine to window: the answer to :class:`AskFrame`.

    Attributes:
        question: which one.
        number: of the frame.
        place: that was asked about.
        suggestions: likeliest first; none without a place or a distribution.
        features: how the place looks, for `SavedColor.features`; "" without a place.
        offers: likeliest first.
        unsure: None: the model gives no distribution.
    """

    generation: int
    question: int
    number: int
    place: Place | None
    suggestions: tuple[Suggested, ...]
    features: str
    offers: tuple[Offered, ...]
    unsure: UnsureMap | None


@dataclass(frozen=True, slots=True)
class VariantReady:
    """Engine to window: a small picture, upright, in square pixels, rows without gaps.

    Attributes:
        question: that of :class:`WantVariants`.
        color: ``height × width × 3`` bytes, R first.
    """

    generation: int
    question: int
    variant: int
    width: int
    height: int
    color: bytes


@dataclass(frozen=True, slots=True)
class RangesColored:
    """Engine to window: whose colours lie ready, as (first, one after the last), rising."""

    generation: int
    ranges: tuple[tuple[int, int], ...]


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
    on_processor: bool  # and not on a graphics card


@dataclass(frozen=True, slots=True)
class PictureReady:
    """Engine to window: a picture lies in shared memory until the window has copied it.

    ``channels`` is 1 for grey and 3 for R, G, B; rows follow each other without a gap.

    Attributes:
        number: of the frame that is seen.
        stands_for: number of the wanted frame, where another one is seen until that is there.
    """

    generation: int  # of the newest request that decided what it looks like
    role: Role
    number: int
    seconds: float  # of the frame since the film's first one
    width: int
    height: int
    channels: int
    block: str  # name of the shared memory
    draft: bool = False  # the exact colours of the same frame follow
    stands_for: int | None = None


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
    COMPARE = "compare"
    SAVE = "save"
    SHOTS = "shots"
    ASK = "ask"


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


Wish = (
    OpenFilm
    | CloseFilm
    | ShowFrame
    | Steer
    | Compare
    | ColorAhead
    | WantThumbnails
    | AskFrame
    | WantVariants
    | SaveFrame
)
Request = Wish | Stop
FilmReply = (
    FilmOpened
    | FilmCounted
    | ClockKnown
    | ShotsSearched
    | ShotsFound
    | ThumbnailReady
    | FrameTold
    | VariantReady
    | RangesColored
    | Noticed
)
Reply = FilmReply | EngineReady | PictureReady | FrameSaved | Failed


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the engine process is started with."""

    color: ColorSettings
    rest_s: float = 0.12  # a frame is coloured once it was the wanted one for so long
    niceness: int = 5  # added, so that the window stays quick while the engine works
    ahead_frames: int = 240  # made ready behind the shown one while nothing else is wished
