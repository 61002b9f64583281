"""The generators and discriminators of the papers: what they take, answer and learn from."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.papers.mouli import TrainableEccv16
from models.papers.olsson import OlssonGenerator
from models.papers.olsson_vgg import VggRegression
from models.papers.pix2pix import Pix2PixUNet
from models.registry import DISCRIMINATORS, GENERATORS, PAPERS, PUBLISHED, Native
from models.resnet import ResNet50Encoder, fold_norms

pytestmark = pytest.mark.usefixtures("one_thread")

SMALL = (
    "zheng-fc",
    "olsson-cgan",
    "petre-unet",
    "billaut-colorunet",
    "resnet-flat",
    "residual-unet",
    "residual-unet-upsampling",
    "resnet18-unet",
)
TANH = tuple(name for name in SMALL if name not in ("zheng-fc", "olsson-cgan", "billaut-colorunet"))
NATIVE = {
    "zheng-fc": Native("rgb", fixed_px=256),
    "olsson-cgan": Native("yuv", fixed_px=64, noise_numbers=100),
    "olsson-vgg-regression": Native("lab"),
    "olsson-vgg-regression-resnet50": Native("lab"),
    "olsson-vgg-classification": Native("lab", classes=True),
    "olsson-vgg-classification-resnet50": Native("lab", classes=True),
    "petre-unet": Native("lab"),
    "billaut-colorunet": Native("yuv", classes=True),
    "mouli-eccv16": Native("lab"),
    "pix2pix-unet": Native("lab"),
    "resnet-flat": Native("lab"),
    "residual-unet": Native("lab"),
    "residual-unet-upsampling": Native("lab"),
    "resnet18-unet": Native("lab"),
    "resnet50-unet": Native("lab"),
}
CHANNELS = {"lab": 2, "yuv": 2, "rgb": 3}


def grey_of(name: str, height: int = 32, width: int = 64) -> Tensor:
    native = NATIVE[name]
    if native.fixed_px:
        height = width = native.fixed_px
    torch.manual_seed(11)
    small = torch.rand(2, 1, 5, 7)
    grey = F.interpolate(small, (height, width), mode="bilinear")
    return grey * (100 if native.space == "lab" else 1)


@pytest.fixture(scope="module")
def small() -> dict[str, nn.Module]:
    torch.manual_seed(2)
    return {name: PAPERS[name].build() for name in SMALL}


def test_every_generator_says_how_it_speaks() -> None:
    assert {name: spec.native for name, spec in PAPERS.items()} == NATIVE
    assert all(name == spec.name for name, spec in PAPERS.items())
    assert not set(PAPERS) & set(GENERATORS | PUBLISHED)
    ours = (GENERATORS | PUBLISHED).values()
    assert all(spec.native is None for spec in ours)


@pytest.mark.parametrize("name", sorted(NATIVE))
def test_the_answer_has_the_size_that_is_promised(name: str) -> None:
    spec = PAPERS[name]
    native, side = NATIVE[name], NATIVE[name].fixed_px
    height, width = (side, side) if side else (spec.size_multiple, 3 * spec.size_multiple)
    with torch.device("meta"):
        generator = spec.build()
        said = generator(torch.zeros(2, 1, height, width))
    if native.classes:
        bins = len(generator.get_buffer("bins"))
        assert "bins" in generator.state_dict()
        stride = 1 if name.startswith("billaut") else 4
        assert said.shape == (2, bins, height // stride, width // stride)
    else:
        assert said.shape == (2, CHANNELS[native.space], height, width)


def test_billaut_keeps_its_classes_as_cb_cr_too() -> None:
    with torch.device("meta"):
        state = PAPERS["billaut-colorunet"].build().state_dict()
    assert state["bins"].shape == state["centres"].shape == (32, 2)


def test_sides_that_do_not_fit_are_refused() -> None:
    free = {"pix2pix-unet", "resnet-flat"}  # which take any
    for name in sorted(set(NATIVE) - free):
        with torch.device("meta"), pytest.raises(ValueError, match="sides must be"):
            PAPERS[name].build()(torch.zeros(2, 1, 36, 68))


def test_mouli_s_network_answers_in_halves_too() -> None:
    torch.manual_seed(3)
    network = TrainableEccv16().eval()
    grey = grey_of("mouli-eccv16")
    with torch.inference_mode():
        plain = network(grey)
        for layer in network.modules():  # as weights are made ready for films
            if isinstance(layer, nn.Conv2d):
                layer.to(torch.bfloat16)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            halved = network(grey)
    assert halved.dtype == torch.float32
    assert torch.allclose(halved, plain, atol=1.0)


@pytest.mark.parametrize("name", sorted(set(NATIVE) - {"mouli-eccv16"}))
def test_a_gradient_leads_to_every_parameter(name: str) -> None:
    with torch.device("meta"):
        generator = PAPERS[name].build()
        generator(grey_of(name).to("meta")).square().sum().backward()
    lost = [key for key, p in generator.named_parameters() if p.grad is None]
    assert not lost


@pytest.mark.parametrize("name", SMALL[1:])  # zheng-fc takes two seconds
def test_every_parameter_of_a_fresh_network_is_moved(
    small: dict[str, nn.Module], name: str
) -> None:
    generator = small[name].train()
    noise = torch.rand(2, NATIVE[name].noise_numbers) if NATIVE[name].noise_numbers else None
    # Squares pull at all outputs; a plain sum would be blind behind a norm.
    (generator(grey_of(name), noise) + 1).square().sum().backward()
    still = [key for key, p in generator.named_parameters() if not p.grad.abs().sum() > 0]
    generator.zero_grad(set_to_none=True)
    assert not still


def test_eccv16_that_learns_moves_every_parameter() -> None:
    torch.manual_seed(4)
    generator = TrainableEccv16()
    generator(grey_of("mouli-eccv16")).square().sum().backward()
    assert all(p.grad.abs().sum() > 0 for p in generator.parameters())


@pytest.mark.parametrize("name", SMALL)
def test_the_same_grey_gets_the_same_answer_alone_or_in_a_batch(
    small: dict[str, nn.Module], name: str
) -> None:
    generator, grey = small[name].eval(), grey_of(name)
    with torch.inference_mode():
        both = generator(grey)
        assert torch.equal(both, generator(grey))
        torch.testing.assert_close(both[:1], generator(grey[:1]), rtol=1e-4, atol=1e-3)
    assert both.std() > 0


@pytest.mark.parametrize("name", TANH)
def test_colours_stay_inside_their_range_and_reach_it(
    small: dict[str, nn.Module], name: str
) -> None:
    generator = small[name].eval()
    last = generator.get_submodule("to_ab")
    kept = last.weight.data.clone()
    last.weight.data.mul_(1e5)
    with torch.inference_mode():
        ab = generator(grey_of(name)).abs().max()
    last.weight.data.copy_(kept)
    assert 100 < ab <= 110


def test_olssons_colours_stay_inside_cb_cr() -> None:
    torch.manual_seed(0)
    generator = OlssonGenerator().eval()
    generator.to_colors.weight.data.mul_(1e5)
    with torch.inference_mode():
        colors = generator(grey_of("olsson-cgan"))
    assert 0.49 < colors.abs().max() <= 0.5


def test_the_regression_reaches_128() -> None:
    with torch.device("meta"):
        network = PAPERS["olsson-vgg-regression"].build()
    assert isinstance(network, VggRegression)
    network.quarter = lambda grey: torch.randn(1, 256, 8, 16)  # type: ignore[method-assign]
    network.to_ab = nn.Conv2d(256, 2, 1)
    network.to_ab.weight.data.mul_(1e5)
    ab = network(grey_of("olsson-vgg-regression"))
    assert ab.shape == (1, 2, 32, 64)
    assert 127 < ab.abs().max() <= 128


def test_other_noise_gives_other_colours_and_none_is_zero(small: dict[str, nn.Module]) -> None:
    generator, grey = small["olsson-cgan"].eval(), grey_of("olsson-cgan")
    noise = torch.rand(2, 100) * 2 - 1
    with torch.inference_mode():
        first, second = generator(grey, noise), generator(grey, -noise)
        unmoved = generator(grey, torch.zeros(2, 100))
        assert torch.equal(generator(grey), unmoved)
    assert not torch.allclose(first, second, atol=1e-4)


def test_luma_and_noise_come_back_behind_each_block() -> None:
    torch.manual_seed(0)
    generator = OlssonGenerator().eval()
    handed: list[Tensor] = []
    for block in list(generator.blocks)[1:]:
        block.register_forward_hook(lambda *x: handed.append(x[1][0]))
    generator.to_colors.register_forward_hook(lambda *x: handed.append(x[1][0]))
    grey = grey_of("olsson-cgan")
    with torch.inference_mode():
        noise = torch.rand(2, 100)
        generator(grey, noise)
        plane = generator.to_plane(noise).view(2, 1, 64, 64)
    luma = 2 * grey - 1
    for x, planes in zip(handed, (2, 2, 1, 1, 1), strict=True):
        assert torch.equal(x[:, -planes:], torch.cat([luma, plane], 1)[:, :planes])


@pytest.fixture(scope="module")
def pix2pix() -> Pix2PixUNet:
    torch.manual_seed(6)
    return Pix2PixUNet()


def test_pix2pix_continues_what_is_smaller_than_256_and_cuts_it_again(
    pix2pix: Pix2PixUNet,
) -> None:
    grey = grey_of("pix2pix-unet", 224, 160)[:1]
    rows, columns = torch.arange(256).clamp(max=223), torch.arange(256).clamp(max=159)
    with torch.inference_mode():
        said = pix2pix.eval()(grey)
        whole = pix2pix(grey[:, :, rows][:, :, :, columns])
    assert said.shape == (1, 2, 224, 160)
    assert torch.equal(said, whole[:, :, :224, :160])
    assert 0 < said.abs().max() <= 110


def test_the_dropout_of_pix2pix_works_in_training_alone(pix2pix: Pix2PixUNet) -> None:
    pix2pix.train()
    dropped = [m for m in pix2pix.modules() if isinstance(m, nn.Dropout)]
    assert [m.p for m in dropped] == [0.5] * 3
    assert all(m.training for m in dropped)
    assert not any(m.training for m in pix2pix.eval().modules())


def test_pix2pix_starts_from_the_gaussian_of_the_paper(pix2pix: Pix2PixUNet) -> None:
    for key, weight in pix2pix.named_parameters():
        if weight.ndim == 4:
            assert weight.std().item() == pytest.approx(0.02, rel=0.1), key
            assert weight.mean().abs() < 0.002, key


def test_freezing_the_encoder_leaves_the_norms_behind_its_blocks_free() -> None:
    with torch.device("meta"):
        network = PAPERS["olsson-vgg-classification"].build()
    free = [key for key, _ in network.named_parameters() if not key.startswith("encoder.")]
    assert [key for key in free if key.startswith("norms.")] == [
        f"norms.{number}.{part}" for number in range(4) for part in ("weight", "bias")
    ]


@pytest.mark.parametrize(
    "name",
    ["olsson-vgg-regression-resnet50", "olsson-vgg-classification-resnet50", "resnet50-unet"],
)
def test_the_substitutes_encoder_finds_its_weights_in_resnet50(name: str) -> None:
    with torch.device("meta"):
        encoder = PAPERS[name].build().get_submodule("encoder").state_dict()
        whole = ResNet50Encoder().state_dict()
    assert ("layer3.5.conv3.weight" in encoder) == (name == "resnet50-unet")
    published: dict[str, Tensor] = {}
    for key, value in whole.items():  # as they were before their norms were drawn in
        if not key.endswith(".weight"):
            continue
        conv = key.removesuffix(".weight").replace("downsample", "downsample.0")
        norm = conv[:-1] + "1" if "downsample" in conv else "bn".join(conv.rsplit("conv", 1))
        published[f"{conv}.weight"] = value
        for part in ("weight", "bias", "running_mean", "running_var"):
            published[f"{norm}.{part}"] = value[:, 0, 0, 0]
    assert PAPERS[name].encoder_state is fold_norms
    with torch.device("meta"):
        given = fold_norms(published)
    assert {key: given[key].shape for key in encoder} == {k: v.shape for k, v in encoder.items()}


@pytest.mark.parametrize("name", sorted(DISCRIMINATORS))
def test_a_discriminator_answers_logits_that_know_grey_and_colour(name: str) -> None:
    torch.manual_seed(3)
    judge = DISCRIMINATORS[name]().eval()
    side_px = {"zheng": 256, "olsson": 64}.get(name, 64)
    colors = torch.rand(2, 3 if name == "zheng" else 2, side_px, side_px, requires_grad=True)
    grey = torch.rand(2, 1, side_px, side_px, requires_grad=True)
    last = [m for m in judge.modules() if isinstance(m, nn.Linear | nn.Conv2d)][-1]
    if name != "patchgan-spectral":  # whose norm would undo it
        last.weight.data.mul_(1e3)
        last.bias.data.fill_(-5)
    verdicts = judge(grey, colors)
    verdicts.sum().backward()
    assert verdicts.shape[0] == 2
    assert not ((verdicts >= 0) & (verdicts <= 1)).all()
    assert colors.grad is not None
    assert colors.grad.abs().sum() > 0
    assert (grey.grad is None) == (name == "zheng")  # whose colours hold the luma
