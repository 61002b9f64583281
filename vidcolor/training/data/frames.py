"""Which frames of a film are worth learning from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.shotlist import ShotList
from vidcolor.training.data.colors import grid_lab, is_grey
from vidcolor.training.data.duplicates import MOST_BITS, fingerprint_bits
from vidcolor.training.data.filmshard import FilmCount
from vidcolor.training.data.photo import Rgb
from vidcolor.video.frames import Frame
from vidcolor.video.info import FilmInfo
from vidcolor.video.thumbnail import thumbnail

_LOOKS = 3  # frames of which the sharpest is taken
_SHARP_SHARE = 0.8  # of the sharpness of the shot's sharpest frame; less is blurred
_BLUR_PX = 9  # as in the paper
_SHARPNESS_SIDE_PX = 192  # at which it is judged: grain and codec noise are gone there


@dataclass(frozen=True, slots=True)
class Place:
    """The stretch of a shot that a candidate stands for."""

    shot: int  # its number in the film
    part: int  # of the shot


def candidates(shots: ShotList, per_shot: int) -> dict[int, Place]:
    """The frames that are looked at: a few in each of ``per_shot`` equal parts of each shot.

    What a dissolve mixes is left out, where the shot holds anything else.

    Returns:
        By the frame's number, in rising order; at least one frame of each shot.
    """
    found: dict[int, Place] = {}
    ends = [*shots.shots[1:], None]
    for index, (shot, after) in enumerate(zip(shots.shots, ends, strict=True)):
        first = shot.start_frame + shot.mixed
        last = shot.end_frame - (after.mixed if after else 0)
        if first >= last:
            first, last = shot.start_frame, shot.end_frame
        borders = [first + (last - first) * part // per_shot for part in range(per_shot + 1)]
        for part, (begin, end) in enumerate(pairwise(borders)):
            for look in range(_LOOKS):
                number = begin + (end - begin) * (2 * look + 1) // (2 * _LOOKS)
                if number < end:
                    found[number] = Place(index, part)
    return dict(sorted(found.items()))


def frame_picture(info: FilmInfo, frame: Frame, short_side_px: int) -> Rgb:
    """A frame in its own colours, upright, with square pixels, shrunk to a short side.

    Raises:
        ValueError: the frame was read without its chroma.
    """
    if frame.chroma is None:
        raise ValueError("the frame has no chroma")
    width = info.width * float(info.sample_aspect_ratio or 1)
    shown = info.height if info.rotation_degrees in (90, 270) else width
    width_px = max(1, round(shown * min(1.0, short_side_px / min(width, info.height))))
    chroma = frame.chroma
    return thumbnail(info, frame.luma, chroma.cb, chroma.cr, chroma.format, width_px)


def sharpness(picture: Rgb) -> float:
    """How much of its detail a picture would lose if it were blurred; little if it is already.

    Crété et al., "The Blur Effect", SPIE 2007, section 2 (one less their measure of blur). It
    compares a picture with itself only, so an even sky does not count as blurred.

    Returns:
        0 to 1; 0 of an even picture.
    """
    scale = min(1.0, _SHARPNESS_SIDE_PX / min(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ways = []
    for axis in (0, 1):
        window = (1, _BLUR_PX) if axis == 0 else (_BLUR_PX, 1)
        before = np.abs(np.diff(grey, axis=axis))
        after = np.abs(np.diff(cv2.blur(grey, window), axis=axis))
        ways.append(float(np.maximum(before - after, 0).sum()) / max(float(before.sum()), 1e-6))
    return min(ways)


class FrameChooser:
    """Takes a film's candidates in their order and gives the frames to be kept.

    Attributes:
        count: what became of the frames so far.
    """

    def __init__(self) -> None:
        self.count = FilmCount()
        self._known: list[NDArray[np.bool_]] = []
        self._shot = -1
        self._best: dict[int, tuple[float, int, Rgb]] = {}  # by the part of the shot

    def feed(self, place: Place, pts: int, picture: Rgb) -> Iterator[tuple[int, int, Rgb]]:
        """Look at a candidate.

        Yields:
            Time stamp, number of the shot and picture of each frame to be kept, once its shot has
            gone by.
        """
        if place.shot != self._shot:
            yield from self.finish()
            self._shot = place.shot
        sharp = sharpness(picture)
        if place.part not in self._best or sharp > self._best[place.part][0]:
            self._best[place.part] = sharp, pts, picture

    def finish(self) -> Iterator[tuple[int, int, Rgb]]:
        """The frames to be kept of the last shot that was looked at."""
        if not self._best:
            return
        looked, self._best = list(self._best.values()), {}
        self._note(shots=1)
        sharpest = max(sharp for sharp, _, _ in looked)
        for sharp, pts, picture in looked:
            if is_grey(grid_lab(picture)):
                self._note(grey=1)
            elif sharp <= _SHARP_SHARE * sharpest:
                self._note(blurred=1)
            elif self._seen(picture):
                self._note(alike=1)
            else:
                self._note(kept=1)
                yield pts, self._shot, picture
        count = self.count
        only_grey = count.grey > 0 and not (count.kept or count.blurred or count.alike)
        self.count = replace(count, black_and_white=only_grey)

    def _note(self, **more: int) -> None:
        self.count = replace(
            self.count, **{name: getattr(self.count, name) + n for name, n in more.items()}
        )

    def _seen(self, picture: Rgb) -> bool:
        """Whether the film gave a frame like this already; if not, this one is remembered."""
        bits = fingerprint_bits(picture)
        if any(int((bits != known).sum()) <= MOST_BITS for known in self._known):
            return True
        self._known.append(bits)
        return False
