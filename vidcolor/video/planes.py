"""Samples of a decoded frame as numpy arrays, and the Y′ of R′G′B′ frames."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

# BT.709 in parts of 65536. The sum is exactly that, so neutral pixels keep their value.
_RED, _GREEN, _BLUE = 13933, 46871, 4732


def _sample_type(name: str, bits: int) -> np.dtype[Any]:
    if "f32" in name:
        kind = "f4"
    elif "f16" in name:
        kind = "f2"
    else:
        kind = "u1" if bits <= 8 else "u2"
    return np.dtype((">" if name.endswith("be") else "<") + kind)


def samples_of(frame: VideoFrame, index: int, per_pixel: int) -> NDArray[Any]:
    """Plane ``index`` as ``(H, W, per_pixel)`` samples; a view where lines are not padded."""
    dtype = _sample_type(frame.format.name, frame.format.components[0].bits)
    used = rows_of(frame, index)[:, : frame.width * per_pixel * dtype.itemsize]
    samples: NDArray[Any] = np.ascontiguousarray(used).view(dtype)
    return samples.reshape(len(used), frame.width, per_pixel)


def plane_samples(frame: VideoFrame, index: int, per_sample: int = 1) -> NDArray[Any]:
    """Plane ``index``, which may be smaller than the picture, ``(h, w, per_sample)``."""
    dtype = _sample_type(frame.format.name, frame.format.components[0].bits)
    width = frame.planes[index].width
    used = rows_of(frame, index)[:, : width * per_sample * dtype.itemsize]
    return np.ascontiguousarray(used).view(dtype).reshape(len(used), width, per_sample)


def rows_of(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """Plane ``index`` as ``(H, bytes of a line, padding included)``, first line on top."""
    plane = frame.planes[index]
    line = abs(plane.line_size)
    data: NDArray[np.uint8] = np.frombuffer(cast("memoryview[int]", plane), np.uint8)
    rows = data[: line * plane.height].reshape(plane.height, line)
    return rows[::-1] if plane.line_size < 0 else rows  # negative: stored bottom up


def _to_16(channel: NDArray[Any], depth: int) -> NDArray[np.uint16]:
    """Full-range code values of ``depth`` bits, rounded to 16 bits."""
    if depth == 16:
        return channel.astype(np.uint16)
    if depth == 8:
        return channel.astype(np.uint16) * np.uint16(257)
    top = (1 << depth) - 1
    table = (np.arange(top + 1, dtype=np.uint64) * 65535 * 2 + top) // (2 * top)
    return np.take(table.astype(np.uint16), channel, mode="clip")


def rgb_channels(
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
        planes = [_to_16(samples_of(frame, i, 1)[:, :, 0] >> shift, depth) for i in range(count)]
        return planes[2], planes[0], planes[1], planes[3] if count == 4 else None
    order = re.sub(r"\d\d$", "", name)  # rgb24, rgba64 and so on
    data = samples_of(frame, 0, len(order))
    found = {letter: _to_16(data[:, :, i], depth) for i, letter in enumerate(order)}
    return found["r"], found["g"], found["b"], found.get("a")


def _expanded_palette(
    frame: VideoFrame,
) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]:
    table: NDArray[np.uint32] = np.frombuffer(cast("memoryview[int]", frame.planes[1]), np.uint32)
    pixels = table[:256][rows_of(frame, 0)[:, : frame.width]]  # alpha, R, G, B from the top bits
    red, green, blue, alpha = ((pixels >> shift) & 0xFF for shift in (16, 8, 0, 24))
    return _to_16(red, 8), _to_16(green, 8), _to_16(blue, 8), _to_16(alpha, 8)


def float_channels(frame: VideoFrame) -> list[NDArray[np.float32]]:
    """R, G, B (grey three times) and alpha where there is one, each ``(H, W)``, linear light."""
    name = re.sub(r"(le|be)$", "", frame.format.name)
    if name.startswith("gbr"):
        order = [2, 0, 1, 3] if name.startswith("gbra") else [2, 0, 1]
        return [samples_of(frame, i, 1)[:, :, 0].astype(np.float32) for i in order]
    count = len(frame.format.components)
    data = samples_of(frame, 0, count).astype(np.float32)
    channels = [data[:, :, i] for i in range(count)]
    return [channels[0]] * 3 + channels[1:] if count < 3 else channels


def from_linear(light: NDArray[np.float32]) -> NDArray[np.uint16]:
    light = np.clip(np.nan_to_num(light), 0.0, 1.0)
    curve = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(curve * 65535.0).astype(np.uint16)


def weigh(
    red: NDArray[np.uint16], green: NDArray[np.uint16], blue: NDArray[np.uint16]
) -> NDArray[np.uint16]:
    """Y′ of R′G′B′, in whole numbers so that neutral pixels keep their value."""
    total = red.astype(np.uint32) * np.uint32(_RED)
    total += green.astype(np.uint32) * np.uint32(_GREEN)
    total += blue.astype(np.uint32) * np.uint32(_BLUE)
    total += np.uint32(32768)
    return (total >> 16).astype(np.uint16)
