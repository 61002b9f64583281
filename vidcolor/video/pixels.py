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
from typing import Any, cast

import numpy as np
from av import VideoFormat, VideoFrame
from numpy.typing import NDArray

from vidcolor.errors import VidcolorError
from vidcolor.video.frames import LumaFormat, Matrix, Plane

# BT.709 in sixteenths of a bit; the sum is exactly 65536, so neutral pixels keep their value.
_RED, _GREEN, _BLUE = 13933, 46871, 4732

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
        plane = _samples(frame, 0, 1)[:, :, 0]
        return _owned(plane, _high_aligned_shift(stem, facts.bit_depth))
    if facts.kind is Kind.PACKED:
        per_pixel, at, _, shift = _PACKED_LUMA[stem]
        return _owned(_samples(frame, 0, per_pixel)[:, :, at], shift)
    if facts.kind is Kind.BITS:
        return _one_bit(frame)
    if facts.kind is Kind.FLOAT:
        return _weigh(*(_from_linear(channel) for channel in _float_channels(frame)[:3]))
    red, green, blue, _ = _rgb_channels(frame)
    return _weigh(red, green, blue)


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
        return _owned(_samples(frame, 3, 1)[:, :, 0], _high_aligned_shift(stem, facts.bit_depth))
    if facts.kind is Kind.PACKED:
        per_pixel, _, at, shift = _PACKED_LUMA[re.sub(r"(le|be)$", "", frame.format.name)]
        return _owned(_samples(frame, 0, per_pixel)[:, :, at], shift)
    if facts.kind is Kind.FLOAT:
        alpha = np.clip(_float_channels(frame)[-1], 0.0, 1.0)
        return np.ascontiguousarray(np.rint(alpha * 65535.0).astype(np.uint16))
    return _rgb_channels(frame)[3]


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
    if matrix is None:
        matrix = Matrix.BT709 if height >= 720 else Matrix.BT601
        if facts.subsampling != "gray":  # grey pictures have no matrix to be wrong about
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


def _sample_type(name: str, bits: int) -> np.dtype[Any]:
    if "f32" in name:
        kind = "f4"
    elif "f16" in name:
        kind = "f2"
    else:
        kind = "u1" if bits <= 8 else "u2"
    return np.dtype((">" if name.endswith("be") else "<") + kind)


def _samples(frame: VideoFrame, index: int, per_pixel: int) -> NDArray[Any]:
    """Plane ``index`` as ``(H, W, per_pixel)`` samples; a view where lines are not padded."""
    dtype = _sample_type(frame.format.name, frame.format.components[0].bits)
    used = _rows(frame, index)[:, : frame.width * per_pixel * dtype.itemsize]
    samples: NDArray[Any] = np.ascontiguousarray(used).view(dtype)
    return samples.reshape(len(used), frame.width, per_pixel)


def _rows(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """Plane ``index`` as ``(H, bytes of a line, padding included)``, first line on top."""
    plane = frame.planes[index]
    line = abs(plane.line_size)
    data: NDArray[np.uint8] = np.frombuffer(cast("memoryview[int]", plane), np.uint8)
    rows = data[: line * plane.height].reshape(plane.height, line)
    return rows[::-1] if plane.line_size < 0 else rows  # negative: stored bottom up


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
    bits = np.unpackbits(_rows(frame, 0), axis=1)[:, : frame.width]
    if frame.format.name == "monow":  # 0 is white
        bits = np.uint8(1) - bits
    return np.ascontiguousarray(bits * np.uint8(255))


def _to_16(channel: NDArray[Any], depth: int) -> NDArray[np.uint16]:
    """Full-range code values of ``depth`` bits, rounded to 16 bits."""
    if depth == 16:
        return channel.astype(np.uint16)
    if depth == 8:
        return channel.astype(np.uint16) * np.uint16(257)
    top = (1 << depth) - 1
    table = (np.arange(top + 1, dtype=np.uint64) * 65535 * 2 + top) // (2 * top)
    return np.take(table.astype(np.uint16), channel, mode="clip")


def _rgb_channels(
    frame: VideoFrame,
) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16] | None]:
    """R′, G′, B′ and alpha (or None), each ``(H, W)`` at 16 bits."""
    name = re.sub(r"(le|be)$", "", frame.format.name)
    depth = frame.format.components[0].bits
    if frame.format.has_palette:
        return _expanded_palette(frame)
    if name.startswith("gbr"):
        shift = 16 - depth if name.endswith("msb") else 0
        count = 4 if name.startswith("gbra") else 3
        planes = [_to_16(_samples(frame, i, 1)[:, :, 0] >> shift, depth) for i in range(count)]
        return planes[2], planes[0], planes[1], planes[3] if count == 4 else None
    order = re.sub(r"\d\d$", "", name)  # rgb24, rgba64 and so on
    data = _samples(frame, 0, len(order))
    found = {letter: _to_16(data[:, :, i], depth) for i, letter in enumerate(order)}
    return found["r"], found["g"], found["b"], found.get("a")


def _expanded_palette(
    frame: VideoFrame,
) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]:
    table: NDArray[np.uint32] = np.frombuffer(cast("memoryview[int]", frame.planes[1]), np.uint32)
    pixels = table[:256][_rows(frame, 0)[:, : frame.width]]  # alpha, R, G, B from the top bits
    red, green, blue, alpha = ((pixels >> shift) & 0xFF for shift in (16, 8, 0, 24))
    return _to_16(red, 8), _to_16(green, 8), _to_16(blue, 8), _to_16(alpha, 8)


def _float_channels(frame: VideoFrame) -> list[NDArray[np.float32]]:
    """R, G, B (grey three times) and alpha where there is one, each ``(H, W)``, linear light."""
    name = re.sub(r"(le|be)$", "", frame.format.name)
    if name.startswith("gbr"):
        order = [2, 0, 1, 3] if name.startswith("gbra") else [2, 0, 1]
        return [_samples(frame, i, 1)[:, :, 0].astype(np.float32) for i in order]
    count = len(frame.format.components)
    data = _samples(frame, 0, count).astype(np.float32)
    channels = [data[:, :, i] for i in range(count)]
    return [channels[0]] * 3 + channels[1:] if count < 3 else channels


def _from_linear(light: NDArray[np.float32]) -> NDArray[np.uint16]:
    light = np.clip(np.nan_to_num(light), 0.0, 1.0)
    curve = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(curve * 65535.0).astype(np.uint16)


def _weigh(
    red: NDArray[np.uint16], green: NDArray[np.uint16], blue: NDArray[np.uint16]
) -> NDArray[np.uint16]:
    """Y′ of R′G′B′, in whole numbers so that neutral pixels keep their value."""
    total = red.astype(np.uint32) * np.uint32(_RED)
    total += green.astype(np.uint32) * np.uint32(_GREEN)
    total += blue.astype(np.uint32) * np.uint32(_BLUE)
    total += np.uint32(32768)
    return (total >> 16).astype(np.uint16)
