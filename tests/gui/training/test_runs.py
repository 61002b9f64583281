"""Trainings are started, followed, steered, lost and found again, in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hands import Answers, pixels
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from trainer_program import end_trainer

from gui.training import watch
from gui.training.history import History
from gui.training.run_page import BEST, TrainingRunPage
from gui.training.run_uses import free_model_name
from gui.training.trainers import Trainers
from gui.training.training_window import TrainingWindow
from gui.training.watch import RunWatch, Sight
from vidcolor.addedmodels import AddedModel, keep, models_dir
from vidcolor.training.run import Run, RunState, RunStatus, Wish

Wait = Callable[[Callable[[], bool]], None]
WindowOpener = Callable[[], TrainingWindow]


def start(window: TrainingWindow, name: str = "mine") -> Run:
    """Press Start for a training of that name."""
    page = window.new_page
    window.new.click()
    if not page.data.paths:
        page.data.add([Path("photos")])
    page.recipes.choose("petre-unet-patchgan")
    page.name.setText(name)
    page.begin.click()
    return Run(window.home / name)


def status(window: TrainingWindow, run: Run) -> RunStatus | None:
    sight = window.sight(run.folder)
    return sight.state.status if sight and sight.state else None


def step(run: Run) -> int:
    state = run.state()
    return state.step if state else 0


def test_a_started_training_is_shown_at_work(wait: Wait, trainings: TrainingWindow) -> None:
    run = start(trainings)
    page = trainings.run_page
    wait(lambda: trainings.pages.currentWidget() is page)
    wait(lambda: len(page.curves.measures.curves) == 2)
    assert page.state.text().startswith("Training · step ")
    assert "epoch" in page.state.text()
    assert "pictures/s" in page.machine.text()
    assert [c.name for c in page.curves.losses.curves] == ["Whole loss", "l1", "adversary"]
    assert page.curves.verdicts.isVisibleTo(page.curves)
    (error, grey) = page.curves.measures.curves
    assert (error.name, grey.name, grey.dashed) == ("a*b* error", "Left grey", True)
    assert "a checkpoint was written" in page.log.toPlainText()
    assert "▶ mine" in trainings.list.item(0).text()
    assert trainings.running[0].folder == run.folder
    pid = trainings.trainers.pid(run.folder)
    assert pid is not None
    assert os.getsid(pid) == pid  # Ctrl-C in the window's terminal does not reach it


def test_a_training_pauses_resumes_stops_and_goes_on_where_it_was(
    wait: Wait, trainings: TrainingWindow
) -> None:
    run, page = start(trainings), trainings.run_page
    wait(lambda: page.use.isEnabled())
    page.pause.click()
    wait(lambda: status(trainings, run) is RunStatus.PAUSED)
    assert page.pause.text() == "Res&ume"
    held = step(run)
    page.pause.click()
    wait(lambda: step(run) > held)
    wait(lambda: page.pause.text() == "Pa&use")
    page.stop.click()
    wait(lambda: status(trainings, run) is RunStatus.STOPPED)
    assert not page.stop.isEnabled()
    assert not trainings.running
    ended = step(run)
    wait(page.go_on.isEnabled)
    page.go_on.click()
    pid = trainings.trainers.pid(run.folder)
    wait(lambda: (state := run.state()) is not None and state.pid == pid and state.step > 0)
    assert step(run) > ended
    wait(lambda: status(trainings, run) is RunStatus.RUNNING)
    losses = page.curves.losses.curves[0].steps.tolist()
    assert losses == sorted(set(losses))


def test_a_killed_trainer_is_reported_with_its_last_words(
    qtbot: QtBot, wait: Wait, trainings: TrainingWindow
) -> None:
    run = start(trainings)
    wait(lambda: status(trainings, run) is RunStatus.RUNNING)
    end_trainer(run)
    wait(trainings.messages.isVisible)
    assert "mine ended: the process ended." in trainings.messages.text.text()
    assert "begins with" in trainings.messages.details.toPlainText()
    assert status(trainings, run) is RunStatus.FAILED
    trainings.messages.hide()
    wait(lambda: "✗ mine" in trainings.list.item(0).text())
    for _ in range(2):
        qtbot.waitSignal(trainings.watch.seen).wait()
    assert not trainings.messages.isVisible()  # it is said once


def test_each_line_of_a_run_is_read_once(
    qtbot: QtBot, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "EVERY_S", 0.01)
    run = Run(tmp_path / "run")
    run.folder.mkdir()
    (run.folder / "run.json").write_text("{}")
    run.metrics.write_text('{"step": 1}\n{"step": 2}\n{"st')
    seen: list[Sight] = []
    looks = RunWatch(tmp_path, Trainers())
    looks.seen.connect(lambda sights: seen.extend(sights))
    looks.start()
    wait(lambda: len(seen) > 1)
    with run.metrics.open("a") as file:
        file.write('ep": 3}\n')
    wait(lambda: any(line["step"] == 3 for sight in seen for line in sight.lines))
    run.metrics.write_text('{"step": 7}\n')  # begun again in the same folder
    wait(lambda: any(line["step"] == 7 for sight in seen for line in sight.lines))
    looks.close()
    assert [line["step"] for sight in seen for line in sight.lines] == [1, 2, 3, 7]
    assert [sight.anew for sight in seen if sight.lines] == [True, False, True]


def test_a_trainer_that_ends_before_it_begins_says_why(
    wait: Wait, trainings: TrainingWindow
) -> None:
    run = start(trainings, "broken")
    wait(trainings.messages.isVisible)
    assert "The folder holds no pictures." in trainings.messages.text.text()
    assert status(trainings, run) is RunStatus.FAILED
    assert "Choose another folder." in trainings.run_page.log.toPlainText()


def test_a_trainer_that_ends_before_anybody_looks_says_why_too(
    wait: Wait, trainings: TrainingWindow
) -> None:
    trainings.watch.blockSignals(True)
    run = start(trainings, "broken")
    wait(lambda: trainings.trainers.exit_code(run.folder) is not None)
    trainings.watch.blockSignals(False)
    trainings.watch.look()
    wait(trainings.messages.isVisible)
    assert "The folder holds no pictures." in trainings.messages.text.text()


def test_a_trainer_that_is_still_loading_can_be_stopped(
    wait: Wait, trainings: TrainingWindow
) -> None:
    run, page = start(trainings, "slow"), trainings.run_page
    wait(lambda: status(trainings, run) is RunStatus.STARTING)  # it has written nothing
    wait(page.stop.isEnabled)
    assert not page.pause.isEnabled()  # it would not be heard
    page.stop.click()
    wait(lambda: status(trainings, run) is RunStatus.STOPPED)
    assert not trainings.trainers.lives(run.folder)
    assert not trainings.messages.isVisible()


def test_a_closed_window_leaves_its_training_and_another_finds_it(
    wait: Wait, open_trainings: WindowOpener
) -> None:
    first = open_trainings()
    run = start(first)
    wait(lambda: status(first, run) is RunStatus.RUNNING)
    first.end()
    left = step(run)
    second = open_trainings()
    wait(lambda: status(second, run) is RunStatus.RUNNING)
    wait(lambda: step(run) > left)
    second.list.item(0).setSelected(True)
    assert second.run_page.curves.losses.curves[0].steps[0] == 1
    second.run_page.stop.click()
    wait(lambda: status(second, run) is RunStatus.STOPPED)


def test_a_training_that_is_done_can_only_be_used(wait: Wait, trainings: TrainingWindow) -> None:
    run, page = start(trainings, "short"), trainings.run_page
    wait(lambda: status(trainings, run) is RunStatus.DONE)
    assert page.bar.value() == page.bar.maximum() == 40
    enabled = [b.isEnabled() for b in (page.pause, page.stop, page.go_on, page.use)]
    assert enabled == [False, False, False, True]
    assert not trainings.messages.isVisible()


def test_two_runs_are_laid_over_each_other(wait: Wait, trainings: TrainingWindow) -> None:
    runs = [start(trainings, "short a"), start(trainings, "short b")]
    wait(lambda: all(status(trainings, run) is RunStatus.DONE for run in runs))
    trainings.list.selectAll()
    page = trainings.run_page
    assert [c.name for c in page.curves.losses.curves] == ["short b", "short a"]
    assert len({c.color for c in page.curves.losses.curves}) == 2
    page.curves.part.setCurrentIndex(page.curves.part.findData("l1"))
    assert page.curves.losses.curves[0].values[0] == pytest.approx(1.4)
    assert [box.path for box in page.sheets.boxes[:2]] == [r.sheet(40) for r in reversed(runs)]
    assert not page.stop.isEnabled()
    assert page.report.isEnabled()


def test_samples_follow_the_newest_until_a_person_goes_back(
    wait: Wait, trainings: TrainingWindow
) -> None:
    run, sheets = start(trainings), trainings.run_page.sheets
    trainings.run_page.tabs.setCurrentWidget(sheets)
    wait(lambda: sheets.step >= 40)
    sheets.slider.setValue(0)
    assert np.abs(pixels(sheets.boxes[0].image()) - np.array([20, 90, 60])).max() < 4  # JPEG
    newest = max(run.sheets())
    wait(lambda: sheets.slider.maximum() >= newest // 20)
    assert sheets.step == 20
    sheets.slider.setValue(sheets.slider.maximum())
    there = sheets.slider.maximum()
    wait(lambda: sheets.slider.maximum() > there)
    assert sheets.slider.value() == sheets.slider.maximum()


def test_a_checkpoint_becomes_a_model(qtbot: QtBot, wait: Wait, trainings: TrainingWindow) -> None:
    models_dir().mkdir(parents=True)
    keep(AddedModel("short-1", "swift", "run", "0", "0", "", "2026"))
    start(trainings, "short 1")
    page = trainings.run_page
    wait(page.use.isEnabled)
    assert page.checkpoint.currentData() == BEST
    with qtbot.waitSignal(trainings.model_made, timeout=20_000) as told:
        page.use.click()
    assert told.args == ["short-1-2"]


def test_the_best_checkpoint_is_offered_first_unless_a_person_chose_another(
    qtbot: QtBot, tmp_path: Path
) -> None:
    page, run = TrainingRunPage(), Run(tmp_path)
    qtbot.addWidget(page)

    def show(*, best: bool, kept: tuple[int, ...]) -> str:
        state = RunState(RunStatus.RUNNING, 1, 9, 99)
        sight = Sight(run, None, state, None, (), False, {}, kept, best, True)
        page.show_runs([sight], [History()])
        return str(page.checkpoint.currentData())

    assert show(best=False, kept=()) == "last"
    assert show(best=True, kept=(5,)) == "best"
    page.checkpoint.setCurrentIndex(page.checkpoint.findData("5"))
    page.checkpoint.activated.emit(page.checkpoint.currentIndex())
    assert show(best=True, kept=(5, 9)) == "5"
    assert show(best=True, kept=(9,)) == "best"  # the chosen one is gone


def test_a_model_is_named_as_files_and_the_command_line_take_it() -> None:
    assert free_model_name("Grün & Blau (2)") == "Gr-n-Blau-2"
    assert free_model_name("...") == "model"
    assert len(free_model_name("x" * 200)) <= 64


def test_report_and_folder_are_opened(
    wait: Wait, trainings: TrainingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def remember(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()).name)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", remember)
    run = start(trainings, "short")
    wait(lambda: status(trainings, run) is RunStatus.DONE)
    trainings.run_page.open_folder.click()
    trainings.run_page.report.click()
    wait(lambda: opened == ["short", "report.html"])


def test_runs_from_elsewhere_are_opened_and_go_on_once_their_pictures_are_known(
    wait: Wait, trainings: TrainingWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.give(tmp_path)
    trainings.open_run.click()
    assert "holds no training run" in trainings.messages.text.text()
    elsewhere = tmp_path / "short elsewhere"
    trainings.trainers.start(
        ["train", "swift", "--data", "photos", "--out", str(elsewhere)], _made(elsewhere)
    )
    run = Run(elsewhere)
    wait(lambda: (state := run.state()) is not None and state.status is RunStatus.DONE)
    run.write_state(RunState(RunStatus.STOPPED, 1, 20, 40))
    answers.give(tmp_path)
    trainings.open_run.click()
    wait(lambda: trainings.run_page.go_on.isEnabled())
    answers.give(tmp_path / "photos")
    trainings.run_page.go_on.click()
    wait(lambda: status(trainings, run) is RunStatus.DONE)
    assert "Folder of the pictures" in answers.asked[-1]


def test_stopping_all_asks_every_run(wait: Wait, trainings: TrainingWindow) -> None:
    runs = [start(trainings, "a"), start(trainings, "b")]
    wait(lambda: all(status(trainings, run) is RunStatus.RUNNING for run in runs))
    trainings.stop_all()
    assert [run.asked() for run in runs] == [Wish.STOP, Wish.STOP]
    wait(lambda: all(status(trainings, run) is RunStatus.STOPPED for run in runs))


def test_a_run_that_cannot_be_asked_does_not_keep_the_others_from_stopping(
    wait: Wait, trainings: TrainingWindow
) -> None:
    mute, other = start(trainings, "a"), start(trainings, "b")
    wait(lambda: all(status(trainings, run) is RunStatus.RUNNING for run in (mute, other)))
    (mute.folder / "wish").mkdir()
    trainings.stop_all()
    wait(lambda: status(trainings, other) is RunStatus.STOPPED)
    (mute.folder / "wish").rmdir()
    trainings.stop_all()
    wait(lambda: status(trainings, mute) is RunStatus.STOPPED)


def test_a_folder_that_cannot_be_written_is_told(trainings: TrainingWindow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    trainings.new_page.folder.set_path(str(tmp_path / "file"))
    start(trainings)
    assert trainings.messages.isVisible()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
