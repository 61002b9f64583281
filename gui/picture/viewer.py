"""The viewer: a frame grey, in colour, side by side, or with a divider between the two."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from gui.picture.ab_colors import SWATCH_L, lightness_of
from gui.picture.film_painter import FilmPainter, Layer, upright
from gui.picture.film_view import FilmView
from gui.picture.frame_pictures import FramePictures, ViewMode
from gui.picture.marks import Mark, Pin, mark_under, paint_drawing, paint_marks, paint_pins
from gui.picture.overlay import (
    information_height,
    paint_divider,
    paint_focus,
    paint_information,
    paint_label,
)
from gui.picture.unsure_overlay import UnsureOverlay, paint_legend
from gui.preview.protocol import UnsureMap
from gui.theme import theme
from vidcolor.guides import Place

__all__ = ["ViewMode", "Viewer"]


class Viewer(FilmView):
    """Shows the pictures of a frame upright, in the shape the film is meant to have.

    Until a frame's colour is there its grey picture stands in, with a word about it; the
    colour of another frame is never shown. Zoom, pan and signals: see :class:`FilmView`.
    """

    def __init__(self, parent: QWidget | None = None, *, gpu: bool = False) -> None:
        self._pictures = FramePictures()
        self._film_painter = FilmPainter()
        self._mode = ViewMode.WIPE
        self._information = ""
        self._shows_information = False
        self._marks: tuple[Mark, ...] = ()
        self._chosen: Mark | None = None
        self._pins: tuple[Pin, ...] = ()
        self._shows_marks = True
        self._brush_radius = 0.0
        self._shows_unsure = False
        self._unsure: UnsureOverlay | None = None
        self._unsure_known = True
        super().__init__(parent, gpu=gpu)
        self.setAccessibleName(self.tr("Film frame"))
        self._describe()

    # --- the pictures ---

    @property
    def grey(self) -> QImage | None:
        """The film's own picture of the frame."""
        return self._pictures.grey

    @property
    def color(self) -> QImage | None:
        """The frame's colour, if it is there."""
        return self._pictures.color

    def set_shape(self, sample_aspect_ratio: Fraction, rotation_degrees: int) -> None:
        """Tell how the film's pixels make a picture; forgets the film before."""
        self.view.aspect = float(sample_aspect_ratio)
        self.view.rotation = rotation_degrees
        self._pictures = FramePictures()
        self._film_painter.forget()
        self.view.frame_size = (0, 0)
        self.fit()

    def set_grey(self, image: QImage, *, stand_in: int | None = None) -> None:
        """A new frame, whose colour is yet to come; while playing it stays behind the scene.

        Args:
            image: of the frame.
            stand_in: number of the frame that is seen, where that is not the wanted one; the
                badge says so until the wanted one comes.
        """
        self._pictures.new_frame(image, stand_in)
        if self.drawing is not None:
            self.drawing.abandon()  # it was begun on another frame
        self._arrange()

    def set_color(self, image: QImage, *, draft: bool = False) -> None:
        """The colour of the frame that is shown; after a draft the exact one follows."""
        self._pictures.color, self._pictures.draft = image, draft
        self._pictures.waits = False
        self._changed()

    def stop_waiting(self) -> None:
        """There will be no colour for this frame."""
        self._pictures.waits = False
        self._changed()

    def set_compare(self, image: QImage | None, name: str) -> None:
        """Say what stands against the colour: a snapshot's picture of this frame, or the film.

        The next frame drops the picture and keeps the name, until the snapshot's picture of
        that frame comes.

        Args:
            image: of the same frame; None while it is yet to come.
            name: of the snapshot; empty to compare with the film again.
        """
        self._pictures.snapshot = image if name else None
        self._pictures.snapshot_name = name
        self._changed()

    def set_playing(self, on: bool) -> None:
        """Whether the film runs; the last played picture stays until a frame comes."""
        self._pictures.playing = on
        self._changed()

    def show_played(self, image: QImage, draft: bool = False, *, upright: bool = False) -> None:
        """Show a picture of the running film, of any size; whole, in every mode.

        Args:
            image: one picture in colour.
            draft: not from the exact colours; the badge says so.
            upright: already turned, not as the film holds it.
        """
        pictures = self._pictures
        pictures.played, pictures.played_draft, pictures.played_upright = image, draft, upright
        self._arrange()

    def picture(self) -> QImage:
        """The whole frame, upright, in film pixels: the colour where it is seen, else the other.

        A null picture while there is none. For scopes and "copy frame".
        """
        seen = self._pictures.seen(self.mode)
        if not seen:
            return QImage()
        turns = 0 if seen[-1].upright else self.view.rotation
        return upright(seen[-1].image, turns)

    def visible_picture(self, width_limit_px: int = 0) -> QImage:
        """What is seen of the film now, in hardware pixels, without words, line and backdrop.

        Side by side the two visible parts touch. A null picture while there is none.

        Args:
            width_limit_px: makes a smaller picture, cheaper to look at for a scope.
        """
        layers = self._layers()
        parts = [self.view.painted_rect(layer.pane).intersected(layer.clip) for layer in layers]
        stacked = self.mode is ViewMode.WIPE and not self.view.wipe_vertical
        size = _together([part.size() for part in parts], stacked=stacked)
        if size.isEmpty():
            return QImage()
        ratio = self.view.device_ratio
        if width_limit_px:
            ratio = min(ratio, width_limit_px / size.width())
        pixels = (size * ratio).toSize().expandedTo(QSizeF(1, 1).toSize())
        image = QImage(pixels, QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        painter = QPainter(image)
        painter.scale(pixels.width() / size.width(), pixels.height() / size.height())
        at = QPointF(0, 0)
        for layer, part in zip(layers, parts, strict=True):
            painter.save()
            painter.translate(at - part.topLeft())
            self._film_painter.paint(painter, layer, self.view)
            painter.restore()
            at += QPointF(0, part.height()) if stacked else QPointF(part.width(), 0)
        painter.end()
        return image

    # --- over the film ---

    def set_marks(self, marks: Sequence[Mark], chosen: Mark | None = None) -> None:
        """What is asked for inside the shown frame.

        Args:
            marks: of this frame alone.
            chosen: one of them that is drawn stronger.
        """
        self._marks, self._chosen = tuple(marks), chosen
        self._changed()

    def set_pins(self, pins: Sequence[Pin]) -> None:
        """Where saved colours seem to belong in the shown frame."""
        self._pins = tuple(pins)
        self._changed()

    def show_marks(self, on: bool) -> None:
        """Whether marks and pins are seen."""
        self._shows_marks = on
        self._changed()

    def set_brush_radius(self, radius: float) -> None:
        """As a share of the picture's short side; 0: the tool in the hand is no brush."""
        self._brush_radius = radius
        self.canvas.update()

    def show_unsure(self, on: bool) -> None:
        """Whether places are hatched where the model is unsure."""
        self._shows_unsure = on
        self._changed()

    def set_unsure(self, unsure: UnsureMap | None, *, known: bool = True) -> None:
        """How unsure the model is of the shown frame.

        Args:
            unsure: None: that is yet to come.
            known: False: it never comes, because the model does not tell.
        """
        self._unsure = UnsureOverlay(unsure) if unsure is not None else None
        self._unsure_known = known
        self._changed()

    @property
    def hatched(self) -> bool:
        """Whether a map of where the model is unsure is seen."""
        return self._shows_unsure and self._unsure is not None

    def mark_under(self, at: QPointF) -> Mark | None:
        """The mark that a click in the widget means."""
        return mark_under(at, self._marks, self.view) if self._shows_marks else None

    def lightness_at(self, place: Place) -> float:
        """L* of the film at a place of the frame as it is stored; 60 without a frame."""
        pixel = _pixel(self._pictures.grey, place)
        return SWATCH_L if pixel is None else lightness_of(pixel)

    def color_under(self, at: QPointF) -> QColor | None:
        """The colour at a place in the widget, of the film or a snapshot; None beside it."""
        for layer in reversed(self._layers()):
            if not layer.clip.contains(at) or not layer.pane.contains(at):
                continue
            if layer.upright:  # a played picture is no longer as the film lies
                share = self.view.share_at(at)
                return _pixel(layer.image, (share.x(), share.y()))
            image = layer.image
            if image is self._pictures.grey and self._pictures.color is not None:
                image = self._pictures.color  # the film itself has none to take
            return _pixel(image, self.view.stored_at(at, layer.pane))
        return None

    # --- the way it is shown ---

    @property
    def mode(self) -> ViewMode:
        """What the viewer shows; see :meth:`set_mode`."""
        return self._mode

    def set_mode(self, mode: ViewMode) -> None:
        """Show something else of the same frame."""
        self._mode = mode
        self._show_cursor(None)
        self._arrange()

    def hold_flicker(self, on: bool) -> None:
        """While held, the other picture is seen in the colour's place (in grey mode the colour)."""
        self._pictures.flickers = on
        self._changed()

    def set_information(self, text: str) -> None:
        """The line under the picture: frame, time code, shot, model."""
        self._information = text
        self._changed()

    def show_information(self, on: bool) -> None:
        """Whether the line under the picture is there."""
        self._shows_information = on
        self._measure()

    def badge(self) -> str:
        """The word that says what kind of picture is seen: "EXACT", "DRAFT" and so on."""
        return self._pictures.badge(self.mode).text

    # --- painting ---

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), theme().backdrop)
        layers = self._layers()
        for layer in layers:
            self._film_painter.paint(painter, layer, self.view)
        still = self._pictures.played is None and self._pictures.stand_in is None
        if still and self._shows_unsure and self._unsure is not None:
            for pane in self.view.panes():
                self._unsure.paint(painter, self.view, pane)
        if self._divided():
            seen = self.view.seen_rect()
            vertical = self.view.wipe_vertical
            paint_divider(painter, self.view.divider_at(), seen, vertical=vertical)
        self._paint_labels(painter, layers)
        if still:
            self._paint_over(painter)
        if self._shows_information:
            strip = QRectF(self.rect())
            strip.setTop(self.view.area.bottom())
            paint_information(painter, self._pictures.badge(self.mode), self._information, strip)
        if self._shows_focus:
            paint_focus(painter, QRectF(self.rect()))

    def _paint_over(self, painter: QPainter) -> None:
        """Marks and pins in each pane, and what the hatching means."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pane in self.view.panes():
            painter.save()
            painter.setClipRect(self.view.seen_rect(pane))
            if self._shows_marks:
                paint_marks(
                    painter,
                    self._marks,
                    self.view,
                    pane,
                    self.lightness_at,
                    chosen=self._chosen,
                )
                paint_pins(painter, self._pins, self.view, pane)
            painter.restore()
        if self._shows_unsure and (self._unsure is not None or not self._unsure_known):
            paint_legend(painter, self.view.seen_rect(), known=self._unsure_known)
        if self.drawing is not None:
            paint_drawing(painter, self.drawing, self.hand_at, self.view, self._brush_radius)

    def _layers(self) -> list[Layer]:
        seen = self._pictures.seen(self.mode)
        panes = self.view.panes()
        clips: Sequence[QRectF] = panes
        if self._divided():
            panes, clips = panes * 2, self.view.wiped_parts()
        return [
            Layer(picture.image, pane, clip, picture.upright)
            for picture, pane, clip in zip(seen, panes, clips, strict=False)
        ]

    def _paint_labels(self, painter: QPainter, layers: list[Layer]) -> None:
        pictures = self._pictures
        for picture, layer in zip(pictures.seen(self.mode), layers, strict=True):
            corner = Qt.Corner.TopLeftCorner
            if picture.colored and self.mode is not ViewMode.SIDE_BY_SIDE:
                across = self._divided() and not self.view.wipe_vertical
                corner = Qt.Corner.BottomRightCorner if across else Qt.Corner.TopRightCorner
            obvious = self.mode is ViewMode.COLOR and pictures.color_is_exact()
            if not (picture.colored and obvious):
                within = self.view.painted_rect(layer.pane).intersected(layer.clip)
                paint_label(painter, picture.name, within, corner)

    # --- inside ---

    def _changed(self) -> None:
        super()._changed()
        if not self._pictures.playing:  # a screen reader does not read 25 frames a second
            self._describe()

    def _describe(self) -> None:
        words = {
            ViewMode.GREY: self.tr("Grey"),
            ViewMode.COLOR: self.tr("Colour"),
            ViewMode.SIDE_BY_SIDE: self.tr("Side by side"),
            ViewMode.WIPE: self.tr("Wipe"),
        }
        parts = [words[self.mode], self._information]
        if self._pictures.seen(self.mode):
            parts.append(self.badge())
        text = ". ".join(part for part in parts if part)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._measure()
        elif event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Film frame"))
            self._changed()
        super().changeEvent(event)

    def _strip_height(self) -> float:
        return information_height(self.font()) if self._shows_information else 0.0

    def _divided(self) -> bool:
        return self.mode is ViewMode.WIPE and len(self._pictures.seen(self.mode)) == 2

    def _arrange(self) -> None:
        """Make room for what is seen; zoom and pan hold, also for the next frame of that size."""
        view, pictures = self.view, self._pictures
        split = self.mode is ViewMode.SIDE_BY_SIDE and pictures.played is None
        before = view.frame_size, view.side_by_side
        view.frame_size, view.side_by_side = pictures.frame_size(), split
        if before == (view.frame_size, split):
            self._changed()
        else:
            view.keep_in_sight()
            self._moved()


def _pixel(image: QImage | None, place: Place) -> QColor | None:
    """The colour of a picture at a place in it; None beside it."""
    if image is None or not all(0 <= share < 1 for share in place):
        return None
    return image.pixelColor(int(place[0] * image.width()), int(place[1] * image.height()))


def _together(sizes: list[QSizeF], *, stacked: bool) -> QSizeF:
    """The size of rectangles side by side, or on top of each other."""
    widths, heights = [size.width() for size in sizes], [size.height() for size in sizes]
    if not sizes:
        return QSizeF(0, 0)
    if stacked:
        return QSizeF(max(widths), sum(heights))
    return QSizeF(sum(widths), max(heights))
