"""The window: makes the parts, lays them out, and ends them in order; no engine logic."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.actions import WindowActions
from gui.autosave import Autosave
from gui.desk import Desk, Panels
from gui.dialogs import Dialogs
from gui.document import Document
from gui.film_control import FilmControl
from gui.forms.command import end_cancelled
from gui.guide_control import GuideControl
from gui.guide_desk import GuideDesk
from gui.guides.brush import Brush
from gui.guides.guide_panel import GuidePanel
from gui.guides.tool_strip import ToolStrip
from gui.keyboard import NavigationKeys
from gui.likings import Likings
from gui.look_panel import LookPanel
from gui.messages import MessageBar
from gui.palette import apply_palette
from gui.picture.scopes import Scopes
from gui.picture.viewer import Viewer
from gui.player.playback import Playback
from gui.player.transport import Transport
from gui.preferences import Preferences
from gui.preview.preview_service import PreviewService
from gui.recent import WindowMemory
from gui.render.batch_plan import holds_films
from gui.render.queue_dock import QueueDock
from gui.render.render_service import RenderService
from gui.render_control import RenderControl
from gui.shot_control import ShotControl
from gui.shots.shot_list import ShotTable
from gui.shots.timeline import Timeline
from gui.start_page import StartPage
from gui.status import Status
from gui.theme import ThemeName
from gui.view_control import ViewControl
from gui.wiring import connect_actions
from vidcolor.video.info import FilmInfo


class MainWindow(QMainWindow):
    """One film: looked at, steered, rendered.

    Signals:
        closed: the window and its processes are gone. Qt's own "last window closed" does not come
            for a window that was hidden first.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._may_close = False
        self._closing = False
        self._theme = ""
        self.likings = Likings(self)
        self.memory = WindowMemory()
        self._make_parts()
        self._make_widgets()
        self._make_controls()
        self._lay_out()
        connect_actions(self)
        self._connect()
        self.desk.clear()
        self._like(self.likings.now)
        self.setAcceptDrops(True)
        self.resize(1180, 780)
        self._restore()
        for sentence in self.likings.dropped:
            self.messages.show_notice(sentence)
        self.service.warm_up()

    # --- construction ---

    def _make_parts(self) -> None:
        """What exists without being seen."""
        self.document = Document(self)
        self.service = PreviewService(self.likings.defaults()[0], parent=self)
        self.playback = Playback(self)
        self.renders = RenderService(self)
        self.autosave = Autosave(self.document, self.likings.now.autosave_s, self)

    def _make_widgets(self) -> None:
        self.viewer = Viewer(gpu=self.likings.now.gpu_viewer)
        self.viewer.show_information(True)
        self.transport = Transport(slider=False)
        self.timeline = Timeline()
        self.shot_table = ShotTable()
        self.look_panel = LookPanel()
        self.scopes = Scopes()
        self.queue = QueueDock(self.renders)
        self.messages = MessageBar()
        self.status = Status(self)
        self.actions_ = WindowActions(self)
        self.brush = Brush(self)
        self.tool_strip = ToolStrip(self.actions_.tools, self.brush)
        self.guide_panel = GuidePanel(self.brush, self.actions_)
        self.start_page = StartPage(
            [self.actions_.open_film, self.actions_.open_folder, self.actions_.open_demo]
        )

    def _make_controls(self) -> None:
        self.view = ViewControl(
            self.document,
            self.service,
            self.playback,
            self.viewer,
            self.transport,
            self.scopes,
            self.status,
            self,
        )
        self.films = FilmControl(
            self.document, self.messages, self.memory, self.likings.defaults, self
        )
        self.shots = ShotControl(self.document, self.messages, lambda: self.view.position, self)
        self.guides = GuideControl(
            self.document,
            self.messages,
            lambda: self.view.position,
            self.shots.span_at,
            self,
        )
        self.guide_desk = GuideDesk(
            self.document,
            self.service,
            self.view,
            self.guides,
            self.brush,
            self.viewer,
            self.guide_panel,
            self.status,
            self.actions_,
            self,
        )
        self.rendering = RenderControl(self.document, self.renders, self.messages, self)
        self.dialogs = Dialogs(self.document, self.likings, self.actions_, self)
        panels = Panels(
            self.viewer,
            self.transport,
            self.timeline,
            self.shot_table,
            self.look_panel,
            self.status,
            self.messages,
            self.start_page,
        )
        self.desk = Desk(
            self.document,
            self.service,
            self.films,
            self.view,
            self.shots,
            panels,
            self.likings,
            self,
        )

    def _lay_out(self) -> None:
        seen = QWidget()
        row = QHBoxLayout(seen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.tool_strip)
        row.addWidget(self.viewer, 1)
        film = _column(seen, self.transport, stretched=seen)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(film)
        self.setCentralWidget(_column(self.messages, self.pages, stretched=self.pages))
        self.setStatusBar(self.status)
        self.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AnimatedDocks
        )
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.docks = {
            "timeline": self._dock("timeline", self.tr("Timeline"), self.timeline, bottom),
            "look": self._dock("look", self.tr("Look"), self.look_panel, right),
            "guides": self._dock("guides", self.tr("Colours"), self.guide_panel, right),
            "shots": self._dock("shots", self.tr("Shots"), self.shot_table, right),
            "queue": self._dock("queue", self.tr("Renders"), self.queue, right),
            "scopes": self._dock("scopes", self.tr("Scopes"), self.scopes, right),
        }
        self.tabifyDockWidget(self.docks["look"], self.docks["guides"])
        self.tabifyDockWidget(self.docks["guides"], self.docks["shots"])
        self.tabifyDockWidget(self.docks["shots"], self.docks["queue"])
        self.docks["look"].raise_()
        # A sixth of the screen, but never so narrow that the words of the panels are cut.
        width_px = max(self.screen().availableGeometry().width() // 6, 300)
        self.resizeDocks([self.docks["look"]], [width_px], Qt.Orientation.Horizontal)

    def _dock(self, name: str, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(area, dock)
        self.actions_.panels.addAction(dock.toggleViewAction())
        return dock

    def _connect(self) -> None:
        self._navigation = NavigationKeys(self)
        self.transport.watch_keys(self)
        self.start_page.recent_wanted.connect(self.open_film)
        self.status.notes.clicked.connect(self.show_film_notes)
        self.likings.changed.connect(self._like)
        self.likings.failed.connect(self.messages.show_error)
        self.playback.failed.connect(self.messages.show_error)
        self.view.played.connect(
            lambda on: self.service.set_color_ahead(self.likings.now.color_ahead and not on)
        )
        self.rendering.queued.connect(self.show_queue)
        self.timeline.render_shot_wanted.connect(self._on_render_shot)
        self.desk.film_shown.connect(self._on_film_shown)
        self.document.opened.connect(self._show_title)
        self.document.saved_changed.connect(self._show_title)
        self.docks["scopes"].visibilityChanged.connect(lambda _seen: self.view.show_scopes())
        self.service.stopped.connect(self._on_ended)
        self.playback.closed.connect(self._on_ended)

    @property
    def info(self) -> FilmInfo | None:
        """What the open film is; None: none is open."""
        return self.desk.info

    # --- what a person wants ---

    def open_film(self, path: Path) -> None:
        """Open a film, a picture, a folder or a project; replies come later."""
        self.films.open(path)

    def recover(self) -> bool:
        """Offer unsaved work of a window that crashed; whether some was opened."""
        return self.films.recover()

    def choose_picture(self) -> None:
        """Ask where the coloured frame goes, and have it rendered there."""
        number = self.view.position
        target = self.films.ask_picture(number)
        if target is not None:
            self.status.tell(self.tr("Saving frame {0} …").format(number))
            self.service.save_frame(number, target)

    def copy_frame(self) -> None:
        """Put the frame into the clipboard."""
        QGuiApplication.clipboard().setImage(self.viewer.picture())

    def show_film_notes(self) -> None:
        """Tell what the film holds and what is odd about it."""
        self.dialogs.show_film(self.desk.info, self.desk.notes)

    def export(self, *, only_shot: bool = False) -> None:
        """Ask how the film is to be rendered."""
        info, frames = self.desk.info, self.transport.frames
        if info is None:
            return
        if not frames:
            self.messages.show_notice(self.tr("The film's frames are still being counted."))
            return
        shot = self.shots.span_at(self.view.position)
        self.rendering.export(info, frames, shot, only_shot=only_shot)

    def batch(self, paths: list[Path] | None = None) -> None:
        """Ask which films are to be rendered, all in one way."""
        self.rendering.batch(*self.likings.defaults(), paths or [])

    def show_queue(self) -> None:
        """Bring the list of renders to the front."""
        self.docks["queue"].show()
        self.docks["queue"].raise_()

    # --- inside ---

    def _on_film_shown(self, info: FilmInfo | None) -> None:
        self.actions_.enable_film(info is not None)
        self.start_page.show_recent(self.memory.recent)
        self.pages.setCurrentIndex(0 if info is None else 1)
        self._show_title()

    def _show_title(self) -> None:
        project = self.document.project
        if self.desk.info is None or project is None:
            self.setWindowTitle("vidcolor")
            self.setWindowModified(False)
            return
        name = self.document.file.name if self.document.file else project.source.name
        self.setWindowTitle(f"{name}[*] – vidcolor")
        self.setWindowModified(not self.document.saved)

    def _like(self, preferences: Preferences) -> None:
        """Be as the preferences say."""
        app = QApplication.instance()
        if isinstance(app, QApplication) and preferences.theme != self._theme:
            apply_palette(app, ThemeName(preferences.theme))  # some 30 ms, so only when it changes
            self._theme = preferences.theme
        self.actions_.light.setChecked(preferences.theme == ThemeName.LIGHT)
        self.actions_.color_ahead.setChecked(preferences.color_ahead)
        self.service.set_color_ahead(preferences.color_ahead)
        self.autosave.set_interval(preferences.autosave_s)

    def _on_render_shot(self, start: int) -> None:
        self.view.go_to(start)
        self.export(only_shot=True)

    # --- Qt's own events ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._hold(event, True)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._hold(event, False)
        super().keyReleaseEvent(event)

    def _hold(self, event: QKeyEvent, on: bool) -> None:
        if event.key() == Qt.Key.Key_B and not event.isAutoRepeat() and not event.modifiers():
            self.viewer.hold_flicker(on)

    def changeEvent(self, event: QEvent) -> None:
        # A key that is released in another window is never released here.
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.viewer.hold_flicker(False)
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        if len(paths) > 1 or holds_films(paths[0]):
            self.batch(paths)
        else:
            self.open_film(paths[0])

    # --- ending ---

    def _restore(self) -> None:
        self.restoreGeometry(self.memory.bytes_of("geometry"))
        state = self.memory.bytes_of("docks")
        if not state.isEmpty():
            self.restoreState(state)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            return
        # Gone from the screen at once; the window itself waits until its processes have ended.
        event.ignore()
        parts = (self.films.may_leave, self.rendering.may_close, self.dialogs.may_close)
        if self._closing or not all(may() for may in parts):
            return
        self._closing = True
        self.memory.keep_bytes("geometry", QByteArray(self.saveGeometry()))
        self.memory.keep_bytes("docks", QByteArray(self.saveState()))
        self.hide()
        self._end_helpers()
        self.playback.close()
        self.service.stop()

    def _end_helpers(self) -> None:
        self.autosave.close()
        self.dialogs.end()
        self.renders.close()
        end_cancelled()

    def _on_ended(self) -> None:
        """The preview's process or the player's has ended, as wished."""
        if self._closing and not (self.service.running or self.playback.running):
            self._may_close = True
            self.close()
            self.closed.emit()

    def end(self) -> None:
        """End every process, where no event loop runs any more."""
        self._end_helpers()
        self.playback.close_and_wait()
        self.service.stop_and_wait()


def _column(*widgets: QWidget, stretched: QWidget) -> QWidget:
    """Widgets over each other without a gap; one of them gets the room that is left."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is stretched else 0)
    return whole
