"""Renders that are cancelled, run out of memory, meet damage: nothing half-made stays."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from clips import ClipMaker
from filming import scenes, write_film
from standins import Tint, random_weights, render, start, tint_engine
from torch import Tensor
from written import names, planes

from models.unet import Prediction
from vidcolor.devices import choose_compute
from vidcolor.engine import Engine
from vidcolor.errors import VidcolorError
from vidcolor.networks import load_network
from vidcolor.pipeline import default_target
from vidcolor.settings import ColorSettings, OutputSettings
from vidcolor.video.info import SourceKind
from vidcolor.video.probe import probe

# Cancelling, errors, memory


@pytest.mark.parametrize("name", ["out.mp4", "out.mkv", "out"])
@pytest.mark.parametrize("after", [0, 1, 25])
def test_a_cancelled_render_leaves_nothing(
    clips: ClipMaker, tmp_path: Path, name: str, after: int
) -> None:
    steps = start(clips.even(), tmp_path / name)
    for _ in range(after):
        next(steps)
    if after:
        assert any(".part" in found for found in names(tmp_path))
    steps.close()
    assert names(tmp_path) == []


class Failing(Tint):
    """Fails at the n-th picture."""

    def __init__(self, error: BaseException, at: int) -> None:
        super().__init__()
        self.error = error
        self.at = at

    def forward(
        self,
        lightness: Tensor,
        hints: Tensor | None = None,
        palette: Tensor | None = None,
        *,
        distribution: bool = True,
        regression: bool = True,
    ) -> Prediction:
        answer = super().forward(lightness, hints, palette)
        if len(self.batches) >= self.at:
            raise self.error
        return answer


@pytest.mark.parametrize("at", [1, 30])
def test_memory_that_ends_is_an_error_with_advice_and_leaves_nothing(
    clips: ClipMaker, tmp_path: Path, at: int
) -> None:
    engine = tint_engine(Failing(torch.OutOfMemoryError("CUDA out of memory"), at))
    with pytest.raises(VidcolorError, match="not enough memory") as caught:
        render(clips.even(), tmp_path / "out.mp4", engine)
    assert "--work-size" in caught.value.do
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "place",
    [
        "vidcolor.colorizer.work_luma",
        "vidcolor.temporal.motion.lightness_from_luma",
        "vidcolor.color.upsample.work_luma",
    ],
)
def test_memory_may_end_in_any_stage(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def greedy(*args: object, **kwargs: object) -> None:
        raise MemoryError

    monkeypatch.setattr(place, greedy, raising=False)
    if "upsample" in place:
        monkeypatch.setattr("vidcolor.color.painting.Upsampler.__call__", greedy)
    with pytest.raises(VidcolorError, match="not enough memory"):
        render(clips.even(), tmp_path / "out.mp4")
    assert names(tmp_path) == []


def test_memory_that_ends_while_decoding_is_no_damage(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packets_left = iter(range(30))  # the probe takes some of them
    decode = Packet.decode

    def greedy(packet: Packet[Any]) -> Any:
        if next(packets_left, None) == 29:
            raise av.error.MemoryError(12, "Cannot allocate memory")
        return decode(packet)

    monkeypatch.setattr(Packet, "decode", greedy)
    with pytest.raises(VidcolorError, match=r"memory to read even\.mp4") as caught:
        render(clips.even(), tmp_path / "out.mp4")
    assert next(packets_left, None) is None
    assert "Close other programs" in caught.value.do
    assert names(tmp_path) == []


@pytest.mark.parametrize("number", range(4))
def test_a_thread_that_cannot_start_is_a_sentence_and_leaves_nothing(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    started: list[threading.Thread] = []
    start_thread = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        started.append(thread)
        if len(started) > number:
            raise RuntimeError("can't start new thread")
        start_thread(thread)

    engine = tint_engine()
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(VidcolorError, match="no more threads"):
        render(clips.even(), tmp_path / "out.mp4", engine)
    assert len(started) > number
    assert names(tmp_path) == []


@pytest.mark.parametrize("door", ["open", "encode"])
def test_memory_that_ends_while_writing_is_told_as_such(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    as_it_was = getattr(VideoCodecContext, door)

    def greedy(thing: Any, *args: object) -> Any:
        if door == "open" and not thing.is_encoder:
            return as_it_was(thing, *args)
        raise av.error.MemoryError(12, "Cannot allocate memory")

    monkeypatch.setattr(VideoCodecContext, door, greedy)
    with pytest.raises(VidcolorError, match=r"memory to write out\.mp4") as caught:
        render(clips.even(), tmp_path / "out.mp4")
    assert "--threads" in caught.value.do
    assert names(tmp_path) == []


@pytest.mark.parametrize("door", ["demux", "mux"])
def test_memory_that_ends_over_the_sound_costs_no_sound_silently(
    clips: ClipMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    owner = {"demux": InputContainer, "mux": OutputContainer}[door]
    as_it_was = getattr(owner, door)
    film = clips.full()  # made while there is memory

    def greedy(container: Any, what: Any) -> Any:
        # The copier reads its streams as a list; the film's own packets are video.
        if isinstance(what, list) or (isinstance(what, Packet) and what.stream.type == "audio"):
            raise av.error.MemoryError(12, "Cannot allocate memory")
        return as_it_was(container, what)

    with monkeypatch.context() as patches:
        patches.setattr(owner, door, greedy)
        with pytest.raises(VidcolorError, match=r"memory to write out\.mkv"):
            render(film, tmp_path / "out.mkv")
    assert names(tmp_path) == [".out.mkv.parts"]  # the pictures are finished, and are kept
    render(film, tmp_path / "out.mkv")
    assert names(tmp_path) == ["out.mkv"]


def test_an_error_of_the_network_rises_as_it_is_and_leaves_nothing(
    clips: ClipMaker, tmp_path: Path
) -> None:
    engine = tint_engine(Failing(ArithmeticError("odd"), 20))
    with pytest.raises(ArithmeticError, match="odd"):
        render(clips.even(), tmp_path / "out.mp4", engine)
    assert names(tmp_path) == []


def test_an_existing_target_survives_a_render_that_fails(clips: ClipMaker, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"
    target.write_bytes(b"precious")
    engine = tint_engine(Failing(ArithmeticError("odd"), 20))
    with pytest.raises(ArithmeticError, match="odd"):
        render(clips.even(), target, engine, overwrite=True)
    assert target.read_bytes() == b"precious"
    assert names(tmp_path) == ["out.mp4"]
    render(clips.even(), target, overwrite=True)
    assert len(planes(target)) == 60


def test_a_cut_matroska_is_coloured_as_far_as_it_goes(clips: ClipMaker, tmp_path: Path) -> None:
    result = render(clips.cut_matroska(), tmp_path / "out.mkv", preset="archive")
    assert 5 < result.frames < 50
    assert len(planes(tmp_path / "out.mkv")) == result.frames
    assert any("early" in warning for warning in result.warnings)


@pytest.mark.parametrize("clip", ["flipped_bytes", "damaged_matroska"])
def test_damage_inside_a_film_is_a_warning(clips: ClipMaker, tmp_path: Path, clip: str) -> None:
    source = getattr(clips, clip)()
    result = render(source, tmp_path / "out.mkv", preset="archive")
    assert 40 <= result.frames <= 60
    assert any("damaged" in warning for warning in result.warnings)
    assert len(planes(tmp_path / "out.mkv")) == result.frames


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ({"start": "60f"}, "behind the end"),
        ({"start": "20f", "end": "20f"}, "holds no frame"),
        ({"start": "noon"}, "noon"),
    ],
)
def test_a_range_without_frames_is_refused(
    clips: ClipMaker, tmp_path: Path, span: dict[str, str], sentence: str
) -> None:
    with pytest.raises(VidcolorError, match=sentence):
        render(clips.even(), tmp_path / "out.mp4", **span)
    assert names(tmp_path) == []


@pytest.mark.parametrize("clip", ["even", "tiff_folder", "stills_folder", "gif"])
def test_every_default_target_can_be_written(clips: ClipMaker, tmp_path: Path, clip: str) -> None:
    source = tmp_path / getattr(clips, clip)().name
    source.symlink_to(getattr(clips, clip)())
    target = default_target(source, OutputSettings())
    render(source, target, frames=2)
    assert names(tmp_path) == sorted([source.name, target.name])


def test_default_targets_lie_beside_the_source(clips: ClipMaker) -> None:
    for clip, name in (
        (clips.even(), "even.color.mp4"),
        (clips.tiff_folder(), "reel.color"),
        (clips.stills_folder(), "stills.color"),
    ):
        assert default_target(clip, OutputSettings()) == clip.parent / name
    archive = OutputSettings(preset="archive")
    assert default_target(clips.even(), archive).name == "even.color.mkv"


def test_a_film_of_stills_is_not_steadied(clips: ClipMaker, tmp_path: Path) -> None:
    assert probe(clips.stills_folder()).kind is SourceKind.STILLS
    module = Tint()
    render(clips.stills_folder(), tmp_path / "out", tint_engine(module))
    assert len(module.batches) == 3 + 2  # no neighbours; each of two sizes is tried once


_PEAK = """
import resource, sys
from pathlib import Path
from standins import render
render(Path(sys.argv[1]), Path(sys.argv[2]), speed="ultrafast")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_film(tmp_path: Path) -> None:
    peaks = []
    for count in (100, 600):
        source = write_film(
            tmp_path / f"{count}.mp4", scenes(count, 160, 96), options={"preset": "ultrafast"}
        )
        command = [sys.executable, "-c", _PEAK, str(source), str(source.with_suffix(".mkv"))]
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, check=True, timeout=120
        )
        peaks.append(int(done.stdout))
    assert peaks[1] <= 1.1 * peaks[0]


def environment() -> dict[str, str]:
    """Of a process that finds the tests' own modules and the project."""
    import os

    here = Path(__file__).resolve().parents[1]
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(here), str(here.parent)])}


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no CUDA device here")
def test_a_gpu_renders_what_the_processor_renders(clips: ClipMaker, tmp_path: Path) -> None:
    weights = random_weights(tmp_path / "swift.safetensors")
    stored = []
    for device in ("cpu", "cuda"):
        network = load_network("swift", choose_compute(device), weights=weights)
        engine = Engine(ColorSettings(device=device, work_size=64), network=network)
        render(clips.even(), tmp_path / f"{device}.mkv", engine, preset="archive")
        stored.append(planes(tmp_path / f"{device}.mkv"))
    for here, there in zip(*stored, strict=True):
        assert np.array_equal(here[0], there[0])
        for a, b in zip(here[1:], there[1:], strict=True):
            assert np.abs(a.astype(int) - b).mean() < 0.5
