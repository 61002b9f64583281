"""What each preset and each codec asks for, before the source and the encoder have a say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.info import FilmInfo, SourceKind

SOURCE_DEPTH = 0
"""The depth that means "as deep as the source, where the encoder can"."""

FILM_CONTAINERS = {".mkv": "matroska", ".mp4": "mp4", ".m4v": "mp4", ".mov": "mov"}
"""Suffixes of film targets and FFmpeg's name of their muxer."""

PICTURE_CODECS = {
    ".png": "png",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
}
"""Suffixes of picture targets and their codec."""

FITS = {
    "matroska": ("h264", "h265", "av1", "ffv1", "prores"),
    "mp4": ("h264", "h265", "av1", "ffv1"),
    "mov": ("h264", "h265", "prores"),
}
"""Which codecs each container takes, as FFmpeg's muxers were found to do it."""

FOLDER_SUFFIX = ".color"
"""Ends the name of a folder that nobody named; the only suffix that a new folder may have."""

_SUFFIX_NAMES = {"matroska": ".mkv", "mp4": ".mp4", "mov": ".mov"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How the target shall be encoded; the encoder may have to say no."""

    codec: str
    suffix: str  # where the target's name leaves it open
    bit_depth: int  # SOURCE_DEPTH: as the source
    chroma: str  # "": as the source
    crf: int  # -1: the codec has none
    speed: str
    fields: str  # "keep" or "bwdif"
    exact_luma: bool  # refuse rather than round the luma


PRESETS = {
    "share": Wish("h264", ".mp4", 8, "420", 18, "veryfast", "bwdif", False),
    "archive": Wish("ffv1", ".mkv", SOURCE_DEPTH, "", -1, "", "keep", True),
    "edit": Wish("prores", ".mov", 10, "422", -1, "", "bwdif", False),
    "master": Wish("h265", ".mkv", 10, "", 12, "medium", "keep", False),
}

_CODECS = {
    "h264": Wish("h264", ".mp4", 8, "420", 18, "veryfast", "", False),
    "h265": Wish("h265", ".mp4", SOURCE_DEPTH, "420", 20, "fast", "", False),
    "av1": Wish("av1", ".mp4", SOURCE_DEPTH, "420", 28, "8", "", False),
    "ffv1": Wish("ffv1", ".mkv", SOURCE_DEPTH, "", -1, "", "", False),
    "prores": Wish("prores", ".mov", 10, "422", -1, "", "", False),
    "png": Wish("png", ".png", SOURCE_DEPTH, "444", -1, "", "", False),
    "tiff": Wish("tiff", ".tiff", 16, "444", -1, "", "", False),
    "jpeg": Wish("jpeg", ".jpg", 8, "444", -1, "", "", False),
}


def resolve(settings: OutputSettings, codec: str = "") -> Wish:
    """Merge the preset, the codec's own defaults and what the settings name.

    Args:
        settings: what the person asked for.
        codec: overrules both, for a target whose suffix decides (a PNG).

    Raises:
        VidcolorError: the constant quality is outside the codec's scale.
    """
    preset = PRESETS[settings.preset]
    codec = codec or settings.codec or preset.codec
    wish = preset
    if codec != preset.codec:
        wish = replace(_CODECS[codec], fields=preset.fields, exact_luma=preset.exact_luma)
    if settings.bit_depth:
        wish = replace(wish, bit_depth=settings.bit_depth)
    if settings.chroma:
        wish = replace(wish, chroma=settings.chroma)
    if settings.crf >= 0 and wish.crf >= 0:
        if settings.crf > 51 and codec in ("h264", "h265"):
            raise VidcolorError(
                f"--crf is {settings.crf}.", do=f"For {codec} choose a value from 0 to 51."
            )
        wish = replace(wish, crf=settings.crf)
    if settings.speed and wish.speed:
        wish = replace(wish, speed=settings.speed)
    if settings.fields:
        wish = replace(wish, fields=settings.fields)
    return wish


def target_suffix(target: Path) -> str:
    """The suffix that says what a target becomes, in lower case; "" for a folder of pictures."""
    suffix = target.suffix.lower()
    if suffix in FILM_CONTAINERS or suffix in PICTURE_CODECS:
        return suffix
    return "" if suffix == FOLDER_SUFFIX or target.is_dir() else suffix


def keeps_fields(source: FilmInfo, settings: OutputSettings) -> bool:
    """Whether both fields of an interlaced film stay in the target."""
    return source.field_order.interlaced and resolve(settings).fields == "keep"


def default_suffix(source: FilmInfo, settings: OutputSettings) -> str:
    """The suffix of a target that nobody named: ``.mp4``, ``.png``, "" for a folder."""
    wish = resolve(settings)
    if source.kind in (SourceKind.FRAMES, SourceKind.STILLS):
        return wish.suffix if settings.codec and wish.codec in _FILM_CODECS else ""
    if source.kind is SourceKind.STILL:
        return wish.suffix if wish.codec not in _FILM_CODECS else ".png"
    return "" if wish.codec not in _FILM_CODECS else wish.suffix


def check_fits(codec: str, container: str) -> None:
    """Refuse a codec that the container cannot hold.

    Raises:
        VidcolorError: with the containers and codecs that would go together.
    """
    if codec in FITS[container]:
        return
    places = " or ".join(_SUFFIX_NAMES[c] for c, codecs in FITS.items() if codec in codecs)
    raise VidcolorError(
        f"{_SUFFIX_NAMES[container]} files do not hold {codec}.",
        do=(f"Name the target {places}, or choose" if places else "Choose")
        + f" another codec (--codec {'|'.join(FITS[container])}).",
    )


_FILM_CODECS = frozenset(codec for codecs in FITS.values() for codec in codecs)
