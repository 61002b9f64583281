"""A model as ONNX, for programs that know no torch."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import logging
import os
import warnings
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn

from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.networks import load_network

_NEEDED = ("onnx", "onnxscript")


class _Answer(nn.Module):
    """What a file can hold: lightness in; a*b*, and the logits where there are any."""

    def __init__(self, module: nn.Module, *, distribution: bool) -> None:
        super().__init__()
        self.module = module
        self.distribution = distribution

    def forward(self, lightness: Tensor) -> tuple[Tensor, ...]:
        said = self.module(lightness, distribution=self.distribution)
        return (said.ab, said.logits) if self.distribution else (said.ab,)


def export_onnx(name: str, target: Path, *, height: int, width: int, batch: int = 1) -> list[str]:
    """Write a model as ONNX, for pictures of one size.

    Input ``lightness``: ``(B, 1, H, W)`` CIE L*, 0 to 100. Output ``ab``: ``(B, 2, H/2, W/2)`` CIE
    a*b*; ``logits``: ``(B, Q, H/4, W/4)`` where the model has a distribution, over the bins that
    the file's metadata list.

    Returns:
        The names of the outputs.

    Raises:
        VidcolorError: `onnx` is missing; a side is no multiple of the model's; the file cannot be
            written; no model has that name.
    """
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        raise VidcolorError(
            f"ONNX cannot be written: {' and '.join(missing)} is not installed.",
            do='Install it: pip install "vidcolor[onnx]", or pip install onnx onnxscript.',
        )
    network = load_network(name, choose_compute("cpu", precision="fp32"))
    if height % network.size_multiple or width % network.size_multiple:
        raise VidcolorError(
            f"The size {width}×{height} does not suit {name}.",
            do=f"Choose sides that are multiples of {network.size_multiple} (--size WxH).",
        )
    import onnx

    answer = _Answer(network.module, distribution=network.has_distribution).eval()
    outputs = ["ab", "logits"] if network.has_distribution else ["ab"]
    # Channels last is how we run; the layout of a file's weights is no matter.
    example = torch.zeros(batch, 1, height, width)
    partial = target.with_name(f".{target.name}.partial")
    torch_log = logging.getLogger("torch.onnx")
    level = torch_log.level
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")  # about torch's own ways
            torch_log.setLevel(logging.ERROR)
            torch.onnx.export(
                answer,
                (example,),
                str(partial),
                input_names=["lightness"],
                output_names=outputs,
                opset_version=18,
                dynamo=True,
                external_data=False,
                verbose=False,
            )
        file = onnx.load(partial)
        facts = {
            "model": name,
            "weights_sha256": network.sha256,
            **{name: str(value) for name, value in asdict(network.decoding).items()},
            "bins": json.dumps(network.module.get_buffer("bins").tolist()),
        }
        onnx.helper.set_model_props(file, facts)
        onnx.save(file, partial)
        os.replace(partial, target)
    except OSError as error:
        raise VidcolorError(
            f"{target} could not be written: {error.strerror or error}.",
            do="Choose a folder that may be written to and has room.",
            detail=str(error),
        ) from error
    finally:
        torch_log.setLevel(level)
        partial.unlink(missing_ok=True)
    return outputs
