"""Lists of the saved colours, and of what is asked for in a shot."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGroupBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.forms.flow_layout import FlowLayout
from gui.guides.swatches import swatch
from gui.picture.ab_colors import hue_word
from vidcolor.guides import Deed, Hint, Reference, Region, SavedColor, Variant

Guide = Hint | Region | Reference | Variant

_THING = Qt.ItemDataRole.UserRole
_ROWS = 5  # of a list that are seen at most without scrolling


class _List(QListWidget):
    """Rows that stand for things; Delete on the keyboard tells so.

    Signals:
        delete_wanted: the current row shall go.
    """

    delete_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def thing(self, row: int | None = None) -> object:
        """What a row stands for, the current one unless told; None: there is none."""
        item = self.item(self.currentRow() if row is None else row)
        return None if item is None else item.data(_THING)

    def fill(self, rows: Sequence[tuple[object, QListWidgetItem]]) -> None:
        """Other rows; the current one stays the current one if it is still there."""
        before = self.thing()
        self.clear()
        for thing, item in rows:
            item.setData(_THING, thing)
            self.addItem(item)
            if thing == before:
                self.setCurrentItem(item)
        seen = min(max(len(rows), 1), _ROWS)
        row_px = self.sizeHintForRow(0) if rows else self.fontMetrics().height()
        self.setFixedHeight(seen * row_px + 2 * self.frameWidth())


class SavedColorBox(QGroupBox):
    """The saved colours; those that seem to be in the shown frame say so.

    Signals:
        chosen: SavedColor, to be used from now on.
        place_wanted: SavedColor, shall become a hint where it seems to be.
        rename_wanted, delete_wanted: name.
    """

    chosen = Signal(object)
    place_wanted = Signal(object)
    rename_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Saved colours"))
        self._offered: set[str] = set()
        self.empty = QLabel(self.tr("None yet. Save keeps the brush's colour under a name."))
        self.empty.setWordWrap(True)
        self.list = _List(self.tr("Saved colours"))
        self.list.setToolTip(self.tr("A click or Enter takes the colour, Delete forgets it"))
        self.place = QPushButton(self.tr("Set it there"))
        self.place.setToolTip(self.tr("Set a hint at the pin, where this colour seems to be"))
        self.rename = QPushButton(self.tr("Rename…"))
        self.delete = QPushButton(self.tr("Delete"))
        self._buttons = _row_of(self.place, self.rename, self.delete)
        column = QVBoxLayout(self)
        for widget in (self.empty, self.list, self._buttons):
            column.addWidget(widget)
        self.list.itemClicked.connect(lambda _item: self._tell(self.chosen))
        self.list.itemActivated.connect(lambda _item: self._tell(self.chosen))
        self.list.currentRowChanged.connect(self._enable)
        self.list.delete_wanted.connect(lambda: self._tell(self.delete_wanted))
        self.place.clicked.connect(lambda: self._tell(self.place_wanted))
        self.rename.clicked.connect(lambda: self._tell(self.rename_wanted))
        self.delete.clicked.connect(lambda: self._tell(self.delete_wanted))
        self.show_colors((), ())

    def show_colors(self, colors: Sequence[SavedColor], offered: Collection[str]) -> None:
        """Show the colours of the film.

        Args:
            colors: in the order in which they were saved.
            offered: names of those that seem to be in the shown frame.
        """
        self._offered = set(offered)
        rows: list[tuple[object, QListWidgetItem]] = []
        for color in colors:
            text = color.name
            if color.name in self._offered:
                text = self.tr("{0}: seems to be here").format(color.name)
            rows.append((color, QListWidgetItem(swatch(color.ab), text)))
        self.list.fill(rows)
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._buttons.setVisible(bool(rows))
        self._enable()

    def _enable(self) -> None:
        color = self.list.thing()
        for button in (self.rename, self.delete):
            button.setEnabled(color is not None)
        self.place.setEnabled(isinstance(color, SavedColor) and color.name in self._offered)

    def _tell(self, signal: Signal) -> None:
        color = self.list.thing()
        if isinstance(color, SavedColor):
            by_name = signal in (self.rename_wanted, self.delete_wanted)
            signal.emit(color.name if by_name else color)


class MarkBox(QGroupBox):
    """What is asked for in the shot under the playhead.

    Signals:
        frame_wanted: number of the frame that one of them was set on.
        recolor_wanted: Hint or Region, shall get the brush's colour.
        delete_wanted: one of them shall go.
        chosen: the current one, or None.
    """

    frame_wanted = Signal(int)
    recolor_wanted = Signal(object)
    delete_wanted = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("In this shot"))
        self.empty = QLabel(self.tr("Nothing is asked for in this shot."))
        self.empty.setWordWrap(True)
        self.list = _List(self.tr("Marks of this shot"))
        self.list.setToolTip(self.tr("Double click or Enter goes there, Delete takes it away"))
        self.go = QPushButton(self.tr("Go there"))
        self.recolor = QPushButton(self.tr("Recolour"))
        self.recolor.setToolTip(self.tr("Give it the brush's colour"))
        self.delete = QPushButton(self.tr("Delete"))
        self._buttons = _row_of(self.go, self.recolor, self.delete)
        column = QVBoxLayout(self)
        for widget in (self.empty, self.list, self._buttons):
            column.addWidget(widget)
        self.list.itemActivated.connect(lambda _item: self._on_go())
        self.list.currentRowChanged.connect(self._on_current)
        self.list.delete_wanted.connect(lambda: self._tell(self.delete_wanted))
        self.go.clicked.connect(self._on_go)
        self.recolor.clicked.connect(lambda: self._tell(self.recolor_wanted))
        self.delete.clicked.connect(lambda: self._tell(self.delete_wanted))
        self.show_guides(())

    def show_guides(self, guides: Sequence[Guide]) -> None:
        """Show them by rising frame."""
        self.list.fill(
            [(one, self._item(one)) for one in sorted(guides, key=lambda one: one.frame)]
        )
        some = bool(guides)
        self.empty.setVisible(not some)
        self.list.setVisible(some)
        self._buttons.setVisible(some)
        self._on_current()

    def choose(self, guide: Guide) -> None:
        """Make one of them the current row."""
        for row in range(self.list.count()):
            if self.list.thing(row) == guide:
                self.list.setCurrentRow(row)

    def text_of(self, guide: Guide) -> str:
        """What it is, in words."""
        if isinstance(guide, Hint):
            color = self.tr("no colour") if guide.ab is None else guide.name or hue_word(guide.ab)
            kind = self.tr("Hint: {0}") if len(guide.places) == 1 else self.tr("Stroke: {0}")
            text = kind.format(color)
        elif isinstance(guide, Region):
            does = {
                Deed.NEUTRAL: self.tr("no colour"),
                Deed.RECOLOR: hue_word(guide.ab) if guide.ab else "",
                Deed.PROTECT: self.tr("protected"),
            }[guide.deed]
            text = self.tr("Region: {0}").format(does)
        elif isinstance(guide, Reference):
            name = guide.picture.replace("\\", "/").rpartition("/")[2]
            name = name or self.tr("frame {0}").format(guide.of_frame)
            text = self.tr("Reference: {0}").format(name)
        else:
            text = self.tr("Variant {0}").format(guide.number)
        return self.tr("{0} · frame {1}").format(text, guide.frame)

    def _item(self, guide: Guide) -> QListWidgetItem:
        item = QListWidgetItem(self.text_of(guide))
        if isinstance(guide, Hint):
            item.setIcon(swatch(guide.ab, disc=True))
        elif isinstance(guide, Region) and guide.deed is not Deed.PROTECT:
            item.setIcon(swatch(guide.ab))
        return item

    def _on_current(self) -> None:
        guide = self.list.thing()
        for button in (self.go, self.delete):
            button.setEnabled(guide is not None)
        recolors = isinstance(guide, Region) and guide.deed is Deed.RECOLOR
        self.recolor.setEnabled(recolors or isinstance(guide, Hint))
        self.chosen.emit(guide)

    def _on_go(self) -> None:
        guide = self.list.thing()
        if isinstance(guide, Guide):
            self.frame_wanted.emit(guide.frame)

    def _tell(self, signal: Signal) -> None:
        if (guide := self.list.thing()) is not None:
            signal.emit(guide)


def _row_of(*buttons: QPushButton) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, margin_px=0)
    for button in buttons:
        flow.addWidget(button)
    return row
