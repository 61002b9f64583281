"""The Fréchet distance against closed forms and against scipy's square root."""

import hashlib

import cv2
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from scipy.linalg import sqrtm

from models.mobilenet import MobileNetV2Encoder
from models.resnet import ResNet50Encoder
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.frechet import (
    color_layout,
    encoder_features,
    frechet_distance,
    gaussian_distance,
    shrunk_covariance,
)


@pytest.fixture(scope="module")
def rng():
    return np.random.default_rng(11)


def covariance(rng, size):
    rows = rng.normal(size=(3 * size, size))
    return rows.T @ rows / len(rows)


def distance_of(*arrays):
    return gaussian_distance(*map(torch.from_numpy, arrays))


def shrunk(rows):
    matrix, even = shrunk_covariance(torch.from_numpy(rows), rows.shape[1])
    return matrix.numpy(), even


def test_of_independent_numbers_it_is_the_closed_form():
    one, other = np.array([4.0, 9.0, 0.0]), np.array([1.0, 16.0, 0.25])
    means = np.zeros(3), np.array([1.0, 2.0, 2.0])
    distance = distance_of(means[0], np.diag(one), means[1], np.diag(other))
    assert distance == pytest.approx(9 + (2 - 1) ** 2 + (3 - 4) ** 2 + 0.5**2)


def test_of_dependent_numbers_it_agrees_with_the_plain_square_root(rng):
    one, other = covariance(rng, 6), covariance(rng, 6)
    wanted = np.trace(one + other - 2 * sqrtm(one @ other).real)
    assert distance_of(np.zeros(6), one, np.zeros(6), other) == pytest.approx(wanted)


def test_of_many_samples_it_nears_that_of_the_laws_they_come_from(rng):
    one = rng.normal(0, 2, (20_000, 2))
    other = rng.normal([3, 0], [1, 5], (20_000, 2))
    assert frechet_distance(one, other) == pytest.approx(9 + 1 + 9, rel=0.03)


def test_sets_that_are_the_same_have_no_distance(rng):
    rows = rng.normal(size=(5, 40))
    assert frechet_distance(rows, rows[::-1]) == pytest.approx(0, abs=1e-6)
    assert frechet_distance(rows, rows + 1) == pytest.approx(40)


def test_the_space_of_the_photos_is_enough_where_numbers_outnumber_them(rng):
    one, other = rng.normal(0, 2, (6, 50)), rng.normal(0.5, 1, (6, 50))
    whole = [shrunk(rows)[0] for rows in (one, other)]
    slow = distance_of(one.mean(0), whole[0], other.mean(0), whole[1])
    assert frechet_distance(one, other) == pytest.approx(slow, rel=1e-6)


def test_shrinking_heals_few_photos_and_leaves_many_alone(rng):
    few, even = shrunk(rng.normal(size=(6, 30)))
    assert np.linalg.eigvalsh(few).min() > 0
    assert even > 0
    rows = rng.normal(0, [1, 3, 9], (5000, 3))
    many, _ = shrunk(rows)
    assert many == pytest.approx(np.cov(rows.T), rel=0.02, abs=0.2)
    assert shrunk(np.ones((4, 2))) == (pytest.approx(np.zeros((2, 2))), 0.0)


def test_color_layout_knows_where_a_colour_lies_and_nothing_of_grey():
    picture = np.full((256, 256, 3), 128, np.uint8)
    assert color_layout(picture) == pytest.approx(np.zeros(48), abs=0.02)
    picture[:64, 192:] = (255, 0, 0)
    layout = color_layout(picture).reshape(3, 4, 4)
    assert layout[:, 0, 3] == pytest.approx([80.1, 67.2, 104.6], abs=0.3)
    layout[:, 0, 3] = 0
    assert layout == pytest.approx(np.zeros((3, 4, 4)), abs=0.02)


def encoder_file(path, encoder):
    torch.manual_seed(2)
    module = encoder()
    save_file({k: v.half() for k, v in module.state_dict().items()}, path)
    return path


def test_encoder_of_the_user_sees_colour_and_is_named_by_its_sum(tmp_path):
    compute = choose_compute("cpu", precision="fp32")
    path = encoder_file(tmp_path / "weights.safetensors", MobileNetV2Encoder)
    features = encoder_features(path, compute)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    assert features.name == f"FD(MobileNetV2 stride 32 means, {digest})"
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    assert features.of(picture).shape == (320,)
    assert np.abs(features.of(picture) - features.of(picture[..., ::-1].copy())).max() > 0
    module = MobileNetV2Encoder()
    module.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    lightness = torch.from_numpy(grey[None, None, ..., 0] / np.float32(2.55))
    wanted = module.eval()(lightness)[-1].mean((2, 3))[0]
    assert features.of(grey) == pytest.approx(wanted.detach().numpy(), rel=1e-3, abs=1e-5)


def test_resnet_wants_blue_first_and_batch_norms_are_folded(tmp_path):
    torch.manual_seed(2)
    state = {}
    for key, value in ResNet50Encoder().state_dict().items():
        state[key.replace("downsample.", "downsample.0.")] = value
        if key.endswith("weight"):
            conv = key.removesuffix(".weight")
            norm = conv.replace("conv", "bn").replace("downsample", "downsample.1")
            for name, number in zip(
                ("weight", "bias", "running_mean", "running_var"), (1, 0, 0, 1), strict=True
            ):
                state[f"{norm}.{name}"] = torch.full((len(value),), float(number))
    save_file(state, tmp_path / "resnet.safetensors")
    features = encoder_features(
        tmp_path / "resnet.safetensors", choose_compute("cpu", precision="fp32")
    )
    assert features.name.startswith("FD(ResNet50 stride 16 means, ")
    # The mean colour of ImageNet becomes 0 where blue comes first, and only there.
    seen = []
    hook = torch.nn.modules.module.register_module_forward_pre_hook(
        lambda module, given: seen.append(given[0]) if isinstance(module, torch.nn.Conv2d) else None
    )
    try:
        features.of(np.full((64, 64, 3), (124, 117, 104), np.uint8))
    finally:
        hook.remove()
    assert float(seen[0].abs().max()) < 0.4


def test_weights_of_something_else_are_refused_in_words(tmp_path):
    compute = choose_compute("cpu", precision="fp32")
    other = tmp_path / "other.safetensors"
    save_file({"a": torch.zeros(1)}, other)
    cut = tmp_path / "cut.safetensors"
    save_file({"stem.weight": torch.zeros(32, 3, 3, 3)}, cut)
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no weights")
    for path, words in ((other, "no encoder"), (cut, "no encoder"), (broken, "damaged")):
        with pytest.raises(VidcolorError, match=words):
            encoder_features(path, compute)
    with pytest.raises(VidcolorError, match="no file"):
        encoder_features(tmp_path / "nowhere.safetensors", compute)
