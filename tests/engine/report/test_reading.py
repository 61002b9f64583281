"""Runs are read as they lie on the disk, also where they were killed and went on."""

import json

import pytest
from runs_made import make_run

from vidcolor.errors import VidcolorError
from vidcolor.report.curves import curves
from vidcolor.report.reading import read_stories


def chart(stories, key):
    (found,) = [one for one in curves(stories) if one.key == key]
    return found


def test_curves_hold_what_was_noted(tmp_path):
    make_run(tmp_path / "one", parameters={"generator": 2, "discriminator": 1})
    (story,) = read_stories([tmp_path / "one"])
    parts = {line.name: line.points for line in chart([story], "losses-1").series}
    assert parts.keys() == {"all", "l1", "features", "discriminator"}
    assert parts["l1"][5] == (6.0, 0.5)
    assert parts["discriminator"][-1] == (30.0, pytest.approx(0.8))
    real, fake = chart([story], "discriminator").series
    assert (real.name, fake.name) == ("on real", "on fake")
    assert real.points[0] == (1.0, 60.0)
    assert fake.points[-1] == (30.0, 100.0)
    assert fake.dash
    assert fake.color != real.color
    (border,) = chart([story], "losses-1").borders
    assert (border.step, border.text) == (16, "stage 2")


def test_validations_have_the_grey_level_dashed_and_the_truth_dotted(tmp_path):
    make_run(tmp_path / "one")
    stories = read_stories([tmp_path / "one"])
    own, grey = chart(stories, "held-out-psnr-db").series
    assert own.points == [(10.0, 22.1), (20.0, 22.2), (30.0, 22.3)]
    assert grey.name == "grey"
    assert grey.points == [(0.0, 21.25), (30.0, 21.25)]
    _, truth = chart(stories, "held-out-colorfulness").series
    assert truth.points[0][1] == 40.0
    assert len({grey.dash, truth.dash, own.dash}) == 3
    keys = {one.key for one in curves(stories)}
    assert "discriminator" not in keys
    assert not any(key.endswith(("-grey", "-truth")) for key in keys)


def test_several_runs_share_a_plot_and_each_keeps_its_colour(tmp_path):
    make_run(tmp_path / "one", validations=1)
    make_run(tmp_path / "two", parameters={"generator": 2, "discriminator": 1})
    stories = read_stories([tmp_path / "one", tmp_path / "two"])
    assert [(line.name, line.color) for line in chart(stories, "loss").series] == [
        ("one", 0),
        ("two", 1),
    ]
    told = chart(stories, "discriminator")
    assert [(line.name, line.color) for line in told.series] == [
        ("two: on real", 1),
        ("two: on fake", 1),
    ]
    assert [(border.step, border.color) for border in told.borders] == [(16, 1)]
    *_, grey = chart(stories, "held-out-ab-error").series
    assert grey.name == "grey"  # the same for both: one line


def test_a_run_that_was_killed_and_went_on_has_each_step_once_in_order(tmp_path):
    run = make_run(tmp_path / "one")
    with run.metrics.open("a") as metrics:
        for line in (
            {"kind": "step", "step": 25, "stage": 1, "loss": 9.0},
            {"kind": "validation", "step": 20, "measures": {"psnr_db": 30.0, "mae": None}},
            {"kind": "step", "step": 26, "stage": 1, "loss": float("nan")},
            ["no line of ours"],
            {"kind": "step", "step": "none"},
            {"kind": "validation", "step": 40},
        ):
            metrics.write(json.dumps(line) + "\n")
        metrics.write('{"kind": "step", "st')
    (story,) = read_stories([run.folder])
    losses = dict(story.curve("loss"))
    assert list(losses) == [*range(1, 26), *range(27, 31)]  # 26 is no number
    assert losses[25] == 9.0
    assert story.validated("psnr_db")[1] == (20.0, 30.0)
    assert story.measures_at(29) == {"psnr_db": 30.0}
    assert story.measures_at(9) == {}


def test_rows_are_called_by_folder_and_recipe_and_never_without_the_substitutes(tmp_path):
    substitutes = ("ResNet50 for vgg16",)
    make_run(tmp_path / "a" / "iitk-2-long", recipe="iitk-2", substitutes=substitutes)
    make_run(tmp_path / "a" / "same")
    make_run(tmp_path / "b" / "same\u202e")
    make_run(tmp_path / "b" / "same")
    stories = read_stories(
        [tmp_path / name for name in ("a/iitk-2-long", "a/same", "b/same", "b/same\u202e")]
    )
    assert [story.label for story in stories] == [
        "iitk-2-long – substitute: ResNet50 for vgg16",
        "a/same (swift)",
        "b/same (swift)",
        "same\N{REPLACEMENT CHARACTER} (swift)",
    ]


def test_folders_that_hold_no_run_or_are_given_twice_are_refused(tmp_path):
    make_run(tmp_path / "one")
    with pytest.raises(VidcolorError, match="no training run"):
        read_stories([tmp_path])
    with pytest.raises(VidcolorError, match="given twice"):
        read_stories([tmp_path / "one", tmp_path / "x" / ".." / "one"])
