"""A report as Markdown, with its curves and pictures in files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vidcolor.evaluation.tables import Table
from vidcolor.report.charts import Chart
from vidcolor.report.document import Document, Picture, RunPart

PICTURES = "pictures"
# Everything that Markdown or the HTML inside of it could take for a sign of its own.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$@:-])")


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
        yield f"![{_plain(chart.title)}]({PICTURES}/{chart_file(chart)})\n"
    for part in document.parts:
        yield from _part(part)
    yield "## How it was measured, and what the figures cannot tell\n"
    for note in document.notes:
        yield f"- {_plain(note)}"
    yield f"- Command (folders left out): {_plain(document.command)}"
    yield f"- {_plain(document.versions)}"


def _part(part: RunPart) -> Iterator[str]:
    yield f"## {_plain(part.title)}\n"
    for fact in part.facts:
        yield f"- {_plain(fact)}"
    yield ""
    if part.triptych_sheet is not None:
        yield f"### {_plain(part.triptych_title)}\n"
        yield _picture(part.triptych_sheet)
        for number, one in enumerate(part.triptychs, start=1):
            yield f"{number}. {_plain(one.photo)}, {_plain(one.figures)}"
        yield ""
    if part.ranking is not None:
        yield from _table(part.ranking, "###")
        for picture in part.ranking_sheets:
            yield _plain(picture.words) + "\n"
            yield _picture(picture)
    if part.sheets:
        yield "### Sample sheets\n"
        for picture in part.sheets:
            yield _plain(picture.words) + "\n"
            yield _picture(picture)


def _picture(picture: Picture) -> str:
    return f"![{_plain(picture.words)}]({PICTURES}/{picture.name})\n"


def _table(table: Table, level: str) -> Iterator[str]:
    yield f"{level} {_plain(table.title)}\n"
    yield _row(table.head)
    yield "|---" + "|---:" * (len(table.head) - 1) + "|"
    for row in table.rows:
        yield _row(row)
    yield ""


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Text that stays text: names of files and photos may hold anything."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
