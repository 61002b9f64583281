"""What an estimate tells, held against the render; and the encoder's test."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from clips import ClipMaker
from filming import scenes, write_film
from standins import tint_engine, tint_network
from written import names

from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.estimate import Estimate, encoder_test, estimate, free_bytes
from vidcolor.pipeline import colorize_film
from vidcolor.progress import RenderProgress
from vidcolor.queue import JobSpec
from vidcolor.settings import ColorSettings, OutputSettings, RangeSettings

COLOR = ColorSettings(device="cpu", work_size=64)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidcolor.engine.load_network", lambda name, compute: tint_network())


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files lie."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def spec(source: Path, target: Path, **changes: Any) -> JobSpec:
    values: dict[str, Any] = {"output": OutputSettings(), "span": RangeSettings()}
    return JobSpec(source=source, target=target, color=COLOR, **values | changes)


def estimated(job: JobSpec) -> Estimate:
    *steps, last = estimate(job)
    assert isinstance(last, Estimate)
    assert all(isinstance(step, RenderProgress) for step in steps)
    return last


def rendered_bytes(job: JobSpec) -> int:
    steps = colorize_film(job.source, job.target, color=job.color, output=job.output, span=job.span)
    for _ in steps:
        pass
    files = job.target.iterdir() if job.target.is_dir() else [job.target]
    return sum(file.stat().st_size for file in files)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "film.mp4", scenes(300, 160, 96))


@pytest.mark.parametrize(
    ("name", "settings", "near"),
    [
        ("out.mp4", {}, 0.2),
        ("out.mkv", {"preset": "archive"}, 0.1),
        ("out.mov", {"preset": "edit"}, 0.1),
        ("out", {"codec": "png"}, 0.1),
    ],
)
def test_the_size_is_about_that_of_the_render(
    film: Path, tmp_path: Path, temporary: Path, name: str, settings: dict[str, str], near: float
) -> None:
    job = spec(film, tmp_path / name, output=OutputSettings(**settings))
    told = estimated(job)
    assert names(tmp_path) == []
    assert told.seconds > 0
    assert told.bytes == pytest.approx(rendered_bytes(job), rel=near)
    assert names(temporary) == []


def test_a_part_takes_its_share(film: Path, tmp_path: Path) -> None:
    output = OutputSettings(preset="archive")
    whole = estimated(spec(film, tmp_path / "out.mkv", output=output))
    for span in (
        RangeSettings(start="100f", end="200f"),
        RangeSettings(start="4s", frames=100),
    ):
        part = estimated(spec(film, tmp_path / "out.mkv", output=output, span=span))
        assert part.bytes == pytest.approx(whole.bytes / 3, rel=0.05)


def test_the_sound_counts_unless_it_is_left_out(clips: ClipMaker, tmp_path: Path) -> None:
    with_sound = estimated(spec(clips.full(), tmp_path / "out.mkv"))
    output = OutputSettings(leave_out="1")
    without = estimated(spec(clips.full(), tmp_path / "out.mkv", output=output))
    assert with_sound.bytes - without.bytes == pytest.approx(2 * 8000 * 2, rel=0.1)


def test_a_film_shorter_than_the_sample_is_rendered_whole(clips: ClipMaker, tmp_path: Path) -> None:
    job = spec(clips.tagged(), tmp_path / "out.mkv")
    assert [s.frames for s in estimate(job) if isinstance(s, RenderProgress)] == [*range(31)]
    assert estimated(job).bytes == pytest.approx(rendered_bytes(job), rel=0.01)


@pytest.mark.parametrize("clip", ["tiff_folder", "stills_folder", "gif"])
def test_pictures_are_estimated_too(clips: ClipMaker, tmp_path: Path, clip: str) -> None:
    job = spec(getattr(clips, clip)(), tmp_path / "out", output=OutputSettings(codec="png"))
    assert estimated(job).bytes == pytest.approx(rendered_bytes(job), rel=0.05)


def test_an_estimate_that_is_given_up_leaves_nothing(
    film: Path, tmp_path: Path, temporary: Path
) -> None:
    steps = estimate(spec(film, tmp_path / "out.mp4"))
    before, first = next(steps), next(steps)
    assert isinstance(before, RenderProgress)
    assert isinstance(first, RenderProgress)
    assert [(step.frames, step.frames_total) for step in (before, first)] == [(0, 40), (1, 40)]
    assert names(temporary) != []
    steps.close()
    assert names(temporary) == []
    assert names(tmp_path) == []


def test_known_colours_do_not_make_the_estimate_too_good_and_it_keeps_none(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembering = []
    monkeypatch.setattr(
        "vidcolor.engine.ColorTrack.open", lambda *_: remembering.append(True) or 1 / 0
    )
    estimated(spec(film, tmp_path / "out.mp4"))
    assert remembering == []


def test_a_network_that_is_loaded_is_not_loaded_again(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Engine = tint_engine()
    monkeypatch.setattr("vidcolor.engine.load_network", lambda name, compute: 1 / 0)
    *_, last = estimate(spec(film, tmp_path / "out.mp4"), engine=engine)
    assert isinstance(last, Estimate)


def test_what_the_render_would_refuse_the_estimate_refuses(
    clips: ClipMaker, film: Path, tmp_path: Path, temporary: Path
) -> None:
    for job, sentence in (
        (spec(clips.mp4_without_moov(), tmp_path / "out.mp4"), "moov"),
        (spec(film, tmp_path / "out.mov", output=OutputSettings(codec="ffv1")), "do not hold ffv1"),
        (spec(film, tmp_path / "out.mp4", output=OutputSettings(leave_out="5")), "no stream 5"),
        (spec(film, tmp_path / "a.mp4", span=RangeSettings(start="9f", end="9f")), "no frame"),
    ):
        with pytest.raises(VidcolorError, match=sentence):
            list(estimate(job))
    assert names(temporary) == []


def test_free_space_is_told_for_a_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    told = free_bytes(tmp_path / "not" / "yet" / "out.mp4")
    assert told == pytest.approx(shutil.disk_usage(tmp_path).free, rel=0.1)


@pytest.mark.parametrize(
    ("settings", "encoder"),
    [
        ({}, "libx264"),
        ({"preset": "archive"}, "ffv1"),
        ({"preset": "edit"}, "prores_ks"),
        ({"preset": "master"}, "libx265"),
        ({"codec": "png"}, "png"),
        ({"codec": "tiff"}, "tiff"),
        ({"codec": "jpeg"}, "jpeg"),
        ({"leave_out": "1,2"}, "libx264"),
    ],
)
def test_the_encoder_test_names_the_encoder(
    settings: dict[str, str], encoder: str, temporary: Path
) -> None:
    assert encoder_test(OutputSettings(**settings), 161, 97) == encoder
    assert names(temporary) == []


def test_an_encoder_that_does_not_start_is_told(temporary: Path) -> None:
    with pytest.raises(VidcolorError, match="libx264 does not start with pictures of 160×96"):
        encoder_test(OutputSettings(speed="soon"), 160, 96)
    with pytest.raises(VidcolorError, match="does not write 4:2:2"):
        encoder_test(OutputSettings(codec="av1", chroma="422"), 160, 96)
    assert names(temporary) == []
