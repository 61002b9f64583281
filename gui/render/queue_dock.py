"""The queue of renders as a person sees it: the list, what can be done with it, how far it is."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.forms.flow_layout import FlowLayout
from gui.render.queue_commands import QueueCommands
from gui.render.queue_delegate import QueueDelegate
from gui.render.queue_model import QueueModel
from gui.render.render_service import RenderService
from gui.render.render_words import queue_words
from gui.render.tray import Tray
from vidcolor.queue import Job


class QueueDock(QWidget):
    """Lists all renders of this session; to be put into a QDockWidget.

    Signals:
        ended: Job, for each job that ended by itself or was cancelled.
    """

    ended = Signal(object)

    def __init__(self, service: RenderService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._tray = Tray(self)
        self.model = QueueModel(self)
        self.list = self._make_list()
        self.commands = QueueCommands(service, self.selected_jobs, self)
        self.commands.details_wanted.connect(self._on_details)
        self.addActions([*self.commands.visible, self.commands.delete])
        self.empty = QLabel(self.tr("No renders yet. Choose Render > Export…"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.overall = QLabel()
        self.overall.setAccessibleName(self.tr("All renders"))
        self.overall.setContentsMargins(8, 2, 8, 4)
        self._lay_out()
        self.list.selectionModel().selectionChanged.connect(self.commands.update)
        self.list.doubleClicked.connect(self.commands.details.trigger)
        service.changed.connect(self._on_changed)
        service.picture_arrived.connect(self._on_picture)
        service.job_ended.connect(self._on_ended)
        self._on_changed()

    def selected_jobs(self) -> tuple[Job, ...]:
        """In the order of the queue."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        return tuple(self.model.jobs[row] for row in rows)

    def select(self, number: int) -> None:
        """Select one job."""
        index = self.model.index(self.model.row_of(number))
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, flag)

    def details_of(self, job: Job) -> QMessageBox:
        """What went wrong in a failed job, or what there is to know about a finished one."""
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(job.spec.source.name)
        if job.error is not None:
            box.setIcon(QMessageBox.Icon.Warning)
            box.setText(job.error.what)
            box.setInformativeText(job.error.do)
            box.setDetailedText(job.error.detail)
        elif job.result is not None:
            box.setIcon(QMessageBox.Icon.Information)
            box.setText(self.tr("Written to {target}.").format(target=job.spec.target))
            box.setInformativeText("\n\n".join(job.result.warnings))
        return box

    def _make_list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(QueueDelegate(view))
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setAccessibleName(self.tr("Renders"))
        view.customContextMenuRequested.connect(self._on_menu)
        return view

    def _lay_out(self) -> None:
        bar = QWidget(self)
        row = FlowLayout(bar)
        for action in self.commands.visible:
            button = QToolButton(bar)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text())
            row.addWidget(button)
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.list)
        pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(pages, 1)
        column.addWidget(self.overall)

    def _on_changed(self) -> None:
        jobs = self._service.jobs
        self.model.set_jobs(jobs)
        self._pages.setCurrentWidget(self.list if jobs else self.empty)
        self.overall.setText(queue_words(jobs, self._service.expected_frames))
        self.overall.setVisible(bool(jobs))
        if jobs and not self.list.selectionModel().hasSelection():
            # So that the buttons work at once: most often there is one render only.
            self.select(next((job for job in jobs if not job.state.over), jobs[-1]).number)
        self.commands.update()

    def _on_picture(self, number: int, picture: QImage) -> None:
        self.model.set_picture(number, picture)

    def _on_ended(self, job: Job) -> None:
        self._tray.tell(job)
        self.ended.emit(job)

    def _on_details(self, job: Job) -> None:
        box = self.details_of(job)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _on_menu(self, place: QPoint) -> None:
        if not self.list.indexAt(place).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.commands.for_menu())
        menu.popup(self.list.viewport().mapToGlobal(place))
