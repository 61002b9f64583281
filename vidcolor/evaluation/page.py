"""The page of pictures side by side: one file, or a folder with the pictures beside it."""

from __future__ import annotations

import base64
import html
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from vidcolor.errors import VidcolorError
from vidcolor.evaluation.comparison import GREY, Comparison
from vidcolor.evaluation.measures import Rgb
from vidcolor.evaluation.page_parts import SCRIPT, STYLE, TEMPLATE
from vidcolor.evaluation.tables import COLUMNS, Table

TRUTH = "truth"
_QUALITY = 88
_PICTURES = "pictures"


@dataclass(slots=True)
class Gallery:
    """Pictures by photo and row, encoded as they come: a page of them needs little memory."""

    pictures: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def add(self, photo: str, row: str, picture: Rgb) -> None:
        """Keep a picture as WebP."""
        self.pictures[photo, row] = webp(picture)


def webp(picture: Rgb) -> bytes:
    """A picture small enough for a page that holds many."""
    good, encoded = cv2.imencode(
        ".webp", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, _QUALITY]
    )
    if not good:
        raise ValueError(f"a picture of {picture.shape} could not be encoded")
    return bytes(encoded.tobytes())


def data_uri(kind: str, encoded: bytes) -> str:
    """A picture as part of the page."""
    return f"data:image/{kind};base64,{base64.b64encode(encoded).decode('ascii')}"


def write_page(
    target: Path,
    comparison: Comparison,
    gallery: Gallery,
    tables: Sequence[Table],
    notes: Sequence[str],
    *,
    command: str,
    versions: str,
) -> Path:
    """Write the page.

    Args:
        target: a name that ends in ``.html`` becomes one file that holds its pictures; any other
            is a folder with ``index.html`` and the pictures beside it.
        comparison: for the measures of each photo.
        gallery: with the pictures of all rows and of :data:`TRUTH`.
        tables: the first stands at the top, the others can be opened.
        notes: below them.
        command: what was typed, without folders.
        versions: of the program and its parts.

    Returns:
        The page's own path.

    Raises:
        VidcolorError: it cannot be written.
    """
    single = target.suffix.lower() in (".html", ".htm")
    page = target if single else target / "index.html"
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        photos = [
            _photo(number, photo.name, comparison, gallery, None if single else target)
            for number, photo in enumerate(comparison.rows[0].photos)
        ]
        text = TEMPLATE.format(
            style=STYLE,
            script=SCRIPT,
            table=table_html(tables[0]),
            tables="\n".join(map(table_html, tables[1:])),
            notes="\n".join(f"<li>{html.escape(note)}</li>" for note in notes),
            command=html.escape(command),
            versions=html.escape(versions),
            rows="".join(
                f'<option value="{at}">{html.escape(row.label)}</option>'
                for at, row in enumerate(comparison.rows)
                if row.label != GREY
            ),
            measures="".join(
                f'<option value="{one.key}">{html.escape(one.title)}</option>'
                for one in COLUMNS
                if one.key != "colorfulness_ratio"
            ),
            data=_data(comparison),
            photos="\n".join(photos),
        )
        with tempfile.TemporaryDirectory(dir=page.parent, prefix=".page-") as beside:
            written = Path(beside) / page.name
            written.write_text(text, encoding="utf-8")
            written.replace(page)
    except OSError as error:
        raise VidcolorError(
            f"{page} could not be written.",
            do="Choose another place with --html.",
            detail=str(error),
        ) from error
    return page


def table_html(table: Table) -> str:
    """A table that can be wider than the page."""
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in table.head)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in table.rows
    )
    return (
        f'<div class="wide"><table><caption>{html.escape(table.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>"
    )


def _data(comparison: Comparison) -> str:
    """Measures of each photo and row, for sorting."""
    keys = [one.key for one in COLUMNS if one.key != "colorfulness_ratio"]
    values = [
        [
            {key: round(photo.measures[key] or 0.0, 4) for key in keys}
            for photo in (row.photos[number] for row in comparison.rows)
        ]
        for number in range(len(comparison.rows[0].photos))
    ]
    return json.dumps(values, separators=(",", ":")).replace("<", "\\u003c")


def _photo(
    number: int, name: str, comparison: Comparison, gallery: Gallery, folder: Path | None
) -> str:
    figures = []
    for at, row in enumerate([*(row.label for row in comparison.rows), TRUTH]):
        encoded = gallery.pictures[name, row]
        if folder is None:
            source = data_uri("webp", encoded)
        else:
            source = f"{_PICTURES}/{number:04d}-{at:02d}.webp"
            (folder / _PICTURES).mkdir(exist_ok=True)
            (folder / source).write_bytes(encoded)
        words, caption = f"{name}: {row}", ""
        if row != TRUTH:
            measures = comparison.rows[at].photos[number].measures
            caption = f"{measures['psnr_db']:.1f} dB, a*b* {measures['ab_error']:.1f}"
            words += f", {caption}"
        figures.append(
            f'<figure data-row="{html.escape(row)}"><img src="{source}" width="256" height="256" '
            f'loading="lazy" decoding="async" draggable="false" alt="{html.escape(words)}">'
            f"<figcaption><b>{html.escape(row)}</b> {caption}</figcaption></figure>"
        )
    return (
        f'<article id="p{number}" data-name="{html.escape(name.lower())}" tabindex="-1">'
        f'<h2>{html.escape(name)}</h2><div class="row">{"".join(figures)}</div></article>'
    )
