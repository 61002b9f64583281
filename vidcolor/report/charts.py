"""Curves as SVG: no library, nothing from elsewhere, light and dark."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vidcolor.report import scales
from vidcolor.report.reading import Points
from vidcolor.report.scales import Scale, tick_text

NEUTRAL = -1  # the colour of what belongs to no run
_COLORS = 8
_MOST_POINTS = 500  # of a line; more cannot be told apart
_FEWEST_TO_SMOOTH = 40
_SMOOTHED_SHARE = 0.05  # of the points, that a mean is taken over

_WIDTH_PX, _PLOT_PX = 720, 230
_LEFT_PX, _RIGHT_PX, _BOTTOM_PX, _TITLE_PX = 64, 32, 40, 24
_LINE_PX = 17  # of the legend
_LETTER_PX = 6.4  # about, in the legend's size
_SWATCH_PX = 26
_MOST_LETTERS = 48


class Dash(StrEnum):
    """How a line is broken."""

    SOLID = ""
    DASHED = "7 4"
    DOTTED = "2 4"


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line of a chart."""

    name: str
    points: Points
    color: int  # counted from 0, or `NEUTRAL`
    dash: Dash = Dash.SOLID
    noisy: bool = False  # its running mean is drawn over it


@dataclass(frozen=True, slots=True)
class Border:
    """A step at which something changes."""

    step: float
    text: str
    color: int = NEUTRAL


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """Lines over steps."""

    key: str  # of letters, digits and "-": names its file
    title: str
    series: tuple[Series, ...]
    borders: tuple[Border, ...] = ()
    bounds: tuple[float, float] | None = None  # None: as the values are
    may_be_logarithmic: bool = False


# Colours after Okabe and Ito (2008), told apart by colour-blind people; some are darkened for light
# paper and lightened for dark. Without variables: not every viewer of SVG files knows them.
_LIGHT = ["#0072b2", "#d55e00", "#00845f", "#b0528b", "#a87400", "#3a9bd9", "#5b5bb5", "#7a7a00"]
_DARK = ["#56b4e9", "#ff8547", "#35cba0", "#e59ac7", "#f0b93a", "#9fd4f5", "#a9a9f5", "#cfcf4e"]


def _color_rules(colors: Sequence[str], ink: str) -> str:
    rules = [f".chart .k{at} {{ stroke: {color}; }}" for at, color in enumerate(colors)]
    rules.append(f".chart .k-1 {{ stroke: {ink}; }}\n.chart text {{ fill: {ink}; }}")
    rules.append(f".chart .frame, .chart .grid {{ stroke: {ink}; }}")
    return "\n".join(rules)


STYLE = f""".chart {{ font: 12px system-ui, sans-serif; }}
.chart path, .chart line {{ fill: none; stroke-width: 1.8; stroke-linejoin: round; }}
.chart .faint {{ stroke-width: 1; opacity: .3; }}
.chart .grid {{ stroke-width: 1; opacity: .13; }}
.chart .frame {{ stroke-width: 1; opacity: .6; }}
.chart .border {{ stroke-width: 1.2; opacity: .9; }}
.chart .title {{ font-weight: 600; font-size: 13px; }}
{_color_rules(_LIGHT, "#3c3c40")}
@media (prefers-color-scheme: dark) {{
{_color_rules(_DARK, "#c9c9c6")}
}}
"""
"""For a page that holds charts."""


def chart_svg(chart: Chart, *, alone: bool) -> str:
    """Draw a chart.

    Args:
        chart: with at least one point.
        alone: as a file of its own, which carries its style; else for a page with :data:`STYLE`.
    """
    legend, legend_px = _legend(chart)
    top = _TITLE_PX + legend_px + 6
    height = top + _PLOT_PX + _BOTTOM_PX
    x, y = _scales(chart)
    plot = _Plot(x, y, top)
    words = chart.title + (" (logarithmic)" if y.logarithmic else "")
    name = 'xmlns="http://www.w3.org/2000/svg" ' if alone else ""  # a page knows it
    style = f"<style>{STYLE}</style>" if alone else ""
    parts = [
        f'<svg {name}class="chart" viewBox="0 0 {_WIDTH_PX} {height}" width="{_WIDTH_PX}" '
        f'height="{height}" role="img" aria-label="{html.escape(words)}">{style}',
        f"<desc>{html.escape(_described(chart))}</desc>",
        f'<text class="title" x="{_LEFT_PX}" y="16">{html.escape(words)}</text>',
        *legend,
        *_axes(plot, height),
        *_borders(plot, chart.borders),
        *(line for one in chart.series for line in _lines(plot, one)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def thinned(points: Points, most: int = _MOST_POINTS) -> Points:
    """At most so many points: means of neighbours, so that no stretch is left out."""
    every = -(-len(points) // most)
    if every <= 1:
        return points
    return [_mean(points[start : start + every]) for start in range(0, len(points), every)]


def smoothed(points: Points) -> Points:
    """The running mean over a twentieth of the points; of fewer near the ends, as many each way."""
    most = max(round(len(points) * _SMOOTHED_SHARE / 2), 1)
    last = len(points) - 1
    found = []
    for at, (step, _) in enumerate(points):
        half = min(most, at, last - at)
        found.append((step, _mean(points[at - half : at + half + 1])[1]))
    return found


def _mean(points: Points) -> tuple[float, float]:
    count = len(points)
    return sum(x for x, _ in points) / count, sum(y for _, y in points) / count


@dataclass(frozen=True, slots=True)
class _Plot:
    x: Scale
    y: Scale
    top_px: float

    def place(self, step: float, value: float) -> tuple[float, float]:
        across = _LEFT_PX + self.x.share(step) * (_WIDTH_PX - _LEFT_PX - _RIGHT_PX)
        return across, self.top_px + (1 - self.y.share(value)) * _PLOT_PX


def _scales(chart: Chart) -> tuple[Scale, Scale]:
    points = [point for one in chart.series for point in one.points]
    steps, values = [x for x, _ in points], [y for _, y in points]
    x = scales.linear(min(0.0, *steps), max(steps), most=9, rounded=False)
    if chart.bounds is not None:
        return x, scales.linear(*chart.bounds)
    if chart.may_be_logarithmic and scales.spans_decades(values):
        return x, scales.logarithmic(min(values), max(values))
    return x, scales.linear(min(values), max(values))


def _described(chart: Chart) -> str:
    ends = [
        f"{one.name}: {one.points[-1][1]:.4g} at step {one.points[-1][0]:g}"
        for one in chart.series
        if one.points
    ]
    return "At the end: " + "; ".join(ends)


def _legend(chart: Chart) -> tuple[list[str], float]:
    """The names of the lines, in rows, and the height of the rows."""
    parts: list[str] = []
    across, row = float(_LEFT_PX), 0
    for one in chart.series:
        name = one.name if len(one.name) <= _MOST_LETTERS else one.name[: _MOST_LETTERS - 1] + "…"
        width = _SWATCH_PX + len(name) * _LETTER_PX + 14
        if across > _LEFT_PX and across + width > _WIDTH_PX - _RIGHT_PX:
            across, row = _LEFT_PX, row + 1
        y = _TITLE_PX + 12 + row * _LINE_PX
        parts.append(
            f'<line {_stroke(one)} x1="{across:.0f}" y1="{y - 4}" x2="{across + 20:.0f}" '
            f'y2="{y - 4}"/>'
            f'<text x="{across + _SWATCH_PX:.0f}" y="{y}">{html.escape(name)}</text>'
        )
        across += width
    return parts, (row + 1) * _LINE_PX


def _stroke(one: Series, kind: str = "") -> str:
    color = one.color if one.color < 0 else one.color % _COLORS
    again = one.color >= _COLORS and not one.dash  # the colours are used up
    dash = "9 3 2 3" if again else one.dash.value
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    return f'class="k{color}{kind}"{broken}'


def _axes(plot: _Plot, height: float) -> Iterator[str]:
    left, right = _LEFT_PX, _WIDTH_PX - _RIGHT_PX
    bottom = plot.top_px + _PLOT_PX
    for tick in plot.y.ticks:
        _, y = plot.place(plot.x.low, tick)
        yield f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{tick_text(tick)}</text>'
    for tick in plot.x.ticks:
        x, _ = plot.place(tick, plot.y.low)
        yield f'<line class="frame" x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 4}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 17}" text-anchor="middle">{tick_text(tick)}</text>'
    yield f'<text x="{right}" y="{height - 6}" text-anchor="end">steps</text>'
    yield f'<path class="frame" d="M{left} {plot.top_px}V{bottom}H{right}"/>'


def _borders(plot: _Plot, borders: Sequence[Border]) -> Iterator[str]:
    """Upright lines with words beside them; where they crowd, each stands lower than the last."""
    bottom = plot.top_px + _PLOT_PX
    last, row = -float(_WIDTH_PX), 0
    for border in borders:
        x, _ = plot.place(border.step, plot.y.low)
        row = row + 1 if x - last < _LETTER_PX * len(border.text) + 8 else 0
        last = x
        color = border.color if border.color < 0 else border.color % _COLORS
        yield (
            f'<line class="k{color} border" stroke-dasharray="2 3" x1="{x:.1f}" '
            f'y1="{plot.top_px}" x2="{x:.1f}" y2="{bottom}"/>'
        )
        y = plot.top_px + 11 + row * _LINE_PX
        yield f'<text x="{x + 4:.1f}" y="{y:.1f}">{html.escape(border.text)}</text>'


def _lines(plot: _Plot, one: Series) -> Iterator[str]:
    if not one.points:
        return
    if len(one.points) == 1:  # a line would be too short to see
        (x, y) = plot.place(*one.points[0])
        around = f"M{x - 3:.1f} {y:.1f}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"
        yield f'<path {_stroke(one)} d="{around}"/>'
        return
    points = thinned(one.points)
    if one.noisy and len(points) >= _FEWEST_TO_SMOOTH:
        yield f'<path {_stroke(one, " faint")} d="{_way(plot, points)}"/>'
        points = smoothed(points)
    yield f'<path {_stroke(one)} d="{_way(plot, points)}"/>'


def _way(plot: _Plot, points: Points) -> str:
    places = (plot.place(step, value) for step, value in points)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
