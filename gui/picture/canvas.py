"""The surface the viewer paints on: a plain widget, or one that lives on the GPU."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

# Their windows take no OpenGL widget, though a context alone can be made there.
_PLATFORMS_WITHOUT = ("offscreen", "minimal", "minimalegl", "linuxfb", "vnc")

log = logging.getLogger(__name__)

Paint = Callable[[QPainter], None]


class PlainCanvas(QWidget):
    """Painted by the processor; the reference."""

    def __init__(self, paint: Paint, parent: QWidget) -> None:
        super().__init__(parent)
        self._paint = paint
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint(painter)
        painter.end()


def opengl_works() -> bool:
    """Whether an OpenGL widget can live here; asked before the viewer depends on it."""
    if QGuiApplication.platformName() in _PLATFORMS_WITHOUT:
        return False
    context = QOpenGLContext()
    if not context.create():
        return False
    surface = QOffscreenSurface()
    surface.setFormat(context.format())
    surface.create()
    works = surface.isValid() and context.makeCurrent(surface)
    if works:
        context.doneCurrent()
    surface.destroy()
    return works


def make_canvas(paint: Paint, parent: QWidget, *, gpu: bool) -> QWidget:
    """A canvas inside ``parent``; the plain one where the GPU is not wished or not there."""
    if gpu:
        try:
            from gui.picture.opengl_canvas import OpenGLCanvas
        except ImportError as error:  # the system has no OpenGL library
            log.info("no OpenGL: %s", error)
        else:
            if opengl_works():
                return OpenGLCanvas(paint, parent)
            log.info("no OpenGL context can be made; the viewer paints without")
    return PlainCanvas(paint, parent)
