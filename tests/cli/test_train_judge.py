"""The command `train judge`: a table of pictures, the most unusual first, and their maps."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest

from vidcolor import cli
from vidcolor.training.recipes import RECIPES

QUICK = [
    *("--steps", "1", "--batch-size", "2", "--validate-every", "1", "--validation-photos", "1"),
    *("--threads", "1", "--precision", "fp32", "--device", "cpu", "--warmup-steps", "0"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Three grey pictures and a lively one in one folder, a torn one in another."""
    place = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(3)
    for folder in ("whole", "other"):
        (place / folder).mkdir()
    for number in range(3):
        grey = cv2.resize(rng.integers(0, 255, (4, 4, 1), dtype=np.uint8), (70, 70))
        cv2.imwrite(str(place / "whole" / f"grey{number}.png"), grey)
    lively = cv2.resize(rng.integers(0, 255, (4, 4, 3), dtype=np.uint8), (70, 70))
    cv2.imwrite(str(place / "whole" / "lively.png"), lively)
    cv2.imwrite(str(place / "other" / "lively.png"), lively)
    (place / "other" / "torn.png").write_bytes(b"no picture")
    return place


@pytest.fixture(scope="module", autouse=True)
def small():
    """The recipes train and judge small pictures, on few channels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.papers.petre._WIDTHS", (8, 16, 32, 64, 64))
        for name in ("petre-unet-patchgan", "swift"):
            first = RECIPES[name].stages[0]
            stage = replace(first, share=1.0, crop=replace(first.crop, size_px=64))
            patch.setitem(RECIPES, name, replace(RECIPES[name], stages=(stage,)))
        yield


@pytest.fixture(scope="module")
def runs(data, small, tmp_path_factory):
    """A run with a discriminator and one without."""
    place = tmp_path_factory.mktemp("runs")
    for recipe in ("petre-unet-patchgan", "swift"):
        asked = ["train", recipe, "--data", data / "whole", "--out", place / recipe, *QUICK]
        assert cli.main([str(word) for word in asked]) == 0
    return place


@pytest.fixture
def call(capsys):
    def call(*words):
        code = cli.main(["train", "judge", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_most_unusual_picture_comes_first(call, runs, data):
    code, out, err = call(runs / "petre-unet-patchgan", "--photos", data / "whole")
    assert code == 0
    head, *rows = out.splitlines()
    assert head.split() == ["unusual", "true", "expected", "picture"]
    assert len(rows) == 4
    assert rows[0].endswith("lively.png")
    unusual = [float(row.split()[0]) for row in rows]
    assert unusual == sorted(unusual, reverse=True)
    assert all(0 <= float(share) <= 1 for row in rows for share in row.split()[1:3])
    assert "patchgan-34, step 1" in err


def test_maps_are_drawn_and_damaged_pictures_told(call, runs, data, tmp_path):
    maps = tmp_path / "deep" / "maps"
    asked = (runs / "petre-unet-patchgan", "--photos", data / "whole", data / "other")
    code, out, err = call(*asked, "--maps", maps, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["discriminator"], told["damaged"], told["side_px"]) == ("patchgan-34", 1, 64)
    assert "1 damaged pictures are left out" in err
    drawn = {row["map"] for row in told["pictures"]}
    assert drawn == {path.name for path in maps.iterdir()}
    assert len(drawn) == 5  # two of them of one name
    assert cv2.imread(str(maps / told["pictures"][0]["map"])).shape == (328, 4 * 280, 3)


def test_a_run_without_a_discriminator_says_only_how_unusual(call, runs, data):
    code, out, err = call(runs / "swift", "--photos", data / "whole")
    assert code == 0
    assert "the recipe swift has no discriminator" in err
    assert "true, expected" not in err
    rows = out.splitlines()[1:]
    assert [row.split()[1:3] for row in rows] == [["-", "-"]] * 4
    told = json.loads(call(runs / "swift", "--photos", data / "whole", "--json")[1])
    assert told["discriminator"] is None
    assert {row["true"] for row in told["pictures"]} == {None}


def test_what_cannot_be_judged_is_said(call, runs, data, tmp_path):
    code, _, err = call(tmp_path, "--photos", data / "whole")
    assert (code, "holds no training run" in err) == (1, True)
    code, _, err = call(runs / "swift", "--photos", tmp_path)
    assert (code, "No photos were found" in err) == (1, True)
    file = data / "whole" / "lively.png"
    code, _, err = call(runs / "swift", "--photos", data / "whole", "--maps", file)
    assert (code, "cannot be made" in err) == (1, True)
