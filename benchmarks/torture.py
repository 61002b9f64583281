"""Renders a film again and again while something goes wrong, and counts what was lost.

    python benchmarks/torture.py --rounds 100 --seed 1

Each round renders a 60-second film with shots, sound and subtitles in short segments. At a random
moment the process is killed, or its disk is full, or the target's folder is gone; the same command
then goes on. In the end pictures, sound, subtitles and all time stamps must be those of a render
that nobody disturbed, bit for bit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np

SECONDS, RATE, SIZE = 60, 24, (160, 96)
SUFFIXES = (".mp4", ".mkv")
PATIENCE_S = 300.0


def main() -> int:
    """Torture, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with TemporaryDirectory(prefix="vidcolor-torture-") as name:
        folder = Path(name)
        film = folder / "film.mkv"
        write_film(film)
        whole, usual_s = {}, {}
        for suffix in SUFFIXES:
            began = time.monotonic()
            target = folder / f"whole{suffix}"
            code, said = Attempt(film, target, folder / "cache-whole").end()
            assert code == 0, said
            usual_s[suffix] = time.monotonic() - began
            whole[suffix] = digest(target)
        faults: Counter[str] = Counter()
        attempts, lost, odd = 0, [], []
        for number in range(options.rounds):
            suffix, fault = chance.choice(SUFFIXES), chance.choice(FAULTS)
            place = folder / f"round-{number}"
            place.mkdir()
            target = place / f"out{suffix}"
            after_s = chance.uniform(0.2, 1.0) * usual_s[suffix]
            attempt = Attempt(film, target, folder / f"cache-{number}")
            faults[fault.__name__] += fault(attempt, after_s, chance)
            code, said = attempt.end()
            attempts += 1
            if "Traceback" in said or (code not in (0, -9) and "vidcolor: " not in said):
                odd.append(f"round {number}, {fault.__name__}, exit {code}: {said[-400:]}")
            if code != 0 or not target.exists():
                code, said = Attempt(film, target, folder / f"cache-{number}").end()
                attempts += 1
            if code != 0 or digest(target) != whole[suffix] or len(list(place.iterdir())) != 1:
                lost.append(f"round {number}, {fault.__name__}, exit {code}: {said[-400:]}")
            shutil.rmtree(place)
            shutil.rmtree(folder / f"cache-{number}", ignore_errors=True)
            sys.stderr.write(f"round {number + 1}: {dict(faults)}, lost {len(lost)}\n")
    sys.stdout.write(
        json.dumps(
            {
                "rounds": options.rounds,
                "seed": options.seed,
                "faults that struck": dict(faults),
                "attempts": attempts,
                "lost": lost,
                "without a sentence": odd,
            },
            indent=2,
        )
        + "\n"
    )
    return 1 if lost or odd else 0


class Attempt:
    """One start of the command."""

    def __init__(self, film: Path, target: Path, cache: Path) -> None:
        self.target = target
        words = ["colorize", film, target, "--device", "cpu", "--work-size", "64"]
        words += ["--segment-s", "2", "--threads", "2", "--speed", "ultrafast"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "vidcolor", *map(str, words)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        )

    def end(self) -> tuple[int, str]:
        """Wait; gives the exit code and what was said."""
        _, said = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, said

    def wait(self, seconds: float) -> bool:
        """Let it work; whether it still does."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return True
        return False


def kill(attempt: Attempt, after_s: float, chance: random.Random) -> bool:
    """As a crash, or the kernel that wants its memory back."""
    if struck := attempt.wait(after_s):
        attempt.process.kill()
    return struck


def fill_disk(attempt: Attempt, after_s: float, chance: random.Random) -> bool:
    """No file can grow any more."""
    if struck := attempt.wait(after_s):
        most = chance.choice([0, 1000, 20_000])
        resource.prlimit(attempt.process.pid, resource.RLIMIT_FSIZE, (most, most))
    return struck


def take_folder(attempt: Attempt, after_s: float, chance: random.Random) -> bool:
    """The target's folder is gone for a while, as a drive that was unplugged."""
    folder = attempt.target.parent
    away = folder.with_name(folder.name + "-away")
    if struck := attempt.wait(after_s):
        folder.rename(away)
        attempt.wait(chance.uniform(0.1, 3.0))
        if folder.exists():  # nothing is to make it again
            attempt.process.kill()
            raise AssertionError(f"{folder} came back by itself")
        away.rename(folder)
    return struck


def digest(path: Path) -> str:
    """Of all packets of all streams with their time stamps."""
    found = hashlib.sha256()
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.size:
                stamps = (packet.stream.index, packet.pts, packet.dts, packet.duration)
                found.update(repr(stamps).encode() + bytes(packet))
    return found.hexdigest()


def write_film(path: Path) -> None:
    """Six shots, a tone and subtitles."""
    rng = np.random.default_rng(0)
    lines = path.with_suffix(".srt")
    lines.write_text(
        "\n".join(
            f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n:02},900\nSecond {n}.\n" for n in range(SECONDS)
        )
    )
    with av.open(str(lines)) as subtitles, av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=RATE, options={"crf": "20"})
        video.width, video.height = SIZE
        video.pix_fmt = "yuv420p"
        sound: Any = container.add_stream("aac", rate=48_000, layout="mono")
        words = container.add_stream_from_template(subtitles.streams.subtitles[0])
        scenes = rng.integers(20, 230, (6, 12, 24), dtype=np.uint8)
        told = [packet for packet in subtitles.demux() if packet.size]
        for number in range(SECONDS * RATE):
            if number % RATE == 0:
                second = number // RATE
                told[second].stream = words
                container.mux(told[second])
                at = np.arange(48_000) + second * 48_000
                wave = (0.3 * np.sin(at / 30)).astype(np.float32)[None]
                tone = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
                tone.pts, tone.sample_rate = int(at[0]), 48_000
                container.mux(sound.encode(tone))
            scene = scenes[number * 6 // (SECONDS * RATE)].repeat(8, 0).repeat(8, 1)
            luma = np.roll(scene, number // 2, 1)[: SIZE[1], : SIZE[0]]
            planes = np.concatenate([luma.ravel(), np.full(luma.size // 2, 128, np.uint8)])
            picture = av.VideoFrame.from_ndarray(
                planes.reshape(SIZE[1] * 3 // 2, SIZE[0]), format="yuv420p"
            )
            picture.pts, picture.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
        container.mux(sound.encode(None))


FAULTS: tuple[Callable[[Attempt, float, random.Random], bool], ...] = (
    kill,
    fill_disk,
    take_folder,
)


if __name__ == "__main__":
    sys.exit(main())
