"""An accelerator learns what the processor learns, within the rounding of its arithmetic."""

import pytest
import torch

from vidcolor.training.recipes import RECIPES


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device here")
@pytest.mark.parametrize("name", ["swift", "zheng-fc", "billaut-colorunet", "iitk-1"])
def test_a_gpu_learns_what_the_processor_learns(run, photos, tmp_path, name):
    losses = {}
    for device in ("cpu", "cuda"):
        told = []
        run(
            RECIPES[name],
            photos,
            tmp_path / device,
            each=told.append,
            device=torch.device(device),
            steps=2,
        )
        losses[device] = [step.loss for step in told]
    assert losses["cuda"] == pytest.approx(losses["cpu"], rel=0.05)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device here")
@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_a_gpu_learns_in_halves(run, photos, tmp_path, precision):
    told = []
    run(
        RECIPES["billaut-colorunet"],
        photos,
        tmp_path,
        each=told.append,
        device=torch.device("cuda"),
        steps=12,
        validate_every=12,
        precision=precision,
    )
    losses = [step.loss for step in told]
    assert sum(losses[-4:]) < sum(losses[:4])
