"""Making a test: photos are chosen, coloured, and stored so that only the colours differ."""

from __future__ import annotations

import hashlib
import random
import struct
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import cv2
import torch

from vidcolor.devices import Compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.contenders import Contender
from vidcolor.evaluation.measures import Rgb, colorfulness
from vidcolor.evaluation.photos import SIDE_PX, PhotoColorizer
from vidcolor.networks import Network
from vidcolor.training.photos import Photo
from vidcolor.training.validation import centre_square
from vidcolor.turing.pairs import LETTERS, Pair, TuringTest, picture_name, write_key

MOST_PAIRS = 200
_GREY = 4.0  # colourfulness below which a photo is black and white to the eye
_END = 12  # bytes of a PNG's last chunk
_CHUNK = 12  # bytes of a chunk beside what it holds


def check_folder(folder: Path) -> None:
    """See that a test can be written to a folder, before anything slow begins.

    Raises:
        VidcolorError: something is there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VidcolorError(
            f"{folder} exists already and is not an empty folder.",
            do="Choose a new folder (--out).",
        )


def in_turns(photos: Sequence[Photo], seed: int) -> list[Photo]:
    """Shuffle, then take from each source in turn: small collections come as often as large ones.

    The order depends on the photos' names and the seed alone.
    """
    drawing = random.Random(seed)
    by_source: dict[str, list[Photo]] = defaultdict(list)
    for photo in drawing.sample(photos, len(photos)):
        by_source[photo.source].append(photo)
    rounds = zip_longest(*by_source.values())
    return [photo for one in rounds for photo in one if photo is not None]


@torch.inference_mode()
def make_test(
    network: Network,
    compute: Compute,
    contender: Contender,
    photos: Sequence[Photo],
    folder: Path,
    *,
    pairs: int,
    seed: int,
    time_limit_s: float = 0.0,
) -> Generator[int]:
    """Make a test, yielding the number of pairs that are done; ``folder`` appears with the last.

    A pair is the centre square of a photo, 256 × 256, and the same made grey and coloured by the
    engine: of one luma, both PNG of one length. Photos that are damaged or have no colour of their
    own are passed over.

    Args:
        network: the contender's.
        compute: where it runs.
        contender: settings; it must not be told anything of the truth.
        photos: to choose from.
        folder: new or empty.
        pairs: 1 to ``MOST_PAIRS``.
        seed: of the choice, and of which picture of a pair is a and which b.
        time_limit_s: after which the pictures vanish; 0 is no limit.

    Raises:
        VidcolorError: there are too few photos, or the folder cannot be written.
        ValueError: the contender is guided, or ``pairs`` is out of bounds.
    """
    if contender.guided or not 1 <= pairs <= MOST_PAIRS:
        raise ValueError(f"want no guidance and 1 to {MOST_PAIRS} pairs, got {pairs}")
    check_folder(folder)
    colorizer = PhotoColorizer(network, compute, contender.settings)
    drawing = random.Random(seed)
    digest = hashlib.sha256()
    made: list[Pair] = []
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".turing-") as beside:
            grown = Path(beside, "test")
            grown.mkdir()
            for name, truth in _colored_squares(in_turns(photos, seed), pairs):
                pair = Pair(len(made) + 1, name, drawing.choice(LETTERS))
                real, colored = _of_one_length(truth, colorizer(truth)[1], drawing)
                for letter in LETTERS:
                    encoded = colored if letter == pair.made else real
                    digest.update(encoded)
                    (grown / picture_name(pair.number, letter)).write_bytes(encoded)
                made.append(pair)
                yield len(made)
            write_key(
                TuringTest(
                    grown,
                    digest.hexdigest()[:12],
                    contender.label,
                    network.sha256,
                    seed,
                    time_limit_s,
                    tuple(made),
                )
            )
            if folder.exists():
                folder.rmdir()
            grown.replace(folder)
    except OSError as error:
        raise VidcolorError(
            f"{folder} could not be written.",
            do="Choose a folder in a place that can be written to (--out).",
            detail=str(error),
        ) from error


def _colored_squares(photos: Sequence[Photo], count: int) -> Iterator[tuple[str, Rgb]]:
    """Names and centre squares of the first ``count`` photos that can be used."""
    found = 0
    for photo in photos:
        picture = photo.read()
        if picture is None:
            continue
        square = centre_square(picture, SIDE_PX)
        if colorfulness(square) >= _GREY:
            found += 1
            yield photo.name, square
        if found == count:
            return
    raise VidcolorError(
        f"{count} pairs are wanted, but only {found} of the photos can be used.",
        do="Give more photos that are intact and in colour, or choose fewer pairs (--pairs).",
    )


def _of_one_length(one: Rgb, other: Rgb, drawing: random.Random) -> tuple[bytes, bytes]:
    """Both as PNG of one length: smooth colours need fewer bytes, which would tell."""
    encoded = _png(one), _png(other)
    length = max(map(len, encoded)) + _CHUNK
    first, second = (_filled(png, length, drawing) for png in encoded)
    return first, second


def _png(picture: Rgb) -> bytes:
    good, encoded = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    if not good:
        raise ValueError("a picture could not be encoded as PNG")
    return encoded.tobytes()


def _filled(png: bytes, length: int, drawing: random.Random) -> bytes:
    """A PNG made longer by a chunk that readers pass over.

    Its name tells that it is ancillary, private and safe to copy (PNG specification, third
    edition, 5.4). It holds noise: zeros would be seen in the text of a page.
    """
    body = b"fiLl" + drawing.randbytes(length - len(png) - _CHUNK)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:-_END] + chunk + png[-_END:]
