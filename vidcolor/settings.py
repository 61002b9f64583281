"""Settings: one frozen dataclass each feeds the form, the flags and the file."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from vidcolor.errors import VidcolorError


def number(default: float, low: float, high: float, help_text: str) -> Any:
    """A numeric setting with its bounds (both included)."""
    return field(default=default, metadata={"low": low, "high": high, "help": help_text})


def choice(default: str, choices: tuple[str, ...], help_text: str) -> Any:
    """A setting that takes one of a few words."""
    return field(default=default, metadata={"choices": choices, "help": help_text})


def text(default: str, help_text: str) -> Any:
    """A setting that takes free text; empty means "not set"."""
    return field(default=default, metadata={"help": help_text})


def switch(default: bool, help_text: str) -> Any:
    """A setting that is on or off."""
    return field(default=default, metadata={"help": help_text})


def check_bounds(settings: Any) -> None:
    """Check every field of a settings dataclass against its metadata.

    Raises:
        VidcolorError: a value is outside its bounds or not among its choices.
    """
    for f in fields(settings):
        value = getattr(settings, f.name)
        flag = "--" + f.name.replace("_", "-")
        if "low" in f.metadata and not f.metadata["low"] <= value <= f.metadata["high"]:
            raise VidcolorError(
                f"{flag} is {value}.",
                do=f"Choose a value from {f.metadata['low']} to {f.metadata['high']}.",
            )
        if "choices" in f.metadata and value not in f.metadata["choices"]:
            raise VidcolorError(
                f"{flag} is {value!r}.", do=f"Choose one of: {', '.join(f.metadata['choices'])}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorSettings:
    """What decides the colour of a frame."""

    model: str = text("swift", "name of the model, see `vidcolor models list`")
    device: str = text("auto", "auto, cpu, cuda, cuda:1, mps or xpu")
    work_size: int = number(224, 64, 512, "short side in pixels at which colour is predicted")
    stabilize: float = number(1.0, 0.0, 1.0, "steadiness over time; 0 colours each frame alone")
    saturation: float = number(1.0, 0.0, 2.0, "1 keeps the model's colour, 0 is grey")
    vibrance: float = number(0.0, -1.0, 1.0, "strengthens pale colours more than strong ones")
    warmth: float = number(0.0, -1.0, 1.0, "towards amber, or towards blue below 0")
    tint: float = number(0.0, -1.0, 1.0, "towards magenta, or towards green below 0")
    temperature: float = number(
        0.0, 0.0, 2.0, "boldness: 1 is the mean colour, lower is bolder; 0: best for the model"
    )
    shots: str = text("", "a list of shots (CSV or EDL), corrected by hand; else they are searched")
    hints: str = text("", "a file of hints, regions, references and variants (JSON)")
    reference: str = text("", "a colour picture whose colours the film takes")
    variant: int = number(0, 0, 999, "another of the colourings the film could have; 0: likeliest")
    stills: bool = switch(False, "the folder holds unrelated pictures: each is coloured alone")

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the colours of a shot are shown; the default changes nothing."""

    saturation: float = number(1.0, 0.0, 2.0, "1 keeps the model's colour, 0 is grey")
    vibrance: float = number(0.0, -1.0, 1.0, "strengthens pale colours more than strong ones")
    warmth: float = number(0.0, -1.0, 1.0, "towards amber, or towards blue below 0")
    tint: float = number(0.0, -1.0, 1.0, "towards magenta, or towards green below 0")
    leave: bool = switch(False, "the shot stays as it is: titles, and shots that have colour")

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSettings:
    """What decides the file that is written. An empty or -1 value means "as the preset says"."""

    preset: str = choice("share", ("share", "archive", "edit", "master"), "a set of the below")
    codec: str = choice(
        "", ("", "h264", "h265", "av1", "ffv1", "prores", "png", "tiff", "jpeg"), "the encoder"
    )
    crf: int = number(-1, -1, 63, "constant quality; lower is better and larger")
    speed: str = text("", "the encoder's own name of a speed, for example veryfast")
    bit_depth: int = number(0, 0, 16, "bits of a sample; 0 takes what the preset says")
    chroma: str = choice("", ("", "420", "422", "444"), "chroma subsampling of the target")
    fields: str = choice("", ("", "keep", "bwdif"), "interlaced film: keep both fields, or merge")
    hardware: bool = switch(False, "use the graphics card's encoder where one really starts")
    threads: int = number(0, 0, 64, "threads of the encoder; 0 takes one for each core")
    leave_out: str = text("", "stream numbers to leave out, for example 2,3")
    segment_s: float = number(
        10.0, 0.04, 3600, "seconds of a segment; what a render loses at most when it breaks off"
    )

    def __post_init__(self) -> None:
        check_bounds(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeSettings:
    """Which part of the film: times (``12.5s``, ``1:02.5``) or frame numbers (``300f``)."""

    start: str = text("", "first frame: a time (12.5s, 1:02.5) or a number (300f)")
    end: str = text("", "frame after the last one: a time or a number")
    frames: int = number(0, 0, 10**9, "how many frames at most; 0 is all")

    def __post_init__(self) -> None:
        check_bounds(self)
