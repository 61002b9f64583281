"""Models as ONNX: what another program computes with them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from published import published_state
from standins import random_weights

from vidcolor import cli
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.getmodels.checkpoint import add_checkpoint
from vidcolor.getmodels.onnxfile import export_onnx
from vidcolor.networks import load_network


def add(name: str, folder: Path) -> str:
    if name == "swift":
        add_checkpoint(random_weights(folder / "mine.safetensors"), name="mine")
    else:
        torch.save(published_state(name), folder / "given.pth")
        add_checkpoint(folder / "given.pth", name="mine")
    return "mine"


def test_without_onnx_it_is_said_how_to_install_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcolor.getmodels.onnxfile._NEEDED", ("a_package_that_is_not_there",))
    assert cli.main(["models", "export", "swift", str(tmp_path / "s.onnx")]) == 1
    assert "pip install" in capsys.readouterr().err


@pytest.mark.parametrize("size", ["256", "0x64", "axb"])
def test_a_size_that_makes_no_sense_is_told(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["models", "export", "swift", "--size", size]) == 1
    assert "--size" in capsys.readouterr().err


def test_a_side_that_does_not_suit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidcolor.getmodels.onnxfile._NEEDED", ())  # it is told before any is used
    name = add("swift", tmp_path)
    with pytest.raises(VidcolorError, match="does not suit"):
        export_onnx(name, tmp_path / "m.onnx", height=50, width=64)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["swift", "eccv16", "siggraph17", "ddcolor-tiny"])
def test_another_program_computes_the_same(name: str, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxscript")
    runtime = pytest.importorskip("onnxruntime")
    model = add(name, tmp_path)
    out = tmp_path / "model.onnx"
    outputs = export_onnx(model, out, height=64, width=96)
    compute = choose_compute("cpu", precision="fp32")
    network = load_network(model, compute)
    assert outputs == (["ab", "logits"] if network.has_distribution else ["ab"])
    assert {path.name for path in tmp_path.glob("*.onnx*")} == {"model.onnx"}
    lightness = torch.rand(1, 1, 64, 96) * 100
    session = runtime.InferenceSession(out, providers=["CPUExecutionProvider"])
    answers = dict(
        zip(outputs, session.run(outputs, {"lightness": lightness.numpy()}), strict=True)
    )
    with torch.inference_mode():
        said = network.module(lightness)
    scale = float(said.ab.abs().max())
    torch.testing.assert_close(
        torch.from_numpy(answers["ab"]) / scale, said.ab / scale, rtol=0, atol=1e-3
    )
    if network.has_distribution:
        torch.testing.assert_close(
            torch.from_numpy(answers["logits"]), said.logits, rtol=1e-3, atol=1e-2
        )
