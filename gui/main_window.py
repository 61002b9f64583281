"""The window: menus, viewer, transport, status; hands every slow thing to the engine process."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.actions import WindowActions
from gui.engine_line import Picture
from gui.help import about_html, film_html, keys_html
from gui.messages import MessageBar
from gui.preview_service import PreviewService
from gui.protocol import EngineReady, FilmOpened, Role, Task
from gui.start_page import StartPage
from gui.status import Status
from gui.transport import Transport
from gui.viewer import Viewer
from vidcolor.errors import VidcolorError
from vidcolor.video.info import FilmInfo

_PICTURE_SUFFIXES = (".png", ".tif", ".tiff", ".jpg", ".jpeg")


class MainWindow(QMainWindow):
    """One film, frame by frame, grey and in colour.

    Signals:
        closed: the window and its engine are gone. Qt's own "last window closed" does not come
            for a window that was hidden first.
    """

    closed = Signal()

    def __init__(self, service: PreviewService | None = None) -> None:
        super().__init__()
        self.service = service or PreviewService(parent=self)
        self.info: FilmInfo | None = None
        self.notes: tuple[str, ...] = ()
        self.dialog: QMessageBox | None = None
        self._may_close = False

        self.viewer = Viewer()
        self.transport = Transport()
        self.messages = MessageBar()
        self.status = Status(self)
        self.actions_ = WindowActions(self)
        self.start_page = StartPage([self.actions_.open_film, self.actions_.open_folder])
        self._lay_out()
        self._connect()
        self._show_film(None)
        self.setAcceptDrops(True)
        self.resize(1180, 780)
        self.service.warm_up()

    def _lay_out(self) -> None:
        film = QWidget()
        column = QVBoxLayout(film)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.viewer, 1)
        column.addWidget(self.transport)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(film)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        actions, service = self.actions_, self.service
        actions.open_film.triggered.connect(self.choose_film)
        actions.open_folder.triggered.connect(self.choose_folder)
        actions.save_frame.triggered.connect(self.choose_picture)
        actions.film_notes.triggered.connect(self.show_film_notes)
        actions.quit.triggered.connect(self.close)
        actions.mode_wanted.connect(self.viewer.set_mode)
        actions.steps_wanted.connect(self.transport.step)
        actions.first.triggered.connect(lambda: self.transport.go_to(0))
        actions.last.triggered.connect(lambda: self.transport.go_to(self.transport.frames - 1))
        actions.fit.triggered.connect(self.viewer.fit)
        actions.full_size.triggered.connect(lambda: self.viewer.set_zoom(1.0))
        actions.zoom_wanted.connect(lambda by: self.viewer.set_zoom(self.viewer.zoom() * by))
        actions.wipe_wanted.connect(lambda by: self.viewer.move_divider(self.viewer.divider + by))
        actions.keys.triggered.connect(
            lambda: self._tell(self.tr("Keys"), keys_html(self.actions_.menus))
        )
        actions.about.triggered.connect(lambda: self._tell(self.tr("About vidcolor"), about_html()))
        self.viewer.zoom_changed.connect(self.status.show_zoom)
        self.status.notes.clicked.connect(self.show_film_notes)
        self.transport.frame_wanted.connect(service.show_frame)
        service.film_opened.connect(self._on_film_opened)
        service.film_counted.connect(self._on_film_counted)
        service.noticed.connect(self._on_noticed)
        service.engine_ready.connect(self._on_engine_ready)
        service.picture_arrived.connect(self._on_picture)
        service.frame_saved.connect(self._on_frame_saved)
        service.failed.connect(self._on_failed)
        service.stopped.connect(self._on_stopped)

    # --- what a person wants ---

    def open_film(self, path: Path) -> None:
        """Open a film, a picture or a folder; replies come later."""
        self.messages.hide()
        self.start_page.tell(self.tr("Opening {0} …").format(path.name))
        self.status.tell(self.tr("Opening {0} …").format(path.name))
        self.service.open(path)

    def choose_film(self) -> None:
        """Ask for a file."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open film"), self._folder())
        if name:
            self.open_film(Path(name))

    def choose_folder(self) -> None:
        """Ask for a folder of frames."""
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Open folder of frames"), self._folder()
        )
        if name:
            self.open_film(Path(name))

    def choose_picture(self) -> None:
        """Ask where the coloured frame goes, and have it rendered there."""
        if self.info is None:
            return
        number = self.transport.number
        proposed = self.info.path.with_name(f"{self.info.path.stem}.frame{number:06}.png")
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save coloured frame as picture"),
            str(proposed),
            self.tr("Pictures (*.png *.tif *.tiff *.jpg *.jpeg)"),
        )
        if not name:
            return
        target = Path(name)
        if target.suffix.lower() not in _PICTURE_SUFFIXES:
            target = target.with_name(target.name + ".png")
        self.status.tell(self.tr("Saving frame {0} …").format(number))
        self.service.save_frame(number, target)

    def show_film_notes(self) -> None:
        """Tell what the film holds and what is odd about it."""
        if self.info is not None:
            self._tell(self.tr("About this film"), film_html(self.info, self.notes))

    # --- what the engine says ---

    def _on_film_opened(self, opened: FilmOpened) -> None:
        if self.info is not None and self.info.path == opened.info.path and self.transport.frames:
            return  # the engine was started again; the person stays at their frame
        self._show_film(opened.info)

    def _on_film_counted(self, frames: int) -> None:
        if frames != self.transport.frames:
            self.transport.set_frames(frames)

    def _on_noticed(self, sentences: tuple[str, ...]) -> None:
        self.notes = sentences
        self.status.show_notes(len(sentences))

    def _on_engine_ready(self, ready: EngineReady) -> None:
        self.status.show_engine(ready.model, ready.device)

    def _on_picture(self, picture: Picture) -> None:
        if picture.role is Role.GREY:
            self.viewer.set_grey(picture.image)
            self.status.show_frame(picture.number, picture.seconds)
            self.status.tell(
                self.tr("Colouring frame {0} …").format(picture.number)
                if self.status.engine_known
                else self.tr("Loading the model …")
            )
        else:
            self.viewer.set_color(picture.image, draft=picture.draft)
            self.status.tell(
                self.tr("Draft of frame {0}; the exact colours follow …").format(picture.number)
                if picture.draft
                else ""
            )

    def _on_frame_saved(self, target: Path) -> None:
        self.status.tell("")
        self.messages.show_notice(
            self.tr("The coloured frame was saved as {0}.").format(target.name), str(target)
        )

    def _on_failed(self, task: Task, error: VidcolorError) -> None:
        self.status.tell("")
        self.messages.show_error(error)
        if task is Task.OPEN:
            self._show_film(None)
        elif task is Task.COLOR:
            self.viewer.stop_waiting()

    def _on_stopped(self) -> None:
        self._may_close = True
        self.close()
        self.closed.emit()

    # --- inside ---

    def _show_film(self, info: FilmInfo | None) -> None:
        self.info, self.notes = info, ()
        self.transport.start_over()
        self.actions_.enable_film(info is not None)
        self.status.show_film(info)
        if info is None:
            self.start_page.tell(self.tr("Open a film, or drop one here."))
            self.setWindowTitle("vidcolor")
        else:
            self.viewer.set_shape(info.sample_aspect_ratio, info.rotation_degrees)
            self.setWindowTitle(f"{info.path.name} – vidcolor")
        self.pages.setCurrentIndex(0 if info is None else 1)

    def _folder(self) -> str:
        return str(self.info.path.parent) if self.info else ""

    def _tell(self, title: str, html: str) -> None:
        """A dialog that does not block: the film goes on being coloured behind it."""
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = QMessageBox(self)
        self.dialog.setWindowTitle(title)
        self.dialog.setText(html)
        self.dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        self.open_film(paths[0])
        if len(paths) > 1:
            self.messages.show_notice(
                self.tr("One film at a time: {0} is opened, the others are not.").format(
                    paths[0].name
                )
            )

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            return
        # Gone from the screen at once; the window itself waits until its engine has ended.
        event.ignore()
        self.hide()
        self.service.stop()
