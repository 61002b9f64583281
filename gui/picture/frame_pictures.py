"""The pictures of a frame: which of them a mode shows, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from gui.picture.overlay import Badge
from gui.theme import theme


class ViewMode(StrEnum):
    """What the viewer shows."""

    GREY = "grey"
    COLOR = "colour"
    SIDE_BY_SIDE = "side by side"
    WIPE = "wipe"


@dataclass(frozen=True, slots=True, eq=False)
class NamedPicture:
    """A picture and the word that stands over it; no word where none is needed."""

    image: QImage
    name: str
    colored: bool = False  # it lies on the side of the colour
    upright: bool = False


@dataclass(slots=True, eq=False)
class FramePictures:
    """The pictures of one frame, or the one that is being played."""

    grey: QImage | None = None
    stand_in: int | None = None  # number of the frame that grey shows in place of the wanted one
    color: QImage | None = None
    snapshot: QImage | None = None  # the frame in saved settings
    snapshot_name: str = ""  # not empty: a snapshot stands against the colour, not the film
    played: QImage | None = None
    played_draft: bool = False
    played_upright: bool = False
    waits: bool = False
    draft: bool = False
    playing: bool = False
    flickers: bool = False

    def new_frame(self, grey: QImage, stand_in: int | None = None) -> None:
        """Forget the last frame's pictures; its colour is never shown for another frame."""
        self.stand_in = stand_in
        self.grey, self.color, self.snapshot = grey, None, None
        self.waits, self.draft = True, False
        if not self.playing:
            self.played = None

    def frame_size(self) -> tuple[int, int]:
        """What the frame measures in film pixels; the played picture may be smaller."""
        image = self.grey or self.played
        if image is None:
            return 0, 0
        return image.width(), image.height()

    def seen(self, mode: ViewMode) -> tuple[NamedPicture, ...]:
        """What a mode shows: nothing yet, one picture, or the two to be compared."""
        if self.played is not None:
            return (NamedPicture(self.played, "", colored=True, upright=self.played_upright),)
        if self.grey is None:
            return ()
        film = NamedPicture(self.grey, self._stand_in_name() or _tr("Film"))
        color = NamedPicture(self.color or self.grey, self.color_name(), colored=True)
        other = film
        if self.snapshot_name:
            name = self.snapshot_name
            if self.snapshot is None:
                name = _tr("{0}: colouring …").format(name)
            other = NamedPicture(self.snapshot or self.grey, name)
        if mode is ViewMode.GREY:
            return (color if self.flickers else film,)
        if mode is ViewMode.COLOR:
            return (other if self.flickers else color,)
        if mode is ViewMode.SIDE_BY_SIDE:
            return other, other if self.flickers else color
        return (other,) if self.flickers else (other, color)

    def color_name(self) -> str:
        """The word over the colour."""
        if self.color is None:
            if stand_in := self._stand_in_name():
                return stand_in
            return _tr("Colouring …") if self.waits else _tr("No colour")
        return _tr("Draft") if self.draft else _tr("Colour")

    def color_is_exact(self) -> bool:
        """Whether the colour is there as the render will have it."""
        return self.color is not None and not self.draft

    def badge(self, mode: ViewMode) -> Badge:
        """What kind of picture is seen."""
        colors = theme()
        if self.playing:
            text = _tr("PLAYING, DRAFT") if self.played_draft else _tr("PLAYING")
            return Badge(text, colors.on_backdrop)
        if self.played is not None:
            return Badge(_tr("DRAFT"), colors.to_do)
        if self.stand_in is not None:
            return Badge(_tr("FRAME {0} STANDS IN").format(self.stand_in), colors.to_do)
        if self.flickers and mode is not ViewMode.GREY and self.snapshot_name:
            return Badge(_tr("SNAPSHOT"), colors.on_backdrop)
        if self.flickers is not (mode is ViewMode.GREY):
            return Badge(_tr("FILM"), colors.on_backdrop)
        if self.color is None:
            text = _tr("COLOURING …") if self.waits else _tr("NOT COLOURED")
            return Badge(text, colors.to_do)
        if self.draft:
            return Badge(_tr("DRAFT"), colors.to_do)
        return Badge(_tr("EXACT"), colors.good)

    def _stand_in_name(self) -> str:
        if self.stand_in is None:
            return ""
        return _tr("Frame {0} stands in").format(self.stand_in)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Viewer", text)
