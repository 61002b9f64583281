"""The generator's part: batches without company, upright pictures, memory that ends."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
import torch
from filming import scene
from standins import Tint, random_weights, tint_network

from models.bins import in_gamut_bins
from models.unet import Prediction
from vidcolor.color.lab import lightness_from_luma
from vidcolor.colorizer import AS_EVALUATED, Colorizer, decode, settle_batch
from vidcolor.devices import Compute, choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.networks import Decoding, Network, load_network
from vidcolor.settings import ColorSettings
from vidcolor.video.frames import Frame, LumaFormat, Matrix
from vidcolor.video.info import FilmInfo, unfilmed

LUMA = LumaFormat(8, full_range=False, matrix=Matrix.BT709)


def film(width: int = 96, height: int = 64, rotation: int = 0) -> FilmInfo:
    info = unfilmed(Path("in.memory"), width, height, LUMA, Fraction(25))
    return replace(info, rotation_degrees=rotation)


def colorizer(network: Network, batch: int = 1, rotation: int = 0) -> Colorizer:
    compute = Compute(torch.device("cpu"), torch.float32, 1, batch)
    settings = ColorSettings(device="cpu", work_size=64)
    return Colorizer(network, compute, film(rotation=rotation), settings)


def pictures(count: int, of: Colorizer) -> list[torch.Tensor]:
    rng = torch.Generator().manual_seed(1)
    return [torch.rand(1, 1, *of.size, generator=rng) for _ in range(count)]


@pytest.fixture(scope="module")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Network:
    weights = random_weights(tmp_path_factory.mktemp("weights") / "swift.safetensors")
    return load_network("swift", choose_compute("cpu", precision="fp32"), weights=weights)


def test_a_seen_frame_keeps_its_luma_and_gets_a_small_view() -> None:
    luma = scene(3, 96, 64)
    seen = colorizer(tint_network()).see(Frame(3, 3, 1, luma, (luma,)))
    assert seen.luma is luma
    [y] = seen.y
    assert y.shape == (1, 1, 64, 96)
    assert 0 <= y.min() < y.max() <= 1


def test_both_views_of_an_interlaced_frame_are_seen() -> None:
    luma, top, bottom = scene(0, 96, 64), scene(1, 96, 64), scene(2, 96, 64)
    seen = colorizer(tint_network()).see(Frame(0, 0, 1, luma, (top, bottom)))
    assert len(seen.y) == 2
    assert not torch.equal(*seen.y)


def test_the_network_always_gets_a_full_batch() -> None:
    module = Tint()
    eight = colorizer(tint_network(module), batch=8)
    assert len(eight.colors(pictures(3, eight))) == 3
    assert module.batches == [8]


def test_a_pictures_colour_does_not_depend_on_its_company(swift: Network) -> None:
    four = colorizer(swift, batch=4)
    some = pictures(4, four)
    together = four.colors(some)
    alone = four.colors(some[:1])
    turned = four.colors(some[::-1])
    assert together[0].shape == (1, 2, 32, 48)
    assert torch.equal(alone[0], together[0])
    assert torch.equal(turned[3], together[0])
    assert (together[0] - together[1]).abs().mean() > 0.1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_network_sees_the_picture_upright_and_its_colour_is_turned_back(rotation: int) -> None:
    one = colorizer(tint_network(), rotation=rotation)
    [ab] = one.colors([torch.full((1, 1, *one.size), 0.4)])
    # The stand-in paints what a viewer sees on the right redder.
    right = {0: ab[0, 0, :, -1], 90: ab[0, 0, 0, :], 180: ab[0, 0, :, 0], 270: ab[0, 0, -1, :]}
    left = {0: ab[0, 0, :, 0], 90: ab[0, 0, -1, :], 180: ab[0, 0, :, -1], 270: ab[0, 0, 0, :]}
    assert ab.shape[-2:] == (one.size[0] // 2, one.size[1] // 2)
    assert right[rotation].mean() > left[rotation].mean() + 20


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_colours_lie_where_their_lightness_lies(rotation: int) -> None:
    one = colorizer(tint_network(), rotation=rotation)
    [y] = pictures(1, one)
    [ab] = one.colors([y])
    # The stand-in's yellow follows the lightness.
    wanted = (torch.nn.functional.avg_pool2d(lightness_from_luma(y), 2) - 50) * 0.6
    assert torch.allclose(ab[:, 1:], wanted, atol=1e-3)


def prediction(logits: torch.Tensor, ab: torch.Tensor) -> Prediction:
    return Prediction(logits, ab, torch.zeros(1, 2, 1, 1))


def test_a_sure_distribution_gives_its_own_bin() -> None:
    bins = in_gamut_bins()
    logits = torch.zeros(1, len(bins), 4, 4)
    logits[:, 17] = 60
    ab = decode(prediction(logits, torch.zeros(1, 2, 8, 8)), bins, Decoding(1.0), AS_EVALUATED)
    assert torch.allclose(ab, bins[17].reshape(1, 2, 1, 1).expand(1, 2, 8, 8), atol=1e-3)


def test_the_share_of_the_bins_mixes_both_answers() -> None:
    bins = in_gamut_bins()
    logits = torch.zeros(1, len(bins), 4, 4)
    logits[:, 17] = 60
    regressed = torch.full((1, 2, 8, 8), 10.0)
    ab = decode(prediction(logits, regressed), bins, Decoding(0.25, 2.0), AS_EVALUATED)
    wanted = 2 * (0.75 * regressed + 0.25 * bins[17].reshape(1, 2, 1, 1))
    assert torch.allclose(ab, wanted, atol=1e-2)


def test_a_lower_temperature_is_bolder() -> None:
    bins = in_gamut_bins()
    rng = torch.Generator().manual_seed(2)
    logits = torch.randn(1, len(bins), 1, 1, generator=rng).expand(-1, -1, 8, 8) * 3
    answers = prediction(logits, torch.zeros(1, 2, 16, 16))
    for decoding in (Decoding(), Decoding(chroma_gain=1.3)):
        chroma = [
            float(torch.hypot(*decode(answers, bins, decoding, t)[0]).mean())
            for t in (1.0, 0.5, 0.2)
        ]
        assert chroma[0] < chroma[1] < chroma[2]


def test_at_temperature_1_nothing_is_bolder_than_it_was_predicted() -> None:
    bins = in_gamut_bins()
    logits = torch.zeros(1, len(bins), 4, 4)
    logits[:, 17] = 60
    regressed = torch.full((1, 2, 8, 8), 10.0)
    ab = decode(prediction(logits, regressed), bins, Decoding(0.0, 1.5, 0.4), 1.0)
    assert torch.allclose(ab, bins[17].reshape(1, 2, 1, 1).expand_as(ab), atol=1e-2)


def test_temperatures_are_shares_of_the_calibrated_one() -> None:
    bins = in_gamut_bins()
    logits = torch.randn(1, len(bins), 4, 4, generator=torch.Generator().manual_seed(4)) * 3
    answers = prediction(logits, torch.zeros(1, 2, 8, 8))
    for asked, alike in ((1.0, 0.4), (0.5, 0.2)):
        ab = decode(answers, bins, Decoding(calibration=0.4), asked)
        assert torch.equal(ab, decode(answers, bins, Decoding(temperature=alike), 0.0))
    assert not torch.equal(ab, decode(answers, bins, Decoding(), 0.5))


def test_at_the_papers_temperature_the_gain_is_whole() -> None:
    logits = torch.zeros(1, 0, 4, 4)
    regressed = torch.full((1, 2, 8, 8), 10.0)
    ab = decode(prediction(logits, regressed), torch.zeros(0, 2), Decoding(0.0, 1.5), 0.38)
    assert torch.allclose(ab, 1.5 * regressed)


class Greedy(Tint):
    """Needs more memory than there is for more than ``most`` pictures at once."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def forward(self, lightness, hints=None, palette=None, distribution=True, regression=True):  # type: ignore[no-untyped-def]
        if len(lightness) > self.most:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")
        return super().forward(lightness, hints, palette)


def test_a_batch_that_fits_stays() -> None:
    eight = colorizer(tint_network(), batch=8)
    settled, warnings = settle_batch(eight)
    assert settled is eight
    assert warnings == []


def test_a_batch_that_does_not_fit_becomes_single_pictures_and_says_so() -> None:
    settled, [warning] = settle_batch(colorizer(tint_network(Greedy(4)), batch=8))
    assert settled.compute.batch == 1
    assert "one by one" in warning
    assert "not 8 at a time" in warning
    assert len(settled.colors(pictures(1, settled))) == 1


@pytest.mark.parametrize("batch", [1, 8])
def test_not_even_one_picture_fitting_is_an_error_with_advice(batch: int) -> None:
    with pytest.raises(VidcolorError, match="not enough memory") as caught:
        settle_batch(colorizer(tint_network(Greedy(0)), batch=batch))
    assert "--work-size" in caught.value.do


def test_other_failures_of_the_trial_are_not_taken_for_memory() -> None:
    class Broken(Tint):
        def forward(
            self, lightness, hints=None, palette=None, distribution=True, regression=True
        ) -> NoReturn:  # type: ignore[no-untyped-def]
            if len(lightness) == 1:
                pytest.fail("the trial went on after an error that is not about memory")
            raise RuntimeError("cuDNN error: CUDNN_STATUS_EXECUTION_FAILED")

    with pytest.raises(RuntimeError, match="cuDNN"):
        settle_batch(colorizer(tint_network(Broken()), batch=8))


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device here")
def test_a_gpu_gives_the_colours_of_the_processor(swift: Network, tmp_path: Path) -> None:
    settings = ColorSettings(work_size=64)
    luma = scene(3, 96, 64)
    answers = []
    for device in ("cpu", "cuda"):
        compute = choose_compute(device)
        weights = random_weights(tmp_path / "swift.safetensors")
        network = load_network("swift", compute, weights=weights)
        one = Colorizer(network, compute, film(), settings)
        seen = one.see(Frame(0, 0, 1, luma, (luma,)))
        answers.append(one.colors([seen.y[0]])[0].cpu().numpy())
    assert np.abs(answers[0] - answers[1]).mean() < 0.5
