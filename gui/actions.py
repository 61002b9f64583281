"""Everything a person can do, with its key: the menus are made from this."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gui.viewer import ViewMode


class WindowActions(QObject):
    """The window's actions and menus.

    Signals:
        mode_wanted: ViewMode.
        steps_wanted: frames to go on, or back if negative.
        zoom_wanted: factor.
        wipe_wanted: how far to move the divider, as a share of the picture.
    """

    mode_wanted = Signal(object)
    steps_wanted = Signal(int)
    zoom_wanted = Signal(float)
    wipe_wanted = Signal(float)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menus: list[QMenu] = []
        self._need_film: list[QAction] = []
        self._fill_file()
        self._fill_view()
        self._fill_playback()
        menu = self._menu(self.tr("&Help"))
        self.keys = self._add(menu, self.tr("&Keys"), "F1")
        self.about = self._add(menu, self.tr("&About vidcolor"))

    def enable_film(self, on: bool) -> None:
        """Enable what only makes sense with a film."""
        for action in self._need_film:
            action.setEnabled(on)

    def _fill_file(self) -> None:
        menu = self._menu(self.tr("&File"))
        self.open_film = self._add(menu, self.tr("&Open film…"), "Ctrl+O")
        self.open_folder = self._add(menu, self.tr("Open &folder of frames…"), "Ctrl+Shift+O")
        menu.addSeparator()
        self.save_frame = self._add(
            menu, self.tr("&Save frame as picture…"), "Ctrl+S", needs_film=True
        )
        self.film_notes = self._add(menu, self.tr("About this fil&m"), "Ctrl+I", needs_film=True)
        menu.addSeparator()
        self.quit = self._add(menu, self.tr("&Quit"), "Ctrl+Q")

    def _fill_view(self) -> None:
        menu = self._menu(self.tr("&View"))
        names = {
            ViewMode.GREY: self.tr("&Grey"),
            ViewMode.COLOR: self.tr("&Colour"),
            ViewMode.SIDE_BY_SIDE: self.tr("&Side by side"),
            ViewMode.WIPE: self.tr("&Wipe"),
        }
        group = QActionGroup(self)
        self.modes: dict[ViewMode, QAction] = {}
        for place, (mode, name) in enumerate(names.items(), start=1):
            action = self._add(menu, name, str(place))
            action.setCheckable(True)
            action.setChecked(mode is ViewMode.WIPE)
            action.triggered.connect(partial(self._want_mode, mode))
            group.addAction(action)
            self.modes[mode] = action
        menu.addSeparator()
        for name, key, by in (
            (self.tr("Move divider &left"), "[", -0.05),
            (self.tr("Move divider &right"), "]", 0.05),
        ):
            action = self._add(menu, name, key, needs_film=True)
            action.triggered.connect(partial(self._want_wipe, by))
        menu.addSeparator()
        self.fit = self._add(menu, self.tr("&Fit to window"), "F", needs_film=True)
        self.full_size = self._add(menu, self.tr("&100 %"), "Ctrl+1", needs_film=True)
        for name, key, by in (
            (self.tr("Zoom &in"), "Ctrl++", 1.25),
            (self.tr("Zoom &out"), "Ctrl+-", 0.8),
        ):
            action = self._add(menu, name, key, needs_film=True)
            action.triggered.connect(partial(self._want_zoom, by))

    def _fill_playback(self) -> None:
        menu = self._menu(self.tr("&Playback"))
        self.steps: dict[int, QAction] = {}
        for frames, name, key in (
            (1, self.tr("&Next frame"), "Right"),
            (-1, self.tr("Frame &before"), "Left"),
            (10, self.tr("Ten frames &on"), "Shift+Right"),
            (-10, self.tr("Ten frames bac&k"), "Shift+Left"),
        ):
            action = self._add(menu, name, key, needs_film=True)
            action.triggered.connect(partial(self._want_steps, frames))
            self.steps[frames] = action
        menu.addSeparator()
        self.first = self._add(menu, self.tr("&First frame"), "Home", needs_film=True)
        self.last = self._add(menu, self.tr("&Last frame"), "End", needs_film=True)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(name, self._window)
        self._window.menuBar().addMenu(menu)
        self.menus.append(menu)
        return menu

    def _add(self, menu: QMenu, name: str, key: str = "", *, needs_film: bool = False) -> QAction:
        action = QAction(name, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setToolTip(f"{name.replace('&', '')} ({key})")
        menu.addAction(action)
        if needs_film:
            self._need_film.append(action)
        return action

    # Slots of `triggered`, which hands over whether the action is checked.

    def _want_mode(self, mode: ViewMode, _checked: bool = False) -> None:
        self.mode_wanted.emit(mode)

    def _want_wipe(self, by: float, _checked: bool = False) -> None:
        self.wipe_wanted.emit(by)

    def _want_zoom(self, by: float, _checked: bool = False) -> None:
        self.zoom_wanted.emit(by)

    def _want_steps(self, frames: int, _checked: bool = False) -> None:
        self.steps_wanted.emit(frames)
