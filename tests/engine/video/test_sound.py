"""Sound for loudspeakers: every sample at its time, whatever the file did to it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ClipMaker
from filming import scene, video_frame
from numpy.typing import NDArray

from vidcolor.video.sound import RATE_HZ, open_sound

LENGTH_S = 4


def clicks(*at: int, rate_hz: int = RATE_HZ, length_s: float = LENGTH_S) -> NDArray[np.int16]:
    """Silence with single loud samples."""
    wave = np.zeros(round(length_s * rate_hz), np.int16)
    wave[list(at)] = 20000
    return wave


def tone(length_s: float = LENGTH_S, rate_hz: int = RATE_HZ) -> NDArray[np.int16]:
    """A slow sweep, so that every moment sounds different."""
    time_s = np.arange(round(length_s * rate_hz)) / rate_hz
    return (np.sin(2 * np.pi * (200 + 40 * time_s) * time_s) * 9000).astype(np.int16)


def write(
    path: Path,
    pieces: Sequence[tuple[float, NDArray[np.int16]]],
    *,
    codec: str = "pcm_s16le",
    rate_hz: int = RATE_HZ,
    first_picture_s: float = 0.0,
    options: dict[str, str] | None = None,
) -> Path:
    """A film of grey pictures with mono sound that begins anew at each piece's time."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("mpeg4", rate=25, options={"g": "12"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream(codec, rate=rate_hz, layout="mono", options=options or {})
        size = 1024
        packets = []
        for number in range(LENGTH_S * 25):
            frame = video_frame(scene(number), "yuv420p")
            frame.pts, frame.time_base = number + round(first_picture_s * 25), Fraction(1, 25)
            packets += video.encode(frame)
        packets += video.encode()
        for begin_s, wave in pieces:
            for at in range(0, len(wave), size):
                part = wave[at : at + size]
                sent = av.AudioFrame.from_ndarray(part[None], format="s16", layout="mono")
                sent.sample_rate, sent.time_base = rate_hz, Fraction(1, rate_hz)
                sent.pts = round(begin_s * rate_hz) + at
                packets += sound.encode(sent)
        packets += sound.encode()
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            container.mux(packet)
    return path


def heard(path: Path, start_s: float = 0.0, *, speed: float = 1.0) -> NDArray[np.int16]:
    """All samples from a time on, ``(n, 2)``; checks that blocks follow each other."""
    with open_sound(path) as sound:
        assert sound is not None
        parts, at_s = [], start_s
        for block in sound.blocks(start_s, speed=speed):
            assert block.seconds == pytest.approx(at_s, abs=1e-5)
            at_s = block.seconds + len(block.samples) / RATE_HZ * speed
            parts.append(block.samples)
    return np.concatenate(parts)


def peaks(samples: NDArray[np.int16], least: int = 3000) -> list[int]:
    """Where single clicks stand out."""
    left = np.abs(samples[:, 0].astype(int))
    return [
        i for i in np.flatnonzero(left > least) if left[i] == left[max(i - 200, 0) : i + 200].max()
    ]


@pytest.mark.parametrize("suffix", [".mov", ".mkv", ".avi"])
def test_a_click_lands_at_its_sample(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"film{suffix}", [(0, clicks(4801, 100_000))])
    samples = heard(path)
    assert samples.shape == (LENGTH_S * RATE_HZ, 2)
    assert samples.dtype == np.int16
    assert peaks(samples) == [4801, 100_000]
    assert np.array_equal(samples[:, 0], samples[:, 1])


def test_another_sample_rate_keeps_the_time(tmp_path: Path) -> None:
    path = write(tmp_path / "f.mov", [(0, clicks(44100, 88200, rate_hz=44100))], rate_hz=44100)
    samples = heard(path)
    assert peaks(samples) == [48000, 96000]
    assert abs(len(samples) - LENGTH_S * RATE_HZ) <= 1


@pytest.mark.parametrize(("suffix", "codec"), [(".mp4", "aac"), (".mkv", "libopus")])
def test_the_run_in_of_a_codec_is_not_heard(tmp_path: Path, suffix: str, codec: str) -> None:
    wave = tone()
    samples = heard(write(tmp_path / f"film{suffix}", [(0, wave)], codec=codec))[:, 0]
    part = slice(48_000, 96_000)
    shifts = range(-60, 61)
    differences = [
        np.abs(
            samples[48_000 + by : 96_000 + by].astype(int) - wave[part] * samples.std() / wave.std()
        ).mean()
        for by in shifts
    ]
    assert abs(shifts[int(np.argmin(differences))]) <= 1


@pytest.mark.parametrize("start_s", [0.5, 1.731, 3.2])
@pytest.mark.parametrize("suffix", [".mov", ".avi"])
def test_from_the_middle_it_is_the_same_sound(tmp_path: Path, suffix: str, start_s: float) -> None:
    path = write(tmp_path / f"film{suffix}", [(0, tone())])
    whole, part = heard(path), heard(path, start_s)
    assert np.array_equal(part, whole[round(start_s * RATE_HZ) :])


def test_from_the_middle_a_lossy_codec_is_run_in_too(tmp_path: Path) -> None:
    path = write(tmp_path / "film.mp4", [(0, tone())], codec="aac")
    whole, part = heard(path), heard(path, 2.0)
    assert np.abs(part[:4800].astype(int) - whole[96_000:100_800]).max() <= 1


def test_sound_counts_from_the_first_picture(tmp_path: Path) -> None:
    path = write(tmp_path / "film.mkv", [(0, clicks(48_000))], first_picture_s=0.4)
    assert peaks(heard(path)) == [48_000 - 19_200]
    assert peaks(heard(path, 0.5)) == [48_000 - 19_200 - 24_000]


def test_before_late_sound_there_is_silence(tmp_path: Path) -> None:
    path = write(tmp_path / "film.mkv", [(1.5, clicks(480, length_s=1))])
    samples = heard(path)
    assert peaks(samples) == [72_480]
    assert len(samples) == pytest.approx(2.5 * RATE_HZ, abs=48)
    assert peaks(heard(path, 0.7)) == [72_480 - 33_600]


def test_a_hole_in_the_sound_is_filled_with_silence(tmp_path: Path) -> None:
    pieces = [(0.0, clicks(1000, length_s=1)), (2.25, clicks(1000, length_s=1))]
    samples = heard(write(tmp_path / "film.mkv", pieces))
    assert peaks(samples) == [1000, 109_000]
    assert not samples[48_100:107_900].any()


def damaged(path: Path, from_s: float, until_s: float) -> None:
    """Overwrite the packets of sound that begin between two times."""
    with av.open(str(path)) as container:
        packets = [
            (packet.pos, packet.size)
            for packet in container.demux(audio=0)
            if packet.size and from_s <= packet.pts * packet.time_base < until_s
        ]
    assert packets
    data = bytearray(path.read_bytes())
    for position, size in packets:
        data[position : position + size] = bytes(size)
    path.write_bytes(data)


@pytest.mark.parametrize(("frame_size", "until_s"), [(4608, 1.3), (480, 1.008)])
def test_damage_is_silent_and_shifts_nothing(
    tmp_path: Path, frame_size: int, until_s: float
) -> None:
    wave, options = tone(), {"frame_size": str(frame_size)}
    path = write(tmp_path / "film.mp4", [(0, wave)], codec="flac", options=options)
    whole = heard(path)
    damaged(path, 1.0, until_s)
    samples = heard(path)
    missing = np.flatnonzero((samples != whole).any(1))
    assert 0.99 * RATE_HZ < missing.min() < 1.1 * RATE_HZ
    assert missing.max() < (until_s + 0.11) * RATE_HZ
    assert not samples[missing].any()


def test_twice_as_fast_is_half_as_long(tmp_path: Path) -> None:
    path = write(tmp_path / "film.mov", [(0, clicks(96_000))])
    samples = heard(path, 1.0, speed=2.0)
    assert len(samples) == pytest.approx(1.5 * RATE_HZ, abs=2)
    assert peaks(samples, 2000) == [24_000]


def test_what_has_no_sound_gives_none(clips: ClipMaker) -> None:
    for silent in (clips.even(), clips.png_folder(), clips.tiff_folder() / "reel_0086400.tif"):
        with open_sound(silent) as sound:
            assert sound is None
    with open_sound(clips.full()) as sound:
        assert sound is not None
