"""What lies in the hand: the tool, its colour, its size, and what a region does."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from gui.picture.drawing import Shape
from vidcolor.guides import Ab, Deed

RADIUS_LIMITS = (0.004, 0.25)
"""Of a brush, as shares of the picture's short side."""

_STEP = 1.25


class Tool(StrEnum):
    """What a click or a drag on the film does."""

    HAND = "hand"  # nothing to the colours: it moves the picture
    HINT = "hint"
    NO_COLOR = "no colour"
    EYEDROPPER = "eyedropper"
    RECTANGLE = "rectangle"
    POLYGON = "polygon"
    REGION_BRUSH = "region brush"
    ERASER = "eraser"

    @property
    def shape(self) -> Shape | None:
        """What it draws; None: nothing."""
        return {
            Tool.HINT: Shape.STROKE,
            Tool.NO_COLOR: Shape.STROKE,
            Tool.RECTANGLE: Shape.RECTANGLE,
            Tool.POLYGON: Shape.POLYGON,
            Tool.REGION_BRUSH: Shape.STROKE,
        }.get(self)

    @property
    def makes_region(self) -> bool:
        """Whether it outlines a part of the picture."""
        return self in (Tool.RECTANGLE, Tool.POLYGON, Tool.REGION_BRUSH)


class Brush(QObject):
    """One for the window: strip, menu, panel and viewer show the same.

    Signals:
        tool_changed: Tool.
        color_changed: a*b* as two numbers.
        radius_changed: share of the picture's short side.
        deed_changed: Deed.
    """

    tool_changed = Signal(object)
    color_changed = Signal(object)
    radius_changed = Signal(float)
    deed_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.HAND
        self.ab: Ab = (30.0, 25.0)
        self.name = ""  # of the saved colour that it is; "": of none
        self.deed = Deed.NEUTRAL
        # A region is painted broadly, a hint is a touch.
        self._radii = {False: 0.012, True: 0.04}

    def take(self, tool: Tool) -> None:
        """Take another tool into the hand."""
        if tool is not self.tool:
            self.tool = tool
            self.tool_changed.emit(tool)
            self.radius_changed.emit(self.radius)

    def set_color(self, ab: Ab, name: str = "") -> None:
        """Dip the brush into another colour.

        Args:
            ab: a*b*.
            name: of the saved colour that it is.
        """
        self.ab, self.name = ab, name
        self.color_changed.emit(ab)

    def set_deed(self, deed: Deed) -> None:
        """What becomes of the regions that are drawn from now on."""
        if deed is not self.deed:
            self.deed = deed
            self.deed_changed.emit(deed)

    @property
    def radius(self) -> float:
        """As a share of the picture's short side."""
        return self._radii[self.tool.makes_region]

    @property
    def hint_radius(self) -> float:
        """That of the hint brush, whatever tool is in the hand."""
        return self._radii[False]

    def set_radius(self, radius: float) -> None:
        """Make the brush in the hand larger or smaller."""
        held = min(max(radius, RADIUS_LIMITS[0]), RADIUS_LIMITS[1])
        if held != self.radius:
            self._radii[self.tool.makes_region] = held
            self.radius_changed.emit(held)

    def step(self, steps: int) -> None:
        """Some steps larger, or smaller below 0."""
        self.set_radius(self.radius * _STEP**steps)
