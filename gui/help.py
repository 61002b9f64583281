"""The texts of the Help dialogs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from gui.forms.command_palette import plain
from vidcolor import __version__
from vidcolor.video.info import FieldOrder, FilmInfo, SourceKind


class TextDialog(QDialog):
    """A text to read and to copy, as wide as its lines want to be."""

    def __init__(self, title: str, html: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.text = QTextBrowser()
        self.text.setAccessibleName(title)
        self.text.setOpenExternalLinks(True)
        self.text.setHtml(html)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        document = self.text.document()
        document.setTextWidth(-1)
        width = min(max(round(document.idealWidth()) + 60, 420), 1100)
        document.setTextWidth(width - 60)
        self.resize(width, min(round(document.size().height()) + 90, 640))


def keys_html(actions: Iterable[tuple[str, QAction]]) -> str:
    """A table of all actions that have a key, and what the mouse does.

    Args:
        actions: each with the name of its menu, menu by menu.
    """
    rows, shown = [], ""
    for menu, action in actions:
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if not key:
            continue
        if menu != shown:
            rows.append(_head(menu))
            shown = menu
        rows.append(_key_row(plain(action.text()), key))
    rows.append(_head(_tr("Mouse")))
    rows += [
        _key_row(_tr("Compare while held"), "B"),
        _key_row(_tr("Move the divider"), _tr("drag it")),
        _key_row(_tr("Zoom at the cursor"), _tr("wheel")),
        _key_row(_tr("Move the picture"), _tr("drag")),
        _key_row(_tr("Fit, or 100 %"), _tr("double click")),
        _key_row(_tr("Size of the brush"), _tr("Shift and wheel")),
        _key_row(_tr("Close a polygon"), _tr("double click, or Enter")),
        _key_row(_tr("Abandon a polygon"), _tr("Esc; Backspace takes a corner back")),
        _key_row(_tr("Go to a frame"), _tr("drag on the timeline")),
        _key_row(_tr("Move a cut"), _tr("drag its edge on the timeline")),
    ]
    # Three tables beside each other: one would be higher than the screen.
    third = -(-len(rows) // 3)
    columns = "".join(
        f"<td valign=top><table cellspacing=2>{''.join(rows[i : i + third])}</table></td>"
        for i in range(0, len(rows), third)
    )
    return f"<table cellspacing=8><tr>{columns}</tr></table>"


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
    rate = f"{float(info.average_rate):.3f}".rstrip("0").rstrip(".")
    kind = ", ".join(part for part in (_kind_word(info.kind), info.container, info.codec) if part)
    picture = _tr("{width}×{height}, {bits} bit").format(
        width=info.width, height=info.height, bits=info.luma.bit_depth
    )
    rows = [
        _row(_tr("File"), info.path.name),
        _row(_tr("Kind"), kind),
        _row(_tr("Picture"), picture),
        _row(_tr("Pixel shape"), str(info.sample_aspect_ratio)),
        _row(_tr("Turn"), f"{info.rotation_degrees}°"),
        _row(_tr("Frames a second"), rate if info.average_rate else _tr("unknown")),
        _row(_tr("Fields"), _field_words(info.field_order)),
    ]
    listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in notes)
    return f"<table cellspacing=2>{''.join(rows)}</table>" + (f"<ul>{listed}</ul>" if notes else "")


def _kind_word(kind: SourceKind) -> str:
    return {
        SourceKind.FILM: _tr("film"),
        SourceKind.STILL: _tr("single picture"),
        SourceKind.FRAMES: _tr("folder of numbered frames"),
        SourceKind.STILLS: _tr("folder of pictures"),
    }[kind]


def _field_words(order: FieldOrder) -> str:
    return {
        FieldOrder.UNKNOWN: _tr("unknown"),
        FieldOrder.PROGRESSIVE: _tr("none, whole frames"),
        FieldOrder.TT: _tr("upper field first"),
        FieldOrder.BB: _tr("lower field first"),
        FieldOrder.TB: _tr("lower field first, upper one stored first"),
        FieldOrder.BT: _tr("upper field first, lower one stored first"),
    }[order]


def _row(name: str, value: str) -> str:
    return (
        f"<tr><td style='white-space: nowrap'>{escape(name)}&nbsp;&nbsp;&nbsp;</td>"
        f"<td>{escape(value)}</td></tr>"
    )


def _key_row(name: str, key: str) -> str:
    """A key is never broken in two, however many columns stand beside each other."""
    return _row(name, key).replace("<td>", "<td style='white-space: nowrap'>")


def _head(name: str) -> str:
    return f"<tr><th align=left colspan=2>{escape(name)}</th></tr>"


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)
