"""The discriminator: what it sees, and that its verdict is bounded in slope."""

import pytest
import torch

from models.patchgan import PatchGan


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize(("downs", "field_px"), [(3, 70), (2, 34)])  # Isola et al. 2017, 6.1.2
def test_one_verdict_sees_the_patch_that_is_said(downs, field_px, batch_norm):
    judge = PatchGan(width=8, downs=downs, batch_norm=batch_norm).eval()
    assert judge.receptive_field_px == field_px
    ab = torch.zeros(1, 2, 128, 128, requires_grad=True)
    verdicts = judge(torch.full((1, 1, 128, 128), 50.0), ab)
    middle = verdicts.shape[-1] // 2
    verdicts[0, 0, middle, middle].backward()
    rows = ab.grad[0].abs().sum((0, 2)).nonzero()[:, 0]
    assert rows[-1] - rows[0] + 1 == field_px


def test_layers_are_those_of_the_paper():
    kernels = [
        tuple(layer.weight.shape)
        for layer in PatchGan().layers
        if isinstance(layer, torch.nn.Conv2d)
    ]
    assert kernels == [
        (64, 3, 4, 4),
        (128, 64, 4, 4),
        (256, 128, 4, 4),
        (512, 256, 4, 4),
        (1, 512, 4, 4),
    ]


def test_batch_norm_stands_behind_all_convolutions_but_the_first_and_the_last():
    layers = list(PatchGan(width=8, batch_norm=True).layers)
    names = [type(layer).__name__ for layer in layers]
    middle = ["Conv2d", "BatchNorm2d", "LeakyReLU"]
    assert names == ["Conv2d", "LeakyReLU", *3 * middle, "Conv2d"]
    assert not any(hasattr(layer, "parametrizations") for layer in layers)


def test_with_batch_norm_it_starts_from_the_gaussian_of_the_paper():
    torch.manual_seed(0)
    for layer in PatchGan(batch_norm=True).layers:
        if isinstance(layer, torch.nn.Conv2d):
            assert layer.weight.std().item() == pytest.approx(0.02, rel=0.1)


def test_no_layer_stretches_what_it_is_given():
    torch.manual_seed(0)
    judge = PatchGan(width=8)
    for layer in judge.layers:
        if isinstance(layer, torch.nn.Conv2d):
            layer.parametrizations.weight.original.data.mul_(20)
    for _ in range(30):  # each call in training is one step of the power iteration
        judge(torch.rand(1, 1, 64, 64) * 100, torch.zeros(1, 2, 64, 64))
    for layer in judge.layers:
        if isinstance(layer, torch.nn.Conv2d):
            assert torch.linalg.matrix_norm(layer.weight.flatten(1), 2) < 1.05
