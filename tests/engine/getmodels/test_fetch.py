"""The whole way of a published model: licence, download, recognition, use; with small stand-ins."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from https_server import CERTIFICATE, Server, https_server
from published import published_state

from vidcolor import addedmodels, cli
from vidcolor.catalogue import CATALOGUE
from vidcolor.networks import ARCHITECTURES, card_of, load_network

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def content() -> bytes:
    """An ECCV16 of the published keys and shapes; halves make it smaller."""
    state = {
        k: v.half() if v.is_floating_point() else v for k, v in published_state("eccv16").items()
    }
    file = io.BytesIO()
    torch.save(state, file)
    return file.getvalue()


@pytest.fixture
def server(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with https_server(content) as running:
        offer = replace(
            CATALOGUE["eccv16"],
            address=running.address,
            bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        monkeypatch.setitem(CATALOGUE, "eccv16", offer)
        yield running


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run_command(*words: object) -> tuple[int, str, str]:
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_command


Run = Callable[..., tuple[int, str, str]]


def files() -> set[str]:
    folder = addedmodels.models_dir()
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_every_offer_is_of_a_known_architecture_and_tells_its_terms() -> None:
    for name, offer in CATALOGUE.items():
        assert offer.name == name
        assert offer.architecture in ARCHITECTURES
        assert offer.address.startswith("https://")
        assert len(offer.sha256) in (0, 64)
        for part in (offer.license, offer.license_address, offer.citation, offer.address):
            assert part
            assert part in offer.card
        assert offer.license_text
    # What the publishers write into the names of their files.
    assert CATALOGUE["eccv16"].sha256.startswith("9b330a0b")
    assert CATALOGUE["siggraph17"].sha256.startswith("df00044c")


def test_a_fetched_model_is_there_to_be_used(server: Server, run: Run) -> None:
    code, out, err = run("models", "fetch", "eccv16", "--yes")
    assert (code, out) == (0, "eccv16\n")
    assert "MB" in err
    assert files() == {"eccv16.json", "eccv16.safetensors"}
    model = addedmodels.added_model("eccv16")
    assert model is not None
    assert (model.source, model.license) == (server.address, "BSD-2-Clause")
    from vidcolor.devices import choose_compute

    assert load_network("eccv16", choose_compute("cpu")).name == "eccv16"
    assert "ECCV 2016" in card_of("eccv16")
    code, _, err = run("models", "fetch", "eccv16", "--yes")
    assert code == 1
    assert "already" in err
    rows = json.loads(run("models", "list", "--json")[1])
    assert "eccv16" in [row["name"] for row in rows["models"]]
    assert "eccv16" not in [row["name"] for row in rows["fetchable"]]
    assert run("models", "verify")[1].endswith("eccv16: intact\n")
    assert run("models", "remove", "eccv16")[0] == 0
    assert files() == set()


def test_without_a_terminal_the_licence_must_be_accepted_by_a_flag(
    server: Server, run: Run
) -> None:
    code, _, err = run("models", "fetch", "eccv16")
    assert code == 1
    assert "BSD-2-Clause" in err
    assert "--yes" in err
    assert server.conduct.asked == []


@pytest.mark.parametrize(("answer", "fetched"), [("y\n", True), ("n\n", False), ("", False)])
def test_at_a_terminal_the_licence_is_shown_and_asked_about(
    server: Server, run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, fetched: bool
) -> None:
    stdin = io.StringIO(answer)
    monkeypatch.setattr(stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    code, _, err = run("models", "fetch", "eccv16")
    assert "Redistributions in binary form" in err
    assert (code == 0) is fetched
    assert bool(server.conduct.asked) is fetched
    assert ("eccv16.safetensors" in files()) is fetched


def test_a_broken_fetch_goes_on_with_the_next_command(server: Server, run: Run) -> None:
    server.conduct.break_after = 5_000_000
    code, _, err = run("models", "fetch", "eccv16", "--yes")
    assert code == 1
    assert "5.0 MB, which are kept" in err
    assert addedmodels.added_models() == []
    server.conduct.break_after = 0
    assert run("models", "fetch", "eccv16", "--yes")[0] == 0
    assert server.conduct.asked[-1]["Range"] == "bytes=5000000-"
    assert files() == {"eccv16.json", "eccv16.safetensors"}


def test_a_wrong_sum_is_not_taken_in(
    server: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CATALOGUE, "eccv16", replace(CATALOGUE["eccv16"], sha256="1" * 64))
    code, _, err = run("models", "fetch", "eccv16", "--yes")
    assert code == 1
    assert "not what was published" in err
    assert addedmodels.added_models() == []


def test_without_a_known_sum_the_keys_decide(
    server: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(CATALOGUE["eccv16"], sha256="", architecture="siggraph17")
    monkeypatch.setitem(CATALOGUE, "eccv16", other)
    code, _, err = run("models", "fetch", "eccv16", "--yes")
    assert code == 1
    assert "is a eccv16, not a siggraph17" in err
    assert files() == set()
    monkeypatch.setitem(CATALOGUE, "eccv16", replace(other, architecture="eccv16"))
    assert run("models", "fetch", "eccv16", "--yes")[0] == 0


def test_a_file_is_added_and_removed(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.pth").write_bytes(content)
    code, out, err = run("models", "add", tmp_path / "mine.pth", "--name", "zhang")
    assert (code, out) == (0, "zhang\n")
    assert "--model zhang" in err
    assert "zhang" in run("models", "list")[1]
    assert "eccv16" in run("models", "info", "zhang")[1]
    assert run("models", "remove", "swift")[0] == 1
    assert run("models", "remove", "zhang")[0] == 0
    assert run("models", "info", "zhang")[0] == 1
