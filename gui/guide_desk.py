"""Keeps tools, viewer and the panel of colours true to the shown frame and its shot."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtGui import QImage

from gui.actions import WindowActions
from gui.document import Document
from gui.guide_control import GuideControl
from gui.guides.brush import Brush, Tool
from gui.guides.guide_panel import GuidePanel
from gui.guides.variant_box import MOST_VARIANT, PICTURE_HEIGHT_PX
from gui.picture.ab_colors import ab_of
from gui.picture.drawing import Shape
from gui.picture.marks import Mark, Pin
from gui.picture.viewer import Viewer
from gui.preview.engine_line import Picture
from gui.preview.preview_service import PreviewService
from gui.preview.protocol import FrameTold, Role
from gui.status import Status
from gui.view_control import ViewControl
from vidcolor.guides import Ab, Hint, Place, Region, SavedColor
from vidcolor.project import Project

_ASK_MS = 300  # a frame is asked about once it was shown for so long


class GuideDesk(QObject):
    """Brings what the hand does to the document, and what the engine tells to the panel."""

    def __init__(
        self,
        document: Document,
        service: PreviewService,
        view: ViewControl,
        control: GuideControl,
        brush: Brush,
        viewer: Viewer,
        panel: GuidePanel,
        status: Status,
        actions: WindowActions,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._view = view
        self._control = control
        self._brush = brush
        self._viewer = viewer
        self._panel = panel
        self._status = status
        self._actions = actions
        self._project: Project | None = None
        self._shown: int | None = None  # the frame on the screen itself, no stand-in for it
        self._told: FrameTold | None = None
        self._question = 0  # the newest
        self._variants_question = 0
        self._fresh: Hint | None = None  # was just set where suggestions were asked for
        self._chosen: Mark | None = None
        self._asks_later = QTimer(self, singleShot=True, interval=_ASK_MS)
        self._asks_later.timeout.connect(self._ask_about_frame)
        document.changed.connect(self._on_project)
        document.opened.connect(self._on_project)
        document.shots_changed.connect(lambda _shots: self._show_shot())
        control.reference_taken.connect(self._on_reference_taken)
        view.moved.connect(lambda _number: self._show_shot())
        view.played.connect(self._on_played)
        self._hear_service(service)
        self._hear_tools(viewer, brush)
        self._hear_panel(panel)

    def _hear_service(self, service: PreviewService) -> None:
        service.picture_arrived.connect(self._on_picture)
        service.frame_told.connect(self._on_told)
        service.variant_arrived.connect(self._on_variant)

    def _hear_tools(self, viewer: Viewer, brush: Brush) -> None:
        viewer.drawn.connect(self._on_drawn)
        viewer.pointed.connect(self._on_pointed)
        viewer.rested.connect(self._on_rested)
        viewer.brush_stepped.connect(brush.step)
        brush.tool_changed.connect(self._on_tool)
        brush.radius_changed.connect(lambda _radius: self._show_radius())
        brush.deed_changed.connect(lambda deed: self._actions.deeds[deed].setChecked(True))
        self._actions.tool_wanted.connect(brush.take)
        self._actions.deed_wanted.connect(brush.set_deed)
        self._actions.brush_wanted.connect(brush.step)
        self._actions.unsure.toggled.connect(self._on_unsure)
        self._actions.marks.toggled.connect(viewer.show_marks)

    def _hear_panel(self, panel: GuidePanel) -> None:
        control, brush = self._control, self._brush
        panel.brush.save_wanted.connect(self.save_color)
        panel.suggestions.chosen.connect(self._on_suggestion)
        panel.saved.chosen.connect(lambda color: brush.set_color(color.ab, color.name))
        panel.saved.place_wanted.connect(self._on_place_wanted)
        panel.saved.rename_wanted.connect(control.rename_color)
        panel.saved.delete_wanted.connect(control.remove_color)
        panel.marks.frame_wanted.connect(self._view.go_to)
        panel.marks.recolor_wanted.connect(self._on_recolor)
        panel.marks.delete_wanted.connect(control.remove)
        panel.marks.chosen.connect(self._on_chosen)
        panel.reference.strength_wanted.connect(control.set_strength)
        panel.reference.remove_wanted.connect(control.remove_reference)
        panel.reference.color_taken.connect(brush.set_color)
        panel.variants.chosen.connect(control.set_variant)
        panel.variants.pictures_wanted.connect(self._on_variants_wanted)

    # --- the hand ---

    def _on_tool(self, tool: Tool) -> None:
        self._actions.tools[tool].setChecked(True)
        if tool.shape is not None:
            self._viewer.set_brush(tool.shape)
        else:
            points = tool in (Tool.EYEDROPPER, Tool.ERASER)
            self._viewer.set_tool("pick" if points else None)
        self._show_radius()

    def _show_radius(self) -> None:
        strokes = self._brush.tool.shape is Shape.STROKE
        self._viewer.set_brush_radius(self._brush.radius if strokes else 0.0)

    def _on_drawn(self, places: tuple[Place, ...]) -> None:
        frame, brush = self._shown, self._brush
        if frame is None:
            return
        tool = brush.tool
        if tool.makes_region:
            radius = brush.radius if tool is Tool.REGION_BRUSH else 0.0
            self._control.add_region(frame, places, brush.deed, brush.ab, radius)
        elif tool is Tool.NO_COLOR:
            self._control.add_hint(frame, places, None, brush.radius)
        else:
            self._fresh = self._control.add_hint(frame, places, brush.ab, brush.radius, brush.name)
            self._ask(places[len(places) // 2])

    def _on_pointed(self, at: QPointF) -> None:
        if self._brush.tool is Tool.EYEDROPPER:
            color = self._viewer.color_under(at)
            if color is not None:
                self._brush.set_color(ab_of(color))
            return
        mark = self._viewer.mark_under(at)
        if mark is not None:
            self._control.remove(mark)
        else:
            self._status.tell(self.tr("There is no mark here."))

    def _on_rested(self, place: Place) -> None:
        if self._brush.tool is not Tool.HINT or self._shown is None:
            return
        if self._fresh is not None and _near(place, self._fresh):
            return  # the hand rests where it has just clicked, and was told already
        self._fresh = None
        self._ask(place)

    # --- the shown frame ---

    def _on_picture(self, picture: Picture) -> None:
        if picture.role is not Role.GREY:
            return
        shown = picture.number if picture.stands_for is None else None
        if shown != self._shown:
            self._shown = shown
            self._forget_frame()
            self._show_marks()

    def _on_played(self, on: bool) -> None:
        if on:
            self._shown = None
            self._forget_frame()
            self._show_marks()

    def _forget_frame(self) -> None:
        """What was told is of another frame, or of another model."""
        self._told = self._fresh = None
        self._question = -1
        self._viewer.set_unsure(None)
        self._show_pins()
        self._panel.suggestions.forget()
        self._forget_variants()
        self._show_saved()
        self._asks_later.start()

    # --- what the engine is asked ---

    def _ask_about_frame(self) -> None:
        """For what needs no click: the map, and where saved colours seem to be."""
        looked_for = any(color.features for color in self._control.saved_colors)
        if self._shown is not None and (self._actions.unsure.isChecked() or looked_for):
            self._ask(self._told.place if self._told else None)

    def _ask(self, place: Place | None) -> None:
        if self._shown is None:
            return
        self._asks_later.stop()
        if place is not None:
            self._panel.suggestions.wait()
        colors = self._control.saved_colors
        self._question = self._service.ask_frame(self._shown, place, colors)

    def _on_told(self, told: FrameTold) -> None:
        if told.question != self._question or told.number != self._shown:
            return
        self._told = told
        known = told.unsure is not None
        self._viewer.set_unsure(told.unsure, known=known)
        self._show_pins()
        if told.place is not None:
            lightness = self._viewer.lightness_at(told.place)
            self._panel.suggestions.show_suggestions(told.suggestions, lightness, known=known)
        self._show_saved()

    def _on_unsure(self, on: bool) -> None:
        self._viewer.show_unsure(on)
        if on and self._told is None:
            self._ask_about_frame()

    # --- colours ---

    def _on_suggestion(self, ab: Ab) -> None:
        """Dip the brush into it; the hint that asked for it gets it too."""
        self._brush.set_color(ab)
        if self._fresh is not None and self._fresh in self._control.guides.hints:
            changed = self._control.recolor(self._fresh, ab)
            self._fresh = changed if isinstance(changed, Hint) else None

    def save_color(self) -> None:
        """Keep the brush's colour, and how the place looks that was clicked last."""
        features = self._told.features if self._told else ""
        name = self._control.save_color(self._brush.ab, features)
        if name:
            self._brush.set_color(self._brush.ab, name)

    def _on_place_wanted(self, color: SavedColor) -> None:
        offers = self._told.offers if self._told else ()
        for offer in offers:
            if offer.color.name == color.name and self._shown is not None:
                radius = self._brush.hint_radius
                self._control.add_hint(self._shown, (offer.place,), color.ab, radius, color.name)

    def _on_recolor(self, mark: Hint | Region) -> None:
        changed = self._control.recolor(mark, self._brush.ab, self._brush.name)
        self._panel.marks.choose(changed)

    def _on_chosen(self, guide: object) -> None:
        self._chosen = guide if isinstance(guide, Hint | Region) else None
        self._show_marks()

    # --- references and variants ---

    def _on_reference_taken(self, number: int) -> None:
        self._status.tell(
            self.tr("Frame {0} is kept as reference; use it in another shot.").format(number)
        )
        self._show_shot()

    def _on_variants_wanted(self, on: bool) -> None:
        if self._shown is None:
            self._panel.variants.forget_pictures()
            return
        height_px = round(PICTURE_HEIGHT_PX * self._panel.devicePixelRatioF())
        numbers = range(MOST_VARIANT + 1) if on else ()
        self._variants_question = self._service.want_variants(
            self._shown, tuple(numbers), height_px
        )

    def _forget_variants(self) -> None:
        self._panel.variants.forget_pictures()
        if self._variants_question:
            self._variants_question = 0
            self._service.want_variants(0, (), PICTURE_HEIGHT_PX)

    def _on_variant(self, question: int, number: int, image: QImage) -> None:
        if question == self._variants_question:
            self._panel.variants.set_picture(number, image)

    # --- what the document says ---

    def _on_project(self, project: Project | None) -> None:
        before, self._project = self._project, project
        self._panel.setEnabled(project is not None)
        if before is None or project is None or before.source != project.source:
            self._shown = None
            self._control.reference_frame = None
            self._forget_frame()
        elif before.color != project.color:
            self._forget_frame()
        else:
            if before.saved_colors != project.saved_colors:
                self._asks_later.start()
            if _but_for_variants(before) != _but_for_variants(project):
                self._forget_variants()
        self._show_marks()
        self._show_shot()
        self._show_saved()

    def _show_marks(self) -> None:
        marks = () if self._shown is None else self._control.marks_on(self._shown)
        self._viewer.set_marks(marks, self._chosen)
        self._show_pins()

    def _show_shot(self) -> None:
        """What is asked for in the shot under the playhead."""
        here, own = self._control.here(), self._control.guides
        marks = [*here.hints, *here.regions]
        marks += [one for one in here.references if one in own.references]
        marks += [one for one in here.variants if one in own.variants]
        self._panel.marks.show_guides(marks)
        reference = here.references[0] if here.references else None
        self._panel.reference.show_reference(
            reference, own=reference in own.references, kept=self._control.reference_frame
        )
        self._panel.variants.show_variant(self._control.variant)

    def _show_pins(self) -> None:
        """Where saved colours seem to be, and are not set yet."""
        offers = self._told.offers if self._told else ()
        marks = () if self._shown is None else self._control.marks_on(self._shown)
        used = {mark.name for mark in marks if isinstance(mark, Hint)}
        self._viewer.set_pins(
            [
                Pin(one.place, one.color.ab, one.color.name)
                for one in offers
                if one.color.name not in used
            ]
        )

    def _show_saved(self) -> None:
        offers = self._told.offers if self._told else ()
        self._panel.saved.show_colors(
            self._control.saved_colors, {offer.color.name for offer in offers}
        )


def _near(place: Place, hint: Hint) -> bool:
    """Whether a place is that of a hint, as far as a hand can tell."""
    return any(max(abs(place[0] - x), abs(place[1] - y)) < 2 * hint.radius for x, y in hint.places)


def _but_for_variants(project: Project) -> tuple[object, object]:
    """What the small pictures of the variants depend on."""
    return project.looks, replace(project.guides, variants=())
