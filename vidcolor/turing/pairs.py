"""A test as it lies on disk: a folder of pictures, and the key that tells which were made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vidcolor.errors import VidcolorError

KEY_FILE = "test.json"
LETTERS = ("a", "b")
"""The two pictures of a pair; which of them was made is drawn for each pair."""
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """One photo in its own colours and in a model's."""

    number: int  # from 1
    photo: str  # its name in the collection
    made: str  # the letter of the picture that the model coloured

    @property
    def real(self) -> str:
        """The letter of the photo itself."""
        return LETTERS[1 - LETTERS.index(self.made)]


@dataclass(frozen=True, slots=True)
class TuringTest:
    """Pairs to show, and how they are shown.

    ``identity`` is a digest of the pictures: answers carry it, so that none is taken for an
    answer to another test.
    """

    folder: Path
    identity: str
    model: str  # as it was asked for, with its settings
    sha256: str  # of its weights
    seed: int
    time_limit_s: float  # after which the pictures vanish; 0 is no limit
    pairs: tuple[Pair, ...]

    def picture(self, number: int, letter: str) -> Path:
        """Where a picture of a pair lies; its name does not tell whether it was made."""
        return self.folder / picture_name(number, letter)


def picture_name(number: int, letter: str) -> str:
    """What a picture of a pair is called in its folder."""
    return f"pair-{number:03d}-{letter}.png"


def write_key(test: TuringTest) -> None:
    """Write the key beside the pictures."""
    values = asdict(test) | {"vidcolor_turing": _FORMAT}
    del values["folder"]
    text = json.dumps(values, ensure_ascii=False, indent=1)
    (test.folder / KEY_FILE).write_text(text + "\n", encoding="utf-8")


def read_test(folder: Path) -> TuringTest:
    """Read the test of a folder.

    Raises:
        VidcolorError: it is none, it is damaged, or pictures are missing.
    """
    key = folder / KEY_FILE
    try:
        values = json.loads(key.read_text(encoding="utf-8"))
        test = _test(folder, values)
    except FileNotFoundError as error:
        raise VidcolorError(
            f"{folder} holds no Turing test.",
            do=f"Choose the folder that holds {KEY_FILE}, or make a test first.",
        ) from error
    except OSError as error:
        raise VidcolorError(
            f"{key} cannot be read.", do="Check that you may read it.", detail=str(error)
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VidcolorError(
            f"{key} is damaged.",
            do="Make the test again with the same photos, model and seed.",
            detail=str(error),
        ) from error
    for pair in test.pairs:
        for letter in LETTERS:
            if not test.picture(pair.number, letter).is_file():
                raise VidcolorError(
                    f"{test.picture(pair.number, letter).name} is missing in {folder}.",
                    do="Bring it back, or make the test again.",
                )
    return test


def _test(folder: Path, values: dict[str, Any]) -> TuringTest:
    if values["vidcolor_turing"] != _FORMAT:
        raise ValueError(f"format {values['vidcolor_turing']!r} is not known")
    pairs = tuple(
        Pair(int(one["number"]), str(one["photo"]), str(one["made"])) for one in values["pairs"]
    )
    if not pairs or [pair.number for pair in pairs] != list(range(1, len(pairs) + 1)):
        raise ValueError("the pairs are not numbered from 1")
    if not {pair.made for pair in pairs} <= set(LETTERS):
        raise ValueError("a made picture is neither a nor b")
    return TuringTest(
        folder,
        str(values["identity"]),
        str(values["model"]),
        str(values["sha256"]),
        int(values["seed"]),
        float(values["time_limit_s"]),
        pairs,
    )
