"""Where shots begin: found where they do, never invented, the same from wherever one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vidcolor.shotlist import Cut, Kind
from vidcolor.temporal.cuts import SUPPORT, CutFinder
from vidcolor.video.reader import open_reader

Film = list[NDArray[np.float32]]
HEIGHT, WIDTH = 96, 128
HISTORICAL = Path(__file__).parents[3] / "shared/data/historical/abomb_blast.mp4"


def backdrop(seed: int, side: int = 500) -> NDArray[np.float32]:
    """Blobs of many sizes, as large things in pictures are stronger than small ones."""
    random = np.random.default_rng(seed)
    picture = np.zeros((side, side), np.float32)
    for sigma in (2, 5, 12, 30):
        layer = cv2.GaussianBlur(random.normal(size=picture.shape), (0, 0), sigma)
        picture += (layer / layer.std()).astype(np.float32) * np.float32(sigma**0.5)
    return np.asarray(np.clip(0.45 + 0.15 * picture / picture.std(), 0.02, 0.98), np.float32)


BACKDROPS = [backdrop(seed) for seed in range(8)]


def shot(
    number: int, length: int, speed: float = 0.5, size: tuple[int, int] = (HEIGHT, WIDTH)
) -> Film:
    """A slow pan behind an object that moves the other way."""
    picture, thing = BACKDROPS[number % 8], BACKDROPS[(number + 3) % 8]
    film = []
    for n in range(length):
        view = window(picture, 20 + speed * n, 30, size)
        x = int(size[1] * 0.6 - 0.7 * n)
        wide = thing[:40, :30][:, max(-x, 0) :]
        view[30:70, max(x, 0) : max(x, 0) + wide.shape[1]] = wide
        film.append(view)
    return film


def window(
    picture: NDArray[np.float32], x: float, y: float, size: tuple[int, int] = (HEIGHT, WIDTH)
) -> NDArray[np.float32]:
    move = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
    return np.asarray(cv2.warpAffine(picture, move, size[::-1]))


def dissolve(before: Film, after: Film, length: int) -> Film:
    """The last and first ``length`` frames of the two mixed."""
    shares = [np.float32((n + 1) / (length + 1)) for n in range(length)]
    pairs = zip(before[-length:], after[:length], shares, strict=True)
    return [*before[:-length], *(a * (1 - w) + b * w for a, b, w in pairs), *after[length:]]


def cuts(film: Iterable[NDArray[np.float32]], numbers: Sequence[int] | None = None) -> list[Cut]:
    finder, found = CutFinder(), []
    for place, y in enumerate(film):
        number = place if numbers is None else numbers[place]
        found += finder.feed(number, np.clip(y, 0, 1).astype(np.float32))
    return found + finder.finish()


def test_cuts_of_a_montage_are_found_and_no_others() -> None:
    lengths = [30, 12, 8, 40, 6, 25, 20]
    film = [y for number, length in enumerate(lengths) for y in shot(number, length)]
    ends = np.cumsum(lengths)[:-1]
    assert cuts(film) == [Cut(int(end), Kind.CUT) for end in ends]


def test_cuts_are_told_once_and_no_later_than_promised() -> None:
    finder, film = CutFinder(), shot(0, 30) + shot(1, 60)
    told = {n: found for n, y in enumerate(film) if (found := finder.feed(n, y))}
    assert list(told.values()) == [[Cut(30, Kind.CUT)]]
    assert max(told) <= 30 + SUPPORT
    assert finder.finish() == []


def flash(film: Film, random: np.random.Generator) -> Film:
    return [np.clip(y * 2 + 0.3, 0, 1) if n in (30, 31, 50) else y for n, y in enumerate(film)]


def pumping(film: Film, random: np.random.Generator) -> Film:
    return [y * np.float32(1 + 0.2 * np.sin(n * 0.9)) for n, y in enumerate(film)]


def falling_light(film: Film, random: np.random.Generator) -> Film:
    return [y * np.float32(0.2 + 0.8 * abs(np.cos(n / 15))) for n, y in enumerate(film)]


def grain(film: Film, random: np.random.Generator) -> Film:
    return [y + random.normal(0, 8 / 255, y.shape).astype(np.float32) for y in film]


def dirt(film: Film, random: np.random.Generator) -> Film:
    for n, y in enumerate(film):
        y[:, 40 + n // 7 % 4] = 0.95
        for _ in range(random.integers(12)):
            place = (int(random.integers(WIDTH)), int(random.integers(HEIGHT)))
            cv2.circle(y, place, int(random.integers(1, 7)), float(random.integers(2)), -1)
    return film


def weave(film: Film, random: np.random.Generator) -> Film:
    return [window(y, *random.uniform(-2, 2, 2)) for y in film]


def crossing(film: Film, random: np.random.Generator) -> Film:
    for n, y in enumerate(film):
        x = 4 * n - 100  # as high as the picture and most of its width
        y[:, max(x, 0) : max(x + 100, 0)] = BACKDROPS[5][:HEIGHT, :WIDTH][
            :, max(x, 0) : max(x + 100, 0)
        ]
    return film


def fast_pan(film: Film, random: np.random.Generator) -> Film:
    return [window(BACKDROPS[6], 4 * n, 20) for n, _ in enumerate(film)]


def zoom(film: Film, random: np.random.Generator) -> Film:
    turned = [cv2.getRotationMatrix2D((64, 48), 0, 1.03 ** min(n, 50)) for n in range(len(film))]
    return [cv2.warpAffine(BACKDROPS[7], by, (WIDTH, HEIGHT)) for by in turned]


def whip_pan(film: Film, random: np.random.Generator) -> Film:
    def view(n: int) -> NDArray[np.float32]:
        x = 10 + 300 * np.clip((n - 40) / 10, 0, 1)
        sharp = window(BACKDROPS[2], x, 20)
        return np.asarray(cv2.blur(sharp, (30, 1))) if 40 <= n < 50 else sharp

    return [view(n) for n, _ in enumerate(film)]


@pytest.mark.parametrize(
    "spoil",
    [
        flash,
        pumping,
        falling_light,
        grain,
        dirt,
        weave,
        crossing,
        fast_pan,
        zoom,
        whip_pan,
    ],
)
def test_nothing_is_found_inside_a_shot(
    spoil: Callable[[Film, np.random.Generator], Film],
) -> None:
    for number in range(2):
        assert cuts(spoil(shot(number, 90), np.random.default_rng(number))) == []


@pytest.mark.parametrize("length", [6, 12, 24, 36])
def test_the_middle_of_a_dissolve_is_found(length: int) -> None:
    for first, second in ((0, 4), (2, 5)):
        film = dissolve(shot(first, 60), shot(second, 60), length)
        (found,) = cuts(film)
        assert found.kind is Kind.DISSOLVE
        assert abs(found.frame - (60 - length / 2)) <= max(length / 5, 1)
        assert abs(found.mixed - length / 2) <= max(length / 6, 1)


def test_a_dissolve_beside_a_cut_leaves_the_cut() -> None:
    film = dissolve(shot(0, 40), shot(4, 40), 12) + shot(2, 40)
    assert [(cut.kind, cut.mixed > 0) for cut in cuts(film)] == [
        (Kind.DISSOLVE, True),
        (Kind.CUT, False),
    ]
    assert cuts(film)[1].frame == 68


def faded(film: Film, into: int, out_of: int) -> Film:
    """The film with its first frames faded in and its last ones faded out."""
    factors = np.ones(len(film))
    factors[:into] = np.arange(into) / max(into, 1)
    if out_of:
        factors[-out_of:] = 1 - np.arange(1, out_of + 1) / out_of
    return [y * np.float32(factor) for y, factor in zip(film, factors, strict=True)]


def blank(count: int, level: float = 0.0) -> Film:
    return [np.full((HEIGHT, WIDTH), level, np.float32)] * count


def test_a_fade_begins_a_shot_at_its_first_blank_frame() -> None:
    film = faded(shot(0, 50), 0, 12) + blank(6) + faded(shot(1, 50), 12, 0)
    (found,) = cuts(film)
    assert found.kind is Kind.FADE
    assert 48 <= found.frame <= 50  # the darkest frames of the fade count as blank


def test_a_long_blank_run_is_a_shot_of_its_own() -> None:
    film = faded(shot(0, 50), 0, 12) + blank(20) + faded(shot(1, 50), 12, 0)
    first, second = cuts(film)
    assert (first.kind, second.kind) == (Kind.FADE, Kind.FADE)
    assert 48 <= first.frame <= 50
    assert 70 <= second.frame <= 72


def test_fades_at_the_films_ends_cut_no_picture() -> None:
    for edge in (3, 20):
        film = blank(edge) + faded(shot(0, 80), 12, 12) + blank(edge)
        for cut in cuts(film):
            assert cut.frame <= edge + 2 or cut.frame >= edge + 78


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert cuts([]) == []
    assert cuts(blank(60)) == []
    assert cuts(shot(0, 1)) == []
    assert cuts(grain(blank(60, 0.5), np.random.default_rng(0))) == []


def many_shots() -> Film:
    film = shot(0, 40) + dissolve(shot(1, 45), shot(5, 45), 16)
    film += faded(shot(2, 40), 0, 10) + blank(4) + faded(shot(3, 40), 10, 0) + shot(6, 12)
    return grain(film + dissolve(shot(4, 40), shot(7, 40), 24), np.random.default_rng(1))


def test_the_answer_is_the_same_from_wherever_one_reads() -> None:
    film = many_shots()
    whole = cuts(film)
    assert {cut.kind for cut in whole} == set(Kind)
    for start in range(1, len(film) - 2 * SUPPORT, 11):
        end = min(start + 120, len(film))
        part = cuts(film[start:end], range(start, end))
        after = end if end == len(film) else end - SUPPORT
        inside = range(start + SUPPORT, after)
        assert [cut for cut in part if cut.frame in inside] == [
            cut for cut in whole if cut.frame in inside
        ]


def test_numbers_may_have_gaps() -> None:
    film = many_shots()
    numbers = np.cumsum(np.random.default_rng(2).integers(1, 4, len(film))).tolist()
    assert cuts(film, numbers) == [
        Cut(numbers[cut.frame], cut.kind, cut.mixed) for cut in cuts(film)
    ]


def test_upright_films_are_read_alike() -> None:
    upright = (WIDTH, HEIGHT)
    film = shot(0, 40, size=upright)
    film += dissolve(shot(1, 40, size=upright), shot(5, 40, size=upright), 12)
    first, second = cuts(film)
    assert first == Cut(40, Kind.CUT)
    assert second.kind is Kind.DISSOLVE
    assert abs(second.frame - 74) <= 2


def test_a_film_may_turn_upright() -> None:
    film = shot(0, 40) + shot(0, 40, size=(WIDTH, HEIGHT))
    assert cuts(film) == [Cut(40, Kind.CUT)]


@pytest.mark.skipif(not HISTORICAL.exists(), reason="the historical films are not here")
def test_cuts_of_a_historical_film() -> None:
    with open_reader(HISTORICAL) as reader:
        lumas = [
            cv2.resize(frame.views[0], (224, 160), interpolation=cv2.INTER_AREA)
            for frame in reader.frames(0, 330)
        ]
    found = cuts(luma.astype(np.float32) / 255 for luma in lumas)
    assert found == [Cut(number, Kind.CUT) for number in (44, 134, 299)]
