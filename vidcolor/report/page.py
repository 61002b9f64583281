"""A report as one page that holds its curves and pictures, and points nowhere."""

from __future__ import annotations

import html

from vidcolor.evaluation.page import data_uri, table_html
from vidcolor.report.charts import Chart, chart_svg
from vidcolor.report.document import TRIPTYCH, Document, Picture, RunPart, Triptych
from vidcolor.report.page_parts import SCRIPT, STYLES, TEMPLATE


def page(document: Document) -> str:
    """The page."""
    return TEMPLATE.format(
        style=STYLES,
        script=SCRIPT,
        tables="\n".join(map(table_html, document.tables)),
        differences=_opened("Differences and doubts", map(table_html, document.differences)),
        notes="\n".join(f"<li>{html.escape(note)}</li>" for note in document.notes),
        command=html.escape(document.command),
        versions=html.escape(document.versions),
        charts="\n".join(map(_chart, document.charts)),
        parts="\n".join(_part(number, part) for number, part in enumerate(document.parts, start=1)),
    )


def _opened(title: str, parts: map[str]) -> str:
    inside = "\n".join(parts)
    return f"<details><summary>{title}</summary>\n{inside}\n</details>" if inside else ""


def _chart(chart: Chart) -> str:
    return f'<div class="plot">{chart_svg(chart, alone=False)}</div>'


def _part(number: int, part: RunPart) -> str:
    facts = "\n".join(f"<li>{html.escape(fact)}</li>" for fact in part.facts)
    pieces = [f'<section id="run{number}"><h2>{html.escape(part.title)}</h2>', f"<ul>{facts}</ul>"]
    if part.triptychs:
        pieces.append(f"<h3>{html.escape(part.triptych_title)}</h3>")
        pieces += map(_triptych, part.triptychs)
    if part.ranking is not None:
        pieces.append("<h3>Ranking of the checkpoints</h3>")
        pieces.append(table_html(part.ranking))
        pieces += map(_sheet, part.ranking_sheets)
    if part.sheets:
        pieces.append(_album(number, part.sheets))
    return "\n".join([*pieces, "</section>"])


def _triptych(one: Triptych) -> str:
    figures = "".join(
        f'<figure><img src="{data_uri("webp", picture)}" width="256" height="256" loading="lazy" '
        f'decoding="async" alt="{html.escape(f"{one.photo}: {word}")}">'
        f"<figcaption>{word}{html.escape(words)}</figcaption></figure>"
        for word, words, picture in zip(
            TRIPTYCH, ("", f": {one.figures}", ""), one.pictures, strict=True
        )
    )
    return f'<article><h4>{html.escape(one.photo)}</h4><div class="row">{figures}</div></article>'


def _sheet(picture: Picture) -> str:
    words = html.escape(picture.words)
    return (
        f'<figure class="sheet"><img src="{data_uri("jpeg", picture.data)}" loading="lazy" '
        f'decoding="async" alt="{words}"><figcaption>{words}</figcaption></figure>'
    )


def _album(number: int, sheets: tuple[Picture, ...]) -> str:
    """Sheets that are paged through; without scripts all of them stand below each other."""
    last = len(sheets) - 1
    return (
        f'<div class="album"><h3>Sample sheets</h3><p class="turn" hidden>'
        f'<label for="turn{number}">Sheet</label> <input type="range" id="turn{number}" min="0" '
        f'max="{last}" value="{last}" step="1"> <output for="turn{number}"></output></p>\n'
        + "\n".join(map(_sheet, sheets))
        + "</div>"
    )
