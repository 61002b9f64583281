"""Measures over a sequence: how near to the truth it is, how colourful, and how still.

Fed frame by frame, so the length of a clip costs no memory. One :class:`Motion` for each pair of
frames serves every colouring of the clip. A clip is one shot: at a cut there is no motion.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.evaluation.measures import Rgb, colorfulness

FLOW_WIDTH_PX = 480
"""Wider frames are judged for warping error and flicker at this width."""
CDC_STEPS = (1, 2, 4)
FEWEST_FRAMES = max(CDC_STEPS) + 1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """How to bring the frame before onto this one."""

    places: Floats  # ``(h, w, 2)`` x and y in the frame before, px
    mask: NDArray[np.bool_]  # ``(h, w)`` where that is to be trusted

    def carried(self, before: Floats) -> Floats:
        """What ``before``, ``(h, w, C)``, looks like from this frame."""
        carried: Floats = cv2.remap(
            before, self.places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return carried


class MotionFinder:
    """Follows the luma of a clip: DIS optical flow, preset medium (Kroeger et al. 2016).

    The mask is that of Lai et al. (2018) after Ruder et al. (2016). With ``w`` the flow from this
    frame to the one before and ``v`` the flow back, taken from where ``w`` leads, a place counts
    unless ``|v + w|² > .01 (|v|² + |w|²) + .5`` (occluded), or
    ``|∇w_x|² + |∇w_y|² > .01 |w|² + .002`` (a motion's boundary), or ``w`` leads out of the
    picture.
    """

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._before: NDArray[np.uint8] | None = None

    def __call__(self, truth: Rgb) -> Motion | None:
        """The motion from the frame before to this one; None for the first.

        Args:
            truth: ``(H, W, 3)``; its luma (BT.601) is followed.
        """
        grey: NDArray[np.uint8] = cv2.cvtColor(at_flow_width(truth), cv2.COLOR_RGB2GRAY)
        before, self._before = self._before, grey
        if before is None:
            return None
        back: Floats = self._flow.calc(grey, before, None)
        forth: Floats = self._flow.calc(before, grey, None)
        return motion_of(back, forth)


def motion_of(back: Floats, forth: Floats) -> Motion:
    """Put flow and mask together.

    Args:
        back: ``(h, w, 2)`` px, from this frame to the one before.
        forth: likewise from the frame before to this one.
    """
    height, width = back.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    places = back + np.dstack([x, y])
    answer = cv2.remap(forth, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    size = _square(back)
    hidden = _square(answer + back) > 0.01 * (_square(answer) + size) + 0.5
    gradient = np.zeros_like(size)
    gradient[:, :-1] += _square(back[:, 1:] - back[:, :-1])
    gradient[:-1] += _square(back[1:] - back[:-1])
    inside = ((places >= 0) & (places <= (width - 1, height - 1))).all(axis=2)
    return Motion(places, inside & ~hidden & (gradient <= 0.01 * size + 0.002))


def at_flow_width(picture: Rgb) -> Rgb:
    """A picture at the width at which motion is judged; narrower ones stay as they are."""
    height, width = picture.shape[:2]
    if width <= FLOW_WIDTH_PX:
        return picture
    size = (FLOW_WIDTH_PX, max(1, round(height * FLOW_WIDTH_PX / width)))
    small: Rgb = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return small


class Stillness:
    """Measures one colouring of a clip while its frames pass by.

    ``psnr_db``: pooled, ``10 log10(255² / mean squared error)`` over all 8-bit RGB values of all
    frames. ``colorfulness``: mean over the frames of :func:`.measures.colorfulness`.

    ``cdc`` (colour distribution consistency; TCVC, Liu et al. 2021): for each frame and channel the
    256-bin histogram as shares of the pixels; for t in 1, 2, 4 the mean Jensen–Shannon divergence
    (natural logarithm) between frames i and i + t, over all i and channels; the mean of the three.
    A grey film scores well, a truth with moving colour does not score 0: read it beside
    colourfulness and the truth's own.

    ``warping_error`` (Lai et al. 2018): RGB in 0…1, squared difference of a frame and the one
    before carried onto it, mean over the channels and the places of the :class:`Motion`'s mask,
    then over the pairs.

    ``flicker`` (ours): the sum of |UV − carried UV| over the sum of |UV|, over both channels, all
    pairs and the same mask. Without a scale, so washing colour out does not lower it; 0 for grey.
    U and V are those of BT.601.
    """

    def __init__(self) -> None:
        self._frames = 0
        self._squares = 0.0
        self._values = 0
        self._colorfulness = 0.0
        self._shares: deque[NDArray[np.float64]] = deque(maxlen=max(CDC_STEPS))
        self._divergences: dict[int, list[float]] = {step: [] for step in CDC_STEPS}
        self._before: Floats | None = None
        self._errors: list[float] = []
        self._change = 0.0
        self._color = 0.0

    def add(self, picture: Rgb, truth: Rgb, motion: Motion | None) -> None:
        """Take the next frame.

        Args:
            picture: ``(H, W, 3)``.
            truth: of the same size.
            motion: from the frame before; None for the first frame.
        """
        self._frames += 1
        self._squares += cv2.norm(picture, truth, cv2.NORM_L2SQR)
        self._values += picture.size
        self._colorfulness += colorfulness(picture)
        self._add_shares(picture)
        small = at_flow_width(picture).astype(np.float32) / np.float32(255)
        if motion is not None and self._before is not None:
            self._add_change(small, motion.carried(self._before), motion.mask)
        self._before = small

    def measures(self) -> dict[str, float]:
        """What has been measured so far, by name.

        Raises:
            ValueError: fewer than :data:`FEWEST_FRAMES` frames were given.
        """
        if self._frames < FEWEST_FRAMES:
            raise ValueError(f"want at least {FEWEST_FRAMES} frames, got {self._frames}")
        error = max(self._squares / self._values, 1e-12)
        return {
            "psnr_db": float(10 * np.log10(255.0**2 / error)),
            "colorfulness": self._colorfulness / self._frames,
            "cdc": float(np.mean([np.mean(step) for step in self._divergences.values()])),
            "warping_error": float(np.mean(self._errors)) if self._errors else 0.0,
            "flicker": self._change / self._color if self._color > 0 else 0.0,
        }

    def _add_shares(self, picture: Rgb) -> None:
        counts = [np.bincount(picture[..., c].ravel(), minlength=256) for c in range(3)]
        here = np.stack(counts) / (picture.size / 3)
        for step, values in self._divergences.items():
            if step <= len(self._shares):
                values.append(_divergence(here, self._shares[-step]))
        self._shares.append(here)

    def _add_change(self, here: Floats, before: Floats, mask: NDArray[np.bool_]) -> None:
        if not mask.any():
            return
        self._errors.append(float(np.square(here - before)[mask].mean(dtype=np.float64)))
        color, color_before = _uv(here), _uv(before)
        self._change += float(np.abs(color - color_before)[mask].sum(dtype=np.float64))
        self._color += float(np.abs(color)[mask].sum(dtype=np.float64))


def _square(vectors: Floats) -> Floats:
    size: Floats = np.square(vectors).sum(axis=2)
    return size


def _uv(picture: Floats) -> Floats:
    """``(h, w, 2)`` U and V of R′G′B′ (BT.601), neutral 0."""
    y = picture @ np.array([0.299, 0.587, 0.114], np.float32)
    # A neutral pixel's Y′ differs from its own value by rounding; that is no colour.
    uv = np.dstack([0.492 * (picture[..., 2] - y), 0.877 * (picture[..., 0] - y)])
    uv[np.abs(uv) < 1e-6] = 0
    return uv.astype(np.float32)


def _divergence(p: NDArray[np.float64], q: NDArray[np.float64]) -> float:
    """Jensen–Shannon divergence of ``(C, 256)`` shares, natural logarithm, mean over ``C``."""
    middle = (p + q) / 2
    total = 0.0
    for one in (p, q):
        there = one > 0
        total += float((one[there] * np.log(one[there] / middle[there])).sum()) / 2
    return total / len(p)
