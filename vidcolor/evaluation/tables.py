"""A comparison in words: tables and footnotes, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vidcolor.evaluation.comparison import GREY, Comparison
from vidcolor.evaluation.intervals import SHARE, Estimate
from vidcolor.evaluation.photos import SIDE_PX
from vidcolor.evaluation.printed import Printed

NOT_MEASURED = "not measured"
NONE = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as it is printed."""

    key: str  # of ``Comparison.figures``
    title: str
    digits: int
    times: float = 1.0
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as text; the first column is the row's name."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def lines(self) -> list[str]:
        """Aligned for a terminal."""
        all_rows = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*all_rows, strict=True)]
        return [
            "  ".join(
                cell.ljust(width) if at == 0 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in all_rows
        ]


COLUMNS = (
    Column("psnr_db", "PSNR dB", 2),
    Column("mae", "MAE", 2),
    Column("epsilon_accuracy_percent", "ε-accuracy %", 1),
    Column("ssim", "SSIM", 4),
    Column("ab_error", "a*b* error", 2),
    Column("colorfulness", "colourfulness", 1),
    Column("colorfulness_ratio", "of the truth's %", 1, times=100),
    Column("colorfulness_difference", "difference", 1),
)
_DOUBTS = (
    Column("doubt_pixels", "over the pixels of a photo", 3, signed=True),
    Column("doubt_photos", "over the photos", 3, signed=True),
)


def tables(comparison: Comparison, printed: Sequence[Printed] = ()) -> list[Table]:
    """What was measured, how rows differ from two of them, and how well doubts meet errors."""
    found = [_main(comparison, printed)]
    rows = comparison.rows
    if len(rows) > 1:
        found.append(_differences(comparison, "Difference to grey (paired)", comparison.to_grey))
    if len(rows) > 2:
        title = f"Difference to {rows[1].label} (paired)"
        found.append(_differences(comparison, title, comparison.to_first))
    doubting = [
        (row.label, *(cell(figures.get(one.key), one) for one in _DOUBTS))
        for row, figures in zip(rows, comparison.figures, strict=True)
        if "doubt_pixels" in figures
    ]
    if doubting:
        title = "Doubt against error, Spearman's rank correlation"
        found.append(Table(title, ("row", *(one.title for one in _DOUBTS)), doubting))
    return found


def _distances(comparison: Comparison) -> tuple[Column, ...]:
    return tuple(Column(name, name, 1) for name in comparison.features)


def _main(comparison: Comparison, printed: Sequence[Printed]) -> Table:
    columns = (*COLUMNS, *_distances(comparison))
    other = () if len(comparison.features) > 1 else ("FD(encoder)",)
    head = ("row", *(one.title for one in columns), *other, "frames/s", "parameters, M")
    rows = []
    for row, figures in zip(comparison.rows, comparison.figures, strict=True):
        cells = [cell(figures[one.key], one) for one in columns]
        cells += [NOT_MEASURED] * len(other)
        rate, count = row.frames_per_second, row.parameters
        cells.append(NONE if row.label == GREY else NOT_MEASURED if rate is None else f"{rate:.1f}")
        cells.append(NONE if count is None else f"{count / 1e6:.2f}")
        rows.append((row.label, *cells))
    for one in printed:
        cells = [
            f"{one.figures[column.key]:.2f}" if column.key in one.figures else NONE
            for column in columns
        ]
        cells += [NONE] * len(other)
        rate = one.frames_per_second
        rows.append((one.label, *cells, NONE if rate is None else f"{rate:g}", NONE))
    return Table(f"{len(comparison.rows[0].photos)} photos", head, rows)


def _differences(
    comparison: Comparison, title: str, differences: Sequence[dict[str, Estimate]]
) -> Table:
    columns = [
        Column(one.key, one.title, one.digits, one.times, signed=True)
        for one in (*COLUMNS, *_distances(comparison))
    ]
    rows = [
        (row.label, *(cell(figures[one.key], one) for one in columns))
        for row, figures in zip(comparison.rows, differences, strict=True)
        if figures and row.label != GREY
    ]
    return Table(title, ("row", *(one.title for one in columns)), rows)


def cell(figure: Estimate | None, column: Column) -> str:
    """A figure with its interval."""
    if figure is None:
        return NONE
    sign = "+" if column.signed else ""
    numbers = (figure.value, figure.low, figure.high)
    value, low, high = (f"{one * column.times:{sign}.{column.digits}f}" for one in numbers)
    return f"{value} [{low}, {high}]"


def footnotes(
    comparison: Comparison, printed: Sequence[Printed], *, conditions: str = ""
) -> list[str]:
    """What a reader must know to believe the tables, or not to."""
    truth = comparison.truth_colorfulness
    notes = [
        f"In brackets: {SHARE:.0%} intervals, percentile bootstrap over the photos, "
        f"{comparison.resamples} resamples, seed {comparison.seed}. They tell how much another "
        "choice of such photos would change the figure, nothing of other kinds of photos. "
        "Differences are paired: the same photos in each resample.",
        f"Photos: centre squares, {SIDE_PX} × {SIDE_PX}; output and grey keep the photo's luma. "
        "PSNR, MAE and ε-accuracy (closer than 5 codes) over 8-bit RGB values; PSNR is the mean "
        "over photos.",
        "SSIM after Wang et al. (2004), the mean of that of R, G and B: of the luma, which output "
        "and photo share, it would be 1.",
        "Colourfulness after Hasler and Süsstrunk (2003); the truth has "
        f"{truth.value:.1f} [{truth.low:.1f}, {truth.high:.1f}]. Difference: the mean over photos "
        "of the absolute difference to the photo's own.",
        "FD: Fréchet distance of the sets' features, covariances shrunk after Ledoit and Wolf "
        "(2004); lower is nearer. Its intervals are moved so that the resamples' mean is the "
        "figure, because sets with repetitions are further apart. It is not FID. Colour layout: "
        "mean a*, b* and chroma in 4 × 4 cells.",
    ]
    if len(comparison.features) > 1:
        notes.append(
            f"{comparison.features[1]}: means over the places of an ImageNet encoder's features of "
            "the colour picture; behind the comma the first digits of its weights' SHA-256. At "
            "most 200 resamples."
        )
    else:
        notes.append("FD(encoder) is measured where --features names an encoder's weights.")
    notes.append(
        f"Frames a second: {conditions}." if conditions else "Frames a second: only with --speed."
    )
    if any(row.told.get("hints") for row in comparison.rows):
        notes.append(
            "hints=N: the network was told the true mean colour of N random patches, 7 × 7 px at "
            "work size. Such rows know a part of the answer."
        )
    if any(row.told.get("palette") for row in comparison.rows):
        notes.append(
            "palette=oracle: the network was told the photo's own palette, which nobody has who "
            "needs colouring: an upper bound."
        )
    notes.append(
        "Doubt: standard deviation of the network's own distribution over colours at temperature "
        "1; error: a*b* distance of the finished picture. 0 is no relation, 1 the same order."
    )
    return [*notes, *(one.note() for one in printed)]
