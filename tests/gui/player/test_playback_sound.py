"""The sound of a running film leads its pictures, to the sample."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from clips import ClipMaker
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from watching import PATIENCE_MS, WAY_S, Watcher, play_out, start

from gui.player.playback import Playback
from gui.player.sound_output import SoundOutput, open_sound_output
from vidcolor.video.sound import open_sound


class FakeSink:
    """A sound device that plays at the right speed or not at all, and talks like a real one."""

    SIZE = 48_000

    def __init__(self) -> None:
        self.heard = bytearray()
        self.held = bytearray()
        self.plays = True
        self.broken = False
        self.wanted = True
        self.opened = self.starts = self.resets = 0
        self._last_s = time.monotonic()

    def start(self) -> FakeSink:
        self.starts += 1
        self.heard.clear()
        self.held.clear()
        self._last_s = time.monotonic()
        return self

    def reset(self) -> None:
        self.resets += 1
        self._play()
        self.held.clear()

    def error(self) -> bool:
        return self.broken

    def bufferSize(self) -> int:
        return self.SIZE

    def bytesFree(self) -> int:
        self._play()
        return self.SIZE - len(self.held)

    def processedUSecs(self) -> int:
        self._play()
        return len(self.heard) * 1_000_000 // 192_000

    def write(self, data: bytes) -> int:
        assert len(data) <= self.bytesFree()
        self.held += data
        return len(data)

    def _play(self) -> None:
        now_s = time.monotonic()
        due = int((now_s - self._last_s) * 48_000) * 4
        self._last_s += due / 192_000
        if self.plays:
            self.heard += self.held[:due]
            del self.held[:due]


@pytest.fixture(scope="module")
def device(qapp: QApplication) -> Iterator[tuple[Playback, FakeSink]]:
    """One process for all tests with sound."""
    sink = FakeSink()

    def open_output() -> tuple[SoundOutput, str]:
        sink.opened += 1
        return SoundOutput(sink, (False,), lambda: sink.wanted), ""

    playback = Playback(open_output=open_output)
    playback.warm_up()
    yield playback, sink
    playback.close_and_wait()


@pytest.fixture
def sink(device: tuple[Playback, FakeSink]) -> FakeSink:
    sink = device[1]
    sink.plays, sink.broken, sink.wanted = True, False, True
    sink.start()
    sink.starts = sink.resets = 0
    return sink


@pytest.fixture
def loud(device: tuple[Playback, FakeSink]) -> Iterator[Watcher]:
    watcher = Watcher(device[0])
    yield watcher
    device[0].pause()
    watcher.leave()


def samples_of(path: Path, start_s: float = 0.0) -> bytes:
    with open_sound(path) as sound:
        assert sound is not None
        with closing(sound.blocks(start_s)) as blocks:
            return b"".join(block.samples.tobytes() for block in blocks)


def test_without_a_device_the_film_plays_silently_and_says_so_once(
    qtbot: QtBot, alone: Watcher, clips: ClipMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    play_out(qtbot, alone, clips.full())
    play_out(qtbot, alone, clips.full(), start_frame=45)
    assert len(alone.notes) == 1
    assert alone.notes[0].startswith("No sound: ")
    assert alone.stops == [49, 49]


def test_all_sound_is_heard_also_where_pictures_are_dropped(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    loud.delay_s = 0.1
    play_out(qtbot, loud, clips.full(), start_frame=10)
    assert len(loud.numbers) < 25
    assert loud.notes == []
    wanted = samples_of(clips.full(), 0.4)
    assert len(wanted) == 4 * 48_000 * 16 // 10
    # What lies in the device when the last picture has been shown is not waited for.
    assert len(sink.heard) > len(wanted) - 4 * 4800
    assert wanted.startswith(bytes(sink.heard))


def test_sound_that_is_shorter_than_the_film_ends_in_silence(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink, tmp_path: Path
) -> None:
    data = clips.full()
    play_out(qtbot, loud, data, start_frame=30)
    assert loud.stops == [49]
    assert loud.since_first_s()[-1] == pytest.approx(19 / 25, abs=WAY_S)


def test_pictures_wait_for_the_sound(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    sink.plays = False
    start(loud.playback, clips.full())
    qtbot.waitUntil(lambda: len(sink.held) == FakeSink.SIZE, timeout=PATIENCE_MS)
    begin_s = time.monotonic()
    qtbot.waitUntil(lambda: time.monotonic() - begin_s > 0.5, timeout=PATIENCE_MS)
    assert loud.numbers == [] or loud.numbers[-1] <= 4
    sink.plays = True
    qtbot.waitUntil(lambda: bool(loud.stops), timeout=PATIENCE_MS)
    assert loud.stops == [49]
    assert samples_of(clips.full()).startswith(bytes(sink.heard))


def test_a_device_that_is_pulled_out_leaves_the_pictures_running(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    start(loud.playback, clips.full())
    qtbot.waitUntil(lambda: len(loud.numbers) > 5, timeout=PATIENCE_MS)
    sink.broken = True
    qtbot.waitUntil(lambda: bool(loud.stops), timeout=PATIENCE_MS)
    assert loud.stops == [49]
    assert loud.notes == ["No sound: the audio device stopped."]


def test_a_device_that_stands_still_is_given_up_and_left_alone(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.player.sound_output._PATIENCE_S", 0.3)
    start(loud.playback, clips.full())
    qtbot.waitUntil(lambda: len(loud.numbers) > 5, timeout=PATIENCE_MS)
    sink.plays = False
    qtbot.waitUntil(lambda: bool(loud.stops), timeout=PATIENCE_MS)
    assert loud.stops == [49]
    assert sink.starts == 1
    play_out(qtbot, loud, clips.full(), start_frame=45)
    assert sink.starts == 1
    sink.wanted = False  # another device has become the default
    play_out(qtbot, loud, clips.full(), start_frame=45)
    assert sink.starts == 2


def test_another_default_device_is_used_from_the_next_play_on(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    opened = sink.opened
    play_out(qtbot, loud, clips.full(), start_frame=40)
    play_out(qtbot, loud, clips.full(), start_frame=40)
    assert sink.opened == opened
    sink.wanted = False
    play_out(qtbot, loud, clips.full(), start_frame=40)
    assert sink.opened == opened + 1


def test_the_end_is_heard_out_and_a_pause_is_silent_at_once(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    start(loud.playback, clips.full(), start_frame=40)
    qtbot.waitUntil(lambda: bool(loud.numbers), timeout=PATIENCE_MS)
    sink.resets = 0  # before, the end of another test may have been cut off
    qtbot.waitUntil(lambda: bool(loud.stops), timeout=PATIENCE_MS)
    assert sink.resets == 0
    qtbot.waitUntil(lambda: sink.resets == 1, timeout=PATIENCE_MS)
    start(loud.playback, clips.full())
    qtbot.waitUntil(lambda: len(loud.numbers) > 10, timeout=PATIENCE_MS)
    loud.playback.pause()
    assert sink.resets == 2


def test_a_loop_is_heard_without_a_seam(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink
) -> None:
    start(loud.playback, clips.full(), start_frame=10, loop_range=(10, 20))
    qtbot.waitUntil(lambda: len(sink.heard) > 4 * 48_000, timeout=PATIENCE_MS)
    heard = bytes(sink.heard)
    loud.playback.pause()
    once = samples_of(clips.full(), 0.4)[: 4 * 19_200]
    assert (once * 4).startswith(heard)


@pytest.mark.parametrize("speed", [2.0, -1.0])
def test_other_speeds_are_silent_without_a_word(
    qtbot: QtBot, loud: Watcher, clips: ClipMaker, sink: FakeSink, speed: float
) -> None:
    start_frame = 0 if speed > 0 else 49
    play_out(qtbot, loud, clips.full(), start_frame=start_frame, speed=speed)
    assert not sink.heard
    assert not sink.held
    assert loud.notes == []


def test_a_real_device_hears_all_it_is_given_each_time_it_starts(qtbot: QtBot) -> None:
    output, why = open_sound_output()
    if output is None:
        pytest.skip(why)
    for _ in range(2):
        if not output.start():
            pytest.skip("the audio device cannot be opened")
        output.give(bytes(4 * 48_000))  # silence, so that nobody is frightened
        assert output.full
        told: list[float] = []

        def all_heard(told: list[float] = told) -> bool:
            output.push()
            told.append(output.heard_s())
            return told[-1] >= 0.999 or output.stuck

        qtbot.waitUntil(all_heard, timeout=PATIENCE_MS)
        assert output.works
        assert not output.stuck
        assert told == sorted(told)
        assert told[-1] == pytest.approx(1.0, abs=0.001)
        output.stop()
        assert output.heard_s() == 0.0
