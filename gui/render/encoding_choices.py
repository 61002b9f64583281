"""What a person can choose for a target, and what each choice means; no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from gui.render.trial_process import EncoderAbility
from vidcolor.settings import OutputSettings
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.presets import (
    FILM_CONTAINERS,
    FITS,
    PICTURE_CODECS,
    PRESETS,
    SOURCE_DEPTH,
    Wish,
    default_suffix,
    resolve,
)

_OF_KIND = {
    SourceKind.FILM: (".mkv", ".mp4", ".mov"),
    SourceKind.FRAMES: ("", ".mkv", ".mp4", ".mov"),
    SourceKind.STILL: (".png", ".tiff", ".jpg"),
    SourceKind.STILLS: ("",),
}

_FOLDER_FORMATS = {
    "png": ((8, "444"), (16, "444")),
    "tiff": ((16, "444"),),
    "jpeg": ((8, "444"),),
}
"""Pictures are written without FFmpeg's encoders."""

_X26X_SPEEDS = (
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
)  # fmt: skip
_SPEEDS = {
    "h264": _X26X_SPEEDS,
    "h265": _X26X_SPEEDS,
    "av1": ("12", "10", "8", "6", "5", "4", "3", "2"),
}
"""From the fastest to the one that makes the smallest files."""

_CRF_WORST = {"h264": 40, "h265": 40, "av1": 55}
"""Beyond that nobody wants to look at it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is offered for one preset, container and codec; empty where there is no choice.

    Attributes:
        wish: what the preset and the codec ask for by themselves.
        crf_worst: the end of the quality scale; -1 where the codec has none.
    """

    wish: Wish
    codecs: tuple[str, ...]
    depths: tuple[int, ...]
    chromas: tuple[str, ...]
    speeds: tuple[str, ...]
    crf_worst: int
    hardware: bool
    keeps_fields: bool


def suffixes_for(info: FilmInfo) -> tuple[str, ...]:
    """Endings of targets that a source can become; "" is a folder of pictures."""
    return _OF_KIND[info.kind]


def suffix_of_preset(info: FilmInfo, preset: str) -> str:
    """The ending that a preset gives a target by itself."""
    return default_suffix(info, OutputSettings(preset=preset))


def codecs_for(suffix: str) -> tuple[str, ...]:
    """What a container holds."""
    if suffix in FILM_CONTAINERS:
        return FITS[FILM_CONTAINERS[suffix]]
    return (PICTURE_CODECS[suffix],) if suffix in PICTURE_CODECS else tuple(_FOLDER_FORMATS)


def codec_in_force(preset: str, suffix: str, chosen: str) -> str:
    """The codec that is written: the chosen one, else the preset's, else the first that fits."""
    offered = codecs_for(suffix)
    wanted = chosen or PRESETS[preset].codec
    return wanted if wanted in offered else offered[0]


def choices_for(
    info: FilmInfo,
    output: OutputSettings,
    suffix: str,
    abilities: tuple[EncoderAbility, ...] | None,
) -> Choices:
    """What can be chosen beside ``output``.

    Args:
        abilities: of the encoders here; None as long as they are not known, and then neither
            depth nor chroma is offered.
    """
    codec = codec_in_force(output.preset, suffix, output.codec)
    wish = resolve(OutputSettings(preset=output.preset), codec)
    formats = _formats(codec, abilities, hardware=output.hardware)
    chroma = output.chroma or wish.chroma
    of_chroma = [depth for depth, of in formats if of == chroma or not chroma]
    starting = {able.codec for able in abilities or ()} | set(_FOLDER_FORMATS)
    works = abilities is None
    return Choices(
        wish=wish,
        codecs=tuple(c for c in codecs_for(suffix) if works or c in starting),
        depths=tuple(sorted(set(of_chroma))),
        chromas=tuple(c for c in ("420", "422", "444") if any(c == of for _, of in formats)),
        speeds=() if output.hardware else _SPEEDS.get(codec, ()),
        crf_worst=_CRF_WORST.get(codec, -1) if wish.crf >= 0 else -1,
        hardware=any(able.codec == codec and able.hardware for able in abilities or ()),
        keeps_fields=info.field_order.interlaced,
    )


def _formats(
    codec: str, abilities: tuple[EncoderAbility, ...] | None, *, hardware: bool
) -> tuple[tuple[int, str], ...]:
    if codec in _FOLDER_FORMATS:
        return _FOLDER_FORMATS[codec]
    for able in abilities or ():
        if able.codec == codec and able.hardware == hardware:
            return able.formats
    return ()


def preset_words(preset: str) -> tuple[str, str]:
    """A preset's name, and what it is for."""
    return {
        "share": (
            _tr("Share"),
            _tr("Small file that plays everywhere. H.264 in MP4, 8 bit."),
        ),
        "archive": (
            _tr("Archive"),
            _tr("Every grey of the film kept without any loss. FFV1 in MKV, large."),
        ),
        "edit": (
            _tr("Edit"),
            _tr("For editing and grading programs. ProRes in MOV, 10 bit, large."),
        ),
        "master": (
            _tr("Master"),
            _tr("Very good quality at a moderate size. H.265 in MKV, 10 bit."),
        ),
    }[preset]


def suffix_words(suffix: str) -> str:
    """A container's name."""
    names = {
        ".mkv": "MKV (Matroska)", ".mp4": "MP4", ".mov": "MOV (QuickTime)",
        ".png": "PNG", ".tiff": "TIFF", ".jpg": "JPEG",
    }  # fmt: skip
    return names.get(suffix) or _tr("Folder of pictures")


def codec_words(codec: str) -> str:
    """A codec's name, and what sets it apart."""
    return {
        "h264": _tr("H.264, plays everywhere"),
        "h265": _tr("H.265, smaller"),
        "av1": _tr("AV1, smallest, slow"),
        "ffv1": _tr("FFV1, lossless"),
        "prores": _tr("ProRes, for editing"),
        "png": _tr("PNG, lossless"),
        "tiff": _tr("TIFF, lossless"),
        "jpeg": _tr("JPEG, small"),
    }[codec]


def depth_words(depth: int, info: FilmInfo) -> str:
    """Bits of a sample."""
    if depth == SOURCE_DEPTH:
        return _tr("As the film ({bits} bit)").format(bits=info.luma.bit_depth)
    return _tr("{bits} bit").format(bits=depth)


def chroma_words(chroma: str) -> str:
    """A grid of chroma samples: "4:2:0"."""
    return ":".join(chroma) if chroma else _tr("As the film")


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)
