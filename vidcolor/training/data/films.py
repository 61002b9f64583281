"""Frames of films as photos: a few of each shot, taken out once and kept as tar shards."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from vidcolor.cache import content_digest, mark_used, trim
from vidcolor.errors import VidcolorError
from vidcolor.paths import user_cache_dir
from vidcolor.shotlist import ShotList
from vidcolor.shots import find_shots
from vidcolor.training.data.filmshard import FilmCount, ShardError, ShardWriter, kept_count
from vidcolor.training.data.frames import FrameChooser, candidates, frame_picture
from vidcolor.training.data.photo import Photo, frame_name, shard_photos
from vidcolor.video.info import FilmInfo, SourceKind
from vidcolor.video.reader import Reader, open_reader

log = logging.getLogger(__name__)

FILM_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("mp4", "mkv", "mov", "m4v", "avi", "webm", "mpg", "mpeg", "ts", "m2ts", "mts", "mxf"),
        *("wmv", "flv", "vob", "ogv", "3gp"),
    )
)
PER_SHOT = 3
SHORT_SIDE_PX = 384
"""At which frames are kept: crops of the largest recipes find all their pixels there."""
SHARD_VERSION = 1
"""Raise it with every change of code that changes which frames are taken, or their pixels."""

_MOST_CACHED_BYTES = 5 * 10**9  # of all films' frames together; a frame takes some 40 kB


@dataclass(frozen=True, slots=True)
class FilmProgress:
    """Where the taking of frames stands. The last one carries the photos.

    ``counts`` has one entry for each film that is done, in the order they were given; None stands
    for a film that could not be read.
    """

    film: Path
    films: int  # done
    films_total: int
    stage: str  # "shots", "frames" or "done"
    frames: int  # decoded in this stage
    frames_total: int | None  # None where the file does not tell
    counts: tuple[FilmCount | None, ...]
    photos: tuple[Photo, ...] | None = None

    @property
    def damaged(self) -> int:
        """Films that were skipped because they cannot be read."""
        return self.counts.count(None)


def film_photos(
    films: Sequence[Path], *, per_shot: int = PER_SHOT, out: Path | None = None
) -> Generator[FilmProgress]:
    """Take frames out of films: sharp ones spread over each shot, neither grey nor much alike.

    A film is decoded when it is first met, once for its shots and once for its frames; then its
    frames lie in a tar shard and are only listed. Its name in their names is the one that it has
    now. Closing the generator cancels; only a finished film leaves a shard.

    Args:
        films: film files.
        per_shot: frames of each shot at most.
        out: folder of the shards, which nobody trims; None takes the user's cache.

    Yields:
        How far it is, after each frame and each film; only the last one has ``photos``.

    Raises:
        VidcolorError: the shards cannot be written. A film that cannot be read is skipped with a
            warning and counted.
        ValueError: there are no films, or ``per_shot`` is not positive.
    """
    if not films or per_shot < 1:
        raise ValueError(f"want films and frames, got {len(films)} and {per_shot}")
    folder = out or user_cache_dir() / "film-photos"
    counts: list[FilmCount | None] = []
    shards: list[tuple[Path, str]] = []
    for film in films:
        step = FilmProgress(film, len(counts), len(films), "done", 0, None, tuple(counts))
        try:
            shard = folder / f"{_shard_key(film, per_shot)}.tar"
            count = kept_count(shard)
            if count is None:
                count = yield from _take(film, per_shot, shard, step)
        except ShardError:
            raise
        except VidcolorError as error:
            log.warning("the film %s is left out: %s", film.name, error)
            counts.append(None)
        else:
            mark_used(shard)
            if count.black_and_white:
                log.warning("%s gives no photos: it is black and white", film.name)
            counts.append(count)
            shards.append((shard, film.name))
        yield replace(step, films=len(counts), counts=tuple(counts))
    if out is None:
        trim(folder, _MOST_CACHED_BYTES, keep=[shard for shard, _ in shards])
    photos = tuple(photo for shard, name in shards for photo in _named(shard, name))
    yield replace(step, films=len(counts), counts=tuple(counts), photos=photos)


def _shard_key(film: Path, per_shot: int) -> str:
    facts = f"{SHARD_VERSION}\n{content_digest(film)}\n{per_shot} {SHORT_SIDE_PX}"
    return blake2b(facts.encode(), digest_size=16).hexdigest()


def _named(shard: Path, film: str) -> list[Photo]:
    """The frames of a shard under the film's name of today."""
    photos = shard_photos(shard)
    return [replace(p, name=f"{film}__{p.name.rpartition('__')[2]}") for p in photos]


def _take(
    film: Path, per_shot: int, shard: Path, step: FilmProgress
) -> Generator[FilmProgress, None, FilmCount]:
    """Decode a film and write its shard."""
    with open_reader(film, fields="bwdif") as reader:
        if reader.info.kind is not SourceKind.FILM:
            raise VidcolorError(f"{film.name} is no film.", do="Give film files.")
        shots: ShotList | None = None
        if reader.own_grid is None:  # no chroma is stored: there is nothing to look for
            count = FilmCount(black_and_white=True)
        else:
            with closing(find_shots(reader)) as search:
                for found in search:
                    shots = found.shots
                    yield replace(
                        step, stage="shots", frames=found.frames, frames_total=found.frames_total
                    )
        with ShardWriter(shard) as writer:
            if shots is not None:
                count = yield from _taken(reader, shots, per_shot, writer, step)
            writer.finish(count)
    return count


def _taken(
    reader: Reader,
    shots: ShotList,
    per_shot: int,
    writer: ShardWriter,
    step: FilmProgress,
) -> Generator[FilmProgress, None, FilmCount]:
    """Write the chosen frames of a film, and count what became of all that were looked at."""
    wanted = candidates(shots, per_shot)
    info: FilmInfo = reader.info
    chooser = FrameChooser()
    frames = reader.frames(end=max(wanted) + 1, with_chroma=wanted.__contains__)
    with closing(frames):  # type: ignore[type-var]  # a generator
        for frame in frames:
            place = wanted.get(frame.number)
            if place is not None and frame.chroma is not None:
                picture = frame_picture(info, frame, SHORT_SIDE_PX)
                for pts, shot, chosen in chooser.feed(place, frame.pts, picture):
                    writer.add(frame_name(info.path.name, shot, pts), chosen)
            yield replace(
                step, stage="frames", frames=frame.number + 1, frames_total=shots.frame_count
            )
    for pts, shot, chosen in chooser.finish():
        writer.add(frame_name(info.path.name, shot, pts), chosen)
    return chooser.count
