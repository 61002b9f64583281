"""Puts pictures of the film on the screen, upright and sharp, with the least work."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from gui.picture.viewport import Viewport

_SHOW_PIXELS_FROM = 3.0  # from this zoom on pixels are shown as squares, not smoothed away
_REMEMBERED = 3  # pictures that one view can need: grey, colour, snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A picture that fills the frame's place in a pane, and is seen inside ``clip`` only."""

    image: QImage
    pane: QRectF
    clip: QRectF
    upright: bool = False  # already turned; else it lies as the film holds it


class FilmPainter:
    """Paints layers; a picture that is shown smaller than it is, is reduced once and kept."""

    def __init__(self) -> None:
        self._reduced: dict[tuple[int, int, int, int], QImage] = {}

    def paint(self, painter: QPainter, layer: Layer, view: Viewport) -> None:
        """Paint one layer; the picture is stretched over the frame's place, whatever its size."""
        turns = 0 if layer.upright else view.rotation
        place = view.painted_rect(layer.pane)
        painter.save()
        painter.setClipRect(layer.clip, Qt.ClipOperation.IntersectClip)
        device = QSize(
            max(round(place.width() * view.device_ratio), 1),
            max(round(place.height() * view.device_ratio), 1),
        )
        wanted = device.transposed() if turns % 180 else device
        image = layer.image
        # Bilinear sampling alone would skip film lines when there are fewer on the screen.
        if wanted.width() < image.width() and wanted.height() < image.height():
            image = self._reduce(image, wanted)
        # A played picture has fewer pixels than the film; its own are not worth seeing.
        coarse = layer.image.width() < view.frame_size[0]
        smooth = coarse or view.zoom() < _SHOW_PIXELS_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.setTransform(placed(image, place, turns), True)
        painter.drawImage(QPointF(0, 0), image)
        painter.restore()

    def _reduce(self, image: QImage, size: QSize) -> QImage:
        key = (image.cacheKey(), size.width(), size.height(), image.depth())
        reduced = self._reduced.pop(key, None)
        if reduced is None:
            reduced = image.scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self._reduced[key] = reduced  # now the youngest
        while len(self._reduced) > _REMEMBERED:
            del self._reduced[next(iter(self._reduced))]
        return reduced

    def forget(self) -> None:
        """Give the memory back."""
        self._reduced.clear()


def upright(image: QImage, rotation_degrees: int) -> QImage:
    """The picture turned as it is meant to be seen."""
    if rotation_degrees % 360 == 0:
        return image
    return image.transformed(QTransform().rotate(rotation_degrees))


def placed(image: QImage, place: QRectF, turns: int) -> QTransform:
    """From the picture's own pixels to its place in the widget."""
    width, height = place.width(), place.height()
    if turns % 180:
        width, height = height, width
    transform = QTransform()
    transform.translate(place.center().x(), place.center().y())
    transform.rotate(turns)
    transform.scale(width / image.width(), height / image.height())
    transform.translate(-image.width() / 2, -image.height() / 2)
    return transform
