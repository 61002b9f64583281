"""Looks: what a person makes of the colours of a film, of a shot, of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scenes, write_film
from numpy.typing import NDArray
from standins import render, tint_engine, tint_network
from tracks import made
from written import planes

from vidcolor.engine import Engine
from vidcolor.pipeline import colorize_film
from vidcolor.preview import frame_at, previews_at, relooked
from vidcolor.settings import ColorSettings, Look, OutputSettings, RangeSettings
from vidcolor.shotlist import Cut, Kind
from vidcolor.steering import UNSTEERED, LookSpan, Steering
from vidcolor.video.reader import open_reader

BOLD = Look(saturation=1.4, vibrance=0.5, warmth=-0.6, tint=0.3)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """20 lossless frames."""
    return write_film(tmp_path / "film.mkv", scenes(20), codec="ffv1")


def steered(engine: Engine, *looks: tuple[int, int, Look]) -> Engine:
    return engine.steered(engine.settings, Steering(looks=tuple(LookSpan(*one) for one in looks)))


def rendered(
    film: Path, engine: Engine | None = None, **output: Any
) -> list[list[NDArray[np.integer]]]:
    """The stored planes of an FFV1 render."""
    target = film.with_name("out.mkv")
    render(film, target, engine or tint_engine(), preset="archive", overwrite=True, **output)
    return planes(target)


def same(some: list[NDArray], others: list[NDArray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


# In a render


def test_a_render_with_a_neutral_look_equals_one_without(film: Path) -> None:
    plain = rendered(film)
    neutral = rendered(film, steered(tint_engine(), (0, 20, Look())))
    assert all(map(same, plain, neutral))


@pytest.mark.parametrize(
    ("look", "blue", "red"),
    [
        ({"warmth": 0.7}, -1, +1),
        ({"warmth": -0.7}, +1, -1),
        ({"tint": 0.7}, +1, +1),
        ({"tint": -0.7}, -1, -1),
    ],
)
def test_each_slider_moves_the_film_the_way_its_name_says(
    film: Path, look: dict[str, float], blue: int, red: int
) -> None:
    before, after = rendered(film), rendered(film, tint_engine(**look))
    pairs = list(zip(before, after, strict=True))
    for plane, sign in ((1, blue), (2, red)):
        change = np.mean([b[plane].astype(float) - a[plane] for a, b in pairs])
        assert change * sign > 1


def test_the_luma_is_the_films_whatever_the_look(film: Path) -> None:
    extreme = Look(saturation=2.0, vibrance=1.0, warmth=1.0, tint=-1.0)
    stored = rendered(film, steered(tint_engine(), (0, 20, extreme)))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(stored, planes(film), strict=True))


def test_black_and_white_stay_black_and_white(tmp_path: Path) -> None:
    y = np.full((48, 64), 16, np.uint8)
    y[:, 32:] = 235
    film = write_film(tmp_path / "film.mkv", [y] * 2, codec="ffv1")
    extreme = Look(saturation=2.0, vibrance=1.0, warmth=1.0, tint=1.0)
    for _, cb, cr in rendered(film, steered(tint_engine(), (0, 2, extreme))):
        for plane in (cb, cr):
            inner = np.delete(plane, np.s_[14:18], axis=1)  # beside the edge, which is grey
            assert (inner == 128).all()


def test_a_look_on_some_frames_changes_only_those_and_takes_the_films_place(film: Path) -> None:
    engine = tint_engine(saturation=0.5)
    plain, part = rendered(film, engine), rendered(film, steered(engine, (5, 9, BOLD)))
    alone = rendered(film, steered(tint_engine(), (0, 20, BOLD)))
    for number in range(20):
        inside = 5 <= number < 9
        assert same(part[number], plain[number]) != inside
        assert same(part[number], alone[number]) == inside


def test_the_films_look_is_that_of_frames_without_one(film: Path) -> None:
    by_settings = rendered(film, tint_engine(saturation=1.4, vibrance=0.5, warmth=-0.6, tint=0.3))
    assert all(map(same, by_settings, rendered(film, steered(tint_engine(), (0, 20, BOLD)))))


def test_steering_without_an_engine_is_obeyed(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidcolor.engine.load_network", lambda *_: tint_network())
    settings = ColorSettings(device="cpu", work_size=64)
    wanted = rendered(film, steered(tint_engine(), (3, 6, BOLD)))
    target = film.with_name("again.mkv")
    steering = Steering(looks=(LookSpan(3, 6, BOLD),))
    for _ in colorize_film(
        film,
        target,
        color=settings,
        output=OutputSettings(preset="archive"),
        span=RangeSettings(),
        steering=steering,
    ):
        pass
    assert all(map(same, planes(target), wanted))


def test_both_fields_of_interlaced_film_take_the_look(clips: ClipMaker, tmp_path: Path) -> None:
    for name, engine in (
        ("plain", tint_engine()),
        ("warm", tint_engine(warmth=1.0)),
    ):
        render(clips.interlaced(), tmp_path / f"{name}.mkv", engine, preset="archive")
    pairs = zip(planes(tmp_path / "plain.mkv"), planes(tmp_path / "warm.mkv"), strict=True)
    for plain, warm in pairs:
        for field in (0, 1):
            assert warm[2][field::2].mean() > plain[2][field::2].mean() + 1


def test_each_picture_of_a_folder_has_its_own_look(clips: ClipMaker, tmp_path: Path) -> None:
    engine = tint_engine()
    render(clips.stills_folder(), tmp_path / "plain", engine)
    render(clips.stills_folder(), tmp_path / "steered", steered(engine, (1, 2, BOLD)))
    names = sorted(path.name for path in (tmp_path / "plain").iterdir())
    changed = [
        not np.array_equal(
            *(cv2.imread(str(tmp_path / run / name)) for run in ("plain", "steered"))
        )
        for name in names
    ]
    assert changed == [False, True, False]
    with open_reader(clips.stills_folder()) as reader:
        preview = frame_at(reader, 1, steered(engine, (1, 2, BOLD)))
    stored = cv2.imread(str(tmp_path / "steered" / names[1]))[..., ::-1]
    assert np.array_equal(preview.color, stored)


# In the preview


def test_the_preview_with_looks_equals_the_render(film: Path, tmp_path: Path) -> None:
    engine = steered(tint_engine(warmth=0.4), (5, 9, BOLD))
    render(film, tmp_path / "out", engine, bit_depth=8)
    with open_reader(film) as reader:
        for number in (4, 5, 8, 9):
            stored = cv2.imread(str(tmp_path / "out" / f"frame_{number:06d}.png"))[..., ::-1]
            assert np.array_equal(frame_at(reader, number, engine).color, stored)


class Broken:
    """A generator that must not be called."""

    def __call__(self, *_: object, **__: object) -> None:
        raise AssertionError


@pytest.mark.parametrize("make", [lambda clips: clips.even(), lambda clips: clips.interlaced()])
def test_another_look_of_the_frame_on_screen_needs_neither_film_nor_network(
    clips: ClipMaker, make: Callable[[ClipMaker], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tint_engine()
    warmer = engine.steered(replace(engine.settings, warmth=0.8), UNSTEERED)
    with open_reader(make(clips)) as reader:
        before, wanted = frame_at(reader, 7, engine), frame_at(reader, 7, warmer)
    monkeypatch.setattr("vidcolor.colorizer.Colorizer.predict", Broken())
    monkeypatch.setattr("vidcolor.colortrack.ColorTrack.get", Broken())
    after = relooked(before, warmer)
    assert after is not None
    assert np.array_equal(after.color, wanted.color)
    assert not np.array_equal(after.color, before.color)
    assert np.array_equal(after.grey, before.grey)
    back = relooked(after, engine)
    assert back is not None
    assert np.array_equal(back.color, before.color)


def test_a_draft_with_another_look_is_still_that_draft(clips: ClipMaker) -> None:
    engine = tint_engine()
    warmer = engine.steered(replace(engine.settings, warmth=0.8), UNSTEERED)
    with open_reader(clips.even()) as reader:
        draft, exact = previews_at(reader, 9, engine)
        [wanted] = previews_at(reader, 9, warmer)  # its colours lie in the track now
    after = [relooked(one, warmer) for one in (draft, exact)]
    assert [one and one.draft for one in after] == [True, False]
    assert np.array_equal(after[1].color, wanted.color)


def test_what_is_more_than_a_look_must_be_coloured_again(clips: ClipMaker) -> None:
    engine = tint_engine()
    with open_reader(clips.even()) as reader:
        first, ahead = list(previews_at(reader, 3, engine, ahead=1))[-2:]
    settings = engine.settings
    assert relooked(first, engine.steered(replace(settings, temperature=0.5), UNSTEERED)) is None
    cuts = Steering(cuts=(Cut(7, Kind.CUT),))
    assert relooked(first, engine.steered(settings, cuts)) is None
    assert relooked(first, tint_engine()) is None  # another network
    assert relooked(ahead, engine) is None  # was only made ahead


# What the engine keeps


def test_a_look_needs_no_other_colour_track(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(b"a film")
    looks = {"saturation": 0.3, "vibrance": 0.5, "warmth": -0.5, "tint": 0.2}
    assert made(film, **looks).key == made(film).key


def test_looks_take_the_colours_of_a_track_that_is_there(film: Path) -> None:
    engine = tint_engine()
    rendered(film, engine)
    engine.network.module.batches.clear()  # type: ignore[operator,union-attr]
    rendered(film, engine.steered(replace(engine.settings, tint=0.5), UNSTEERED), end="12f")
    assert engine.network.module.batches == []


def test_steering_cuts_take_the_place_of_a_list_and_of_the_search(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", scenes(16), codec="ffv1")
    listed = tmp_path / "shots.csv"
    listed.write_text("start_frame\n0\n4\n")
    engine = tint_engine(shots=str(listed))
    with open_reader(film) as reader:
        cuts = (Cut(10, Kind.CUT),)
        for given, wanted in ((cuts, cuts), ((), ()), (None, (Cut(4, Kind.CUT),))):
            now = engine.steered(engine.settings, Steering(cuts=given))
            assert now._cuts(reader) == wanted
        by_cuts = engine.steered(ColorSettings(device="cpu", work_size=64), Steering(cuts=cuts))
        listed.write_text("start_frame\n0\n10\n")
        assert np.array_equal(frame_at(reader, 9, by_cuts).color, frame_at(reader, 9, engine).color)


def test_an_engine_steered_anew_loads_nothing_until_the_model_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded = []

    def load(*asked: object) -> object:
        loaded.append(asked)
        return tint_network()

    monkeypatch.setattr("vidcolor.engine.load_network", load)
    engine = Engine(ColorSettings(device="cpu"))
    other = steered(engine, (0, 5, BOLD)).draft()
    assert other.network is engine.network
    assert other.look_at(2) == BOLD
    assert other.settings.stabilize == 0.0
    assert not other.remembers
    assert engine.remembers
    assert len(loaded) == 1
    engine.steered(replace(engine.settings, model="else"), UNSTEERED)
    assert len(loaded) == 2


# The picture of the frame being rendered


@pytest.mark.parametrize("width", [20, 1000])
def test_a_thumbnail_is_a_small_upright_picture_of_the_frame(
    clips: ClipMaker, tmp_path: Path, width: int
) -> None:
    source, engine = clips.rotated(), tint_engine()
    with open_reader(source) as reader:
        info = reader.info
        assert info.rotation_degrees in (90, 270)
        wanted = np.rot90(frame_at(reader, 0, engine).color, -info.rotation_degrees // 90)
    step = next(
        colorize_film(
            source,
            tmp_path / "out.mkv",
            color=engine.settings,
            output=OutputSettings(),
            span=RangeSettings(),
            engine=engine,
        )
    )
    assert step.thumbnail is not None
    small = step.thumbnail(width)
    height = round(info.width * min(width, info.height) / info.height)
    assert small.shape == (height, min(width, info.height), 3)
    assert small.dtype == np.uint8
    smaller = cv2.resize(
        np.ascontiguousarray(wanted), small.shape[1::-1], interpolation=cv2.INTER_AREA
    )
    assert np.abs(smaller.astype(int) - small).mean() < 4
