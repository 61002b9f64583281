"""A report as Markdown, with its curves and pictures in files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vidcolor.evaluation.tables import Table
from vidcolor.report.charts import Chart
from vidcolor.report.document import Document, Picture, RunPart

PICTURES = "pictures"
# What Markdown or the HTML inside of it could take for a sign of its own: some of them anywhere,
# a colon within an address, an underscore at the edge of a word, the last ones at the beginning.
_SIGNS = re.compile(r"([\\`*\[\]<|~&$@]|:(?=\S)|(?<!\w)_|_(?!\w)|^[#>]|^[+-](?=\s))")


def markdown(document: Document) -> str:
    """The text; pictures are looked for in the folder :data:`PICTURES` beside it."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def chart_file(chart: Chart) -> str:
    """The name of a chart's file."""
    return f"{chart.key}.svg"


def _lines(document: Document) -> Iterator[str]:
    yield "# A report of training runs\n"
    for table in document.tables:
        yield from _table(table, "##")
    if document.differences:
        yield "## Differences and doubts\n"
        for table in document.differences:
            yield from _table(table, "###")
    yield "## Curves\n"
    for chart in document.charts:
        yield f"![{plain(chart.title)}]({PICTURES}/{chart_file(chart)})\n"
    for part in document.parts:
        yield from _part(part)
    yield "## How it was measured, and what the figures cannot tell\n"
    for note in document.notes:
        yield f"- {plain(note)}"
    yield f"- Command (folders left out): {plain(document.command)}"
    yield f"- {plain(document.versions)}"


def _part(part: RunPart) -> Iterator[str]:
    yield f"## {plain(part.title)}\n"
    for fact in part.facts:
        yield f"- {plain(fact)}"
    yield ""
    if part.triptych_sheet is not None:
        yield f"### {plain(part.triptych_title)}\n"
        yield _picture(part.triptych_sheet)
        for number, one in enumerate(part.triptychs, start=1):
            yield f"{number}. {plain(one.photo)}, {plain(one.figures)}"
        yield ""
    if part.ranking is not None:
        yield from _table(part.ranking, "###")
        for picture in part.ranking_sheets:
            yield plain(picture.words) + "\n"
            yield _picture(picture)
    if part.sheets:
        yield "### Sample sheets\n"
        for picture in part.sheets:
            yield plain(picture.words) + "\n"
            yield _picture(picture)


def _picture(picture: Picture) -> str:
    return f"![{plain(picture.words)}]({PICTURES}/{picture.name})\n"


def _table(table: Table, level: str) -> Iterator[str]:
    yield f"{level} {plain(table.title)}\n"
    yield _row(table.head)
    yield "|---" + "|---:" * (len(table.head) - 1) + "|"
    for row in table.rows:
        yield _row(row)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(plain, cells))} |"


def plain(text: str) -> str:
    """Text that stays text: names of files and photos may hold anything."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
