"""VGG, ResNet18 and Inception: torchvision's keys, and what its definitions compute.

The references follow the published definitions step by step with torch's own functions; the real
files have not been loaded here.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from published import published_shapes, published_state
from torch import Tensor, nn

from models.inception import InceptionV3, inception_state
from models.resnet18 import ResNet18Encoder, resnet18_state
from models.vgg import vgg16, vgg19

pytestmark = pytest.mark.usefixtures("one_thread")

PARAMETERS = {  # as torchvision's documentation prints them
    "vgg16": 138_357_544,
    "vgg19": 143_667_240,
    "resnet18": 11_689_512,
    "inception_v3": 27_161_264,
}
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def picture(height: int = 32, width: int = 48) -> Tensor:
    torch.manual_seed(5)
    return F.interpolate(torch.rand(2, 3, 5, 7), (height, width), mode="bilinear")


def normalized(rgb: Tensor) -> Tensor:
    return torch.stack([(rgb[:, c] - MEAN[c]) / STD[c] for c in range(3)], 1)


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_tables_have_as_many_numbers_as_are_published(name: str) -> None:
    counted = (
        math.prod(shape)
        for key, shape in published_shapes(name).items()
        if not key.endswith(("running_mean", "running_var", "num_batches_tracked"))
    )
    assert sum(counted) == PARAMETERS[name]


@pytest.mark.parametrize(
    ("name", "build", "left_out"),
    [
        ("vgg16", lambda: vgg16(classifier=True), ()),
        ("vgg16", vgg16, ("classifier.",)),
        ("vgg19", lambda: vgg19(classifier=True), ()),
        ("vgg19", vgg19, ("classifier.",)),
        ("resnet18", ResNet18Encoder, ("fc.",)),
        ("inception_v3", InceptionV3, ("AuxLogits.",)),
    ],
)
def test_every_published_key_has_its_place(
    name: str, build: Callable[[], nn.Module], left_out: tuple[str, ...]
) -> None:
    with torch.device("meta"):
        own = build().state_dict()
    wanted = {k: s for k, s in published_shapes(name).items() if not k.startswith(left_out)}
    assert {k: tuple(v.shape) for k, v in own.items()} == wanted


def test_vgg16_says_what_each_relu_says() -> None:
    state = published_state("vgg16", without=("classifier.",))
    network = vgg16().eval()
    network.load_state_dict(state)
    names = ["relu1_2", "relu2_2", "relu3_3", "relu4_3", "relu5_3"]
    with torch.inference_mode():
        said = network(picture(), names)
        x = normalized(picture())
        for name, places in zip(
            names,
            ((0, 2), (5, 7), (10, 12, 14), (17, 19, 21), (24, 26, 28)),
            strict=True,
        ):
            for place in places:
                key = f"features.{place}"
                x = F.relu(F.conv2d(x, state[f"{key}.weight"], state[f"{key}.bias"], padding=1))
            torch.testing.assert_close(said[name], x)
            x = F.max_pool2d(x, 2)
    assert list(said) == names


def test_the_first_eighteen_modules_of_vgg19_end_with_relu3_4() -> None:
    network = vgg19().eval()
    with torch.inference_mode():
        rgb = picture()
        said = network(rgb, ["relu3_4"])["relu3_4"]
        x = normalized(rgb)
        for layer in network.features[:18]:
            x = layer(x)
    torch.testing.assert_close(said, x)
    assert said.shape == (2, 256, 8, 12)


def test_layers_behind_the_deepest_name_are_not_run() -> None:
    network = vgg16()
    network.features[5] = nn.Conv2d(1, 1, 1)  # would refuse what the first block hands over
    assert list(network(picture(), ["relu1_1", "relu1_2"])) == ["relu1_1", "relu1_2"]


def test_a_layer_that_vgg16_does_not_have_is_refused() -> None:
    with torch.device("meta"), pytest.raises(ValueError, match="relu3_4"):
        vgg16()(torch.zeros(1, 3, 32, 32), ["relu3_3", "relu3_4"])


def test_vgg_has_classes_only_with_its_classifier() -> None:
    with torch.device("meta"):
        rgb = torch.zeros(2, 3, 224, 256)
        assert vgg16(classifier=True).logits(rgb).shape == (2, 1000)
        with pytest.raises(ValueError, match="classifier"):
            vgg16().logits(rgb)


def conv_norm(
    state: dict[str, Tensor],
    conv: str,
    norm: str,
    x: Tensor,
    *,
    stride: int = 1,
    padding: int | tuple[int, int] = 0,
    eps: float = 1e-5,
) -> Tensor:
    x = F.conv2d(x, state[f"{conv}.weight"], None, stride, padding)
    numbers = (state[f"{norm}.{n}"] for n in ("running_mean", "running_var", "weight", "bias"))
    return F.batch_norm(x, *numbers, eps=eps)


def test_resnet18_computes_what_its_source_says() -> None:
    published = published_state("resnet18")
    old = {k: v for k, v in published.items() if not k.endswith("num_batches_tracked")}
    encoder = ResNet18Encoder().eval()
    state = resnet18_state(old)
    assert set(state) == set(encoder.state_dict())
    encoder.load_state_dict(state)
    lightness = picture(64, 32)[:, :1] * 100
    with torch.inference_mode():
        said = encoder(lightness)
        x = normalized(lightness.expand(-1, 3, -1, -1) / 100)
        x = F.relu(conv_norm(old, "conv1", "bn1", x, stride=2, padding=3))
        wanted = [x]
        x = F.max_pool2d(x, 3, 2, 1)
        for layer in (1, 2, 3, 4):
            for block in (0, 1):
                key = f"layer{layer}.{block}"
                first = layer > 1 and block == 0
                stride = 2 if first else 1
                y = conv_norm(old, f"{key}.conv1", f"{key}.bn1", x, stride=stride, padding=1)
                y = conv_norm(old, f"{key}.conv2", f"{key}.bn2", F.relu(y), padding=1)
                down = (f"{key}.downsample.0", f"{key}.downsample.1")
                x = F.relu(y + (conv_norm(old, *down, x, stride=2) if first else x))
            wanted.append(x)
    assert [f.shape[1] for f in said] == list(encoder.channels)
    assert [64 // f.shape[2] for f in said] == [2, 4, 8, 16, 32]
    for got, want in zip(said, wanted, strict=True):
        torch.testing.assert_close(got, want, rtol=1e-3, atol=1e-3)


class _Published:
    """Inception v3 as torchvision's source has it, over the tensors of a checkpoint."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        self.state = state

    def conv(self, name: str, x: Tensor, stride: int = 1, *, same: bool = True) -> Tensor:
        height, width = self.state[f"{name}.conv.weight"].shape[2:]
        padding = (height // 2, width // 2) if same else (0, 0)
        normed = conv_norm(
            self.state,
            f"{name}.conv",
            f"{name}.bn",
            x,
            stride=stride,
            padding=padding,
            eps=0.001,
        )
        return F.relu(normed)

    def chain(self, block: str, branch: str, numbers: str, x: Tensor, last_stride: int = 1):
        for number in numbers:
            last = number == numbers[-1] and last_stride == 2
            x = self.conv(f"{block}.{branch}_{number}", x, 2 if last else 1, same=not last)
        return x

    def pooled(self, block: str, x: Tensor) -> Tensor:
        return self.conv(f"{block}.branch_pool", F.avg_pool2d(x, 3, 1, 1))

    def forked(self, stem: str, x: Tensor) -> Tensor:
        return torch.cat([self.conv(f"{stem}a", x), self.conv(f"{stem}b", x)], 1)

    def __call__(self, rgb: Tensor) -> tuple[Tensor, Tensor]:
        x = normalized(rgb)  # then brought from ImageNet's norm to -1 … 1, as `transform_input`
        x = torch.stack([x[:, c] * (STD[c] / 0.5) + (MEAN[c] - 0.5) / 0.5 for c in range(3)], 1)
        x = self.conv("Conv2d_1a_3x3", x, 2, same=False)
        x = self.conv("Conv2d_2b_3x3", self.conv("Conv2d_2a_3x3", x, same=False))
        x = self.conv("Conv2d_3b_1x1", F.max_pool2d(x, 3, 2))
        x = F.max_pool2d(self.conv("Conv2d_4a_3x3", x, same=False), 3, 2)
        for b in ("Mixed_5b", "Mixed_5c", "Mixed_5d"):
            wide = self.chain(b, "branch5x5", "12", x)
            double = self.chain(b, "branch3x3dbl", "123", x)
            x = torch.cat([self.conv(f"{b}.branch1x1", x), wide, double, self.pooled(b, x)], 1)
        double = self.chain("Mixed_6a", "branch3x3dbl", "123", x, 2)
        single = self.conv("Mixed_6a.branch3x3", x, 2, same=False)
        x = torch.cat([single, double, F.max_pool2d(x, 3, 2)], 1)
        for b in ("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"):
            wide = self.chain(b, "branch7x7", "123", x)
            double = self.chain(b, "branch7x7dbl", "12345", x)
            x = torch.cat([self.conv(f"{b}.branch1x1", x), wide, double, self.pooled(b, x)], 1)
        single = self.chain("Mixed_7a", "branch3x3", "12", x, 2)
        double = self.chain("Mixed_7a", "branch7x7x3", "1234", x, 2)
        x = torch.cat([single, double, F.max_pool2d(x, 3, 2)], 1)
        for b in ("Mixed_7b", "Mixed_7c"):
            single = self.forked(f"{b}.branch3x3_2", self.conv(f"{b}.branch3x3_1", x))
            double = self.chain(b, "branch3x3dbl", "12", x)
            double = self.forked(f"{b}.branch3x3dbl_3", double)
            x = torch.cat([self.conv(f"{b}.branch1x1", x), single, double, self.pooled(b, x)], 1)
        features = F.adaptive_avg_pool2d(x, 1).flatten(1)
        return features, F.linear(features, self.state["fc.weight"], self.state["fc.bias"])


def test_inception_computes_what_its_source_says() -> None:
    state = published_state("inception_v3")
    with torch.device("meta"):
        network = InceptionV3()
    network.load_state_dict(inception_state(state), assign=True)
    assert not network.training
    rgb = picture(299, 299)[:1]
    with torch.inference_mode():
        said, wanted = network(rgb), _Published(state)(rgb)
    for got, want in zip(said, wanted, strict=True):
        torch.testing.assert_close(got, want, rtol=1e-3, atol=1e-3)
    assert said[0].shape == (1, 2048)
    assert said[0].std() > 1e-3


def test_inception_brings_other_sizes_to_its_own() -> None:
    with torch.device("meta"):
        features, logits = InceptionV3()(torch.zeros(2, 3, 64, 80))
    assert features.shape == (2, 2048)
    assert logits.shape == (2, 1000)
