"""Opening, saving, closing and recovering: from a path to a document and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gui import autosave
from gui.document import Document
from gui.messages import MessageBar
from gui.recent import WindowMemory
from vidcolor.errors import VidcolorError
from vidcolor.project import Project
from vidcolor.projectfile import SUFFIX, backup, load_project, save_project
from vidcolor.settings import ColorSettings, OutputSettings

_PICTURE_SUFFIXES = (".png", ".tif", ".tiff", ".jpg", ".jpeg")


class FilmControl(QObject):
    """Asks what a person wants with files, and does it to the document.

    Signals:
        film_wanted: Path of the source that the engine shall open.
        film_closed: no film any more.
    """

    film_wanted = Signal(object)
    film_closed = Signal()

    def __init__(
        self,
        document: Document,
        messages: MessageBar,
        memory: WindowMemory,
        defaults: Callable[[], tuple[ColorSettings, OutputSettings]],
        window: QWidget,
    ) -> None:
        """
        Args:
            defaults: what a new project begins with.
            window: parent of the dialogs.
        """
        super().__init__(window)
        self._document = document
        self._messages = messages
        self._memory = memory
        self._defaults = defaults
        self._window = window
        self._damaged = False  # the project file could not be read whole: keep it when saving
        self._unproved = False  # nobody has looked into the film yet

    # --- open ---

    def open(self, path: Path) -> None:
        """Open a film, a folder or a project; asks first if something would be lost."""
        if not self.may_leave():
            return
        self._messages.hide()
        if path.suffix.lower() == SUFFIX and path.is_file():
            self._open_project(path)
        else:
            self._begin(self._new_project(path), None)

    def choose_film(self) -> None:
        """Ask for a file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open film or project"), self._folder()
        )
        if name:
            self.open(Path(name))

    def choose_folder(self) -> None:
        """Ask for a folder of frames."""
        name = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open folder of frames"), self._folder()
        )
        if name:
            self.open(Path(name))

    def open_demo(self) -> None:
        """Open the clip that comes with the program."""
        with resources.as_file(resources.files("vidcolor") / "assets" / "demo.mp4") as clip:
            self.open(clip)

    def close_film(self) -> None:
        """Go back to the start page."""
        if self.may_leave():
            self._messages.hide()
            self._document.open(None)
            self.film_closed.emit()

    def recover(self) -> bool:
        """Offer what a crashed window left; whether something was opened."""
        for left in autosave.recoveries():
            name = left.original.name if left.original else self.tr("a project without a name")
            answer = QMessageBox.question(
                self._window,
                self.tr("Recover unsaved work"),
                self.tr(
                    "vidcolor ended without closing. There is unsaved work on {0}. Open it again?"
                ).format(name),
                QMessageBox.StandardButton.Yes
                | QMessageBox.StandardButton.No
                | QMessageBox.StandardButton.Discard,
                QMessageBox.StandardButton.Yes,
            )
            if answer == QMessageBox.StandardButton.Discard:
                autosave.discard(left)
            if answer != QMessageBox.StandardButton.Yes:
                continue
            if self._open_project(left.copy, recovered=True, original=left.original):
                self._document.set_unsaved()
                autosave.discard(left)
                return True
        return False

    def remember(self) -> None:
        """The engine has the film open: from now on it is among those that were opened last.

        What cannot be opened does not come among them. A film that was there already stays where
        it is: its disk may be back tomorrow.
        """
        project = self._document.project
        # The engine also says so when it was started again, for a film that is long known.
        if project is not None and self._unproved:
            self._memory.add_recent(self._document.file or project.source)
        self._unproved = False

    # --- save ---

    def save(self) -> bool:
        """Save where the project lies; ask where it does not; whether it was saved."""
        if self._document.file is None:
            return self.save_as()
        return self._save(self._document.file)

    def save_as(self) -> bool:
        """Ask where, and save there."""
        project = self._document.project
        if project is None:
            return False
        proposed = self._document.file or project.source.with_suffix(SUFFIX)
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save project"),
            str(proposed),
            self.tr("Projects (*{0})").format(SUFFIX),
        )
        if not name:
            return False
        file = Path(name)
        if file.suffix.lower() != SUFFIX:
            file = file.with_name(file.name + SUFFIX)
        return self._save(file)

    def ask_picture(self, number: int) -> Path | None:
        """Ask where the picture of a frame goes."""
        project = self._document.project
        if project is None:
            return None
        source = project.source
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save coloured frame as picture"),
            str(source.with_name(f"{source.stem}.frame{number:06}.png")),
            self.tr("Pictures (*.png *.tif *.tiff *.jpg *.jpeg)"),
        )
        if not name:
            return None
        target = Path(name)
        if target.suffix.lower() in _PICTURE_SUFFIXES:
            return target
        return target.with_name(target.name + ".png")

    def may_leave(self) -> bool:
        """Whether the document may go: it is saved, or the person gives it up."""
        if self._document.project is None or self._document.saved:
            return True
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            self.tr("Unsaved changes"),
            self.tr("The project has changes that were not saved. Save them?"),
            buttons.Save | buttons.Discard | buttons.Cancel,
            buttons.Save,
        )
        if answer == buttons.Save:
            return self.save()
        return bool(answer == buttons.Discard)

    # --- inside ---

    def _new_project(self, source: Path) -> Project:
        color, output = self._defaults()
        return Project(source=source.absolute(), color=color, output=output)

    def _open_project(
        self, file: Path, *, recovered: bool = False, original: Path | None = None
    ) -> bool:
        try:
            loaded = load_project(file)
        except VidcolorError as error:
            self._messages.show_error(error)
            return False
        project = loaded.project
        if loaded.source_missing:
            found = self._ask_for_source(project.source)
            if found is None:
                return False
            # Whether it is the same film is told once the engine has it open.
            project = replace(project, source=found.absolute())
        self._damaged = bool(loaded.notices)
        self._begin(project, original if recovered else file)
        if loaded.source_missing:
            self._document.set_unsaved()  # its file still names the old place
        if loaded.notices:
            self._messages.show_notice(
                self.tr("The project could not be read whole: {0}").format(loaded.notices[0]),
                "\n".join(loaded.notices),
            )
        return True

    def _ask_for_source(self, missing: Path) -> Path | None:
        self._messages.show_notice(
            self.tr("{0} is not where the project says. Choose where it is now.").format(
                missing.name
            )
        )
        title = self.tr("Where is {0}?").format(missing.name)
        if missing.suffix:
            name, _ = QFileDialog.getOpenFileName(self._window, title, str(missing.parent))
        else:  # a folder of frames
            name = QFileDialog.getExistingDirectory(self._window, title, str(missing.parent))
        return Path(name) if name else None

    def _begin(self, project: Project, file: Path | None) -> None:
        self._document.open(project, file)
        self._unproved = True
        self.film_wanted.emit(project.source)

    def _save(self, file: Path) -> bool:
        project = self._document.project
        if project is None:
            return False
        try:
            if self._damaged and file == self._document.file:
                backup(file)
            save_project(project, file)
        except VidcolorError as error:
            self._messages.show_error(error)
            return False
        self._damaged = False
        self._document.set_saved(file)
        self._memory.add_recent(file)
        return True

    def _folder(self) -> str:
        project = self._document.project
        return str(project.source.parent) if project else ""
