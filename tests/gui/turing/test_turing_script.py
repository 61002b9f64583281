"""The page's own script, run: the same sittings as the window's, and rows that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pairs_made import made_pairs
from PySide6.QtQml import QJSEngine
from PySide6.QtWidgets import QApplication

from vidcolor.turing.answers import COLUMNS, Answer, read_answers
from vidcolor.turing.page_parts import LOGIC
from vidcolor.turing.sitting import Trial, sitting


@pytest.fixture
def engine(qapp: QApplication) -> QJSEngine:
    engine = QJSEngine()
    assert not engine.evaluate(LOGIC).isError()
    return engine


def run(engine: QJSEngine, code: str) -> object:
    found = engine.evaluate(code)
    assert not found.isError(), found.toString()
    return found.toVariant()


@pytest.mark.parametrize("seed", [0, 7, 2**31, 2**32 - 1])
def test_a_seed_means_the_same_on_the_page_and_in_the_window(engine: QJSEngine, seed: int) -> None:
    found = run(engine, f"sitting(40, {seed}).map((one) => [one.pair, one.left])")
    assert tuple(Trial(int(pair), left) for pair, left in found) == sitting(40, seed)


def test_rows_of_the_page_are_read_as_they_were_answered(engine: QJSEngine, tmp_path: Path) -> None:
    name = 'Ann "A", b;c'
    code = f"""
        const now = begun("c0ffee", 6, {name!r}, 4000000000);
        now.answer("left", 0.12345, false);
        now.answer("right", 71, true);
        table({list(COLUMNS)}, now.rows)
    """
    file = tmp_path / "answers.csv"
    file.write_text(str(run(engine, code)), encoding="utf-8")
    first, second = sitting(6, 4_000_000_000)[:2]
    assert read_answers(file, made_pairs(tmp_path / "test")) == [
        Answer(name, 4_000_000_000, 1, first.pair, first.left, "left", 0.123, False),
        Answer(name, 4_000_000_000, 2, second.pair, second.left, "right", 71.0, True),
    ]
