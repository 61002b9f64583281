"""From a name to a network: intact weights only, and the reason where they are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from standins import random_weights

import vidcolor.networks as networks
from models.bins import unweighted_state
from models.registry import GENERATORS, GeneratorSpec
from models.swift import Swift
from vidcolor.devices import Compute, choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.networks import Decoding, file_sha256, find_spec, known_models, load_network


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_weights(tmp_path_factory.mktemp("weights") / "swift.safetensors")


@pytest.fixture(scope="module")
def compute() -> Compute:
    return choose_compute("cpu", precision="fp32")


def refused(path: Path, compute: Compute) -> VidcolorError:
    with pytest.raises(VidcolorError) as caught:
        load_network("swift", compute, weights=path)
    assert caught.value.do.endswith(".")
    return caught.value


def test_weights_fill_the_network_with_their_numbers(weights: Path, compute: Compute) -> None:
    network = load_network("swift", compute, weights=weights)
    assert network.name == "swift"
    assert network.sha256 == file_sha256(weights)
    assert network.size_multiple == 32
    assert not network.module.training
    stored = unweighted_state(load_file(weights))
    loaded = network.module.state_dict()
    assert set(loaded) == set(stored)
    for name, value in loaded.items():
        assert torch.equal(value, stored[name].to(value.dtype))


def test_the_weights_carry_how_their_answers_become_a_colour(
    weights: Path, compute: Compute
) -> None:
    assert load_network("swift", compute, weights=weights).decoding == Decoding(0.4, 1.2)


def test_the_same_picture_gets_the_same_answer(weights: Path, compute: Compute) -> None:
    network = load_network("swift", compute, weights=weights)
    lightness = torch.rand(1, 1, 64, 96) * 100
    answers = [network.predict(lightness, compute, None, None).ab for _ in range(2)]
    assert answers[0].shape == (1, 2, 32, 48)
    assert answers[0].std() > 1
    assert torch.equal(*answers)


def test_an_unknown_model_is_refused_with_the_known_ones(compute: Compute) -> None:
    with pytest.raises(VidcolorError, match="no model called 'vivd'") as caught:
        load_network("vivd", compute)
    assert "swift" in caught.value.do


def test_missing_weights_are_named(tmp_path: Path, compute: Compute) -> None:
    error = refused(tmp_path / "gone.safetensors", compute)
    assert "missing" in error.what
    assert "gone.safetensors" in error.what


@pytest.mark.parametrize("damage", ["empty", "random", "cut", "folder", "pickle"])
def test_damaged_weights_are_refused(
    weights: Path, tmp_path: Path, compute: Compute, damage: str
) -> None:
    path = tmp_path / "swift.safetensors"
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "random":
            path.write_bytes(bytes(range(256)) * 40)
        case "cut":
            path.write_bytes(weights.read_bytes()[:-1000])
        case "folder":
            path.mkdir()
        case "pickle":
            torch.save(Swift().state_dict(), path)
    assert "damaged" in refused(path, compute).what


@pytest.mark.parametrize("notes", ["{", "[1]", '{"bins": 1}', '{"bins_share": "much"}'])
def test_weights_whose_notes_make_no_sense_are_refused(
    weights: Path, tmp_path: Path, compute: Compute, notes: str
) -> None:
    path = tmp_path / "swift.safetensors"
    save_file(load_file(weights), path, metadata={"decoding": notes})
    assert "damaged" in refused(path, compute).what


def test_numbers_that_are_none_are_damage_too(
    weights: Path, tmp_path: Path, compute: Compute
) -> None:
    state = load_file(weights)
    name = next(iter(sorted(state)))
    state[name] = torch.full_like(state[name], float("nan"))
    save_file(state, tmp_path / "swift.safetensors")
    assert "damaged" in refused(tmp_path / "swift.safetensors", compute).what


@pytest.mark.parametrize("change", ["fewer", "more", "shape"])
def test_weights_of_another_architecture_are_refused(
    weights: Path, tmp_path: Path, compute: Compute, change: str
) -> None:
    state = load_file(weights)
    name = sorted(state)[3]
    match change:
        case "fewer":
            del state[name]
        case "more":
            state["extra"] = torch.zeros(3)
        case "shape":
            state[name] = torch.zeros(7, 5)
    save_file(state, tmp_path / "swift.safetensors")
    error = refused(tmp_path / "swift.safetensors", compute)
    assert "another architecture" in error.what
    assert (name if change != "more" else "extra") in error.detail


@pytest.fixture
def shipped(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped weights with their sum, in place of the package's own."""
    monkeypatch.setattr("models.registry._HERE", tmp_path)
    (tmp_path / "weights").mkdir()
    file = tmp_path / "weights" / "swift.safetensors"
    file.write_bytes(weights.read_bytes())
    file.with_suffix(".sha256").write_text(f"{file_sha256(file)}  swift.safetensors\n")
    return file


def test_shipped_weights_are_checked_against_their_sum(shipped: Path) -> None:
    assert networks.verify_weights() == {"swift": True}
    data = bytearray(shipped.read_bytes())
    data[-1] ^= 1
    shipped.write_bytes(data)
    assert networks.verify_weights() == {"swift": False}
    shipped.unlink()
    assert networks.verify_weights() == {"swift": False}


def test_the_list_of_models_tells_what_is_there(shipped: Path) -> None:
    rows = {row["name"]: row for row in known_models()}
    assert list(rows) == list(GENERATORS)
    row = rows["swift"]
    assert row["installed"]
    assert row["megabytes"] == round(shipped.stat().st_size / 1e6, 1)
    shipped.unlink()
    assert not any(row["installed"] for row in known_models())


def test_a_generator_that_is_only_a_recipe_says_so(
    compute: Compute, monkeypatch: pytest.MonkeyPatch
) -> None:
    sketch = replace(GENERATORS["swift"], name="sketch")
    monkeypatch.setitem(networks.ARCHITECTURES, "sketch", sketch)
    monkeypatch.setitem(networks.GENERATORS, "sketch", sketch)
    with pytest.raises(VidcolorError, match="it is a recipe to be trained") as caught:
        load_network("sketch", compute)
    assert "vidcolor train sketch" in caught.value.do
    rows = {row["name"]: row["recipe"] for row in known_models()}
    assert rows["sketch"]
    assert not rows["swift"]


def test_every_generator_is_found_by_its_name() -> None:
    for name, spec in GENERATORS.items():
        assert find_spec(name) is spec
        assert isinstance(spec, GeneratorSpec)
        assert replace(spec).name == name


def test_a_network_of_a_paper_wants_weights_of_a_run():
    compute = choose_compute("cpu", precision="fp32")
    with pytest.raises(VidcolorError, match="has no weights of its own") as refused:
        load_network("zheng-fc", compute)
    assert "vidcolor train add" in refused.value.do
