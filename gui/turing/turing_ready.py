"""The pause before a participant: what will be asked, and who it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui.turing.middle import in_the_middle
from vidcolor.turing.answers import MOST_LETTERS
from vidcolor.turing.pairs import TuringTest


class TuringReady(QWidget):
    """Explains the test and asks for a name.

    Signals:
        begun: the participant's name, as typed.
        result_wanted: no further participant for now.
        other_wanted: another test.
    """

    begun = Signal(str)
    result_wanted = Signal()
    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel()
        font = self.head.font()
        font.setPointSizeF(1.4 * font.pointSizeF())
        self.head.setFont(font)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.name = QLineEdit()
        self.name.setMaxLength(MOST_LETTERS)
        self.name.setPlaceholderText(self.tr("may be made up, or stay empty"))
        self.begin = QPushButton(self.tr("&Begin"))
        self.result = QPushButton(self.tr("Show the &result"))
        self.other = QPushButton(self.tr("&Choose another test"))
        self._lay_out()
        self.name.returnPressed.connect(self.begin.click)
        self.begin.clicked.connect(lambda: self.begun.emit(self.name.text()))
        self.result.clicked.connect(self.result_wanted)
        self.other.clicked.connect(self.other_wanted)

    def welcome(self, test: TuringTest, participants: int, *, thanks: bool) -> None:
        """Make ready for the next participant.

        Args:
            test: the one that is open.
            participants: how many have answered so far.
            thanks: whether one has just finished.
        """
        self.head.setText(
            self.tr("Thank you!") if thanks else self.tr("Which picture is the fake?")
        )
        sentences = [
            self.tr(
                "You will see {0} pairs of pictures. In each pair one picture is a colour photo; "
                "the other is the same photo, made black and white and coloured by a computer. "
                "Each time choose the one whose colours you take for the computer's. Guess where "
                "you are not sure."
            ).format(len(test.pairs))
        ]
        if test.time_limit_s:
            sentences.append(
                self.tr(
                    "The pictures of a pair vanish after {0} s. You can answer after that, too."
                ).format(f"{test.time_limit_s:g}")
            )
        sentences.append(self.tr("Participants so far: {0}").format(participants))
        self.words.setText("\n\n".join(sentences))
        self.result.setEnabled(participants > 0)
        self.name.clear()
        self.name.setFocus()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Your &name"))
        label.setBuddy(self.name)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.name, 1)
        row.addWidget(self.begin)
        foot = QHBoxLayout()
        foot.addWidget(self.other)
        foot.addStretch()
        foot.addWidget(self.result)
        inner = QVBoxLayout()
        inner.setSpacing(16)
        inner.addWidget(self.head)
        inner.addWidget(self.words)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(in_the_middle(inner))
        column.addStretch(3)
        column.addLayout(foot)
