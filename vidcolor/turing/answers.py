"""What participants answered, as rows of a CSV file."""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.turing.pairs import LETTERS, TuringTest
from vidcolor.turing.sitting import SEEDS

LEFT, RIGHT = "left", "right"
COLUMNS = (
    "test",
    "participant",
    "seed",
    "order",
    "pair",
    "left",
    "chosen",
    "seconds",
    "timed_out",
)
"""What a row needs; further columns are not read."""
EXPLAINED = ("photo", "made", "fooled")
"""Columns that are written for a reader who does not have the key."""
MOST_LETTERS = 60
_ANSWERS_FILE = "answers.csv"


@dataclass(frozen=True, slots=True)
class Answer:
    """One participant's answer to one pair: which side was taken for the made picture."""

    participant: str
    seed: int  # of the sitting
    order: int  # when the pair came in the sitting, from 1
    pair: int
    left: str  # the letter of the picture that stood on the left
    chosen: str  # LEFT or RIGHT
    seconds: float  # from the pictures' appearance to the answer
    timed_out: bool  # whether the pictures had vanished before the answer

    @property
    def called_made(self) -> str:
        """The letter of the picture that was taken for the made one."""
        return self.left if self.chosen == LEFT else LETTERS[1 - LETTERS.index(self.left)]

    def fooled(self, test: TuringTest) -> bool:
        """Whether the real picture was taken for the made one."""
        return self.called_made == test.pairs[self.pair - 1].real


def clean_name(text: str) -> str:
    """A participant's name on one line, without blanks at its ends, cut to `MOST_LETTERS`."""
    return " ".join(text.split())[:MOST_LETTERS].strip()


def merge(known: Iterable[Answer], new: Iterable[Answer]) -> list[Answer]:
    """Put answers together. An answer that is there already, equal in all, counts once.

    Raises:
        VidcolorError: a participant answered a pair twice, and not the same.
    """
    found: _Found = {}
    for answer in (*known, *new):
        _add(found, answer)
    return list(found.values())


_Found = dict[tuple[str, int], Answer]  # by participant and pair


def _add(found: _Found, answer: Answer) -> None:
    before = found.setdefault((answer.participant, answer.pair), answer)
    if before != answer:
        raise VidcolorError(
            f"{answer.participant} answered pair {answer.pair} twice.",
            do="Remove one of the answers, or give one of two people another name.",
        )


def stored_answers(test: TuringTest) -> list[Answer]:
    """The answers that lie in a test's folder.

    Raises:
        VidcolorError: as :func:`read_answers`.
    """
    file = test.folder / _ANSWERS_FILE
    return read_answers(file, test) if file.exists() else []


def store_answers(test: TuringTest, new: Iterable[Answer]) -> list[Answer]:
    """Add answers to those in a test's folder.

    Returns:
        All of them.

    Raises:
        VidcolorError: as :func:`merge`, :func:`read_answers` and :func:`write_answers`.
    """
    answers = merge(stored_answers(test), new)
    if answers:
        write_answers(test.folder / _ANSWERS_FILE, test, answers)
    return answers


def write_answers(file: Path, test: TuringTest, answers: Sequence[Answer]) -> None:
    """Write the answers, with what they mean; the file appears when it is whole.

    Raises:
        VidcolorError: it cannot be written.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*COLUMNS, *EXPLAINED])
    for one in answers:
        pair = test.pairs[one.pair - 1]
        made = LEFT if one.left == pair.made else RIGHT
        rows.writerow(
            [
                test.identity,
                one.participant,
                one.seed,
                one.order,
                one.pair,
                one.left,
                one.chosen,
                f"{one.seconds:.3f}",
                int(one.timed_out),
                pair.photo,
                made,
                int(one.fooled(test)),
            ]
        )
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(text.getvalue(), encoding="utf-8", newline="")
        os.replace(partial, file)
    except OSError as error:
        raise VidcolorError(
            f"{file} could not be written.",
            do="Choose a folder that can be written to.",
            detail=str(error),
        ) from error
    finally:
        with suppress(OSError):  # what stopped the writing is the error to be told
            partial.unlink(missing_ok=True)


def read_answers(file: Path, test: TuringTest) -> list[Answer]:
    """Read answers to a test: those of one page, of many pages one below the other, or stored.

    Args:
        file: UTF-8, with a header that names at least :data:`COLUMNS`; separated by comma,
            semicolon or tab. A header may come again.
        test: the one they must belong to.

    Raises:
        VidcolorError: the file cannot be read, or a row is damaged or of another test; it names
            the row, counted as a spreadsheet does.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise VidcolorError(
            f"{file.name} cannot be read.",
            do="Check that it is there, that you may read it, and that it is CSV in UTF-8.",
            detail=str(error),
        ) from error
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count), strict=True)
    found: _Found = {}
    columns: list[str] = []
    try:
        for cells in rows:
            words = [cell.strip() for cell in cells]
            if not any(words):
                continue
            if not columns or words[0].lower() == columns[0]:
                columns = _header(words)
            else:
                _add(found, _answer(dict(zip(columns, words, strict=False)), test))
    except csv.Error as error:
        raise VidcolorError(
            f"{file.name}, row {rows.line_num}: this is no CSV.",
            do="Save it as CSV in UTF-8.",
            detail=str(error),
        ) from error
    except VidcolorError as error:
        raise VidcolorError(
            f"{file.name}, row {rows.line_num}: {error.what}", do=error.do
        ) from error
    if not found:
        raise VidcolorError(f"{file.name} holds no answers.", do="Check that it is the right file.")
    return list(found.values())


def _header(words: list[str]) -> list[str]:
    columns = [word.lower() for word in words]
    if missing := [name for name in COLUMNS if name not in columns]:
        raise VidcolorError(
            f"the column {missing[0]} is missing.", do=f"Give the columns {', '.join(COLUMNS)}."
        )
    return columns


def _answer(row: dict[str, str], test: TuringTest) -> Answer:
    if missing := [name for name in COLUMNS if not row.get(name)]:
        raise VidcolorError(f"{missing[0]} is missing.", do="Fill it in or remove the row.")
    if row["test"] != test.identity:
        raise VidcolorError(
            f"it belongs to the test {row['test']}, not to {test.identity}.",
            do="Choose the folder of the test that the participant saw.",
        )
    return Answer(
        clean_name(row["participant"]),
        _whole(row, "seed", 0, SEEDS - 1),
        _whole(row, "order", 1, len(test.pairs)),
        _whole(row, "pair", 1, len(test.pairs)),
        _word(row, "left", LETTERS),
        _word(row, "chosen", (LEFT, RIGHT)),
        _seconds(row["seconds"]),
        _word(row, "timed_out", ("0", "1")) == "1",
    )


def _whole(row: dict[str, str], column: str, least: int, most: int) -> int:
    text = row[column]
    if not re.fullmatch(r"[0-9]{1,10}", text) or not least <= int(text) <= most:
        raise VidcolorError(
            f"{column} is {text!r}.", do=f"Write a whole number from {least} to {most}."
        )
    return int(text)


def _word(row: dict[str, str], column: str, words: tuple[str, ...]) -> str:
    word = row[column].lower()
    if word not in words:
        raise VidcolorError(f"{column} is {row[column]!r}.", do=f"Write {' or '.join(words)}.")
    return word


def _seconds(text: str) -> float:
    try:
        seconds = float(text.replace(",", "."))  # in some countries with a comma
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise VidcolorError(f"seconds is {text!r}.", do="Write seconds such as 2.5.")
    return round(seconds, 3)
