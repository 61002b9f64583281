"""Hints, regions, references and variants in a film: on their shot, and the same on every road."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from filming import write_film
from numpy.typing import NDArray
from standins import render, tint_engine
from written import planes

from vidcolor.engine import Engine
from vidcolor.guides import Deed, Guides, Hint, Reference, Region, Variant
from vidcolor.preview import Preview, frame_at, previews_at
from vidcolor.settings import ColorSettings
from vidcolor.steering import Steering
from vidcolor.video.reader import open_reader

WIDTH, HEIGHT = 128, 96
FIRST, SECOND = 30, 40  # frames of the two shots
SPEED = 1.0  # pixels a frame, to the left

RED, BLUE = (50.0, 30.0), (20.0, -50.0)
BALL = (90, 40)  # x and y of the ball in frame 40, pixels


def picture(number: int) -> NDArray[np.uint8]:
    """A dark wall, then in the second shot a pan over a dark ball on grey ground."""
    rng = np.random.default_rng(number)
    if number < FIRST:
        luma = np.full((HEIGHT, WIDTH), 50.0)
        luma[:, ::16] = 90
    else:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
        moved = x + SPEED * (number - 40)
        luma = 110 + 25 * np.sin(moved / 6) * np.cos(y / 7)
        ball = (moved - BALL[0]) ** 2 + (y - BALL[1]) ** 2 < 12**2
        luma[ball] = 62
    return np.clip(luma + rng.normal(0, 1.5, luma.shape), 16, 235).astype(np.uint8)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("film") / "ball.mkv"
    return write_film(target, map(picture, range(FIRST + SECOND)), codec="ffv1")


@pytest.fixture(scope="module")
def plain() -> Engine:
    """The shipped model; each frame alone, which is quicker, as guides act before the steadying."""
    settings = ColorSettings(device="cpu", work_size=96, stabilize=0.0)
    return Engine(settings, remembers=False)


def guided(engine: Engine, **wishes: object) -> Engine:
    return engine.steered(engine.settings, Steering(guides=Guides(**wishes)))  # type: ignore[arg-type]


def at(x: float, y: float) -> tuple[float, float]:
    return (x / WIDTH, y / HEIGHT)


def shown(engine: Engine, film: Path, number: int) -> Preview:
    with open_reader(film) as reader:
        return frame_at(reader, number, engine)


def ab_of(preview: Preview, x: float, y: float) -> NDArray[np.float64]:
    """a*b* of the coloured frame around a pixel."""
    patch = preview.color[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3]
    lab = cv2.cvtColor(patch.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab[..., 1:].mean((0, 1)), np.float64)


HINT = Hint(40, (at(*BALL),), BLUE, radius=0.05)


def test_a_hint_colours_its_object_and_follows_it_both_ways(film: Path, plain: Engine) -> None:
    engine = guided(plain, hints=(HINT,))
    for number in (40, 52, 33):
        x = BALL[0] - SPEED * (number - 40)
        ball, before = (ab_of(shown(one, film, number), x, BALL[1]) for one in (engine, plain))
        assert ball[1] < -25, number
        assert np.hypot(*(before - BLUE)) > 25, number


def test_the_other_shot_keeps_every_bit(film: Path, plain: Engine) -> None:
    engine = guided(plain, hints=(HINT,))
    for number in (0, 20, FIRST - 1):
        assert np.array_equal(
            shown(engine, film, number).color, shown(plain, film, number).color
        ), number


def test_preview_and_render_agree_wherever_they_begin(
    film: Path, plain: Engine, tmp_path: Path
) -> None:
    steady = Engine(replace(plain.settings, stabilize=1.0), network=plain.network, remembers=False)
    engine = guided(steady, hints=(HINT,), regions=(SQUARE,))
    render(film, tmp_path / "whole.mkv", engine, preset="archive")
    whole = planes(tmp_path / "whole.mkv")
    render(film, tmp_path / "part.mkv", engine, preset="archive", start="45f", end="55f")
    for number, frame in zip(range(45, 55), planes(tmp_path / "part.mkv"), strict=True):
        assert all(map(np.array_equal, frame, whole[number])), number
    render(film, tmp_path / "pictures", engine, bit_depth=8)
    for number in (58, 33, 41):
        written = cv2.imread(str(sorted((tmp_path / "pictures").iterdir())[number]))
        assert np.array_equal(
            shown(engine, film, number).color, cv2.cvtColor(written, cv2.COLOR_BGR2RGB)
        ), number


def test_a_hint_costs_the_colours_of_its_shot_only(film: Path, plain: Engine) -> None:
    steady = replace(plain.settings, stabilize=1.0)
    remembering = Engine(steady, network=plain.network)
    with open_reader(film) as reader:
        for number in (10, 50):
            assert list(previews_at(reader, number, remembering))
        engine = guided(remembering, hints=(HINT,))
        assert engine.shots_of(reader) is not None
        assert engine.knows(reader, 10)
        assert not engine.knows(reader, 50)
        exact = list(previews_at(reader, 50, engine))[-1]
        assert engine.knows(reader, 50)
        again = list(previews_at(reader, 50, engine))
        assert len(again) == 1  # no draft: the colours lie ready
        assert np.array_equal(again[0].color, exact.color)
        assert remembering.knows(reader, 50)  # the unhinted colours are not lost
        moved = replace(HINT, ab=RED)
        assert not guided(remembering, hints=(moved,)).knows(reader, 50)


def test_the_draft_of_the_hinted_frame_has_the_hint(film: Path, plain: Engine) -> None:
    steady = Engine(replace(plain.settings, stabilize=1.0), network=plain.network, remembers=False)
    engine = guided(steady, hints=(HINT,))
    with open_reader(film) as reader:
        draft = next(previews_at(reader, 40, engine))
    assert draft.draft
    assert ab_of(draft, *BALL)[1] < -25


def test_no_colour_here_is_neutral(film: Path, plain: Engine) -> None:
    hint = replace(HINT, ab=None, radius=0.08)
    assert np.hypot(*ab_of(shown(plain, film, 40), *BALL)) > 8
    assert np.hypot(*ab_of(shown(guided(plain, hints=(hint,)), film, 40), *BALL)) < 4


def test_two_hint_frames_share_a_shot(film: Path, plain: Engine) -> None:
    ground = Hint(60, (at(20, 80), at(40, 84)), RED, radius=0.03)
    engine = guided(plain, hints=(HINT, ground))
    middle = shown(engine, film, 50)
    assert ab_of(middle, BALL[0] - 10, BALL[1])[1] < -20
    assert ab_of(middle, 40, 83)[0] > 20


SQUARE = Region(
    40,
    tuple(
        at(BALL[0] + dx, BALL[1] + dy) for dx, dy in ((-18, -18), (18, -18), (18, 18), (-18, 18))
    ),
)


def test_a_region_is_neutral_and_moves_with_what_it_encloses(film: Path, plain: Engine) -> None:
    engine = guided(plain, regions=(SQUARE,))
    for number in (40, 55, 32):
        x = BALL[0] - SPEED * (number - 40)
        assert np.hypot(*ab_of(shown(engine, film, number), x, BALL[1])) < 4, number
    outside = ab_of(shown(engine, film, 55), 20, 80)
    assert np.allclose(outside, ab_of(shown(plain, film, 55), 20, 80), atol=3)


def test_a_region_takes_a_colour(film: Path, plain: Engine) -> None:
    region = replace(SQUARE, deed=Deed.RECOLOR, ab=RED)
    found = ab_of(shown(guided(plain, regions=(region,)), film, 46), BALL[0] - 6, BALL[1])
    assert found[0] > 20
    assert found[1] > 10


def test_hints_do_not_reach_a_protected_region(film: Path, plain: Engine) -> None:
    region = replace(SQUARE, deed=Deed.PROTECT)
    place = (BALL[0] - 6, BALL[1])
    free = ab_of(shown(guided(plain, hints=(HINT,)), film, 46), *place)
    kept = ab_of(shown(guided(plain, hints=(HINT,), regions=(region,)), film, 46), *place)
    plainly = ab_of(shown(plain, film, 46), *place)
    assert np.hypot(*(free - plainly)) > 20
    assert np.hypot(*(kept - plainly)) < 3


def test_a_picture_gives_a_shot_its_colours(film: Path, plain: Engine, tmp_path: Path) -> None:
    truth = np.dstack([picture(40)] * 3).astype(np.float32)
    truth *= np.array([1.0, 0.45, 0.35])  # blue above all, in OpenCV's order
    cv2.imwrite(str(tmp_path / "blue.png"), truth.astype(np.uint8))
    engine = guided(plain, references=(Reference(40, str(tmp_path / "blue.png")),))
    for number in (40, 50):
        x = BALL[0] - SPEED * (number - 40)
        assert ab_of(shown(engine, film, number), x, BALL[1])[1] < -25, number
    assert np.array_equal(shown(engine, film, 5).color, shown(plain, film, 5).color)
    weak = guided(plain, references=(Reference(40, str(tmp_path / "blue.png"), strength=0.0),))
    assert np.array_equal(shown(weak, film, 50).color, shown(plain, film, 50).color)


def test_a_liked_frame_gives_another_shot_its_colours(film: Path, plain: Engine) -> None:
    hints = (replace(HINT, ab=RED),)
    alone = guided(plain, references=(Reference(10, of_frame=40),))
    hinted = guided(plain, hints=hints, references=(Reference(10, of_frame=40),))
    first, second = (shown(engine, film, 10).color for engine in (alone, hinted))
    assert not np.array_equal(first, shown(plain, film, 10).color)
    assert not np.array_equal(first, second)  # the liked frame has the colours that it was given


def test_two_shots_may_refer_to_each_other(film: Path, plain: Engine) -> None:
    engine = guided(plain, references=(Reference(10, of_frame=40), Reference(40, of_frame=10)))
    assert shown(engine, film, 10).color.any()
    assert shown(engine, film, 40).color.any()


def test_variants_differ_on_their_shot_alone(film: Path, plain: Engine) -> None:
    one, two = (guided(plain, variants=(Variant(40, number),)) for number in (1, 2))
    pictures = [shown(engine, film, 50).color for engine in (plain, one, two)]
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert not np.array_equal(pictures[first], pictures[second])
    assert np.array_equal(
        pictures[1], shown(guided(plain, variants=(Variant(60, 1),)), film, 50).color
    )
    assert np.array_equal(shown(one, film, 5).color, shown(plain, film, 5).color)


def test_what_holds_for_the_film_gives_way_to_what_holds_for_a_shot(
    film: Path, plain: Engine
) -> None:
    everywhere = guided(plain, film_variant=3)
    both = guided(plain, film_variant=3, variants=(Variant(40, 1),))
    assert np.array_equal(shown(both, film, 5).color, shown(everywhere, film, 5).color)
    assert not np.array_equal(shown(both, film, 50).color, shown(everywhere, film, 50).color)


def test_a_hint_in_a_single_picture(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "still.png"), picture(40))
    engine = guided(tint_engine(work_size=96), hints=(replace(HINT, frame=0),))
    assert ab_of(shown(engine, tmp_path / "still.png", 0), *BALL)[1] < -25


def test_a_turned_film_has_its_hints_where_they_were_set(plain: Engine, tmp_path: Path) -> None:
    import av

    path = tmp_path / "turned.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"crf": "1"}
        for number in range(40, 50):
            frame = av.VideoFrame.from_ndarray(picture(number), format="gray").reformat(
                format="yuv420p"
            )
            frame.pts = number - 40
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    turned = tmp_path / "turned2.mp4"
    _turn(path, turned)
    with open_reader(turned) as reader:
        assert reader.info.rotation_degrees == 90
    engine = guided(plain, hints=(replace(HINT, frame=2),))
    found = shown(engine, turned, 4)
    assert ab_of(found, BALL[0] - 4, BALL[1])[1] < -20


def _turn(source: Path, target: Path) -> None:
    """Write the display matrix of a quarter turn into an MP4's track header."""
    data = bytearray(source.read_bytes())
    at_header = data.index(b"tkhd") + 4
    matrix = at_header + (52 if data[at_header] else 40)
    turn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]
    for index, value in enumerate(turn):
        data[matrix + 4 * index : matrix + 4 * index + 4] = value.to_bytes(4, "big", signed=True)
    target.write_bytes(bytes(data))
