"""The command `train`: what it lists, looks at, trains, searches, and makes a model of."""

import json

import cv2
import numpy as np
import pytest

from vidcolor import cli
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run

QUICK = [
    *("--steps", "2", "--batch-size", "2", "--validate-every", "2", "--validation-photos", "1"),
    *("--threads", "1", "--precision", "fp32", "--device", "cpu", "--warmup-steps", "1"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    place = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(3)
    for fruit, count in (("apple", 3), ("kiwi", 5)):
        (place / fruit).mkdir()
        for number in range(count):
            small = rng.integers(0, 255, (4, 4, 3), dtype=np.uint8)
            cv2.imwrite(str(place / fruit / f"{number}.png"), cv2.resize(small, (70, 70)))
    return place


@pytest.fixture
def call(capsys):
    def call(*words):
        code = cli.main(["train", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_list_has_every_recipe(call):
    code, out, _ = call("list")
    assert code == 0
    assert all(f"\n{name} " in f"\n{out}" for name in RECIPES)
    code, out, _ = call("list", "--json")
    told = {row["name"]: row for row in json.loads(out)["recipes"]}
    assert set(told) == set(RECIPES)
    assert told["zheng-fc"]["assumed"]


def test_statistics_are_a_picture_and_numbers(call, data, tmp_path):
    picture = tmp_path / "look.png"
    code, out, _ = call("statistics", "--data", data, "--out", picture, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["photos"] == 8
    assert told["classes"] == {"apple": 3, "kiwi": 5}
    assert cv2.imread(str(picture)).shape[1] >= 1280
    assert "8 photos, 0 of 8 damaged" in call("statistics", "--data", data)[1]


def test_classes_are_chosen_in_equal_numbers(call, data):
    chosen = ("--classes", "apple,kiwi", "--equal-classes")
    assert json.loads(call("statistics", "--data", data, *chosen, "--json")[1])["classes"] == {
        "apple": 3,
        "kiwi": 3,
    }
    code, _, err = call("statistics", "--data", data, "--classes", "plum")
    assert code == 1
    assert "apple, kiwi" in err


def test_a_run_is_trained_told_and_made_a_model(call, data, tmp_path):
    out = tmp_path / "run"
    code, said, err = call(
        "swift", "--data", data, "--split", "3:1", "--out", out, *QUICK, "--json"
    )
    assert code == 0
    (row,) = json.loads(said)["runs"]
    assert row["run"] == str(out)
    assert row["best_step"] == 2
    assert row["ab_error"] > 0
    assert "photos to train on" in err
    code, said, _ = call("add", out, "--name", "mine", "--json")
    assert json.loads(said) == {"name": "mine", "architecture": "swift"}
    code, _, err = call("add", out, "--name", "other", "--checkpoint", "7")
    assert code == 1
    assert "kept: 2" in err
    assert call("add", out, "--name", "other", "--checkpoint", "2")[0] == 0


def test_the_recipe_s_own_settings_can_be_set_to_any_other(call, data, tmp_path):
    # 0.999 is the default of the settings, 0 that of the papers' recipes.
    out = tmp_path / "run"
    asked = ("billaut-colorunet", "--data", data, "--out", out, *QUICK, "--ema-decay", "0.999")
    assert call(*asked)[0] == 0
    settings = Run(out).facts().settings
    assert settings["ema_decay"] == 0.999
    assert settings["optimizer"] == "adam"


def test_a_grid_trains_each_combination_and_names_the_best(call, data, tmp_path):
    grid = ("--grid", "learning_rate=0.001,0.01", "--grid", "ema_decay=0.9,0.99")
    asked = ("billaut-colorunet", "--data", data, "--out", tmp_path, *QUICK, *grid, "--json")
    code, said, _ = call(*asked)
    assert code == 0
    rows = json.loads(said)["runs"]
    assert {row["label"] for row in rows} == {
        f"learning_rate={rate}_ema_decay={decay}"
        for rate in ("0.001", "0.01")
        for decay in ("0.9", "0.99")
    }
    assert [row["ab_error"] for row in rows] == sorted(row["ab_error"] for row in rows)
    assert Run(tmp_path / rows[0]["label"]).facts().settings["steps"] == 2


@pytest.mark.parametrize("axis", ["colour=1,2", "learning_rate=", "learning_rate=fast", "steps=-1"])
def test_a_grid_that_is_none_is_refused(call, data, tmp_path, axis):
    code, _, err = call("swift", "--data", data, "--out", tmp_path, *QUICK, "--grid", axis)
    assert code == 1
    assert "vidcolor:" in err


def test_a_dry_run_tells_layers_time_and_memory_and_leaves_nothing(call, data, tmp_path):
    asked = ("olsson-cgan", "--data", data, *QUICK, "--dry-run")
    code, said, _ = call(*asked)
    assert code == 0
    assert "generator olsson-cgan" in said
    assert "discriminator olsson" in said
    assert "time 0:" in said
    assert "MiB at most" in said
    told = json.loads(call(*asked, "--json")[1])
    assert told["parameters"]["generator"] > 400_000
    assert told["steps"] == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_said(call, data, tmp_path):
    assert "--data" in call("swift", "--out", tmp_path)[2]
    assert "--out" in call("swift", "--data", data)[2]
    assert call("report", tmp_path, "--out", tmp_path / "report")[0] == 1
