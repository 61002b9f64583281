"""What a test has shown so far, and the ways in and out of its answers."""

from __future__ import annotations

from PySide6.QtCore import QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.turing.result_models import (
    SORT_ROLE,
    THUMBNAIL_PX,
    PairColumn,
    PairModel,
    ParticipantModel,
    interval_words,
    percent_words,
)
from gui.turing.share_chart import Bar, ShareChart
from vidcolor.turing.results import CHANCE_PERCENT, PRINTED, Outcome


class TuringResults(QWidget):
    """The share of fooled answers, the papers', and tables.

    Signals:
        next_wanted: another participant.
        import_wanted: answers of a page are to be added.
        export_wanted: all answers are to be written to a file.
        page_wanted: the test is to be written as a page.
    """

    next_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    page_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = QLabel()
        font = self.head.font()
        font.setPointSizeF(1.6 * font.pointSizeF())
        self.head.setFont(font)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.chart = ShareChart()
        self._pair_model = PairModel(self)
        self._participant_model = ParticipantModel(self)
        self.pairs = _table(self._sorted(self._pair_model), self.tr("Pairs"))
        self.pairs.setSortingEnabled(True)
        self.pairs.sortByColumn(PairColumn.NUMBER, Qt.SortOrder.AscendingOrder)
        self.pairs.setIconSize(QSize(THUMBNAIL_PX, THUMBNAIL_PX))
        self.pairs.verticalHeader().setDefaultSectionSize(THUMBNAIL_PX + 8)
        self.participants = _table(self._participant_model, self.tr("Participants"))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.pairs, self.tr("Pairs"))
        self.tabs.addTab(self.participants, self.tr("Participants"))
        self.next = QPushButton(self.tr("Ne&xt participant"))
        self.import_ = QPushButton(self.tr("&Import answers…"))
        self.import_.setToolTip(self.tr("CSV files that participants of the page have sent"))
        self.export = QPushButton(self.tr("Sa&ve answers…"))
        self.page = QPushButton(self.tr("Save as pa&ge…"))
        self.page.setToolTip(self.tr("One HTML file, for people who take part elsewhere"))
        for button, signal in (
            (self.next, self.next_wanted),
            (self.import_, self.import_wanted),
            (self.export, self.export_wanted),
            (self.page, self.page_wanted),
        ):
            button.clicked.connect(signal)
        self._lay_out()

    def show_outcome(self, found: Outcome) -> None:
        """Show a result."""
        total = found.total
        self.head.setText(
            self.tr("Fooled: {0}").format(percent_words(total))
            if total.answers
            else self.tr("No answers yet")
        )
        sentences = [
            self.tr("{0}: {1} of {2} answers took the real picture for the fake.").format(
                found.test.model, total.fooled, total.answers
            ),
            self.tr("Participants: {0}, pairs: {1}.").format(
                len(found.participants), len(found.pairs)
            ),
            self.tr(
                "The interval of 95 % counts all answers as independent. The papers showed other "
                "photos to other people: side by side, never a ranking."
            ),
        ]
        self.words.setText(" ".join(sentences))
        self.chart.show_bars(self._bars(found), CHANCE_PERCENT)
        self._pair_model.set_outcome(found)
        self._participant_model.set_outcome(found)
        for table in (self.pairs, self.participants):
            table.resizeColumnsToContents()
        self.export.setEnabled(total.answers > 0)

    def _bars(self, found: Outcome) -> list[Bar]:
        bars = []
        if (own := found.total.estimate()) is not None:
            words = f"{percent_words(found.total)}  ({interval_words(found.total)})"
            interval = (100 * own.low, 100 * own.high)
            bars.append(Bar(self.tr("This test"), 100 * own.value, words, interval, own=True))
        bars += [
            Bar(one.source, one.fooled_percent, f"{one.fooled_percent:.0f} %") for one in PRINTED
        ]
        return [*bars, Bar(self.tr("Chance"), CHANCE_PERCENT, f"{CHANCE_PERCENT:.0f} %")]

    def _sorted(self, model: PairModel) -> QSortFilterProxyModel:
        proxy = QSortFilterProxyModel(self)
        proxy.setSourceModel(model)
        proxy.setSortRole(SORT_ROLE)
        return proxy

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        for button in (self.import_, self.export, self.page):
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.addWidget(self.head)
        column.addWidget(self.words)
        column.addWidget(self.chart)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)


def _table(model: QSortFilterProxyModel | ParticipantModel, name: str) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(True)
    return table
