"""Which photos are learned from, which are held out for validation, and which for a test."""

from __future__ import annotations

import hashlib
import logging
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from vidcolor.cache import read_small
from vidcolor.errors import VidcolorError
from vidcolor.training.data.photo import Photo

log = logging.getLogger(__name__)

_PARTS = ("train", "validation", "test")
_FEWEST_FILMS = 10  # with fewer, parts made of whole films would miss their ratio widely
_MOST_LIST_BYTES = 10**8
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Split:
    """Three parts that share no photo, and no shot of a film."""

    train: list[Photo]
    validation: list[Photo]
    test: list[Photo]
    missing: tuple[str, ...] = ()  # names on lists that no photo and no film has


def split_photos(
    photos: Sequence[Photo],
    *,
    ratio: str = "",
    train_list: Path | None = None,
    validation_list: Path | None = None,
    test_list: Path | None = None,
) -> Split:
    """Divide photos by a ratio, by lists, or, where nothing is asked, as `split_validation` does.

    Raises:
        VidcolorError: both a ratio and lists are given, or as `split_by_ratio`, `split_by_lists`.
    """
    lists = (train_list, validation_list, test_list)
    if ratio and any(lists):
        raise VidcolorError(
            "The split is asked for twice, by a ratio and by lists.", do="Give one of the two."
        )
    if ratio:
        return split_by_ratio(photos, ratio)
    if any(lists):
        return split_by_lists(photos, *lists)
    learn, held = split_validation(photos)
    return Split(learn, held, [])


def split_validation(photos: Sequence[Photo]) -> tuple[list[Photo], list[Photo]]:
    """Hold photos out for validation.

    With three shards or more the last one is held out whole; otherwise one photo in fifty, chosen
    by the digest of its name, so that a growing collection keeps its split. Of films whole ones
    are held out in the same way, or whole shots where there are few films.

    Raises:
        VidcolorError: there is only one photo, or one shot.
    """
    group = _grouping(photos)
    shards = sorted({p.path for p in photos if p.size >= 0 and not p.film})

    def held_out(photo: Photo) -> bool:
        if len(shards) >= 3 and not photo.film:
            return photo.path == shards[-1]
        return hashlib.sha256(group(photo).encode()).digest()[0] < 256 // 50

    held = {group(p) for p in photos if held_out(p)} or {group(photos[-1])}
    learn = [p for p in photos if group(p) not in held]
    if not learn:
        raise VidcolorError(
            "Nothing is left to learn from: all pictures are of one shot.",
            do="Add pictures, or films of more than one shot.",
        )
    return learn, [p for p in photos if group(p) in held]


def split_by_ratio(photos: Sequence[Photo], ratio: str) -> Split:
    """Divide photos by a digest of their names, so that a growing collection keeps its split.

    A film goes into one part whole; with fewer than ten films (and nothing else) a shot does.

    Args:
        photos: any number.
        ratio: ``10:1`` (training and validation) or ``8:1:1`` (and test).

    Raises:
        VidcolorError: the ratio is none, or there are too few photos to fill its parts.
    """
    shares = _shares(ratio)
    group = _grouping(photos)
    lots = {name: _lot(name) for name in map(group, photos)}
    if len(lots) < len(shares):
        raise VidcolorError(
            f"{len(lots)} pictures or shots cannot be divided into {len(shares)} parts.",
            do="Add pictures, or leave out the ratio.",
        )
    part = _parts(lots, shares)
    train, validation, test = ([p for p in photos if part[group(p)] == i] for i in range(3))
    return Split(train, validation, test)


def split_by_lists(
    photos: Sequence[Photo],
    train_list: Path | None = None,
    validation_list: Path | None = None,
    test_list: Path | None = None,
) -> Split:
    """Divide photos by lists of names, one a line; a film's name stands for all its frames.

    Without a list of training photos everything that no list names is learned from. Names that
    nothing has are counted in a warning.

    Raises:
        VidcolorError: a list cannot be read, names nothing that is there, or two lists name the
            same photo or the same shot.
    """
    files = (train_list, validation_list, test_list)
    names = [_names(file) if file else set() for file in files]
    there = {p.name for p in photos} | {p.film for p in photos if p.film}
    for file, listed in zip(files, names, strict=True):
        if file and not listed & there:
            raise VidcolorError(
                f"{file.name} names no picture that is there.",
                do="Write one name a line, as it is below the folder given with --data.",
            )
    parts = [[p for p in photos if p.name in n or (p.film and p.film in n)] for n in names]
    if train_list is None:
        held = {p.name for part in parts for p in part}
        parts[0] = [p for p in photos if p.name not in held]
    _refuse_shared(parts)
    missing = tuple(sorted(set().union(*names) - there))
    if missing:
        some = ", ".join(missing[:_MOST_NAMED]) + (", …" if len(missing) > _MOST_NAMED else "")
        log.warning("%d names on the lists are not there: %s", len(missing), some)
    return Split(parts[0], parts[1], parts[2], missing)


def _refuse_shared(parts: Sequence[Sequence[Photo]]) -> None:
    seen: dict[str, str] = {}
    for part, photos in zip(_PARTS, parts, strict=True):
        for name in {p.shot or p.name for p in photos}:
            if name in seen:
                raise VidcolorError(
                    f"{name} would be in two parts: {seen[name]} and {part}.",
                    do="Name each picture on one list only, and films whole.",
                )
            seen[name] = part


def _grouping(photos: Sequence[Photo]) -> Callable[[Photo], str]:
    """What must stay together, by its name: a film, a shot of it where films are few, a photo."""
    films = {p.film or p.name for p in photos}
    if len(films) < _FEWEST_FILMS:
        return lambda photo: photo.shot or photo.name
    return lambda photo: photo.film or photo.name


def _shares(ratio: str) -> list[float]:
    try:
        shares = [float(share) for share in ratio.split(":")]
    except ValueError:
        shares = []
    if len(shares) not in (2, 3) or not all(0 < share < float("inf") for share in shares):
        raise VidcolorError(
            f"{ratio!r} is no ratio of a split.",
            do="Write training and validation (10:1), or training, validation and test (8:1:1).",
        )
    return shares


def _parts(lots: dict[str, float], shares: Sequence[float]) -> dict[str, int]:
    """Which part each name falls into; one that stays empty takes the name that comes nearest."""
    ends = [end / sum(shares) for end in accumulate(shares)]
    part = {name: min(bisect(ends, lot), len(ends) - 1) for name, lot in lots.items()}
    for empty in set(range(len(ends))) - set(part.values()):
        sizes = Counter(part.values())
        nearest = sorted(lots, key=lambda name: abs(lots[name] - ends[empty]))
        part[next(name for name in nearest if sizes[part[name]] > 1)] = empty
    return part


def _lot(name: str) -> float:
    """0 to 1 (exclusive), evenly spread over names."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") / 2**48


def _names(file: Path) -> set[str]:
    do = "Give a text file with the name of one picture a line."
    data = read_small(file, _MOST_LIST_BYTES, kind="list", do=do)
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise VidcolorError(f"{file.name} is no text in UTF-8.", do=do) from error
    return {line.strip() for line in lines if line.strip()}
