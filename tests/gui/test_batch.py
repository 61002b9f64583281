"""Many films at once: found in folders, given targets, turned into jobs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from gui.render.batch_dialog import BatchDialog
from gui.render.batch_plan import Fate, check_pattern, films_in, plan
from vidcolor.errors import VidcolorError
from vidcolor.settings import ColorSettings, OutputSettings

COLOR = ColorSettings(device="cpu", work_size=64)


@pytest.fixture
def reels(tmp_path: Path) -> Path:
    """A folder of files that are called like films, and others."""
    folder = tmp_path / "reels"
    (folder / "more").mkdir(parents=True)
    for name in ("a.mkv", "b.MP4", "notes.txt", "a.color.mp4", ".hidden.mkv", "more/c.mov"):
        (folder / name).touch()
    return folder


def dialog_of(qtbot: QtBot, *paths: Path, preset: str = "share") -> BatchDialog:
    """A dialog that has found all films."""
    dialog = BatchDialog(color=COLOR, output=OutputSettings(preset=preset), paths=paths)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not dialog.searching)
    return dialog


def test_a_folder_gives_its_films_and_on_demand_those_below(reels: Path) -> None:
    flat = [p.name for p in films_in(reels, deep=False) if p]
    assert flat == ["a.color.mp4", "a.mkv", "b.MP4"]
    assert "c.mov" in [p.name for p in films_in(reels, deep=True) if p]


def test_a_dropped_folder_becomes_jobs_beside_its_films(qtbot: QtBot, reels: Path) -> None:
    dialog = dialog_of(qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(reels))])
    none = Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(
        QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    )
    qtbot.waitUntil(lambda: not dialog.searching)
    # a.mkv was rendered before: its target is there, and is no film to be coloured itself.
    assert [(s.source.name, s.target) for s in dialog.specs] == [("b.MP4", reels / "b.color.mp4")]
    assert dialog.add.text() == "&Add 1 render to queue"
    assert dialog.specs[0].color == COLOR
    assert not dialog.specs[0].overwrite


def test_targets_that_exist_can_be_replaced(qtbot: QtBot, reels: Path) -> None:
    dialog = dialog_of(qtbot, reels)
    dialog.replace.click()
    assert [s.source.name for s in dialog.specs] == ["a.mkv", "b.MP4"]
    assert all(spec.overwrite for spec in dialog.specs)
    assert dialog.add.text() == "&Add 2 renders to queue"


def test_a_film_without_its_mark_is_left_out(qtbot: QtBot, reels: Path) -> None:
    dialog = dialog_of(qtbot, reels / "a.mkv", reels / "b.MP4", preset="archive")
    assert [s.target.name for s in dialog.specs] == ["a.color.mkv", "b.color.mkv"]
    off = Qt.CheckState.Unchecked.value
    dialog.films.setData(dialog.films.index(0, 0), off, Qt.ItemDataRole.CheckStateRole)
    assert [s.source.name for s in dialog.specs] == ["b.MP4"]


def test_preset_folder_and_pattern_decide_the_targets(
    qtbot: QtBot, reels: Path, tmp_path: Path
) -> None:
    dialog = dialog_of(qtbot, reels / "b.MP4")
    out = tmp_path / "out"
    dialog.folder.setText(str(out))
    assert "There is no folder" in dialog.problem.text()
    assert not dialog.add.isEnabled()
    out.mkdir()
    dialog.folder.setText(str(out))
    dialog.preset.setCurrentIndex(dialog.preset.findData("edit"))
    dialog.pattern.setText("{preset}-{name}")
    assert [s.target for s in dialog.specs] == [out / "edit-b.mov"]
    assert dialog.specs[0].output.preset == "edit"


@pytest.mark.parametrize("pattern", ["all{suffix}", "{nam}", "{name", "a/{name}", "", "{name.x}"])
def test_a_pattern_that_gives_no_names_is_refused_in_a_sentence(
    qtbot: QtBot, reels: Path, pattern: str
) -> None:
    with pytest.raises(VidcolorError):
        check_pattern(pattern)
    dialog = dialog_of(qtbot, reels / "b.MP4")
    dialog.pattern.setText(pattern)
    assert dialog.problem.text()
    assert not dialog.add.isEnabled()


def test_two_films_never_share_a_target_and_none_is_its_own(tmp_path: Path) -> None:
    films = (tmp_path / "a.mkv", tmp_path / "a.mov")
    planned = plan(
        films, folder=None, pattern="{name}{suffix}", suffix=".mkv", preset="archive", replace=True
    )
    assert [one.fate for one in planned] == [Fate.ITSELF, Fate.TAKEN]
    assert not any(one.rendered for one in planned)


def test_what_cannot_be_a_film_is_not_listed(qtbot: QtBot, reels: Path) -> None:
    dialog = dialog_of(qtbot, reels / "notes.txt")
    assert dialog.films.rowCount() == 0
    assert not dialog.add.isEnabled()
