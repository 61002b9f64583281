"""What the papers print of their networks: numbers of parameters, shapes, fields of view."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from published import published_shapes, published_state
from torch import Tensor, nn

from models.bins import in_gamut_bins, published_bins
from models.papers.mouli import TrainableEccv16
from models.papers.olsson import OlssonDiscriminator, OlssonGenerator
from models.papers.olsson_vgg import VggClassification, VggFront
from models.papers.pix2pix import Pix2PixUNet
from models.papers.zheng import ZhengDiscriminator, ZhengGenerator
from models.patchgan import PatchGan
from models.registry import PUBLISHED
from models.zhang import eccv16_state
from vidcolor.networks import recognize

pytestmark = pytest.mark.usefixtures("one_thread")


def parameters(module: nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def rows(module: nn.Module, x: Tensor) -> list[tuple[tuple[int, ...], int]]:
    """Shape and parameters of each layer, one picture long."""
    seen: list[tuple[tuple[int, ...], int]] = []

    def note(layer: nn.Module, _: object, out: Tensor) -> None:
        seen.append((tuple(out.shape[1:]), parameters(layer)))

    hooks = [m.register_forward_hook(note) for m in module.modules() if not list(m.children())]
    module(*(x for _ in range(1 if x.shape[1] == 1 else 2)))
    for hook in hooks:
        hook.remove()
    return seen


def test_zhengs_generator_has_the_layers_of_table_1() -> None:
    with torch.device("meta"):
        generator = ZhengGenerator()
        found = rows(generator, torch.zeros(2, 1, 256, 256))
    found.remove(((3, 64, 64), 0))  # the reshape, which the table does not count
    assert found == [
        ((6, 128, 128), 60),
        ((6, 128, 128), 330),
        ((6, 128, 128), 0),
        ((6, 64, 64), 330),
        ((3, 64, 64), 165),
        ((12288,), 0),
        ((1024,), 12_583_936),
        ((1024,), 1_049_600),
        ((12288,), 12_595_200),
        ((3, 64, 64), 0),
        ((3, 256, 256), 0),
    ]
    assert parameters(generator) == 26_229_621


def test_zhengs_discriminator_has_the_layers_of_table_2() -> None:
    with torch.device("meta"):
        discriminator = ZhengDiscriminator()
        found = rows(discriminator, torch.zeros(2, 3, 256, 256))
    assert found == [
        ((64, 128, 128), 3_072),
        ((64, 128, 128), 128),
        ((64, 128, 128), 0),
        ((128, 64, 64), 294_912),
        ((128, 64, 64), 256),
        ((128, 64, 64), 0),
        ((1, 64, 64), 1_152),
        ((1, 64, 64), 0),
        ((1, 64, 1), 65),
        ((1, 1, 1), 65),
    ]
    assert parameters(discriminator) == 299_650


def test_zhengs_second_linear_layer_looks_along_the_other_axis() -> None:
    torch.manual_seed(1)
    discriminator = ZhengDiscriminator().eval()
    picture = torch.rand(1, 3, 256, 256)
    with torch.inference_mode():
        grid = discriminator.layers(picture)[0, 0]  # (64, 64)
        weights = discriminator.along_rows.weight[0], discriminator.along_columns.weight[0]
        by_row = grid @ weights[0] + discriminator.along_rows.bias
        wanted = by_row @ weights[1] + discriminator.along_columns.bias
        said = discriminator(picture[:, :1], picture)
    assert 0 < grid.min() < grid.max() < 1
    torch.testing.assert_close(said.flatten(), wanted)


@pytest.mark.parametrize("build", [ZhengGenerator, ZhengDiscriminator])
def test_zhengs_networks_take_no_other_size(build: type[nn.Module]) -> None:
    with torch.device("meta"):
        picture = torch.zeros(1, 3 if build is ZhengDiscriminator else 1, 128, 256)
        with pytest.raises(ValueError, match="256, got 128"):
            build()(*[picture] * (2 if build is ZhengDiscriminator else 1))


def test_olssons_noise_layer_and_channels_are_as_printed() -> None:
    with torch.device("meta"):
        generator = OlssonGenerator()
        sizes = [shape for shape, _ in rows(generator, torch.zeros(2, 1, 64, 64))[1:]]
    assert parameters(generator.to_plane) == 413_696
    convs = [m for m in generator.modules() if isinstance(m, nn.Conv2d)]
    assert [c.in_channels for c in convs] == [2, 130, 66, 65, 65, 33]
    assert all(shape[1:] == (64, 64) for shape in sizes)


def test_olssons_discriminator_goes_down_to_512_by_4_by_4() -> None:
    with torch.device("meta"):
        colors = torch.zeros(2, 2, 64, 64)
        discriminator = OlssonDiscriminator()
        seen: list[tuple[int, ...]] = []
        discriminator.layers.register_forward_hook(lambda *x: seen.append(tuple(x[2].shape)))
        assert discriminator(colors[:, :1], colors).shape == (2, 1)
    assert seen == [(2, 512, 4, 4)]


def test_olssons_frozen_part_is_conv1_to_conv4_of_vgg16() -> None:
    with torch.device("meta"):
        network = VggClassification(VggFront())
        logits = network(torch.zeros(2, 1, 224, 224))
    assert parameters(network.encoder) == 7_635_264
    assert logits.shape == (2, 313, 56, 56)
    published = published_shapes("vgg16")
    own = {k: tuple(v.shape) for k, v in network.encoder.state_dict().items()}
    assert own == {k: published[k] for k in list(published)[: 2 * 10]}


def test_olssons_blocks_end_with_a_stride_and_a_norm() -> None:
    published = published_state("vgg16", without=("classifier.",))
    front = VggFront().eval()
    front.load_state_dict({k: published[k] for k in front.state_dict()})
    norms = nn.ModuleList(nn.BatchNorm2d(n) for n in (64, 128, 256, 512)).eval()
    for norm in norms:
        nn.init.uniform_(norm.bias)  # else a norm in the wrong place would not show
    lightness = torch.rand(1, 1, 32, 64) * 100
    with torch.inference_mode():
        said = front(lightness, norms)
        mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        x = (lightness.expand(-1, 3, -1, -1) / 100 - mean[:, None, None]) / std[:, None, None]
        for places, norm in zip(((0, 2), (5, 7), (10, 12, 14), (17, 19, 21)), norms, strict=True):
            for place in places:
                weight, bias = (published[f"features.{place}.{n}"] for n in ("weight", "bias"))
                x = F.relu(F.conv2d(x, weight, bias, 2 if place in (2, 7, 14) else 1, 1))
            x = norm(x)
    assert said.shape == (1, 512, 4, 8)
    torch.testing.assert_close(said, x, rtol=1e-4, atol=1e-4)


def test_pix2pix_has_the_published_number_of_parameters() -> None:
    with torch.device("meta"):
        # As the authors' PyTorch program prints them for 3 channels in and out (unet_256, batch
        # norm), and for its discriminator, which sees six channels where ours sees three.
        assert parameters(Pix2PixUNet(into=3, out=3)) == 54_413_955
        assert parameters(PatchGan(batch_norm=True)) == 2_768_705 - 3 * 64 * 4 * 4


def test_a_patch_of_34_pixels_gives_a_matrix_of_62() -> None:
    with torch.device("meta"):
        judge = PatchGan(downs=2, batch_norm=True)
        verdicts = judge(torch.zeros(1, 1, 256, 256), torch.zeros(1, 2, 256, 256))
    assert verdicts.shape == (1, 1, 62, 62)
    assert judge.receptive_field_px == 34


def test_published_bins_are_those_of_the_list() -> None:
    bins = published_bins()
    assert bins.shape == (313, 2)
    assert bins[[0, 4, 5, 302, 303, 312]].tolist() == [
        [-90, 50],
        [-90, 90],
        [-80, 20],
        [90, 70],
        [100, -90],
        [100, 0],
    ]
    assert len({tuple(row) for row in bins.tolist()}) == 313
    assert {tuple(row) for row in in_gamut_bins().tolist()} < {tuple(r) for r in bins.tolist()}


def test_eccv16_that_learns_has_the_published_keys_and_numbers() -> None:
    with torch.device("meta"):
        network = TrainableEccv16()
    assert parameters(network) == 32_236_011
    own = {k: tuple(v.shape) for k, v in network.state_dict().items()}
    assert own == published_shapes("eccv16")
    assert recognize(network.state_dict()) is PUBLISHED["eccv16"]


def test_eccv16_that_learns_answers_as_the_published_one_does() -> None:
    state = published_state("eccv16")
    with torch.device("meta"):
        network = TrainableEccv16()
    network.load_state_dict(state, assign=True)
    published = PUBLISHED["eccv16"].build()
    published.load_state_dict(eccv16_state(state))
    lightness = torch.rand(1, 1, 32, 64) * 100
    with torch.inference_mode():
        said = network.eval()(lightness)
        wanted = published.eval()(lightness)
    mean = torch.einsum("bqhw,qc->bchw", wanted.logits.softmax(1), published.get_buffer("bins"))
    torch.testing.assert_close(
        said, F.interpolate(mean, scale_factor=4.0, mode="bilinear"), rtol=1e-3, atol=1e-2
    )
    assert said.std() > 0.1


def test_fresh_eccv16_begins_with_the_313_bins() -> None:
    out = TrainableEccv16().model_out.weight
    torch.testing.assert_close(110 * out[:, :, 0, 0].T, published_bins())
