"""Statistics of pictures whose colours, sizes and damage are known."""

import json
import os
from dataclasses import replace

import cv2
import numpy as np
import pytest
from skimage.color import rgb2lab

from vidcolor.errors import VidcolorError
from vidcolor.training.data.statistics import AB_CELL, AB_REACH, photo_statistics
from vidcolor.training.data.statistics_picture import statistics_picture
from vidcolor.training.photos import find_photos

RED, GREEN = (200, 40, 30), (40, 160, 60)


@pytest.fixture
def place(tmp_path):
    """Two red pictures, a green one, a grey one and a damaged one in classes."""
    folder = tmp_path / "photos"
    for name, color, side in (
        ("red/1.png", RED, 80),
        ("red/2.png", RED, 80),
        ("green/1.png", GREEN, 120),
        ("grey/1.png", (90, 90, 90), 200),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / name), np.full((side, 240, 3), color[::-1], np.uint8))
    (folder / "red" / "3.png").write_bytes(b"no picture")
    return folder


def looked_at(place, **choices):
    *_, last = photo_statistics(find_photos([place]), **choices)
    return last.statistics


def lab(*colors):
    return rgb2lab(np.array([colors]) / 255)[0]


def test_the_figures_are_those_of_the_colours(place):
    statistics = looked_at(place, most=0)
    truth = lab(RED, RED, GREEN, (90, 90, 90))
    assert (statistics.photos, statistics.looked_at, statistics.damaged) == (5, 5, 1)
    assert statistics.classes == {"green": 1, "grey": 1, "red": 3}
    assert statistics.sources == {"red": 3, "green": 1, "grey": 1}
    assert statistics.short_side_px == (80, 100, 200)
    assert statistics.lightness == pytest.approx(truth[:, 0].mean(), abs=0.05)
    assert statistics.chroma == pytest.approx(np.hypot(*truth[:, 1:].T).mean(), abs=0.05)
    cells = ((truth[:, 1:] + AB_REACH) // AB_CELL).astype(int)
    counts = statistics.ab_counts
    assert counts.sum() == 4 * 64 * 64
    assert counts[cells[0, 1], cells[0, 0]] == 2 * 64 * 64  # rows are b*
    assert counts[cells[2, 1], cells[2, 0]] == 64 * 64


def test_pictures_of_one_even_colour_count_as_toned_and_lively_ones_do_not(place):
    assert looked_at(place).grey_share == 1.0
    colors = np.random.default_rng(0).integers(40, 200, (6, 8, 3), dtype=np.uint8)
    lively = cv2.resize(colors, (80, 60), interpolation=cv2.INTER_NEAREST)
    cv2.imwrite(str(place / "red" / "3.png"), lively)
    assert looked_at(place).grey_share == pytest.approx(4 / 5)


def test_only_so_many_photos_as_asked_are_looked_at(place):
    steps = list(photo_statistics(find_photos([place]), most=2))
    assert [(s.photos, s.photos_total) for s in steps] == [(1, 2), (2, 2), (2, 2)]
    assert steps[-1].statistics.looked_at == 2
    assert steps[-1].statistics.photos == 5


def test_as_json_it_holds_everything_in_plain_numbers(place):
    told = json.loads(json.dumps(looked_at(place).as_json()))
    assert told["damaged"] == 1
    sizes = told["short_side_histogram"]
    assert sum(sizes["photos"]) == sum(told["chroma_histogram"]["photos"]) == 4
    assert len(sizes["edges_px"]) == len(sizes["photos"]) + 1
    assert sizes["edges_px"][0] <= 80
    assert sizes["edges_px"][-1] == 200  # the last cell takes all above
    assert np.array(told["ab_histogram"]["pixels"]).shape == (44, 44)


def test_one_vast_photo_does_not_hide_the_sizes_of_the_others(place):
    sides = np.array([100] * 150 + [140] * 49 + [6000])
    edges, counts = replace(looked_at(place), short_sides_px=sides).size_histogram()
    assert (edges[0], edges[-1]) == (100, 145)
    assert (counts[0], counts[-1], sum(counts)) == (150, 50, 200)


def test_the_picture_shows_a_colour_where_it_lies_and_has_no_other(place, tmp_path):
    statistics = looked_at(place)
    statistics_picture(statistics, tmp_path / "one.png")
    statistics_picture({"Training": statistics, "Test": statistics}, tmp_path / "two.png")
    one, two = (cv2.imread(str(tmp_path / f"{name}.png"))[..., ::-1] for name in ("one", "two"))
    assert one.shape == (800, 1280, 3)
    assert two.shape == (800, 2560, 3)
    left, top, side = 84, 120, 560
    a, b = lab(RED)[0, 1:]
    x = round(left + (a + AB_REACH) / (2 * AB_REACH) * side)
    y = round(top + side - (b + AB_REACH) / (2 * AB_REACH) * side)
    red, green, blue = one[y, x].astype(int)
    assert red > max(green, blue) + 60
    assert min(one[top + 15, left + 40]) > 215  # nothing lies at a* − 94, b* 104


def test_photos_that_are_all_damaged_still_have_a_picture(place, tmp_path):
    for path in place.rglob("*.png"):
        path.write_bytes(b"no picture")
    statistics = looked_at(place)
    assert (statistics.damaged, statistics.short_side_px) == (5, (0, 0, 0))
    statistics_picture(statistics, tmp_path / "none.png")
    assert (tmp_path / "none.png").stat().st_size > 1000


def test_a_place_that_cannot_be_written_is_said_clearly(place, tmp_path):
    with pytest.raises(VidcolorError, match="cannot be written"):
        statistics_picture(looked_at(place), tmp_path / "nowhere" / "one.png")
    assert "nowhere" not in os.listdir(tmp_path)
