"""Where shots begin: hard cuts, fades through black or white, dissolves.

Each decision looks at a fixed number of frames on either side (:data:`SUPPORT`) and at nothing
else, so the answer for a frame is the same from wherever the film is read. Frames are compared as
thumbnails, after taking out gain and offset and with some room for a shift: flicker, gate weave,
grain and dirt are not seen.

A dissolve is told from motion by the detail that it takes away. Two unrelated pictures of detail
energy E and F, mixed with shares 1 − w and w, have the energy (1 − w)²·E + w²·F: halfway only
half of it is left, while a picture that moves keeps its own. (Alattar, "Detecting and compressing
dissolve regions in video sequences with a DVI multimedia image compression algorithm", ISCAS
1993, finds this parabola in the variance of whole frames.) Here it is sought in every tile of the
picture at once, and the mix must rise from one picture to the other in step. Dissolves of more
than about 40 frames are longer than what is looked at, and are not found; nor are those between
pictures that are alike or nearly blank.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.shotlist import Cut, Kind

_SPANS = (4, 6, 8, 10, 12, 15, 18)  # half lengths of dissolves that are looked for, in frames
_BESIDE = 2  # frames beside a dissolve that show either picture alone
_SCOPE = _SPANS[-1] + _BESIDE  # frames on each side that may make a frame a candidate
_APART = 6  # a dissolve this near to a better candidate is the same transition
_CUTS_APART = 3  # likewise for a cut
SUPPORT = _SCOPE + _APART
"""Frames on either side that decide whether a shot begins at a frame."""

_LONG, _SHORT = 48, 27  # sides of the thumbnail, pixels
_SHIFT = 2  # in pixels of the thumbnail, either way: about 4 % of the picture
_SIDE = 3  # frames on each side that a cut must tell apart: a flash of two frames is none
_NOTHING = 1e-4  # variance of Y′ that counts as noise

_CUT = 0.3  # dissimilarity of different pictures; motion was seen to give 0.22 within 5 frames
_CUT_MOTION = 1.5  # a cut changes this much more than two frames' motion on either side
_SAME_MOTION = 8.0  # still shots of alike pictures: much more than their motion …
_SAME_CUT = 0.2  # … is enough at a lower dissimilarity

_FLAT = 0.012  # standard deviation of Y′ of a blank frame
_BLACK, _WHITE = 0.2, 0.8  # mean Y′ of a blank frame lies below, or above: no clear sky
_LONG_BLANK = 12  # frames; a blank run of this length is a shot of its own
_RAMP = 0.7  # contrast beside a blank run, as a part of the picture's, that shows a fade

_BLURS = (0.8, 2.5, 6.0)  # σ in pixels of the thumbnail; differences of them are two bands
_TILES = (6, 4)
_FAINT = 2e-5  # variance of Y′ in a band that counts as noise
_CODE = 65536.0  # bands are kept as whole numbers of this part: their sums are exact

# Logistic regression on 1080 dissolves of 6 to 40 frames between 15 moving shots and photographs
# that are panned and zoomed slowly, against 260 000 places in those shots, in joins of them, and
# in photographs that pan, zoom, turn, whip, flicker, darken, lose focus or are crossed by objects;
# 0.5 less than it gave, because a miss is the lesser ill.
_ASTRAY = -15.0  # how far the energies of the bands are from the parabola
_FIT = 7.3  # how well each tile's energy follows the parabola
_UNEVEN = -4.3  # how far the shares are from a steady rise
_MIDDLE_APART, _FINE_APART = 5.1, 6.3  # how different the pictures are
_EXPLAINED = 4.1  # part of the middle frame that is a mix of the two
_NONE = -12.2
_FINE_FIT = 0.6  # least fit of the fine band; 19 of 20 dissolves have 0.8
_HURRY = 6  # frames …
_MOVED = 0.65  # … in which either picture alone moves less than this; 49 of 50 move up to 0.58
_MIXED_APART = 0.3  # dissimilarity of the two pictures whatever their shift


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A frame, as far as it is compared with others."""

    number: int
    thumbnail: NDArray[np.float32]
    inner: NDArray[np.float32]  # the thumbnail without a border as wide as the shift
    contrast: float  # standard deviation of Y′
    blank: bool
    bands: _Bands
    unlike: tuple[float, ...]  # dissimilarity to the previous frame, the one before, …


@dataclass(frozen=True, slots=True, eq=False)
class _Bands:
    """What a frame shows at three scales, each with mean 0 and in whole numbers."""

    broad: NDArray[np.float64]
    middle: NDArray[np.float64]
    fine: NDArray[np.float64]
    energies: NDArray[np.float64]  # (3,) variance of Y′ in each
    tiles: NDArray[np.float64]  # (tiles,) variance of Y′ in the middle and fine bands together


@dataclass(frozen=True, slots=True)
class _Candidate:
    cut: Cut
    rank: int
    score: float

    def beats(self, other: _Candidate) -> bool:
        mine, its = (self.rank, self.score), (other.rank, other.score)
        return mine > its or (mine == its and self.cut.frame < other.cut.frame)


class CutFinder:
    """Finds the cuts of a film while its frames pass by.

    Whether a shot begins at a frame depends on the :data:`SUPPORT` frames fed before and after
    it, whatever their numbers: begun that much earlier, the finder gives the same answer.
    """

    def __init__(self) -> None:
        self._window: deque[_Seen] = deque(maxlen=2 * SUPPORT + 1)
        self._candidates: dict[int, _Candidate] = {}  # by place in the film
        self._fed = 0
        self._asked = 0  # frames that were asked whether they are candidates
        self._decided = 0

    def feed(self, number: int, y: NDArray[np.float32]) -> list[Cut]:
        """Take the next frame.

        Args:
            number: of the frame; rising, gaps are allowed.
            y: ``(H, W)`` float32 Y′, 0 to 1, at work size.

        Returns:
            The cuts that have become certain, each exactly once: at the latest when the frame
            :data:`SUPPORT` later is fed.
        """
        self._window.append(_seen(number, y, self._window))
        self._fed += 1
        return self._decide(0)

    def finish(self) -> list[Cut]:
        """The cuts among the last frames, after the last frame was fed."""
        return self._decide(SUPPORT)

    def _decide(self, missing: int) -> list[Cut]:
        """Decide for all frames whose neighbours were fed; ``missing`` ones are not waited for."""
        while self._asked < min(self._fed, self._fed + missing - _SCOPE):
            if candidate := self._candidate(self._asked):
                self._candidates[self._asked] = candidate
            self._asked += 1
        cuts = []
        while self._decided < min(self._fed, self._fed + missing - SUPPORT):
            if cut := self._cut(self._decided):
                cuts.append(cut)
            self._candidates.pop(self._decided - _APART, None)
            self._decided += 1
        return cuts

    def _around(self, place: int, reach: int) -> tuple[list[_Seen], int]:
        """The frames up to ``reach`` away, and the place of the asked one among them."""
        first = self._fed - len(self._window)
        start = max(place - reach, first)
        window = list(self._window)[start - first : place + reach + 1 - first]
        return window, place - start

    def _candidate(self, place: int) -> _Candidate | None:
        frames, at = self._around(place, _SCOPE)
        if not at:
            return None  # nothing lies before
        return _blank_border(frames, at) or _hard_cut(frames, at) or _dissolve(frames, at)

    def _cut(self, place: int) -> Cut | None:
        """The cut at this place, unless a better candidate tells of the same transition."""
        mine = self._candidates.get(place)
        if mine is None:
            return None
        apart = _APART if mine.cut.kind is Kind.DISSOLVE else _CUTS_APART
        for other in range(place - apart, place + apart + 1):
            if other in self._candidates and self._candidates[other].beats(mine):
                return None
        return mine.cut


def _seen(number: int, y: NDArray[np.float32], before: Sequence[_Seen]) -> _Seen:
    height, width = y.shape
    size = (_LONG, _SHORT) if width >= height else (_SHORT, _LONG)
    # Whole factors first: ten times faster than the general mean over areas.
    half = cv2.resize(y, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    thumbnail = cv2.resize(half, size, interpolation=cv2.INTER_AREA)
    mean, contrast = float(thumbnail.mean()), float(thumbnail.std())
    inner = np.ascontiguousarray(thumbnail[_SHIFT:-_SHIFT, _SHIFT:-_SHIFT])
    recent = [before[-k] for k in range(1, min(2 * _SIDE - 1, len(before)) + 1)]
    return _Seen(
        number=number,
        thumbnail=thumbnail,
        inner=inner,
        contrast=contrast,
        blank=contrast < _FLAT and not _BLACK <= mean <= _WHITE,
        bands=_bands(thumbnail),
        unlike=tuple(_dissimilarity(other.thumbnail, inner) for other in recent),
    )


def _bands(thumbnail: NDArray[np.float32]) -> _Bands:
    height, width = thumbnail.shape
    small = cv2.resize(thumbnail, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    sharp, soft, softest = (cv2.GaussianBlur(thumbnail, (0, 0), sigma) for sigma in _BLURS)
    tiles = _TILES if width >= height else _TILES[::-1]
    energies = cv2.resize((sharp - softest) ** 2, tiles, interpolation=cv2.INTER_AREA)

    def codes(band: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.asarray(np.rint(band.ravel() * _CODE), np.float64)

    bands = codes(small - small.mean()), codes(soft - softest), codes(sharp - soft)
    return _Bands(
        *bands,
        energies=np.array([_product(band, band) for band in bands]),
        tiles=energies.ravel().astype(np.float64),
    )


def _dissimilarity(thumbnail: NDArray[np.float32], inner: NDArray[np.float32]) -> float:
    """0 for the same picture whatever its gain, offset and small shift, about 1 for another."""
    if thumbnail.shape[0] != inner.shape[0] + 2 * _SHIFT:
        return 1.0  # one stands upright, the other does not
    likeness = cv2.matchTemplate(thumbnail, inner, cv2.TM_CCOEFF_NORMED)
    _, _, _, (left, top) = cv2.minMaxLoc(likeness)
    part = thumbnail[top : top + inner.shape[0], left : left + inner.shape[1]]
    a, b = part.ravel() - part.mean(), inner.ravel() - inner.mean()
    pairs = ((a, b), (a, a), (b, b))
    common, a_energy, b_energy = [float(np.dot(one, two)) / a.size for one, two in pairs]
    # With the variance of noise added, two frames without a picture are alike.
    energy = math.sqrt(a_energy * b_energy)
    return float(1.0 - (common + _NOTHING) / (energy + _NOTHING))


def _unlike(frames: Sequence[_Seen], earlier: int, later: int) -> float:
    near = frames[later].unlike
    if later - earlier <= len(near):
        return near[later - earlier - 1]
    return _dissimilarity(frames[earlier].thumbnail, frames[later].inner)


def _smallest_unlike(frames: Sequence[_Seen], before: Sequence[int], after: Sequence[int]) -> float:
    """The smallest dissimilarity across a border; 0 where a side has no picture."""
    pairs = [
        _unlike(frames, i, j)
        for i in before
        for j in after
        if not (frames[i].blank or frames[j].blank)
    ]
    return min(pairs, default=0.0)


def _blank_border(frames: Sequence[_Seen], at: int) -> _Candidate | None:
    """Where a run of blank frames begins, or where a long one ends."""
    if frames[at].blank == frames[at - 1].blank:
        return None
    step = 1 if frames[at].blank else -1
    first = at if frames[at].blank else at - 1  # of the run, seen from the border
    run = 0
    while 0 <= first + run * step < len(frames) and frames[first + run * step].blank:
        run += 1
        if run == _LONG_BLANK:
            break
    if run < _LONG_BLANK:
        if step < 0:
            return None
        before = range(max(at - _SIDE, 0), at)
        after = range(at + run, min(at + run + _SIDE, len(frames)))
        # The same picture before and after: a flash, or some frames were lost.
        if _smallest_unlike(frames, before, after) < _CUT:
            return None
    sides = [frames[max(at - _LONG_BLANK, 0) : at], frames[at + run : at + run + _LONG_BLANK]]
    if run == _LONG_BLANK:
        sides = [sides[0] if step > 0 else frames[at : at + _LONG_BLANK][::-1]]
    else:
        sides[1] = sides[1][::-1]
    ramps = [
        bool(side) and side[-1].contrast < _RAMP * max(frame.contrast for frame in side)
        for side in sides
    ]
    kind = Kind.FADE if any(ramps) else Kind.CUT
    return _Candidate(Cut(frames[at].number, kind), rank=3, score=1.0)


def _hard_cut(frames: Sequence[_Seen], at: int) -> _Candidate | None:
    if at < 2 or at > len(frames) - 2:
        return None  # a single frame at the film's end cannot be told from a flash
    before, after = range(max(at - _SIDE, 0), at), range(at, min(at + _SIDE, len(frames)))
    change = _smallest_unlike(frames, before, after)
    if change < _SAME_CUT:
        return None
    left = [_unlike(frames, i, i + 2) for i in range(max(at - 7, 0), at - 2)]
    right = [_unlike(frames, i, i + 2) for i in range(at, min(at + 5, len(frames) - 2))]
    # The median, because a flash or a splice beside the cut is no motion.
    motion = max(median(left or [0.0]), median(right or [0.0]))
    least = min(max(_CUT, _CUT_MOTION * motion), max(_SAME_CUT, _SAME_MOTION * motion))
    if change < least:
        return None
    return _Candidate(Cut(frames[at].number, Kind.CUT), rank=2, score=change)


def _dissolve(frames: Sequence[_Seen], at: int) -> _Candidate | None:
    best, length = 0.0, 0
    for span in _SPANS:
        if at - span >= 0 and at + span < len(frames):
            score = _dissolve_score(frames, at, span)
            if score > best:
                best, length = score, span
    if not length:
        return None
    return _Candidate(Cut(frames[at].number, Kind.DISSOLVE, length), rank=1, score=best)


def _dissolve_score(frames: Sequence[_Seen], at: int, span: int) -> float:
    """How clearly a dissolve of ``2 · span`` frames has its middle here; 0: no."""
    first, here, last = frames[at - span], frames[at], frames[at + span]
    if first.blank or last.blank or first.thumbnail.shape != last.thumbnail.shape:
        return 0.0
    middle = _Mix(first.bands.middle, last.bands.middle)
    fine = _Mix(first.bands.fine, last.bands.fine)
    score = _NONE + _MIDDLE_APART * middle.apart + _FINE_APART * fine.apart
    if score + _EXPLAINED + _FIT <= 0.0:
        return 0.0
    score += _EXPLAINED * middle.shares(here.bands.middle)[1]
    curves = _Curves([frame.bands.energies for frame in _spanned(frames, at, span)], span)
    if curves.fit(2) < _FINE_FIT:
        return 0.0
    score += _ASTRAY * sum(curves.astray(band) for band in range(3))
    if score + _FIT <= 0.0:
        return 0.0
    tiles = [np.sqrt(frame.bands.tiles + _FAINT) for frame in _spanned(frames, at, span)]
    score += _FIT * _Curves(tiles, span, rooted=True).fit()
    if score <= 0.0:
        return 0.0
    broad = _Mix(first.bands.broad, last.bands.broad)
    half = span // 2
    for step in (-half, 0, half):
        share = broad.shares(frames[at + step].bands.broad)[0]
        score += _UNEVEN * abs(share - 0.5 - step / (2 * span))
    if score <= 0.0:
        return 0.0
    if any(frame.unlike[0] >= _CUT for frame in frames[at - span + 1 : at + span + 1]):
        return 0.0  # a cut
    away = min(span, _HURRY, _SCOPE - span)
    before, after = frames[max(at - span - away, 0)], frames[min(at + span + away, len(frames) - 1)]
    for one, other in ((before, first), (last, after)):
        if _Mix(one.bands.middle, other.bands.middle).apart > _MOVED:
            return 0.0
    return score if _unlike(frames, at - span, at + span) >= _MIXED_APART else 0.0


def _spanned(frames: Sequence[_Seen], at: int, span: int) -> list[_Seen]:
    """The frames of a dissolve and those beside it; at the film's ends the outermost repeated."""
    reach = span + _BESIDE
    return [frames[min(max(i, 0), len(frames) - 1)] for i in range(at - reach, at + reach + 1)]


class _Curves:
    """Energies over time, held against a dissolve's parabola and against a steady change.

    Args:
        energies: an array for each frame of :func:`_spanned`.
        span: half length of the dissolve.
        rooted: they are square roots already, as the error of an energy grows with it.
    """

    def __init__(
        self, energies: Sequence[NDArray[np.float64]], span: int, rooted: bool = False
    ) -> None:
        seen = np.stack(energies)
        level = seen**2 - _FAINT if rooted else seen
        before = level[: _BESIDE + 1].sum(axis=0) / (_BESIDE + 1)
        after = level[-_BESIDE - 1 :].sum(axis=0) / (_BESIDE + 1)
        times = np.arange(-span - _BESIDE, span + _BESIDE + 1) + span
        share = (times / (2.0 * span)).clip(0.0, 1.0)[:, None]
        parabola = before * (1.0 - share) ** 2 + after * share**2
        steady = before * (1.0 - share) + after * share
        if rooted:
            parabola, steady = np.sqrt(parabola + _FAINT), np.sqrt(steady + _FAINT)
        self._missed, self._least = (seen - parabola) ** 2, (seen - steady) ** 2
        self._usual = (before + after) / 2 + _FAINT
        self._noise = _FAINT if rooted else _FAINT**2

    def fit(self, column: int | None = None) -> float:
        """1 where the energies dip as in a dissolve, 0 or less where they change steadily."""
        which = slice(None) if column is None else column
        missed, least = _sum(self._missed[:, which]), _sum(self._least[:, which])
        return 1.0 - min(missed / (least + self._noise), 2.0)

    def astray(self, column: int) -> float:
        """Root mean square distance from the parabola, as a part of the energy; at most 1."""
        missed = math.sqrt(_sum(self._missed[:, column]) / len(self._missed))
        return min(missed / float(self._usual[column]), 1.0)


def _sum(numbers: NDArray[np.float64]) -> float:
    """Exact, so the answer does not depend on where the array lies in memory."""
    return math.fsum(numbers.ravel().tolist())


class _Mix:
    """Frames explained as a mix of two pictures, ``a · A + b · B``, in one of the bands."""

    def __init__(self, first: NDArray[np.float64], last: NDArray[np.float64]) -> None:
        self._first, self._last = first, last
        self._aa, self._bb = _product(first, first), _product(last, last)
        self._ab = _product(first, last)
        apart = 1.0 - (self._ab + _FAINT) / (math.sqrt(self._aa * self._bb) + _FAINT)
        self.apart = min(max(apart, 0.0), 1.0)

    def shares(self, band: NDArray[np.float64]) -> tuple[float, float]:
        """(the second picture's share, the part of the band's variance that the mix explains)."""
        determinant = self._aa * self._bb - self._ab**2 + _FAINT**2
        xa, xb, xx = _product(band, self._first), _product(band, self._last), _product(band, band)
        a = (xa * self._bb - xb * self._ab) / determinant
        b = (xb * self._aa - xa * self._ab) / determinant
        share = b / (max(a, 0.0) + max(b, 0.0) + 0.05)
        left = max(xx - a * xa - b * xb, 0.0)
        return min(max(share, 0.0), 1.0), 1.0 - left / (xx + _FAINT)


def _product(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The mean product of two bands in units of Y′²."""
    # Sums of whole numbers below 2⁵³ are exact in any order: the same from wherever it began.
    return float(np.dot(one, other)) / (one.size * _CODE**2)
