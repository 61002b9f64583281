"""Films that cannot be read, or not coloured, leave a usable window and a sentence."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from clips import ClipMaker
from hands import is_exact
from troubled import QUICK, Waiter, open_whole, stand_at

from gui.main_window import MainWindow
from vidcolor.projectfile import load_project, save_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to processes")


def test_broken_films_are_told_in_a_sentence_and_a_good_one_opens_after_them(
    quiet: None, window: MainWindow, clips: ClipMaker, wait: Waiter, tmp_path: Path
) -> None:
    (tmp_path / "text.mp4").write_text("This is no film.\n" * 50)
    (tmp_path / "empty.mkv").touch()
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "folder").mkdir()
    broken = [
        *(tmp_path / name for name in ("missing.mp4", "text.mp4", "empty.mkv", "cut.png")),
        *(tmp_path / "folder", clips.mp4_without_moov(), clips.sound_only()),
    ]
    for path in broken:
        window.journal.told.clear()
        window.open_film(path)
        wait(lambda: bool(window.journal.told))
        assert path.name in window.messages.text.text()
        assert "Traceback" not in window.messages.text.text()
        assert window.messages.isVisible()
        assert window.pages.currentIndex() == 0
        assert window.document.project is None
        assert not window.actions_.export.isEnabled()
    assert len(window.journal.errors) == len(broken)
    open_whole(window, clips.two_shots(), wait)
    assert not window.messages.isVisible()
    assert window.windowTitle().startswith("two_shots.mp4")
    window.journal.told.clear()
    window.open_film(broken[1])
    wait(lambda: bool(window.journal.told))
    assert window.pages.currentIndex() == 0
    assert window.windowTitle() == "vidcolor"


def test_a_film_is_among_the_last_opened_once_it_could_be_opened(
    quiet: None, window: MainWindow, film: Path, wait: Waiter, tmp_path: Path
) -> None:
    broken = tmp_path / "text.mp4"
    broken.write_text("This is no film.\n" * 50)
    window.open_film(broken)
    wait(lambda: bool(window.journal.told))
    assert window.memory.recent == []
    assert window.start_page.recent_title.isHidden()
    open_whole(window, film, wait)
    assert window.memory.recent == [film]
    window.films.close_film()
    wait(lambda: window.pages.currentIndex() == 0)
    assert not window.start_page.recent_title.isHidden()

    # It was good once, and may be so again when its disk is back: it stays, and the bar tells.
    film.write_bytes(b"")
    window.journal.told.clear()
    window.open_film(window.memory.recent[0])
    wait(lambda: bool(window.journal.told))
    assert "film.mp4 is empty" in window.messages.text.text()
    assert window.memory.recent == [film]


def test_in_a_damaged_film_all_is_shown_that_can_be_read(
    quiet: None, window: MainWindow, clips: ClipMaker, wait: Waiter
) -> None:
    open_whole(window, clips.flipped_bytes(), wait, frames=60)
    window.view.go_to(24)
    wait(lambda: window.journal.has_told("Frame 24 of flipped.mp4 could not be read."))
    stand_at(window, 30, wait)
    open_whole(window, clips.cut_matroska(), wait, frames=21)
    stand_at(window, 20, wait)
    wait(lambda: any("early" in note for note in window.desk.notes))


def test_without_its_model_a_film_is_grey_until_another_is_chosen(
    quiet: None, window: MainWindow, project_file: Path, wait: Waiter
) -> None:
    project = load_project(project_file).project
    save_project(replace(project, color=replace(QUICK, model="nobody-has-it")), project_file)
    open_whole(window, project_file, wait)
    wait(lambda: window.journal.has_told("nobody-has-it"))
    window.view.go_to(9)
    wait(lambda: "frame 9 " in window.status.frame.text())
    assert window.viewer.grey is not None
    assert window.viewer.color is None
    window.document.edit("Another model", replace(window.document.project, color=QUICK))
    wait(lambda: is_exact(window, 9))
