"""Pictures in rows, with words beside them, as one picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from vidcolor.evaluation.measures import Rgb

_PAPER, _INK = 24, 224
_GAP_PX = 4
_LINE_PX = 20
_LETTER_PX = 8  # about, in the font below
_JPEG_QUALITY = 90


def labelled_grid(
    rows: Sequence[tuple[str, Sequence[Rgb]]], *, side_px: int, heads: Sequence[str] = ()
) -> Rgb:
    """Rows of square pictures.

    Args:
        rows: words to the left (ASCII, the font has no more) and as many pictures in each.
        side_px: of a picture in the grid.
        heads: words above the columns.
    """
    words_px = max(len(words) for words, _ in rows) * _LETTER_PX + 2 * _GAP_PX
    columns = len(rows[0][1])
    top = _LINE_PX if heads else 0
    cell = side_px + _GAP_PX
    sheet = np.full((top + len(rows) * cell, words_px + columns * cell, 3), _PAPER, np.uint8)
    for at, head in enumerate(heads):
        _write(sheet, head, words_px + at * cell, _LINE_PX - 6)
    for row, (words, pictures) in enumerate(rows):
        y = top + row * cell
        _write(sheet, words, _GAP_PX, y + side_px // 2)
        for column, picture in enumerate(pictures):
            x = words_px + column * cell
            small = cv2.resize(picture, (side_px, side_px), interpolation=cv2.INTER_AREA)
            sheet[y : y + side_px, x : x + side_px] = small
    return sheet


def _write(sheet: Rgb, words: str, x: int, y: int) -> None:
    ink = (_INK, _INK, _INK)
    cv2.putText(sheet, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.42, ink, 1, cv2.LINE_AA)


def jpeg(picture: Rgb) -> bytes:
    """Encode a picture for a reader of any kind."""
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    good, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not good:
        raise ValueError(f"a picture of {picture.shape} could not be encoded")
    return bytes(encoded.tobytes())
