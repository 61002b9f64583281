"""A verdict as a picture: the picture, what the run expected, where they differ, its patches."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vidcolor.cache import write_beside
from vidcolor.errors import VidcolorError
from vidcolor.training.photos import Rgb
from vidcolor.training.verdicts import Verdict

ERROR_MOST = 60.0
"""The a*b* distance at the end of the legend; the same for all pictures, so they compare."""

_CELL_PX, _GAP_PX = 256, 12
_TOP_PX, _BOTTOM_PX = 28, 44
_BAR_PX = 12  # height of a legend's bar
_PAPER, _INK = 250, (40, 40, 44)


def draw_verdict(verdict: Verdict, path: Path) -> None:
    """Write a verdict as a PNG, panels of 256 pixels side by side.

    The panels: the picture, what the model expects, the error map, and the verdicts of the patches
    where there are some; under the maps their legends.

    Args:
        verdict: what is drawn.
        path: of the PNG; written whole or not at all.

    Raises:
        VidcolorError: it cannot be written.
    """
    error = cv2.applyColorMap(_bytes(verdict.error_map / ERROR_MOST), cv2.COLORMAP_INFERNO)
    panels = [
        _panel("the picture", cv2.cvtColor(verdict.picture, cv2.COLOR_RGB2BGR)),
        _panel("what the model expects", cv2.cvtColor(verdict.expected, cv2.COLOR_RGB2BGR)),
        _panel(f"a*b* error, mean {verdict.unusual:.1f}", error),
    ]
    _legend(panels[2], cv2.COLORMAP_INFERNO, "0", f"{ERROR_MOST:.0f} and more")
    if verdict.patches is not None:
        patches = cv2.applyColorMap(_bytes(verdict.patches), cv2.COLORMAP_VIRIDIS)
        panels.append(_panel(f"colours true? mean {verdict.true:.2f}", patches))
        _legend(panels[3], cv2.COLORMAP_VIRIDIS, "0 made", "1 true")
    _, encoded = cv2.imencode(".png", np.hstack(panels))
    try:
        write_beside(path, encoded.tobytes())
    except OSError as error_:
        raise VidcolorError(
            f"{path} cannot be written.", do="Choose another place.", detail=str(error_)
        ) from error_


def _bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return (values.clip(0, 1) * 255).round().astype(np.uint8)


def _panel(head: str, picture: Rgb) -> Rgb:
    """A picture of blue, green and red below its heading, with room for a legend."""
    height, width = _TOP_PX + _CELL_PX + _BOTTOM_PX, _CELL_PX + 2 * _GAP_PX
    panel = np.full((height, width, 3), _PAPER, np.uint8)
    _write(panel, head, _GAP_PX, _TOP_PX - 9)
    # A patch stays a square with edges, and a pixel of a small picture too.
    large = cv2.resize(picture, (_CELL_PX, _CELL_PX), interpolation=cv2.INTER_NEAREST)
    panel[_TOP_PX : _TOP_PX + _CELL_PX, _GAP_PX : _GAP_PX + _CELL_PX] = large
    return panel


def _legend(panel: Rgb, colors: int, least: str, most: str) -> None:
    steps = np.linspace(0, 255, _CELL_PX).astype(np.uint8)[None].repeat(_BAR_PX, 0)
    top = _TOP_PX + _CELL_PX + 6
    bar = cv2.applyColorMap(steps, colors)
    panel[top : top + _BAR_PX, _GAP_PX : _GAP_PX + _CELL_PX] = bar
    (width, _), _ = cv2.getTextSize(most, cv2.FONT_HERSHEY_SIMPLEX, 0.45, 1)
    _write(panel, least, _GAP_PX, top + _BAR_PX + 16)
    _write(panel, most, _GAP_PX + _CELL_PX - width, top + _BAR_PX + 16)


def _write(panel: Rgb, words: str, x: int, y: int) -> None:
    cv2.putText(panel, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, _INK, 1, cv2.LINE_AA)
