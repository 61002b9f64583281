"""The folder of a test is read back, and refused in words where it is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pairs_made import made_pairs

from vidcolor.errors import VidcolorError
from vidcolor.turing.pairs import KEY_FILE, LETTERS, TuringTest, read_test
from vidcolor.turing.sitting import sitting


@pytest.fixture
def sample(tmp_path: Path) -> TuringTest:
    return made_pairs(tmp_path / "test", time_limit_s=1.5)


def test_a_test_is_read_as_it_was_written(sample: TuringTest) -> None:
    assert read_test(sample.folder) == sample


def test_what_is_no_test_is_refused(tmp_path: Path, sample: TuringTest) -> None:
    with pytest.raises(VidcolorError, match="holds no Turing test"):
        read_test(tmp_path)
    sample.picture(2, "b").unlink()
    with pytest.raises(VidcolorError, match=r"pair-002-b\.png is missing"):
        read_test(sample.folder)


@pytest.mark.parametrize(
    "change",
    [
        {"pairs": []},
        {"pairs": [{"number": 2, "photo": "x", "made": "a"}]},
        {"pairs": [{"number": 1, "photo": "x", "made": "c"}]},
        {"vidcolor_turing": 2},
        {"seed": None},
        {"pairs": 5},
    ],
)
def test_a_damaged_key_is_refused(sample: TuringTest, change: dict[str, object]) -> None:
    key = sample.folder / KEY_FILE
    key.write_text(json.dumps(json.loads(key.read_text()) | change))
    with pytest.raises(VidcolorError, match="damaged"):
        read_test(sample.folder)


def test_a_sitting_shows_each_pair_once_and_hangs_on_its_seed() -> None:
    seen = [sitting(20, seed) for seed in range(40)]
    for trials in seen:
        assert sorted(trial.pair for trial in trials) == list(range(1, 21))
    assert len(set(seen)) == 40
    assert sitting(20, 3) == seen[3]
    lefts = [trial.left for trials in seen for trial in trials]
    assert set(lefts) == set(LETTERS)
    assert 320 < lefts.count("a") < 480  # of 800: a coin leaves this once in 10⁸
    firsts = [trials[0].pair for trials in seen]
    assert len(set(firsts)) > 10


def test_a_seed_that_a_page_could_not_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="want a seed"):
        sitting(20, 2**32)
