"""One participant's sitting: pair after pair, which picture is the fake?"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.turing.picture_button import PictureButton
from vidcolor.turing.answers import LEFT, RIGHT, Answer
from vidcolor.turing.pairs import LETTERS, TuringTest
from vidcolor.turing.sitting import Trial, sitting


class TuringTrial(QWidget):
    """Shows the pairs and takes the answers; never says whether one was right.

    Signals:
        finished: the sitting's answers, a list; fewer than pairs where it was stopped.
    """

    finished = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left = PictureButton(self.tr("The left picture is the fake"))
        self.right = PictureButton(self.tr("The right picture is the fake"))
        self.words = QLabel()
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self.words.font()
        font.setPointSizeF(1.4 * font.pointSizeF())
        self.words.setFont(font)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Pairs answered"))
        self.stop_button = QPushButton(self.tr("Stop &here"))
        self.stop_button.setToolTip(self.tr("Ends this sitting; the answers given so far count"))
        self._test: TuringTest | None = None
        self._participant = ""
        self._seed = 0
        self._trials: tuple[Trial, ...] = ()
        self._answers: list[Answer] = []
        self._since = QElapsedTimer()
        self._timed_out = False
        self._vanishing = QTimer(self, singleShot=True)
        self._vanishing.timeout.connect(self._on_time_limit)
        self._lay_out()
        self.left.clicked.connect(lambda: self._choose(LEFT))
        self.right.clicked.connect(lambda: self._choose(RIGHT))
        self.stop_button.clicked.connect(self.stop)
        for key, side in (("Left", LEFT), ("1", LEFT), ("Right", RIGHT), ("2", RIGHT)):
            self._add_key(key, side)

    @property
    def running(self) -> bool:
        """Whether a participant is at it."""
        return self._test is not None

    def begin(self, test: TuringTest, participant: str, seed: int) -> None:
        """Show the first pair.

        Args:
            test: whose pairs are shown.
            participant: whose answers they are.
            seed: of order and sides.
        """
        self._test, self._participant, self._seed = test, participant, seed
        self._trials = sitting(len(test.pairs), seed)
        self._answers = []
        self.progress.setMaximum(len(self._trials))
        self._show_next()
        self.setFocus()

    def stop(self) -> None:
        """End the sitting with what was answered."""
        if not self.running:
            return
        self._vanishing.stop()
        self._test = None
        for button in (self.left, self.right):
            button.clear()
        self.finished.emit(self._answers)

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.setSpacing(12)
        pictures.addWidget(self.left)
        pictures.addWidget(self.right)
        foot = QHBoxLayout()
        foot.addWidget(QLabel(self.tr("← or 1: the left one      → or 2: the right one")))
        foot.addWidget(self.progress, 1)
        foot.addWidget(self.stop_button)
        foot.setSpacing(16)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addLayout(pictures, 1)
        column.addLayout(foot)

    def _add_key(self, key: str, side: str) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self._choose(side))

    def _show_next(self) -> None:
        assert self._test is not None
        trial = self._trials[len(self._answers)]
        right = LETTERS[1 - LETTERS.index(trial.left)]
        self.left.show_picture(self._test.picture(trial.pair, trial.left))
        self.right.show_picture(self._test.picture(trial.pair, right))
        self.words.setText(self.tr("Which picture is the fake?"))
        self.progress.setValue(len(self._answers))
        self.progress.setFormat(
            self.tr("Pair {0} of {1}").format(len(self._answers) + 1, len(self._trials))
        )
        self._timed_out = False
        self._since.start()
        if self._test.time_limit_s:
            self._vanishing.start(round(1000 * self._test.time_limit_s))

    def _on_time_limit(self) -> None:
        self._timed_out = True
        for button in (self.left, self.right):
            button.clear()
        self.words.setText(self.tr("The pictures are gone. Which one was the fake?"))

    def _choose(self, side: str) -> None:
        if not self.running:
            return
        self._vanishing.stop()
        trial = self._trials[len(self._answers)]
        self._answers.append(
            Answer(
                self._participant,
                self._seed,
                len(self._answers) + 1,
                trial.pair,
                trial.left,
                side,
                self._since.elapsed() / 1000,
                self._timed_out,
            )
        )
        if len(self._answers) < len(self._trials):
            self._show_next()
        else:
            self.stop()
