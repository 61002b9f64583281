"""The shots of a film: found once and remembered, corrected by hand.

The search decodes the whole film, so its answer is kept in the user's cache.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

from vidcolor.cache import content_digest, mark_used, trim, write_beside
from vidcolor.color.grid import work_luma, work_size
from vidcolor.errors import VidcolorError
from vidcolor.networks import find_spec
from vidcolor.paths import user_cache_dir
from vidcolor.settings import ColorSettings
from vidcolor.temporal.cuts import Cut, CutFinder, Kind
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader

log = logging.getLogger(__name__)

DETECTOR_VERSION = 1
"""Raise it with every change of code that changes which cuts are found: old answers then go."""

_MOST_CACHED_BYTES = 20 * 10**6  # of all films' answers together; a film takes some 20 kB


@dataclass(frozen=True, slots=True)
class Shot:
    """A run of frames from one camera, taken without a pause.

    Attributes:
        start_frame: number of its first frame.
        end_frame: number of the frame after its last one.
        kind: how it begins; the film's first shot with a cut.
        mixed: so many frames before and after ``start_frame`` blend both pictures.
    """

    start_frame: int
    end_frame: int
    kind: Kind
    mixed: int = 0


@dataclass(frozen=True, slots=True)
class ShotList:
    """Where the shots of a film begin; every change makes a new list.

    Attributes:
        frame_count: frames of the film, at least 1.
        cuts: by rising frame, each between the film's first frame and its last.

    Raises:
        ValueError: a cut lies outside or comes twice, or the cuts are not in order.
    """

    frame_count: int
    cuts: tuple[Cut, ...] = ()

    def __post_init__(self) -> None:
        frames = [0, *(cut.frame for cut in self.cuts), self.frame_count]
        if any(a >= b for a, b in pairwise(frames)):
            raise ValueError(f"cuts must rise between 0 and {self.frame_count}: {frames[1:-1]}")

    @property
    def shots(self) -> tuple[Shot, ...]:
        """All shots in order; together they are the film."""
        begins = (Cut(0, Kind.CUT), *self.cuts)
        ends = (*(cut.frame for cut in self.cuts), self.frame_count)
        return tuple(
            Shot(cut.frame, end, cut.kind, cut.mixed) for cut, end in zip(begins, ends, strict=True)
        )

    def added(self, frame: int) -> ShotList:
        """With a hard cut before a frame.

        Raises:
            VidcolorError: no shot can begin there, or one does.
        """
        return self._with(Cut(frame, Kind.CUT))

    def removed(self, frame: int) -> ShotList:
        """Without the cut at a frame.

        Raises:
            VidcolorError: there is none.
        """
        cut = self._cut_at(frame)
        return replace(self, cuts=tuple(one for one in self.cuts if one is not cut))

    def moved(self, frame: int, to: int) -> ShotList:
        """With the cut at ``frame`` moved; its kind and its half length stay.

        Raises:
            VidcolorError: there is none, or no shot can begin at the new place, or one does.
        """
        return self.removed(frame)._with(replace(self._cut_at(frame), frame=to))

    def _with(self, cut: Cut) -> ShotList:
        check_frame(cut.frame, self.frame_count)
        if any(one.frame == cut.frame for one in self.cuts):
            raise VidcolorError(
                f"There is already a cut at frame {cut.frame}.", do="Choose another frame."
            )
        return replace(self, cuts=tuple(sorted((*self.cuts, cut), key=lambda one: one.frame)))

    def _cut_at(self, frame: int) -> Cut:
        for cut in self.cuts:
            if cut.frame == frame:
                return cut
        before = [cut.frame for cut in self.cuts if cut.frame < frame][-1:]
        after = [cut.frame for cut in self.cuts if cut.frame > frame][:1]
        near = " and ".join(f"{number}f" for number in before + after)
        raise VidcolorError(
            f"There is no cut at frame {frame}.",
            do=f"The nearest: {near}." if near else "The film has no cuts at all.",
        )


def check_frame(frame: int, frame_count: int) -> None:
    """Refuse a frame at which no shot can begin.

    Raises:
        VidcolorError: it is the film's first, or lies outside the film.
    """
    if frame == 0:
        raise VidcolorError(
            "The film begins at frame 0: that is no cut.", do="Choose a later frame."
        )
    if not 0 < frame < frame_count:
        raise VidcolorError(
            f"Frame {frame} lies outside the film: it has {frame_count} frames.",
            do=f"Choose a frame before {frame_count}f.",
        )


@dataclass(frozen=True, slots=True)
class SearchProgress:
    """Where the search stands. The last one carries the shots."""

    frames: int
    frames_total: int | None  # None where the file does not tell
    shots: ShotList | None = None


def find_shots(reader: Reader) -> Generator[SearchProgress]:
    """Find the shots of a film, or remember them from an earlier search.

    The film is decoded once and looked at as a render on a processor does. Closing the generator
    cancels; only a finished search is remembered.

    Args:
        reader: of a film or of a folder of numbered frames; of interlaced film the first field
            is looked at.

    Yields:
        How far it is, after each frame; only the last one has ``shots``.

    Raises:
        VidcolorError: the source is no film, or it cannot be read.
    """
    film = reader.info
    if film.kind in (SourceKind.STILL, SourceKind.STILLS):
        raise VidcolorError(
            f"{film.path.name} is no film: pictures have no shots.",
            do="Choose a film or a folder of numbered frames.",
        )
    key = _cache_key(reader)
    file = user_cache_dir() / "shots" / f"{key}.json"
    known = _remembered(file, key)
    if known is not None:
        yield SearchProgress(known.frame_count, known.frame_count, known)
        return
    settings = ColorSettings()
    size = work_size(
        film.width,
        film.height,
        sample_aspect=film.sample_aspect_ratio,
        short_side=settings.work_size,
        multiple=find_spec(settings.model).size_multiple,
    )
    finder = CutFinder()
    cuts: list[Cut] = []
    total, after_last = reader.frame_count, 0
    frames = reader.frames()
    with closing(frames):  # type: ignore[type-var]  # a generator
        for frame in frames:
            y = work_luma(frame.views[0], film.luma, size, torch.device("cpu"))[0, 0].numpy()
            cuts += finder.feed(frame.number, np.ascontiguousarray(y))
            after_last = frame.number + 1
            yield SearchProgress(after_last, total)
    if not after_last:
        raise VidcolorError(
            f"{film.path.name} holds no frames that can be decoded.",
            do="Copy it again from its source.",
        )
    cuts += finder.finish()
    # The last frames may be damaged beyond decoding; they count all the same.
    shots = ShotList(max(reader.frame_count or 0, after_last), tuple(cuts))
    _remember(file, key, shots)
    yield SearchProgress(shots.frame_count, shots.frame_count, shots)


def _cache_key(reader: Reader) -> str:
    facts = f"{DETECTOR_VERSION}\n{content_digest(reader.info.path)}\n{reader.fields}"
    return blake2b(facts.encode(), digest_size=16).hexdigest()


def _remembered(file: Path, key: str) -> ShotList | None:
    """The answer of an earlier search; None where it is missing or damaged."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["key"] != key:
            raise ValueError("it was copied from another film")
        cuts = (Cut(int(frame), Kind(kind), int(mixed)) for frame, kind, mixed in found["cuts"])
        shots = ShotList(int(found["frame_count"]), tuple(cuts))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.info("the remembered shots %s are unusable (%s); they are searched", file, error)
        return None
    mark_used(file)
    return shots


def _remember(file: Path, key: str, shots: ShotList) -> None:
    """Keep an answer; a cache that cannot be written is only slower."""
    cuts = [(cut.frame, cut.kind, cut.mixed) for cut in shots.cuts]
    found = {"key": key, "frame_count": shots.frame_count, "cuts": cuts}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_beside(file, json.dumps(found).encode())
    except OSError as error:
        log.info("the shots of a film were not remembered: %s", error)
        return
    trim(file.parent, _MOST_CACHED_BYTES, keep=[file])
