"""A report on disk: every file is written beside its place and renamed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from vidcolor.errors import VidcolorError
from vidcolor.report.charts import chart_svg
from vidcolor.report.document import Document
from vidcolor.report.markdown import PICTURES, chart_file, markdown
from vidcolor.report.page import page


def write_report(document: Document, out: Path) -> tuple[Path, Path]:
    """Write ``report.md``, its pictures in a folder beside it, and ``report.html``.

    Returns:
        The paths of the Markdown and of the page.

    Raises:
        VidcolorError: they cannot be written.
    """
    files = {
        f"{PICTURES}/{chart_file(chart)}": chart_svg(chart, alone=True).encode()
        for chart in document.charts
    }
    files |= {f"{PICTURES}/{picture.name}": picture.data for picture in document.pictures()}
    # The texts come last: where they are new, what they show is there.
    files |= {"report.md": markdown(document).encode(), "report.html": page(document).encode()}
    try:
        (out / PICTURES).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".report-") as beside:
            (Path(beside) / PICTURES).mkdir()
            for name, data in files.items():
                (Path(beside) / name).write_bytes(data)
            for name in files:
                (Path(beside) / name).replace(out / name)
    except OSError as error:
        raise VidcolorError(
            f"The report could not be written into {out}.",
            do="Choose another folder with --out.",
            detail=str(error),
        ) from error
    return out / "report.md", out / "report.html"
