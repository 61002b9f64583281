"""What each encoder of this machine really takes, and which one writes the target."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

import av
import cv2

from vidcolor.errors import VidcolorError
from vidcolor.settings import OutputSettings
from vidcolor.video.frames import LumaFormat
from vidcolor.video.info import FilmInfo
from vidcolor.video.presets import SOURCE_DEPTH, Wish

SOFTWARE = {
    "h264": "libx264",
    "h265": "libx265",
    "av1": "libsvtav1",
    "ffv1": "ffv1",
    "prores": "prores_ks",
}
"""The encoder of each codec that runs on the processor."""

HARDWARE = {
    "h264": ("h264_nvenc", "h264_qsv", "h264_videotoolbox", "h264_vaapi"),
    "h265": ("hevc_nvenc", "hevc_qsv", "hevc_videotoolbox", "hevc_vaapi"),
    "av1": ("av1_nvenc", "av1_qsv", "av1_vaapi"),
    "prores": ("prores_videotoolbox",),
}
"""Encoders of graphics cards, in the order in which they are tried."""

_SHAPES = {"420": (2, 2), "422": (2, 1), "444": (1, 1), "411": (4, 1), "440": (1, 2)}
_MAX_THREADS = 16  # x264 and SVT gain nothing above, and their bits change with the number
_AVX512 = 13  # OpenCV's number of it (CV_CPU_AVX_512F)


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """A YCbCr layout that an encoder takes."""

    name: str  # FFmpeg's
    depth: int
    chroma: str  # "420", "422", "444", "411", "440"
    semi_planar: bool = False  # Cb and Cr share a plane, as graphics cards like it
    left_aligned: bool = False  # codes sit at the upper end of 16 bits

    def grid(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the chroma planes of a picture, odd sizes rounded up."""
        across, down = _SHAPES[self.chroma]
        return -(-width // across), -(-height // down)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The encoder of a target with everything that it must be told."""

    codec: str
    name: str  # FFmpeg's
    pixels: PixelFormat
    luma: LumaFormat
    threads: int
    options: dict[str, str] = field(default_factory=dict)

    def padded(self, width: int, height: int) -> tuple[int, int]:
        """The size to encode: H.264 and H.265 need whole chroma samples."""
        if self.codec not in ("h264", "h265"):
            return width, height
        across, down = _SHAPES[self.pixels.chroma]
        return -(-width // across) * across, -(-height // down) * down


@cache
def pixel_formats(encoder: str) -> tuple[PixelFormat, ...]:
    """The YCbCr formats without alpha that an encoder announces; empty where it is missing."""
    try:
        announced = av.Codec(encoder, "w").video_formats or []
    except (av.FFmpegError, ValueError):
        return ()
    found = []
    for name in (f.name for f in announced):
        planar = re.fullmatch(r"yuv(\d{3})p(\d*)(?:le)?", name)
        if planar and planar[1] in _SHAPES:
            found.append(PixelFormat(name, int(planar[2] or 8), planar[1]))
        elif name == "nv12":
            found.append(PixelFormat(name, 8, "420", semi_planar=True))
        elif name == "p010le":
            found.append(PixelFormat(name, 10, "420", semi_planar=True, left_aligned=True))
    return tuple(found)


@cache
def starts(encoder: str) -> bool:
    """Whether an encoder of this machine turns one real picture into a packet.

    FFmpeg lists encoders of cards that are not there, so only a try tells.
    """
    formats = pixel_formats(encoder)
    if not formats:
        return False
    os.environ.setdefault("SVT_LOG", "1")
    try:
        context: Any = av.CodecContext.create(encoder, "w")
        # Cards refuse very small pictures.
        context.width, context.height, context.pix_fmt = 320, 256, formats[0].name
        context.framerate, context.time_base = Fraction(25), Fraction(1, 25)
        if encoder == "libx265":
            context.options = {"x265-params": "log-level=none"}
        picture = av.VideoFrame(320, 256, formats[0].name)
        picture.pts = 0
        packets = [*context.encode(picture), *context.encode(None)]
    except (av.FFmpegError, ValueError, OSError):
        return False
    return any(packet.size for packet in packets)


def working_encoders() -> dict[str, list[str]]:
    """For each codec the encoders that really start here, hardware first."""
    return {
        codec: [n for n in (*HARDWARE.get(codec, ()), name) if starts(n)]
        for codec, name in SOFTWARE.items()
    }


def choose_encoder(
    source: FilmInfo, wish: Wish, settings: OutputSettings, warnings: list[str]
) -> Encoder:
    """Pick encoder and pixel format for a film target.

    Whatever had to differ from the source or from the wish is added to ``warnings``.

    Raises:
        VidcolorError: the encoder is missing, has not the depth or chroma that was asked
            for, or the luma would be rounded where that is refused.
    """
    name = _encoder_name(wish.codec, settings, warnings)
    formats = pixel_formats(name)
    if not formats:
        raise VidcolorError(
            f"This FFmpeg has no encoder for {wish.codec}.",
            do="Choose another codec (--codec); the doctor lists those that start (Help > Doctor, "
            "or `vidcolor doctor`).",
            detail=name,
        )
    pixels = _pixel_format(name, formats, source, wish, settings)
    # ProRes came back as limited range even though full range was set.
    full_range = source.luma.full_range and wish.codec != "prores"
    luma = LumaFormat(pixels.depth, full_range, source.luma.matrix)
    _check_luma(source, luma, wish, name, warnings)
    threads = settings.threads or min(os.cpu_count() or 1, _MAX_THREADS)
    size = source.width, source.height
    return Encoder(
        wish.codec, name, pixels, luma, threads, _options(name, wish, threads, pixels, size)
    )


def _encoder_name(codec: str, settings: OutputSettings, warnings: list[str]) -> str:
    if settings.hardware:
        for name in HARDWARE.get(codec, ()):
            if starts(name):
                return name
        warnings.append(
            f"No graphics card encoder for {codec} starts on this machine; "
            f"{SOFTWARE[codec]} was used instead."
        )
    return SOFTWARE[codec]


def _pixel_format(
    name: str,
    formats: tuple[PixelFormat, ...],
    source: FilmInfo,
    wish: Wish,
    settings: OutputSettings,
) -> PixelFormat:
    offered = sorted({p.chroma for p in formats})
    chroma = wish.chroma or _source_chroma(source, wish)
    if chroma not in offered:
        if settings.chroma:
            raise VidcolorError(
                f"{name} does not write 4:{chroma[1]}:{chroma[2]}.",
                do="Choose another chroma (--chroma "
                f"{'|'.join(c for c in offered if c in ('420', '422', '444'))}).",
            )
        # The next finer grid loses nothing of the film, whose luma is all there is.
        chroma = next((c for c in ("422", "444", "420") if c in offered), offered[0])
    depths = sorted({p.depth for p in formats if p.chroma == chroma})
    depth = wish.bit_depth
    if depth == SOURCE_DEPTH:
        depth = next((d for d in depths if d >= source.luma.bit_depth), depths[-1])
    if depth not in depths:
        if settings.bit_depth:
            raise VidcolorError(
                f"{name} does not write {depth} bits at 4:{chroma[1]}:{chroma[2]}.",
                do=f"Choose another bit depth (--bit-depth {'|'.join(map(str, depths))}) "
                "or another codec (--codec).",
            )
        depth = next((d for d in depths if d >= depth), depths[-1])
    return next(p for p in formats if p.chroma == chroma and p.depth == depth)


def _source_chroma(source: FilmInfo, wish: Wish) -> str:
    if source.subsampling in _SHAPES:
        return source.subsampling
    if wish.codec == "ffv1" and (source.subsampling == "rgb" or source.luma.bit_depth > 10):
        return "444"  # scans and pictures: no reason to halve what is kept for good
    return "420"


def _check_luma(
    source: FilmInfo, luma: LumaFormat, wish: Wish, name: str, warnings: list[str]
) -> None:
    """Say, or refuse, what happens to the luma beyond exact cases."""
    rounds = luma.bit_depth < source.luma.bit_depth
    ranges = luma.full_range != source.luma.full_range
    if (rounds or ranges) and wish.exact_luma:
        raise VidcolorError(
            f"{name} cannot hold this film's luma ({source.luma.bit_depth} bits, "
            f"{'full' if source.luma.full_range else 'limited'} range) without rounding.",
            do="The archive preset never rounds: choose FFV1 (--codec ffv1) or another preset "
            "(--preset).",
        )
    if rounds:
        warnings.append(
            f"The film's luma has {source.luma.bit_depth} bits and was rounded to "
            f"{luma.bit_depth}; the archive preset (--preset archive) keeps all of them."
        )
    if ranges:
        warnings.append(
            f"{name} writes limited range only: the film's full-range luma was converted."
        )


def _options(
    name: str, wish: Wish, threads: int, pixels: PixelFormat, size: tuple[int, int]
) -> dict[str, str]:
    """The encoder's own options; the same on every run so that bits repeat."""
    options: dict[str, str] = {}
    if pixels.chroma in ("420", "422"):
        options["chroma_sample_location"] = "left"
    match name:
        case "libx264":
            options |= {"crf": str(wish.crf), "preset": wish.speed}
            if cv2.checkHardwareSupport(_AVX512):
                # x264's macroblock tree gave other bits on each run with these instructions; with
                # the older ones they are the same on every run, at 2 % more time.
                options["x264-params"] = "asm=AVX2"
        case "libx265":
            options |= {
                "crf": str(wish.crf),
                "preset": wish.speed,
                "x265-params": f"log-level=none:pools={threads}",
            }
        case "libsvtav1":
            os.environ.setdefault("SVT_LOG", "1")  # the library writes a page to stderr otherwise
            options |= {"crf": str(wish.crf), "preset": wish.speed}
        case "ffv1":
            # Every frame on its own and with checksums, as archives want it.
            options |= {"level": "3", "g": "1", "slicecrc": "1"}
            if slices := _ffv1_slices(*size, pixels.name):
                options["slices"] = str(slices)
        case "prores_ks":
            options |= {"profile": "hq" if pixels.chroma == "422" else "4444", "vendor": "apl0"}
        case _ if name.endswith("_nvenc"):
            options |= {"rc": "vbr", "cq": str(wish.crf), "b": "0"}
        case _ if name.endswith("_qsv"):
            options |= {"global_quality": str(wish.crf)}
        case _:
            options |= {"b": "0", "q": str(wish.crf)}
    return options


@cache
def _ffv1_slices(width: int, height: int, pixel_format: str) -> int:
    """A fixed number of slices that FFV1 accepts for a size; 0 to leave it to the encoder.

    Slices run in parallel, but their borders must fall between chroma samples, which odd
    sizes seldom allow; only a try tells.
    """
    for slices in (16, 12, 24, 30, 9, 6, 4) if min(width, height) >= 64 else (4, 1):
        context: Any = av.CodecContext.create("ffv1", "w")
        context.width, context.height, context.pix_fmt = width, height, pixel_format
        context.time_base = Fraction(1, 25)
        context.options = {"level": "3", "slices": str(slices)}
        try:
            context.open()
        except (av.FFmpegError, ValueError):
            continue
        return slices
    return 0
