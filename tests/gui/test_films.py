"""Opening, saving, leaving, recovering: what comes of document and files, without the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hands import Answers
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.autosave import recoveries
from gui.document import Document
from gui.film_control import FilmControl
from gui.messages import MessageBar
from gui.recent import WindowMemory
from vidcolor.paths import user_data_dir
from vidcolor.project import Marker, Project
from vidcolor.projectfile import load_project, save_project
from vidcolor.settings import ColorSettings, OutputSettings

Buttons = QMessageBox.StandardButton
DEFAULTS = ColorSettings(device="cpu"), OutputSettings(preset="edit")


@dataclass
class Files:
    """A film control, and what it said and wanted."""

    document: Document
    messages: MessageBar
    memory: WindowMemory
    control: FilmControl
    wanted: list[Path | None] = field(default_factory=list)  # None: the film was closed

    @property
    def text(self) -> str:
        return self.messages.text.text() if self.messages.isVisibleTo(None) else ""

    def mark(self, frame: int) -> None:
        """Take a step that can be lost."""
        project = self.document.project
        self.document.edit("Mark", project.with_marker(Marker(frame)))


@pytest.fixture
def files(qtbot: QtBot) -> Iterator[Files]:
    window = QWidget()
    qtbot.addWidget(window)
    document, messages, memory = Document(window), MessageBar(window), WindowMemory()
    window.show()
    control = FilmControl(document, messages, memory, lambda: DEFAULTS, window)
    made = Files(document, messages, memory, control)
    control.film_wanted.connect(made.wanted.append)
    control.film_closed.connect(lambda: made.wanted.append(None))
    return made


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Nobody looks into it here."""
    path = tmp_path / "film.mp4"
    path.touch()
    return path


@pytest.fixture
def project_file(film: Path, tmp_path: Path) -> Path:
    file = tmp_path / "mine.vidcolor"
    save_project(Project(source=film, markers=(Marker(5),)), file)
    return file


def test_a_film_begins_a_project_with_the_defaults(files: Files, film: Path) -> None:
    files.control.open(film)
    assert files.wanted == [film]
    assert files.document.project == Project(source=film, color=DEFAULTS[0], output=DEFAULTS[1])
    assert files.document.file is None
    assert files.document.saved


def test_a_project_is_opened_as_it_was_saved(
    files: Files, film: Path, project_file: Path, answers: Answers
) -> None:
    answers.give(project_file)
    files.control.choose_film()
    assert files.wanted == [film]
    assert files.document.project.markers == (Marker(5),)
    assert files.document.file == project_file
    assert files.document.saved
    assert files.text == ""
    files.control.remember()
    assert files.memory.recent == [project_file]


def test_only_what_the_engine_could_open_is_remembered_and_only_once(
    files: Files, film: Path
) -> None:
    files.control.open(film)
    assert files.memory.recent == []
    files.control.remember()
    assert files.memory.recent == [film]
    files.memory.forget_recent()
    files.control.remember()  # the engine was started again, under the same film
    assert files.memory.recent == []
    files.control.open(film)
    files.document.open(None)  # what the desk does where a film does not open
    files.control.remember()
    assert files.memory.recent == []


def test_dialogs_that_are_cancelled_change_nothing(
    files: Files, film: Path, answers: Answers
) -> None:
    answers.give("", "")
    files.control.choose_film()
    files.control.choose_folder()
    assert files.wanted == []
    files.control.open(film)
    answers.give("", "")
    assert not files.control.save()
    assert files.control.ask_picture(3) is None
    assert files.document.file is None


def test_the_demo_clip_is_there(files: Files) -> None:
    files.control.open_demo()
    assert files.wanted[0].is_file()


def test_saving_asks_for_a_name_once(
    files: Files, film: Path, answers: Answers, tmp_path: Path
) -> None:
    files.control.open(film)
    files.mark(1)
    answers.give(tmp_path / "named")
    assert files.control.save()
    file = tmp_path / "named.vidcolor"
    assert files.document.file == file
    assert files.document.saved
    assert files.memory.recent[0] == file
    files.mark(2)
    assert files.control.save()
    assert load_project(file).project.markers == (Marker(1), Marker(2))
    answers.give(tmp_path / "other.vidcolor")
    assert files.control.save_as()
    assert files.document.file == tmp_path / "other.vidcolor"
    assert answers.asked == ["Save project", "Save project"]


def test_what_cannot_be_saved_is_told_and_stays_unsaved(
    files: Files, film: Path, answers: Answers, tmp_path: Path
) -> None:
    files.control.open(film)
    files.mark(1)
    answers.give(tmp_path / "nowhere" / "mine.vidcolor")
    assert not files.control.save()
    assert "mine.vidcolor could not be saved" in files.text
    assert not files.document.saved
    assert files.document.file is None


def test_the_name_of_a_picture_gets_an_ending(
    files: Files, film: Path, answers: Answers, tmp_path: Path
) -> None:
    files.control.open(film)
    answers.give(tmp_path / "third", tmp_path / "third.TIF")
    assert files.control.ask_picture(3) == tmp_path / "third.png"
    assert files.control.ask_picture(3) == tmp_path / "third.TIF"


@pytest.mark.parametrize(
    ("answer", "leaves", "saves"),
    [(Buttons.Save, True, True), (Buttons.Discard, True, False), (Buttons.Cancel, False, False)],
)
def test_unsaved_steps_are_asked_for(
    files: Files, project_file: Path, answers: Answers, answer: object, leaves: bool, saves: bool
) -> None:
    files.control.open(project_file)
    files.mark(9)
    before, wanted = files.document.project, len(files.wanted)
    answers.give(answer)
    files.control.close_film()
    assert (files.document.project is None) == leaves
    assert files.wanted[wanted:] == ([None] if leaves else [])
    if not leaves:
        assert files.document.project is before
    assert (Marker(9) in load_project(project_file).project.markers) == saves


def test_nobody_is_asked_about_what_is_saved_or_undone(files: Files, project_file: Path) -> None:
    files.control.open(project_file)
    files.mark(9)
    files.document.undo_stack.undo()
    files.control.open(project_file)
    assert len(files.wanted) == 2


def test_leaving_by_saving_stays_where_no_name_is_given(
    files: Files, film: Path, answers: Answers
) -> None:
    files.control.open(film)
    files.mark(9)
    answers.give(Buttons.Save, "")
    assert not files.control.may_leave()


@pytest.mark.parametrize("damage", ["cut", "nothing of it"])
def test_a_damaged_project_gives_what_can_be_read_and_is_kept_when_it_is_saved(
    files: Files, film: Path, project_file: Path, tmp_path: Path, damage: str
) -> None:
    whole = project_file.read_text()
    damaged = whole[: whole.rindex('"hints"')] if damage == "cut" else "{}"
    project_file.write_text(damaged)
    files.control.open(project_file)
    if damage == "nothing of it":
        assert "no project of vidcolor" in files.text
        assert files.wanted == []
        assert files.document.project is None
        return
    assert "could not be read whole" in files.text
    assert files.document.project.markers == (Marker(5),)
    for frame in (1, 2):
        files.mark(frame)
        assert files.control.save()
        assert (tmp_path / "mine.vidcolor.bak").read_text() == damaged
    assert len(load_project(project_file).project.markers) == 3


def test_a_film_that_was_moved_is_asked_for_and_its_place_is_worth_saving(
    files: Files, film: Path, project_file: Path, answers: Answers, tmp_path: Path
) -> None:
    moved = film.rename(tmp_path / "moved.mp4")
    answers.give("")
    files.control.open(project_file)
    assert files.wanted == []
    assert "film.mp4 is not where the project says" in files.text
    answers.give(moved)
    files.control.open(project_file)
    assert files.wanted == [moved]
    assert files.document.project.source == moved
    assert not files.document.saved
    assert files.control.save()
    files.control.open(project_file)
    assert files.wanted == [moved, moved]
    assert files.document.saved


@pytest.fixture
def crashed(film: Path, project_file: Path) -> Callable[[str], Path]:
    """Lays down what a window that crashed leaves."""

    def leave(original: str) -> Path:
        folder = user_data_dir() / "autosave"
        folder.mkdir(parents=True)
        copy = folder / "1-a.vidcolor"
        save_project(Project(source=film, markers=(Marker(5), Marker(6))), copy)
        copy.with_suffix(".json").write_text(json.dumps({"original": original}))
        return copy

    return leave


@pytest.mark.parametrize("named", [True, False])
def test_work_of_a_crashed_window_is_opened_as_unsaved(
    files: Files, crashed: Callable[[str], Path], project_file: Path, answers: Answers, named: bool
) -> None:
    copy = crashed(str(project_file) if named else "")
    answers.give(Buttons.Yes)
    assert files.control.recover()
    assert ("mine.vidcolor" if named else "without a name") in answers.asked[0]
    assert files.document.project.markers == (Marker(5), Marker(6))
    assert files.document.file == (project_file if named else None)
    assert not files.document.saved
    assert not copy.exists()
    assert recoveries() == []


@pytest.mark.parametrize("answer", [Buttons.No, Buttons.Discard])
def test_work_of_a_crashed_window_waits_until_it_is_given_up(
    files: Files, crashed: Callable[[str], Path], answers: Answers, answer: object
) -> None:
    copy = crashed("")
    answers.give(answer)
    assert not files.control.recover()
    assert files.wanted == []
    assert copy.exists() == (answer is Buttons.No)


def test_nothing_is_asked_where_nothing_crashed(files: Files) -> None:
    assert not files.control.recover()
