"""Facts about pixel formats, and the luma and alpha planes of a decoded frame.

YCbCr and grey frames give their luma as it is. RGB frames (palettes expanded) give a Y′
that is computed once, with the weights of BT.709 at 16 bits full range: a neutral pixel of
``v`` in ``n`` bits becomes ``v`` scaled to 16 bits (``v * 257`` from 8 bits), never anything
else, and from then on that Y′ is "the luma".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

import numpy as np
from av import VideoFormat, VideoFrame
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError
from vidcolor.video.frames import LumaFormat, Matrix, Plane
from vidcolor.video.planes import (
    float_channels,
    from_linear,
    rgb_channels,
    rows_of,
    samples_of,
    weigh,
)

# Packed YCbCr and grey: (samples in a pixel, which of them is Y′, which is alpha or -1, shift).
_PACKED_LUMA = {
    "yuyv422": (2, 0, -1, 0),
    "yvyu422": (2, 0, -1, 0),
    "uyvy422": (2, 1, -1, 0),
    "y210": (2, 0, -1, 6),
    "y212": (2, 0, -1, 4),
    "y216": (2, 0, -1, 0),
    "ya8": (2, 0, 1, 0),
    "ya16": (2, 0, 1, 0),
    "ayuv": (4, 1, 0, 0),
    "ayuv64": (4, 1, 0, 0),
    "vuya": (4, 2, 3, 0),
    "vuyx": (4, 2, -1, 0),
    "uyva": (4, 1, 3, 0),
    "vyu444": (3, 1, -1, 0),
}
# Packed in odd words: FFmpeg unpacks them to the planar sibling, without touching Y′.
_SIBLINGS = {
    "xv30le": "yuv444p10le",
    "v30xle": "yuv444p10le",
    "xv36le": "yuv444p12le",
    "xv48le": "yuv444p16le",
    "rgb444le": "rgb24",
    "bgr444le": "rgb24",
    "rgb555le": "rgb24",
    "bgr555le": "rgb24",
    "rgb565le": "rgb24",
    "bgr565le": "rgb24",
    "rgb8": "rgb24",
    "bgr8": "rgb24",
    "x2rgb10le": "gbrp10le",
    "x2bgr10le": "gbrp10le",
    "xyz12le": "rgb48le",
    "xyz12be": "rgb48le",
}


class Kind(Enum):
    """How the luma is got out of a frame."""

    PLANE = auto()  # plane 0 holds luma and nothing else
    PACKED = auto()  # luma is interleaved with other samples
    BITS = auto()  # one bit a pixel
    RGB = auto()  # integer R′G′B′, packed, planar or by palette
    FLOAT = auto()  # linear light in floating point


@dataclass(frozen=True, slots=True)
class PixelFacts:
    """What the reader needs to know about one of FFmpeg's pixel formats."""

    name: str
    kind: Kind
    bit_depth: int  # of the samples as stored in the source
    luma_depth: int  # of the plane that is handed out
    subsampling: str  # "gray", "410", "411", "420", "422", "440", "444" or "rgb"
    has_alpha: bool
    full_range: bool  # by its very name, as in yuvj420p, grey and RGB


CHROMA_RATIOS = {
    "444": (1, 1),
    "440": (1, 2),
    "422": (2, 1),
    "420": (2, 2),
    "411": (4, 1),
    "410": (4, 4),
}
"""Luma samples for each chroma sample, across and down, by `PixelFacts.subsampling`."""


def describe(name: str) -> PixelFacts:
    """Facts about FFmpeg's pixel format ``name``.

    Raises:
        VidcolorError: no luma can be got from this format (Bayer mosaics, hardware frames).
    """
    facts = _describe(name)
    if facts is None:
        raise VidcolorError(
            f"Pictures in the pixel format {name or 'unknown'} cannot be read.",
            do="Convert the film to a YCbCr, grey or RGB format first, for example to FFV1.",
        )
    return facts


@cache
def _describe(name: str) -> PixelFacts | None:
    try:
        form = VideoFormat(_SIBLINGS.get(name, name))
    except ValueError:
        return None
    parts = form.components
    if not parts or form.is_bayer:
        return None
    stem = re.sub(r"(le|be)$", "", form.name)
    depth = parts[0].bits
    alpha = any(part.is_alpha for part in parts)

    def facts(kind: Kind, luma_depth: int, subsampling: str, full: bool) -> PixelFacts:
        return PixelFacts(name, kind, depth, luma_depth, subsampling, alpha, full)

    if stem in ("monow", "monob"):
        return facts(Kind.BITS, 8, "gray", True)
    if "f32" in stem or "f16" in stem:
        known = bool(re.fullmatch(r"(graya?|gbra?p|rgba?|ya)f(16|32)", stem))
        return facts(Kind.FLOAT, 16, "gray" if len(parts) < 3 else "rgb", True) if known else None
    if form.has_palette or form.is_rgb:
        packed = (
            r"gbra?p\d*(msb)?|(rgb|bgr)(24|48)|(rgba|bgra)(64)?|a(rgb|bgr)|0(rgb|bgr)|(rgb|bgr)0"
        )
        known = form.has_palette or bool(re.fullmatch(packed, stem))
        return facts(Kind.RGB, 16, "rgb", True) if known else None
    if stem in _PACKED_LUMA:
        sub = {1: "gray", 2: "gray"}.get(len(parts), "422" if "422" in stem else "")
        sub = sub or ("422" if stem.startswith("y2") else "444")
        return facts(Kind.PACKED, depth, sub, sub == "gray")
    if re.fullmatch(r"gray\d*", stem):
        return facts(Kind.PLANE, depth, "gray", True)
    if match := re.fullmatch(r"yuv(a|j)?(\d{3})p\d*(msb)?", stem):
        return facts(Kind.PLANE, depth, match[2], match[1] == "j")
    if match := re.fullmatch(r"nv(12|21|16|20|24|42)|p([024])1[026]", stem):
        digits = {"12": "420", "21": "420", "16": "422", "20": "422", "24": "444", "42": "444"}
        sub = digits[match[1]] if match[1] else {"0": "420", "2": "422", "4": "444"}[match[2]]
        return facts(Kind.PLANE, depth, sub, False)
    return None


def luma_plane(frame: VideoFrame) -> Plane:
    """The luma of a decoded frame.

    Args:
        frame: of any format that :func:`describe` accepts.

    Returns:
        ``(H, W)`` C-contiguous, owned by the caller; code values as in
        :func:`luma_format`, uint8 up to 8 bits and right-aligned uint16 above.
    """
    facts = describe(frame.format.name)
    frame = _unpacked(frame)
    stem = re.sub(r"(le|be)$", "", frame.format.name)
    if facts.kind is Kind.PLANE:
        plane = samples_of(frame, 0, 1)[:, :, 0]
        return _owned(plane, _high_aligned_shift(stem, facts.bit_depth))
    if facts.kind is Kind.PACKED:
        per_pixel, at, _, shift = _PACKED_LUMA[stem]
        return _owned(samples_of(frame, 0, per_pixel)[:, :, at], shift)
    if facts.kind is Kind.BITS:
        return _one_bit(frame)
    if facts.kind is Kind.FLOAT:
        return weigh(*(from_linear(channel) for channel in float_channels(frame)[:3]))
    red, green, blue, _ = rgb_channels(frame)
    return weigh(red, green, blue)


def alpha_plane(frame: VideoFrame) -> Plane | None:
    """The alpha of a decoded frame at the depth of its luma (full range), or None.

    Returns:
        ``(H, W)`` C-contiguous, owned by the caller.
    """
    facts = describe(frame.format.name)
    if not facts.has_alpha:
        return None
    frame = _unpacked(frame)
    if facts.kind is Kind.PLANE:
        stem = re.sub(r"(le|be)$", "", frame.format.name)
        return _owned(samples_of(frame, 3, 1)[:, :, 0], _high_aligned_shift(stem, facts.bit_depth))
    if facts.kind is Kind.PACKED:
        per_pixel, _, at, shift = _PACKED_LUMA[re.sub(r"(le|be)$", "", frame.format.name)]
        return _owned(samples_of(frame, 0, per_pixel)[:, :, at], shift)
    if facts.kind is Kind.FLOAT:
        alpha = np.clip(float_channels(frame)[-1], 0.0, 1.0)
        return np.ascontiguousarray(np.rint(alpha * 65535.0).astype(np.uint16))
    return rgb_channels(frame)[3]


def luma_format(
    facts: PixelFacts, *, color_range: int, color_space: int, height: int, codec: str
) -> tuple[LumaFormat, list[str]]:
    """How the luma's code values are to be read, and what had to be assumed.

    Args:
        facts: of the decoded frames.
        color_range: FFmpeg's number; 0 unspecified, 1 limited, 2 full.
        color_space: FFmpeg's number of the matrix; 2 is unspecified.
        height: rows; decides the matrix where the file does not tell.
        codec: FFmpeg's name.

    Returns:
        The format, and sentences for the person.
    """
    if facts.kind in (Kind.RGB, Kind.FLOAT):
        notes = []
        if facts.kind is Kind.FLOAT:
            notes.append(
                "The pictures are floating point; they are taken as linear light and brought to "
                "16 bits through the sRGB curve, so there is no promise of equal bits."
            )
        return LumaFormat(16, True, Matrix.BT709), notes
    notes = []
    named = {1: Matrix.BT709, 4: Matrix.BT601, 5: Matrix.BT601, 6: Matrix.BT601}
    named |= {7: Matrix.BT709, 9: Matrix.BT2020, 10: Matrix.BT2020}
    matrix = named.get(color_space)
    if matrix is None and facts.subsampling == "gray":
        # Grey has no matrix to be wrong about; this one is sRGB's, so that pictures, screen
        # and film of one source agree.
        matrix = Matrix.BT709
    elif matrix is None:
        matrix = Matrix.BT709 if height >= 720 else Matrix.BT601
        number = matrix.value[2:]
        notes.append(f"The file does not name its colour matrix; BT.{number} is assumed.")
    elif color_space in (4, 7):
        notes.append(f"The colour matrix is an old one; BT.{matrix.value[2:]} comes nearest.")
    full = facts.full_range
    if color_range in (1, 2):
        full = color_range == 2
    elif facts.subsampling == "gray" and codec in ("h264", "hevc", "av1", "mpeg2video"):
        full = False  # these codecs define "not signalled" as limited
        notes.append("The file does not tell the range of its grey; limited range is assumed.")
    return LumaFormat(facts.luma_depth, full, matrix), notes


def _unpacked(frame: VideoFrame) -> VideoFrame:
    sibling = _SIBLINGS.get(frame.format.name)
    # With its default threads swscale was seen to leave some samples unwritten, now and then.
    return frame if sibling is None else frame.reformat(format=sibling, threads=1)


def _owned(samples: NDArray[Any], shift: int) -> Plane:
    if samples.dtype.itemsize == 1:
        return np.array(samples, np.uint8, order="C")
    plane = np.array(samples, np.uint16, order="C")
    if shift:
        plane >>= np.uint16(shift)
    return plane


def _high_aligned_shift(stem: str, depth: int) -> int:
    return 16 - depth if re.fullmatch(r"p[024]1[026]|.*msb", stem) else 0


def _one_bit(frame: VideoFrame) -> Plane:
    bits = np.unpackbits(rows_of(frame, 0), axis=1)[:, : frame.width]
    if frame.format.name == "monow":  # 0 is white
        bits = np.uint8(1) - bits
    return np.ascontiguousarray(bits * np.uint8(255))
