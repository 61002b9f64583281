"""The texts of the Help dialogs."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from vidcolor import __version__
from vidcolor.video.info import FilmInfo


def keys_html(menus: list[QMenu]) -> str:
    """A table of all actions that have a key, and what the mouse does."""
    rows = []
    for menu in menus:
        found = [a for a in menu.actions() if not a.shortcut().isEmpty()]
        if found:
            rows.append(f"<tr><th align=left colspan=2>{_plain(menu.title())}</th></tr>")
        for action in found:
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            rows.append(_row(_plain(action.text()), key))
    mouse = [
        _row(_tr("Move the divider"), _tr("drag it")),
        _row(_tr("Zoom at the cursor"), _tr("wheel")),
        _row(_tr("Move the picture"), _tr("drag")),
        _row(_tr("Fit, or 100 %"), _tr("double click")),
    ]
    rows.append(f"<tr><th align=left colspan=2>{_tr('Mouse')}</th></tr>")
    return f"<table cellspacing=2>{''.join(rows + mouse)}</table>"


def about_html() -> str:
    """What the program is, and what its colours are not."""
    return (
        f"<h3>vidcolor {__version__}</h3><p>"
        + _tr(
            "Colours black-and-white film. The light and shade of the film stay exactly as they "
            "are; the colours are machine-made: likely, not true."
        )
        + "</p>"
    )


def film_html(info: FilmInfo, notes: tuple[str, ...]) -> str:
    """What the film holds, then the sentences about it."""
    rate = f"{float(info.average_rate):.3f}".rstrip("0").rstrip(".") if info.average_rate else "?"
    rows = [
        _row(_tr("File"), info.path.name),
        _row(_tr("Kind"), ", ".join(t for t in (info.kind.value, info.container, info.codec) if t)),
        _row(_tr("Picture"), f"{info.width}×{info.height}, {info.luma.bit_depth} bit"),
        _row(_tr("Pixel shape"), str(info.sample_aspect_ratio)),
        _row(_tr("Turn"), f"{info.rotation_degrees}°"),
        _row(_tr("Frames a second"), rate),
        _row(_tr("Fields"), info.field_order.value),
    ]
    listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in notes)
    return f"<table cellspacing=2>{''.join(rows)}</table>" + (f"<ul>{listed}</ul>" if notes else "")


def _row(name: str, value: str) -> str:
    return f"<tr><td>{escape(name)}&nbsp;&nbsp;&nbsp;</td><td>{escape(value)}</td></tr>"


def _plain(text: str) -> str:
    return escape(text.replace("&", "").rstrip("…"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)
