"""A source's own chroma on the target's grid, for shots that stay as they are."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray

from vidcolor.color.sampling import ChromaAxis, Lines, chroma_grid
from vidcolor.video.depth import empty_plane
from vidcolor.video.frames import Chroma, ChromaFormat, Plane

_FIELDS = (Lines.TOP, Lines.BOTTOM)
_ROWS = {Lines.ALL: slice(None), Lines.TOP: slice(0, None, 2), Lines.BOTTOM: slice(1, None, 2)}


def neutral_chroma(target: ChromaFormat) -> tuple[Plane, Plane]:
    """Cb and Cr of a picture without colour."""
    plane = empty_plane((target.height, target.width), target.bit_depth)
    plane.fill(target.neutral)
    return plane, plane.copy()


def kept_chroma(own: Chroma, target: ChromaFormat, *, fields: bool) -> tuple[Plane, Plane]:
    """Bring a source's Cb and Cr to the target's grid, depth and range.

    Where grid, depth and range are the same the codes pass untouched, wherever the file says that
    its samples lie. Another grid takes their linear interpolation, or their weighted mean where it
    is coarser, each sample from where its siting puts it.

    Args:
        own: of the whole frame.
        target: what the writer wants.
        fields: the frame is woven of two moments; their rows are not mixed then.
    """
    same_grid = _same_grid(own.format, target)
    if same_grid and _same_codes(own.format, target):
        return own.cb, own.cr
    if same_grid:
        return _codes(own.cb, own.format, target), _codes(own.cr, own.format, target)
    if fields:
        planes = _woven([_resampled(own, target, half) for half in _FIELDS], target)
    else:
        planes = _resampled(own, target, Lines.ALL)
    return _codes(planes[0], own.format, target), _codes(planes[1], own.format, target)


def kept_losses(own: ChromaFormat, target: ChromaFormat, *, rgb: bool) -> list[str]:
    """Why shots that stay as they are do not keep every code of their colour, in sentences."""
    losses = []
    whose = "In the shots that stay as they are the colour"
    if rgb and (target.full_range, target.bit_depth) != (True, 16):
        losses.append(f"{whose} was turned from RGB into Cb Cr and rounded.")
    elif rgb:
        losses.append(f"{whose} passed through Cb Cr: RGB codes may differ by a few.")
    else:
        if own.full_range != target.full_range:
            names = ("limited", "full")
            losses.append(
                f"{whose} was brought from {names[own.full_range]} to {names[target.full_range]} "
                "range and rounded."
            )
        if target.bit_depth < own.bit_depth:
            losses.append(f"{whose} was rounded from {own.bit_depth} to {target.bit_depth} bits.")
    if not _same_grid(own, target):
        losses.append(
            f"{whose} was resampled from {own.width}×{own.height} "
            f"to the target's {target.width}×{target.height} chroma samples."
        )
    return losses


def _same_grid(own: ChromaFormat, target: ChromaFormat) -> bool:
    return (own.width, own.height) == (target.width, target.height)


def _same_codes(own: ChromaFormat, target: ChromaFormat) -> bool:
    return (own.bit_depth, own.full_range) == (target.bit_depth, target.full_range)


def _codes(plane: NDArray[np.generic], own: ChromaFormat, target: ChromaFormat) -> Plane:
    """Codes of the target for codes of the source, rounded to the nearest."""
    scale = np.float32(_span(target) / _span(own))
    codes = (plane.astype(np.float32) - own.neutral) * scale + (target.neutral + 0.5)
    np.clip(codes, 0, (1 << target.bit_depth) - 1, out=codes)
    return codes.astype(np.uint8) if target.bit_depth <= 8 else codes.astype(np.uint16)


def _span(form: ChromaFormat) -> int:
    """Codes from the least to the most chroma."""
    return (1 << form.bit_depth) - 1 if form.full_range else 224 << (form.bit_depth - 8)


def _resampled(
    own: Chroma, target: ChromaFormat, lines: Lines
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The source's codes at the places of the target's samples."""
    shape = (own.format.luma_height, own.format.luma_width)
    before, after = chroma_grid(own.format, shape, lines), chroma_grid(target, shape, lines)
    blue, red = (
        _along(
            _along(plane[_ROWS[lines]].astype(np.float32), before.rows, after.rows, axis=0),
            before.columns,
            after.columns,
            axis=1,
        )
        for plane in (own.cb, own.cr)
    )
    return blue, red


def _along(
    plane: NDArray[np.float32], before: ChromaAxis, after: ChromaAxis, *, axis: int
) -> NDArray[np.float32]:
    """Read one axis at the places of another; edges repeated.

    A triangle as wide as the coarser of both grids weighs the samples: linear interpolation
    towards a finer grid, and no aliases towards a coarser one.
    """
    if (before.start, before.step, before.count) == (after.start, after.step, after.count):
        return plane
    places = (after.start + after.step * np.arange(after.count) - before.start) / before.step
    reach = max(1.0, after.step / before.step)
    first = np.floor(places - reach).astype(np.int64) + 1
    taps = first[:, None] + np.arange(ceil(2 * reach))
    weights = (1.0 - np.abs(taps - places[:, None]) / reach).clip(min=0.0)
    weights /= weights.sum(1, keepdims=True)
    taps = taps.clip(0, before.count - 1)
    shape = (-1, 1) if axis == 0 else (1, -1)
    total = np.float32(0.0)
    for tap, weight in zip(taps.T, weights.T.astype(np.float32), strict=True):
        total = total + plane.take(tap, axis) * weight.reshape(shape)
    return np.asarray(total, np.float32)


def _woven(
    fields: list[tuple[NDArray[np.float32], NDArray[np.float32]]], target: ChromaFormat
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    woven = tuple(np.empty((target.height, target.width), np.float32) for _ in range(2))
    for first, planes in enumerate(fields):
        for whole, plane in zip(woven, planes, strict=True):
            whole[first::2] = plane
    return woven[0], woven[1]
