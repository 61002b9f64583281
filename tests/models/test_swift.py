"""The `swift` generator: shapes, sizes, guidance that starts without effect."""

import pytest
import torch

from models.bins import in_gamut_bins
from models.mobilenet import TAP_CHANNELS, MobileNetV2Encoder
from models.swift import PALETTE_NUMBERS, Swift, palette_of


@pytest.fixture(scope="module")
def generator():
    torch.manual_seed(3)
    return Swift().eval()


def test_prediction_has_bins_at_a_quarter_and_colour_at_a_half(generator):
    with torch.inference_mode():
        answer = generator(torch.rand(2, 1, 64, 96) * 100)
    assert answer.logits.shape == (2, len(in_gamut_bins()), 16, 24)
    assert answer.ab.shape == (2, 2, 32, 48)
    assert answer.coarse_ab.shape == (2, 2, 4, 6)


def test_sides_that_are_no_multiple_of_32_are_refused(generator):
    with pytest.raises(ValueError, match="multiples of 32"):
        generator(torch.zeros(1, 1, 64, 100))


def test_fp16_weights_stay_under_fourteen_megabytes(generator):
    assert sum(v.numel() for v in generator.state_dict().values()) * 2 < 14e6


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


def test_encoder_gives_five_strides_and_pads_as_tensorflow_does():
    encoder = MobileNetV2Encoder().eval()
    with torch.inference_mode():
        taps = encoder(torch.zeros(1, 3, 64, 96))
    assert [t.shape[1] for t in taps] == list(TAP_CHANNELS)
    assert [64 // t.shape[2] for t in taps] == [2, 4, 8, 16, 32]
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
