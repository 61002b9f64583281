"""Answers in CSV: back as they were, from pages and spreadsheets, damage told by its row."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from pairs_made import answered, made_pairs

from vidcolor.errors import VidcolorError
from vidcolor.turing.answers import (
    COLUMNS,
    Answer,
    clean_name,
    merge,
    read_answers,
    store_answers,
    stored_answers,
    write_answers,
)
from vidcolor.turing.pairs import TuringTest

HEADER = ",".join(COLUMNS)
GOOD = "c0ffee,Ann,5,1,3,b,left,1.250,0"


@pytest.fixture
def sample(tmp_path: Path) -> TuringTest:
    return made_pairs(tmp_path / "test")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "answers.csv"


def test_answers_come_back_as_they_were_written(sample: TuringTest, file: Path) -> None:
    answers = answered(sample, 'Ann "A", b', {1, 4}) + answered(sample, "Žofie;x", set())
    answers[2] = replace(answers[2], timed_out=True, seed=2**32 - 1)
    write_answers(file, sample, answers)
    assert read_answers(file, sample) == answers


def test_a_written_row_tells_what_it_means_without_the_key(sample: TuringTest, file: Path) -> None:
    write_answers(file, sample, answered(sample, "Ann", {1}))
    with file.open(newline="", encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    assert [row["fooled"] for row in rows] == ["1", "0", "0", "0", "0", "0"]
    assert {row["made"] for row in rows} == {"right"}
    assert rows[0]["photo"] == "photo 1, secret.jpg"


def test_a_row_of_a_page_is_read(sample: TuringTest, file: Path) -> None:
    file.write_text(f"{HEADER}\n{GOOD}\n")
    assert read_answers(file, sample) == [Answer("Ann", 5, 1, 3, "b", "left", 1.25, False)]


def test_files_that_were_through_a_spreadsheet_or_put_together_are_read(
    sample: TuringTest, file: Path
) -> None:
    other = GOOD.replace("Ann", "Bob")
    file.write_text(f"\ufeff{HEADER}\n{GOOD}\n\n{HEADER}\n{other}\n".replace("\n", "\r\n"))
    assert [one.participant for one in read_answers(file, sample)] == ["Ann", "Bob"]
    file.write_text(f"{HEADER}\n{GOOD}\n".replace(",", ";").replace("1.250", "1,250"))
    assert read_answers(file, sample)[0].seconds == 1.25


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD.replace(",3,b", ",7,b"), "pair is '7'"),
        (GOOD.replace(",3,b", ",three,b"), "pair is 'three'"),
        (GOOD.replace(",b,", ",c,"), "left is 'c'"),
        (GOOD.replace("left", "both"), "chosen is 'both'"),
        (GOOD.replace("1.250", "-1"), "seconds is '-1'"),
        (GOOD.replace("1.250", "nan"), "seconds is 'nan'"),
        (GOOD.replace(",0", ",2"), "timed_out is '2'"),
        (GOOD.replace(",5,", ",4294967296,"), "seed is"),
        (GOOD.replace("Ann", ""), "participant is missing"),
        (GOOD.rpartition(",")[0], "timed_out is missing"),
        (GOOD.replace("c0ffee", "beef"), "belongs to the test beef, not to c0ffee"),
        (GOOD.replace("left", "right"), "Ann answered pair 3 twice"),
        ('c0ffee,"Ann', "this is no CSV"),
    ],
)
def test_a_damaged_row_is_refused_with_its_number(
    sample: TuringTest, file: Path, row: str, words: str
) -> None:
    file.write_text(f"{HEADER}\n{GOOD}\n{row}\n")
    with pytest.raises(VidcolorError, match=rf"answers\.csv, row [34]: .*{words}"):
        read_answers(file, sample)


def test_a_file_of_something_else_is_refused(sample: TuringTest, file: Path) -> None:
    for text, words in (
        ("", "holds no answers"),
        (HEADER + "\n", "holds no answers"),
        ("a,b\n1,2\n", "row 1: the column test is missing"),
    ):
        file.write_text(text)
        with pytest.raises(VidcolorError, match=words):
            read_answers(file, sample)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(VidcolorError, match="cannot be read"):
        read_answers(file, sample)


def test_the_same_answer_twice_counts_once(sample: TuringTest) -> None:
    ann = answered(sample, "Ann", {1})
    assert merge(ann, answered(sample, "Bob", set()) + ann) == ann + answered(sample, "Bob", set())


def test_a_tests_folder_gathers_answers(sample: TuringTest) -> None:
    assert stored_answers(sample) == []
    assert store_answers(sample, []) == stored_answers(sample) == []
    ann, bob = answered(sample, "Ann", {1}), answered(sample, "Bob", {2})
    store_answers(sample, ann)
    assert store_answers(sample, bob) == stored_answers(sample) == ann + bob
    with pytest.raises(VidcolorError, match="Ann answered pair 2 twice"):
        store_answers(sample, answered(sample, "Ann", {1, 2}))
    assert stored_answers(sample) == ann + bob


def test_a_place_that_cannot_be_written_to_is_told(sample: TuringTest, tmp_path: Path) -> None:
    with pytest.raises(VidcolorError, match="could not be written"):
        write_answers(tmp_path / "no" / "a.csv", sample, answered(sample, "Ann", set()))
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(VidcolorError, match="could not be written"):
        write_answers(tmp_path / "folder.csv", sample, answered(sample, "Ann", set()))
    assert list(tmp_path.glob(".*")) == []


def test_names_are_one_line_and_not_endless() -> None:
    assert clean_name("  Ann \n B.\t") == "Ann B."
    assert len(clean_name("x" * 99)) == 60
