"""What a report holds, before it is Markdown or a page."""

from __future__ import annotations

from dataclasses import dataclass

from vidcolor.evaluation.tables import Table
from vidcolor.report.charts import Chart


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A JPEG with the name that its file gets, and what is on it in words."""

    name: str
    data: bytes
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Triptych:
    """One photo as the network saw it, as it coloured it and as it was: WebP pictures."""

    photo: str
    figures: str  # its measures, in words
    pictures: tuple[bytes, bytes, bytes]


TRIPTYCH = ("input", "output", "original")


@dataclass(frozen=True, slots=True, eq=False)
class RunPart:
    """What a report tells of one run alone."""

    title: str
    facts: tuple[str, ...]
    sheets: tuple[Picture, ...]  # in the order of their steps
    triptychs: tuple[Triptych, ...] = ()
    triptych_sheet: Picture | None = None  # the same as one picture
    triptych_title: str = ""
    ranking: Table | None = None
    ranking_sheets: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A whole report."""

    tables: tuple[Table, ...]
    differences: tuple[Table, ...]
    charts: tuple[Chart, ...]
    parts: tuple[RunPart, ...]
    notes: tuple[str, ...]
    command: str
    versions: str

    def pictures(self) -> list[Picture]:
        """All that have a file beside the Markdown."""
        found: list[Picture] = []
        for part in self.parts:
            found += part.sheets
            found += [part.triptych_sheet] if part.triptych_sheet else []
            found += part.ranking_sheets
        return found
