"""Paints the viewer by processor and by GPU and writes both down; run by a test, on a screen."""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gui.picture.canvas import PlainCanvas, opengl_works
from gui.picture.viewer import Viewer, ViewMode

NO_OPENGL = 77


def film() -> tuple[QImage, QImage]:
    """A frame of coloured squares, and its grey."""
    squares = np.random.default_rng(1).integers(40, 200, (27, 48, 3), dtype=np.uint8)
    pixels = np.ascontiguousarray(np.kron(squares, np.ones((20, 20, 1), np.uint8)))
    color = QImage(pixels.data, 960, 540, 2880, QImage.Format.Format_RGB888)
    grey = color.convertToFormat(QImage.Format.Format_Grayscale8)
    return tuple(image.convertToFormat(QImage.Format.Format_RGB32) for image in (grey, color))


def shown(app: QApplication, mode: ViewMode, zoom: float | None, *, gpu: bool) -> np.ndarray:
    """What a viewer shows, as numbers."""
    viewer = Viewer(gpu=gpu)
    if isinstance(viewer.canvas, PlainCanvas) is gpu:
        sys.exit("the other canvas was made")
    viewer.resize(400, 300)
    viewer.show()
    grey, color = film()
    viewer.set_shape(Fraction(1), 0)
    viewer.set_grey(grey)
    viewer.set_color(color)
    viewer.set_mode(mode)
    if zoom is not None:
        viewer.set_zoom(zoom)
    app.processEvents()
    image = viewer.grab().toImage().convertToFormat(QImage.Format.Format_RGBX8888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return lines[..., :3].astype(np.int16)


def main(target: str) -> int:
    """Write all modes and three zooms, painted in both ways."""
    app = QApplication([])
    if not opengl_works():
        return NO_OPENGL
    np.savez(
        target,
        **{
            f"{way} {mode} {zoom}": shown(app, mode, zoom, gpu=way == "gpu")
            for way in ("plain", "gpu")
            for mode in ViewMode
            for zoom in (None, 1.0, 5.0)
        },
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
