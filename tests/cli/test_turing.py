"""The command `turing`: a test is made, written as a page, and its answers told."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from pairs_made import answered, made_pairs
from standins import tint_network

from vidcolor.cli import main
from vidcolor.networks import Network
from vidcolor.turing.answers import stored_answers, write_answers
from vidcolor.turing.pairs import TuringTest, read_test


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which networks the command loads; no trained weights are needed."""
    names: list[str] = []

    def load(name: str, *_: object, **__: object) -> Network:
        names.append(name)
        return tint_network()

    monkeypatch.setattr("vidcolor.cli.turing.load_network", load)
    return names


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(4):
        small = rng.integers(0, 255, (5, 7, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), cv2.resize(small, (300, 280)))
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> TuringTest:
    return made_pairs(tmp_path / "test", time_limit_s=1)


def turing(*words: object) -> int:
    return main(["turing", *map(str, words)])


def test_a_test_and_its_page_are_made(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, page = tmp_path / "test", tmp_path / "page.html"
    words = ("swift@work-size=64,saturation=0.5", "--device", "cpu", "--photos", photos)
    asked = ("--pairs", 3, "--seed", 4, "--time-limit", 1.5, "--out", out, "--html", page)
    assert turing(*words, *asked) == 0
    said = capsys.readouterr()
    assert said.out == f"{out}\n"
    assert said.err.splitlines() == ["pair 1 of 3", "pair 2 of 3", "pair 3 of 3", str(page)]
    test = read_test(out)
    assert (len(test.pairs), test.seed, test.time_limit_s) == (3, 4, 1.5)
    assert test.model == words[0]
    assert page.read_text(encoding="utf-8").count("data:image/png") == 6
    assert turing(*words, "--pairs", 1, "--out", tmp_path / "other", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["out"], told["pairs"]) == (str(tmp_path / "other"), 1)


def test_answers_are_added_and_their_result_is_told(
    sample: TuringTest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, bob = answered(sample, "Ann", {1, 2}), answered(sample, "Bob", {2})
    write_answers(tmp_path / "ann.csv", sample, ann)
    write_answers(tmp_path / "bob.csv", sample, bob)
    files = (tmp_path / "ann.csv", tmp_path / "bob.csv", tmp_path / "ann.csv")
    assert turing("--test", sample.folder, "--answers", *files) == 0
    assert stored_answers(sample) == ann + bob
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split("  ")[0]: line.split() for line in lines}
    assert lines[0] == "Turing test c0ffee of swift@saturation=0.5, pictures vanish after 1 s"
    assert rows["this test"][2:] == ["25", "%", "9", "to", "53", "%", "6", "2"]
    assert rows["Zhang et al. 2016"][4:6] == ["32", "%"]
    assert rows["Petre and Trăușan-Matu 2020"][4:6] == ["23", "%"]
    assert rows["Ann"][1:3] == ["33", "%"]
    assert rows["2"][1:3] == ["100", "%"]
    assert turing("--test", sample.folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["fooled"] == 3


def test_what_cannot_be_done_is_refused_in_words(
    photos: Path,
    sample: TuringTest,
    tmp_path: Path,
    loaded: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    make = ("swift", "--photos", photos, "--out", tmp_path / "new")
    for words, sentence in (
        ((), "a model to make a test of or a test that was made"),
        (("swift", "--test", sample.folder), "a model to make a test of or a test that was made"),
        (("swift",), "needs photos"),
        ((*make, "--pairs", 0), "--pairs is 0"),
        ((*make, "--seed", -1), "--seed is -1"),
        ((*make, "--time-limit", 61), "--time-limit is 61"),
        ((*make, "--answers", photos), "no answers yet"),
        ((*make, "--pairs", 5), "only 4 of the photos"),
        (("swift@hints=1", *make[1:]), "nothing of the truth"),
        ((*make[:-1], sample.folder), "not an empty folder"),
        (("--test", photos), "holds no Turing test"),
        (("--test", sample.folder, "--answers", photos / "0.png"), "cannot be read"),
    ):
        assert turing(*words) == 1
        said = capsys.readouterr()
        told = [line for line in said.err.splitlines() if not line.startswith("pair ")]
        assert said.out == ""
        assert sentence in told[0]
        assert told[1].startswith("  ")
    assert not (tmp_path / "new").exists()
    assert loaded == ["swift"]  # for the photos that were too few; the rest is seen before
