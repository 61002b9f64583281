"""Drives the real main window for its benchmark; notes what it shows and when it stands still."""

from __future__ import annotations

import faulthandler
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.main_window import MainWindow
from gui.preview.engine_line import Picture
from gui.preview.protocol import FilmOpened
from vidcolor.errors import VidcolorError
from vidcolor.video.info import FilmInfo

_STALL_S = 0.05
_BEAT_MS = 5
_WISH_MS = 16
_PATIENCE_S = 180.0


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """The time between two beats."""

    wall_s: float
    core_s: float  # the GUI thread's own work
    queued_s: float  # ready to work, but every processor was busy with others; 0 where unknown

    @property
    def own_s(self) -> float:
        """How long it would have been with a processor always free."""
        return self.wall_s - self.queued_s


class Heartbeat(QObject):
    """A timer on the GUI thread; how late it comes is how long the thread was busy or kept waiting.

    Args:
        stalls: where the thread's stack is written while it stands still; None: nowhere.
    """

    beat = Signal()

    def __init__(self, stalls: TextIO | None = None) -> None:
        super().__init__()
        self._stalls = stalls
        self._queue = _open_queue()
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self.begin()
        self._timer.start()

    def begin(self, phase: str = "") -> None:
        """Measure a new phase."""
        if self._stalls is not None:
            self._stalls.write(f"=== {phase}\n")
            self._stalls.flush()
        self.gaps: list[Gap] = []
        self._last = self._now()

    def forgive(self) -> None:
        """The time since the last beat was spent on measuring."""
        self._last = self._now()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()
        if self._stalls is not None:
            faulthandler.cancel_dump_traceback_later()
        if self._queue is not None:
            os.close(self._queue)

    def _on_beat(self) -> None:
        now = self._now()
        self.gaps.append(Gap(*(a - b for a, b in zip(now, self._last, strict=True))))
        self._last = now
        self.beat.emit()
        if self._stalls is not None:
            # Written by a thread that needs no lock of Python's, so also while C++ holds it.
            faulthandler.dump_traceback_later(_STALL_S, file=self._stalls)

    def _now(self) -> tuple[float, float, float]:
        queued_ns = 0
        if self._queue is not None:
            queued_ns = int(os.pread(self._queue, 100, 0).split()[1])
        return time.perf_counter(), time.thread_time(), queued_ns / 1e9


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that was painted."""

    kind: str  # "grey", "color", "played"
    number: int
    draft: bool
    at_s: float


class Journal(QObject):
    """What the viewer painted: a picture counts when the canvas is painted after its arrival."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen: list[Seen] = []
        self._arrived: dict[str, tuple[int, bool]] = {}
        window.service.picture_arrived.connect(self._on_picture)
        window.playback.frame_shown.connect(self._on_played)
        window.viewer.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._arrived:
            now_s = time.perf_counter()
            for kind, (number, draft) in self._arrived.items():
                self.seen.append(Seen(kind, number, draft, now_s))
            self._arrived.clear()
        return False

    def of(self, kind: str, since_s: float) -> list[Seen]:
        """The painted pictures of a kind since a moment."""
        return [one for one in self.seen if one.kind == kind and one.at_s >= since_s]

    def first_s(
        self, kind: str, since_s: float, *, number: int | None = None, draft: bool = False
    ) -> float | None:
        """How long after a moment a picture was painted; None: it was not."""
        for one in self.of(kind, since_s):
            if one.draft == draft and number in (None, one.number):
                return one.at_s - since_s
        return None

    def _on_picture(self, picture: Picture) -> None:
        self._arrived[picture.role.value] = picture.number, picture.draft

    def _on_played(self, number: int, image: QImage, draft: bool) -> None:
        self._arrived["played"] = number, draft


class Driver:
    """A person at the window.

    Args:
        window: shown, on its real processes.
        heartbeat: runs already.
    """

    def __init__(self, window: MainWindow, heartbeat: Heartbeat) -> None:
        self.window = window
        self.heartbeat = heartbeat
        self.journal = Journal(window)
        self.ranges: list[tuple[int, int]] = []
        self.info: FilmInfo | None = None  # of the film that was opened last
        self._failure: VidcolorError | None = None
        window.service.film_opened.connect(self._on_opened)
        window.service.colored_ranges.connect(self._on_ranges)
        window.service.failed.connect(lambda _task, error: self._on_failed(error))
        window.playback.failed.connect(self._on_failed)

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Let the window work until something is so; asked at each beat of the heart."""
        loop = QEventLoop()
        end_s = time.perf_counter() + _PATIENCE_S

        def look() -> None:
            if self._failure is not None or condition() or time.perf_counter() > end_s:
                loop.quit()

        self.heartbeat.beat.connect(look)
        loop.exec()
        self.heartbeat.beat.disconnect(look)
        if self._failure is not None:
            raise SystemExit(f"{self._failure.what} {self._failure.do} {self._failure.detail}")
        if not condition():
            raise SystemExit(f"Waited {_PATIENCE_S:.0f} s in vain for {what}.")

    def rest(self, seconds: float) -> None:
        """Do nothing for some time."""
        end_s = time.perf_counter() + seconds
        self.wait_until(lambda: time.perf_counter() >= end_s, "the time")

    def each_wish(self, wishes: Iterator[Callable[[], object]]) -> int:
        """Do one thing every 16 ms, as a hand on the mouse does; how many there were."""
        timer, done, ended = QTimer(interval=_WISH_MS), 0, False
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def act() -> None:
            nonlocal done, ended
            wish = next(wishes, None)
            if wish is None:
                ended = True
                timer.stop()
            else:
                wish()
                done += 1

        timer.timeout.connect(act)
        timer.start()
        self.wait_until(lambda: ended, "the last wish")
        return done

    def drag_timeline(self, seconds: float) -> tuple[int, float]:
        """Scrub to and fro over the whole timeline; how many wishes, when the last one was."""
        timeline, wished_s = self.window.timeline, 0.0
        wishes = 0

        def count(_number: int) -> None:
            nonlocal wishes, wished_s
            wishes, wished_s = wishes + 1, time.perf_counter()

        def place() -> QPointF:
            share = (time.perf_counter() - began_s) / 2 % 2  # there in two seconds, back in two
            x = (timeline.width() - 1) * min(share, 2 - share)
            return QPointF(x, timeline.rows.ruler.center().y())

        def moves() -> Iterator[Callable[[], object]]:
            while time.perf_counter() - began_s < seconds:
                yield lambda: send_mouse(timeline, QEvent.Type.MouseMove, place())

        timeline.frame_wanted.connect(count)
        began_s = time.perf_counter()
        send_mouse(timeline, QEvent.Type.MouseButtonPress, place())
        self.each_wish(moves())
        send_mouse(timeline, QEvent.Type.MouseButtonRelease, place())
        timeline.frame_wanted.disconnect(count)
        return wishes, wished_s

    def open(self, film: Path) -> float:
        """Open a film; when that was. Until its first frame is there in its exact colours."""
        self.ranges = []
        began_s = time.perf_counter()
        self.window.open_film(film)
        self.wait_until(lambda: self.journal.first_s("color", began_s), f"colours of {film.name}")
        return began_s

    def close_film(self) -> None:
        """Close it, and give up what was changed."""
        self.window.document.undo_stack.setClean()
        self.window.actions_.close_film.trigger()

    def knows(self, number: int) -> bool:
        """Whether the colours of a frame lie ready."""
        return any(first <= number < end for first, end in self.ranges)

    def close(self) -> None:
        """Close the window as a person does, and wait for its processes."""
        self.window.document.undo_stack.setClean()
        closed: list[bool] = []
        self.window.closed.connect(lambda: closed.append(True))
        self.window.close()
        self.wait_until(lambda: closed, "the end of the processes")

    def _on_opened(self, opened: FilmOpened) -> None:
        self.info = opened.info

    def _on_ranges(self, ranges: list[tuple[int, int]]) -> None:
        self.ranges = ranges

    def _on_failed(self, error: VidcolorError) -> None:
        self._failure = error


def _open_queue() -> int | None:
    """Linux' account of how long this thread waited for a processor; None elsewhere."""
    try:
        return os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
    except OSError:
        return None


def send_mouse(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    """Let the left button do something there."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    at_screen = widget.mapToGlobal(at)
    event = QMouseEvent(kind, at, at_screen, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


class FirstPaint(QObject):
    """Tells when a main window was painted for the first time, then closes it."""

    def __init__(self, tell: Callable[[], object]) -> None:
        super().__init__()
        self._tell = tell
        self._told = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._told and isinstance(watched, MainWindow):
            self._told = True
            QTimer.singleShot(0, self._tell)  # after all that is painted with it
            QTimer.singleShot(0, watched.close)
        return False
