"""Bad input on the command line: exit 1, one clear sentence, nothing left behind."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch
from clips import ClipMaker
from filming import scene, scenes, write_film, write_picture
from safetensors.torch import save_file
from standins import Tint, tint_network

from vidcolor.cli import main

FAST = ("--device", "cpu", "--work-size", "64")


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands need no trained weights; what loads them is put back where it is the point."""
    monkeypatch.setattr("vidcolor.engine.load_network", lambda name, compute: tint_network())


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what is in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


class Refuse:
    """Runs a command that must fail, and checks how it does."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *words: object, sentence: str) -> None:
        before = listing(self.folder)
        code = main([str(word) for word in words])
        said = self._capsys.readouterr()
        assert code == 1, said
        assert said.out == ""
        # Nothing but progress before it: no traceback, no FFmpeg log.
        first, second = (line for line in said.err.splitlines() if not line.startswith("frame "))
        assert first.startswith("vidcolor: ")
        assert sentence in first
        assert second.startswith("  ")
        assert first.endswith(".")
        assert second.endswith(".")
        assert listing(self.folder) == before


@pytest.fixture
def refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refuse:
    return Refuse(tmp_path, capsys)


SOURCES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "missing.mp4": (lambda path: None, "does not exist"),
    "frames": (lambda path: path.mkdir(), "holds no pictures"),
    "empty.mp4": (lambda path: path.write_bytes(b""), "is empty"),
    "random.mp4": (
        lambda path: path.write_bytes(np.random.default_rng(1).bytes(5000)),
        "not a film or picture",
    ),
    "words.txt": (lambda path: path.write_text("A tram. " * 99), "text file"),
}


@pytest.mark.parametrize("command", ["colorize", "dry run", "frame", "compare", "probe", "verify"])
@pytest.mark.parametrize("name", SOURCES)
def test_what_is_no_film_is_refused_by_every_command(
    refuse: Refuse, tmp_path: Path, clips: ClipMaker, name: str, command: str
) -> None:
    make, sentence = SOURCES[name]
    path = tmp_path / name
    make(path)
    words: tuple[object, ...] = {
        "colorize": ("colorize", path, tmp_path / "out.mp4", *FAST),
        "dry run": ("colorize", path, "--dry-run", *FAST),
        "frame": ("frame", path, tmp_path / "out.png", "--at", "0f", *FAST),
        "compare": ("frame", path, tmp_path / "out.png", "--at", "0f", "--compare", *FAST),
        "probe": ("probe", path),
        "verify": ("verify", path, clips.even()),
    }[command]
    refuse(*words, sentence=sentence)


@pytest.mark.parametrize(
    ("clip", "sentence"), [("mp4_without_moov", "moov"), ("sound_only", "only sound")]
)
def test_half_a_film_is_refused(
    refuse: Refuse, tmp_path: Path, clips: ClipMaker, clip: str, sentence: str
) -> None:
    refuse("colorize", getattr(clips, clip)(), tmp_path / "out.mp4", *FAST, sentence=sentence)


def test_a_missing_frame_is_named_by_its_number(refuse: Refuse, tmp_path: Path) -> None:
    (tmp_path / "reel").mkdir()
    for number in (98, 99, 101):
        write_picture(tmp_path / "reel" / f"r_{number:04}.png", scene(number), "gray")
    refuse("colorize", tmp_path / "reel", *FAST, sentence="Frame number 100 is missing")


def test_a_broken_frame_in_the_middle_is_named(refuse: Refuse, tmp_path: Path) -> None:
    (tmp_path / "reel").mkdir()
    for number in range(12):
        write_picture(tmp_path / "reel" / f"{number:02}.png", scene(number), "gray")
    (tmp_path / "reel" / "07.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    refuse("colorize", tmp_path / "reel", tmp_path / "out", *FAST, sentence="07.png")
    refuse("colorize", tmp_path / "reel", tmp_path / "out.mkv", *FAST, sentence="07.png")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_film(tmp_path / "tram.mp4", scenes(12))


def test_the_film_itself_is_never_the_target(refuse: Refuse, tmp_path: Path, film: Path) -> None:
    (tmp_path / "link.mp4").symlink_to(film)
    for target in (film, tmp_path / "link.mp4", tmp_path / "." / "tram.mp4"):
        for more in ((), ("--overwrite",)):
            refuse("colorize", film, target, *FAST, *more, sentence="both source and target")


def test_what_exists_needs_a_word_to_be_replaced(
    refuse: Refuse, tmp_path: Path, film: Path
) -> None:
    for name in ("out.mp4", "out.png"):
        (tmp_path / name).write_bytes(b"precious")
    refuse("colorize", film, tmp_path / "out.mp4", *FAST, sentence="exists already")
    png = tmp_path / "out.png"
    refuse("frame", film, png, "--at", "1f", *FAST, sentence="exists already")
    refuse("frame", film, png, "--at", "1f", "--compare", *FAST, sentence="exists already")


def test_a_folder_that_is_not_there_is_named(refuse: Refuse, tmp_path: Path, film: Path) -> None:
    for name in ("no/out.mp4", "no/out.mkv", "no/out"):
        refuse("colorize", film, tmp_path / name, *FAST, sentence="does not exist")
    png = tmp_path / "no" / "out.png"
    refuse("frame", film, png, "--at", "1f", *FAST, sentence="does not exist")
    refuse("frame", film, png, "--at", "1f", "--compare", *FAST, sentence="does not exist")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /sys, closed to root too")
@pytest.mark.parametrize("name", ["out.mp4", "out.mkv", "out.png", "out"])
def test_a_read_only_folder_is_named(refuse: Refuse, film: Path, name: str) -> None:
    # Tests may run as root, whom permissions do not stop; the kernel's own folder does.
    frames = ("--frames", "1") if name == "out.png" else ()
    refuse("colorize", film, Path("/sys") / name, *FAST, *frames, sentence="cannot be written to")
    if name == "out.png":
        target = Path("/sys") / name
        for more in ((), ("--compare",)):
            refuse("frame", film, target, "--at", "1f", *FAST, *more, sentence="be written to")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The system refuses to let any file grow beyond ``size`` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", ["out.mkv", "out.mp4", "out"])
@pytest.mark.parametrize("size", [0, 3000])
def test_a_full_disk_is_told_and_nothing_stays(
    refuse: Refuse, tmp_path: Path, name: str, size: int
) -> None:
    big = write_film(tmp_path / "big.mkv", scenes(20, 160, 96), codec="ffv1")
    if name == "out.mp4":
        words: tuple[str, ...] = ("--crf", "1")
    else:
        words = ("--preset", "archive")
    with largest_file(size):
        refuse("colorize", big, tmp_path / name, *FAST, *words, sentence="disk is full")


def test_containers_and_codecs_that_do_not_go_together(
    refuse: Refuse, tmp_path: Path, film: Path
) -> None:
    for name, words, sentence in (
        ("out.mov", ("--codec", "ffv1"), "do not hold ffv1"),
        ("out.avi", (), "suffix"),
        ("out.png", ("--codec", "h264"), "does not hold h264"),
        ("out.png", (), "more than one picture"),
    ):
        refuse("colorize", film, tmp_path / name, *FAST, *words, sentence=sentence)


def test_no_such_device(refuse: Refuse, tmp_path: Path, film: Path) -> None:
    target = tmp_path / "out.mp4"
    refuse("colorize", film, target, "--device", "tpu", sentence="no device called 'tpu'")
    if not torch.cuda.is_available():
        refuse("colorize", film, target, "--device", "cuda", sentence="has no device 'cuda'")
    absent = f"cuda:{torch.cuda.device_count() + 3}"
    refuse("colorize", film, target, "--device", absent, sentence="no")


def test_a_frame_beyond_the_end(refuse: Refuse, tmp_path: Path, film: Path) -> None:
    png = tmp_path / "out.png"
    for at in ("12f", "0.48s", "1:00"):
        refuse("frame", film, png, "--at", at, *FAST, sentence="behind the end")
    refuse("frame", film, png, "--at", "noon", *FAST, sentence="noon")


class Greedy(Tint):
    """Finds no memory from the n-th picture on."""

    def forward(self, lightness, hints=None, palette=None, distribution=True, regression=True):  # type: ignore[no-untyped-def]
        answer = super().forward(lightness, hints, palette)
        if len(self.batches) > 6:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return answer


def test_memory_that_ends_on_the_way(
    refuse: Refuse, tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcolor.engine.load_network", lambda *_: tint_network(Greedy()))
    refuse("colorize", film, tmp_path / "out.mp4", *FAST, sentence="not enough memory")


@pytest.fixture
def shipped(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the shipped weights would lie; they are really loaded."""
    from vidcolor.networks import load_network

    home = tmp_path_factory.mktemp("package")
    monkeypatch.setattr("models.registry._HERE", home)
    monkeypatch.setattr("vidcolor.engine.load_network", load_network)
    (home / "weights").mkdir()
    (home / "weights" / "swift.sha256").write_text(f"{'0' * 64}  swift.safetensors\n")
    return home / "weights" / "swift.safetensors"


def test_a_model_that_is_unknown(refuse: Refuse, tmp_path: Path, film: Path, shipped: Path) -> None:
    words = ("colorize", film, tmp_path / "out.mp4", *FAST, "--model", "vivd")
    refuse(*words, sentence="no model called 'vivd'")
    refuse(*words, "--dry-run", sentence="no model called 'vivd'")
    refuse("models", "info", "vivd", sentence="no model called 'vivd'")


def test_weights_that_are_missing_damaged_or_of_another_kind(
    refuse: Refuse, tmp_path: Path, film: Path, shipped: Path
) -> None:
    words = ("colorize", film, tmp_path / "out.mp4", *FAST)
    refuse(*words, sentence="weights of swift are missing")
    shipped.write_bytes(bytes(1000))
    refuse(*words, sentence="weights of swift are damaged")
    save_file({"other": torch.zeros(3)}, shipped)
    refuse(*words, sentence="another architecture")


def test_a_card_that_is_missing_is_told(refuse: Refuse, shipped: Path) -> None:
    refuse("models", "info", "swift", sentence="card of swift is missing")


# Warnings: the work is done, and what is not as it was is said.


class Warned:
    """Runs a command that must succeed; gives its warnings."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> str:
        code = main([str(word) for word in words])
        said = self._capsys.readouterr()
        assert code == 0, said
        return said.err


@pytest.fixture
def warned(capsys: pytest.CaptureFixture[str]) -> Warned:
    return Warned(capsys)


def test_a_cut_film_is_coloured_to_its_end_and_says_how_much_is_missing(
    warned: Warned, tmp_path: Path, clips: ClipMaker
) -> None:
    said = warned("colorize", clips.cut_matroska(), tmp_path / "out.mkv", *FAST)
    assert "s early" in said
    assert (tmp_path / "out.mkv").exists()


@pytest.mark.parametrize("clip", ["flipped_bytes", "damaged_matroska"])
def test_damage_inside_is_counted(
    warned: Warned, tmp_path: Path, clips: ClipMaker, clip: str
) -> None:
    said = warned("colorize", getattr(clips, clip)(), tmp_path / "out.mkv", *FAST)
    assert "damaged" in said


def test_a_track_that_the_container_cannot_take_is_named(
    warned: Warned, tmp_path: Path, clips: ClipMaker
) -> None:
    with av.open(str(clips.full())) as source, av.open(str(tmp_path / "in.mkv"), "w") as target:
        video = target.add_stream_from_template(source.streams.video[0])
        target.add_attachment("notes.txt", "text/plain", b"A reel from 1912.")
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = video
                target.mux(packet)
    said = warned("colorize", tmp_path / "in.mkv", tmp_path / "out.mp4", *FAST)
    assert "warning: " in said
    assert "attachment" in said
    assert (tmp_path / "out.mp4").exists()


def test_a_depth_that_had_to_change_is_told(warned: Warned, tmp_path: Path) -> None:
    deep = [scene(n).astype(np.uint16) * 4 for n in range(4)]
    film = write_film(tmp_path / "in.mkv", deep, codec="ffv1", pixel_format="yuv420p10le")
    assert "rounded to 8" in warned("colorize", film, tmp_path / "out.mp4", *FAST)


def test_a_smaller_batch_is_told(
    warned: Warned, tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Small(Tint):
        def forward(self, lightness, hints=None, palette=None, distribution=True, regression=True):  # type: ignore[no-untyped-def]
            if len(lightness) > 1:
                raise torch.OutOfMemoryError("CUDA out of memory")
            return super().forward(lightness, hints, palette)

    from vidcolor.devices import Compute, choose_compute

    def with_batches(device: str) -> Compute:
        found = choose_compute(device)
        return replace(found, batch=8)

    monkeypatch.setattr("vidcolor.engine.choose_compute", with_batches)
    monkeypatch.setattr("vidcolor.engine.load_network", lambda *_: tint_network(Small()))
    assert "one by one" in warned("colorize", film, tmp_path / "out.mp4", *FAST)
