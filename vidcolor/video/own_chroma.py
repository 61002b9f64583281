"""The chroma that a source has itself, for the shots that stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from vidcolor.video.fields import Deinterlacer
from vidcolor.video.frames import Chroma, ChromaFormat, LumaFormat, Plane
from vidcolor.video.pixels import CHROMA_RATIOS, Kind, describe
from vidcolor.video.planes import float_channels, from_linear, plane_samples, rgb_channels

# Luma samples for each chroma sample, across and down.


def own_grid(
    pixel_format: str, luma: LumaFormat, *, width: int, height: int
) -> ChromaFormat | None:
    """The chroma grid of a source's pictures; None where they are grey.

    The siting is the default of the formats, since PyAV does not show what a file says of it:
    JPEG's lies between the luma samples, all others' on the luma's columns.

    Args:
        pixel_format: FFmpeg's name, as decoded.
        luma: how the luma of these pictures is read.
        width: of the pictures, in pixels.
        height: likewise.
    """
    facts = describe(pixel_format)
    if facts.subsampling == "gray":
        return None
    across, down = CHROMA_RATIOS.get(facts.subsampling, (1, 1))
    rgb = facts.subsampling == "rgb"
    return ChromaFormat(
        width=-(-width // across),
        height=-(-height // down),
        luma_width=width,
        luma_height=height,
        bit_depth=16 if rgb else facts.bit_depth,
        full_range=luma.full_range,
        matrix=luma.matrix,
        siting="center" if rgb or pixel_format.startswith("yuvj") else "left",
    )


def own_chroma(frame: VideoFrame, luma: LumaFormat, y: Plane) -> Chroma | None:
    """The chroma of a decoded frame, code for code; of R′G′B′ what belongs to its Y′.

    Args:
        frame: of any format that is read.
        luma: how ``y`` is read.
        y: ``(H, W)``, the frame's luma plane.

    Returns:
        Planes owned by the caller; None where the frame is grey.
    """
    grid = own_grid(frame.format.name, luma, width=frame.width, height=frame.height)
    if grid is None:
        return None
    kind = describe(frame.format.name).kind
    if kind in (Kind.RGB, Kind.FLOAT):
        if kind is Kind.FLOAT:
            red, _, blue = (from_linear(channel) for channel in float_channels(frame)[:3])
        else:
            red, _, blue, _ = rgb_channels(frame)
        share_red, _, share_blue = luma.matrix.weights
        return Chroma(_difference(blue, y, share_blue), _difference(red, y, share_red), grid)
    cb, cr = _planes(frame, grid.bit_depth)
    return Chroma(cb, cr, grid)


def merged_chroma(near: Sequence[Chroma], at: int, *, top_first: bool) -> Chroma:
    """The chroma of a frame with its two fields merged, as bwdif merges the luma.

    Args:
        near: of the frame before, of the frame and of the one after, as far as there are such.
        at: which of them is the frame.
        top_first: which field comes first in time.
    """
    grid = near[at].format

    def merged(planes: list[Plane]) -> Plane:
        bwdif = Deinterlacer("frame", bit_depth=grid.bit_depth, top_first=top_first)
        pictures = [parts for plane in planes for parts in bwdif.push(plane)]
        pictures.extend(bwdif.flush())
        return pictures[at][0]

    return Chroma(merged([one.cb for one in near]), merged([one.cr for one in near]), grid)


def _difference(channel: NDArray[np.uint16], y: Plane, share: float) -> Plane:
    difference = (channel.astype(np.float32) - y) / np.float32(2 * (1 - share))
    codes: NDArray[np.float32] = np.rint(difference + 32768).clip(0, 65535)
    return codes.astype(np.uint16)


def _planes(frame: VideoFrame, depth: int) -> tuple[Plane, Plane]:
    name = re.sub(r"(le|be)$", "", frame.format.name)
    if re.fullmatch(r"nv(12|21|16|20|24|42)|p[024]1[026]", name):
        pair = plane_samples(frame, 1, 2)
        order = (1, 0) if name in ("nv21", "nv42") else (0, 1)
        shift = 16 - depth if name.startswith("p") else 0
        return _owned(pair[..., order[0]], shift), _owned(pair[..., order[1]], shift)
    if not re.fullmatch(r"yuv[aj]?\d{3}p\d*(msb)?", name):  # packed: FFmpeg takes it apart
        facts = describe(frame.format.name)
        planar = f"yuv{facts.subsampling}p" + (f"{depth}le" if depth > 8 else "")
        # With its default threads swscale was seen to leave some samples unwritten, now and then.
        frame = frame.reformat(format=planar, threads=1)
    shift = 16 - depth if name.endswith("msb") else 0
    return (
        _owned(plane_samples(frame, 1)[..., 0], shift),
        _owned(plane_samples(frame, 2)[..., 0], shift),
    )


def _owned(samples: NDArray[Any], shift: int) -> Plane:
    if samples.dtype.itemsize == 1:
        return np.array(samples, np.uint8, order="C")
    plane = np.array(samples, np.uint16, order="C")
    if shift:
        plane >>= np.uint16(shift)
    return plane
