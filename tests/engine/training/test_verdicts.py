"""A run judges colour pictures: how unusual they are, and whether its discriminator believes."""

import shutil
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.training.checkpoint import load_checkpoint, save_checkpoint
from vidcolor.training.photos import Photo
from vidcolor.training.recipes import RECIPES
from vidcolor.training.run import Run
from vidcolor.training.trainer import Sources
from vidcolor.training.verdict_picture import draw_verdict
from vidcolor.training.verdicts import RunJudge, judge_photos

SMALL_PX = 64


@pytest.fixture(scope="module", autouse=True)
def small():
    """All recipes train and judge small pictures, on few channels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("models.papers.petre._WIDTHS", (8, 16, 32, 64, 64))
        for name, recipe in RECIPES.items():
            stages = tuple(
                replace(stage, crop=replace(stage.crop, size_px=SMALL_PX))
                for stage in recipe.stages
            )
            patch.setitem(RECIPES, name, replace(recipe, stages=stages))
        yield


@pytest.fixture(scope="module")
def petre(run, photos, small, tmp_path_factory):
    """A run whose discriminator has learned to tell its photos from what the generator makes."""
    folder = tmp_path_factory.mktemp("petre")
    run(
        RECIPES["petre-unet-patchgan"],
        photos,
        folder,
        steps=12,
        learning_rate=0.0,  # a painter that stays is one that can be told
        discriminator_learning_rate=1e-3,
        validate_every=12,
    )
    return folder


@pytest.fixture(scope="module")
def swift(run, photos, small, tmp_path_factory):
    """A run of a recipe without a discriminator."""
    folder = tmp_path_factory.mktemp("swift")
    run(RECIPES["swift"], photos, folder, steps=1, validate_every=1)
    return folder


def judge_of(folder):
    return RunJudge(Run(folder), choose_compute("cpu"))


def picture(photos, number=0):
    return photos[number].read()


def test_a_patchgan_tells_true_from_made_colours_patch_by_patch(petre, photos):
    judge = judge_of(petre)
    assert (judge.discriminator_name, judge.silence) == ("patchgan-34", "")
    assert (judge.side_px, judge.step) == (SMALL_PX, 12)
    verdicts = [judge.judge(str(n), picture(photos, n)) for n in range(4)]
    told = [(verdict.true, verdict.true_of_expected) for verdict in verdicts]
    assert all(true > made + 0.3 for true, made in told), told
    first = verdicts[0]
    assert first.patches.shape == (14, 14)
    assert first.true == pytest.approx(first.patches.mean(), abs=1e-5)
    assert 0 <= first.patches.min() <= first.patches.max() <= 1
    assert first.picture.shape == first.expected.shape == (SMALL_PX, SMALL_PX, 3)


def test_it_is_unusual_to_differ_from_what_the_model_expects(petre, photos):
    judge = judge_of(petre)
    lively = judge.judge("lively", picture(photos))
    assert lively.unusual == pytest.approx(lively.error_map.mean(), rel=1e-4)
    assert lively.error_map.shape == (SMALL_PX, SMALL_PX)
    # What the model itself makes of a picture is what it expects of it.
    assert judge.judge("own", lively.expected).unusual < 0.3 * lively.unusual


def test_a_verdict_hangs_on_no_other_picture(petre, photos):
    judge = judge_of(petre)
    alone = judge.judge("a", picture(photos))
    judge.judge("b", picture(photos, 1))
    again = judge.judge("a", picture(photos))
    assert np.array_equal(alone.patches, again.patches)
    assert np.array_equal(alone.error_map, again.error_map)


def test_a_critic_of_whole_pictures_has_no_map_and_the_same_noise_each_time(run, photos, tmp_path):
    run(RECIPES["olsson-cgan"], photos, tmp_path, steps=1, validate_every=1)
    judge = judge_of(tmp_path)
    assert judge.discriminator_name == "olsson"
    verdict = judge.judge("one", picture(photos))
    assert verdict.patches is None
    assert 0 <= verdict.true <= 1
    again = judge.judge("one", picture(photos))
    assert (again.true_of_expected, again.unusual) == (verdict.true_of_expected, verdict.unusual)


def test_our_own_are_judged_at_half_the_size_as_they_learned(run, photos, features, tmp_path):
    sources = Sources(feature_weights=features)
    run(RECIPES["swift-adversarial"], photos, tmp_path, sources=sources, steps=1, validate_every=1)
    verdict = judge_of(tmp_path).judge("one", picture(photos))
    assert verdict.patches.shape == (2, 2)  # of 32×32 pixels; of 64×64 there would be 6×6
    assert 0 < verdict.true < 1
    assert verdict.unusual > 0


def test_without_a_discriminator_it_says_only_how_unusual(swift, photos):
    judge = judge_of(swift)
    assert judge.discriminator_name == ""
    assert judge.silence == "the recipe swift has no discriminator"
    verdict = judge.judge("one", picture(photos))
    assert (verdict.true, verdict.true_of_expected, verdict.patches) == (None, None, None)
    assert verdict.unusual > 0


def test_a_discriminator_that_has_not_learned_yet_is_not_asked(run, photos, tmp_path):
    run(RECIPES["petre-unet-patchgan"], photos, tmp_path, stop_at=1, steps=4, validate_every=4)
    state = load_checkpoint(tmp_path / "last.pt")
    assert state["step"] == 0
    assert "not learned" in judge_of(tmp_path).silence
    assert judge_of(tmp_path).judge("one", picture(photos)).true is None


def test_damaged_pictures_are_passed_over_and_counted(swift, photos, tmp_path):
    torn = tmp_path / "torn.png"
    torn.write_bytes(photos[0].path.read_bytes()[:60])
    given = [photos[0], Photo("torn.png", torn), photos[1]]
    steps = list(judge_photos(judge_of(swift), given))
    assert [(s.done, s.damaged) for s in steps] == [(1, 0), (2, 1), (3, 1)]
    assert [s.verdict.name if s.verdict else None for s in steps] == ["0.png", None, "1.png"]
    with pytest.raises(VidcolorError, match="could be read"):
        list(judge_photos(judge_of(swift), given[1:2]))


def test_what_is_no_run_is_refused(swift, tmp_path):
    with pytest.raises(VidcolorError, match="holds no training run"):
        judge_of(tmp_path)
    folder = tmp_path / "run"
    shutil.copytree(swift, folder)
    state = load_checkpoint(folder / "last.pt")
    state["averaged"]["bins"] = torch.zeros(1)
    save_checkpoint(state, folder / "last.pt")
    with pytest.raises(VidcolorError, match="not known here"):
        judge_of(folder)
    (folder / "last.pt").unlink()
    with pytest.raises(VidcolorError, match="no checkpoint yet"):
        judge_of(folder)


def test_the_picture_of_a_verdict_has_panels_and_legends(petre, photos, tmp_path):
    verdict = judge_of(petre).judge("one", picture(photos))
    draw_verdict(verdict, tmp_path / "with.png")
    draw_verdict(replace(verdict, patches=None), tmp_path / "without.png")
    with_patches, without = (cv2.imread(str(tmp_path / f"{n}.png")) for n in ("with", "without"))
    assert with_patches.shape[1] * 3 == without.shape[1] * 4
    width = without.shape[1] // 3
    shown = without[28 : 28 + 256, 12 : 12 + 256, ::-1]
    assert np.array_equal(shown[::4, ::4], verdict.picture)
    expected = without[28 : 28 + 256, width + 12 : width + 12 + 256, ::-1]
    assert np.array_equal(expected[::4, ::4], verdict.expected)
    bar = without[28 + 256 + 10, 2 * width + 12 : 2 * width + 12 + 256]
    assert bar[0].max() < 20  # the legend goes from black to nearly white
    assert bar[-1].min() > 100
    with pytest.raises(VidcolorError, match="cannot be written"):
        draw_verdict(verdict, tmp_path / "no folder" / "x.png")
