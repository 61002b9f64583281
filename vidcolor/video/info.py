"""What a source holds, in plain Python; made by the probe, read by everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from vidcolor.video.frames import LumaFormat


class SourceKind(StrEnum):
    """What a path turned out to be."""

    FILM = "film"  # a container with a video stream
    STILL = "still"  # one picture
    FRAMES = "frames"  # a folder of numbered pictures: a film
    STILLS = "stills"  # a folder of unrelated pictures


class FieldOrder(StrEnum):
    """FFmpeg's field orders: coded first, then displayed first."""

    UNKNOWN = "unknown"
    PROGRESSIVE = "progressive"
    TT = "tt"
    BB = "bb"
    TB = "tb"
    BT = "bt"

    @property
    def interlaced(self) -> bool:
        """Whether frames hold two moments in time."""
        return self not in (FieldOrder.UNKNOWN, FieldOrder.PROGRESSIVE)


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """One stream of a container, under FFmpeg's names."""

    index: int
    kind: str  # video, audio, subtitle, data, attachment
    codec: str
    language: str
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class FilmInfo:
    """Everything about a source that the target must keep or the person wants to know."""

    path: Path
    kind: SourceKind
    container: str  # FFmpeg's format name; "" for a folder
    codec: str
    pixel_format: str  # FFmpeg's name, as decoded
    width: int  # as coded, before rotation
    height: int
    luma: LumaFormat  # how Frame.luma is to be read
    subsampling: str  # of the source: "gray", "420", "411", "422", "444", "rgb"
    time_base: Fraction  # of Frame.pts
    start_pts: int  # of the first frame, ticks
    average_rate: Fraction  # 0 where unknown; never used for arithmetic on time stamps
    frame_count_hint: int  # 0 where unknown; headers lie
    duration_s: float  # 0.0 where unknown
    sample_aspect_ratio: Fraction  # 1 where the file does not tell
    rotation_degrees: int  # clockwise turn that a player applies: 0, 90, 180, 270
    field_order: FieldOrder
    color_primaries: int  # FFmpeg's numbers; 2 is unspecified
    color_transfer: int
    color_space: int
    timecode: str  # SMPTE, "" where there is none
    has_alpha: bool
    metadata: dict[str, str]
    video_metadata: dict[str, str]
    streams: tuple[StreamInfo, ...]
    chapters: int
    warnings: tuple[str, ...] = field(default=())


def unfilmed(path: Path, width: int, height: int, luma: LumaFormat, rate: Fraction) -> FilmInfo:
    """What a film made of bare luma planes would tell of itself: no file, no streams, no tags."""
    return FilmInfo(
        path=path,
        kind=SourceKind.FRAMES,
        container="",
        codec="",
        pixel_format="gray16le" if luma.bit_depth > 8 else "gray",
        width=width,
        height=height,
        luma=luma,
        subsampling="420",
        time_base=1 / rate,
        start_pts=0,
        average_rate=rate,
        frame_count_hint=0,
        duration_s=0.0,
        sample_aspect_ratio=Fraction(1),
        rotation_degrees=0,
        field_order=FieldOrder.PROGRESSIVE,
        color_primaries=2,
        color_transfer=2,
        color_space=2,
        timecode="",
        has_alpha=False,
        metadata={},
        video_metadata={},
        streams=(),
        chapters=0,
    )
