"""Checkpoints of others: known by their keys, never run, kept as safetensors with a note."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import torch
from published import published_state
from safetensors import safe_open
from safetensors.torch import load_file
from standins import random_weights
from torch import Tensor

from models.unet import Prediction
from vidcolor import addedmodels
from vidcolor.colorizer import decode
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.getmodels.checkpoint import add_checkpoint, read_checkpoint
from vidcolor.networks import (
    Decoding,
    card_of,
    file_sha256,
    find_spec,
    known_models,
    load_network,
    recognize,
    verify_weights,
)

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    return published_state("eccv16")


@pytest.fixture(scope="module")
def checkpoint(state: dict[str, Tensor], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "some colours.pth"
    torch.save(state, path)
    return path


def refused(path: Path, **wishes: str) -> VidcolorError:
    with pytest.raises(VidcolorError) as caught:
        add_checkpoint(path, **wishes)
    assert caught.value.do.endswith(".")
    assert not list(addedmodels.models_dir().glob("*.partial"))
    return caught.value


@pytest.mark.parametrize("name", ["eccv16", "siggraph17", "ddcolor-tiny"])
def test_published_checkpoints_are_known_by_their_keys(name: str) -> None:
    given = published_state(name)
    spec = recognize(given)
    assert spec is not None
    assert spec.name == name
    assert recognize({k: v for k, v in given.items() if not k.endswith("bias")}) is None
    assert recognize(given | {"another": torch.zeros(3)}) is None


def test_an_added_model_colours_as_a_shipped_one(
    checkpoint: Path, state: dict[str, Tensor]
) -> None:
    model = add_checkpoint(checkpoint, license_name="BSD-2-Clause")
    assert (model.name, model.architecture) == ("some-colours", "eccv16")
    assert model.original_sha256 == file_sha256(checkpoint)
    stored = load_file(model.weights)
    assert set(stored) == set(state)
    assert all(torch.equal(stored[key], state[key]) for key in state)
    assert find_spec("some-colours").name == "eccv16"
    network = load_network("some-colours", choose_compute("cpu", precision="fp32"))
    assert network.decoding == Decoding(0.0, 1.0)
    assert (network.takes_hints, network.takes_palette, network.has_distribution) == (
        False,
        False,
        True,
    )
    compute = choose_compute("cpu", precision="fp32")
    lightness = torch.rand(1, 1, 32, 64) * 100
    recorded = network.predict(lightness, compute, None, None).ab
    with torch.inference_mode():
        assert torch.equal(recorded, network.module(lightness).ab)
    row = next(row for row in known_models() if row["name"] == "some-colours")
    assert row["added"]
    assert row["installed"]
    assert "BSD-2-Clause" in card_of("some-colours")
    assert verify_weights()["some-colours"]
    data = bytearray(model.weights.read_bytes())
    data[-1] ^= 1
    model.weights.write_bytes(data)
    assert not verify_weights()["some-colours"]
    addedmodels.remove("some-colours")
    assert list(addedmodels.models_dir().iterdir()) == []
    with pytest.raises(VidcolorError, match="no model called"):
        find_spec("some-colours")


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda state: {"params": state, "iter": 7},
        lambda state: {"params": {}, "params_ema": state},
        lambda state: {"state_dict": {f"module.{k}": v for k, v in state.items()}},
        lambda state: {f"_orig_mod.module.{k}": v for k, v in state.items()},
    ],
    ids=["params", "params_ema", "state_dict module", "wrapped twice"],
)
def test_what_training_programs_put_around_the_weights_is_taken_off(
    tmp_path: Path, wrapped: object
) -> None:
    state = {"one.weight": torch.randn(3, 2), "two": torch.zeros(1)}
    torch.save(wrapped(state), tmp_path / "c.pt")  # type: ignore[operator]
    read, _ = read_checkpoint(tmp_path / "c.pt")
    assert read.keys() == state.keys()
    assert torch.equal(read["one.weight"], state["one.weight"])


def test_old_checkpoints_are_read_too(tmp_path: Path) -> None:
    torch.save({"w": torch.ones(2)}, tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    assert read_checkpoint(tmp_path / "old.pth")[0]["w"].tolist() == [1, 1]


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("ran",)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_with_code_is_refused_and_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zipped: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "evil.pth"
    torch.save({"w": torch.ones(2), "x": _Evil()}, path, _use_new_zipfile_serialization=zipped)
    assert "more than numbers" in refused(path).what
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("damage", ["empty", "random", "cut", "folder", "no weights", "numbers"])
def test_what_cannot_be_read_is_refused(checkpoint: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "given.pth"
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "random":
            path.write_bytes(bytes(range(256)) * 40)
        case "cut":
            path.write_bytes(checkpoint.read_bytes()[:-100_000])
        case "folder":
            path.mkdir()
        case "no weights":
            torch.save([torch.ones(3)], path)
        case "numbers":
            torch.save({"epoch": 3}, path)
    what = refused(path).what
    assert "damaged" in what or "no named weights" in what
    assert "no file" in refused(tmp_path / "gone.pth").what


def test_an_unknown_architecture_is_told_with_the_known_ones(tmp_path: Path) -> None:
    torch.save({"conv.weight": torch.ones(3)}, tmp_path / "other.pth")
    error = refused(tmp_path / "other.pth")
    assert "not known" in error.what
    assert "DDColor" in error.do


def test_numbers_that_are_none_are_refused(tmp_path: Path, state: dict[str, Tensor]) -> None:
    torch.save(state | {"model1.0.bias": torch.full((64,), float("nan"))}, tmp_path / "x.pth")
    assert "numbers that are none" in refused(tmp_path / "x.pth").what


def test_our_own_exports_are_known_and_keep_their_notes(tmp_path: Path) -> None:
    weights = random_weights(tmp_path / "mine.safetensors")
    model = add_checkpoint(weights)
    assert (model.name, model.architecture) == ("mine", "swift")
    network = load_network("mine", choose_compute("cpu", precision="fp32"))
    assert network.decoding == Decoding(0.4, 1.2)
    assert network.takes_palette
    with safe_open(model.weights, framework="pt") as file:
        assert "decoding" in file.metadata()


def test_names_are_checked_before_anything_is_read(tmp_path: Path) -> None:
    weights = random_weights(tmp_path / "mine.safetensors")
    assert "shipped" in refused(weights, name="Swift").what
    for name in ("../up", "a b", "", "."):
        if name:
            assert "cannot be a model's name" in refused(weights, name=name).what
    add_checkpoint(weights, name="mine")
    assert "already" in refused(weights, name="MINE").what


def test_a_note_that_cannot_be_read_is_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add_checkpoint(random_weights(tmp_path / "mine.safetensors"))
    note = addedmodels.models_dir() / "mine.json"
    whole = json.loads(note.read_text(encoding="utf-8"))
    for text in ("{", "[]", json.dumps(whole | {"version": 9}), json.dumps({"version": 1})):
        note.write_text(text, encoding="utf-8")
        assert addedmodels.added_models() == []
    assert "passed over" in caplog.text
    with pytest.raises(VidcolorError, match="No added model"):
        addedmodels.remove("mine")


def test_boldness_has_no_say_where_there_is_no_distribution() -> None:
    ab = torch.randn(1, 2, 4, 6)
    said = Prediction(torch.zeros(1, 0, 2, 3), ab, ab[:, :, :1, :1])
    assert torch.equal(decode(said, torch.zeros(0, 2), Decoding(0.5, 1.0), 0.3), ab)


def test_a_model_that_was_not_fetched_yet_is_told_so() -> None:
    with pytest.raises(VidcolorError, match="not here yet") as caught:
        find_spec("siggraph17")
    assert "models fetch siggraph17" in caught.value.do
    assert "Apache-2.0" in card_of("ddcolor-modelscope")
