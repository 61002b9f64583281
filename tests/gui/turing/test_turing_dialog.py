"""The Turing test's window: participants answer by key and by mouse, and the result is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from hands import Answers
from pairs_made import answered, made_pairs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.forms.command import end_cancelled
from gui.main_window import MainWindow
from gui.turing.picture_button import PictureButton
from gui.turing.result_models import PairColumn
from gui.turing.turing_dialog import TuringDialog
from vidcolor.cli import build_parser
from vidcolor.turing.answers import LEFT, RIGHT, read_answers, stored_answers, write_answers
from vidcolor.turing.pairs import TuringTest

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[TuringDialog]:
    dialog = TuringDialog("swift")
    qtbot.addWidget(dialog)
    dialog.setup.end()  # it would ask for the models in a process of its own
    dialog.show()
    dialog.activateWindow()
    yield dialog
    dialog.end()
    end_cancelled()


@pytest.fixture
def sample(tmp_path: Path) -> TuringTest:
    return made_pairs(tmp_path / "test")


def press(dialog: TuringDialog, key: Qt.Key) -> None:
    QTest.keyClick(dialog.trial, key)


def sit(dialog: TuringDialog, name: str, keys: list[Qt.Key]) -> None:
    """One participant types a name and answers by keys."""
    dialog.ready.name.setText(name)
    QTest.keyClick(dialog.ready.name, Qt.Key.Key_Return)
    assert dialog.pages.currentWidget() is dialog.trial
    for key in keys:
        press(dialog, key)


def looks_made(button: PictureButton) -> bool:
    """Whether the picture that is seen is a red one."""
    image = button.grab().toImage()
    color = image.pixelColor(image.rect().center() + QPoint(20, 20))
    return color.red() > color.green()


def test_what_is_chosen_is_what_the_command_is_asked_for(dialog: TuringDialog) -> None:
    setup = dialog.setup
    setup.photos.setText("photos")
    setup.folder.setText("run")
    setup.pairs.setCurrentIndex(2)
    setup.time_limit.setValue(1.5)
    setup.seed.setValue(9)
    words = setup.arguments()
    asked = build_parser(words).parse_args(words)
    assert (asked.model, asked.photos, asked.out) == ("swift", [Path("photos")], Path("run"))
    assert (asked.pairs, asked.time_limit, asked.seed) == (40, 1.5, 9)
    assert asked.test is None


def test_enter_in_a_field_presses_no_button(dialog: TuringDialog, answers: Answers) -> None:
    QTest.keyClick(dialog.setup.photos, Qt.Key.Key_Return)
    assert answers.asked == []
    assert not dialog.messages.isVisible()


def test_a_test_is_made_by_the_command_and_then_waits_for_a_participant(
    dialog: TuringDialog, tmp_path: Path, answers: Answers, wait: Wait
) -> None:
    dialog.setup.make.click()
    assert "needs photos" in dialog.messages.text.text()
    (tmp_path / "photos").mkdir()
    small = np.random.default_rng(1).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "photos" / "1.png"), cv2.resize(small, (300, 280)))
    dialog.setup.photos.setText(str(tmp_path / "photos"))
    dialog.setup.folder.setText(str(tmp_path / "made"))
    dialog.setup.pairs.addItem("1", 1)
    dialog.setup.pairs.setCurrentIndex(3)
    dialog.setup.make.click()
    assert not dialog.setup.make.isEnabled()
    wait(lambda: dialog.pages.currentWidget() is dialog.ready)
    assert dialog.test is not None
    assert dialog.test.model == "swift"
    assert "1 pairs" in dialog.ready.words.text()
    dialog.ready.other.click()
    answers.give(tmp_path / "photos")
    dialog.setup.open.click()
    assert "holds no Turing test" in dialog.messages.text.text()


def test_participants_answer_one_after_the_other_and_the_result_is_told(
    dialog: TuringDialog, sample: TuringTest
) -> None:
    dialog.open_test(sample)
    assert not dialog.ready.result.isEnabled()
    sit(dialog, " Ann ", [])
    for number in range(6):  # Ann sees all of it
        assert dialog.trial.progress.value() == number
        assert looks_made(dialog.trial.left) is not looks_made(dialog.trial.right)
        press(dialog, Qt.Key.Key_Left if looks_made(dialog.trial.left) else Qt.Key.Key_2)
    assert dialog.ready.head.text() == "Thank you!"
    dialog.ready.name.setText("Ann")
    dialog.ready.begin.click()
    assert "Ann has taken part already." in dialog.messages.text.text()
    sit(dialog, "", [])
    for _ in range(6):  # this one takes each real picture for the fake
        real = dialog.trial.right if looks_made(dialog.trial.left) else dialog.trial.left
        QTest.mouseClick(real, Qt.MouseButton.LeftButton)
    stored = stored_answers(sample)
    assert [one.fooled(sample) for one in stored] == 6 * [False] + 6 * [True]
    assert [one.order for one in stored] == 2 * [1, 2, 3, 4, 5, 6]
    assert len({one.participant for one in stored}) == 2
    dialog.ready.result.click()
    results = dialog.results
    assert results.head.text() == "Fooled: 50 %"
    assert "This test: 50 %  (25 – 75 %)" in results.chart.accessibleDescription()
    assert "Zhang et al. 2016: 32 %; Petre" in results.chart.accessibleDescription()
    table = results.pairs.model()
    assert table.rowCount() == 6
    assert table.index(2, PairColumn.FOOLED).data() == "1 of 2"
    thumbnail = table.index(2, PairColumn.MADE).data(Qt.ItemDataRole.DecorationRole)
    color = thumbnail.toImage().pixelColor(50, 50)
    assert color.red() > color.green()
    assert results.participants.model().index(0, 0).data() == "Ann"
    results.next.click()
    assert dialog.pages.currentWidget() is dialog.ready
    assert "Participants so far: 2" in dialog.ready.words.text()


def test_pictures_vanish_after_the_time_limit_and_the_answer_still_counts(
    dialog: TuringDialog, tmp_path: Path, wait: Wait
) -> None:
    dialog.open_test(made_pairs(tmp_path / "test", time_limit_s=0.05, pairs=1))
    assert "vanish after 0.05 s" in dialog.ready.words.text()
    sit(dialog, "Ann", [])
    assert dialog.trial.left.shows
    wait(lambda: not dialog.trial.left.shows)
    assert not dialog.trial.right.shows
    assert "gone" in dialog.trial.words.text()
    press(dialog, Qt.Key.Key_1)
    (answer,) = dialog.answers
    assert answer.timed_out
    assert answer.chosen == LEFT
    assert answer.seconds >= 0.05


def test_in_time_nothing_is_late_and_keys_are_sides(
    dialog: TuringDialog, sample: TuringTest
) -> None:
    dialog.open_test(sample)
    keys = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_1, Qt.Key.Key_2]
    sit(dialog, "Ann", keys)
    dialog.trial.stop_button.click()
    assert [one.chosen for one in stored_answers(sample)] == [LEFT, RIGHT, LEFT, RIGHT]
    assert not any(one.timed_out for one in dialog.answers)
    assert dialog.pages.currentWidget() is dialog.ready


def test_a_window_that_is_closed_keeps_the_answers_given_so_far(
    dialog: TuringDialog, sample: TuringTest
) -> None:
    dialog.open_test(sample)
    sit(dialog, "Ann", [Qt.Key.Key_1])
    dialog.close()
    assert not dialog.isVisible()
    assert len(stored_answers(sample)) == 1
    dialog.show()
    sit(dialog, "Bob", [])
    dialog.trial.stop_button.click()  # before the first answer
    assert len(stored_answers(sample)) == 1
    assert dialog.ready.head.text() == "Which picture is the fake?"


def test_answers_that_the_folder_does_not_take_can_be_saved_elsewhere(
    dialog: TuringDialog, sample: TuringTest, tmp_path: Path, answers: Answers
) -> None:
    dialog.open_test(sample)
    (sample.folder / ".answers.csv.partial").mkdir()
    sit(dialog, "Ann", 6 * [Qt.Key.Key_1])
    assert "could not be written" in dialog.messages.text.text()
    dialog.ready.result.click()
    answers.give(tmp_path / "saved")
    dialog.results.export.click()
    assert read_answers(tmp_path / "saved.csv", sample) == dialog.answers
    assert len(dialog.answers) == 6


def test_answers_come_in_from_files_and_the_page_goes_out(
    dialog: TuringDialog,
    sample: TuringTest,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "ann.csv"
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    dialog.open_test(sample)
    dialog.show_result()
    assert dialog.results.head.text() == "No answers yet"
    assert not dialog.results.export.isEnabled()
    file.write_text("nothing")
    dialog.results.import_.click()
    assert "ann.csv, row 1" in dialog.messages.text.text()
    write_answers(file, sample, answered(sample, "Ann", {1, 2, 3}))
    dialog.results.import_.click()
    assert dialog.messages.text.text() == "Answers added: 6"
    assert dialog.results.head.text() == "Fooled: 50 %"
    assert len(stored_answers(sample)) == 6
    answers.give(tmp_path / "page.html")
    dialog.results.page.click()
    assert (tmp_path / "page.html").read_text(encoding="utf-8").count("data:image/png") == 12
    assert "page.html" in dialog.messages.text.text()


def test_the_menu_opens_it(window: MainWindow, quiet: None) -> None:
    window.actions_.turing.trigger()
    dialog = window.dialogs.turing
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.setup.model.currentText() == "swift"
    dialog.end()
    end_cancelled()


def test_the_windows_process_needs_no_network_for_it() -> None:
    code = "import sys, gui.turing.turing_dialog; print({'torch', 'av', 'cv2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
