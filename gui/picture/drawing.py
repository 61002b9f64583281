"""A mark in the making: what a hand draws on the film between the first press and the last."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF

from gui.picture.viewport import Viewport
from vidcolor.guides import Place

_STEP = 0.004  # of the picture: bends of a stroke that are nearer to each other are one
_TREMBLE_PX = 4.0  # a hand that moves no farther has set a dot


class Shape(StrEnum):
    """What the hand draws."""

    STROKE = "stroke"  # or a dot
    RECTANGLE = "rectangle"
    POLYGON = "polygon"


class Drawing:
    """Follows the hand; all places are shares of the picture as the film holds it.

    Args:
        shape: what is drawn.
        view: where the film lies in the widget.
    """

    def __init__(self, shape: Shape, view: Viewport) -> None:
        self.shape = shape
        self.places: list[Place] = []
        self.pane: QRectF | None = None  # in which it was begun; None: nothing was
        self._view = view
        self._pressed_at = QPointF()
        self._moved = False

    @property
    def begun(self) -> bool:
        """Whether there is something to finish or to abandon."""
        return bool(self.places)

    def press(self, at: QPointF) -> None:
        """Begin, or set the next corner; beside the picture nothing begins."""
        pane = self.pane or self._view.pane_at(at)
        place = self._view.stored_at(at, pane)
        if not self.begun and not all(0 <= share <= 1 for share in place):
            return
        self._pressed_at, self._moved = at, False
        if self.shape is Shape.POLYGON and self.begun:
            self.places.append(_held(place))
        else:
            self.pane, self.places = pane, [_held(place)]

    def move(self, at: QPointF) -> None:
        """Draw on."""
        if not self.begun or self.shape is Shape.POLYGON:
            return
        if not self._moved and (at - self._pressed_at).manhattanLength() < _TREMBLE_PX:
            return
        self._moved = True
        place = _held(self._view.stored_at(at, self.pane))
        if self.shape is Shape.RECTANGLE:
            self.places = [self.places[0], place]
        elif max(abs(a - b) for a, b in zip(place, self.places[-1], strict=True)) >= _STEP:
            self.places.append(place)

    def release(self) -> tuple[Place, ...]:
        """The finished mark; () where more is to come, or nothing was drawn."""
        if self.shape is Shape.POLYGON:
            return ()
        if self.shape is Shape.STROKE:
            return self._take(tuple(self.places))
        if len(self.places) < 2:
            self.abandon()
            return ()
        (left, top), (right, bottom) = self.places
        if left == right or top == bottom:
            self.abandon()
            return ()
        return self._take(((left, top), (right, top), (right, bottom), (left, bottom)))

    def close(self) -> tuple[Place, ...]:
        """The finished polygon; () where it has fewer than three corners and is abandoned."""
        corners = tuple(dict.fromkeys(self.places))
        if self.shape is not Shape.POLYGON or len(corners) < 3:
            self.abandon()
            return ()
        return self._take(corners)

    def step_back(self) -> None:
        """Take the last corner away."""
        if self.shape is Shape.POLYGON and self.begun:
            self.places.pop()
            if not self.begun:
                self.abandon()

    def abandon(self) -> None:
        """Nothing was drawn."""
        self.places, self.pane = [], None

    def _take(self, places: tuple[Place, ...]) -> tuple[Place, ...]:
        self.abandon()
        return places


def _held(place: Place) -> Place:
    """The nearest place in the picture."""
    x, y = (min(max(share, 0.0), 1.0) for share in place)
    return x, y
