"""`vidcolor shots`: what it prints, takes, corrects and writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from filming import write_film
from numpy.typing import NDArray

import vidcolor.shots
from vidcolor.cli import main
from vidcolor.paths import user_cache_dir

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """80 frames with shots at 0 and 40; the second one runs at half the speed."""
    pts = [*range(40), *range(40, 120, 2)]
    pictures = (picture(n // 40) for n in range(80))
    return write_film(tmp_path_factory.mktemp("shots") / "tram.mp4", pictures, pts=pts)


def picture(number: int) -> NDArray[np.uint8]:
    small = np.random.default_rng(number).uniform(40, 210, (5, 6)).astype(np.float32)
    return cv2.resize(small, (64, 48), interpolation=cv2.INTER_CUBIC).clip(16, 235).astype(np.uint8)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_command(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["shots", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


def starts(done: tuple[int, str, str]) -> list[int]:
    assert done[0] == 0, done
    rows: list[dict[str, Any]] = json.loads(done[1])["shots"]
    return [row["start_frame"] for row in rows]


def test_shots_are_told_as_a_table_and_as_json(run: Run, film: Path) -> None:
    code, out, _ = run(film)
    assert code == 0
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["1", "00:00:00:00", "0", "40", "1.600", "cut"],
        ["2", mid(film), "40", "40", "3.200", "cut"],
    ]
    code, out, _ = run(film, "--json")
    assert code == 0
    answer = json.loads(out)
    assert answer["frames"] == 80
    assert answer["shots"][1] == {
        "start_frame": 40,
        "end_frame": 80,
        "start_s": 1.6,
        "end_s": 4.8,
        "start_timecode": mid(film),
        "kind": "cut",
    }


def mid(film: Path) -> str:
    """The time code of frame 40 at the film's mean rate."""
    from vidcolor.video.probe import probe

    rate = round(probe(film).average_rate)
    return f"00:00:{40 // rate:02}:{40 % rate:02}"


def test_corrections_are_carried_out_in_their_order_and_exported(
    run: Run, film: Path, tmp_path: Path
) -> None:
    table, edits = tmp_path / "a.csv", tmp_path / "a.edl"
    done = run(
        *(film, "--add", "10f", "--move", "10f=1.72s", "--remove", "40f", "--add", "10f"),
        *("--csv", table, "--edl", edits, "--json"),
    )
    assert starts(done) == [0, 10, 41]
    for file in (table, edits):
        assert starts(run(film, "--import", file, "--json")) == [0, 10, 41]
    before = table.read_bytes()
    code, out, err = run(film, "--csv", table)
    assert (code, out) == (1, "")
    assert "exists already" in err
    assert table.read_bytes() == before
    assert starts(run(film, "--csv", table, "--overwrite", "--json")) == [0, 40]
    assert starts(run(film, "--import", table, "--json")) == [0, 40]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--remove", "30f"), "nearest: 40f"),
        (("--add", "80f"), "behind the end"),
        (("--move", "40f"), "--move 300f=310f"),
        (("--csv", "no/such/a.csv"), "does not exist"),
        (("--import", "missing.edl"), "cannot be read"),
    ],
)
def test_a_wrong_wish_is_an_error_of_one_sentence(
    run: Run, film: Path, words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(film, *words)
    assert (code, out) == (1, "")
    assert sentence in err


def test_the_film_is_never_written_to(run: Run, film: Path) -> None:
    before = film.read_bytes()
    code, _, err = run(film, "--csv", film, "--overwrite")
    assert code == 1
    assert "the film itself" in err
    assert film.read_bytes() == before


def test_an_interrupted_search_remembers_nothing(
    run: Run, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, count = vidcolor.shots.work_luma, 0

    def interrupted(*args: Any) -> Any:
        nonlocal count
        count += 1
        if count == 60:
            raise KeyboardInterrupt
        return look(*args)

    monkeypatch.setattr(vidcolor.shots, "work_luma", interrupted)
    code, out, err = run(film, "--csv", tmp_path / "a.csv")
    assert (code, out) == (130, "")
    assert "interrupted" in err
    assert list(tmp_path.iterdir()) == []
    assert not (user_cache_dir() / "shots").exists()
