"""Shots that stay as they are: grey stays grey, and a colour film keeps its own colour there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, scenes, with_field_flag, write_film, write_picture
from numpy.typing import NDArray
from standins import render, tint_engine
from written import planes

from vidcolor.engine import Engine
from vidcolor.preview import frame_at, relooked
from vidcolor.settings import Look
from vidcolor.steering import LookSpan, Steering
from vidcolor.video.reader import open_reader

WIDTH, HEIGHT, FRAMES = 64, 48, 12
LEFT = Look(leave=True, saturation=2.0, warmth=1.0)


def leaving(start: int, end: int, **color: Any) -> Engine:
    engine = tint_engine(**color)
    return engine.steered(engine.settings, Steering(looks=(LookSpan(start, end, LEFT),)))


def color_film(path: Path, pixel_format: str = "yuv420p", field_flag: str = "") -> Path:
    """A lossless film whose chroma is a different slope in each frame."""
    form = av.VideoFormat(pixel_format, WIDTH, HEIGHT)
    depth = form.components[0].bits
    kind, unit = (np.uint8, 1) if depth == 8 else (np.uint16, 1 << (depth - 8))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        for number in range(FRAMES):
            frame = av.VideoFrame(WIDTH, HEIGHT, pixel_format)
            for index, plane in enumerate(frame.planes):
                samples = scene(number + 5 * index, plane.width, plane.height)
                if index:
                    samples = 128 + (samples // 4 - 32)
                rows = np.zeros((plane.height, plane.line_size // kind().itemsize), kind)
                rows[:, : plane.width] = samples.astype(kind) * unit + (number % unit)
                plane.update(rows.tobytes())
            if field_flag:
                frame = with_field_flag(frame, field_flag)
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def stored(film: Path, engine: Engine, **output: Any) -> tuple[list[list[NDArray]], Sequence[str]]:
    target = film.with_name("out.mkv")
    result = render(film, target, engine, **{"preset": "archive", "overwrite": True} | output)
    return planes(target), result.warnings


def about_left(warnings: Sequence[str]) -> list[str]:
    return [sentence for sentence in warnings if "stay as they are" in sentence]


@pytest.mark.parametrize("pixel_format", ["gray", "yuv420p", "gray10le"])
def test_a_grey_shot_that_is_left_has_exactly_neutral_chroma(
    tmp_path: Path, pixel_format: str
) -> None:
    scale = 4 if "10" in pixel_format else 1
    pictures = (picture.astype(np.uint16) * scale for picture in scenes(FRAMES))
    film = write_film(tmp_path / "f.mkv", pictures, codec="ffv1", pixel_format=pixel_format)
    frames, warnings = stored(film, leaving(4, 8))
    for number, (_, cb, cr) in enumerate(frames):
        left = bool((cb == 128 * scale).all() and (cr == 128 * scale).all())
        assert left == (4 <= number < 8)
    assert about_left(warnings) == []


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv422p", "yuv444p", "yuv422p10le"])
def test_a_colour_shot_that_is_left_keeps_every_code_on_the_same_grid(
    tmp_path: Path, pixel_format: str
) -> None:
    film = color_film(tmp_path / "f.mkv", pixel_format)
    depth = av.VideoFormat(pixel_format).components[0].bits
    chroma = pixel_format[3:6]
    frames, warnings = stored(film, leaving(4, 8), chroma=chroma, bit_depth=depth)
    for number, (source, target) in enumerate(zip(planes(film), frames, strict=True)):
        assert np.array_equal(source[0], target[0])
        for index in (1, 2):
            assert np.array_equal(source[index], target[index]) == (4 <= number < 8)
    assert about_left(warnings) == []


def test_a_left_shot_keeps_its_codes_when_its_colours_come_from_the_track(tmp_path: Path) -> None:
    film = color_film(tmp_path / "f.mkv")
    stored(film, tint_engine())
    frames, _ = stored(film, leaving(0, FRAMES))
    for source, target in zip(planes(film), frames, strict=True):
        assert np.array_equal(source[1], target[1])


def test_more_bits_hold_the_same_colour(tmp_path: Path) -> None:
    film = color_film(tmp_path / "f.mkv")
    frames, warnings = stored(film, leaving(0, FRAMES), bit_depth=10)
    for source, target in zip(planes(film), frames, strict=True):
        assert np.array_equal(source[1].astype(int) * 4, target[1])
    assert about_left(warnings) == []


def test_fewer_bits_and_another_grid_are_told(tmp_path: Path) -> None:
    film = color_film(tmp_path / "f.mkv", "yuv444p10le")
    frames, warnings = stored(
        film, leaving(0, 2), preset="share", codec="ffv1", chroma="420", bit_depth=8
    )
    assert len(about_left(warnings)) == 2
    assert "from 10 to 8 bits" in " ".join(warnings)
    assert f"{WIDTH}×{HEIGHT}" in " ".join(about_left(warnings))
    for index in (1, 2):
        wanted = cv2.resize(planes(film)[0][index] / 4, (32, 24), interpolation=cv2.INTER_AREA)
        assert np.abs(wanted - frames[0][index]).mean() < 1
    _, silent = stored(
        film, leaving(5, 6), end="3f", preset="share", codec="ffv1", chroma="420", bit_depth=8
    )
    assert about_left(silent) == []  # no such shot in the range


def test_both_fields_of_a_left_shot_keep_their_own_chroma(tmp_path: Path) -> None:
    film = color_film(tmp_path / "f.mkv", field_flag="tff")
    with open_reader(film) as reader:
        assert reader.info.field_order.interlaced
    same, _ = stored(film, leaving(0, FRAMES), chroma="420")
    _, warnings = stored(film, leaving(0, FRAMES), chroma="444")
    for source, target in zip(planes(film), same, strict=True):
        assert np.array_equal(source[1], target[1])
    assert len(about_left(warnings)) == 1


def test_merged_fields_of_a_left_shot_do_not_depend_on_where_the_render_began(
    tmp_path: Path,
) -> None:
    film = color_film(tmp_path / "f.mkv", field_flag="tff")
    whole, _ = stored(film, leaving(0, FRAMES), fields="bwdif")
    part, _ = stored(film, leaving(0, FRAMES), fields="bwdif", start="5f", end="8f")
    source = planes(film)
    for number in (5, 6, 7):
        for index in (1, 2):
            assert np.array_equal(whole[number][index], part[number - 5][index])
            assert not np.array_equal(whole[number][index], source[number][index])
            assert np.abs(whole[number][index].astype(int) - source[number][index]).mean() < 8


def test_a_left_picture_in_rgb_keeps_its_colours_within_a_few_codes(tmp_path: Path) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (40, 56, 3), dtype=np.uint8)
    source = write_picture(tmp_path / "in.png", rgb, "rgb24")
    result = render(source, tmp_path / "out.png", leaving(0, 1))
    written = cv2.imread(str(tmp_path / "out.png"))[..., ::-1].astype(int)
    assert np.abs(written - rgb).max() <= 4  # at the gamut's edge, where Y′ was rounded up
    assert np.abs(written - rgb).mean() < 0.5
    assert about_left(result.warnings)


@pytest.mark.parametrize("field_flag", ["", "tff"])
def test_the_preview_of_a_left_shot_is_what_the_render_writes(
    tmp_path: Path, field_flag: str
) -> None:
    film, engine = color_film(tmp_path / "f.mkv", field_flag=field_flag), leaving(4, 8)
    render(film, tmp_path / "out", engine, bit_depth=8)
    plain = tint_engine().steered(engine.settings, Steering())
    with open_reader(film, fields="bwdif") as reader:  # pictures hold no fields
        preview, before = frame_at(reader, 5, engine), frame_at(reader, 5, plain)
    bgr = cv2.imread(str(tmp_path / "out" / "frame_000005.png"))
    assert np.array_equal(preview.color, bgr[..., ::-1])
    assert not np.array_equal(preview.color, before.color)
    after = relooked(before, plain.steered(engine.settings, engine.steering))
    assert after is not None
    assert np.array_equal(after.color, preview.color)


def test_nobody_pays_for_chroma_that_is_not_wanted(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcolor.video.reader.own_chroma", None)
    render(clips.even(), tmp_path / "out.mkv", frames=4)
