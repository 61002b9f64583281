"""What the preview shows is what the render writes, from wherever it is computed."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from clips import ClipMaker
from filming import scenes, write_film, write_picture
from standins import random_weights, render, tint_engine
from written import planes, tagged_film

from vidcolor.devices import choose_compute
from vidcolor.engine import Engine
from vidcolor.networks import load_network
from vidcolor.preview import frame_at
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.stages import FinishedFrame
from vidcolor.video.frames import ChromaFormat
from vidcolor.video.reader import Reader, open_reader
from vidcolor.video.writer import open_writer


@pytest.fixture(scope="module")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The real architecture with senseless weights: any difference in its input shows."""
    weights = random_weights(tmp_path_factory.mktemp("weights") / "swift.safetensors")
    settings = ColorSettings(device="cpu", work_size=64)
    network = load_network("swift", choose_compute("cpu"), weights=weights)
    return Engine(settings, network=network)


def archive_chroma(reader: Reader, folder: Path) -> ChromaFormat:
    """The grid and the codes that the archive preset wants of the engine."""
    settings = OutputSettings(preset="archive")
    scratch = folder / "scratch.mkv"
    with open_writer(scratch, source=reader.info, settings=settings, provenance={}) as writer:
        return writer.chroma


def finished(engine: Engine, reader: Reader, chroma: ChromaFormat, number: int) -> FinishedFrame:
    with engine.finished(reader, chroma, number, number + 1) as (frames, _):
        [frame] = frames
    assert frame.frame.number == number
    return frame


def assert_stored(stored: list[np.ndarray], frame: FinishedFrame) -> None:
    assert np.array_equal(stored[0], frame.frame.luma)
    assert np.array_equal(stored[1], frame.cb)
    assert np.array_equal(stored[2], frame.cr)
    assert stored[1].std() + stored[2].std() > 1


@pytest.fixture(scope="module")
def whole(
    clips: ClipMaker, swift: Engine, tmp_path_factory: pytest.TempPathFactory
) -> list[list[np.ndarray]]:
    """The planes of an FFV1 render of a film with B-frames."""
    target = tmp_path_factory.mktemp("whole") / "out.mkv"
    render(clips.even(), target, swift, preset="archive")
    return planes(target)


@pytest.mark.parametrize("number", [0, 1, 29, 58, 59])
def test_a_frame_alone_equals_that_frame_of_an_ffv1_render(
    clips: ClipMaker,
    tmp_path: Path,
    swift: Engine,
    whole: list[list[np.ndarray]],
    number: int,
) -> None:
    with open_reader(clips.even()) as reader:
        alone = finished(swift, reader, archive_chroma(reader, tmp_path), number)
    assert_stored(whole[number], alone)


def test_a_render_that_begins_later_gives_the_same_frames(
    clips: ClipMaker, tmp_path: Path, swift: Engine, whole: list[list[np.ndarray]]
) -> None:
    render(clips.even(), tmp_path / "part.mkv", swift, preset="archive", start="27f", end="33f")
    part = planes(tmp_path / "part.mkv")
    assert len(part) == 6
    for stored, again in zip(whole[27:33], part, strict=True):
        for plane, same in zip(stored, again, strict=True):
            assert np.array_equal(plane, same)


def test_both_fields_of_interlaced_film_agree_with_the_render(
    clips: ClipMaker, tmp_path: Path
) -> None:
    source, engine = clips.interlaced(), tint_engine()
    render(source, tmp_path / "out.mkv", engine, preset="archive")
    with open_reader(source) as reader:
        alone = finished(engine, reader, archive_chroma(reader, tmp_path), 9)
        assert len(alone.frame.views) == 2
    assert_stored(planes(tmp_path / "out.mkv")[9], alone)


def test_frames_of_damaged_film_agree_by_number(clips: ClipMaker, tmp_path: Path) -> None:
    source, engine = clips.damaged_matroska(), tint_engine()
    render(source, tmp_path / "out.mkv", engine, preset="archive")
    with open_reader(source) as reader:
        numbers = [frame.number for frame in reader.frames()]
        assert numbers != list(range(60))  # some are missing
        place = len(numbers) - 5
        chroma = archive_chroma(reader, tmp_path)
    with open_reader(source) as fresh:
        alone = finished(engine, fresh, chroma, numbers[place])
    assert_stored(planes(tmp_path / "out.mkv")[place], alone)


@pytest.mark.parametrize(
    ("pixel_format", "full", "matrix"),
    [("yuv420p", False, 6), ("yuv420p", True, 1), ("gray", True, 6), ("yuv422p10le", False, 1)],
)
def test_the_preview_on_screen_equals_a_png_of_the_render(
    tmp_path: Path, pixel_format: str, full: bool, matrix: int
) -> None:
    film = tmp_path / "in.mkv"
    tagged_film(film, pixel_format, full=full, matrix=matrix, frames=8)
    engine = tint_engine()
    render(film, tmp_path / "out", engine, bit_depth=8)
    with open_reader(film) as reader:
        preview = frame_at(reader, 5, engine)
    bgr = cv2.imread(str(tmp_path / "out" / "frame_000005.png"), cv2.IMREAD_UNCHANGED)
    assert preview.number == 5
    assert np.array_equal(preview.color, bgr[..., ::-1])
    assert np.ptp(preview.grey, axis=2).max() == 0
    assert np.ptp(preview.color.astype(int), axis=2).mean() > 5


def test_the_preview_of_a_still_equals_its_render(tmp_path: Path) -> None:
    [picture] = scenes(1)
    source = write_picture(tmp_path / "in.png", picture, "gray")
    engine = tint_engine()
    render(source, tmp_path / "out.png", engine)
    with open_reader(source) as reader:
        preview = frame_at(reader, 0, engine)
    bgr = cv2.imread(str(tmp_path / "out.png"), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(preview.color, bgr[..., ::-1])


def test_previews_do_not_depend_on_what_was_looked_at_before(tmp_path: Path) -> None:
    film = write_film(tmp_path / "in.mkv", scenes(20), options={"g": "7", "bf": "2"})
    engine = tint_engine()
    with open_reader(film) as reader:
        first = [frame_at(reader, number, engine).color for number in (11, 3, 19, 11, 0)]
    with open_reader(film) as reader:
        again = {number: frame_at(reader, number, engine).color for number in (0, 19, 3, 11)}
    for number, color in zip((11, 3, 19, 11, 0), first, strict=True):
        assert np.array_equal(color, again[number])


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device here")
def test_preview_equals_render_on_a_gpu_too(clips: ClipMaker, tmp_path: Path) -> None:
    weights = random_weights(tmp_path / "swift.safetensors")
    network = load_network("swift", choose_compute("cuda"), weights=weights)
    engine = Engine(ColorSettings(device="cuda", work_size=64), network=network)
    render(clips.even(), tmp_path / "out.mkv", engine, preset="archive")
    with open_reader(clips.even()) as reader:
        alone = finished(engine, reader, archive_chroma(reader, tmp_path), 29)
    assert_stored(planes(tmp_path / "out.mkv")[29], alone)


def test_a_folder_of_pictures_of_different_sizes_is_previewed_one_by_one(tmp_path, swift):
    for name, size in (("one", (48, 64)), ("other", (40, 80))):
        cv2.imwrite(str(tmp_path / f"{name}.png"), np.full(size, 90, np.uint8))
    with open_reader(tmp_path, stills=True) as reader:
        shapes = [frame_at(reader, number, swift).color.shape for number in (0, 1)]
    assert shapes == [(48, 64, 3), (40, 80, 3)]
