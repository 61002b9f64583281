"""Our generators: shapes, sizes, guidance that starts without effect, encoders."""

import pytest
import torch

from models.bins import in_gamut_bins
from models.mobilenet import MobileNetV2Encoder
from models.registry import GENERATORS
from models.resnet import Bottleneck, ResNet50Encoder, fold_norms
from models.swift import Swift
from models.unet import PALETTE_NUMBERS, palette_of


@pytest.fixture(scope="module", params=["swift", "vivid"])
def generator(request):
    torch.manual_seed(3)
    return GENERATORS[request.param].build().eval()


def test_prediction_has_bins_at_a_quarter_and_colour_at_a_half(generator):
    with torch.inference_mode():
        answer = generator(torch.rand(2, 1, 64, 96) * 100)
    assert answer.logits.shape == (2, len(in_gamut_bins()), 16, 24)
    assert answer.ab.shape == (2, 2, 32, 48)
    assert answer.coarse_ab.shape == (2, 2, 4, 6)


def test_sides_that_are_no_multiple_of_32_are_refused(generator):
    with pytest.raises(ValueError, match="multiples of 32"):
        generator(torch.zeros(1, 1, 64, 100))


def test_fp16_weights_of_all_stay_under_sixty_megabytes():
    numbers = [
        sum(v.numel() for v in spec.build().state_dict().values()) for spec in GENERATORS.values()
    ]
    assert sum(numbers) * 2 < 60e6


def test_guidance_of_a_fresh_generator_changes_nothing(generator):
    lightness = torch.rand(1, 1, 64, 64) * 100
    hints = torch.rand(1, 3, 64, 64).round() * 40
    palette = torch.rand(1, PALETTE_NUMBERS + 1)
    with torch.inference_mode():
        plain = generator(lightness)
        guided = generator(lightness, hints, palette)
    torch.testing.assert_close(plain.ab, guided.ab)


def test_a_hint_reaches_the_whole_picture_once_its_layers_have_learnt():
    torch.manual_seed(1)
    generator = Swift().eval()
    for layer in (generator.hint_stem[-1], generator.wish[-1]):
        torch.nn.init.normal_(layer.weight, std=0.1)
    lightness = torch.rand(1, 1, 64, 64) * 100
    hints = torch.zeros(1, 3, 64, 64)
    hints[:, :, :4, :4] = torch.tensor([50.0, 20.0, 1.0])[:, None, None]
    with torch.inference_mode():
        difference = (generator(lightness, hints).ab - generator(lightness).ab).abs()
    assert (difference[0].amax(0) > 0).all()


@pytest.mark.parametrize("build", [MobileNetV2Encoder, ResNet50Encoder])
def test_an_encoder_says_which_channels_it_gives_at_which_stride(build):
    encoder = build().eval()
    with torch.inference_mode():
        taps = encoder(torch.zeros(1, 1, 64, 96))
    assert [t.shape[1] for t in taps] == list(encoder.channels)
    assert [64 // t.shape[2] for t in taps] == [2, 4, 8, 16, 32][: len(taps)]


def test_mobilenet_pads_as_tensorflow_does():
    encoder = MobileNetV2Encoder().eval()
    # SAME with stride 2 on an even side pads the bottom and right only: the first output
    # looks at pixels 0, 1, 2, so a change at pixel 3 leaves it alone.
    stem = encoder.stem
    picture = torch.zeros(1, 3, 8, 8)
    touched = picture.clone()
    touched[..., 3, :] = 1
    assert torch.equal(stem(picture)[..., 0, :], stem(touched)[..., 0, :])
    touched[..., 2, :] = 1
    assert not torch.equal(stem(picture)[..., 0, :], stem(touched)[..., 0, :])


def test_bins_cover_every_srgb_colour_within_their_step():
    color = pytest.importorskip("skimage.color")
    rgb = torch.rand(1, 4000, 3, generator=torch.Generator().manual_seed(0)).numpy()
    ab = torch.from_numpy(color.rgb2lab(rgb)[0, :, 1:]).float()
    nearest = torch.cdist(ab, in_gamut_bins()).amin(1)
    assert nearest.max() <= 50**0.5 + 0.2  # half the diagonal of a cell of 10


def test_palette_tells_means_neutral_share_and_hue_sectors():
    ab = torch.zeros(1, 2, 4, 4)
    ab[:, 0, :2] = 40.0  # upper half: a* = 40, hue 0°
    palette = palette_of(ab)[0]
    assert palette.shape == (PALETTE_NUMBERS + 1,)
    torch.testing.assert_close(palette[:4], torch.tensor([0.4, 0.0, 0.4, 0.5]))
    torch.testing.assert_close(palette[4], torch.tensor(1.0))  # 20 of mean chroma / 20
    assert palette[5:16].abs().sum() == 0
    assert palette[16] == 1


def test_resnet_takes_imagenets_mean_off_the_three_colours():
    encoder = ResNet50Encoder().eval()
    torch.nn.init.ones_(encoder.conv1.weight)
    torch.nn.init.zeros_(encoder.conv1.bias)
    with torch.inference_mode():
        half = encoder(torch.full((1, 1, 32, 32), 100.0))[0]
    assert half[0, 0, 8, 8] == pytest.approx(49 * (3 * 255 - 103.939 - 116.779 - 123.68), rel=1e-4)


def test_folded_norms_answer_as_the_norms_did():
    torch.manual_seed(5)
    encoder = ResNet50Encoder()
    given = {}
    for name, module in encoder.named_modules():
        if not isinstance(module, torch.nn.Conv2d):
            continue
        conv = name.replace("downsample", "downsample.0")
        norm = conv[:-1] + "1" if "downsample" in conv else "bn".join(conv.rsplit("conv", 1))
        out = module.out_channels
        given[f"{conv}.weight"], given[f"{conv}.bias"] = module.weight.data, torch.randn(out)
        given[f"{norm}.weight"], given[f"{norm}.bias"] = torch.rand(out) + 0.5, torch.randn(out)
        given[f"{norm}.running_mean"], given[f"{norm}.running_var"] = (
            torch.randn(out),
            torch.rand(out) + 0.5,
        )
    folded = fold_norms(given)
    assert set(folded) == set(encoder.state_dict())
    block = Bottleneck(256, 128, 2)
    block.load_state_dict(
        {k.removeprefix("layer2.0."): v for k, v in folded.items() if k.startswith("layer2.0.")}
    )

    def normed(conv, norm, x, stride=1, padding=0):
        conv, norm = f"layer2.0.{conv}", f"layer2.0.{norm}"
        x = torch.nn.functional.conv2d(
            x, given[f"{conv}.weight"], given[f"{conv}.bias"], stride, padding
        )
        names = ("running_mean", "running_var", "weight", "bias")
        return torch.nn.functional.batch_norm(
            x, *(given[f"{norm}.{n}"] for n in names), eps=1.001e-5
        )

    x = torch.randn(1, 256, 8, 8)
    y = normed("conv1", "bn1", x, stride=2).relu()
    y = normed("conv2", "bn2", y, padding=1).relu()
    y = normed("conv3", "bn3", y) + normed("downsample.0", "downsample.1", x, stride=2)
    with torch.inference_mode():
        torch.testing.assert_close(block(x), y.relu(), rtol=1e-4, atol=1e-4)
