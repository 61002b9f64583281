"""The models dialog: fetch, add, choose and remove, each by the real command line."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hands import Answers
from https_server import CERTIFICATE, Server, https_server
from published import published_state
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from standins import random_weights

from gui.forms.command import end_cancelled
from gui.forms.fetch_dialog import FetchDialog
from gui.forms.models_dialog import ModelsDialog
from vidcolor import addedmodels
from vidcolor.catalogue import CATALOGUE

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def dialog(qtbot: QtBot, wait: Wait) -> Iterator[ModelsDialog]:
    dialog = ModelsDialog("swift", "cpu")
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    wait(lambda: "swift" in names(dialog))
    yield dialog
    dialog.reject()
    end_cancelled()


def names(dialog: ModelsDialog) -> list[str]:
    items = (dialog.list.item(row) for row in range(dialog.list.count()))
    return [item.data(Qt.ItemDataRole.UserRole) for item in items]


def chosen(dialog: ModelsDialog) -> str:
    item = dialog.list.currentItem()
    return item.data(Qt.ItemDataRole.UserRole) if item is not None else ""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The publisher of ECCV16, for this process and those that it starts."""
    state = {
        k: v.half() if v.is_floating_point() else v for k, v in published_state("eccv16").items()
    }
    file = io.BytesIO()
    torch.save(state, file)
    content = file.getvalue()
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with https_server(content) as running:
        facts = {
            "address": running.address,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        monkeypatch.setitem(CATALOGUE, "eccv16", replace(CATALOGUE["eccv16"], **facts))
        (tmp_path / "sitecustomize.py").write_text(
            "from dataclasses import replace\n"
            "from vidcolor.catalogue import CATALOGUE\n"
            f"CATALOGUE['eccv16'] = replace(CATALOGUE['eccv16'], **{facts!r})\n"
        )
        root = Path(__file__).resolve().parents[2]
        monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{root}")
        yield running


def test_a_bad_file_is_told_a_good_one_added_chosen_and_removed(
    qtbot: QtBot, wait: Wait, dialog: ModelsDialog, answers: Answers, tmp_path: Path
) -> None:
    assert not dialog.remove.isEnabled()  # swift is shipped
    (tmp_path / "odd.pth").write_bytes(b"no checkpoint")
    answers.give(tmp_path / "odd.pth")
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    wait(lambda: "damaged" in dialog.speed.text())
    answers.give(random_weights(tmp_path / "my film.safetensors"))
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    wait(lambda: chosen(dialog) == "my-film")
    assert "my-film was added, a swift" in dialog.speed.text()
    wait(lambda: "SHA-256 of what was given" in dialog.card.toPlainText())
    answers.give(QMessageBox.StandardButton.Yes)
    qtbot.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    wait(lambda: "my-film" not in names(dialog) and chosen(dialog) == "swift")
    assert "my-film is deleted" in answers.asked[-1]
    assert addedmodels.added_models() == []


def test_a_model_is_fetched_once_its_licence_is_accepted_and_can_be_stopped(
    qtbot: QtBot, wait: Wait, server: Server, dialog: ModelsDialog
) -> None:
    folder = addedmodels.models_dir()

    def arrived() -> int:
        return sum(path.stat().st_size for path in folder.glob("*.partial"))

    fetching = ask_to_fetch(qtbot, dialog)
    assert "Redistributions in binary form" in fetching.card.toPlainText()
    assert not fetching.begin.isEnabled()
    fetching.accepts.click()
    fetching.model.setCurrentIndex(1)  # each licence is accepted for itself
    assert not fetching.accepts.isChecked()
    assert not fetching.begin.isEnabled()
    fetching.model.setCurrentIndex(0)
    fetching.accepts.click()
    server.conduct.stall_after = 3_000_000
    qtbot.mouseClick(fetching.begin, Qt.MouseButton.LeftButton)
    assert not fetching.accepts.isEnabled()
    wait(lambda: arrived() == 3_000_000)
    fetching.reject()
    server.conduct.over.set()
    server.conduct.stall_after = 0
    server.conduct.status = 503
    fetching = ask_to_fetch(qtbot, dialog)
    fetching.accepts.click()
    qtbot.mouseClick(fetching.begin, Qt.MouseButton.LeftButton)
    wait(lambda: "503" in fetching.state.text())
    assert arrived() == 3_000_000
    server.conduct.status = 200
    qtbot.mouseClick(fetching.begin, Qt.MouseButton.LeftButton)
    wait(lambda: chosen(dialog) == "eccv16")
    assert server.conduct.asked[-1]["Range"] == "bytes=3000000-"
    with qtbot.waitSignal(dialog.chosen) as told:
        dialog.use.click()
    assert told.args == ["eccv16", "cpu"]


def ask_to_fetch(qtbot: QtBot, dialog: ModelsDialog) -> FetchDialog:
    qtbot.mouseClick(dialog.fetch, Qt.MouseButton.LeftButton)
    fetching = dialog.fetching
    assert fetching is not None
    fetching.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return fetching
