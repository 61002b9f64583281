"""Pictures for a screen: exact where the track knows them, small where the screen is small."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, video_frame
from numpy.typing import NDArray
from standins import tint_engine

from vidcolor.color.look import Look
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.preview import frame_at
from vidcolor.screen import ScreenPicture, open_screen
from vidcolor.steering import LookSpan, Steering
from vidcolor.video.reader import open_reader

pytestmark = pytest.mark.usefixtures("one_thread")


def shown(
    path: Path, engine: Engine, number: int, size_px: tuple[int, int] = (4000, 4000)
) -> ScreenPicture:
    with ExitStack() as files:
        reader = files.enter_context(open_reader(path))
        screen = files.enter_context(
            open_screen(reader, engine, most_width_px=size_px[0], most_height_px=size_px[1])
        )
        frames = reader.frames(number, number + 1, with_chroma=screen.leaves)
        return screen.picture(screen.reduced(next(frames)))


def exact(path: Path, engine: Engine, number: int) -> NDArray[np.uint8]:
    with open_reader(path) as reader:
        return frame_at(reader, number, engine).color


@pytest.mark.parametrize("kind", ["even", "odd_size", "rotated", "interlaced", "tagged"])
def test_a_frame_that_the_track_knows_is_that_of_the_render(clips: ClipMaker, kind: str) -> None:
    path, engine = getattr(clips, kind)(), tint_engine()
    color = exact(path, engine, 3)
    picture = shown(path, engine, 3)
    assert not picture.draft
    assert picture.number == 3
    assert np.array_equal(picture.rgb, color)


def test_a_frame_that_nobody_knows_is_a_draft_of_it_alone(clips: ClipMaker) -> None:
    engine = tint_engine()
    picture = shown(clips.even(), engine, 3)
    assert picture.draft
    assert np.array_equal(picture.rgb, exact(clips.even(), engine.draft(), 3))


@pytest.mark.parametrize("kind", ["odd_size", "interlaced"])
def test_a_small_picture_looks_like_the_large_one(clips: ClipMaker, kind: str) -> None:
    path, engine = getattr(clips, kind)(), tint_engine()
    color = exact(path, engine, 2)
    picture = shown(path, engine, 2, (44, 44))
    height, width = picture.rgb.shape[:2]
    assert max(height, width) == 44
    assert not picture.draft
    small = cv2.resize(color, (width, height), interpolation=cv2.INTER_AREA)
    assert np.abs(picture.rgb.astype(int) - small).mean() < 4


def test_looks_are_seen_and_frames_that_stay_as_they_are_stay(clips: ClipMaker) -> None:
    spans = (LookSpan(0, 2, Look(saturation=0.0)), LookSpan(2, 4, Look(leave=True)))
    engine = tint_engine()
    engine = engine.steered(engine.settings, Steering(looks=spans))
    for size in ((4000, 4000), (40, 40)):
        for number in (1, 3):
            rgb = shown(clips.even(), engine, number, size).rgb
            assert np.ptp(rgb, axis=2).max() == 0  # the clip itself has no colour
        assert np.ptp(shown(clips.even(), engine, 5, size).rgb, axis=2).max() > 10
    assert not shown(clips.even(), engine, 3).draft


def test_the_films_own_colour_survives_on_a_small_screen(tmp_path: Path) -> None:
    import av

    path = tmp_path / "colour.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for number in range(3):
            frame = video_frame(scene(number), "yuv420p")
            plane = frame.planes[2]
            plane.update(bytes([170]) * plane.buffer_size)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    engine = tint_engine()
    left = Steering(looks=(LookSpan(0, 3, Look(leave=True)),))
    engine = engine.steered(engine.settings, left)
    large = exact(path, engine, 1).astype(float)
    small = shown(path, engine, 1, (40, 40)).rgb.astype(float)
    assert large[..., 0].mean() > large[..., 2].mean() + 30
    assert np.abs(large.mean((0, 1)) - small.mean((0, 1))).max() < 2


def test_a_large_picture_is_quick_and_hardly_different(
    clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tint_engine()
    color = exact(clips.odd_size(), engine, 2)
    monkeypatch.setattr("vidcolor.screen._MOST_EXACT_PIXELS", 0)
    rgb = shown(clips.odd_size(), engine, 2).rgb
    difference = np.abs(rgb.astype(int) - color)
    assert difference.mean() < 1.0
    assert not np.array_equal(rgb, color)


def test_it_knows_what_the_track_knows(clips: ClipMaker) -> None:
    engine = tint_engine()
    exact(clips.even(), engine, 3)
    with (
        open_reader(clips.even()) as reader,
        open_screen(reader, engine, most_width_px=99, most_height_px=99) as screen,
    ):
        assert [screen.knows(number) for number in (2, 3, 4)] == [False, True, False]


def test_still_pictures_are_not_played(clips: ClipMaker) -> None:
    engine = tint_engine()
    with (
        open_reader(clips.stills_folder()) as reader,
        pytest.raises(VidcolorError, match="no moving pictures"),
        open_screen(reader, engine, most_width_px=9, most_height_px=9),
    ):
        pass
