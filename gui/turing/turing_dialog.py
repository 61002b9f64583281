"""The Turing test's window: a test is chosen, participants sit down, the result is told."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.messages import MessageBar
from gui.turing.turing_ready import TuringReady
from gui.turing.turing_results import TuringResults
from gui.turing.turing_setup import TuringSetup
from gui.turing.turing_trial import TuringTrial
from vidcolor.errors import VidcolorError
from vidcolor.turing.answers import (
    Answer,
    clean_name,
    read_answers,
    store_answers,
    stored_answers,
    write_answers,
)
from vidcolor.turing.page import write_page
from vidcolor.turing.pairs import TuringTest
from vidcolor.turing.results import outcome
from vidcolor.turing.sitting import SEEDS


class TuringDialog(QDialog):
    """Leads from one page to the next; answers lie in the test's folder after each sitting."""

    def __init__(self, model: str, parent: QWidget | None = None) -> None:
        """
        Args:
            model: the one in use.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Turing test"))
        self.test: TuringTest | None = None
        self.answers: list[Answer] = []
        self.messages = MessageBar()
        self.setup = TuringSetup(model)
        self.ready = TuringReady()
        self.trial = TuringTrial()
        self.results = TuringResults()
        self.pages = QStackedWidget()
        for page in (self.setup, self.ready, self.trial, self.results):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.resize(1120, 720)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field would press the first of them
        self.setup.photos.setFocus()
        self.setup.opened.connect(self.open_test)
        self.setup.failed.connect(self.messages.show_error)
        self.ready.begun.connect(self._begin)
        self.ready.result_wanted.connect(self.show_result)
        self.ready.other_wanted.connect(lambda: self._turn_to(self.setup))
        self.trial.finished.connect(self._on_finished)
        self.results.next_wanted.connect(lambda: self._welcome(thanks=False))
        self.results.import_wanted.connect(self._import)
        self.results.export_wanted.connect(self._export)
        self.results.page_wanted.connect(self._save_page)

    def end(self) -> None:
        """Stop what runs; answers of a sitting that is under way are kept."""
        self.trial.stop()
        self.setup.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        # A test that is being made goes on; the menu brings this window back.
        event.ignore()
        self.reject()

    def reject(self) -> None:
        self.trial.stop()
        self.hide()

    def open_test(self, test: TuringTest) -> None:
        """Make ready for participants of a test."""
        try:
            self.answers = stored_answers(test)
        except VidcolorError as error:
            self.messages.show_error(error)
            return
        self.test = test
        self._welcome(thanks=False)

    def show_result(self) -> None:
        """What the test has shown so far."""
        if self.test is not None:
            self.results.show_outcome(outcome(self.test, self.answers))
            self._turn_to(self.results)

    def _turn_to(self, page: QWidget) -> None:
        self.messages.hide()
        self.pages.setCurrentWidget(page)

    def _welcome(self, *, thanks: bool) -> None:
        if self.test is not None:
            participants = len({answer.participant for answer in self.answers})
            self._turn_to(self.ready)
            self.ready.welcome(self.test, participants, thanks=thanks)

    def _begin(self, text: str) -> None:
        name = clean_name(text) or f"p{secrets.token_hex(4)}"
        if any(answer.participant == name for answer in self.answers):
            self.messages.show_error(
                VidcolorError(
                    self.tr("{0} has taken part already.").format(name),
                    do=self.tr("Choose another name; each person sees the pairs once."),
                )
            )
        elif self.test is not None:
            self._turn_to(self.trial)
            self.trial.begin(self.test, name, secrets.randbelow(SEEDS))

    def _on_finished(self, answers: list[Answer]) -> None:
        if self.test is None:
            return
        self.answers = [*self.answers, *answers]
        self._welcome(thanks=bool(answers))
        try:
            self.answers = store_answers(self.test, self.answers)
        except VidcolorError as error:  # the page of results can still save them elsewhere
            self.messages.show_error(error)

    def _import(self) -> None:
        title = self.tr("Import answers")
        paths, _ = QFileDialog.getOpenFileNames(self, title, "", self._csv())
        if self.test is None or not paths:
            return
        before = len(self.answers)
        try:
            new = [answer for path in paths for answer in read_answers(Path(path), self.test)]
            self.answers = store_answers(self.test, [*self.answers, *new])
        except VidcolorError as error:
            self.messages.show_error(error)
            return
        self.show_result()
        self.messages.show_notice(self.tr("Answers added: {0}").format(len(self.answers) - before))

    def _export(self) -> None:
        path = self._target(self.tr("Save answers"), "answers.csv", self._csv())
        if self.test is None or path is None:
            return
        try:
            write_answers(path, self.test, self.answers)
        except VidcolorError as error:
            self.messages.show_error(error)
        else:
            self._tell_written(path)

    def _save_page(self) -> None:
        kinds = self.tr("Web pages (*.html)")
        path = self._target(self.tr("Save the test as a page"), "turing-test.html", kinds)
        if self.test is None or path is None:
            return
        try:
            write_page(path, self.test)
        except VidcolorError as error:
            self.messages.show_error(error)
        else:
            self._tell_written(path)

    def _csv(self) -> str:
        return self.tr("Tables (*.csv)")

    def _target(self, title: str, name: str, kinds: str) -> Path | None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        near = Path(QStandardPaths.writableLocation(documents), name)
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(near), kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(Path(name).suffix)

    def _tell_written(self, path: Path) -> None:
        self.messages.show_notice(self.tr("Written: {0}").format(path))
