"""Other people's networks: their keys and shapes, and what their published sources compute.

The references below follow the published definitions step by step with torch's own functions.
"""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from published import PUBLISHED_BYTES, published_shapes, published_state
from skimage.color import lab2rgb
from torch import Tensor, nn

from models.registry import PUBLISHED
from models.unet import Prediction

pytestmark = pytest.mark.usefixtures("one_thread")

SMALL = ("eccv16", "siggraph17", "ddcolor-tiny")  # the large one needs three gigabytes


def loaded(name: str, state: dict[str, Tensor]) -> nn.Module:
    spec = PUBLISHED[name]
    module = spec.build()
    module.load_state_dict(spec.own_state(state))
    return module.eval()


def grey(height: int = 32, width: int = 64) -> Tensor:
    torch.manual_seed(3)
    return F.interpolate(torch.rand(1, 1, 5, 7), (height, width), mode="bicubic").clamp(0, 1) * 100


@pytest.mark.parametrize("name", PUBLISHED_BYTES)
def test_the_tables_make_a_file_of_the_published_size(name: str) -> None:
    shapes = published_shapes(name)
    floats = [s for key, s in shapes.items() if not key.endswith("num_batches_tracked")]
    numbers = sum(math.prod(shape) for shape in floats)
    # Names and the container take some hundred bytes for each tensor.
    assert 0 < PUBLISHED_BYTES[name] - 4 * numbers < 600 * len(shapes)


@pytest.mark.parametrize("name", PUBLISHED_BYTES)
def test_every_published_key_has_its_place(name: str) -> None:
    spec = PUBLISHED[name]
    with torch.device("meta"):
        state = {key: torch.zeros(shape) for key, shape in published_shapes(name).items()}
        own = spec.own_state(state)
        wanted = spec.build().state_dict()
    assert {k: v.shape for k, v in own.items()} == {k: v.shape for k, v in wanted.items()}
    keys = [key for key in state if not key.endswith("num_batches_tracked")]
    # Of the largest a part: its blocks are those of the small one, only more of them.
    for key in keys[:: 1 if len(keys) < 500 else 23]:
        fewer = {k: v for k, v in state.items() if k != key}
        try:
            own = spec.own_state(fewer)
        except KeyError:
            continue
        assert set(own) != set(wanted), f"{key} may be missing"


@pytest.mark.parametrize("name", SMALL)
def test_the_answers_have_the_contracts_shapes(name: str) -> None:
    module = loaded(name, published_state(name))
    with torch.inference_mode():
        for distribution in (True, False):
            said: Prediction = module(
                grey().expand(2, -1, -1, -1), None, torch.zeros(2, 17), distribution=distribution
            )
            bins = len(module.get_buffer("bins")) if distribution else 0
            assert said.logits.shape == (2, bins, 8, 16)
            assert said.ab.shape == (2, 2, 16, 32)
            assert said.coarse_ab.shape == (2, 2, 2, 4)
            assert said.ab.isfinite().all()
            assert said.ab.std() > 0.1
        with pytest.raises(ValueError, match="multiples of 32"):
            module(torch.zeros(1, 1, 40, 64))


def zhang_block(
    state: dict[str, Tensor], name: str, x: Tensor, *plan: tuple[int, int, int]
) -> Tensor:
    """Convolutions at places of a Sequential, each with a ReLU; then the norm behind them."""
    for place, stride, dilation in plan:
        key = f"{name}.{place}"
        x = F.relu(
            F.conv2d(x, state[f"{key}.weight"], state[f"{key}.bias"], stride, dilation, dilation)
        )
    return batch_norm(state, f"{name}.{plan[-1][0] + 2}", x)


def batch_norm(state: dict[str, Tensor], key: str, x: Tensor) -> Tensor:
    numbers = (state[f"{key}.{n}"] for n in ("running_mean", "running_var", "weight", "bias"))
    return F.batch_norm(x, *numbers)


def middle(state: dict[str, Tensor], x: Tensor) -> Tensor:
    x = zhang_block(state, "model4", x, (0, 1, 1), (2, 1, 1), (4, 1, 1))
    for name, dilation in (("model5", 2), ("model6", 2), ("model7", 1)):
        x = zhang_block(state, name, x, *((place, 1, dilation) for place in (0, 2, 4)))
    return x


def test_eccv16_computes_what_its_source_says() -> None:
    state = published_state("eccv16")
    lightness = grey()
    with torch.inference_mode():
        said = loaded("eccv16", state)(lightness)
        x = (lightness - 50) / 100
        x = zhang_block(state, "model1", x, (0, 1, 1), (2, 2, 1))
        x = zhang_block(state, "model2", x, (0, 1, 1), (2, 2, 1))
        x = zhang_block(state, "model3", x, (0, 1, 1), (2, 1, 1), (4, 2, 1))
        x = middle(state, x)
        x = F.conv_transpose2d(x, state["model8.0.weight"], state["model8.0.bias"], 2, 1)
        for place in (2, 4):
            x = F.relu(x)
            x = F.conv2d(x, state[f"model8.{place}.weight"], state[f"model8.{place}.bias"], 1, 1)
        x = F.conv2d(F.relu(x), state["model8.6.weight"], state["model8.6.bias"])
        quarter = F.conv2d(x.softmax(1), state["model_out.weight"]) * 110
    torch.testing.assert_close(said.logits, x, rtol=1e-3, atol=1e-3)
    expected = F.interpolate(quarter, scale_factor=2.0, mode="bilinear")
    torch.testing.assert_close(said.ab, expected, rtol=1e-3, atol=2e-3)


def test_eccv16_brings_its_own_bins() -> None:
    state = published_state("eccv16")
    bins = loaded("eccv16", state).get_buffer("bins")
    torch.testing.assert_close(bins, state["model_out.weight"][:, :, 0, 0].T * 110)


@pytest.mark.parametrize("hinted", [False, True])
def test_siggraph17_computes_what_its_source_says(hinted: bool) -> None:
    state = published_state("siggraph17")
    lightness = grey()
    hints = torch.zeros(1, 3, *lightness.shape[2:])
    if hinted:
        hints[:, :, 10:14, 20:25] = torch.tensor([40.0, -30.0, 1.0]).view(1, 3, 1, 1)
    short = {
        name: (state[f"{name}.0.weight"], state[f"{name}.0.bias"])
        for name in ("model8up", "model9up", "model10up")
    } | {
        name: (state[f"{name}.0.weight"], state[f"{name}.0.bias"])
        for name in ("model3short8", "model2short9", "model1short10")
    }
    with torch.inference_mode():
        said = loaded("siggraph17", state)(lightness, hints if hinted else None)
        x = torch.cat([(lightness - 50) / 100, hints[:, :2] / 110, hints[:, 2:]], 1)
        one = zhang_block(state, "model1", x, (0, 1, 1), (2, 1, 1))
        two = zhang_block(state, "model2", one[:, :, ::2, ::2], (0, 1, 1), (2, 1, 1))
        three = zhang_block(state, "model3", two[:, :, ::2, ::2], (0, 1, 1), (2, 1, 1), (4, 1, 1))
        x = middle(state, three[:, :, ::2, ::2])
        for number, skip, places, norm in ((8, three, (1, 3), 5), (9, two, (1,), 3)):
            up, side = f"model{number}up", f"model{11 - number}short{number}"
            x = F.conv_transpose2d(x, *short[up], 2, 1) + F.conv2d(skip, *short[side], 1, 1)
            for place in places:
                key = f"model{number}.{place}"
                x = F.conv2d(F.relu(x), state[f"{key}.weight"], state[f"{key}.bias"], 1, 1)
            x = batch_norm(state, f"model{number}.{norm}", F.relu(x))
        x = F.conv_transpose2d(x, *short["model10up"], 2, 1)
        x = F.relu(x + F.conv2d(one, *short["model1short10"], 1, 1))
        x = F.conv2d(x, state["model10.1.weight"], state["model10.1.bias"], 1, 1)
        x = F.conv2d(F.leaky_relu(x, 0.2), state["model_out.0.weight"], state["model_out.0.bias"])
        expected = F.avg_pool2d(110 * torch.tanh(x), 2)
    torch.testing.assert_close(said.ab, expected, rtol=1e-3, atol=1e-2)


def test_siggraph17_follows_a_hint_where_its_mask_is_set() -> None:
    module = loaded("siggraph17", published_state("siggraph17"))
    hints = torch.zeros(1, 3, 32, 64)
    hints[:, :2] = 60.0  # without a mask it is no hint
    with torch.inference_mode():
        plain, unmasked = module(grey()).ab, module(grey(), hints).ab
        hints[:, 2, 8:12, 8:12] = 1
        hinted = module(grey(), hints).ab
    assert torch.equal(plain, unmasked)
    assert not torch.equal(plain, hinted)


def spectral(state: dict[str, Tensor], key: str) -> Tensor:
    weight = state[f"{key}.weight_orig"]
    sigma = state[f"{key}.weight_u"] @ (weight.reshape(len(weight), -1) @ state[f"{key}.weight_v"])
    return weight / sigma


def test_spectral_norms_are_those_of_torch() -> None:
    conv = torch.nn.utils.spectral_norm(nn.Conv2d(5, 7, 3)).eval()
    x = torch.randn(1, 5, 8, 8)
    state = {f"c.{k}": v for k, v in conv.state_dict().items()}
    from models.published import settle_spectral_norms

    settled = settle_spectral_norms(state)
    assert set(settled) == {"c.weight", "c.bias"}
    with torch.inference_mode():
        answer = F.conv2d(x, settled["c.weight"], settled["c.bias"])
        torch.testing.assert_close(answer, conv(x))


def shuffled(state: dict[str, Tensor], key: str, x: Tensor, scale: int, *, norm: bool) -> Tensor:
    x = F.conv2d(x, spectral(state, f"{key}.conv.0"), state.get(f"{key}.conv.0.bias"))
    if norm:
        x = batch_norm(state, f"{key}.conv.1", x)
    x = nn.PixelShuffle(scale)(F.relu(x))
    return nn.AvgPool2d(2, stride=1)(nn.ReplicationPad2d((1, 0, 1, 0))(x))


def torch_attention(state: dict[str, Tensor], key: str, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    attention = nn.MultiheadAttention(256, 8).eval()
    names = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")
    attention.load_state_dict({name: state[f"{key}.{name}"] for name in names})
    answer: Tensor = attention(q, k, v)[0]
    return answer


def layer_norm(state: dict[str, Tensor], key: str, x: Tensor, eps: float = 1e-5) -> Tensor:
    weight, bias = state[f"{key}.weight"], state[f"{key}.bias"]
    return F.layer_norm(x, (len(weight),), weight, bias, eps)


def linear(state: dict[str, Tensor], key: str, x: Tensor) -> Tensor:
    return F.linear(x, state[f"{key}.weight"], state[f"{key}.bias"])


def channel_norm(state: dict[str, Tensor], key: str, x: Tensor) -> Tensor:
    return layer_norm(state, key, x.movedim(1, 3), 1e-6).movedim(3, 1)


def convnext(state: dict[str, Tensor], x: Tensor) -> list[Tensor]:
    features = []
    at = "encoder.arch"
    for stage, blocks in enumerate((3, 3, 9, 3)):
        conv = f"{at}.downsample_layers.{stage}.{0 if stage == 0 else 1}"
        size = 4 if stage == 0 else 2
        if stage:
            x = channel_norm(state, f"{at}.downsample_layers.{stage}.0", x)
        x = F.conv2d(x, state[f"{conv}.weight"], state[f"{conv}.bias"], size)
        if not stage:
            x = channel_norm(state, f"{at}.downsample_layers.0.1", x)
        for number in range(blocks):
            key = f"{at}.stages.{stage}.{number}"
            wide = state[f"{key}.dwconv.weight"], state[f"{key}.dwconv.bias"]
            y = F.conv2d(x, *wide, padding=3, groups=x.shape[1]).movedim(1, 3)
            y = linear(state, f"{key}.pwconv1", layer_norm(state, f"{key}.norm", y, 1e-6))
            y = state[f"{key}.gamma"] * linear(state, f"{key}.pwconv2", F.gelu(y))
            x = x + y.movedim(3, 1)
        features.append(channel_norm(state, f"{at}.norm{stage}", x))
    return features


def sines(height: int, width: int) -> Tensor:
    """(HW, 1, 256), as DETR's sine embedding with normalisation."""
    places = torch.zeros(height * width, 1, 256)
    for row in range(height):
        for column in range(width):
            for half, angle in (
                (0, (row + 1) / (height + 1e-6) * 2 * math.pi),
                (128, (column + 1) / (width + 1e-6) * 2 * math.pi),
            ):
                for i in range(128):
                    turned = angle / 10000 ** (2 * (i // 2) / 128)
                    value = math.sin(turned) if i % 2 == 0 else math.cos(turned)
                    places[row * width + column, 0, half + i] = value
    return places


def test_ddcolor_computes_what_its_source_says() -> None:
    state = published_state("ddcolor-tiny")
    lightness = grey()
    with torch.inference_mode():
        said = loaded("ddcolor-tiny", state)(lightness)
        lab = F.pad(lightness[0].movedim(0, 2), (0, 2)).double().numpy()
        rgb = torch.from_numpy(lab2rgb(lab)).float().movedim(2, 0)[None]
        x = (rgb - state["mean"]) / state["std"]
        features = convnext(state, x)
        up, seen = features[3], []
        for number in range(3):
            key = f"decoder.layers.{number}"
            big = shuffled(state, f"{key}.shuf", up, 2, norm=True)
            skip = batch_norm(state, f"{key}.bn", features[2 - number])
            joined = F.relu(torch.cat([big, skip], 1))
            joined = F.relu(F.conv2d(joined, spectral(state, f"{key}.conv.0"), padding=1))
            up = batch_norm(state, f"{key}.conv.2", joined)
            seen.append(up)
        pixels = shuffled(state, "decoder.last_shuf", up, 4, norm=False)
        at = "decoder.color_decoder"
        pictures, places = [], []
        for number, feature in enumerate(seen):
            key = f"{at}.input_proj.{number}"
            projected = F.conv2d(feature, state[f"{key}.weight"], state[f"{key}.bias"]).flatten(2)
            level = state[f"{at}.level_embed.weight"][number][None, :, None]
            pictures.append((projected + level).permute(2, 0, 1))
            places.append(sines(*feature.shape[2:]))
        names = state[f"{at}.query_embed.weight"][:, None]
        query = state[f"{at}.query_feat.weight"][:, None]
        for number in range(9):
            picture, place = pictures[number % 3], places[number % 3]
            key = f"{at}.transformer_cross_attention_layers.{number}"
            found = torch_attention(
                state, f"{key}.multihead_attn", query + names, picture + place, picture
            )
            query = layer_norm(state, f"{key}.norm", query + found)
            key = f"{at}.transformer_self_attention_layers.{number}"
            named = query + names
            found = torch_attention(state, f"{key}.self_attn", named, named, query)
            query = layer_norm(state, f"{key}.norm", query + found)
            key = f"{at}.transformer_ffn_layers.{number}"
            thought = linear(
                state, f"{key}.linear2", F.relu(linear(state, f"{key}.linear1", query))
            )
            query = layer_norm(state, f"{key}.norm", query + thought)
        wanted = layer_norm(state, f"{at}.decoder_norm", query).transpose(0, 1)
        for number in range(3):
            wanted = linear(state, f"{at}.color_embed.layers.{number}", wanted)
            wanted = F.relu(wanted) if number < 2 else wanted
        maps = torch.einsum("bqc,bchw->bqhw", wanted, pixels)
        last = spectral(state, "refine_net.0.0")
        full = F.conv2d(torch.cat([maps, x], 1), last, state["refine_net.0.0.bias"])
    expected = F.avg_pool2d(full, 2)
    scale = expected.abs().max()
    torch.testing.assert_close(said.ab / scale, expected / scale, rtol=0, atol=1e-3)
