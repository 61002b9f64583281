"""A canvas on the GPU; apart, because its import fails where the system has no OpenGL."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

_SAMPLES = 4  # smooth edges for the divider and the badges


class OpenGLCanvas(QOpenGLWidget):
    """Runs the same painting code as the plain canvas."""

    def __init__(self, paint: Callable[[QPainter], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._paint = paint
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        surface = self.format()
        surface.setSamples(_SAMPLES)
        self.setFormat(surface)

    def paintGL(self) -> None:
        painter = QPainter(self)
        self._paint(painter)
        painter.end()
