"""A recording of the generator gives the module's own bits, from every thread, at every call."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from vidcolor.devices import Compute, choose_compute, prepare_thread
from vidcolor.networks import Network, load_network


@pytest.fixture(scope="module")
def compute() -> Compute:
    return choose_compute("cpu")


@pytest.fixture(scope="module")
def network(compute: Compute) -> Network:
    return load_network("swift", compute)


def lightness(height: int, width: int, seed: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    picture = 100 * torch.rand(1, 1, height, width, generator=generator)
    return picture.contiguous(memory_format=torch.channels_last)


def by_module(network: Network, compute: Compute, picture: torch.Tensor) -> torch.Tensor:
    enabled = compute.dtype is not torch.float32
    with torch.inference_mode(), torch.autocast("cpu", dtype=compute.dtype, enabled=enabled):
        ab: torch.Tensor = network.module(picture).ab
    return ab


@pytest.mark.parametrize("size", [(64, 96), (96, 64), (224, 288)])
def test_every_call_gives_the_modules_bits(
    network: Network, compute: Compute, size: tuple[int, int]
) -> None:
    for seed in range(4):  # an optimiser would step in after the second
        picture = lightness(*size, seed)
        said = network.predict(picture, compute, None, None)
        assert torch.equal(said.ab, by_module(network, compute, picture))
        assert said.logits.shape[1] == len(network.module.get_buffer("bins"))


def test_without_the_distribution_the_colours_are_the_same(
    network: Network, compute: Compute
) -> None:
    picture = lightness(64, 64, 0)
    said = network.predict(picture, compute, None, None, distribution=False)
    assert said.logits.numel() == 0
    assert torch.equal(said.ab, by_module(network, compute, picture))


def test_without_the_regression_the_distribution_is_the_same(
    network: Network, compute: Compute
) -> None:
    picture = lightness(64, 64, 0)
    both = network.predict(picture, compute, None, None)
    said = network.predict(picture, compute, None, None, regression=False)
    assert said.ab.numel() == 0
    assert torch.equal(said.logits, both.logits)


def test_of_many_sizes_some_are_left_to_the_module_with_the_same_bits(compute: Compute) -> None:
    network = load_network("swift", compute)
    assert network.recordings is not None
    for width in range(64, 64 + 32 * 7, 32):
        picture = lightness(64, width, width)
        said = network.predict(picture, compute, None, None)
        assert torch.equal(said.ab, by_module(network, compute, picture))
    assert len(network.recordings._made) == 3


def test_threads_share_a_recording(network: Network, compute: Compute) -> None:
    pictures = [lightness(64, 128, seed) for seed in range(8)]
    with ThreadPoolExecutor(2, initializer=prepare_thread, initargs=(compute,)) as pool:
        said = list(pool.map(lambda one: network.predict(one, compute, None, None).ab, pictures))
    prepare_thread(compute)
    for picture, ab in zip(pictures, said, strict=True):
        assert torch.equal(ab, by_module(network, compute, picture))
