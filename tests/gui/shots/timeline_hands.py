"""What a hand does on the timeline, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.shots.timeline import Timeline
from vidcolor.shotlist import Cut, Kind, ShotList

FRAMES = 4000


STARTS = [0, 400, 1000, 1800, 3000]


SIGNALS = (
    "frame_wanted",
    "shot_selected",
    "cut_add_wanted",
    "cut_remove_wanted",
    "cut_move_wanted",
    "marker_wanted",
    "marker_remove_wanted",
    "note_edit_wanted",
    "status_wanted",
    "look_copy_wanted",
    "look_paste_wanted",
    "range_wanted",
    "render_shot_wanted",
    "thumbnails_wanted",
)


LEFT = Qt.MouseButton.LeftButton


class Wishes:
    """Remembers every signal by name."""

    def __init__(self, timeline: Timeline) -> None:
        self.all: list[tuple[object, ...]] = []
        for name in SIGNALS:
            getattr(timeline, name).connect(lambda *values, name=name: self._keep(name, values))

    def _keep(self, name: str, values: tuple[object, ...]) -> None:
        self.all.append((name, *values))

    def of(self, name: str) -> list[object]:
        found = [values for heard, *values in self.all if heard == name]
        return [values[0] if len(values) == 1 else tuple(values) for values in found]


def shots(frames: int, starts: list[int]) -> ShotList:
    return ShotList(frames, tuple(Cut(start, Kind.CUT) for start in starts[1:]))


def on(timeline: Timeline, row: str, x: float) -> QPoint:
    return QPoint(round(x), getattr(timeline.rows, row).center().y())


def wheel(
    timeline: Timeline,
    x: float,
    notches: float,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    at = QPointF(x, 30)
    event = QWheelEvent(
        at,
        timeline.mapToGlobal(at),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(timeline, event)
