"""The shots of a film: found once and remembered, corrected by hand.

The search decodes the whole film, so its answer is kept in the user's cache.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import torch

from vidcolor.cache import content_digest, mark_used, trim, write_beside
from vidcolor.color.grid import work_luma, work_size
from vidcolor.errors import VidcolorError
from vidcolor.networks import find_spec
from vidcolor.paths import user_cache_dir
from vidcolor.settings import ColorSettings
from vidcolor.shotlist import Cut, Kind, ShotList
from vidcolor.temporal.cuts import CutFinder
from vidcolor.video.info import SourceKind
from vidcolor.video.reader import Reader

log = logging.getLogger(__name__)

DETECTOR_VERSION = 1
"""Raise it with every change of code that changes which cuts are found: old answers then go."""

_MOST_CACHED_BYTES = 20 * 10**6  # of all films' answers together; a film takes some 20 kB


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
    known = known_shots(reader)
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


def known_shots(reader: Reader) -> ShotList | None:
    """The shots of a film as an earlier search found them; None where there was none."""
    key = _cache_key(reader)
    return _remembered(user_cache_dir() / "shots" / f"{key}.json", key)


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
