"""Curves as SVG: where the points lie, which ticks stand there, what a reader is told."""

import math
import re
from xml.etree import ElementTree

import pytest

from vidcolor.report.charts import (
    NEUTRAL,
    Border,
    Chart,
    Dash,
    Series,
    chart_svg,
    smoothed,
    thinned,
)
from vidcolor.report.scales import linear, logarithmic, spans_decades, tick_text

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*series, **chart):
    told = {"key": "one", "title": "Title", "series": series} | chart
    return ElementTree.fromstring(chart_svg(Chart(**told), alone=True))


def texts(svg):
    return [one.text for one in svg.iter(f"{SVG}text")]


def ways(svg, kind):
    """The points of the lines of a class."""
    found = [one for one in svg.iter(f"{SVG}path") if one.get("class") == kind]
    return [
        [tuple(map(float, pair.split())) for pair in one.get("d")[1:].split("L")] for one in found
    ]


def test_ticks_are_round_and_hold_the_values():
    assert linear(0.13, 0.87).ticks == pytest.approx((0, 0.2, 0.4, 0.6, 0.8, 1))
    assert (linear(0.13, 0.87).low, linear(0.13, 0.87).high) == pytest.approx((0, 1))
    assert linear(-3, 41).ticks == pytest.approx((-10, 0, 10, 20, 30, 40, 50))
    scale = linear(0, 12_000, most=9, rounded=False)
    assert scale.ticks == pytest.approx((0, 2000, 4000, 6000, 8000, 10_000, 12_000))
    assert linear(0, 9_700, most=9, rounded=False).high == 9_700


def test_values_that_are_all_the_same_still_have_an_axis():
    for value in (7.0, 0.0, -2.0):
        scale = linear(value, value)
        assert scale.low < value < scale.high


def test_a_logarithmic_axis_has_ticks_at_1_2_5_or_at_powers_of_ten():
    assert logarithmic(0.3, 4.0).ticks == pytest.approx((0.2, 0.5, 1, 2, 5))
    many = logarithmic(2e-5, 3e3)
    assert [math.log10(tick) % 1 for tick in many.ticks] == pytest.approx([0] * len(many.ticks))
    assert many.low <= 2e-5
    assert many.high >= 3e3
    assert many.share(many.low) == 0
    assert many.share(math.sqrt(many.low * many.high)) == pytest.approx(0.5)


def test_only_positive_values_that_span_decades_want_a_logarithmic_axis():
    assert spans_decades([0.1, 5.0])
    assert not spans_decades([1.0, 5.0])
    assert not spans_decades([-0.1, 5.0])
    assert not spans_decades([0.0, 5.0])


def test_tick_numbers_are_short():
    assert [tick_text(one) for one in (0.30000000000000004, 12, 20_000, 0.0005)] == [
        "0.3",
        "12",
        "20,000",
        "0.0005",
    ]


def test_points_lie_where_the_ticks_say():
    svg = drawn(Series("run", [(0, 2.0), (50, 10.0), (100, 6.0)], 0))
    ((start, middle, end),) = ways(svg, "k0")
    assert middle[0] == pytest.approx((start[0] + end[0]) / 2)
    assert start[1] > end[1] > middle[1]  # y grows downwards
    assert end[1] == pytest.approx((start[1] + middle[1]) / 2)
    for number in ("2", "4", "6", "8", "10", "20", "100", "steps"):
        assert number in texts(svg)
    heights = {one.text: float(one.get("y")) - 4 for one in svg.iter(f"{SVG}text")}
    assert heights["10"] == pytest.approx(middle[1], abs=0.1)


def test_losses_that_span_decades_are_drawn_on_a_logarithmic_axis_and_the_title_says_so():
    series = Series("run", [(0, 100.0), (1, 10.0), (2, 1.0)], 0)
    svg = drawn(series, may_be_logarithmic=True)
    ((high, middle, low),) = ways(svg, "k0")
    assert middle[1] == pytest.approx((high[1] + low[1]) / 2)
    assert "Title (logarithmic)" in texts(svg)
    assert "Title" in texts(drawn(series))


def test_noisy_lines_are_faint_below_their_running_mean():
    points = [(step, float(step % 2)) for step in range(100)]
    svg = drawn(Series("run", points, 0, noisy=True))
    ((*faint,),), ((*mean,),) = ways(svg, "k0 faint"), ways(svg, "k0")
    assert len(faint) == len(mean) == 100
    faint_range, mean_range = (
        max(y for _, y in line[5:-5]) - min(y for _, y in line[5:-5]) for line in (faint, mean)
    )
    assert mean_range < faint_range / 3


def test_the_running_mean_follows_a_straight_line_to_its_ends():
    points = [(float(step), 3.0 * step) for step in range(80)]
    assert [y for _, y in smoothed(points)] == pytest.approx([y for _, y in points])


def test_of_very_many_points_neighbours_are_merged():
    points = [(float(step), 2.0 * step) for step in range(10_001)]
    few = thinned(points, 100)
    assert len(few) == 100
    assert few[0] == (50.0, 100.0)  # of 0 to 100
    assert all(y == pytest.approx(2 * x) for x, y in few)
    assert thinned(points[:100], 100) == points[:100]


def test_dashes_borders_and_names_reach_the_reader():
    svg = drawn(
        Series("a <b> & c", [(0, 1.0), (9, 2.0)], 0),
        Series("grey", [(0, 1.5), (9, 1.5)], NEUTRAL, Dash.DASHED),
        borders=(Border(4.5, "stage 2"), Border(4.6, "stage 3")),
    )
    (grey,) = [one for one in svg.iter(f"{SVG}path") if one.get("class") == "k-1"]
    assert grey.get("stroke-dasharray") == "7 4"
    assert {"a <b> & c", "grey", "stage 2", "stage 3"} <= set(texts(svg))
    lines = [one for one in svg.iter(f"{SVG}line") if "border" in one.get("class")]
    ((start, end),) = ways(svg, "k0")
    assert float(lines[0].get("x1")) == pytest.approx((start[0] + end[0]) / 2, abs=0.1)
    places = {one.text: float(one.get("y")) for one in svg.iter(f"{SVG}text")}
    assert places["stage 3"] >= places["stage 2"] + 12  # they do not lie upon each other
    assert svg.find(f"{SVG}desc").text == "At the end: a <b> & c: 2 at step 9; grey: 1.5 at step 9"
    assert svg.get("role") == "img"


def test_a_single_point_is_seen_and_a_ninth_line_differs_from_the_first():
    svg = drawn(*(Series(f"run {at}", [(5, float(at))], at) for at in range(9)))
    circles = [one for one in svg.iter(f"{SVG}path") if "a3 3" in one.get("d")]
    assert len(circles) == 9
    first, ninth = circles[0], circles[8]
    assert first.get("class") == ninth.get("class") == "k0"
    assert first.get("stroke-dasharray") != ninth.get("stroke-dasharray")


def test_a_chart_in_a_page_names_no_address_and_one_alone_brings_its_colours():
    chart = Chart("one", "Title", (Series("run", [(0, 1.0), (1, 2.0)], 0),))
    inside, alone = chart_svg(chart, alone=False), chart_svg(chart, alone=True)
    assert "http" not in inside
    assert "<style>" not in inside
    assert "prefers-color-scheme: dark" in alone
    assert len(set(re.findall(r"#[0-9a-f]{6}", alone))) == 18  # eight and the ink, light and dark
