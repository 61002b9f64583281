"""Everything a person can do, with its key: menus and the command palette are made from this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gui.guides.brush import Tool
from gui.picture.viewer import ViewMode
from vidcolor.guides import Deed


class WindowActions(QObject):
    """The window's actions and menus.

    Signals:
        mode_wanted: ViewMode.
        steps_wanted: frames to go on, or back if negative.
        zoom_wanted: factor.
        wipe_wanted: how far to move the divider, as a share of the picture.
        tool_wanted: Tool.
        deed_wanted: Deed, for the regions that are drawn from now on.
        brush_wanted: steps by which the brush shall become larger, or smaller below 0.
    """

    mode_wanted = Signal(object)
    steps_wanted = Signal(int)
    zoom_wanted = Signal(float)
    wipe_wanted = Signal(float)
    tool_wanted = Signal(object)
    deed_wanted = Signal(object)
    brush_wanted = Signal(int)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menus: list[QMenu] = []
        self._need_film: list[QAction] = []
        self._fill_file()
        self._fill_edit()
        self._fill_view()
        self._fill_playback()
        self._fill_color()
        self._fill_render()
        menu = self._menu(self.tr("&Training"))
        self.train = self._add(menu, self.tr("&Trainings…"))
        self.turing = self._add(menu, self.tr("T&uring test…"))
        self._fill_help()

    def enable_film(self, on: bool) -> None:
        """Enable what only makes sense with a film."""
        for action in self._need_film:
            action.setEnabled(on)

    def all(self) -> Iterator[tuple[str, QAction]]:
        """Each action with the name of its menu."""
        for menu in self.menus:
            yield from _actions_of(menu, menu.title().replace("&", ""))

    def _fill_file(self) -> None:
        menu = self._menu(self.tr("&File"))
        self.open_film = self._add(menu, self.tr("&Open film or project…"), "Ctrl+O")
        self.open_folder = self._add(menu, self.tr("Open &folder of frames…"), "Ctrl+Shift+O")
        self.recent = menu.addMenu(self.tr("Open &recent"))
        self.open_demo = self._add(menu, self.tr("Open the &demo clip"))
        menu.addSeparator()
        self.save = self._add(menu, self.tr("&Save project"), "Ctrl+S", needs_film=True)
        self.save_as = self._add(
            menu, self.tr("Save project &as…"), "Ctrl+Shift+S", needs_film=True
        )
        self.close_film = self._add(menu, self.tr("&Close film"), "Ctrl+W", needs_film=True)
        menu.addSeparator()
        self.save_frame = self._add(
            menu, self.tr("Save frame as &picture…"), "Ctrl+Shift+E", needs_film=True
        )
        self.film_notes = self._add(menu, self.tr("About this fil&m"), "Ctrl+I", needs_film=True)
        menu.addSeparator()
        self.quit = self._add(menu, self.tr("&Quit"), "Ctrl+Q")

    def _fill_edit(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        self.undo = self._add(menu, self.tr("&Undo"), "Ctrl+Z")
        self.redo = self._add(menu, self.tr("&Redo"), "Ctrl+Shift+Z")
        menu.addSeparator()
        self.cut_here = self._add(menu, self.tr("&Cut here"), "Ctrl+B", needs_film=True)
        self.remove_cut = self._add(
            menu, self.tr("Remove the cut before this s&hot"), "Ctrl+Shift+B", needs_film=True
        )
        self.marker = self._add(menu, self.tr("Add or remove &marker"), "M", needs_film=True)
        self.note = self._add(menu, self.tr("&Note on this shot…"), "N", needs_film=True)
        menu.addSeparator()
        self.copy_frame = self._add(
            menu, self.tr("Copy &picture to the clipboard"), "Ctrl+C", needs_film=True
        )
        menu.addSeparator()
        self.preferences = self._add(menu, self.tr("Pr&eferences…"), "Ctrl+,")

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
        # No key of its own: the window follows how long B is held.
        self.flicker = self._add(menu, self.tr("Flic&ker: see the other (or hold B)"))
        self.flicker.setCheckable(True)
        menu.addSeparator()
        self.snapshot = self._add(
            menu, self.tr("&Keep these settings as a snapshot"), "Ctrl+T", needs_film=True
        )
        self.compare = menu.addMenu(self.tr("Compare &with"))
        for name, key, by in (
            (self.tr("Move divider &left"), "[", -0.05),
            (self.tr("Move divider &right"), "]", 0.05),
        ):
            action = self._add(menu, name, key, needs_film=True)
            action.triggered.connect(partial(self._want_wipe, by))
        menu.addSeparator()
        self.lying_wipe = self._add(menu, self.tr("Wipe up and do&wn"), "Shift+4")
        self.lying_wipe.setCheckable(True)
        self.fit = self._add(menu, self.tr("&Fit to window"), "F", needs_film=True)
        self.full_size = self._add(menu, self.tr("&100 %"), "Ctrl+1", needs_film=True)
        for name, key, by in (
            (self.tr("Zoom &in"), "Ctrl++", 1.25),
            (self.tr("Zoom &out"), "Ctrl+-", 0.8),
        ):
            action = self._add(menu, name, key, needs_film=True)
            action.triggered.connect(partial(self._want_zoom, by))
        self.pans = {
            key: self._add(menu, name, f"Alt+{key}", needs_film=True)
            for key, name in (
                ("Left", self.tr("See more to the left")),
                ("Right", self.tr("See more to the right")),
                ("Up", self.tr("See more above")),
                ("Down", self.tr("See more below")),
            )
        }
        self.information = self._add(menu, self.tr("Line of in&formation"), "Ctrl+D")
        self.information.setCheckable(True)
        self.information.setChecked(True)
        menu.addSeparator()
        self.timeline_in = self._add(menu, self.tr("Timeline: zoom in"), "=", needs_film=True)
        self.timeline_out = self._add(menu, self.tr("Timeline: zoom out"), "-", needs_film=True)
        self.timeline_fit = self._add(
            menu, self.tr("Timeline: whole film"), "Shift+Z", needs_film=True
        )
        self.timeline_shot = self._add(
            menu, self.tr("Timeline: this shot"), "Shift+F", needs_film=True
        )
        menu.addSeparator()
        self.panels = menu.addMenu(self.tr("&Panels"))
        self.full_screen = self._add(menu, self.tr("F&ull screen"), "F11")
        self.full_screen.setCheckable(True)
        self.light = self._add(menu, self.tr("Lig&ht colours"))
        self.light.setCheckable(True)

    def _fill_playback(self) -> None:
        menu = self._menu(self.tr("&Playback"))
        self.toggle = self._add(menu, self.tr("&Play or pause"), "Space", needs_film=True)
        self.backwards = self._add(menu, self.tr("Play bac&kwards"), "J", needs_film=True)
        self.pause = self._add(menu, self.tr("Pau&se"), "K", needs_film=True)
        self.pause.setAutoRepeat(False)  # held, it lets J and L go frame by frame
        self.forwards = self._add(menu, self.tr("Play &forwards"), "L", needs_film=True)
        self.loop = self._add(menu, self.tr("L&oop"), "Ctrl+L", needs_film=True)
        self.loop.setCheckable(True)
        menu.addSeparator()
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
        self.first = self._add(menu, self.tr("&First frame"), "Home", needs_film=True)
        self.last = self._add(menu, self.tr("&Last frame"), "End", needs_film=True)
        self.shot_before = self._add(menu, self.tr("Cut before"), "Up", needs_film=True)
        self.shot_after = self._add(menu, self.tr("Next cut"), "Down", needs_film=True)
        self.marker_before = self._add(menu, self.tr("Marker before"), "Shift+Up", needs_film=True)
        self.marker_after = self._add(menu, self.tr("Next marker"), "Shift+Down", needs_film=True)
        menu.addSeparator()
        self.set_in = self._add(menu, self.tr("Set &in point"), "I", needs_film=True)
        self.set_out = self._add(menu, self.tr("Set o&ut point"), "O", needs_film=True)
        self.clear_range = self._add(menu, self.tr("&Clear in and out"), "Alt+X", needs_film=True)

    def _fill_color(self) -> None:
        menu = self._menu(self.tr("&Colour"))
        self.copy_look = self._add(menu, self.tr("&Copy look"), "Ctrl+Shift+C", needs_film=True)
        self.paste_look = self._add(menu, self.tr("&Paste look"), "Ctrl+Shift+V", needs_film=True)
        self.reset_look = self._add(menu, self.tr("&Reset look"), "Ctrl+Shift+R", needs_film=True)
        self.leave = self._add(
            menu, self.tr("&Leave this shot as it is"), "Ctrl+Shift+L", needs_film=True
        )
        menu.addSeparator()
        self.film_settings = self._add(
            menu, self.tr("Settings of the &film…"), "Ctrl+Shift+F", needs_film=True
        )
        self.color_ahead = self._add(menu, self.tr("Colour &ahead while nothing happens"))
        self.color_ahead.setCheckable(True)
        menu.addSeparator()
        self._fill_tools(menu.addMenu(self.tr("&Tools")))
        self._fill_deeds(menu.addMenu(self.tr("What a re&gion does")))
        self.brush_color = self._add(
            menu, self.tr("C&hoose the brush's colour…"), "Ctrl+K", needs_film=True
        )
        self.save_color = self._add(
            menu, self.tr("Save the &brush's colour…"), "Ctrl+Shift+K", needs_film=True
        )
        menu.addSeparator()
        self.take_reference = self._add(
            menu, self.tr("Take this frame as re&ference"), "Shift+R", needs_film=True
        )
        self.use_reference = self._add(
            menu, self.tr("&Use the reference frame for this shot"), "Shift+T", needs_film=True
        )
        self.reference_picture = self._add(
            menu, self.tr("Use a p&icture as reference…"), needs_film=True
        )
        self.next_variant = self._add(menu, self.tr("Next &variant"), "Shift+V", needs_film=True)
        self.unsure = self._add(
            menu, self.tr("Show &where the model is unsure"), "U", needs_film=True
        )
        self.unsure.setCheckable(True)
        self.marks = self._add(menu, self.tr("Sh&ow the marks"), "Ctrl+H", needs_film=True)
        self.marks.setCheckable(True)
        self.marks.setChecked(True)
        menu.addSeparator()
        self.models = self._add(menu, self.tr("&Models…"))

    def _fill_tools(self, menu: QMenu) -> None:
        names = {
            Tool.HAND: (self.tr("&Hand"), "V", self.tr("moves the picture")),
            Tool.HINT: (
                self.tr("Hint &brush"),
                "H",
                self.tr("a click sets a dot, a drag a stroke"),
            ),
            Tool.NO_COLOR: (self.tr("&No colour"), "G", self.tr("a brush for what is grey")),
            Tool.EYEDROPPER: (
                self.tr("&Eyedropper"),
                "P",
                self.tr("takes a colour out of the picture"),
            ),
            Tool.RECTANGLE: (self.tr("Region: &rectangle"), "R", self.tr("drag it")),
            Tool.POLYGON: (
                self.tr("Region: &polygon"),
                "Y",
                self.tr("click its corners; a double click or Enter closes it, Esc abandons it"),
            ),
            Tool.REGION_BRUSH: (self.tr("Region: bru&sh"), "T", self.tr("paint over it")),
            Tool.ERASER: (self.tr("Er&aser"), "E", self.tr("a click takes a mark away")),
        }
        group = QActionGroup(self)
        self.tools: dict[Tool, QAction] = {}
        for tool, (name, key, what) in names.items():
            action = self._add(menu, name, key, needs_film=True)
            action.setToolTip(f"{action.toolTip()}: {what}")
            action.setCheckable(True)
            action.setChecked(tool is Tool.HAND)
            action.triggered.connect(partial(self._want_tool, tool))
            group.addAction(action)
            self.tools[tool] = action
        menu.addSeparator()
        for name, key, steps in (
            (self.tr("S&maller brush"), ",", -1),
            (self.tr("&Larger brush"), ".", 1),
        ):
            action = self._add(menu, name, key, needs_film=True)
            action.triggered.connect(partial(self._want_brush, steps))

    def _fill_deeds(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        self.deeds: dict[Deed, QAction] = {}
        for deed, name in (
            (Deed.NEUTRAL, self.tr("&No colour")),
            (Deed.RECOLOR, self.tr("&One colour")),
            (Deed.PROTECT, self.tr("&Protected from hints and references")),
        ):
            action = self._add(menu, name, needs_film=True)
            action.setCheckable(True)
            action.setChecked(deed is Deed.NEUTRAL)
            action.triggered.connect(partial(self._want_deed, deed))
            group.addAction(action)
            self.deeds[deed] = action

    def _fill_render(self) -> None:
        menu = self._menu(self.tr("&Render"))
        self.export = self._add(menu, self.tr("&Export…"), "Ctrl+E", needs_film=True)
        self.export_shot = self._add(menu, self.tr("Export this &shot…"), needs_film=True)
        self.batch = self._add(menu, self.tr("&Batch…"), "Ctrl+Shift+N")
        menu.addSeparator()
        self.show_queue = self._add(menu, self.tr("Show the &queue"), "Ctrl+R")

    def _fill_help(self) -> None:
        menu = self._menu(self.tr("&Help"))
        self.keys = self._add(menu, self.tr("&Keys"), "F1")
        self.palette = self._add(menu, self.tr("&Find a command…"), "Ctrl+Shift+P")
        menu.addSeparator()
        self.doctor = self._add(menu, self.tr("&Doctor: check this machine…"))
        self.about = self._add(menu, self.tr("&About vidcolor"))

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(name, self._window)
        self._window.menuBar().addMenu(menu)
        self.menus.append(menu)
        return menu

    def _add(self, menu: QMenu, name: str, key: str = "", *, needs_film: bool = False) -> QAction:
        action = QAction(name, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{name.replace('&', '')} ({shown})")
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

    def _want_tool(self, tool: Tool, _checked: bool = False) -> None:
        self.tool_wanted.emit(tool)

    def _want_deed(self, deed: Deed, _checked: bool = False) -> None:
        self.deed_wanted.emit(deed)

    def _want_brush(self, steps: int, _checked: bool = False) -> None:
        self.brush_wanted.emit(steps)

    def _want_steps(self, frames: int, _checked: bool = False) -> None:
        self.steps_wanted.emit(frames)


def on_trigger(action: QAction, slot: Callable[[], object]) -> None:
    """Connect a slot that wants no argument."""
    action.triggered.connect(lambda _checked=False: slot())


def _actions_of(menu: QMenu, name: str) -> Iterator[tuple[str, QAction]]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _actions_of(inner, f"{name} › {action.text().replace('&', '')}")
        elif not action.isSeparator() and action.text():
            yield name, action
