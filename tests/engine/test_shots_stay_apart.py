"""Shots in a film do not touch each other, and no way to compute a frame changes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from filming import write_film
from numpy.typing import NDArray
from standins import random_weights, render, tint_engine
from written import planes

from vidcolor.devices import choose_compute
from vidcolor.engine import Engine
from vidcolor.networks import load_network
from vidcolor.preview import frame_at, previews_at
from vidcolor.settings import ColorSettings
from vidcolor.video import opening
from vidcolor.video.reader import open_reader

WIDTH, HEIGHT = 96, 64
LENGTHS = (31, 40, 18, 35)
CUTS = (31, 71, 89)


def shot(index: int, frames: int) -> list[NDArray[np.uint8]]:
    """A slow pan over a scene of its own, with a little grain."""
    rng = np.random.default_rng(index)
    wide = cv2.GaussianBlur(rng.random((HEIGHT, WIDTH + 80)).astype(np.float32), (0, 0), 6)
    wide = cv2.normalize(wide, None, 40, 200, cv2.NORM_MINMAX)
    return [
        np.clip(wide[:, n : n + WIDTH] + rng.normal(0, 2, (HEIGHT, WIDTH)), 16, 235).astype(
            np.uint8
        )
        for n in range(frames)
    ]


SHOTS = [shot(index, frames) for index, frames in enumerate(LENGTHS)]


@pytest.fixture(scope="module")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The real architecture with senseless weights: any difference in its input shows."""
    weights = random_weights(tmp_path_factory.mktemp("weights") / "swift.safetensors")
    network = load_network("swift", choose_compute("cpu"), weights=weights)
    return Engine(ColorSettings(device="cpu", work_size=64), network=network, remembers=False)


@pytest.fixture(scope="module")
def montage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pictures = [picture for one in SHOTS for picture in one]
    target = tmp_path_factory.mktemp("montage") / "film.mp4"
    return write_film(target, pictures, options={"g": "250", "bf": "2", "crf": "0"})


@pytest.fixture(scope="module")
def whole(
    montage: Path, swift: Engine, tmp_path_factory: pytest.TempPathFactory
) -> list[list[NDArray[np.integer]]]:
    """The planes of an FFV1 render of the montage."""
    target = tmp_path_factory.mktemp("whole") / "out.mkv"
    render(montage, target, swift, preset="archive")
    return planes(target)


def previews(montage: Path, engine: Engine, numbers: list[int]) -> Iterator[tuple[int, NDArray]]:
    with open_reader(montage) as reader:
        for number in numbers:
            yield number, frame_at(reader, number, engine).color


def test_each_shot_of_a_montage_is_what_it_is_alone(
    tmp_path: Path, swift: Engine, whole: list[list[NDArray[np.integer]]]
) -> None:
    for index, (start, pictures) in enumerate(zip((0, *CUTS), SHOTS, strict=True)):
        source = write_film(tmp_path / f"{index}.mp4", pictures, options={"crf": "0"})
        render(source, tmp_path / f"{index}.mkv", swift, preset="archive")
        for place, alone in enumerate(planes(tmp_path / f"{index}.mkv")):
            for plane, same in zip(whole[start + place], alone, strict=True):
                assert np.array_equal(plane, same), f"frame {place} of shot {index}"


def test_a_film_rendered_in_three_parts_is_the_film(
    montage: Path, tmp_path: Path, swift: Engine, whole: list[list[NDArray[np.integer]]]
) -> None:
    parts = []
    for start, end in ((0, 45), (45, 77), (77, 124)):
        target = tmp_path / f"{start}.mkv"
        render(montage, target, swift, preset="archive", start=f"{start}f", end=f"{end}f")
        parts += planes(target)
    for stored, again in zip(whole, parts, strict=True):
        assert all(map(np.array_equal, stored, again))


def test_jumps_show_what_is_rendered_with_and_without_the_track(
    montage: Path, swift: Engine, tmp_path: Path
) -> None:
    numbers = [int(n) for n in np.random.default_rng(4).permutation(sum(LENGTHS))[:9]]
    remembering = Engine(swift.settings, network=swift.network)
    fresh = dict(previews(montage, swift, numbers))
    first = dict(previews(montage, remembering, numbers))  # fills the track, out of order
    render(montage, tmp_path / "out.mp4", remembering)  # takes from it, and fills the rest
    full = dict(previews(montage, remembering, numbers))
    render(montage, tmp_path / "frames", swift, bit_depth=8)
    for number in numbers:
        path = tmp_path / "frames" / f"frame_{number:06d}.png"
        rendered = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)[..., ::-1]
        for shown in (fresh, first, full):
            assert np.array_equal(shown[number], rendered)


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_of_the_decoder_change_nothing(
    montage: Path,
    swift: Engine,
    monkeypatch: pytest.MonkeyPatch,
    whole: list[list[NDArray[np.integer]]],
    tmp_path: Path,
    threads: int,
) -> None:
    chosen = opening.film_stream

    def with_threads(*args: object) -> av.VideoStream:
        stream = chosen(*args)
        stream.codec_context.thread_count = threads
        return stream

    monkeypatch.setattr("vidcolor.video.film.film_stream", with_threads)
    render(montage, tmp_path / "out.mkv", swift, preset="archive", start="60f", end="80f")
    for stored, again in zip(whole[60:80], planes(tmp_path / "out.mkv"), strict=True):
        assert all(map(np.array_equal, stored, again))


def test_a_frames_place_in_its_batch_changes_nothing(montage: Path, swift: Engine) -> None:
    batching = Engine(swift.settings, network=swift.network, remembers=False)
    batching.compute = replace(swift.compute, batch=3)
    with open_reader(montage) as reader:
        shown = [frame_at(reader, number, batching).color for number in (50, 51, 52)]
    again = dict(previews(montage, batching, [52, 51, 50]))
    for number, color in zip((50, 51, 52), shown, strict=True):
        assert np.array_equal(color, again[number])
    # The batches of these three begin at different frames; so does that of a whole film.
    with open_reader(montage) as reader:
        alone = frame_at(reader, 51, swift).color
    assert np.array_equal(alone, again[51])


def test_a_draft_comes_first_and_says_so(montage: Path) -> None:
    engine = tint_engine()
    with open_reader(montage) as reader:
        draft, exact = previews_at(reader, 40, engine)
        assert draft.draft
        assert not exact.draft
        assert np.array_equal(draft.grey, exact.grey)
        [known] = previews_at(reader, 40, engine)  # its colours lie in the track now
    assert not known.draft
    assert np.array_equal(known.color, exact.color)


def test_frames_ahead_follow_until_the_film_ends_and_are_known_then(montage: Path) -> None:
    engine, last = tint_engine(), sum(LENGTHS) - 1
    with open_reader(montage) as reader:
        numbers = [preview.number for preview in previews_at(reader, last - 2, engine, ahead=5)]
        assert numbers == [last - 2, last - 2, last - 1, last]  # the first is the draft
        assert all(engine.knows(reader, number) for number in numbers)
        assert not engine.knows(reader, last - 3)


def test_a_corrected_list_of_shots_takes_the_place_of_the_search(
    montage: Path, swift: Engine, tmp_path: Path
) -> None:
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_text("start_frame\n0\n" + "\n".join(map(str, CUTS)))
    wrong.write_text("start_frame\n0\n36\n71\n89")
    by_list = [
        Engine(replace(swift.settings, shots=str(path)), network=swift.network)
        for path in (right, wrong)
    ]
    searched = dict(previews(montage, swift, [31, 35, 36]))
    listed, mistaken = (dict(previews(montage, engine, [31, 35, 36])) for engine in by_list)
    assert all(np.array_equal(listed[number], searched[number]) for number in listed)
    assert not np.array_equal(mistaken[35], searched[35])
