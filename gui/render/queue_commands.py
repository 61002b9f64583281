"""What can be done with the renders of the queue, as actions for buttons, menu and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence

from gui.render.render_service import RenderService
from vidcolor.queue import Job, JobState


@dataclass(frozen=True, slots=True)
class _Command:
    """An action, for which jobs it can be done, and how."""

    action: QAction
    fits: Callable[[Job], bool]
    do: Callable[[Job], object]
    single: bool  # for one job at a time


class QueueCommands(QObject):
    """Acts on the selected jobs.

    Signals:
        details_wanted: Job whose error or notes shall be shown.
    """

    details_wanted = Signal(object)

    def __init__(
        self, service: RenderService, selected: Callable[[], tuple[Job, ...]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._queue = queue = service.queue
        self._service = service
        self._selected = selected
        self._commands: list[_Command] = []
        add = self._add
        self.pause = add(
            _tr("Pause"),
            _tr("Stop for a while; what is rendered is kept"),
            lambda job: job.state is JobState.RUNNING,
            lambda job: queue.pause(job.number),
        )
        self.resume = add(
            _tr("Resume"),
            _tr("Go on with a paused render"),
            lambda job: job.state is JobState.PAUSED,
            lambda job: queue.resume(job.number),
        )
        self.cancel = add(
            _tr("Cancel"),
            _tr("End the render; nothing of it is kept (Del)"),
            lambda job: not job.state.over,
            lambda job: queue.cancel(job.number),
        )
        self.retry = add(
            _tr("Retry"),
            _tr("Render again; what was finished of it is kept"),
            lambda job: job.state in (JobState.FAILED, JobState.CANCELLED),
            lambda job: queue.retry(job.number),
        )
        self.anew = add(
            _tr("Begin anew"),
            _tr("Render again from the beginning; what was finished of it is given up"),
            lambda job: job.state is JobState.FAILED,
            lambda job: queue.retry(job.number, anew=True),
        )
        self.up = add(
            _tr("Up"),
            _tr("Render earlier"),
            lambda job: self._row(job) > 0,
            lambda job: queue.move(job.number, self._row(job) - 1),
            key="Alt+Up",
            single=True,
        )
        self.down = add(
            _tr("Down"),
            _tr("Render later"),
            lambda job: -1 < self._row(job) < len(service.jobs) - 1,
            lambda job: queue.move(job.number, self._row(job) + 1),
            key="Alt+Down",
            single=True,
        )
        self.remove = add(
            _tr("Remove"),
            _tr("Take off the list; a rendered file stays (Del)"),
            lambda job: job.state.over,
            lambda job: queue.remove(job.number),
        )
        self.details = add(
            _tr("Details"),
            _tr("What went wrong, or was noticed on the way"),
            lambda job: job.error is not None or job.result is not None,
            self.details_wanted.emit,
            single=True,
        )
        self.open_folder = add(
            _tr("Open folder"),
            _tr("Show the folder of the rendered file"),
            lambda job: True,
            _open_folder,
            single=True,
        )
        self.clear = QAction(_tr("Clear finished"), self)
        self.clear.setToolTip(_tr("Take all renders off the list that have ended"))
        self.clear.triggered.connect(self._on_clear)
        self.delete = QAction(_tr("Cancel or remove"), self)
        _bind(self.delete, "Del")
        self.delete.triggered.connect(self._on_delete)

    @property
    def visible(self) -> list[QAction]:
        """For the row of buttons, in its order."""
        return [*(command.action for command in self._commands), self.clear]

    def for_menu(self) -> list[QAction]:
        """What can be done with the selection now."""
        return [action for action in self.visible if action.isEnabled()]

    def update(self) -> None:
        """Enable what can be done with the selection."""
        chosen = self._selected()
        for command in self._commands:
            many = len(chosen) > 1 and command.single
            command.action.setEnabled(not many and any(map(command.fits, chosen)))
        self.delete.setEnabled(bool(chosen))
        self.clear.setEnabled(any(job.state.over for job in self._service.jobs))

    def _add(
        self,
        text: str,
        tip: str,
        fits: Callable[[Job], bool],
        do: Callable[[Job], object],
        *,
        key: str = "",
        single: bool = False,
    ) -> QAction:
        action = QAction(text, self)
        if key:
            _bind(action, key)
            tip += f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(tip)
        command = _Command(action, fits, do, single)
        action.triggered.connect(lambda: self._run(command))
        self._commands.append(command)
        return action

    def _run(self, command: _Command) -> None:
        for job in self._selected():
            if command.fits(job):
                command.do(job)

    def _row(self, job: Job) -> int:
        numbers = [other.number for other in self._service.jobs]
        return numbers.index(job.number) if job.number in numbers else -1

    def _on_delete(self) -> None:
        for job in self._selected():
            (self._queue.remove if job.state.over else self._queue.cancel)(job.number)

    def _on_clear(self) -> None:
        for job in self._service.jobs:
            if job.state.over:
                self._queue.remove(job.number)


def _open_folder(job: Job) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(job.spec.target.parent)))


def _bind(action: QAction, key: str) -> None:
    """A key that works in the queue alone."""
    action.setShortcut(QKeySequence(key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue", text)
