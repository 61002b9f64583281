"""A column in the middle of a wide page: lines of text stay short enough to be read."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

_WIDE_PX = 640


def in_the_middle(inner: QLayout) -> QHBoxLayout:
    """Give a layout its width, with room on both sides.

    Stretches, not an alignment: with that, labels that wrap would not get the height they need.
    """
    column = QWidget()
    column.setFixedWidth(_WIDE_PX)
    inner.setContentsMargins(0, 0, 0, 0)
    column.setLayout(inner)
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(column)
    row.addStretch()
    return row
