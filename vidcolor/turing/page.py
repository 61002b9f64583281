"""A test as one HTML file: whoever opens it takes part, without the program and offline."""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.turing.answers import COLUMNS, MOST_LETTERS
from vidcolor.turing.page_parts import LOGIC, STYLE, TEMPLATE, VIEW, WORDS
from vidcolor.turing.pairs import LETTERS, TuringTest


def write_page(target: Path, test: TuringTest) -> None:
    """Write the page. It holds all pictures and no key: what it answers is judged elsewhere.

    Args:
        target: a name that ends in ``.html`` or ``.htm``; what is there is replaced.
        test: whose pictures are there.

    Raises:
        VidcolorError: the name is another, or the page cannot be written.
    """
    if target.suffix.lower() not in (".html", ".htm"):
        raise VidcolorError(f"{target.name} is no page.", do="Choose a name that ends in .html.")
    try:
        text = TEMPLATE.format(
            style=STYLE,
            logic=LOGIC,
            view=VIEW,
            data=_data(test),
            most_letters=MOST_LETTERS,
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".page-") as beside:
            written = Path(beside, target.name)
            written.write_text(text, encoding="utf-8")
            written.replace(target)
    except OSError as error:
        raise VidcolorError(
            f"{target} could not be written.",
            do="Choose another place for the page.",
            detail=str(error),
        ) from error


def _data(test: TuringTest) -> str:
    pairs = [
        {
            letter: "data:image/png;base64,"
            + base64.b64encode(test.picture(pair.number, letter).read_bytes()).decode("ascii")
            for letter in LETTERS
        }
        for pair in test.pairs
    ]
    values = {
        "test": test.identity,
        "columns": COLUMNS,
        "limit_s": test.time_limit_s,
        "words": WORDS,
        "pairs": pairs,
    }
    return json.dumps(values, ensure_ascii=False).replace("<", "\\u003c")
