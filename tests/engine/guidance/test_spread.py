"""A hint's colour holds where it was set and spreads to what belongs to it."""

from __future__ import annotations

import numpy as np
import pytest

from vidcolor.guidance.spread import Anchor, enforced, geodesic

HEIGHT, WIDTH = 40, 60


def dot(y: int, x: int) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[y - 1 : y + 2, x - 1 : x + 2] = True
    return mask


@pytest.fixture
def halves() -> np.ndarray:
    """Dark on the left, bright on the right."""
    lightness = np.full((HEIGHT, WIDTH), 30.0, np.float32)
    lightness[:, WIDTH // 2 :] = 70.0
    return lightness


GREY = np.zeros((2, HEIGHT, WIDTH), np.float32)


def test_a_hint_has_exactly_its_colour_where_it_was_set(halves: np.ndarray) -> None:
    ab = np.random.default_rng(0).normal(0, 4, GREY.shape).astype(np.float32)
    mask = dot(20, 10)
    out = enforced(ab, ab, halves, [Anchor(mask, (40.0, -20.0), 1.0)])
    assert np.allclose(out[:, mask], np.array([[40.0], [-20.0]]), atol=1e-3)


def test_a_hint_spreads_in_its_surface_and_stops_at_the_edge(halves: np.ndarray) -> None:
    out = enforced(GREY, GREY, halves, [Anchor(dot(20, 24), (40.0, 0.0), 1.0)])
    assert out[0, 20, 20] > 25
    assert out[0, 20, 36] < 4
    assert out[0, 20, 20] > out[0, 20, 5] > out[0, 2, 58]


def test_what_the_network_colours_otherwise_is_left_alone(halves: np.ndarray) -> None:
    ab = GREY.copy()
    ab[1, 30:, :] = 50.0  # yellow below, though no edge is there
    out = enforced(ab, ab, halves, [Anchor(dot(20, 10), (40.0, 0.0), 1.0)])
    assert out[0, 28, 10] > 15
    assert out[0, 32, 10] < 2


def test_between_two_hints_the_nearer_decides(halves: np.ndarray) -> None:
    anchors = [Anchor(dot(20, 5), (40.0, 0.0), 1.0), Anchor(dot(20, 25), (-40.0, 0.0), 1.0)]
    out = enforced(GREY, GREY, halves, anchors)
    assert out[0, 20, 8] > 20
    assert out[0, 20, 22] < -20


def test_a_hint_that_is_hardly_believed_does_little(halves: np.ndarray) -> None:
    strong = enforced(GREY, GREY, halves, [Anchor(dot(20, 10), (40.0, 0.0), 1.0)])
    weak = enforced(GREY, GREY, halves, [Anchor(dot(20, 10), (40.0, 0.0), 0.25)])
    assert 0 < weak[0, 20, 10] < 0.4 * strong[0, 20, 10]
    gone = enforced(GREY, GREY, halves, [Anchor(dot(20, 10), (40.0, 0.0), 0.0)])
    assert np.array_equal(gone, GREY)


def test_the_networks_own_answer_counts_near_the_hint(halves: np.ndarray) -> None:
    told = GREY + 30.0  # it takes the hint for the colour of the whole scene
    out = enforced(GREY, told, halves, [Anchor(dot(20, 24), (30.0, 30.0), 1.0)])
    assert out[0, 20, 20] > 25
    assert out[0, 20, 50] < 20
    assert np.array_equal(enforced(GREY, told, halves, []), GREY)


def test_the_way_around_an_edge_is_as_long_as_it_is() -> None:
    lightness = np.full((HEIGHT, WIDTH), 50.0, np.float32)
    far = geodesic(lightness, dot(20, 10)[None])[0]
    assert far[20, 30] == pytest.approx(19 / HEIGHT, abs=1e-4)  # from the dot's own border
    lightness[:30, 20] = 100.0  # a wall, open below
    walled = geodesic(lightness, dot(20, 10)[None])[0]
    assert far[20, 30] + 0.2 < walled[20, 30] < 1.2
