"""Ctrl-C and a polite kill, sent to a real process: 130, and nothing half-written stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filming import scenes, write_film, write_picture

PATIENCE_S = 60.0

_COLORIZE = """
import sys, time
import vidcolor.engine
from standins import Tint, tint_network

class Slow(Tint):
    def forward(self, lightness, hints=None, palette=None, distribution=True, regression=True):
        time.sleep(0.02)  # a film that takes long enough to be interrupted
        return super().forward(lightness, hints, palette)

vidcolor.engine.load_network = lambda name, compute: tint_network(Slow())
from vidcolor.__main__ import entry
sys.argv = ["vidcolor", *sys.argv[1:]]
entry()
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `vidcolor` with the stand-in for trained weights; ended with the test."""
    here = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join([str(here), str(here.parent)])
    running: list[subprocess.Popen[str]] = []

    def start(*words: object, code: str = _COLORIZE) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, words), "--device", "cpu", "--work-size", "64"],
            env=os.environ | {"PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(process: subprocess.Popen[str], found: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE_S
    while not found():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < patience
        time.sleep(0.01)


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("long") / "in.mp4", scenes(1500, 32, 32))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["out.mp4", "out"])
def test_an_interrupted_render_leaves_nothing(
    started: Callable[..., subprocess.Popen[str]],
    tmp_path: Path,
    long_film: Path,
    name: str,
    sent: signal.Signals,
) -> None:
    process = started("colorize", long_film, tmp_path / name)
    wait_for(process, lambda: any(".part" in p.name for p in tmp_path.iterdir()))
    if name == "out":
        wait_for(process, lambda: len(list((tmp_path / ".out.partial").glob("*.png"))) > 3)
    process.send_signal(sent)
    out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert out == ""
    assert "interrupted" in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_impatience_leaves_nothing_either(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path, long_film: Path
) -> None:
    process = started("colorize", long_film, tmp_path / "out.mkv")
    wait_for(process, lambda: any(".part" in p.name for p in tmp_path.iterdir()))
    for _ in range(5):
        process.send_signal(signal.SIGINT)
        time.sleep(0.005)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_was_there_survives_an_interrupt(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path, long_film: Path
) -> None:
    (tmp_path / "out.mp4").write_bytes(b"precious")
    process = started("colorize", long_film, tmp_path / "out.mp4", "--overwrite")
    wait_for(process, lambda: any(".part" in p.name for p in tmp_path.iterdir()))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert [p.name for p in tmp_path.iterdir()] == ["out.mp4"]
    assert (tmp_path / "out.mp4").read_bytes() == b"precious"


def test_unrelated_pictures_leave_nothing_either(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for number, picture in enumerate(scenes(300)):
        write_picture(album / f"{number}.png", picture, "gray")
    process = started("colorize", album, tmp_path / "out", "--stills")
    wait_for(process, lambda: (tmp_path / ".out.partial").exists())
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert [p.name for p in tmp_path.iterdir()] == ["album"]


_ENTER = """
import sys
import vidcolor.__main__
print("late" if "torch" in sys.modules else "ready", flush=True)
vidcolor.__main__.entry()
"""


@pytest.mark.parametrize("delay_s", [0.1, 0.5])
def test_an_interrupt_while_starting_up_is_quiet(
    started: Callable[..., subprocess.Popen[str]], tmp_path: Path, long_film: Path, delay_s: float
) -> None:
    process = started("colorize", long_film, tmp_path / "out.mp4", code=_ENTER)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(delay_s)  # torch is being imported
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
